"""Buildings as fire separation and plans see them: where their outer walls stand, how high they are, what grade they have.

What belongs here: the model's own buildings and those around it, described alike. What does not: limits.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from checkers.buildings import BuildingUse, building_use, use_named
from checkers.escapes import HIGH_DWELLING_M, HIGH_PUBLIC_M
from checkers.fire_grades import read_fire_grade
from checkers.names import words
from checkers.properties import effective_numbers, effective_values
from checkers.spatial.envelope_storeys import NO_BUILDING, building_of
from checkers.spatial_classes import BUILDINGS, WALLS
from checkers.surfaces import outlines
from checkers.surroundings import features_near, label_of
from checkers.things import things
from cim_schema.codes import ContextKind, ObjectFamily, Thing

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = (
    "ifc_element", "ifc_property", "ifc_classification", "ifc_geometry", "msr_thing", "msr_footprint", "msr_building",
    "msr_outer_wall",
)  # fmt: skip
"""What ``own_buildings`` reads."""

WALLED = (*WALLS, "IfcCurtainWall")
LEAST_WALLS = 3
"""Fewer enclose nothing: the posts of a gate, a screen. They count where they were found to look outside; so do the walls of
what has no storey, such as a bridge that came as a building."""


@dataclass(frozen=True, eq=False)
class StandingBuilding:
    """One building. None where nobody knows. Metres, model frame."""

    step_id: int | None
    """Of the model's own."""
    identity: str
    """Of one around the model."""
    name: str
    parts: tuple[tuple[float | None, Any], ...]
    """How high over the foot its walls reach, and the outline of those that do; none where it has no shape."""
    foot_z_m: float
    height_m: float | None
    storeys_above: int | None
    use: BuildingUse | None
    grade: int | None
    """0 for 一级, to 3 for 四级."""

    @cached_property
    def outline(self) -> Any:
        """Of all its outer walls; None where it has no shape."""
        return _joined([outline for _, outline in self.parts])

    @cached_property
    def high_outline(self) -> Any:
        """Of the walls that reach higher than those of low buildings and podiums do; of all where nobody knows which do."""
        high = [outline for reaches_m, outline in self.parts if reaches_m is None or reaches_m > HIGH_PUBLIC_M]
        return _joined(high) if high else self.outline

    @property
    def may_be_high(self) -> tuple[bool, ...]:
        """Whether it is a high building; both where its height or its use decides and is not known."""
        if self.height_m is None:
            return (False,) if self.storeys_above == 1 else (False, True)
        as_dwelling, as_public = self.height_m > HIGH_DWELLING_M, self.height_m > HIGH_PUBLIC_M and self.storeys_above != 1
        if self.use is None:
            return tuple(sorted({as_dwelling, as_public}))
        return (as_dwelling if self.use == BuildingUse.RESIDENTIAL else as_public,)


def own_buildings(tables: "Frames") -> list[StandingBuilding]:
    """Give the buildings of a model that have walls, and those that are drawn as one object; by step id.

    The walls are those that look outside above ground; where that could not be measured, all walls but garden and retaining
    walls, if there are three. A model without walls tells nothing of where its building stands.

    Args:
        tables: One model's ``TABLES``.
    """
    found = [*_walled(tables), *_drawn(tables)]
    return sorted(found, key=lambda building: (building.step_id is None, building.step_id))


def buildings_near(tables: "Frames") -> Iterator[StandingBuilding]:
    """Give the buildings around a model.

    Args:
        tables: One model's ``ctx_near``.
    """
    parts: dict[str, list[tuple[float | None, Any]]] = defaultdict(list)
    rows = {}
    for row, shape in features_near(tables, ContextKind.EXISTING_BUILDING):
        rows[row.feature_id] = row
        parts[row.feature_id].append((_number(row.reaches_m), shape))
    for identity, row in rows.items():
        storeys = _number(row.storeys_above)
        yield StandingBuilding(
            None, identity, label_of(row), tuple(parts[identity]), 0.0, _number(row.height_m),
            None if storeys is None else int(storeys), use_named(row.building_use) if isinstance(row.building_use, str) else None,
            read_fire_grade(row.fire_grade) if isinstance(row.fire_grade, str) else None,
        )  # fmt: skip


def _walled(tables: "Frames") -> Iterator[StandingBuilding]:
    elements = tables["ifc_element"]
    walls = elements[elements["ifc_class"].isin(WALLED)]
    walls = walls[~words("walls", "freestanding").in_texts(walls["name"])]
    if walls.empty:
        return
    building = building_of(elements).reindex(walls["step_id"]).fillna(NO_BUILDING).astype("int64")
    if building.eq(NO_BUILDING).any() and elements["ifc_class"].isin(BUILDINGS).any():
        building = building[building.ne(NO_BUILDING)]  # A wall outside of all buildings is one of the grounds.
    outer = set(tables["msr_outer_wall"]["step_id"]) | set(walls.loc[walls["ifc_class"].eq("IfcCurtainWall"), "step_id"])
    shapes = outlines(tables)
    measured = tables["msr_building"].set_index("step_id")
    declared = effective_numbers(tables, "building_height", "m", "m")["number"].dropna()
    for step_id, of_one in building.groupby(building, sort=True):
        own = [step for step in of_one.index if step in outer] or list(of_one.index)
        row: dict[str, Any] = dict(measured.loc[step_id]) if step_id in measured.index else {}
        storeys = _number(row.get("storeys_above"))
        if not outer.intersection(own) and (len(own) < LEAST_WALLS or storeys == 0):
            continue
        parts, foot_z_m = _parts(tables, shapes, own)
        several = int(elements["ifc_class"].isin(BUILDINGS).sum()) > 1
        yield StandingBuilding(
            None if step_id == NO_BUILDING else int(step_id), "", _name(elements, step_id), parts, foot_z_m,
            _number(declared.get(step_id)) or _number(row.get("height_m")), None if storeys is None else int(storeys),
            building_use(tables, int(step_id) if several else None).use, _grade(tables, step_id),
        )  # fmt: skip


def _drawn(tables: "Frames") -> Iterator[StandingBuilding]:
    drawn = things(tables, Thing.BUILDING)
    drawn = drawn[drawn["family"].eq(str(ObjectFamily.ELEMENT))]
    shapes = outlines(tables)
    declared = effective_numbers(tables, "building_height", "m", "m")["number"].dropna() if len(drawn) else {}
    for row in drawn.sort_values("step_id").itertuples():
        parts, foot_z_m = _parts(tables, shapes, [row.step_id])
        height_m = _number(declared.get(row.step_id)) or (parts[0][0] if parts else None)
        name = row.name if isinstance(row.name, str) else ""
        yield StandingBuilding(
            row.step_id, "", name, parts, foot_z_m, height_m, None, use_named(name), _grade(tables, row.step_id),
        )  # fmt: skip


def _parts(tables: "Frames", shapes: "pd.Series[Any]", steps: list[int]) -> tuple[tuple[tuple[float | None, Any], ...], float]:
    """The outlines of objects by how high they reach over the lowest of them, and where that begins."""
    boxes = tables["ifc_geometry"].drop_duplicates("step_id").set_index("step_id")
    steps = [step for step in steps if step in shapes.index and step in boxes.index]
    if not steps:
        return (), 0.0
    foot_z_m = float(boxes.loc[steps, "min_z_m"].min())
    by_height: dict[float, list[Any]] = defaultdict(list)
    for step, top in zip(steps, boxes.loc[steps, "max_z_m"], strict=True):
        by_height[round(float(top) - foot_z_m, 2)].append(shapes[step])
    return tuple((reaches_m, _joined(some)) for reaches_m, some in sorted(by_height.items())), foot_z_m


def _joined(shapes: list[Any]) -> Any:
    import shapely

    return shapely.union_all(shapely.make_valid(shapes)) if shapes else None


def _name(elements: "pd.DataFrame", step_id: int) -> str:
    named = elements.loc[elements["step_id"].eq(step_id), ["name", "long_name"]].to_numpy().ravel()
    return next((name for name in named if isinstance(name, str) and name.strip()), "")


def _grade(tables: "Frames", step_id: int) -> int | None:
    told = effective_values(tables, "building_fire_grade")["value"]
    elements = tables["ifc_element"]
    of_all = elements.loc[elements["ifc_class"].isin(("IfcProject", "IfcSite")), "step_id"]
    said = [told[step] for step in (step_id, *of_all) if step in told.index and isinstance(told[step], str)]
    return read_fire_grade(said[0]) if said else None


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)
