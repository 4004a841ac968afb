"""Bridges as rules read them: which there are, how large they are, how long they are meant to stand."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkers.names import words
from checkers.properties import effective_numbers, effective_values
from checkers.spatial_classes import BUILDINGS, FACILITIES, ancestors
from checkers.text_values import fold
from checkers.things import things
from cim_schema.codes import Thing
from cim_schema.units import is_at_least, is_equal

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

CLASSES = ("small", "medium", "large", "largest")
"""From the least on."""

LENGTHS_M = (30.0, 100.0, 1000.0)
SPANS_M = (20.0, 40.0, 150.0)
"""Where the next class begins. Source: CJJ 11-2011, table 3.0.2. What lies on a limit is of the higher class, but for the highest,
which begins beyond its limit."""

EITHER_M = 30.0
"""A total length on which restatements of the table differ: it may be that of a small or of a medium bridge."""

SECONDS_A_YEAR = 365.25 * 86_400
_YEARS = re.compile(r"^(?:p\s*)?(\d+(?:\.\d+)?)\s*(?:年|a|y|yr|yrs|year|years)?$")


def labels(elements: "pd.DataFrame", types: "pd.DataFrame") -> "pd.Series[str]":
    """Give all that each element is called, its type's name included; in the order of the rows."""
    import pandas as pd

    names = dict(zip(types["step_id"], types["name"], strict=True))
    own = zip(elements["name"], elements["long_name"], elements["object_type"], elements["type_step_id"], strict=True)
    said = [" ".join(one for one in (*some, names.get(of_type)) if isinstance(one, str)) for *some, of_type in own]
    return pd.Series(said, index=elements.index, dtype="str")


def bridges(tables: "Frames") -> "pd.DataFrame":
    """Give the bridges of a model, each as a whole: rows of ``ifc_element``.

    IfcBridge where there is one; else buildings that are named as bridges, as old schemas have it; else what is named a bridge
    and says something that only the whole has (class, length, span, working life); else the first thing that is named one.

    Args:
        tables: One model's ``ifc_element``, ``ifc_type``, ``ifc_property``, ``ifc_quantity`` and ``msr_thing``.
    """
    elements = tables["ifc_element"]
    found = elements[elements["ifc_class"].eq("IfcBridge")]
    if len(found):
        return found
    buildings = elements[elements["ifc_class"].isin(BUILDINGS)]
    found = buildings[words("bridges", "bridge").in_texts(labels(buildings, tables["ifc_type"]))]
    if len(found):
        return found
    named = things(tables, Thing.BRIDGE).sort_values("step_id")
    asked = ("service_life", "bridge_class", "bridge_length", "bridge_span")
    telling = {step for name in asked for step in effective_values(tables, name).index}
    whole = named[named["step_id"].isin(telling)]
    return whole if len(whole) else named.head(1)


def working_lives(tables: "Frames") -> "pd.Series[float]":
    """Give the design working life in years that each occurrence declares; what cannot be read is left out."""
    import pandas as pd

    told = effective_values(tables, "service_life")
    years = {
        step: number / SECONDS_A_YEAR if unit == "s" and number == number else read_years(value)
        for step, value, number, unit in zip(told.index, told["value"], told["value_number"], told["unit"], strict=True)
    }
    return pd.Series({step: value for step, value in years.items() if value is not None}, dtype="float64")


def read_years(text: object) -> float | None:
    """A time in years, from what people write; None where it cannot be told.

    >>> read_years("100年"), read_years("P100Y"), read_years("50"), read_years("P6M")
    (100.0, 100.0, 50.0, None)
    """
    found = _YEARS.match(fold(text).removeprefix("≥").strip()) if isinstance(text, str) else None
    return float(found[1]) if found else None


@dataclass(frozen=True)
class SizeClasses:
    """The classes that a bridge's size may give it, as places in ``CLASSES``."""

    least: int
    greatest: int
    """The higher one where the length lies on ``EITHER_M``."""
    length_m: float | None
    span_m: float | None
    is_open: bool
    """Whether the length is only measured: a long span may raise the class."""


def bridge_classes(tables: "Frames", step_id: int) -> tuple[tuple[str, ...], bool | None]:
    """Give the classes that one bridge may be of, and whether it is an important one.

    Args:
        tables: As for ``bridges``, and ``msr_footprint``.
        step_id: The bridge.

    Returns:
        Some of ``CLASSES``: the declared one, else those of length and span (the higher of the two), else those of the measured
        length of its deck; none where nothing tells. Important: None where nobody says it.
    """
    declared, importance = declared_class(tables, step_id)
    if declared is not None:
        return (declared,), importance
    sizes = size_classes(tables, step_id)
    return (CLASSES[sizes.least : sizes.greatest + 1] if sizes else ()), importance


def declared_class(tables: "Frames", step_id: int) -> tuple[str | None, bool | None]:
    """Give the class that a bridge declares, and whether it says that it is an important one; None where it does not."""
    told = str(effective_values(tables, "bridge_class")["value"].get(step_id) or "")
    importance = True if words("bridges", "important").is_in(told) else None
    importance = False if words("bridges", "ordinary").is_in(told) else importance
    return next((name for name in reversed(CLASSES) if words("bridges", f"{name}_class").is_in(told)), None), importance


def size_classes(tables: "Frames", step_id: int) -> SizeClasses | None:
    """Give the classes that the size of a bridge may give it; None where no size is known.

    Args:
        tables: As for ``bridge_classes``.
        step_id: The bridge.
    """
    length_m = _number(tables, "bridge_length", step_id)
    span_m = _number(tables, "bridge_span", step_id)
    is_open = length_m is None and span_m is None
    if is_open:
        length_m = deck_length_m(tables, step_id)
    sizes = [(size, limits) for size, limits in ((length_m, LENGTHS_M), (span_m, SPANS_M)) if size is not None]
    if not sizes:
        return None
    greatest = max(_rank(size, limits) for size, limits in sizes)
    is_either = length_m is not None and is_equal(length_m, EITHER_M)
    least = max(_rank(size, limits) - (is_either and limits is LENGTHS_M) for size, limits in sizes)
    return SizeClasses(least, greatest, length_m, span_m, is_open)


def _rank(size: float, limits: tuple[float, float, float]) -> int:
    return is_at_least(size, limits[0]) + is_at_least(size, limits[1]) + (size > limits[2] and not is_equal(size, limits[2]))


def _number(tables: "Frames", name: str, step_id: int) -> float | None:
    number = effective_numbers(tables, name, "m")["number"].get(step_id)
    return float(number) if number is not None and number > 0 else None


def deck_length_m(tables: "Frames", step_id: int) -> float | None:
    """Give the length of a bridge's deck and girders seen from above, along their longer side; None where there is no shape.

    Args:
        tables: One model's ``ifc_element``, ``msr_thing`` and ``msr_footprint``.
        step_id: The bridge. What has no facility above it counts where the model has one bridge only.
    """
    import shapely

    parts = things(tables, Thing.BRIDGE_DECK, Thing.GIRDER)
    above = parts["step_id"].map(ancestors(tables["ifc_element"], (*BUILDINGS, *FACILITIES)))
    only = tables["ifc_element"]["ifc_class"].eq("IfcBridge").sum() <= 1
    parts = parts[above.eq(step_id) | (only & above.isna())]
    outlines = tables["msr_footprint"].set_index("step_id")["footprint"]
    outlines = outlines[outlines.index.isin(parts["step_id"])]
    if outlines.empty:
        return None
    hull = shapely.union_all(shapely.from_wkb(outlines.to_numpy(object)))
    sides = shapely.get_coordinates(shapely.minimum_rotated_rectangle(hull))
    lengths = [float(((sides[i] - sides[i + 1]) ** 2).sum()) ** 0.5 for i in range(len(sides) - 1)]
    return max(lengths, default=None)
