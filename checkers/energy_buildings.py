"""Buildings as energy standards see them: dwelling or public, how many storeys, how large, how compact.

What belongs here: gathering what GB 55015 asks of a building before any limit can be chosen. What does not: limits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checkers.buildings import DWELT_IN, ToldUse, building_use
from checkers.properties import READ as PROPERTIES_READ
from checkers.properties import effective_numbers
from checkers.remembering import worked_out_once
from checkers.spatial.envelope_storeys import NO_BUILDING
from checkers.spatial_classes import BUILDINGS, WALLS

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_classification", "msr_building", "msr_envelope")
"""What ``energy_buildings`` reads."""
CLASS_A_M2 = 300.0
"""Public buildings of more floor area are of class A: GB 55015-2021 B.0.1."""


@dataclass(frozen=True)
class EnergyBuilding:
    """One building. None where nobody knows."""

    building: int
    """Step id; ``NO_BUILDING`` where the model has none."""
    use: ToldUse
    storeys: int | None
    floor_area_m2: float | None
    declared_shape: float | None
    measured_shape: float | None
    roof_area_m2: float | None
    roof_light_area_m2: float | None
    has_walls: bool = True
    """Whether the model has walls at all: one of pipes and wires tells nothing of a building's shape."""

    @property
    def step_id(self) -> int | None:
        """For findings."""
        return None if self.building == NO_BUILDING else self.building

    @property
    def is_dwelling(self) -> bool:
        """居住建筑."""
        return self.use.use in DWELT_IN

    @property
    def is_public(self) -> bool:
        """公共建筑."""
        return self.use.is_public

    @property
    def is_unknown(self) -> bool:
        """Whether nothing tells what it is used for."""
        return self.use.use is None

    @property
    def shape(self) -> float | None:
        """Shape coefficient, the declared one where there is one."""
        return self.measured_shape if self.declared_shape is None else self.declared_shape

    @property
    def shape_table(self) -> str:
        """Where the shape coefficient was found."""
        return "msr_envelope" if self.declared_shape is None else "ifc_property"


@worked_out_once(*TABLES, *PROPERTIES_READ)
def energy_buildings(tables: "Frames") -> list[EnergyBuilding]:
    """Give the buildings of a model, by step id.

    Args:
        tables: One model's ``TABLES``.
    """
    elements = tables["ifc_element"]
    own = elements.loc[elements["ifc_class"].isin(BUILDINGS), "step_id"].astype(int).tolist()
    envelopes = tables["msr_envelope"].set_index("building_step_id")
    measured = tables["msr_building"].set_index("step_id")
    shapes = effective_numbers(tables, "shape_coefficient", "", plain_unit="")
    told = shapes["number"].dropna()
    of_all = told[told.index.isin(elements.loc[elements["ifc_class"].isin(("IfcProject", "IfcSite")), "step_id"])]
    has_walls = bool(elements["ifc_class"].isin((*WALLS, "IfcCurtainWall")).any())
    found = []
    for building in sorted({*own, *envelopes.index.astype(int)}) or [NO_BUILDING]:
        envelope = _row(envelopes, building)
        counted = _row(measured, building)
        declared = told.get(building, of_all.max() if len(of_all) else None)
        use = building_use(tables, building) if len(own) > 1 and building != NO_BUILDING else building_use(tables)
        found.append(
            EnergyBuilding(
                building, use, _whole(counted.get("storeys_above")) or _whole(envelope.get("storeys_above")),
                _number(envelope.get("floor_area_m2")) or _number(counted.get("floor_area_m2")), _number(declared),
                _number(envelope.get("shape_coefficient")), _number(envelope.get("roof_area_m2")),
                _number(envelope.get("roof_light_area_m2")), has_walls,
            )
        )  # fmt: skip
    return found


def dwellings(tables: "Frames") -> Iterator[EnergyBuilding]:
    """Give the buildings of a model that people live in."""
    return (building for building in energy_buildings(tables) if building.is_dwelling)


def public_buildings(tables: "Frames") -> Iterator[EnergyBuilding]:
    """Give the public buildings of a model."""
    return (building for building in energy_buildings(tables) if building.is_public)


def _row(frame: "pd.DataFrame", step_id: int) -> dict[str, Any]:
    return dict(frame.loc[step_id]) if step_id in frame.index else {}


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _whole(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)
