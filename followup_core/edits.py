"""What edits mean, with a YAML text seen as plain dicts, lists, texts and None.

    changed(data, Edit("set", ("me", "phone"), "+1 555 0100")) -> data

Here is the meaning only, the measure of what `splice` does to the text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from followup_core.errors import UsageError
from followup_core.nodes import Mapping, Node, Sequence
from followup_core.source import CONTROL, MAX_DEPTH, MAX_SCALAR

Path = tuple[str | int, ...]
Plain = Any
"""dict[str, Plain] | list[Plain] | str | None; mypy has no recursion for it that reads well."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. `value` is JSON-like; numbers and truth values are written as their text."""

    op: Literal["set", "add", "remove"]
    path: Path
    value: Any = None


def plain(node: Node) -> Plain:
    """A node as dicts, lists, texts and None."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node.is_null else node.text


def normal(value: Any, depth: int = 0) -> Plain:
    """A JSON-like value as texts only; UsageError when it cannot stand in a file."""
    if depth > MAX_DEPTH // 2:
        raise UsageError("The value is nested too deeply.")
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | dt.date):
        return str(value)
    if isinstance(value, str):
        if CONTROL.search(value) or len(value) > MAX_SCALAR:
            raise UsageError("The text holds control characters or is too long.")
        return value
    if isinstance(value, dict):
        pairs = ((key, normal(item, depth + 1)) for key, item in value.items())
        return {normal(key, depth): item for key, item in pairs if item is not None}
    if isinstance(value, list | tuple):
        items = [normal(item, depth + 1) for item in value]
        if None in items:
            raise UsageError("An item of a list cannot be nothing.")
        return items
    raise UsageError(f"A value of type {type(value).__name__} cannot stand in a file.")


def _named(path: Path) -> str:
    return ".".join(map(str, path)) or "the file"


def _absent(path: Path) -> UsageError:
    return UsageError(f"There is no {_named(path)} in the file.", field=_named(path))


def _is_open(value: Plain) -> bool:
    """Whether something may be put in the place of this value without losing anything."""
    return value in (None, "none")


def _step(holder: Plain, key: str | int, path: Path) -> Plain:
    """The child called `key`, None when a mapping lacks it."""
    if isinstance(holder, dict) and isinstance(key, str):
        return holder.get(key)
    if isinstance(holder, list) and isinstance(key, int) and 0 <= key < len(holder):
        return holder[key]
    raise _absent(path)


def changed(data: Plain, edit: Edit) -> Plain:
    """The data after an edit; the meaning that the spliced text is held to.

    UsageError when the path leads nowhere or the value cannot stand there.
    """
    path = edit.path
    if not path:
        raise UsageError("An edit needs a path.")
    result = holder = deepcopy(data)
    steps: Path = path if edit.op == "add" and isinstance(path[-1], str) else path[:-1]
    for depth, key in enumerate(steps):
        child = _step(holder, key, path[: depth + 1])
        if _is_open(child):
            if edit.op == "remove":
                raise _absent(path)
            following = path[depth + 1] if depth + 1 < len(path) else 0
            child = {} if isinstance(following, str) else []
            holder[key] = child
        holder = child
    CHANGES[edit.op](holder, edit)
    return result


def _data_set(holder: Plain, edit: Edit) -> None:
    """Put the value at its key or index; None takes the key away."""
    key = edit.path[-1]
    if isinstance(holder, dict) and isinstance(key, str):
        if edit.value is None:
            holder.pop(key, None)
        else:
            holder[key] = edit.value
    elif isinstance(holder, list) and key == len(holder) and edit.value is not None:
        holder.append(edit.value)
    else:
        _step(holder, key, edit.path)
        if edit.value is None:
            raise UsageError("An item of a list cannot be nothing.")
        holder[key] = edit.value


def _data_add(holder: Plain, edit: Edit) -> None:
    """Put the value into the list, at its end or before an index."""
    key = edit.path[-1]
    place = key if isinstance(key, int) else len(holder)
    if not isinstance(holder, list) or not 0 <= place <= len(holder) or edit.value is None:
        raise UsageError(f"Nothing can be added at {_named(edit.path)}.", field=_named(edit.path))
    holder.insert(place, edit.value)


def _data_remove(holder: Plain, edit: Edit) -> None:
    """Take the key or the item away."""
    if _step(holder, edit.path[-1], edit.path) is None and edit.path[-1] not in holder:
        raise _absent(edit.path)
    del holder[edit.path[-1]]


CHANGES: dict[str, Callable[[Plain, Edit], None]] = {
    "set": _data_set,
    "add": _data_add,
    "remove": _data_remove,
}


def differences(node: Node | None, path: Path, value: Plain) -> Iterator[Edit]:
    """Small edits that together set a value, so that what is the same is not written again."""
    if isinstance(node, Mapping) and isinstance(value, dict) and node.entries and value:
        gone = [entry.key.text for entry in node.entries if entry.key.text not in value]
        for key, item in value.items():
            yield from differences(node.get(key), (*path, key), item)
        yield from (Edit("remove", (*path, key)) for key in gone)
    elif isinstance(node, Sequence) and isinstance(value, list) and node.items and value:
        for index, (old, new) in enumerate(zip(node.items, value, strict=False)):
            yield from differences(old, (*path, index), new)
        yield from (Edit("remove", (*path, i)) for i in reversed(range(len(value), len(node.items))))
        # With its index: a path that ends with one is a place to insert at, not a list to append to.
        added = enumerate(value[len(node.items) :], len(node.items))
        yield from (Edit("add", (*path, index), item) for index, item in added)
    elif node is None or plain(node) != value:
        yield Edit("set", path, value)
