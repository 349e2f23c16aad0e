"""The store, autosave and the keeper of the search file, as single units in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.modules import run

RECORD = """
    const application = (id, more = {}) => ({ id, employer: id.toUpperCase(), role: "analyst", ...more });
    const made = (...applications) => ({
        text: "", written: 0, applied: false,
        search: { followup: 1, me: { name: "Dana" }, applications },
    });
    const roles = ({ search }) => search.applications.map((a) => a.role);
    const fields = ({ record }) => Object.fromEntries(record.search.applications.map((a) => [a.id, a.role]));
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
"""


@pytest.fixture
def page(page: Page) -> Page:
    page.evaluate("localStorage.clear()")
    return page


# ── the store ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_written_is_read_and_the_rest_is_not_there(page: Page) -> None:
    script = """
        const one = new store.Store("test");
        await one.write({ a: { deep: [1, 2] }, b: "text" });
        const other = new store.Store("test");
        return [await other.read("a"), await other.read("b"), (await other.read("c")) ?? null];
    """
    assert run(page, script) == [{"deep": [1, 2]}, "text", None]


def test_of_two_writers_from_the_same_revision_the_slower_one_is_told_and_changes_nothing(page: Page) -> None:
    script = """
        const [one, two] = [new store.Store("test"), new store.Store("test")];
        await one.swap("key", "first", 0);
        const { revision } = await two.look("key");
        const outcomes = await Promise.allSettled([
            one.swap("key", "from one", revision),
            two.swap("key", "from two", revision, { version: { at: 1 } }),
        ]);
        const conflicts = outcomes.filter(({ reason }) => reason instanceof store.Conflict).length;
        const now = await one.look("key");
        const kept = await versions.versions(one);
        return [conflicts, now.value, now.revision, kept.length, [...one.troubles.all]];
    """
    assert run(page, script) == [1, "from one", 2, 0, []]


def test_an_old_number_never_fits_again(page: Page) -> None:
    script = """
        const one = new store.Store("test");
        for (let n = 0; n < 5; n += 1) await one.swap("key", n, n);
        await versions.prune(one);
        const tries = [0, 1, 3, 4].map((n) => one.swap("key", "old", n).catch(() => "refused"));
        return [(await Promise.all(tries)).filter(Boolean).length, (await one.look("key")).value];
    """
    assert run(page, script) == [4, 4]


def test_a_write_that_is_undone_at_the_end_is_no_success(page: Page) -> None:
    """The request succeeds, the transaction is aborted: that is what a full disk looks like."""
    script = """
        const one = new store.Store("test");
        await one.write({ key: "old" });
        const real = IDBTransaction.prototype.commit;
        IDBTransaction.prototype.commit = function () { this.abort(); };
        const failed = await one.write({ key: "new" }).then(() => "written", () => "failed");
        IDBTransaction.prototype.commit = real;
        const during = [...one.troubles.all.keys()];
        const value = await one.read("key");
        await one.write({ key: "newer" });
        return [failed, during, value, [...one.troubles.all.keys()], await one.read("key")];
    """
    assert run(page, script) == ["failed", ["broken"], "old", [], "newer"]


def test_a_connection_that_was_lost_is_made_anew(page: Page) -> None:
    script = """
        const one = new store.Store("test");
        await one.write({ key: "before" });
        await one.use(async (database) => database.close());
        await one.write({ key: "after" });
        return [await one.read("key"), [...one.troubles.all.keys()]];
    """
    assert run(page, script) == ["after", []]


def test_another_tab_and_another_part_of_this_page_hear_of_a_write(page: Page) -> None:
    script = """
        const [one, two] = [new store.Store("test"), new store.Store("test")];
        const heard = [];
        two.onOtherTab("key", () => heard.push("tab"));
        one.onWrite("key", "me", () => heard.push("here"));
        await one.swap("key", 1, 0, { by: "me" });
        await one.swap("key", 2, 1, { by: "you" });
        await one.write({ other: 3 });
        await new Promise((resolve) => setTimeout(resolve, 200));
        return heard.sort();
    """
    assert run(page, script) == ["here", "tab", "tab"]


FIRST_FORM = """
    const opening = indexedDB.open("test", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("records");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const putting = opening.result.transaction("records", "readwrite");
    putting.objectStore("records").put(args[0], "search");
    await new Promise((resolve) => (putting.oncomplete = resolve));
"""


def test_data_of_the_first_form_is_there_and_counts_as_written(page: Page) -> None:
    script = f"""
        {FIRST_FORM}
        opening.result.close();
        const one = new store.Store("test");
        const {{ value, revision }} = await one.look("search");
        const blind = await one.swap("search", "blind", 0).catch((error) => error instanceof store.Conflict);
        return [value, revision, blind];
    """
    assert run(page, script, {"text": "kept"}) == [{"text": "kept"}, 1, True]


def test_an_older_tab_that_holds_on_is_said_and_no_longer_said_when_it_lets_go(page: Page) -> None:
    script = f"""
        {FIRST_FORM}
        const one = new store.Store("test");
        await new Promise((resolve) => setTimeout(resolve, 300));
        const during = [...one.troubles.all.keys()];
        opening.result.close();
        return [during, await one.read("search"), [...one.troubles.all.keys()]];
    """
    assert run(page, script, "kept") == [["blocked"], "kept", []]


def test_a_newer_form_is_left_alone(page: Page) -> None:
    script = """
        const opening = indexedDB.open("test", 99);
        await new Promise((resolve) => (opening.onsuccess = resolve));
        opening.result.close();
        const one = new store.Store("test");
        const outcome = await one.write({ key: 1 }).then(() => "written", (error) => error.name);
        return [outcome, [...one.troubles.all.keys()]];
    """
    assert run(page, script) == ["VersionError", ["newer"]]


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        ("new DOMException('', 'SecurityError')", "refused"),
        ("new DOMException('', 'InvalidStateError')", "refused"),
        ("new DOMException('', 'UnknownError')", "broken"),
    ],
)
def test_a_browser_that_opens_nothing_is_named(page: Page, error: str, trouble: str) -> None:
    script = f"""
        const real = indexedDB.open;
        IDBFactory.prototype.open = () => {{ throw {error}; }};
        const one = new store.Store("test");
        const outcome = await one.read("key").then(() => "read", () => "failed");
        const during = [...one.troubles.all.keys()];
        IDBFactory.prototype.open = real;
        await one.retry();
        return [outcome, during, [...one.troubles.all.keys()]];
    """
    assert run(page, script) == ["failed", [trouble], []]


def test_an_emptied_database_is_told_from_a_first_visit(page: Page) -> None:
    script = """
        const one = new store.Store("test");
        await one.read("key");
        const first = [...one.troubles.all.keys()];
        await one.write({ key: 1 });
        await one.use(async (database) => database.close());
        await new Promise((resolve) => (indexedDB.deleteDatabase("test").onsuccess = resolve));
        const two = new store.Store("test");
        await two.read("key");
        return [first, [...two.troubles.all]];
    """
    assert run(page, script) == [[], [["lost", "2026-11-20"]]]


def test_after_the_end_nothing_is_written_any_more(page: Page) -> None:
    script = """
        const [one, two] = [new store.Store("test"), new store.Store("test")];
        await Promise.all([one.read("key"), two.read("key")]);
        await one.close();
        await new Promise((resolve) => setTimeout(resolve, 200));
        await new Promise((resolve) => (indexedDB.deleteDatabase("test").onsuccess = resolve));
        const outcomes = await Promise.allSettled([one.write({ key: 1 }), two.write({ key: 2 })]);
        const left = (await indexedDB.databases()).map(({ name }) => name);
        return [outcomes.map(({ status }) => status), left, [...two.troubles.all.keys()]];
    """
    assert run(page, script) == [["rejected", "rejected"], [], ["erased"]]


# ── autosave ─────────────────────────────────────────────────────────────────────────────────────────────


def test_autosave_says_saved_only_after_the_write_and_never_writes_twice_at_once(page: Page) -> None:
    script = """
        const said = []; let running = 0; let most = 0; let count = 0; const open = [];
        const write = async () => {
            count += 1; most = Math.max(most, (running += 1));
            await new Promise((resolve) => open.push(resolve)); running -= 1;
        };
        const autosave = new store.Autosave(write, (state) => said.push(state), 10);
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        autosave.touch(); await wait(60); autosave.touch(); await wait(60);
        const before = [...said, autosave.idle]; open[0]();
        await wait(30); open[1]?.(); await wait(60); open[2]?.(); await wait(30);
        return [before, said.at(-1), autosave.idle, most, count];
    """
    before, last, idle, most, count = run(page, script)
    assert "saved" not in before and before[-1] is False
    assert (last, idle, most, count) == ("saved", True, 1, 2)


def test_a_failed_save_is_said_once_and_tried_until_it_works(page: Page) -> None:
    script = """
        let full = true; const said = []; let tries = 0;
        const write = async () => { tries += 1; if (full) throw new Error("full"); };
        const autosave = new store.Autosave(write, (state) => said.push(state), 5, 20);
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        autosave.touch(); await wait(200);
        const during = [said.slice(), autosave.idle, tries > 2];
        full = false; await wait(700);
        return [during, said, autosave.idle];
    """
    assert run(page, script) == [[["saving", "failed"], False, True], ["saving", "failed", "saved"], True]


# ── the keeper ───────────────────────────────────────────────────────────────────────────────────────────


def keepers(page: Page, script: str) -> Any:
    """Run with two tabs' keepers, both holding applications a and b."""
    setup = f"""
        {RECORD}
        const stores = [new store.Store("test"), new store.Store("test")];
        const [one, two] = stores.map((each) => new keeper.Keeper(each));
        await one.load();
        one.record = made(application("a"), application("b"));
        await one.save();
        await two.load();
        const edit = (each, id, more) => {{
            const {{ search }} = each.record;
            const applications = search.applications.map((a) => (a.id === id ? {{ ...a, ...more }} : a));
            each.record = {{ ...each.record, search: {{ ...search, applications }}, applied: false }};
        }};
    """
    return run(page, setup + script)


def test_two_tabs_that_change_different_applications_lose_nothing(page: Page) -> None:
    script = """
        edit(one, "a", { role: "one" });
        edit(two, "b", { role: "two" });
        await Promise.all([one.save(), two.save()]);
        await one.refresh();
        return [fields(one), fields(two), stores.map((each) => [...each.troubles.all.keys()])];
    """
    both = {"a": "one", "b": "two"}
    assert keepers(page, script) == [both, both, [[], []]]


def test_two_tabs_that_change_the_same_value_keep_both_and_ask(page: Page) -> None:
    script = """
        edit(one, "a", { role: "one" });
        edit(two, "a", { role: "two" });
        await one.save();
        await two.save();
        const [{ clashes, takeTheirs }] = [stores[1].troubles.all.get("clash")];
        const kept = (await versions.versions(stores[1])).map((each) => roles(each.record)[0]);
        const before = fields(two);
        takeTheirs();
        await two.save();
        return [before, clashes, kept, fields(two), roles(await stores[0].read("search"))[0]];
    """
    before, clashes, kept, after, stored = keepers(page, script)
    assert before == {"a": "two", "b": "analyst"}
    assert clashes == [{"path": ["applications", "a", "role"], "mine": "two", "theirs": "one"}]
    assert "one" in kept
    assert after == {"a": "one", "b": "analyst"}
    assert stored == "one"


def test_what_one_tab_takes_out_and_another_changes_stays_until_somebody_decides(page: Page) -> None:
    script = """
        one.record = { ...one.record, search: { ...one.record.search, applications: [application("b")] } };
        edit(two, "a", { role: "two" });
        await one.save();
        await two.save();
        const before = fields(two);
        stores[1].troubles.all.get("clash").takeTheirs();
        return [before, fields(two)];
    """
    assert keepers(page, script) == [{"a": "two", "b": "analyst"}, {"b": "analyst"}]


def test_typing_goes_on_while_a_save_is_under_way(page: Page) -> None:
    script = """
        edit(one, "a", { role: "first" });
        const saving = one.save();
        edit(one, "a", { role: "second" });
        await saving;
        const between = roles(await stores[0].read("search"))[0];
        edit(two, "b", { role: "two" });
        await two.save();
        await one.save();
        await one.refresh();
        return [between, fields(one), roles(await stores[0].read("search"))];
    """
    between, held, stored = keepers(page, script)
    assert between in {"first", "second"}
    assert held == {"a": "second", "b": "two"}
    assert stored == ["second", "two"]


def test_twenty_quick_tabs_lose_nothing(page: Page) -> None:
    script = """
        const many = [];
        for (let n = 0; n < 12; n += 1) {
            const each = new keeper.Keeper(new store.Store("test"));
            await each.load();
            many.push(each);
        }
        many.forEach((each, n) => {
            const { search } = each.record;
            const applications = [...search.applications, application(`new-${n}`)];
            each.record = { ...each.record, search: { ...search, applications } };
        });
        await Promise.all(many.map((each) => each.save()));
        return (await stores[0].read("search")).search.applications.map((a) => a.id).sort();
    """
    assert keepers(page, script) == sorted(["a", "b", *(f"new-{n}" for n in range(12))])


def test_a_change_is_made_on_the_newest_state(page: Page) -> None:
    script = """
        let asked = 0;
        const changed = await keeper.change(stores[1], async (record) => {
            asked += 1;
            if (asked === 1) { edit(one, "a", { role: "meanwhile" }); await one.save(); }
            const { search } = record;
            const role = (a) => (a.id === "b" ? "logged" : a.role);
            const applications = search.applications.map((a) => ({ ...a, role: role(a) }));
            return { ...record, search: { ...search, applications } };
        });
        await wait(200);
        return [asked, roles(changed), fields(one)];
    """
    assert keepers(page, script) == [2, ["meanwhile", "logged"], {"a": "meanwhile", "b": "logged"}]


def test_a_replacement_keeps_what_was_there_as_a_version(page: Page) -> None:
    script = """
        edit(one, "a", { role: "not saved yet" });
        await one.replace(made(application("c")), "opened");
        const [newest] = await versions.versions(stores[0]);
        await two.refresh();
        return [fields(one), fields(two), newest.why, roles(newest.record)];
    """
    assert keepers(page, script) == [
        {"c": "analyst"},
        {"c": "analyst"},
        "opened",
        ["not saved yet", "analyst"],
    ]


def test_what_is_no_search_file_is_set_aside_and_the_rest_goes_on(page: Page) -> None:
    script = f"""
        {RECORD}
        const one = new store.Store("test");
        await one.swap("search", {{ text: 7, search: "gone" }}, 0);
        const kept = new keeper.Keeper(one);
        const there = await kept.load();
        kept.record = made(application("a"));
        await kept.save();
        return [there, [...one.troubles.all.keys()], (await one.read(keeper.DAMAGED)).value, fields(kept)];
    """
    assert run(page, script) == [False, ["damaged"], {"text": 7, "search": "gone"}, {"a": "analyst"}]


def test_without_any_storage_the_search_is_in_memory(page: Page) -> None:
    script = f"""
        {RECORD}
        IDBFactory.prototype.open = () => {{ throw new DOMException("", "SecurityError"); }};
        const one = new store.Store("test");
        const kept = new keeper.Keeper(one);
        const there = await kept.load();
        kept.record = made(application("a"));
        const saved = await kept.save().then(() => "saved", () => "failed");
        return [there, saved, fields(kept), one.held() === kept.record];
    """
    assert run(page, script) == [False, "failed", {"a": "analyst"}, True]


def test_the_browser_is_asked_once_to_keep_the_data(page: Page) -> None:
    script = f"""
        {RECORD}
        let asked = 0;
        StorageManager.prototype.persist = async () => {{ asked += 1; return false; }};
        const one = new keeper.Keeper(new store.Store("test"));
        await one.load();
        const before = asked;
        for (const id of ["a", "b", "c"]) {{ one.record = made(application(id)); await one.save(); }}
        return [before, asked];
    """
    assert run(page, script) == [0, 1]
