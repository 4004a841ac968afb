"""Approach slabs are long enough to carry traffic over the settling fill.

Why
    The fill behind an abutment settles, the abutment does not: a short slab turns into a ramp.
Fails
    An approach slab of 4 m.
Passes
    At least 6 m along the road: as declared (搭板长度, Length), else as measured from the deck outwards.
Not applicable
    A model without approach slabs, and bridges of branch roads. Where nothing says the class of the road, slabs that are too short
    leave the answer open; so does a slab without a shape.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.bridges import labels
from checkers.names import words
from checkers.properties import effective_numbers
from checkers.road_classes import MISSING_CLASS, possible_classes
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

APPROACH = "APPROACH_SLAB"
MEASURED_WITHIN_M = 0.02
MISSING = "Length"
BRANCH = "branch"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each approach slab."""
    limit_m = parameters.number("length_m")
    slabs = approach_slabs(tables)
    classes = possible_classes(tables)
    if classes == (BRANCH,) or slabs.empty:
        return
    declared = effective_numbers(tables, "approach_slab_length", "m")["number"].dropna()
    measured = _lengths_m(tables, slabs)
    for step_id in slabs["step_id"].tolist():
        is_told = step_id in declared.index and declared[step_id] > 0
        length_m = float(declared[step_id]) if is_told else measured.get(step_id)
        said: dict[str, Any] = {
            "step_id": step_id, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m"
        }  # fmt: skip
        if length_m is None:
            yield Undetermined(**said, missing_field=MISSING)
            continue
        if length_m >= limit_m - (EQUALITY_TOLERANCE if is_told else MEASURED_WITHIN_M):
            yield Passed(1)
            continue
        said |= {
            "observed": format_number(length_m, 2), "observed_value": length_m, "inputs": {"length_m": length_m},
            "table": "ifc_property" if is_told else "msr_footprint",
        }  # fmt: skip
        if BRANCH in classes:
            yield Undetermined(**said, missing_field=MISSING_CLASS, text="class_unknown")
        else:
            yield Failed(**said)


def approach_slabs(tables: Frames) -> "pd.DataFrame":
    """Give the approach slabs of a model, by type or by name: rows of ``ifc_element``."""
    elements = tables["ifc_element"]
    elements = elements[elements["family"].eq("element")]
    is_named = words("bridges", "approach_slab").in_texts(labels(elements, tables["ifc_type"]))
    return elements[elements["predefined_type"].eq(APPROACH) | is_named].sort_values("step_id")


def _lengths_m(tables: Frames, slabs: "pd.DataFrame") -> dict[int, float]:
    """Extent of each slab along the way from the middle of the deck to its own; without a deck, its shorter side."""
    import numpy as np
    import shapely

    shapes = outlines(tables)
    decks = shapes[shapes.index.isin(things(tables, Thing.BRIDGE_DECK, Thing.GIRDER)["step_id"])]
    deck = shapely.union_all(decks.to_numpy(object)) if len(decks) else None
    found = {}
    for step_id in slabs["step_id"].tolist():
        slab = shapes.get(step_id)
        if slab is None:
            continue
        corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(slab))
        sides = np.diff(corners, axis=0)[:2]
        lengths = np.hypot(*sides.T)
        if deck is None:
            found[step_id] = float(lengths.min())
        else:
            # On a curve the slab is turned against the way to the deck's middle: the side that is nearest to it is meant.
            near = shapely.get_coordinates(shapely.shortest_line(slab.centroid, deck))
            way = near[1] - near[0]
            along = np.abs(sides @ way) / np.where(lengths > 0, lengths, 1.0)
            found[step_id] = float(lengths[along.argmax()])
    return found


RULE = Rule(
    code="BR-12",
    name="bridge.approach_slabs",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("CJJ 11-2011", "7.0.7", confirmed=True),),
    tables=("ifc_element", "ifc_type", "ifc_property", "ifc_quantity", "msr_thing", "msr_footprint"),
    parameters=(Parameter("length_m", "m", baseline=6.0, exemplary=6.0),),
    check=check,
)
