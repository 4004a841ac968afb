"""Which extrusions to change, so that a given share of a model's elements gets another shape and no other element does."""

from collections import Counter
from pathlib import Path
from typing import Any

import ifcopenshell

SHARE = 0.01
"""Of the elements that have a shape."""


def own_extrusions(path: Path) -> tuple[list[int], int]:
    """Extrusions that one element alone is made of, one for each element that has such; and how many elements have a shape."""
    file: Any = ifcopenshell.open(path)
    found: dict[int, set[int]] = {}
    for product in file.by_type("IfcProduct"):
        if product.is_a("IfcFeatureElement") or product.Representation is None:
            continue
        bodies = [one for one in product.Representation.Representations if one.RepresentationIdentifier == "Body"]
        parts = [part for body in bodies for part in file.traverse(body)]
        found[product.id()] = {part.id() for part in parts if part.is_a() == "IfcExtrudedAreaSolid"}
    users = Counter(step_id for extrusions in found.values() for step_id in extrusions)
    own = [min(alone) for extrusions in found.values() if (alone := {one for one in extrusions if users[one] == 1})]
    return own, len(found)


def choose_extrusions(path: Path, copies: int) -> set[tuple[int, int]]:
    """1 % of the elements of a campus of so many copies of this building: (copy, extrusion), spread evenly.

    Raises:
        ValueError: Too few elements have an extrusion of their own.
    """
    own, count = own_extrusions(path)
    wanted = max(1, round(SHARE * count * copies))
    candidates = [(copy, step_id) for copy in range(copies) for step_id in own]
    if len(candidates) < wanted:
        raise ValueError(f"{path.name} has {len(own)} elements with an extrusion of their own: too few to change 1 % of {count}")
    return {candidates[place * len(candidates) // wanted] for place in range(wanted)}
