"""Multiplies a model into a campus: the one building many times, on a grid.

Every copy has numbers and GlobalIds of its own. What belongs to the project (itself, its units and contexts, with all that
these refer to) is there once. A varied campus has its copies' points scaled, each copy's a little more than the last's, so
that no two copies hold equal geometry. Python's ``random`` gives the GlobalIds from a fixed seed: equal calls, equal bytes.
"""

import math
import random
import re
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import ifcopenshell

SPACING_M = 200.0
DEEPER = 1.01
"""What the depth of a changed extrusion is multiplied with."""

_STATEMENT = re.compile(rb"\s*#(\d+)\s*=\s*(\w+)\s*((?:[^';]|'[^']*')*);")
_TOKEN = re.compile(rb"('(?:[^']|'')*')|#(\d+)|([-+]?\d+\.\d*(?:[Ee][-+]?\d+)?)")
_POINTS = {b"IFCCARTESIANPOINT", b"IFCCARTESIANPOINTLIST2D", b"IFCCARTESIANPOINTLIST3D"}
_OF_THE_PROJECT = {b"IFCPROJECT", b"IFCGEOMETRICREPRESENTATIONSUBCONTEXT", b"IFCMAPCONVERSION"}
_PARENTLESS = re.compile(rb"\(\s*\$\s*,\s*#(\d+)\s*\)")
_AXES = re.compile(rb"\(\s*#(\d+)\s*(,.*)", re.DOTALL)
_NUMBER = re.compile(rb"[-+\d.Ee]+")
_GLOBAL_ID_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase + "_$"


@dataclass(frozen=True)
class _Statement:
    step_id: int
    name: bytes
    arguments: bytes


@dataclass
class _Template:
    """The text of one copy in pieces, and which of them are another in each copy."""

    pieces: list[bytes] = field(default_factory=list)
    references: list[tuple[int, int]] = field(default_factory=list)
    """Piece, number in the first copy."""
    coordinates: list[tuple[int, float]] = field(default_factory=list)
    global_ids: list[int] = field(default_factory=list)
    corners: list[tuple[int, list[float]]] = field(default_factory=list)
    """Points that move on the grid."""
    depths: dict[int, tuple[int, float]] = field(default_factory=dict)
    """Extrusion → piece, value."""

    def add(self, text: bytes) -> int:
        self.pieces.append(text)
        return len(self.pieces) - 1


def multiply(
    source: Path,
    target: Path,
    copies: int,
    *,
    vary: float = 0.0,
    first_copy: int = 0,
    deeper: Collection[tuple[int, int]] = (),
) -> None:
    """Write a campus.

    Args:
        source: The building, an IFC file without comments in its data.
        target: The campus.
        copies: How many buildings.
        vary: The points of copy k are scaled by ``1 + k * vary``.
        first_copy: The number of the first copy: campuses that count on from one another have no building in common.
        deeper: (place of the copy in the file, number of the extrusion in the source): what is extruded further here.

    Raises:
        ValueError: The source has text that is no statement.
    """
    head, _, rest = source.read_bytes().partition(b"DATA;")
    data, _, tail = rest.rpartition(b"ENDSEC;")
    statements = list(_statements(data, source))
    shared = _shared_numbers(statements)
    schema = ifcopenshell.schema_by_name(_schema_name(head))
    rooted = {row.name for row in statements if schema.declaration_by_name(row.name.decode())._is("IfcRoot")}
    statements, corners = _stand_on_own_points(statements)
    template = _template([row for row in statements if row.step_id not in shared], shared, rooted, corners)
    spacing = SPACING_M * (1000 if b".LENGTHUNIT.,.MILLI." in data else 1)
    step = max(row.step_id for row in statements) + 1
    side = math.ceil(math.sqrt(copies))
    with target.open("wb") as out:
        out.write(head + b"DATA;\n")
        out.writelines(b"#%d=%s%s;\n" % (row.step_id, row.name, row.arguments) for row in statements if row.step_id in shared)
        for place in range(copies):
            changed = [step_id for copy, step_id in deeper if copy == place]
            offset = (place % side * spacing, place // side * spacing)
            out.writelines(_copy(template, place * step, offset, first_copy + place, vary, changed))
        out.write(b"ENDSEC;" + tail)


def _statements(data: bytes, source: Path) -> Iterator[_Statement]:
    end = 0
    while found := _STATEMENT.match(data, end):
        end = found.end()
        yield _Statement(int(found[1]), found[2], found[3])
    if data[end:].strip():
        raise ValueError(f"{source.name} cannot be multiplied: after byte {end} of its data comes no plain statement")


def _schema_name(head: bytes) -> str:
    found = re.search(rb"FILE_SCHEMA\s*\(\s*\(\s*'(\w+)'", head)
    return found[1].decode() if found else "IFC4"


def _shared_numbers(statements: list[_Statement]) -> set[int]:
    """The project's own statements, with all that they refer to."""
    targets = {row.step_id: [int(number) for _, number, _ in _TOKEN.findall(row.arguments) if number] for row in statements}
    waiting = [row.step_id for row in statements if row.name in _OF_THE_PROJECT]
    shared: set[int] = set()
    while waiting:
        step_id = waiting.pop()
        if step_id not in shared:
            shared.add(step_id)
            waiting += targets.get(step_id, [])
    return shared


def _stand_on_own_points(statements: list[_Statement]) -> tuple[list[_Statement], set[int]]:
    """The statements, each placement that stands on nothing moved to a point that nothing else refers to; and these points."""
    by_number = {row.step_id: row for row in statements}
    free = max(by_number) + 1
    corners: set[int] = set()
    for row in statements:
        found = _PARENTLESS.fullmatch(row.arguments) if row.name == b"IFCLOCALPLACEMENT" else None
        axes = _AXES.fullmatch(by_number[int(found[1])].arguments) if found else None
        if axes:
            by_number[free] = _Statement(free, b"IFCCARTESIANPOINT", by_number[int(axes[1])].arguments)
            by_number[free + 1] = _Statement(free + 1, b"IFCAXIS2PLACEMENT3D", b"(#%d%s" % (free, axes[2]))
            by_number[row.step_id] = _Statement(row.step_id, row.name, b"($,#%d)" % (free + 1))
            corners.add(free)
            free += 2
    return list(by_number.values()), corners


def _template(statements: list[_Statement], shared: set[int], rooted: set[bytes], corners: set[int]) -> _Template:
    template = _Template()
    for row in statements:
        template.references.append((template.add(b""), row.step_id))
        template.add(b"=" + row.name)
        arguments, end = row.arguments, 0
        if row.step_id in corners:
            template.corners.append((template.add(b""), [float(number) for number in _NUMBER.findall(arguments)]))
            template.add(b";\n")
            continue
        needs_global_id = row.name in rooted
        for token in _TOKEN.finditer(arguments, end):
            text, number, real = token.groups()
            is_depth = real is not None and row.name == b"IFCEXTRUDEDAREASOLID"
            is_coordinate = real is not None and row.name in _POINTS
            is_global_id = text is not None and needs_global_id
            is_reference = number is not None and int(number) not in shared
            if not (is_depth or is_coordinate or is_global_id or is_reference):
                continue
            template.add(arguments[end : token.start()])
            place, end = template.add(token[0]), token.end()
            if is_reference:
                template.references.append((place, int(number)))
            elif is_coordinate:
                template.coordinates.append((place, float(real)))
            elif is_depth:
                template.depths[row.step_id] = (place, float(real))
            else:
                template.global_ids.append(place)
                needs_global_id = False
        template.add(arguments[end:] + b";\n")
    return template


def _copy(template: _Template, shift: int, offset: tuple[float, float], number: int, vary: float, deeper: list[int]) -> list[bytes]:
    pieces = template.pieces.copy()
    for place, step_id in template.references:
        pieces[place] = b"#%d" % (step_id + shift)
    for place, (x, y, *heights) in template.corners:
        moved = (x + offset[0], y + offset[1], *heights)
        pieces[place] = b"((" + b",".join(map(_real, moved)) + b"))"
    if scale := number * vary:
        for place, value in template.coordinates:
            pieces[place] = _real(value * (1 + scale))
    for step_id in deeper:
        place, value = template.depths[step_id]
        pieces[place] = _real(value * DEEPER)
    if number:
        digits = random.Random(number)
        for place in template.global_ids:
            pieces[place] = f"'{digits.choice('0123')}{''.join(digits.choices(_GLOBAL_ID_DIGITS, k=21))}'".encode()
    return pieces


def _real(value: float) -> bytes:
    """As STEP writes it: with a point, also before an exponent."""
    text = repr(value).upper()
    mantissa, mark, exponent = text.partition("E")
    return (mantissa if "." in mantissa else mantissa + ".").encode() + (mark + exponent).encode()
