"""What models say of their place on the map, as rules read it: one line a declaration."""

from typing import TYPE_CHECKING

from checkers.crs import read_crs_code

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

MISSING_CRS = "IfcProjectedCRS.Name"
"""The field to ask for where a declaration names no system, or one that nobody can read."""


def declarations(tables: "Frames") -> "pd.DataFrame":
    """Give ``ifc_map_conversion`` with ``crs``: the code of the named system, null where it cannot be read for sure.

    A name that is the project's own system (``model_context.crs``), to the letter, is that system.
    """
    rows = tables["ifc_map_conversion"]
    contexts = tables["model_context"]
    own = dict(zip(contexts["model_id"], contexts["crs"], strict=True))
    crs = [_crs_of(name, own.get(model_id)) for model_id, name in zip(rows["model_id"], rows["crs_name"], strict=True)]
    return rows.assign(crs=crs).astype({"crs": "object"})


def _crs_of(name: object, own: str | None) -> str | None:
    if not isinstance(name, str):
        return None
    if own is not None and name.strip().casefold() == own.strip().casefold():
        return own
    return read_crs_code(name)
