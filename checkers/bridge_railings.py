"""Railings on bridges as rules read them: which there are, who goes along them, how high and how open they are."""

from typing import TYPE_CHECKING

from checkers.bridges import labels
from checkers.names import words
from checkers.properties import effective_numbers
from checkers.spatial_classes import BUILDINGS, FACILITIES, ancestors
from checkers.things import things
from cim_schema.codes import Thing
from cim_schema.units import EQUALITY_TOLERANCE

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_type", "ifc_property", "msr_thing", "msr_railing")
"""What ``bridge_railings`` and ``railing_sizes`` read."""

HEIGHT_WITHIN_M = 0.01
GAP_WITHIN_M = 0.003
"""Sizes measured on a mesh are that near to those of the drawn shape: what rules allow in comparing them."""


def bridge_railings(tables: "Frames") -> "pd.DataFrame":
    """Give the railings on bridges: rows of ``ifc_element`` by step id, with ``label``.

    A railing is on a bridge if that is above it in the tree, or if its own or its type's names say so, or if all that the model
    is of is bridges.

    Args:
        tables: One model's ``TABLES``.
    """
    elements = tables["ifc_element"]
    railings = things(tables, Thing.RAILING).sort_values("step_id")
    railings = railings.assign(label=labels(railings, tables["ifc_type"]))
    if railings.empty:
        return railings
    facilities = elements[elements["ifc_class"].isin((*BUILDINGS, *FACILITIES))]
    is_named = words("bridges", "bridge").in_texts(labels(facilities, tables["ifc_type"]))
    of_bridges = set(facilities.loc[facilities["ifc_class"].eq("IfcBridge") | is_named, "step_id"])
    if len(facilities) and len(of_bridges) == len(facilities):
        return railings
    above = railings["step_id"].map(ancestors(elements, (*BUILDINGS, *FACILITIES)))
    return railings[above.isin(of_bridges) | words("bridges", "bridge").in_texts(railings["label"])]


def is_for_cycles(railings: "pd.DataFrame") -> "pd.Series[bool]":
    """Tell which railings say by their ``label`` that cycles go along them."""
    return words("bridges", "for_cycles").in_texts(railings["label"])


def has_no_bars(railings: "pd.DataFrame") -> "pd.Series[bool]":
    """Tell which railings say by their ``label`` that they are panels."""
    return words("bridges", "without_bars").in_texts(railings["label"])


def railing_sizes(tables: "Frames", size: str) -> "pd.DataFrame":
    """Give a size of each railing: as declared, else as measured on its mesh.

    Args:
        tables: One model's ``TABLES``.
        size: ``railing_height`` or ``bar_gap``.

    Returns:
        Indexed by ``step_id``: ``size_m``, ``within_m`` (what to allow in comparing it) and ``table``, where it was found.
    """
    import pandas as pd

    column, within_m = {"railing_height": ("rail_height_m", HEIGHT_WITHIN_M), "bar_gap": ("bar_gap_m", GAP_WITHIN_M)}[size]
    declared = effective_numbers(tables, size, "m")["number"]
    declared = declared[declared > 0].rename("size_m").to_frame().assign(within_m=EQUALITY_TOLERANCE, table="ifc_property")
    measured = tables["msr_railing"].set_index("step_id")[column].dropna().rename("size_m").to_frame()
    measured = measured.assign(within_m=within_m, table="msr_railing")
    return pd.concat([declared, measured[~measured.index.isin(declared.index)]])
