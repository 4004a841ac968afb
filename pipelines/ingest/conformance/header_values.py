"""The arguments of the header's entities as Python values; of statements that are sound as syntax."""

import re
from dataclasses import dataclass

from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.columnar.strings import decode

# The apostrophe of the directive \S\' ends no string.
_TOKEN = re.compile(
    rb"\s+|/\*(?s:.*?)\*/|(?P<string>'(?:\\S\\''(?![\s,();'])|\\S\\'|[^']|'')*')"
    rb"|(?P<mark>[(),;])|(?P<other>[^\s'(),;]+)"
)
_NAME = re.compile(rb"!?[A-Za-z_]\w*")

Value = str | None | list["Value"] | bytes
"""A string, ``$``, a list, or anything else as it is written."""


@dataclass(frozen=True)
class HeaderEntity:
    """One statement of the HEADER section."""

    name: str
    offset: int
    values: list[Value]
    offsets: list[int]
    """Of the values."""


def read_entities(data: bytes, header: Statements) -> list[HeaderEntity]:
    """The entities in the file's order."""
    found = []
    for start, code in zip(header.starts.tolist(), header.classes.tolist(), strict=True):
        values, offsets = _arguments(data, data.index(b"(", start))
        found.append(HeaderEntity(header.class_names[code], start, values, offsets))
    return found


def _arguments(data: bytes, at: int) -> tuple[list[Value], list[int]]:
    """Values and offsets of the list that opens at ``at``."""
    open_lists: list[list[Value]] = []
    offsets: list[int] = []
    is_typed = False
    for token in _TOKEN.finditer(data, at):
        if token["mark"] is None and token["string"] is None and token["other"] is None:
            continue
        written = token[0]
        if written == b")":
            done = open_lists.pop()
            if not open_lists:
                return done, offsets
        elif written == b";":
            break
        elif written == b"(" and is_typed:
            # What a type's name stands before is no value of its own.
            open_lists.append([])
        elif written != b",":
            value: Value = [] if written == b"(" else _value(written)
            if open_lists:
                open_lists[-1].append(value)
            if len(open_lists) == 1:
                offsets.append(token.start())
            if isinstance(value, list):
                open_lists.append(value)
        is_typed = token["other"] is not None and bool(_NAME.fullmatch(written))
    return open_lists[0] if open_lists else [], offsets


def _value(written: bytes) -> Value:
    if written == b"$":
        return None
    if not written.startswith(b"'"):
        return written
    text = written[1:-1].replace(b"\r", b"").replace(b"\n", b"").decode("utf-8", "replace")
    try:
        return decode(text)
    except (CannotRead, ValueError):
        return text
