"""A search file in the store of the site, as if somebody had typed it, and a look into the store."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from followup_core import searchfile

TEXT = """\
# my search, by hand
followup: 1
me:   {name: Dana Whitfield,   email: dana@example.com}   # that is me

applications:
- id: northwind
  employer:   Northwind Traders
  role: "IT support analyst"
  interviews: [{on: 2026-11-19, at: "14:30", stage: first, with: [maria]}]
  contacts:
  - {id: maria, name: Maria Lopez, email: maria@northwind.example}


- id: contoso      # the second one
  employer: Contoso
  role: 'Service desk lead'
  interviews:
      - on: 2026-11-12
        stage: first
"""

FORMAT = 2
"""The form of the database that the page makes."""
OURS = f'({{ name, version }}) => name.startsWith("followup /") && version === {FORMAT}'
DATABASE = f"""
    const {{ name }} = (await indexedDB.databases()).find({OURS});
    const opening = indexedDB.open(name);
    await new Promise((resolve, reject) => {{ opening.onsuccess = resolve; opening.onerror = reject; }});
    const database = opening.result;
"""

THERE = f"""async () => {{
    while (!(await indexedDB.databases()).some({OURS})) await new Promise((then) => setTimeout(then, 50));
}}"""
"""Resolves when the page has made its database; a condition of Playwright's must not be asynchronous."""


def record_of(text: str = TEXT, **more: Any) -> dict[str, Any]:
    """What the page stores for a search file."""
    search, found = searchfile.read(text)
    assert search is not None, found
    content = searchfile.to_json(search)
    return {
        "text": text,
        "search": content,
        "written": len(content["applications"]),
        "applied": True,
        **more,
    }


def put(page: Page, values: dict[str, Any]) -> None:
    """Store values as another tab would that tells nobody. The search file gets its next number."""
    page.evaluate(
        f"""async (values) => {{ {DATABASE}
            const stores = ["records", "revisions"];
            const transaction = database.transaction(stores, "readwrite");
            for (const [key, value] of Object.entries(values)) {{
                transaction.objectStore("records").put(value, key);
                if (key !== "search") continue;
                const counting = transaction.objectStore("revisions").getAllKeys();
                counting.onsuccess = () => {{
                    const last = counting.result.filter(([each]) => each === key).at(-1)?.[1] ?? 0;
                    transaction.objectStore("revisions").add(Date.now(), [key, last + 1]);
                }};
            }}
            await new Promise((resolve) => (transaction.oncomplete = resolve));
            database.close();
        }}""",
        values,
    )


def get(page: Page, key: str) -> Any:
    """The stored value of a key, outside the demo."""
    return page.evaluate(
        f"""async (key) => {{ {DATABASE}
            const reading = database.transaction("records").objectStore("records").get(key);
            const value = await new Promise((resolve) => (reading.onsuccess = () => resolve(reading.result)));
            database.close();
            return value ?? null;
        }}""",
        key,
    )


def seeded(page: Page, text: str = TEXT) -> Page:
    """The page, reloaded with a search file in the store."""
    page.locator("[data-begun], followup-planner").first.wait_for()
    page.evaluate(THERE)
    put(page, {"search": record_of(text)})
    page.reload()
    return page
