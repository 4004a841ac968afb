"""Which rooms can be reached from outside without a step: over level doors, and by lifts and ramps between storeys.

What belongs here: reaching. What does not: how wide or steep a way is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from checkers.names import joined_names, words
from checkers.spatial.escape_storeys import Storey
from checkers.spatial_classes import RAMPS
from pipelines.runtime.table_set import Tables, rows_of_model

STEP_M = 0.02
"""A greater difference of floors is a step. Source: GB 55019-2021 asks for 15 mm; meshes and levels are rounded."""

BESIDE_M = 0.6
"""What stands so near to a lift or ramp is reached from it: a lift's door is rarely modelled, its walls are."""

LEVEL_M = 0.5
"""A lift or ramp whose shape reaches so near to a floor serves it."""

Place = tuple[int, int]
"""Storey's place, and its region's."""


@dataclass(frozen=True)
class StepFree:
    """The open spaces that are reached without a step."""

    reached: frozenset[tuple[int | None, int]]
    has_entrance: bool
    has_rise: bool
    """Whether lifts or ramps of the model tell which storeys they serve."""
    is_lift_unclear: bool
    """Whether there is a lift of which only the car on one storey is modelled."""

    @classmethod
    def of(cls, tables: Tables, model_id: str, storeys: Sequence[Storey]) -> "StepFree":
        """Walk through a model from its entrances.

        Args:
            tables: ``ifc_element``, ``ifc_geometry``, ``msr_footprint``.
            model_id: Which.
            storeys: All of the model that have rooms.
        """
        links: dict[Place, set[Place]] = {}
        starts: set[Place] = set()
        for at, storey in enumerate(storeys):
            floor_z_m = storey.rooms["floor_z_m"].to_numpy()
            levels = [float(floor_z_m[list(region.rooms)].min()) for region in storey.regions]
            for crossing in storey.crossings:
                places = [(at, region) for region in crossing.regions]
                if crossing.exit_kind == "final":
                    starts.update(places)
                elif len(places) == 2 and abs(levels[places[0][1]] - levels[places[1][1]]) <= STEP_M:
                    links.setdefault(places[0], set()).add(places[1])
                    links.setdefault(places[1], set()).add(places[0])
        served = [_served(rise, storeys) for rise in _rises(tables, model_id, storeys)]
        for together in served:
            for place in together:
                links.setdefault(place, set()).update(together)
        reached, waiting = set(starts), sorted(starts)
        while waiting:
            for following in sorted(links.get(waiting.pop(), set()) - reached):
                reached.add(following)
                waiting.append(following)
        between = [together for together in served if len({place[0] for place in together}) > 1]
        return cls(
            frozenset((storeys[at].step_id, region) for at, region in reached),
            bool(starts), bool(between), any(len({place[0] for place in together}) < 2 for together in served),
        )  # fmt: skip

    def reaches(self, storey: Storey, region: int) -> bool | None:
        """Whether a region is reached; None where the building has no entrance, or its lift does not tell where it goes."""
        if not self.has_entrance:
            return None
        if (storey.step_id, region) in self.reached:
            return True
        return None if self.is_lift_unclear and not self.has_rise and not storey.is_ground else False


@dataclass(frozen=True)
class _Rise:
    """A lift's shaft or a ramp."""

    outline: shapely.Geometry
    bottom_m: float
    top_m: float


def _rises(tables: Tables, model_id: str, storeys: Sequence[Storey]) -> list[_Rise]:
    """Lifts and ramps as shapes, and lifts that are rooms one above the other."""
    elements = rows_of_model(tables, "ifc_element", model_id)
    wanted = pc.is_in(elements["ifc_class"], pa.array((*RAMPS, "IfcTransportElement"), elements["ifc_class"].type))
    some = elements.filter(wanted).to_pandas()
    is_lift = some["ifc_class"].eq("IfcTransportElement")
    moving = words("rooms", "lift").in_texts(joined_names(some)) | some["predefined_type"].isin(("ELEVATOR", "LIFTINGGEAR"))
    some = some[~is_lift | moving | some["predefined_type"].isna()]
    geometry = rows_of_model(tables, "ifc_geometry", model_id).select(["step_id", "min_z_m", "max_z_m"])
    outlines = rows_of_model(tables, "msr_footprint", model_id).select(["step_id", "footprint"])
    ids = pa.array(some["step_id"], pa.int64())
    shapes = geometry.filter(pc.is_in(geometry["step_id"], ids)).to_pandas()
    shapes = shapes.merge(outlines.filter(pc.is_in(outlines["step_id"], ids)).to_pandas(), on="step_id")
    rises = [_Rise(shapely.from_wkb(row.footprint), row.min_z_m, row.max_z_m) for row in shapes.itertuples()]
    cabins: list[_Rise] = []
    for storey in storeys:
        for place in np.flatnonzero(storey.rooms["use"].eq("lift")).tolist():
            row = storey.rooms.iloc[place]
            cabins.append(_Rise(storey.floors[place], float(row["floor_z_m"]), float(row["ceiling_z_m"])))
    stacked: list[_Rise] = []
    for cabin in sorted(cabins, key=lambda rise: rise.bottom_m):
        for place, below in enumerate(stacked):
            if shapely.area(shapely.intersection(below.outline, cabin.outline)) > 0.5 * shapely.area(cabin.outline):
                stacked[place] = _Rise(below.outline, below.bottom_m, max(below.top_m, cabin.top_m))
                break
        else:
            stacked.append(cabin)
    return rises + stacked


def _served(rise: _Rise, storeys: Sequence[Storey]) -> set[Place]:
    """The regions that a lift or ramp leads to."""
    served = set()
    for at, storey in enumerate(storeys):
        level_m = float(np.median(storey.rooms["floor_z_m"]))
        if rise.bottom_m - LEVEL_M <= level_m <= rise.top_m + LEVEL_M:
            areas = np.array([region.area for region in storey.regions], object)
            served |= {(at, region) for region in np.flatnonzero(shapely.dwithin(areas, rise.outline, BESIDE_M)).tolist()}
    return served
