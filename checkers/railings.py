"""Railings of buildings as rules read them: where they stand, how high and how open they are.

What belongs here: gathering and judging what several rules ask of railings. What does not: limits, and measuring
(``spatial.railings``, ``spatial.drops``).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.bridge_railings import railing_sizes
from checkers.bridges import labels
from checkers.names import words
from checkers.rule import Failed, Passed, Undetermined, Verdict
from checkers.spatial_classes import STOREYS, ancestors, in_buildings
from checkers.things import things
from cim_schema.codes import Thing
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_type", "ifc_property", "msr_thing", "msr_railing", "msr_storey")
"""What ``building_railings`` and ``judge_size`` read."""

HEIGHT, GAP = "Pset_RailingCommon.Height", "JCPset_Railing.竖杆净距"


def building_railings(tables: "Frames") -> "pd.DataFrame":
    """Give the railings of buildings: rows of ``ifc_element`` by step id.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        With ``label`` (own names and the type's), ``is_on_roof`` (on a level that is a roof) and ``is_handrail`` (only held on to).
    """
    elements = tables["ifc_element"]
    railings = in_buildings(things(tables, Thing.RAILING, Thing.GUARDRAIL), elements).sort_values("step_id")
    label = labels(railings, tables["ifc_type"])
    kinds = tables["msr_storey"].drop_duplicates("step_id").set_index("step_id")["storey_kind"]
    storey = railings["step_id"].map(ancestors(elements, STOREYS))
    return railings.assign(
        label=label, is_on_roof=storey.map(kinds).eq("roof"), is_handrail=words("railings", "handrail").in_texts(label)
    ).set_index("step_id")


def judge_size(tables: "Frames", railings: "pd.DataFrame", size: str, limit_m: float, texts: tuple[str, str]) -> Iterator[Verdict]:
    """Say of railings whether they keep a limit.

    Args:
        tables: One model's ``TABLES``.
        railings: Some of ``building_railings``.
        size: ``railing_height``, which has to reach the limit, or ``bar_gap``, which may not exceed it.
        limit_m: The limit.
        texts: Of a railing that breaks it, and of one whose size nobody knows; the latter empty: such railings are passed over.
    """
    sign = 1 if size == "railing_height" else -1
    known = railing_sizes(tables, size)
    for step_id in railings.index:
        said: dict[str, Any] = {
            "step_id": int(step_id), "subject": size, "expected": f"{'>=' if sign > 0 else '<='} {format_number(limit_m)}",
            "limit_value": limit_m, "unit": "m",
        }  # fmt: skip
        if step_id not in known.index:
            if texts[1]:
                yield Undetermined(**said, text=texts[1], missing_field=HEIGHT if sign > 0 else GAP)
            continue
        found = known.loc[step_id]
        size_m = float(found["size_m"])
        if sign * (size_m - limit_m) >= -float(found["within_m"]):
            yield Passed(1)
        else:
            observed = format_number(round(size_m, 4))
            inputs = {f"{size}_m": size_m}
            yield Failed(**said, text=texts[0], observed=observed, observed_value=size_m, table=found["table"], inputs=inputs)
