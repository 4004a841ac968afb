"""XML from strangers as a tree with line numbers: no document types, no entities of its own, bounded size and depth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from cim_schema.errors import FileNotReadable, InvalidIds, os_reason

MAX_BYTES = 256 * 1024**2
_MAX_DEPTH = 64
_SEPARATOR = "\n"
"""Stands in no name and in no namespace that a parser lets through."""


@dataclass
class Node:
    """An element."""

    namespace: str
    name: str
    line: int
    attributes: dict[str, str]
    """Those of no namespace."""
    children: list["Node"] = field(default_factory=list)
    text: str = ""
    """All text directly below it, as written."""
    has_foreign: str | None = None
    """An attribute of another namespace than XMLSchema-instance or xml."""

    def find(self, name: str) -> "Node | None":
        """The first child of this name."""
        return next((child for child in self.children if child.name == name), None)

    def find_all(self, name: str) -> "Iterator[Node]":
        """The children of this name."""
        return (child for child in self.children if child.name == name)


def read_xml(path: Path) -> Node:
    """The root element of a file.

    Raises:
        FileNotReadable: Missing, a folder, or no permission.
        InvalidIds: No well-formed XML, or XML with a document type.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as cause:
        raise FileNotReadable({"file": path.name, "reason": os_reason(cause)}) from None
    if data is None:
        raise invalid(path.name, None, "too_large", limit_mb=MAX_BYTES // 1024**2)
    return _Builder(path.name).parse(data)


def invalid(file: str, line: int | None, reason: str, **params: object) -> InvalidIds:
    """The error for a reason of the subject ``ids``."""
    return InvalidIds({"file": file, "line": line, "reason": f"@ids.invalid.{reason}", **params})


class _Builder:
    _KNOWN = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace")

    def __init__(self, file: str) -> None:
        self._file = file
        self._root: Node | None = None
        self._open: list[Node] = []
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def parse(self, data: bytes) -> Node:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as cause:
            detail = expat.ErrorString(cause.code)
            raise invalid(self._file, cause.lineno, "not_xml", detail=detail) from None
        except (ValueError, LookupError) as cause:  # An encoding that nobody knows.
            raise invalid(self._file, 1, "not_xml", detail=str(cause)) from None
        if self._root is None:
            raise invalid(self._file, 1, "not_xml", detail="no element found")
        return self._root

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        namespace, _, name = written.rpartition(_SEPARATOR)
        node = Node(namespace, name, self._parser.CurrentLineNumber, {})
        for key, value in attributes.items():
            space, _, local = key.rpartition(_SEPARATOR)
            if not space:
                node.attributes[local] = value
            elif space not in self._KNOWN:
                node.has_foreign = local
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)
        if len(self._open) > _MAX_DEPTH:
            raise invalid(self._file, node.line, "too_deep")

    def _end(self, _: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].text += text

    def _doctype(self, *_: object) -> None:
        raise invalid(self._file, self._parser.CurrentLineNumber, "document_type")
