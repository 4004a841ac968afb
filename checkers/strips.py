"""Lanes, footways and other strips as rules read them, with their width: as declared, else as measured on their outline."""

from typing import TYPE_CHECKING

from checkers.properties import READ as PROPERTIES_READ
from checkers.properties import effective_numbers
from checkers.remembering import worked_out_once
from checkers.things import things
from cim_schema.codes import Thing
from cim_schema.units import EQUALITY_TOLERANCE

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_quantity", "msr_strip")
"""What the functions read; ``stretches`` also ``msr_thing``."""

MEASURED_WITHIN_M = 0.005
"""Widths measured on an outline are that near to those of the modelled shape, and less is not built either."""

WIDTH, CLEAR_WIDTH = "Width", "有效通行宽度"
"""What has to be filled in where there is no shape either."""

THICKNESS_SETS = ("Qto_SlabBaseQuantities", "Qto_CoveringBaseQuantities", "BaseQuantities")
"""Sets of quantities in which Width is a thickness. Source: ISO 16739-1, Qto_SlabBaseQuantities."""

LEAST_RUN_M = 2.0
"""A measured piece that is shorter is a slab of something, not a stretch of lane or footway."""


def strip_widths(tables: "Frames") -> "pd.DataFrame":
    """Give the width of each strip that has one.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        Indexed by ``step_id``: ``width_m``, ``table`` where it was found, ``slack_m`` to allow for in comparing it, ``length_m``
        (null where nothing was measured).
    """
    return _widths(tables, "strip_width", "width_m")


def clear_strip_widths(tables: "Frames") -> "pd.DataFrame":
    """Give the clear width of each strip that has one: between what stands on it and its edges.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        As ``strip_widths``.
    """
    return _widths(tables, "clear_strip_width", "clear_width_m")


@worked_out_once(*TABLES, "msr_thing", *PROPERTIES_READ)
def stretches(tables: "Frames", *wanted: Thing, is_clear: bool = False) -> "pd.DataFrame":
    """Give the lanes, footways, … of a model with their widths.

    Left out are pieces too short to be a stretch of anything, and a strip without width that consists of such things which have
    theirs, as a lane does that is a spatial element with its pavement in it.

    Args:
        tables: One model's ``TABLES`` and ``msr_thing``.
        *wanted: Which.
        is_clear: Whether the clear width is wanted.

    Returns:
        Rows of ``ifc_element`` with ``thing`` and what ``strip_widths`` gives (null where nothing is known), by ``step_id``.
    """
    found = things(tables, *wanted).sort_values("step_id").set_index("step_id")
    found = found.join(clear_strip_widths(tables) if is_clear else strip_widths(tables))
    known = found[found["width_m"].notna()]
    is_whole = found["width_m"].isna() & (
        found.index.isin(known["parent_step_id"].dropna()) | found.index.isin(known["container_step_id"].dropna())
    )
    is_piece = found["table"].eq("msr_strip") & found["length_m"].lt(LEAST_RUN_M)
    return found[~is_whole & ~is_piece]


def _widths(tables: "Frames", thing: str, column: str) -> "pd.DataFrame":
    quantities = tables["ifc_quantity"]
    is_thickness = quantities["quantity_name"].str.casefold().eq("width") & quantities["qset_name"].isin(THICKNESS_SETS)
    declared = effective_numbers({**tables, "ifc_quantity": quantities[~is_thickness]}, thing, "m")
    declared = declared[declared["number"].gt(0)]
    measured = tables["msr_strip"].set_index("step_id")
    width = measured[column].fillna(measured["width_m"])
    index = declared.index.union(measured.index)
    told = declared["number"].reindex(index)
    source = declared["data_type"].eq("length").map({True: "ifc_quantity", False: "ifc_property"}).reindex(index)
    is_told = told.notna()
    return index.to_frame(name="step_id")[[]].assign(
        width_m=told.fillna(width.reindex(index)),
        table=source.where(is_told, "msr_strip"),
        slack_m=is_told.map({True: EQUALITY_TOLERANCE, False: MEASURED_WITHIN_M}),
        length_m=measured["strip_length_m"].reindex(index),
    )
