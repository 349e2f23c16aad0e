"""The command line. The only module that prints, and the only one that looks at the clock.

Exit codes: 0 fine; 1 problems found in the input; 2 wrong usage or unreadable file; 3 a draft has missing
fields.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from followup_core import __version__, files, formats, packs, searchfile, verbs
from followup_core.catalog import Catalog, builtin, starter
from followup_core.diagnostics import Diagnostic
from followup_core.drafts import Prepared
from followup_core.errors import FollowupError, InputError, UnknownNameError, UsageError
from followup_core.formats import printable
from followup_core.model import CHANNELS, RECEIVED
from followup_core.service import day
from followup_core.templates import TEMPLATE_KINDS

PROBLEMS, USAGE, MISSING = 1, 2, 3


class _Day(click.ParamType[dt.date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        try:
            return value if isinstance(value, dt.date) else day(value)
        except FollowupError as error:
            self.fail(f"{error.message} ({error.hint})", param, ctx)


class _Setting(click.ParamType[tuple[str, str]]):
    name = "FIELD=VALUE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        field, equals, text = value.partition("=")
        if not equals or not field.strip():
            self.fail(f"{value!r} is not FIELD=VALUE", param, ctx)
        return field.strip(), text


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Errors and warnings, one a line, on standard error."""
    for diagnostic in diagnostics:
        click.echo(printable(str(diagnostic)), err=True)


def fail(error: FollowupError, path: str) -> NoReturn:
    """Say what is wrong and end with the exit code of it."""
    if isinstance(error, InputError):
        complain(error.diagnostics)
        sys.exit(PROBLEMS)
    if isinstance(error, files.FileError):
        path = error.path
    hint = f" ({error.hint})" if error.hint else ""
    click.echo(printable(f"{path}:1:1: {error.code} {error.message}{hint}"), err=True)
    sys.exit(PROBLEMS if error.code.startswith(("TPL", "MAIL", "PACK")) else USAGE)


def reported(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the errors of the core into one plain line."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except FollowupError as error:
            fail(error, kwargs.get("file") or "followup")

    return run


def shown(path: str) -> str:
    """The name of a file in messages."""
    return "<stdin>" if path == "-" else path


def with_packs(paths: Iterable[str]) -> tuple[Catalog, int]:
    """The catalog with these packs over it, and the exit code of what is wrong with single files of theirs.

    A pack that is refused as a whole raises InputError.
    """
    catalog, read = builtin(), []
    problems: list[Diagnostic] = []
    for path in paths:
        if Path(path).is_dir():
            content = files.read_folder(path, packs.MAX_ENTRIES)
            pack, found = packs.read_files(content, catalog.vocabulary, path, catalog.words_of)
        else:
            pack, found = packs.read(read_any(path), shown(path), catalog.vocabulary, catalog.words_of)
        if pack is None:
            raise InputError(found)
        read.append(pack)
        problems += found
    if read:
        catalog = catalog.with_packs(read)
    problems += catalog.diagnostics
    complain(problems)
    return catalog, worst(problems)


def read_any(path: str) -> bytes:
    """The bytes of a file that may be a zip."""
    return files.read(path, packs.MAX_TOTAL + 1)


def worst(found: Iterable[Diagnostic]) -> int:
    """The exit code for these diagnostics."""
    return PROBLEMS if any(diagnostic.severity == "error" for diagnostic in found) else 0


pack_option = click.option(
    "--pack", "pack_paths", metavar="PATH", multiple=True, help="Add the templates of a pack; repeatable."
)
today_option = click.option(
    "--today", type=_Day(), default=dt.date.today, show_default="today", help="The day to plan from."
)
application_option = click.option("--application", metavar="ID", help="Only this application.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="followup")
def cli() -> None:
    """Dated follow-up plans and e-mail drafts for the time after a job interview."""


@cli.command()
@click.argument("file")
@application_option
@today_option
@pack_option
@click.option("--format", "form", type=click.Choice(verbs.PLAN_FORMATS), default="text", show_default=True)
@click.option("--step", metavar="ID", help="Only this step of the plan, by the id that JSON gives it.")
@click.option("--previous", metavar="ICS", help="The calendar file you imported last; counts what moved.")
@reported
def plan(
    file: str,
    application: str | None,
    today: dt.date,
    pack_paths: tuple[str, ...],
    form: str,
    step: str | None,
    previous: str | None,
) -> None:
    """Show what to send, when, and why; FILE is a search file, - is standard input."""
    catalog, code = with_packs(pack_paths)
    made, search = verbs.plan(
        files.read(file), today, application=application, path=shown(file), catalog=catalog
    )
    complain(made.diagnostics)
    made = verbs.only_step(made, step)
    if form == "text" and sys.stdout.isatty():
        width = min(100, shutil.get_terminal_size().columns)
        color = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        click.echo(formats.plan_text(made, search, width=width, color=color), nl=False, color=color)
    else:
        before = files.read(previous).decode("utf-8", "replace") if previous else ""
        write(verbs.export_plan(made, search, form, previous=before, catalog=catalog).content)
    sys.exit(code)


@cli.command()
@click.argument("template", required=False)
@click.option("--panel", is_flag=True, help="A thank-you for everybody an interview was with; no TEMPLATE.")
@click.option("--file", metavar="FILE", help="The search file that fills the fields.")
@click.option("--application", metavar="ID", help="The application it is about.")
@click.option("--interview", type=click.IntRange(1), metavar="N", help="The interview, counted from 1.")
@click.option("--to", metavar="CONTACT", help="The contact it goes to.")
@click.option("--locale", metavar="L", help="The language; that of the application by default.")
@click.option(
    "--set", "settings", type=_Setting(), multiple=True, help="Fill a field; of a panel, CONTACT.FIELD=VALUE."
)
@today_option
@pack_option
@click.option("--format", "form", type=click.Choice(verbs.DRAFT_FORMATS), default="text", show_default=True)
@reported
def draft(
    template: str | None,
    panel: bool,
    file: str | None,
    to: str | None,
    settings: tuple[tuple[str, str], ...],
    pack_paths: tuple[str, ...],
    form: str,
    **where: Any,
) -> None:
    """Write a message from TEMPLATE. Nothing leaves while a field is missing (exit code 3)."""
    if panel:
        _refuse_for_panel(template, file, to, form)
    elif template is None:
        raise click.UsageError("Say which template, or ask for a --panel.")
    elif file is None and (to or where["application"] or where["interview"]):
        raise click.UsageError(
            "--application, --interview and --to speak of a search file: name it with --file."
        )
    catalog, code = with_packs(pack_paths)
    about = {**where, "path": shown(file or ""), "catalog": catalog}
    if panel:
        made = verbs.panel(files.read(file or ""), values=_by_contact(settings), **about)
        gaps = [gap for each in made.drafts for gap in _gaps(each, catalog, f"{each.draft.to}.")]
        said = [*gaps, *_likenesses(made)]
    else:
        source = files.read(file) if file else None
        prepared = verbs.draft(template or "", source=source, to=to, values=dict(settings), **about)
        said = gaps = list(_gaps(prepared, catalog))
    for line in said:
        click.echo(printable(line), err=True)
    if form == "json" or not gaps:
        write(_panel_as(made, form) if panel else verbs.export_draft(prepared, form).content)
    sys.exit(MISSING if gaps else code)


def _refuse_for_panel(template: str | None, file: str | None, to: str | None, form: str) -> None:
    if template is not None or to is not None:
        raise click.UsageError("A panel takes neither TEMPLATE nor --to: it is one message for each person.")
    if file is None:
        raise click.UsageError("A panel needs --file: it says who was there.")
    if form not in ("text", "json"):
        raise click.UsageError("A panel is several messages: --format is text or json.")


def _by_contact(settings: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """The settings of a panel, `CONTACT.FIELD=VALUE`, by contact."""
    values: dict[str, dict[str, str]] = {}
    for name, value in settings:
        contact, dot, field = name.rpartition(".")
        if not dot:
            raise click.UsageError(f"Say whose {name} it is: --set CONTACT.{name}=…")
        values.setdefault(contact, {})[field] = value
    return values


def _gaps(prepared: Prepared, catalog: Catalog, whose: str = "") -> Iterator[str]:
    """What is missing, one a line, with the way to fill it."""
    for gap in prepared.draft.missing:
        place = f"{catalog.file_name(prepared.draft.template)}:{gap.line}:{gap.column}"
        yield f"{place}: MISSING {gap.label} (--set {whose}{gap.field}=…)"


def _likenesses(panel: verbs.Panel) -> Iterator[str]:
    for each in panel.similar:
        yield f"{each.one} and {each.other}: their messages read alike ({each.score:.0%})"


def _panel_as(panel: verbs.Panel, form: str) -> str:
    """The messages of a panel one after another, or as JSON."""
    if form == "json":
        return formats.to_json(verbs.panel_data(panel))
    return "\n----\n\n".join(_addressed(each) for each in panel.drafts)


def _addressed(prepared: Prepared) -> str:
    address = f" <{prepared.address}>" if prepared.address else ""
    content = verbs.export_draft(prepared, "text").content.rstrip("\n")
    return printable(f"To: {prepared.person}{address}") + f"\n{content}\n"


@cli.command()
@click.argument("file", metavar="PATH")
@click.option("--kind", type=click.Choice(TEMPLATE_KINDS), help="What the message is for.")
@click.option("--locale", metavar="L", help="Its language; recognised by its words otherwise.")
@pack_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@reported
def lint(file: str, kind: str | None, locale: str | None, pack_paths: tuple[str, ...], form: str) -> None:
    """Say what in a message may feel pushy or careless, and what to write instead; - is standard input.

    A first line `Subject: …` followed by an empty line is the subject.
    """
    catalog, code = with_packs(pack_paths)
    text = files.read_text(file)
    report = verbs.lint(text, kind=kind, locale=locale, catalog=catalog)
    if form == "json":
        write(formats.to_json(verbs.lint_data(report)))
    else:
        write(formats.lint_text(report, text, shown(file)))
    sys.exit(PROBLEMS if report.verdict in ("rethink", "stop") else code)


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@reported
def check(paths: tuple[str, ...], form: str) -> None:
    """Say everything that is wrong with searches, templates, tone rules, profiles, packs, or folders."""
    found = [problem for path in paths for problem in checked(path)]
    if form == "json":
        write(formats.to_json({"diagnostics": [diagnostic.to_json() for diagnostic in found]}))
    else:
        complain(found)
        if not found and sys.stderr.isatty():
            click.echo("No problems found.", err=True)
    sys.exit(worst(found))


def checked(path: str) -> Iterator[Diagnostic]:
    """What is wrong with a file, with a folder that is a pack, or with each file of another folder."""
    if Path(path).is_dir():
        content = files.read_folder(path, packs.MAX_ENTRIES)
        if packs.is_pack(content):
            yield from verbs.check_pack(content, path)
            return
    for file in files.yaml_files(path):
        yield from verbs.check(read_any(file), shown(file))


@cli.command()
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
@reported
def init(file: str, force: bool) -> None:
    """Write a commented starter file to FILE; - writes it to standard output."""
    if file == "-":
        write(searchfile.starter())
        return
    files.write_new(file, searchfile.starter().encode(), force=force)
    click.echo(f"{file} is written. Fill it in, then: followup plan {file}", err=True)


@cli.command()
@click.argument("file")
@click.option("--application", metavar="ID", required=True)
@click.option("--sent", type=click.Choice(searchfile.SENT), help="What you sent or decided.")
@click.option("--received", type=click.Choice(RECEIVED), help="What they said or did.")
@click.option("--to", metavar="CONTACT")
@click.option("--from", "sender", metavar="CONTACT")
@click.option("--on", type=_Day(), default=dt.date.today, show_default="today")
@click.option("--by", type=_Day(), help="The new date, for new-promise and offer.")
@click.option("--channel", type=click.Choice(CHANNELS))
@click.option("--note")
@reported
def log(file: str, application: str, sent: str | None, received: str | None, **more: Any) -> None:
    """Note in FILE what happened; nothing else in the file changes."""
    if (sent is None) == (received is None):
        raise click.UsageError("Give exactly one of --sent and --received.")
    if file == "-":
        raise click.UsageError("An entry is noted in a file; standard input is none.")
    on, by = more["on"], more["by"]
    entry = {
        "on": on.isoformat(),
        "sent": sent,
        "received": received,
        "to": more["to"],
        "from": more["sender"],
        "by": by.isoformat() if by else None,
        "channel": more["channel"],
        "note": more["note"],
    }
    kept = {key: value for key, value in entry.items() if value is not None}
    files.update(file, lambda before: _logged(before, file, application, kept))
    later = f" The plan leaves it out until {on}." if on > dt.date.today() else ""
    click.echo(f"Noted in {file}.{later}", err=True)


def _logged(before: bytes, file: str, application: str, entry: dict[str, Any]) -> bytes:
    """The bytes of the file with the entry; the file must be good before and after."""
    verbs.open_search(before, file)
    after = searchfile.log_entry(before.decode("utf-8"), application, entry).encode()
    verbs.open_search(after, file)
    return after


@cli.command()
@click.argument("action", type=click.Choice(("list", "show", "new")), default="list")
@click.argument("id", required=False)
@click.option("--kind", type=click.Choice(TEMPLATE_KINDS))
@click.option("--locale", metavar="L", help="A language such as en.")
@pack_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@reported
def templates(
    action: str, id: str | None, kind: str | None, locale: str | None, pack_paths: tuple[str, ...], form: str
) -> None:
    """List the templates, show the file of one, or write the file ID.yaml to begin a new one with."""
    catalog, code = with_packs(pack_paths)
    if action != "list" and id is None:
        raise click.UsageError(f"Say which template: followup templates {action} ID")
    if action == "show":
        write(catalog.source(catalog.template(id or "", locale or "en")))
    elif action == "new":
        _new_template(catalog, id or "", kind or "thank-you", locale or "en")
    else:
        _list_templates(catalog, kind, locale, form)
    sys.exit(code)


def _list_templates(catalog: Catalog, kind: str | None, locale: str | None, form: str) -> None:
    if locale is not None and locale not in catalog.locales:
        raise UnknownNameError("language", locale, catalog.locales)
    found = catalog.templates(kind, locale)
    if form == "json":
        names = ("id", "kind", "channel", "locale", "tone", "title", "use_when")
        write(formats.to_json({"templates": [{n: getattr(t, n) for n in names} for t in found]}))
    else:
        write("".join(f"{t.locale}  {t.id:<32} {t.kind:<16} {t.title}\n" for t in found))


def _new_template(catalog: Catalog, id: str, kind: str, locale: str) -> None:
    text = starter(id, kind, locale)
    if id in catalog.ids(locale):
        hint = f"choose another name, or look at it: followup templates show {id}"
        raise UsageError(f"There is a template called {id} already.", hint, "id")
    path = f"{id}.yaml"
    files.write_new(path, text.encode(), remedy="choose another name")
    click.echo(f"{path} is written. Change the words, then: followup check {path}", err=True)


def write(text: str) -> None:
    """To standard output, as UTF-8 and with the line ends the text has."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up_output()
        raise files.FileError("<stdout>", "written", error) from error


def _give_up_output() -> None:
    """Nobody reads any more: what is still in the buffer must not complain when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """The `followup` program. A bug says so in one line; FOLLOWUP_DEBUG=1 shows where it is."""
    try:
        cli()
    except BrokenPipeError:
        _give_up_output()
        sys.exit(0)
    except Exception as error:
        if os.environ.get("FOLLOWUP_DEBUG") == "1":
            raise
        name = type(error).__name__
        click.echo(f"followup: something went wrong inside ({name}). FOLLOWUP_DEBUG=1 shows where.", err=True)
        sys.exit(USAGE)


if __name__ == "__main__":
    main()
