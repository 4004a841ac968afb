"""How far the declared quantities go, and whether they agree with the shapes (BID-06)."""

from typing import TYPE_CHECKING

from checkers.scoring.arithmetic import Term
from checkers.scoring.components import Components, step_ids
from pipelines.runtime.table_set import Tables, read_columns

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("ifc_element", "ifc_quantity", "ifc_geometry")
"""What is read of a model."""
VOLUMES = ("NetVolume", "GrossVolume")
"""Of a component that declares both, the first is compared: openings are cut out of a shape."""
LEAST_VOLUME_M3 = 1e-3
"""Smaller ones are rounded away where quantities are written."""


def with_quantities(tables: Tables, components: Components) -> Term:
    """Count the components that declare any quantity, of their own or by their type."""
    return components.term("quantity", components.are_among(step_ids(tables, "ifc_quantity")))


def agreeing_volumes(tables: Tables, components: Components, greatest_deviation: float) -> Term:
    """Count the components whose declared volume is that of their shape, of those that have both.

    Args:
        tables: ``TABLES`` of one model.
        components: Of the model.
        greatest_deviation: As a share of the shape's volume.
    """
    declared, measured = _declared(tables), _measured(tables)
    both = declared.index.intersection(measured.index).intersection(components.rows.index)
    deviation = (declared[both] - measured[both]).abs() / measured[both]
    compared = Components(components.model_id, components.rows.loc[both.sort_values()])
    return compared.term("volume", (deviation <= greatest_deviation + 1e-9).reindex(compared.rows.index))


def _declared(tables: Tables) -> "pd.Series[float]":
    rows = read_columns(tables, "ifc_quantity", ("step_id", "holder", "quantity_name", "value_number")).to_pandas()
    rows = rows[rows["quantity_name"].isin(VOLUMES) & rows["holder"].eq("occurrence") & rows["value_number"].gt(0)]
    rows = rows.assign(place=rows["quantity_name"].map(VOLUMES.index)).sort_values(["step_id", "place", "value_number"])
    found: pd.Series[float] = rows.drop_duplicates("step_id").set_index("step_id")["value_number"]
    return found


def _measured(tables: Tables) -> "pd.Series[float]":
    rows = read_columns(tables, "ifc_geometry", ("step_id", "volume_m3", "is_closed")).to_pandas()
    found: pd.Series[float] = rows[rows["is_closed"] & rows["volume_m3"].ge(LEAST_VOLUME_M3)].set_index("step_id")["volume_m3"]
    return found
