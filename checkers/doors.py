"""Doors as rules read them: how wide they are, as declared and as measured, and where they lead.

What belongs here: gathering what several rules ask of doors. What does not: limits.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checkers.properties import READ as PROPERTIES_READ
from checkers.properties import effective_flags, effective_numbers
from checkers.remembering import worked_out_once
from checkers.spatial_classes import DOORS
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames, Verdict

TABLES = ("ifc_element", "ifc_property", "ifc_attribute", "msr_door", "msr_exit", "msr_escape")
"""What ``doors`` reads."""

FIRE_EXIT, CLEAR_WIDTH, OVERALL_WIDTH = "Pset_DoorCommon.FireExit", "JCPset_Evacuation.通行净宽", "IfcDoor.OverallWidth"

WITHIN_M = 0.002
"""Widths and heights of meshes are that near to the drawn ones."""

AGREES_M = 0.05
"""A declared clear width may exceed the measured way between the jambs by so much: jambs are drawn in more or less detail."""


@dataclass(frozen=True)
class Width:
    """What is known of a door's clear width, metres."""

    known_m: float | None
    """As declared, else as measured between jamb and open leaf."""
    least_m: float | None
    """It is not less."""
    greatest_m: float | None
    """It is not more: the whole width, and the way between the jambs."""
    table: str | None
    is_contradicted: bool
    """Whether a greater clear width is declared than the door has room for."""

    def reaches(self, limit_m: float) -> bool | None:
        """Whether the door is so wide; None where that cannot be told."""
        if self.known_m is not None:
            slack_m = WITHIN_M if self.table == "msr_door" else EQUALITY_TOLERANCE
            return self.known_m >= limit_m - slack_m
        if self.greatest_m is not None and self.greatest_m < limit_m - WITHIN_M:
            return False
        return True if self.least_m is not None and self.least_m >= limit_m - EQUALITY_TOLERANCE else None


@worked_out_once(*TABLES, *PROPERTIES_READ)
def doors(tables: "Frames", frame_allowance_m: float) -> "pd.DataFrame":
    """Give the doors of a model.

    Args:
        tables: One model's ``TABLES``.
        frame_allowance_m: What a frame takes of the whole width at most, where nothing tells how much.

    Returns:
        By step id: ``width`` (``Width``), ``declared_m``, ``measured_m``, ``passage_m``, ``overall_m``, ``clear_height_m``,
        ``is_exit`` (declared, else by where it leads; null where neither tells), ``exit_kind`` (null: no exit by where it
        leads), ``room_a`` and ``room_b`` (step id and number, or null), ``use_a`` and ``use_b``.
    """
    import pandas as pd

    elements = tables["ifc_element"]
    found = elements.loc[elements["ifc_class"].isin(DOORS), ["step_id", "name"]].drop_duplicates("step_id").set_index("step_id")
    given = {name: tables[name] for name in ("ifc_element", "ifc_property")}
    found["declared_m"] = effective_numbers(given, "clear_width", "m")["number"].reindex(found.index)
    overall = tables["ifc_attribute"]
    overall = overall[overall["attribute_name"].eq("OverallWidth") & overall["value_number"].gt(0)]
    found["overall_m"] = overall.drop_duplicates("step_id").set_index("step_id")["value_number"].reindex(found.index)
    measured = tables["msr_door"].set_index("step_id").reindex(found.index)
    is_clear = measured["clear_width_source"].isin(("lining", "leaf"))
    found["measured_m"] = measured["clear_width_m"].where(is_clear)
    found["passage_m"] = measured["passage_width_m"]
    found["clear_height_m"] = measured["clear_height_m"]
    for side in ("a", "b"):
        rooms = zip(measured[f"room_{side}_step_id"], measured[f"room_{side}_number"], strict=True)
        found[f"room_{side}"] = [None if pd.isna(step_id) else (int(step_id), int(number)) for step_id, number in rooms]
    uses = tables["msr_escape"]
    use_of = dict(zip(zip(uses["step_id"], uses["room_number"], strict=True), uses["use"], strict=True))
    for side in ("a", "b"):
        found[f"use_{side}"] = [use_of.get(room) for room in found[f"room_{side}"]]
    exits = tables["msr_exit"].drop_duplicates("step_id").set_index("step_id")["exit_kind"]
    found["exit_kind"] = exits.reindex(found.index)
    declared = effective_flags(given, "fire_exit").reindex(found.index)
    # Where a door leads is known once a room is known on one of its sides.
    is_placed = found["room_a"].notna() | found["room_b"].notna()
    found["is_exit"] = declared.where(declared.notna(), found["exit_kind"].notna().where(is_placed, None))
    found["width"] = [_width(door, frame_allowance_m) for door in found.itertuples()]
    return found


def _width(door: "pd.Series", frame_allowance_m: float) -> Width:
    known = [width_m for width_m in (door.overall_m, door.passage_m) if width_m == width_m]
    greatest_m = min(known) if known else None
    least_m = None if greatest_m is None else greatest_m - frame_allowance_m
    if door.declared_m == door.declared_m:
        if greatest_m is None or door.declared_m <= greatest_m + AGREES_M:
            return Width(door.declared_m, least_m, greatest_m, "ifc_property", False)
        if door.measured_m == door.measured_m:
            return Width(min(door.measured_m, greatest_m), least_m, greatest_m, "msr_door", True)
        return Width(None, least_m, greatest_m, "ifc_attribute", True)
    if door.measured_m == door.measured_m:
        return Width(min(door.measured_m, greatest_m or door.measured_m), least_m, greatest_m, "msr_door", False)
    return Width(None, least_m, greatest_m, "ifc_attribute" if door.overall_m == door.overall_m else "msr_door", False)


def judge_width(step_id: int, width: Width, limit_m: float, **params: object) -> "Verdict":
    """Say whether a door is wide enough: texts ``fail``, ``contradicted`` (declared wider than it can be) and ``undetermined``."""
    from checkers.rule import Failed, Passed, Undetermined

    enough = width.reaches(limit_m)
    if enough:
        return Passed(1)
    shown_m = width.known_m if width.known_m is not None else width.greatest_m
    said: dict[str, Any] = {
        "step_id": step_id, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m", "params": params,
        "observed": None if shown_m is None else format_number(shown_m), "observed_value": shown_m,
        "table": width.table,
        "inputs": {"clear_width_m": width.known_m, "greatest_width_m": width.greatest_m},
    }  # fmt: skip
    if enough is None:
        return Undetermined(**said, missing_field=OVERALL_WIDTH if shown_m is None else CLEAR_WIDTH)
    return Failed(**said, text="contradicted" if width.is_contradicted else "fail")
