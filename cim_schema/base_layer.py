"""The tables of the base layer: the city's own, and what checking said of each version."""

from dataclasses import replace

from cim_schema.table import Table
from cim_schema.tables import TABLES

EPSG_SEARCH = 4490
"""Every geometry column ``geom`` is in EPSG:4490 (CGCS2000), longitude before latitude."""


def _of_version(name: str, *, placed: bool) -> Table:
    table = TABLES[name]
    columns = ("version_id", *table.columns, *(("crs", "point_map", "geom") if placed else ()))
    return replace(
        table,
        columns=columns,
        primary_key=("version_id", *table.primary_key),
        optional=table.optional | ({"crs", "point_map", "geom"} if placed else frozenset()),
        sort_by=("version_id", *table.sort_by),
        geometry="geom" if placed else "",
    )


BASE_LAYER: dict[str, Table] = {
    "cim_project": TABLES["cim_project"],
    "cim_part": TABLES["cim_part"],
    "cim_version": TABLES["cim_version"],
    "cim_change": TABLES["cim_change"],
    "cim_city_object": TABLES["cim_city_object"],
    "cim_shape": TABLES["cim_shape"],
    "chk_outcome": _of_version("chk_outcome", placed=False),
    "chk_finding": _of_version("chk_finding", placed=True),
}
"""Table name → table, as the base layer shows it. ``chk_`` tables carry the version in front; findings have a place."""

PAST = TABLES["cim_past"]
KEPT: dict[str, Table] = {**BASE_LAYER, PAST.name: PAST}
"""All tables of a store: what it shows, and what it showed before."""
