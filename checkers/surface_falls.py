"""How surfaces outdoors fall, as rules read it: as declared, else as measured on the mesh."""

from typing import TYPE_CHECKING

from checkers.properties import effective_slopes
from cim_schema.units import EQUALITY_TOLERANCE

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "msr_fall")
"""What ``surface_falls`` reads."""

MEASURED_WITHIN = 0.0005
"""Falls measured on a mesh are that near to those drawn: 1.55 % is not told from 1.5 %."""

MESH = "IfcProduct.Representation"
"""What has to be there where nothing is declared."""


def surface_falls(tables: "Frames", measured: str, declared: str | None = None) -> "pd.DataFrame":
    """Give one of the falls of each surface that has it.

    Args:
        tables: One model's ``TABLES``.
        measured: A column of ``msr_fall``.
        declared: A list of names in ``names/properties.toml``; None: what is measured alone counts.

    Returns:
        Indexed by ``step_id``: ``fall`` (rise over run, without sign), ``slack`` to allow in comparing it, ``table``.
    """
    import pandas as pd

    found = tables["msr_fall"].set_index("step_id")[measured].dropna().rename("fall").to_frame()
    found = found.assign(slack=MEASURED_WITHIN, table="msr_fall")
    if declared is None:
        return found
    told = effective_slopes(tables, declared)["slope"].dropna().abs().rename("fall").to_frame()
    told = told.assign(slack=EQUALITY_TOLERANCE, table="ifc_property")
    return pd.concat([told, found[~found.index.isin(told.index)]])
