"""What in a file departs from the grammar of ISO 10303-21:2016: its sections in their order, and every statement in them."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cim_schema.codes import ConformanceLayer
from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.conformance.departures import Departures
from pipelines.ingest.conformance.syntax_faults import AT_SECTION_END, CUT_OFF, OPEN_COMMENT, OPEN_STRING
from pipelines.ingest.conformance.syntax_references import check_step_ids
from pipelines.ingest.conformance.syntax_statements import Stretch, join, look_through, note_faults, snippet
from pipelines.ingest.file_kind import BOM

_SPACE = rb"(?:\s|/\*(?s:.*?)\*/)*+"
_BEGIN = re.compile(rb"ISO-10303-21" + _SPACE + rb";")
_SECTION = re.compile(rb"(HEADER|DATA|ANCHOR|REFERENCE|SIGNATURE)" + _SPACE + rb"(;|\()")
_SECTION_END = re.compile(rb"ENDSEC" + _SPACE + rb";")
_END = re.compile(rb"END-ISO-10303-21" + _SPACE + rb";")
_SKIPPED = re.compile(_SPACE)
_KEYWORD = re.compile(rb"[A-Za-z0-9_-]+")
_OTHERS = frozenset({b"ANCHOR", b"REFERENCE", b"SIGNATURE"})


@dataclass
class Syntax:
    """What the statements of a file are, as far as its syntax is sound."""

    header: Statements | None = None
    """Of the HEADER section; step ids are -1."""
    data: Statements | None = None
    """Of the DATA sections; None where there is no such section."""
    faulty: set[int] = field(default_factory=set)
    """Step ids of statements with a fault, and those given more than once."""
    has_fault: bool = False
    """Whether anything departs from the grammar."""


def check_syntax(data: bytes, departures: Departures) -> Syntax:
    """Hold a file against the grammar.

    Args:
        data: The file, which begins as a STEP file does.
        departures: Gets every fault.
    """
    return _Walk(data, departures).walk()


class _Walk:
    """The way through the sections of one file."""

    def __init__(self, data: bytes, departures: Departures) -> None:
        self._data, self._departures = data, departures
        self._sections: list[bytes] = []
        self._stretches: list[Stretch] = []
        self._syntax = Syntax()
        self._is_cut_off = False

    def walk(self) -> Syntax:
        at = 0
        if self._data.startswith(BOM):
            self._add("byte_order_mark", 0)
            at = len(BOM)
        at = self._skip(at)
        begin = _BEGIN.match(self._data, at)
        if begin is None:
            self._add("no_begin", at)
            at += len(b"ISO-10303-21") if self._data[at:].startswith(b"ISO-10303-21") else 0
        else:
            at = begin.end()
        at = self._walk_sections(self._skip(at))
        end = _END.match(self._data, at)
        if end is not None:
            self._walk_behind(self._skip(end.end()))
        elif not self._is_cut_off:
            self._add("no_end", at)
        for name in (b"HEADER", b"DATA"):
            if name not in self._sections and not self._is_cut_off:
                self._add("no_section", len(self._data), section=name.decode())
        if self._stretches:
            self._syntax.data = join(self._stretches)
            self._syntax.faulty |= check_step_ids(self._data, self._stretches, self._syntax.data, self._departures)
            if not any(len(one.step_ids) or len(one.kinds) for one in self._stretches):
                self._add("empty_data", self._stretches[0].begin)
        self._syntax.has_fault = bool(self._departures)
        return self._syntax

    def _walk_sections(self, at: int) -> int:
        """Until the end mark, or the end of the file."""
        while at < len(self._data) and not self._data.startswith(b"END-ISO-10303-21", at):
            section = _SECTION.match(self._data, at)
            if section is None:
                at = self._skip(self._past_odd(at))
                continue
            name = section[1]
            self._tell_order(name, at)
            self._sections.append(name)
            begin = self._past_section_head(section)
            if name in _OTHERS:
                self._add("other_section", at, section=name.decode())
                reached, is_ended = self._end_of_other(begin), True
            else:
                reached, is_ended = self._walk_statements(begin, is_header=name == b"HEADER")
            end = _SECTION_END.match(self._data, reached) if is_ended else None
            if end is None and not self._is_cut_off:
                self._add("no_section_end", reached, section=name.decode())
            behind = _KEYWORD.match(self._data, reached) if is_ended and end is None else None
            at = self._skip(end.end() if end else behind.end() if behind else reached)
        return at

    def _tell_order(self, name: bytes, at: int) -> None:
        is_late = name == b"HEADER" and bool(self._sections) and name not in self._sections
        if name in self._sections and name != b"SIGNATURE":
            self._add("several_data" if name == b"DATA" else "repeated_section", at, section=name.decode())
        elif is_late:
            self._add("section_order", at, section=name.decode())

    def _past_section_head(self, section: re.Match[bytes]) -> int:
        if section[2] == b";":
            return section.end()
        self._add("section_parameters", section.start(), section=section[1].decode())
        end = self._data.find(b";", section.end())
        return end + 1 if end >= 0 else len(self._data)

    def _end_of_other(self, at: int) -> int:
        end = _SECTION_END.search(self._data, at)
        return end.start() if end else len(self._data)

    def _walk_statements(self, at: int, *, is_header: bool) -> tuple[int, bool]:
        """Where a section's statements end, and whether ``ENDSEC`` stands there."""
        stretches, reached, why = look_through(self._data, at, is_header=is_header)
        for stretch in stretches:
            note_faults(self._data, stretch, self._departures)
            self._syntax.faulty |= stretch.faulty()
            is_open = bool(np.isin(stretch.kinds, (CUT_OFF, OPEN_COMMENT, OPEN_STRING)).any())
            self._is_cut_off |= is_open and reached >= len(self._data)
        if is_header and self._syntax.header is None:
            self._syntax.header = join(stretches)
        elif not is_header:
            self._stretches += stretches
        return reached, why == AT_SECTION_END

    def _past_odd(self, at: int) -> int:
        """Behind something between sections that is none."""
        if end := _SECTION_END.match(self._data, at):
            self._add("needless_section_end", at)
            return end.end()
        self._add("outside_sections", at, value=snippet(self._data, at))
        # A section that begins later is not passed over.
        end_at = self._data.find(b";", at)
        return end_at + 1 if end_at >= 0 else len(self._data)

    def _walk_behind(self, at: int) -> None:
        """What stands behind the end mark: signatures, in the third edition, or nothing."""
        while self._data.startswith(b"SIGNATURE", at):
            self._add("other_section", at, section="SIGNATURE")
            end = _SECTION_END.search(self._data, at)
            at = self._skip(end.end() if end else len(self._data))
        if at < len(self._data):
            self._add("behind_end", at, value=snippet(self._data, at))

    def _skip(self, at: int) -> int:
        match = _SKIPPED.match(self._data, at)
        at = match.end() if match else at
        if self._data.startswith(b"/*", at):
            self._add("open_comment", at)
            self._is_cut_off = True
            return len(self._data)
        return at

    def _add(self, code: str, offset: int, **params: Any) -> None:
        self._departures.add(ConformanceLayer.SYNTAX, f"syntax.{code}", offset=offset, **params)
