"""What a building is used for, and what told: its occupancy, its classification, its names, the project's, its rooms.

What belongs here: reading the use of buildings. What does not: which rules ask for which use.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from checkers.names import content, joined_names, words
from checkers.properties import effective_values
from checkers.remembering import remembered
from checkers.spatial_classes import BUILDINGS

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames


class BuildingUse(StrEnum):
    """What buildings are used for, as far as standards tell them apart."""

    RESIDENTIAL = "residential"
    DORMITORY = "dormitory"
    KINDERGARTEN = "kindergarten"
    SCHOOL = "school"
    ELDERLY_CARE = "elderly_care"
    HOSPITAL = "hospital"
    HOTEL = "hotel"
    OFFICE = "office"
    COMMERCIAL = "commercial"
    CULTURE = "culture"
    INDUSTRIAL = "industrial"
    PARKING = "parking"


DWELT_IN = (BuildingUse.RESIDENTIAL, BuildingUse.DORMITORY)
"""Of people who live there: 居住建筑."""

LEAST_ROOMS = 2
"""So many rooms of one use tell it; a dwelling shows itself by one."""

LEAST_SHARE = 0.15
"""Of all rooms: fewer tell nothing of the whole (a school's offices)."""


@dataclass(frozen=True)
class ToldUse:
    """The use of a model's buildings."""

    use: BuildingUse | None
    """None where nothing tells."""
    told_by: str = ""
    """``occupancy``, ``classification``, ``building_name``, ``project_name`` or ``rooms``."""
    said: str = ""
    """The words that told."""

    @property
    def is_public(self) -> bool:
        """Whether it is told, and is no dwelling, works or car park: 公共建筑."""
        return self.use is not None and self.use not in (*DWELT_IN, BuildingUse.INDUSTRIAL, BuildingUse.PARKING)


def building_use(tables: "Frames", building: int | None = None) -> ToldUse:
    """Tell what a model's building is used for.

    What says it plainest is believed first: OccupancyType, the classification, the building's names, the project's names, and
    last its rooms, of which the use with the most rooms counts. A school with a teacher's flat says that it is a school.

    Args:
        tables: One model's ``ifc_element`` and ``ifc_property``; ``ifc_classification`` where there is one.
        building: Step id of one building; None: what holds of all of them together.
    """
    of = tuple(tables[name] for name in ("ifc_element", "ifc_property", "ifc_classification") if name in tables)
    return remembered(of, ("building_use", building), lambda: _told_use(tables, building))


def _told_use(tables: "Frames", building: int | None) -> ToldUse:
    evidence = _evidence(tables)
    for told_by, of_building, of_all in evidence.texts:
        texts = [*of_all, *(text for step_id, text in of_building if building is None or step_id == building)]
        for text in sorted(text for text in texts if isinstance(text, str) and text.strip()):
            use = use_named(text)
            if use is not None:
                return ToldUse(use, told_by, text.strip())
    return evidence.by_rooms


@dataclass(frozen=True)
class _Evidence:
    """All that tells what the buildings of a model are used for."""

    texts: tuple[tuple[str, list[tuple[int, object]], list[object]], ...]
    """Who says it, what it says of a building (its step id, a text), and what of all; the most believed first."""
    by_rooms: ToldUse


def _evidence(tables: "Frames") -> _Evidence:
    of = tuple(tables[name] for name in ("ifc_element", "ifc_property", "ifc_classification") if name in tables)
    return remembered(of, "evidence of use", lambda: _Evidence(tuple(_telling(tables)), _by_rooms(tables["ifc_element"])))


def use_named(text: str) -> BuildingUse | None:
    """The use that a name or an occupancy says; None where it says none."""
    return next((use for use in _uses() if words("buildings", use).is_in(text)), None)


@cache
def _uses() -> tuple[BuildingUse, ...]:
    """In the order in which they are asked."""
    return tuple(BuildingUse(name) for name in content("buildings"))


def _telling(tables: "Frames") -> "Iterator[tuple[str, list[tuple[int, object]], list[object]]]":
    elements = tables["ifc_element"]
    buildings = elements[elements["ifc_class"].isin(BUILDINGS)]

    def of_buildings(rows: "pd.DataFrame", column: str) -> list[tuple[int, object]]:
        rows = rows[rows["step_id"].isin(buildings["step_id"])]
        return list(zip(rows["step_id"].tolist(), rows[column].tolist(), strict=True))

    occupancy = effective_values({name: tables[name] for name in ("ifc_element", "ifc_property")}, "occupancy_type")
    yield "occupancy", of_buildings(occupancy.reset_index(), "value"), []
    if "ifc_classification" in tables:
        yield "classification", of_buildings(tables["ifc_classification"], "reference_name"), []
    yield "building_name", list(zip(buildings["step_id"].tolist(), joined_names(buildings).tolist(), strict=True)), []
    projects = elements[elements["ifc_class"].isin(("IfcProject", "IfcSite"))]
    yield "project_name", [], joined_names(projects).tolist()
    described = tables["ifc_property"]
    described = described[described["property_name"].isin(DESCRIBING)]
    yield "project_name", of_buildings(described, "value"), []


DESCRIBING = ("Category Description", "Project Name", "项目名称", "工程名称", "建筑名称", "Building Name")
"""Properties of buildings in which authoring tools keep what the project is."""


def _by_rooms(elements: "pd.DataFrame") -> ToldUse:
    rooms = joined_names(elements[elements["ifc_class"].eq("IfcSpace")], "long_name", "name", "object_type")
    counted = []
    for use in BuildingUse:
        if f"use_{use}" in content("rooms"):
            found = rooms[words("rooms", f"use_{use}").in_texts(rooms)]
            counted.append((-len(found), list(BuildingUse).index(use), use, found))
    if not counted:
        return ToldUse(None)
    number, _, use, found = min(counted, key=lambda one: one[:2])
    wanted = 1 if use == BuildingUse.RESIDENTIAL else max(LEAST_ROOMS, LEAST_SHARE * len(rooms))
    if -number < wanted:
        return ToldUse(None)
    return ToldUse(use, "rooms", f"{found.sort_values().iloc[0].strip()} × {-number}")
