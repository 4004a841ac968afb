"""Indicators of residential sites: how much is green, how much is built over, how much floor stands on it.

What belongs here: reading them, or making them of the land and the buildings on it. What does not: limits.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkers.energy_buildings import TABLES as BUILDING_TABLES
from checkers.energy_buildings import dwellings
from checkers.properties import effective_numbers

if TYPE_CHECKING:
    from checkers.rule import Frames

TABLES = BUILDING_TABLES
"""What ``residential_sites`` reads."""

STOREY_CLASSES = ((3, "low"), (6, "multi_4"), (9, "multi_7"), (17, "high_10"), (26, "high_18"))
"""Up to so many storeys → the class of a residential site. GB 55038-2025 表 3.1.1-1."""


@dataclass(frozen=True)
class ResidentialSite:
    """A site with dwellings on it."""

    step_id: int
    storey_class: str | None
    """Of the mean number of storeys, by floor area; None where it is unknown, or over 26 storeys."""
    storeys: float | None
    green_ratio: float | None
    coverage: float | None
    floor_area_ratio: float | None
    table: str
    """Where coverage and floor area ratio are from."""


def residential_sites(tables: "Frames") -> list[ResidentialSite]:
    """Give the site of a model whose buildings are dwellings, where it says anything of its land.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        At most one: several sites in a model are parts of one another.
    """
    homes = list(dwellings(tables))
    elements = tables["ifc_element"]
    sites = elements[elements["ifc_class"].isin(("IfcSite", "IfcProject"))]
    told = {}
    for thing, unit in (("land_area", "m2"), ("green_ratio", ""), ("site_coverage", ""), ("floor_area_ratio", "")):
        values = effective_numbers(tables, thing, unit, unit)["number"].dropna()
        values = values[values.index.isin(sites["step_id"]) & values.gt(0)].sort_index()
        told[thing] = float(values.iloc[0]) if len(values) else None
    if not homes or all(value is None for value in told.values()):
        return []
    buildings = tables["msr_building"]
    floor, footprint = buildings["floor_area_m2"].sum(min_count=1), buildings["footprint_area_m2"].sum(min_count=1)
    land, table = told["land_area"], "ifc_property"
    coverage, ratio = _share(told["site_coverage"]), told["floor_area_ratio"]
    if land and coverage is None and footprint == footprint:
        coverage, table = float(footprint) / land, "msr_building"
    if land and ratio is None and floor == floor:
        ratio, table = float(floor) / land, "msr_building"
    counted = [(home.storeys, home.floor_area_m2 or 1.0) for home in homes if home.storeys]
    storeys = sum(count * area for count, area in counted) / sum(area for _, area in counted) if counted else None
    kind = None if storeys is None else next((name for most, name in STOREY_CLASSES if storeys <= most), None)
    step_id = int(sites.sort_values(["ifc_class", "global_id", "step_id"], ascending=[False, True, True])["step_id"].iloc[0])
    return [ResidentialSite(step_id, kind, storeys, _share(told["green_ratio"]), coverage, ratio, table)]


def _share(value: float | None) -> float | None:
    """35 is written for 35 %."""
    return value / 100 if value is not None and value > 1 else value
