"""What models say of their place on the map, as rules read it: one line a declaration."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    crs = [_crs_of(row, own.get(row["model_id"])) for row in rows.astype(object).where(rows.notna(), None).to_dict("records")]
    return rows.assign(crs=crs).astype({"crs": "object"})


def _crs_of(row: "Mapping[str, Any]", own: str | None) -> str | None:
    # Imported here, since a list of rules has to be had at once.
    from pipelines.runtime.crs_name import read_declared_crs

    if own is not None and (row["crs_name"] or "").strip().casefold() == own.strip().casefold():
        return own
    named = read_declared_crs(row)
    return None if named is None else named.code
