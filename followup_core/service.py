"""The one door for the page's worker: a verb and JSON text in, JSON text out.

    plan   {text, today, application?, view?, base?, level?}   the plan; with `view` also its tree of elements
                                                               and, for all applications, their overview
    draft  {template, today, text?, application?, interview?, to?, values?, locale?, view?, lint?}
                                                               the draft, its fields; with `view` also trees
                                                               and `places`: [start, end, field] wherever
                                                               subject and body print a field;
                                                               `lint: false` leaves the tone check out
    draft  {panel: true, text, today, application?, interview?, values?, locale?, view?, lint?}
                                                               {drafts, similar}; `values` by contact
    check  {text, path?}                                       {diagnostics}
    open   {text}                                              {search, diagnostics}; search may be null
    save   {text, edits: [{op, path, value?}]}                 {text, diagnostics}; an empty text begins one
    lint   {text, kind?, channel?, locale?, search?, application?, to?}
                                                               {findings, measures, verdict}; `search` is the
                                                               text of a search file: names are compared
    export {what: plan | draft, format, …}                     {filename, media_type, content}; a draft with
                                                               `subject` and `body` says these instead, a plan
                                                               with `step` has this step alone
    export {what: pack, files: {name: text}, name?}            a zip, {…, encoding: base64}
    pack   {name, text | data | files: {name: text}}           {pack, items, diagnostics}; `data` is base64

plan, draft and export also take `packs: [{name, text}]`: templates, tone rules and profiles beside our own.

The answer is {"ok": true, "result": …} or {"ok": false, "error": {code, message, hint, field, diagnostics?}}.
Only what a person can act on becomes an error here; anything else is a bug and raises. One error is for the
worker: with the code DATA, `field` names a part of the data that `supply` must be given first.
"""

from __future__ import annotations

import binascii
import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from followup_core import catalog, formats, searchfile, sharing, verbs, view
from followup_core.catalog import Catalog, builtin
from followup_core.diagnostics import Diagnostic
from followup_core.drafts import Prepared
from followup_core.errors import FollowupError, InputError, UnknownNameError, UsageError
from followup_core.model import FIRST_DATE, LAST_DATE, Field
from followup_core.picture import plan_pictures
from followup_core.searchfile import Edit
from followup_core.standing import standings

Params = Mapping[str, Any]
MAX_DEPTH = 40
"""How deep JSON may nest; json itself would end the whole interpreter at some depth inside WebAssembly."""


def call(verb: str, params: str) -> str:
    """Answer one request. `params` is the JSON text of an object."""
    try:
        if verb not in VERBS:
            raise UnknownNameError("verb", verb, VERBS)
        answer = {"ok": True, "result": VERBS[verb](_object(params))}
    except FollowupError as error:
        answer = {"ok": False, "error": error_data(error)}
    return json.dumps(answer, ensure_ascii=False)


def error_data(error: FollowupError) -> dict[str, Any]:
    """The machine form of an error; one about a text brings all its diagnostics."""
    data: dict[str, Any] = {
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "field": error.field,
    }
    if isinstance(error, InputError):
        data["diagnostics"] = _diagnostics(error.diagnostics)
    return data


def supply(path: str, content: str) -> None:
    """Put a part of the data in its place. Raises UsageError for a path that no error has named."""
    catalog.supply(path, content)


# ── the verbs ────────────────────────────────────────────────────────────────────────────────────────────


def _plan(params: Params) -> dict[str, Any]:
    plan, search = _planned(params)
    data = formats.plan_data(plan)
    if params.get("view"):
        level = _whole(params, "level") or 2
        picture = plan_pictures(plan, search) if plan.steps else None
        tree = view.plan_view(plan, search, base=_text(params, "base") or "", level=level, picture=picture)
        data["view"] = view.to_json(tree)
        if not params.get("application"):
            data["overview"] = view.to_json(view.overview_view(standings(plan, search), plan))
    return data


def _draft(params: Params) -> dict[str, Any]:
    if not params.get("panel"):
        return _drafted(_prepared(params), params)
    values = _object_of(params, "values")
    panel = verbs.panel(
        _needed(params, "text"),
        _day(params),
        application=_text(params, "application"),
        interview=_whole(params, "interview"),
        values={contact: _object_of(values, contact) for contact in values},
        locale=_text(params, "locale"),
        catalog=_catalog(params),
        judged=params.get("lint") is not False,
    )
    return {**verbs.panel_data(panel), "drafts": [_drafted(each, params) for each in panel.drafts]}


def _drafted(prepared: Prepared, params: Params) -> dict[str, Any]:
    data = verbs.draft_data(prepared)
    data["fields"] = [_field(field, value) for field, value in prepared.fields]
    data["kind"], data["person"] = prepared.kind, prepared.person
    if params.get("view"):
        data["places"] = dict(zip(("subject", "body"), prepared.places, strict=True))
        tree = view.draft_view(
            prepared.draft,
            subject_gaps=prepared.subject_gaps,
            body_gaps=prepared.body_gaps,
            person=prepared.person,
            language=prepared.locale,
            with_form=True,
        )
        form = view.form_view(
            prepared.draft.template, prepared.fields, language=prepared.locale, own=prepared.own
        )
        data["view"], data["form"] = view.to_json(tree), view.to_json(form)
    return data


def _check(params: Params) -> dict[str, Any]:
    found = verbs.check(_needed(params, "text"), _text(params, "path") or "<text>")
    return {"diagnostics": _diagnostics(found)}


def _open(params: Params) -> dict[str, Any]:
    search, found = searchfile.read(_needed(params, "text"))
    content = searchfile.to_json(search) if search else None
    return {"search": content, "diagnostics": _diagnostics(found)}


def _save(params: Params) -> dict[str, Any]:
    text = _needed(params, "text")
    if text.strip():
        text = verbs.save_search(text, [_edit(item) for item in _list(params, "edits")])
    else:
        text = searchfile.dump(_begin(params))
    return {"text": text, "diagnostics": _diagnostics(searchfile.read(text)[1])}


def _begin(params: Params) -> dict[str, Any]:
    """The content of a new file: what the edits set at the top."""
    content: dict[str, Any] = {"followup": searchfile.FORMAT}
    for edit in (_edit(item) for item in _list(params, "edits")):
        if edit.op != "set" or len(edit.path) != 1:
            raise UsageError("A new file is begun by setting its first keys.", field="edits")
        content[str(edit.path[0])] = edit.value
    return content


def _lint(params: Params) -> dict[str, Any]:
    source = _text(params, "search")
    search = verbs.open_search(source) if source else None
    report = verbs.lint(
        _needed(params, "text"),
        kind=_text(params, "kind"),
        channel=_text(params, "channel"),
        locale=_text(params, "locale"),
        about=verbs.about(search, _text(params, "application"), _text(params, "to")),
    )
    return verbs.lint_data(report)


def _export(params: Params) -> dict[str, Any]:
    what = _needed(params, "what")
    if what == "pack":
        return _export_pack(params)
    format = _needed(params, "format")
    if what == "plan":
        plan, search = _planned(params)
        plan = verbs.only_step(plan, _text(params, "step"))
        previous = _text(params, "previous") or ""
        made = verbs.export_plan(plan, search, format, previous=previous, catalog=_catalog(params))
    elif what == "draft":
        prepared, body = _prepared(params), _text(params, "body")
        if body is not None:
            prepared = verbs.rewritten(prepared, _text(params, "subject") or "", body)
        made = verbs.export_draft(prepared, format)
    else:
        raise UsageError(f"Nothing called {what!r} can be exported.", "known: plan, draft, pack", "what")
    return {"filename": made.filename, "media_type": made.media_type, "content": made.content}


def _export_pack(params: Params) -> dict[str, Any]:
    name = _text(params, "name") or "templates.zip"
    content = sharing.as_zip(_texts_of(params, "files"), name)
    return {"filename": name, "media_type": "application/zip", "content": content, "encoding": "base64"}


def _pack(params: Params) -> dict[str, Any]:
    name = _needed(params, "name")
    return sharing.contents_data(sharing.contents(_content(params), name))


def _content(params: Params) -> bytes | dict[str, bytes]:
    """The bytes of a zip or a file, or the files by name, as the parameters bring them."""
    if "files" in params:
        return {path: sharing.utf8(text) for path, text in _texts_of(params, "files").items()}
    if "data" not in params:
        return sharing.utf8(_needed(params, "text"))
    try:
        return binascii.a2b_base64(_needed(params, "data"), strict_mode=True)
    except ValueError as error:
        raise UsageError("`data` is not base64.", str(error), "data") from error


VERBS: Mapping[str, Callable[[Params], dict[str, Any]]] = {
    "plan": _plan,
    "draft": _draft,
    "lint": _lint,
    "check": _check,
    "open": _open,
    "save": _save,
    "export": _export,
    "pack": _pack,
}


# ── from parameters to Python and back ───────────────────────────────────────────────────────────────────


def _planned(params: Params) -> Any:
    text, today = _needed(params, "text"), _day(params)
    return verbs.plan(text, today, application=_text(params, "application"), catalog=_catalog(params))


def _prepared(params: Params) -> Any:
    return verbs.draft(
        _needed(params, "template"),
        _day(params),
        source=_text(params, "text"),
        application=_text(params, "application"),
        interview=_whole(params, "interview"),
        to=_text(params, "to"),
        values=_object_of(params, "values"),
        locale=_text(params, "locale"),
        catalog=_catalog(params),
        judged=params.get("lint") is not False,
    )


def _catalog(params: Params) -> Catalog:
    """What comes with followup, and over it the packs that the parameters bring."""
    given = _list(params, "packs") if "packs" in params else []
    if not all(isinstance(each, dict) for each in given):
        raise UsageError("A pack has `name` and `text`.", field="packs")
    texts = tuple((_needed(each, "name"), _needed(each, "text")) for each in given)
    return sharing.catalog_with(texts) if texts else builtin()


def _diagnostics(found: tuple[Diagnostic, ...]) -> list[dict[str, object]]:
    return [diagnostic.to_json() for diagnostic in found]


def _field(field: Field, value: str) -> dict[str, object]:
    return {
        "name": field.name,
        "label": field.label,
        "hint": field.hint,
        "example": field.example,
        "required": field.required,
        "kind": field.kind,
        "options": list(field.options),
        "value": value,
    }


def _object(text: str) -> dict[str, Any]:
    if _depth(text) > MAX_DEPTH:
        raise UsageError("The parameters nest too deeply.", f"at most {MAX_DEPTH} levels")
    try:
        params = json.loads(text)
    except ValueError as error:
        raise UsageError("The parameters are not JSON.", str(error)) from error
    if not isinstance(params, dict):
        raise UsageError("The parameters must be a JSON object.")
    return params


def _depth(text: str) -> int:
    """The deepest nesting of brackets outside of strings."""
    depth = deepest = 0
    quoted = escaped = False
    for character in text if text.count("[") + text.count("{") > MAX_DEPTH else "":
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _text(params: Params, name: str) -> str | None:
    value = params.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"`{name}` must be text.", field=name)
    return value


def _object_of(params: Params, name: str) -> dict[str, Any]:
    value = params.get(name, {})
    if not isinstance(value, dict):
        raise UsageError(f"`{name}` must be an object of texts.", field=name)
    return value


def _texts_of(params: Params, name: str) -> dict[str, str]:
    value = _object_of(params, name)
    if not all(isinstance(each, str) for each in value.values()):
        raise UsageError(f"`{name}` must be an object of texts.", field=name)
    return value


def _needed(params: Params, name: str) -> str:
    value = _text(params, name)
    if value is None:
        raise UsageError(f"`{name}` is missing.", field=name)
    return value


def _whole(params: Params, name: str) -> int | None:
    value = params.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise UsageError(f"`{name}` must be a whole number.", field=name)
    return value


def _list(params: Params, name: str) -> list[Any]:
    value = params.get(name)
    if not isinstance(value, list):
        raise UsageError(f"`{name}` must be a list.", field=name)
    return value


def _day(params: Params) -> dt.date:
    return day(_needed(params, "today"))


def day(text: str) -> dt.date:
    """The date of `YYYY-MM-DD` between 1970 and 2100. Raises UsageError."""
    try:
        found = dt.datetime.strptime(text, "%Y-%m-%d").date() if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None or not FIRST_DATE <= found <= LAST_DATE:
        raise UsageError(f"{text!r} is not a day.", "write it as 2026-11-20, from 1970 to 2100", "today")
    return found


def _edit(item: Any) -> Edit:
    if not isinstance(item, dict) or item.get("op") not in ("set", "add", "remove"):
        raise UsageError("An edit needs `op` (set, add or remove) and `path`.", field="edits")
    path = item.get("path")
    if not isinstance(path, list) or not all(isinstance(part, str | int) for part in path):
        raise UsageError("The path of an edit is a list of keys and positions.", field="edits")
    return Edit(item["op"], tuple(path), item.get("value"))
