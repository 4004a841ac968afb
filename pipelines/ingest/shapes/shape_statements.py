"""The statements around the graph of a shape: they make a product of each item, with all openings cut out of it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.ingest.columnar.instances import Integers
from pipelines.ingest.shapes.graph_texts import CONTEXT_NUMBER
from pipelines.ingest.shapes.surroundings import ORIGIN_NUMBER, OWNER_NUMBER

_PER_ITEM, _PER_OPENING, _PER_MATRIX, _PER_CUT = 4, 1, 4, 4
"""Instances around the graph: of each item, of each opening, of each matrix of one, and of each opening in each item."""

_STANDARD = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_OF_IFC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
_TO_GLOBAL_ID = bytes.maketrans(_STANDARD, _OF_IFC)
_IDENTITIES = 2**128

_REPRESENTATION = b"#%d=IFCSHAPEREPRESENTATION(#%d,'Body',%b,(%b));\n"
_PRODUCT = (
    b"#%d=IFCSHAPEREPRESENTATION(#%d,'Body',%b,(#%d));\n"
    b"#%d=IFCPRODUCTDEFINITIONSHAPE($,$,(#%d));\n"
    b"#%d=IFCLOCALPLACEMENT($,#%d);\n"
    b"#%d=IFCBUILDINGELEMENTPROXY('%b',#%d,$,$,$,#%d,#%d,$,$);\n"
)
_AXIS = (
    b"#%d=IFCCARTESIANPOINT((%b));\n"
    b"#%d=IFCDIRECTION((%b));\n"
    b"#%d=IFCDIRECTION((%b));\n"
    b"#%d=IFCAXIS2PLACEMENT3D(#%d,#%d,#%d);\n"
)  # fmt: skip
_CUT = (
    b"#%d=IFCPRODUCTDEFINITIONSHAPE($,$,(#%d));\n"
    b"#%d=IFCLOCALPLACEMENT(#%d,#%d);\n"
    b"#%d=IFCOPENINGELEMENT('%b',#%d,$,$,$,#%d,#%d,%b);\n"
    b"#%d=IFCRELVOIDSELEMENT('%b',#%d,$,$,#%d,#%d);\n"
)


@dataclass(frozen=True)
class Opening:
    """An opening of a shape; its numbers are those in the shard."""

    kind: bytes
    """RepresentationType as it is written."""
    axis: int
    """Its placement in the frame of the shape; -1 where the matrix tells it."""
    matrix: bytes
    """Location, axis and reference direction as they are written, between semicolons."""
    items: Sequence[int]


@dataclass(frozen=True)
class Around:
    """What stands around a graph."""

    text: bytes
    products: tuple[int, ...]
    """One for each item."""
    representation: int
    """Of all items."""


def count_around(items: Integers, openings: Integers, matrices: Integers) -> Integers:
    """The statements around graphs that have so many items and openings, so many of these placed by a matrix."""
    per_item = _PER_ITEM + _PER_CUT * openings
    found: Integers = per_item * items + (items > 1) + _PER_OPENING * openings + _PER_MATRIX * matrices
    return found


def state_around(
    key: str, number: int, kind: bytes, items: Sequence[int], openings: Sequence[Opening], opening_end: bytes
) -> Around:
    """The statements around a graph.

    Args:
        key: Of the shape; GlobalIds are made from it.
        number: Of the first statement.
        kind: RepresentationType as it is written.
        items: Numbers of the items.
        openings: What is cut out of each of them.
        opening_end: Arguments of an IfcOpeningElement from Tag on.
    """
    identity, lines, cuts = int(key[:32], 16), list[bytes](), list[tuple[int, int]]()
    for opening in openings:
        axis = opening.axis
        if axis < 0:
            location, upward, forward = opening.matrix.split(b";")
            axis = number + 3
            lines.append(_AXIS % (number, location, number + 1, upward, number + 2, forward, axis, number, number + 1, number + 2))
            number += _PER_MATRIX
        lines.append(_represented(number, opening.kind, opening.items))
        cuts.append((axis, number))
        number += _PER_OPENING
    products = list[int]()
    for item in items:
        shape, placement, product = number + 1, number + 2, number + 3
        lines.append(
            _PRODUCT % (
                number, CONTEXT_NUMBER, kind, item, shape, number, placement, ORIGIN_NUMBER,
                product, _global_id(identity), OWNER_NUMBER, placement, shape,
            )
        )  # fmt: skip
        products.append(product)
        number, identity = number + _PER_ITEM, identity + 1
        for axis, held in cuts:
            lines.append(
                _CUT % (
                    number, held, number + 1, placement, axis,
                    number + 2, _global_id(identity), OWNER_NUMBER, number + 1, number, opening_end,
                    number + 3, _global_id(identity + 1), OWNER_NUMBER, product, number + 2,
                )
            )  # fmt: skip
            number, identity = number + _PER_CUT, identity + 2
    if len(items) > 1:
        lines.append(_represented(number, kind, items))
        return Around(b"".join(lines), tuple(products), number)
    return Around(b"".join(lines), tuple(products), products[0] - _PER_ITEM + 1)


def _represented(number: int, kind: bytes, items: Sequence[int]) -> bytes:
    return _REPRESENTATION % (number, CONTEXT_NUMBER, kind, b",".join(b"#%d" % item for item in items))


def _global_id(identity: int) -> bytes:
    return base64.b64encode((identity % _IDENTITIES).to_bytes(18, "big"))[2:].translate(_TO_GLOBAL_ID)
