"""Where each shape of a shard is written, and whether the fast engine makes it first. One pass over the bytes."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.shapes import engines
from pipelines.ingest.shapes.shards import Shard

Array = NDArray[Any]

_STRANGE, _SOLID, _SURFACE, _FINE = 1, 2, 4, 8
"""Marks of a shape: not for the fast engine; has a solid; has a surface; has a polyline of many points."""
_KNOWN, _IS_SOLID, _IS_SURFACE, _COUNT, _RADIUS, _REACH, _AROUND, _UNIT = 1, 2, 4, 8, 16, 32, 64, 128
"""Traits of an entity's name."""
_STATED_AROUND = {"IFCPRODUCTDEFINITIONSHAPE", "IFCLOCALPLACEMENT", "IFCOPENINGELEMENT", "IFCRELVOIDSELEMENT"}
"""They follow the product of a shape; none begins the next one."""
_STATED_BEFORE = {"IFCSIUNIT", "IFCCONVERSIONBASEDUNIT", "IFCDIMENSIONALEXPONENTS", "IFCMEASUREWITHUNIT"}
"""They stand between the project and the first shape."""
_PREFIXES = {"": 1.0, "MILLI": 1e-3, "CENTI": 1e-2, "DECI": 1e-1, "KILO": 1e3, "MICRO": 1e-6}
_METRE = re.compile(rb"IFCSIUNIT\(\*,\.LENGTHUNIT\.,(?:\$|\.([A-Z]+)\.),\.METRE\.\)")
_ENLARGED_PREFIXES = {b"": b".DECA.", b"MILLI": b".CENTI.", b"CENTI": b".DECI.", b"DECI": b"$"}
"""Ten times as long, as ``engines.ENLARGED`` says."""
_CONVERTED = re.compile(rb"IFC(?:LENGTH|POSITIVELENGTH|RATIO)MEASURE\(([-+0-9.E]+)\)")


@dataclass(frozen=True)
class Screened:
    """What the text of a shard tells of its shapes."""

    head: bytes
    """Header, project, units and context."""
    offsets: NDArray[np.int64]
    """Of each shape the bytes of the shard that hold it; one more than there are shapes."""
    is_lite_first: NDArray[np.bool_]
    """Of each shape, whether the fast engine is known to make such."""
    is_solid: NDArray[np.bool_]
    """Of each shape, whether it is to be closed."""
    is_fine: NDArray[np.bool_]
    """Of each shape, whether the fast engine would leave out points of it unless it were larger."""
    large_head: bytes
    """``head`` with the unit of length ``engines.ENLARGED`` times as long; empty where that cannot be said."""


def screen(shard: Shard) -> Screened:
    """Read through a shard once."""
    text = np.frombuffer(shard.text, np.uint8)
    last = np.array([max(*held, whole) for held, whole in zip(shard.products, shard.representations, strict=True)], np.int64)
    first = shard.text.find(b"=IFCPROJECT(")
    unit_m = _length_unit_m(shard.text[: first + 4000])
    hashes, traits = _names()
    limits = np.array([engines.MOST_POINTS, engines.MOST_RADIUS_M / unit_m, engines.MOST_REACH_M / unit_m])
    marks, starts = _screen(text, max(first, 0), last, hashes, traits, limits)
    end = shard.text.rfind(b"ENDSEC;")
    starts = np.minimum(np.append(starts, end), end)
    head = shard.text[: int(starts[0])]
    large_head = _enlarged(head)
    is_fine = (marks & _FINE) != 0
    return Screened(
        head,
        starts,
        ((marks & _STRANGE) == 0) & (~is_fine | (large_head != b"")),
        ((marks & _SOLID) != 0) & ((marks & _SURFACE) == 0),
        is_fine,
        large_head,
    )


def _enlarged(head: bytes) -> bytes:
    units = _METRE.findall(head)
    if len(units) != 1 or units[0] not in _ENLARGED_PREFIXES or _is_converted(head):
        return b""
    return _METRE.sub(b"IFCSIUNIT(*,.LENGTHUNIT.," + _ENLARGED_PREFIXES[units[0]] + b",.METRE.)", head)


def _length_unit_m(head: bytes) -> float:
    """Good enough to choose an engine by."""
    found = _METRE.search(head)
    unit_m = _PREFIXES.get((found[1] or b"").decode("ascii"), 1.0) if found else 1.0
    converted = _CONVERTED.search(head) if _is_converted(head) else None
    return unit_m * abs(float(converted[1]) or 1.0) if converted else unit_m


def _is_converted(head: bytes) -> bool:
    return b"IFCCONVERSIONBASEDUNIT(" in head and b",.LENGTHUNIT.,'" in head


@cache
def _names() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Hashes of the known names in order, and the traits of each."""
    groups = (
        (engines.LITE_FIRST, _KNOWN), (engines.SOLIDS, _IS_SOLID), (engines.SURFACES, _IS_SURFACE),
        (engines.POINT_COUNTED, _COUNT), (engines.RADIUS_MEASURED, _RADIUS), (engines.REACH_MEASURED, _REACH),
        (_STATED_AROUND, _AROUND), (_STATED_BEFORE, _UNIT),
    )  # fmt: skip
    every = frozenset[str]().union(*(names for names, _ in groups))
    traits = {_hash(name): sum(trait for names, trait in groups if name in names) for name in every}
    hashes = sorted(traits)
    return np.array(hashes, np.uint64), np.array([traits[one] for one in hashes], np.uint8)


def _hash(name: str) -> int:
    found = 0xCBF29CE484222325
    for byte in name.encode("ascii"):
        found = ((found ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return found


@njit(cache=True, nogil=True)
def _screen(text: Array, begin: int, last: Array, hashes: Array, traits: Array, limits: Array) -> tuple[Array, Array]:
    """Marks of each shape, and the byte at which its first statement begins.

    Statements are one a line, their numbers ascend; a shape is at its end where its last product or representation and what
    belongs to its openings are passed.
    """
    shapes, size = len(last), len(text)
    marks, starts = np.zeros(shapes, np.uint8), np.full(shapes, size, np.int64)
    shape, started, at = 0, False, begin
    highest = 0
    while at < size:
        while at < size and text[at] != 10:
            at += 1
        line = at + 1
        if line >= size or shape >= shapes or text[line] != 35:
            at = line
            continue
        at = line + 1
        number = 0
        while at < size and 48 <= text[at] <= 57 and number < 1 << 50:
            number = number * 10 + (text[at] - 48)
            at += 1
        at += 1
        name = np.uint64(0xCBF29CE484222325)
        while at < size and text[at] != 40 and text[at] != 10:
            name = (name ^ np.uint64(text[at])) * np.uint64(0x100000001B3)
            at += 1
        place = np.searchsorted(hashes, name)
        trait = traits[place] if place < len(hashes) and hashes[place] == name else np.uint8(0)
        if not started:
            if trait & 128:
                continue
            started, starts[0] = True, line
        if highest >= last[shape] and not trait & 64:
            shape += 1
            if shape >= shapes:
                break
            starts[shape] = line
        highest = max(highest, number)
        if not trait & 1:
            marks[shape] |= 1
        marks[shape] |= trait & 6
        if trait & 56:
            points, depth = 0, 0
            while at < size and text[at] != 10:
                byte = text[at]
                if byte == 35:
                    points += 1
                    at += 1
                    while at < size and 48 <= text[at] <= 57:
                        at += 1
                    continue
                if byte == 40:
                    depth += 1
                    points += depth == 3
                elif byte == 41:
                    depth -= 1
                elif byte == 39:
                    at += 1
                    while at < size and text[at] != 39 and text[at] != 10:
                        at += 1
                elif 48 <= byte <= 57:
                    value, power, falls = 0.0, 0.0, False
                    while at < size and 48 <= text[at] <= 57:
                        value = value * 10 + (text[at] - 48)
                        at += 1
                    if at < size and text[at] == 46:
                        at += 1
                        scale = 0.1
                        while at < size and 48 <= text[at] <= 57:
                            value += scale * (text[at] - 48)
                            scale *= 0.1
                            at += 1
                    if at < size and text[at] == 69:
                        at += 1
                        if at < size and (text[at] == 45 or text[at] == 43):
                            falls = text[at] == 45
                            at += 1
                        while at < size and 48 <= text[at] <= 57:
                            power = power * 10 + (text[at] - 48)
                            at += 1
                        value *= 10.0 ** min(max(-power if falls else power, -400.0), 400.0)
                    if (trait & 16 and value > limits[1]) or (trait & 32 and value > limits[2]):
                        marks[shape] |= 1
                    continue
                at += 1
            if trait & 8 and points > limits[0]:
                marks[shape] |= 8
    return marks, starts
