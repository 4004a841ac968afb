"""Roads as rules read them: the speed that a place is designed for, and the alignments of roads with their segments."""

from collections.abc import Iterator, Mapping
from math import nan
from typing import TYPE_CHECKING

from checkers.lasting_order import in_lasting_order
from checkers.properties import effective_numbers
from checkers.rule import Parameters
from checkers.things import things
from cim_schema.codes import Thing

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_relation", "ifc_alignment", "ifc_alignment_segment", "msr_thing")
"""What the functions read."""

DESIGN_SPEED = "Pset_RoadDesignCriteriaCommon.DesignSpeed"
VERTICAL = "IfcAlignmentVertical"

SPEEDS_KMH = (20, 30, 40, 50, 60, 80, 100)
"""That the standards have a row for."""

SPEED_WITHIN_KMH = 0.5
"""Speeds come in m/s, rounded by whoever wrote them."""

OTHER_FACILITIES = ("IfcRailway", "IfcMarineFacility")
"""A model of these that has no road has no road's alignments."""

LINKS = ("IfcRelPositions", "IfcRelReferencedInSpatialStructure")
"""What ties an alignment to its road, beside decomposition and containment."""

MOST_ANCESTORS = 64


def is_for_cars_alone(use: str) -> bool:
    """Whether the use that a lane declares (车道类型) keeps lorries and buses out.

    >>> is_for_cars_alone("小客车专用"), is_for_cars_alone("小客车与大型车混行")
    (True, False)
    """
    return "小客车" in use and "混" not in use


def limit_at(parameters: Parameters, name: str, speed_kmh: float) -> float | None:
    """Give the value of a parameter that there is for each row of the standards' tables.

    Args:
        parameters: Of the rule.
        name: Of the parameter, with ``{}`` for the speed.
        speed_kmh: The design speed.

    Returns:
        None where the speed is unknown or has no row.
    """
    row = tabulated_speed(speed_kmh)
    return None if row is None else parameters.number(name.format(row))


def tabulated_speed(speed_kmh: float) -> int | None:
    """The row of the standards' tables for a speed; None where there is none."""
    return next((row for row in SPEEDS_KMH if abs(speed_kmh - row) <= SPEED_WITHIN_KMH), None)


def design_speeds(tables: "Frames", step_ids: "pd.Index[int]") -> "pd.Series[float]":
    """Give the design speed of elements: their own, else that of what they are part of, else of the model's only road.

    Args:
        tables: One model's ``ifc_element``, ``ifc_property``, ``ifc_relation`` and ``msr_thing``.
        step_ids: Whose.

    Returns:
        km/h, null where nobody says; indexed as given.
    """
    import pandas as pd

    if step_ids.empty:
        return pd.Series([], index=step_ids, dtype="float64")
    declared = effective_numbers(tables, "design_speed", "m/s", plain_unit="km/h")["number"].dropna() * 3.6
    only = _only_speed(tables, declared)
    holders = _holders(tables)
    found = [
        next((float(declared[holder]) for holder in _ancestors(step_id, holders) if holder in declared.index), only)
        for step_id in step_ids.tolist()
    ]
    return pd.Series(found, index=step_ids, dtype="float64")


def road_alignments(tables: "Frames") -> "pd.DataFrame":
    """Give the alignments of roads, with ``speed_kmh``; those of railways and ships are left out.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        Rows of ``ifc_alignment``, indexed by ``step_id``.
    """
    elements = tables["ifc_element"]
    alignments = tables["ifc_alignment"].sort_values("step_id").set_index("step_id")
    classes = elements.set_index("step_id")["ifc_class"]
    others = set(classes.index[classes.isin(OTHER_FACILITIES)])
    if others and not classes.eq("IfcRoad").any():
        return alignments.iloc[:0].assign(speed_kmh=nan)
    holders = _holders(tables) if others else {}
    kept = [step_id for step_id in alignments.index.tolist() if others.isdisjoint(_ancestors(step_id, holders))]
    alignments = alignments[~alignments["has_cant"].astype(bool)]
    alignments = alignments[alignments.index.isin(kept)]
    return alignments.assign(speed_kmh=design_speeds(tables, alignments.index))


def alignment_segments(tables: "Frames", layout: str) -> "pd.DataFrame":
    """Give the segments of one layout of the alignments of roads, those without length left out.

    Args:
        tables: One model's ``TABLES``.
        layout: ``horizontal`` or ``vertical``.

    Returns:
        Rows of ``ifc_alignment_segment`` in their order, with ``alignment_name``, ``axis`` and ``speed_kmh``.
    """
    alignments = road_alignments(tables)[["name", "axis", "speed_kmh"]].rename(columns={"name": "alignment_name"})
    rows = tables["ifc_alignment_segment"]
    rows = rows[rows["layout"].eq(layout) & ~rows["segment_length_m"].le(0)]
    rows = rows.merge(alignments, left_on="alignment_step_id", right_index=True, how="inner")
    return rows.sort_values(["alignment_step_id", "ordinal"], kind="stable")


def roads_without_vertical(tables: "Frames") -> "pd.DataFrame":
    """Give what stands for the roads of a model of which no alignment has a vertical layout.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        Rows of ``ifc_element`` with ``speed_kmh``, indexed by ``step_id``: alignments first, then roads, then carriageways; none
        where some alignment of a road has a vertical layout, or where all alignments are of railways.
    """
    import pandas as pd

    alignments = road_alignments(tables)
    elements = tables["ifc_element"]
    if alignments["has_vertical"].astype(bool).any():
        return elements.iloc[:0].set_index("step_id").assign(speed_kmh=nan)
    laid = in_lasting_order(elements[elements["step_id"].isin(alignments.index)]).set_index("step_id")
    named = [in_lasting_order(things(tables, thing)).set_index("step_id") for thing in (Thing.ROAD, Thing.CARRIAGEWAY)]
    found = pd.concat([laid, *named])
    return found.assign(speed_kmh=design_speeds(tables, found.index))


def format_station(station_m: float) -> str:
    """Write a station as road engineers do.

    >>> format_station(1234.5), format_station(-20.0), format_station(999.9996)
    ('K1+234.500', '-K0+020.000', 'K1+000.000')
    """
    if station_m != station_m:
        return "—"
    thousandths = round(abs(station_m) * 1000)
    sign = "-" if station_m < 0 and thousandths else ""
    return f"{sign}K{thousandths // 1_000_000}+{thousandths % 1_000_000 / 1000:07.3f}"


def point_on_axis(axis: object, distance_m: float) -> tuple[float, float, float] | None:
    """Where on an alignment a distance along it is, model frame, metres; None where the axis is not known."""
    if not isinstance(axis, bytes) or not axis or distance_m != distance_m:
        return None
    import numpy as np
    import shapely

    points = shapely.get_coordinates(shapely.from_wkb(axis), include_z=True)
    if len(points) < 2:
        return None
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))])
    x, y, z = (float(np.interp(distance_m, along, np.nan_to_num(points[:, column]))) for column in range(3))
    return x, y, z


def _only_speed(tables: "Frames", declared: "pd.Series[float]") -> float:
    """The speed that all who say one say, in a model of no more than one road."""
    if tables["ifc_element"]["ifc_class"].eq("IfcRoad").sum() > 1:
        return nan
    said = {round(speed, 1) for speed in declared}
    return float(declared.iloc[0]) if len(said) == 1 else nan


def _holders(tables: "Frames") -> dict[int, list[int]]:
    """Element → what it is part of or stands in, the nearest first."""
    found: dict[int, list[int]] = {}
    elements = tables["ifc_element"]
    for column in ("parent_step_id", "container_step_id"):
        known = elements[elements[column].notna()]
        for step_id, holder in zip(known["step_id"], known[column], strict=True):
            found.setdefault(int(step_id), []).append(int(holder))
    relations = tables["ifc_relation"]
    relations = relations[relations["relation_class"].isin(LINKS)].sort_values(["step_id", "ordinal"])
    for link in relations.itertuples():
        one, other = int(link.relating_step_id), int(link.related_step_id)
        child, holder = (one, other) if link.relation_class == "IfcRelPositions" else (other, one)
        found.setdefault(child, []).append(holder)
    return found


def _ancestors(step_id: int, holders: Mapping[int, list[int]]) -> Iterator[int]:
    """The element itself, then what holds it, then what holds that; each once."""
    seen, level = {step_id}, [step_id]
    for _ in range(MOST_ANCESTORS):
        yield from level
        above = [holder for one in level for holder in holders.get(one, ()) if holder not in seen]
        level = list(dict.fromkeys(above))
        seen.update(level)
        if not level:
            return
