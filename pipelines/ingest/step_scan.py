"""What the bytes of a STEP file say by themselves: sections, instances, references, statements that are no statements.

One pass over blocks of some megabytes, in NumPy; no parser. It sees what a parser passes over in silence: a file cut
off, an instance number given twice, a reference to nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

BLOCK = 8 * 1024**2
_LONGEST_NUMBER = 18
_SPACE = np.zeros(256, bool)
_SPACE[[9, 10, 11, 12, 13, 32]] = True
_QUOTE, _OPEN, _CLOSE, _SEMICOLON, _EQUALS, _HASH = b"'();=#"
_KEYWORD = re.compile(rb"[A-Z0-9_-]+")
ODD_KEPT = 100_000
"""So many odd statements are remembered: a binary file behind a STEP header has millions."""


@dataclass
class Scan:
    """What was found. Offsets are in bytes from the start of the data."""

    header: list[tuple[int, bytes]] = field(default_factory=list)
    """Offset and text of each statement of the HEADER section."""
    sections: dict[str, int] = field(default_factory=dict)
    """Offsets of ``HEADER``, ``DATA``, ``ENDSEC`` (of the data) and ``END-ISO-10303-21``, where they are."""
    step_ids: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Of the instances of the DATA section, in the order of the file."""
    offsets: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Where each of them begins."""
    references: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Step ids that are referred to, each once, sorted."""
    odd: list[tuple[int, str]] = field(default_factory=list)
    """Offset of each statement of the DATA section that cannot be one, and why."""
    unfinished: int | None = None
    """Offset of a last statement that has no end."""

    @property
    def is_truncated(self) -> bool:
        """Whether the end of the file is missing."""
        return "END-ISO-10303-21" not in self.sections

    def repeated(self) -> Integers:
        """Step ids that are given more than once, sorted."""
        ids, counts = np.unique(self.step_ids, return_counts=True)
        return ids[counts > 1]

    def dangling(self) -> Integers:
        """Step ids that are referred to and never given, sorted."""
        return np.setdiff1d(self.references, self.step_ids)


def scan_step(data: bytes) -> Scan:
    """Look through a STEP file once."""
    scan = Scan()
    section = ""
    ids: list[Integers] = []
    offsets: list[Integers] = []
    references: list[Integers] = []
    end = 0
    for base, code in _blocks(data):
        block = _Block(base, code)
        end = base + len(code)
        section, last = _follow_sections(data, block, section, scan)
        block = block.cut(last)
        ids.append(block.step_ids)
        offsets.append(block.offsets)
        references.append(np.unique(block.references))
        if "DATA" in scan.sections:
            scan.odd += block.odd[: ODD_KEPT - len(scan.odd)]
        if "END-ISO-10303-21" in scan.sections:
            break
    if ids:
        scan.step_ids, scan.offsets = np.concatenate(ids), np.concatenate(offsets)
        scan.references = np.unique(np.concatenate(references))
    scan.odd.sort()
    tail = data[end:].lstrip()
    if scan.is_truncated and tail.strip(b"\0 \t\r\n"):
        scan.unfinished = len(data) - len(tail)
    return scan


def first_uses(data: bytes, scan: Scan, wanted: Integers) -> dict[int, tuple[int, int]]:
    """Where each of these step ids is first referred to: step id → step id of the user, offset of the user's statement."""
    found: dict[int, tuple[int, int]] = {}
    for base, code in _blocks(data):
        numbers, places, _ = _numbers(code)
        hit = np.isin(numbers, wanted)
        for number, place in zip(numbers[hit].tolist(), places[hit].tolist(), strict=True):
            user = int(np.searchsorted(scan.offsets, base + place, "right")) - 1
            if number not in found and user >= 0 and scan.offsets[user] != base + place:
                found[number] = (int(scan.step_ids[user]), int(scan.offsets[user]))
        if len(found) == len(wanted):
            break
    return found


def line_at(data: bytes, offset: int) -> int:
    """Line of a byte, from 1; of files whose lines end in a carriage return alone too."""
    mark = b"\n" if b"\n" in data[:BLOCK] else b"\r"
    return data.count(mark, 0, offset) + 1


class _Block:
    """Statements of a stretch of the file that ends with one. Strings and comments are blanked in ``code``."""

    def __init__(self, base: int, code: Bytes) -> None:
        self._base, self._code = base, code
        self.ends = np.flatnonzero(code == _SEMICOLON)
        self.starts = _skip_space(code, np.concatenate(([0], self.ends[:-1] + 1)))
        self.is_instance = code[self.starts] == _HASH
        numbers, places, after = _numbers(code)
        own = np.searchsorted(places, self.starts[self.is_instance])
        has_number = after > places + 1
        self._marked = self.starts[self.is_instance] + base
        self._after = after[own]
        self._has_number = has_number[own]
        self.step_ids = numbers[own][self._has_number]
        self.offsets = self._marked[self._has_number]
        has_number[own] = False
        self.references = numbers[has_number]

    def cut(self, count: int) -> "_Block":
        """Only the first ``count`` statements."""
        return self if count >= len(self.ends) else _Block(self._base, self._code[: self.ends[count - 1] + 1])

    @property
    def odd(self) -> list[tuple[int, str]]:
        """Offset of each instance that is not ``#number = NAME ( … )``, and why."""
        code, marked = self._code, self.is_instance
        at = _skip_space(code, self._after)
        has_equals = self._has_number & (code[at] == _EQUALS)
        name = code[_skip_space(code, at + 1)]
        has_name = (name == _OPEN) | ((name | 32) >= ord("a")) & ((name | 32) <= ord("z"))
        depth = (code == _OPEN).astype(np.int32) - (code == _CLOSE)
        edges = np.concatenate(([0], self.ends[:-1] + 1))
        balance = np.add.reduceat(depth, edges)[marked]
        equals = np.add.reduceat((code == _EQUALS).astype(np.int32), edges)[marked]
        reasons = (
            ("no_name", ~(has_equals & has_name)),
            ("two_in_one", equals > 1),
            ("unbalanced", (balance != 0) | (code[_skip_space_back(code, self.ends[marked] - 1)] != _CLOSE)),
        )
        found: dict[int, str] = {}
        for reason, wrong in reasons:
            for offset in self._marked[wrong].tolist():
                found.setdefault(offset, reason)
        return sorted(found.items())

    def others(self) -> Iterator[tuple[int, int, int]]:
        """Statements that are no instances: place among all, offsets of their start and end."""
        for place in np.flatnonzero(~self.is_instance).tolist():
            yield place, self._base + int(self.starts[place]), self._base + int(self.ends[place])


def _follow_sections(data: bytes, block: _Block, section: str, scan: Scan) -> tuple[str, int]:
    """Note the statements that open and close sections; give the section at the block's end and how many statements count."""
    for place, start, end in block.others():
        text = data[start:end]
        keyword = (_KEYWORD.match(text.upper()) or [b""])[0].decode("ascii")
        if keyword == "END-ISO-10303-21":
            scan.sections.setdefault(keyword, start)
            return section, place + 1
        if keyword in {"HEADER", "DATA", "ANCHOR", "REFERENCE", "SIGNATURE"} and section == "":
            section = keyword
            scan.sections.setdefault(keyword, start)
        elif keyword == "ENDSEC":
            if section == "DATA":
                scan.sections[keyword] = start
            section = ""
        elif section == "HEADER":
            scan.header.append((start, text))
        elif section == "DATA" and len(scan.odd) < ODD_KEPT:
            scan.odd.append((start, "no_instance"))
    return section, len(block.ends)


def _blocks(data: bytes) -> Iterator[tuple[int, Bytes]]:
    """Stretches that end with a statement, as offset and bytes; what stands in strings and comments is zero or blank."""
    start, size = 0, BLOCK
    while start < len(data):
        chunk = data[start : start + size]
        is_last = start + size >= len(data)
        code = _code_of(chunk)
        ends = np.flatnonzero(code == _SEMICOLON)
        if len(ends):
            length = int(ends[-1]) + 1
            yield start, code[:length]
            start, size = start + length, BLOCK
        elif is_last:
            return
        else:
            size *= 2


def _code_of(chunk: bytes) -> Bytes:
    """The bytes with strings zeroed and comments blanked; what follows an unfinished comment or string is left out."""
    if b"/*" in chunk:
        chunk = _without_comments(chunk)
    raw = np.frombuffer(chunk, np.uint8)
    inside = np.cumsum(raw == _QUOTE, dtype=np.uint8) & 1
    return np.where(inside, np.uint8(0), raw)


def _without_comments(chunk: bytes) -> bytes:
    code = bytearray(chunk)
    done = 0
    while (start := code.find(b"/*", done)) >= 0:
        quotes = code.count(b"'", done, start)
        if quotes % 2:
            # The mark stands in a string; go on behind the string's end.
            done = code.find(b"'", start) + 1
            if done == 0:
                break
            continue
        end = code.find(b"*/", start + 2)
        if end < 0:
            return bytes(code[:start])
        code[start : end + 2] = b" " * (end + 2 - start)
        done = end + 2
    return bytes(code)


def _numbers(code: Bytes) -> tuple[Integers, Integers, Integers]:
    """Each ``#`` with its number: numbers, places of the ``#``, places behind the last digit."""
    places = np.flatnonzero(code == _HASH)
    padded = np.concatenate((code, np.zeros(_LONGEST_NUMBER + 2, np.uint8)))
    numbers = np.zeros(len(places), np.int64)
    after = places + 1
    alive = np.arange(len(places))
    for _ in range(_LONGEST_NUMBER):
        digit = padded[after[alive]] - np.uint8(ord("0"))
        is_digit = digit < 10
        alive = alive[is_digit]
        if not len(alive):
            break
        numbers[alive] = numbers[alive] * 10 + digit[is_digit]
        after[alive] += 1
    return numbers, places, after


def _skip_space(code: Bytes, at: Integers) -> Integers:
    at = np.minimum(at, len(code) - 1)
    alive = np.flatnonzero(_SPACE[code[at]])
    while len(alive):
        at[alive] += 1
        alive = alive[at[alive] < len(code)]
        alive = alive[_SPACE[code[at[alive]]]]
    return np.minimum(at, len(code) - 1)


def _skip_space_back(code: Bytes, at: Integers) -> Integers:
    at = np.maximum(at, 0)
    alive = np.flatnonzero(_SPACE[code[at]])
    while len(alive):
        at[alive] -= 1
        alive = alive[at[alive] >= 0]
        alive = alive[_SPACE[code[at[alive]]]]
    return np.maximum(at, 0)
