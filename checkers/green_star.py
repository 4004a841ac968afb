"""Points of green building rating that models can give: GB/T 50378-2019 with the partial revision of 2024.

What belongs here: the items whose condition can be read or measured, and what they give at least and at most. What does not: the
control items, and what is calculated or certified elsewhere: these stay open, so no star is ever claimed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checkers.buildings import BuildingUse
from checkers.energy_buildings import EnergyBuilding, energy_buildings
from checkers.precast import TABLES as PRECAST_TABLES
from checkers.precast import PrecastVolumes
from checkers.properties import effective_numbers
from checkers.transmittances import TABLES as PART_TABLES
from checkers.transmittances import envelope_parts
from cim_schema.codes import Outcome
from pipelines.runtime.table_set import Tables, read_columns

if TYPE_CHECKING:
    from checkers.rule import Frames

STANDARD = "GB/T 50378-2019"
EDITION = "2024"

FULL: dict[str, int] = {
    "control": 400, "safety": 100, "health": 100, "convenience": 70, "resources": 200, "environment": 100, "innovation": 100,
}  # fmt: skip
"""Full points by chapter, table 3.2.4; of convenience before operation."""

TABLES = tuple(sorted({*PRECAST_TABLES, *PART_TABLES}))

# Item 7.2.1: floor area ratio from which so many points are given, and below which.
BUSY = ((1.0, 8), (1.5, 12), (2.5, 16), (3.5, 20))
BUSY_USES = (BuildingUse.OFFICE, BuildingUse.COMMERCIAL, BuildingUse.HOTEL)
QUIET = ((0.5, 8), (0.8, 16), (1.5, 20), (2.0, 12))
QUIET_USES = (
    BuildingUse.SCHOOL, BuildingUse.KINDERGARTEN, BuildingUse.HOSPITAL, BuildingUse.ELDERLY_CARE, BuildingUse.CULTURE,
)  # fmt: skip

PRECAST = ((0.35, 5), (0.50, 10))
"""Item 9.2.5: share of precast concrete above ground."""

LIMITS_K = {"wall": (0.50, 0.45), "roof": (0.40, 0.35)}
"""Of public buildings of class A, shape coefficient up to 0.30 and over: GB 55015-2021 table 3.1.10-3."""


@dataclass(frozen=True)
class Item:
    """One item of the standard."""

    clause: str
    chapter: str
    possible: int
    least: int
    greatest: int
    measured: float | None = None
    source: str = ""
    """Table that it was read from; empty for what is open."""
    is_confirmed: bool = True
    """Whether the item was read in the standard itself."""

    def row(self) -> dict[str, Any]:
        """As ``report.json`` gives it."""
        return {
            "clause": self.clause, "chapter": self.chapter, "possible": self.possible, "least": self.least,
            "greatest": self.greatest, "measured": self.measured, "source": self.source, "is_open": self.least != self.greatest,
            "confirmed": self.is_confirmed,
        }  # fmt: skip


@dataclass(frozen=True)
class GreenModel:
    """What one model shows towards the points."""

    building_count: int
    floor_area_ratio: tuple[float, int] | None
    """The ratio of its first building that says it, and its points."""
    gains: tuple[float, ...] | None
    """By how much its outer walls and roofs are better than the limits; None where one of its buildings does not say."""
    volumes: PrecastVolumes | None


def green_model(tables: "Frames", volumes: PrecastVolumes | None) -> GreenModel:
    """Read of a model what the points go by.

    Args:
        tables: ``TABLES`` of the model.
        volumes: As ``precast_volumes`` gives them.
    """
    buildings = [one for one in energy_buildings(tables) if one.step_id is not None]
    ratios = (_floor_area_ratio(tables, one) for one in buildings)
    ratio = next((found for found in ratios if found is not None), None)
    return GreenModel(len(buildings), ratio, _gains(tables, buildings), volumes)


def green_star(models: Sequence[GreenModel], tables: Tables) -> dict[str, Any]:
    """Give the points that a project's models show.

    Args:
        models: What each shows.
        tables: ``chk_outcome`` of all; counts as empty where it is not there.

    Returns:
        ``standard``, ``edition``; ``items``: each with the points that it gives at least and at most; ``least`` and ``greatest``:
        the total by the formula of the standard, with all that is not in ``items`` open; ``star``: null, since control items
        are judged by people. Empty where no model has a building.
    """
    with_buildings = [one for one in models if one.building_count]
    if not with_buildings:
        return {}
    items = [
        _land(with_buildings), _envelope(with_buildings), _paving(tables), _precast(models),
        # The models are there, so that one stage at least, design, has used them.
        Item("9.2.6", "innovation", 15, 5, 15, source="ifc_model", is_confirmed=False),
    ]  # fmt: skip
    lost = {chapter: sum(one.possible - one.greatest for one in items if one.chapter == chapter) for chapter in FULL}
    # Innovation is named for more than it counts: losing one item does not lower what can be reached.
    lost["innovation"] = 0
    return {
        "standard": STANDARD, "edition": EDITION, "items": [one.row() for one in items], "star": None,
        "least": round(sum(one.least for one in items) / 10, 1),
        "greatest": round(sum(full - lost[chapter] for chapter, full in FULL.items()) / 10, 1),
    }  # fmt: skip


def _floor_area_ratio(model: "Frames", building: EnergyBuilding) -> tuple[float, int] | None:
    steps = BUSY if building.use.use in BUSY_USES else QUIET if building.use.use in QUIET_USES else None
    told = effective_numbers(model, "floor_area_ratio", "", "")["number"].dropna()
    if steps is None or told.empty:
        return None
    ratio = float(told.sort_index().iloc[0])
    return ratio, _points(steps, ratio)


def _land(models: Sequence[GreenModel]) -> Item:
    """7.2.1 of public buildings; of dwellings it goes by land and people, which models do not say."""
    for model in models:
        if model.floor_area_ratio is not None:
            ratio, points = model.floor_area_ratio
            return Item("7.2.1", "resources", 20, points, points, ratio, "ifc_property")
    return Item("7.2.1", "resources", 20, 0, 20)


def _gains(model: "Frames", buildings: Sequence[EnergyBuilding]) -> tuple[float, ...] | None:
    gains: list[float] = []
    for building in buildings:
        if not building.is_public or building.shape is None:
            return None
        parts = envelope_parts(model)
        parts = parts[parts["building"].eq(building.building) & parts["part"].isin(list(LIMITS_K))]
        parts = parts[parts["is_external"].eq(True)]
        if parts.empty or parts["declared"].isna().any():
            return None
        for part in parts.itertuples():
            limit = LIMITS_K[str(part.part)][int(building.shape > 0.30)]
            gains.append(1 - float(str(part.declared)) / limit)
    return tuple(gains)


def _envelope(models: Sequence[GreenModel]) -> Item:
    """7.2.4: 5 points from 5 % better than GB 55015, one more for each further per cent, by the least improved part."""
    gains: list[float] = []
    for model in models:
        if model.gains is None:
            return Item("7.2.4", "resources", 10, 0, 10)
        gains += model.gains
    gain = min(gains)
    most = 10 if gain >= 0.10 else int(gain * 100 + 1e-6) if gain >= 0.05 else 0
    # Windows and heat bridges belong to it as well; the least that walls and roofs show is the most that it can give.
    return Item("7.2.4", "resources", 10, 0, most, round(gain, 4), "ifc_property")


def _paving(tables: Tables) -> Item:
    """8.2.5: 3 points where half of the paving lets rain through, as GRN-24 says; the rest of the item is not measured."""
    rows = read_columns(tables, "chk_outcome", ("rule", "outcome")).to_pylist()
    said = {row["outcome"] for row in rows if row["rule"] == "GRN-24"} - {Outcome.NA.value}
    if Outcome.FAIL.value in said:
        return Item("8.2.5", "environment", 15, 0, 12, source="chk_outcome")
    if said == {Outcome.PASS.value}:
        return Item("8.2.5", "environment", 15, 3, 15, source="chk_outcome")
    return Item("8.2.5", "environment", 15, 0, 15)


def _precast(models: Sequence[GreenModel]) -> Item:
    volumes = [one.volumes for one in models if one.volumes is not None]
    total = sum(one.total_m3 for one in volumes)
    if total <= 0:
        return Item("9.2.5", "innovation", 10, 0, 10)
    least = sum(one.precast_m3 for one in volumes) / total
    most = sum(one.precast_m3 + one.unknown_m3 for one in volumes) / total
    return Item("9.2.5", "innovation", 10, _points(PRECAST, least), _points(PRECAST, most), round(least, 4), "ifc_quantity")


def _points(steps: Iterable[tuple[float, int]], value: float) -> int:
    """The points of the last step that a value reaches."""
    reached = 0
    for least, points in steps:
        if value >= least - 1e-9:
            reached = points
    return reached
