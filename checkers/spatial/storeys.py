"""Which of a building's levels are storeys, how high they are, and how high the building is.

What belongs here: telling floors from roofs, mezzanines and levels that only serve drawing; heights between floors. What does
not: how high a storey has to be, what a building is used for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.names import words
from checkers.spatial_classes import BUILDINGS, COLUMNS, SLABS, STOREYS, WALLS, ancestors
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

if TYPE_CHECKING:
    import pandas as pd

LEAST_STOREY_M = 1.5
"""Levels that lie nearer to one another are of one floor: the lesser of them is a step or a mezzanine's landing."""

BELOW_ZERO_M = 2.0
"""A level so far under ±0.000 is below ground, where the building has a level at ±0.000."""

AT_ZERO_M = 0.5

STANDING_M = 1.5
"""Walls and columns of this height make a level a storey; lower ones are parapets."""

FLOOR_WITHIN_M = 0.6
"""The top of a floor's slab lies no further from the storey's elevation."""

LEAST_FLOOR_SHARE = 0.2
"""A slab that covers less than this share of the largest storey's is a canopy, or a landing."""

LEVEL_ROOF_M = 1.0
"""A roof or slab that is thicker than this is pitched."""

ROOF_SHARE = 0.25
"""Of the footprint: what rises above the roof on less (a lift's machine room) adds no height. Source: GB 50016-2014, A.0.1."""

FLOOR_KINDS = ("ordinary", "below_ground", "roof")
"""What a storey's height is measured up to."""

NO_BUILDING = 0
"""Stands for the building of storeys that are in none."""

ROUNDED = 6


@dataclass(frozen=True)
class _Model:
    """What is known of one model."""

    levels: "pd.DataFrame"
    """Storeys by step id: ``global_id``, ``name``, ``elevation_m``, ``building``."""
    shapes: "pd.DataFrame"
    """What has a shape: ``ifc_class``, ``predefined_type``, ``storey_step_id``, ``building``, ``outline``, heights."""
    rooms: "pd.DataFrame"
    """Rows of ``msr_room``."""
    spaces: "pd.DataFrame"
    """Rows of ``ifc_element``."""


def measure_storeys(tables: Tables) -> dict[str, pa.Table]:
    """Measure storeys and buildings.

    Args:
        tables: ``ifc_element`` and ``ifc_spatial``; with geometry also ``ifc_geometry``, ``msr_footprint`` and ``msr_room``.

    Returns:
        ``msr_storey`` and ``msr_building``. Without geometry, kinds and heights come from names, elevations and rooms alone.
    """
    elements, spatial = tables["ifc_element"].to_pandas(), tables["ifc_spatial"].to_pandas()
    shapes, rooms = (
        _shapes(tables),
        tables["msr_room"].to_pandas() if "msr_room" in tables else TABLES["msr_room"].empty().to_pandas(),
    )
    storeys: list[dict[str, object]] = []
    buildings: list[dict[str, object]] = []
    for model_id, own in elements.groupby("model_id", sort=True):
        of_model = [rows[rows["model_id"].eq(model_id)] for rows in (spatial, shapes, rooms)]
        model = _model(own, *of_model)
        levels = _told(model)
        storeys += _storey_rows(str(model_id), levels)
        buildings += _building_rows(str(model_id), own, model, levels)
    return {"msr_storey": TABLES["msr_storey"].from_rows(storeys), "msr_building": TABLES["msr_building"].from_rows(buildings)}


def _shapes(tables: Tables) -> "pd.DataFrame":
    if "ifc_geometry" not in tables:
        return TABLES["ifc_geometry"].empty().to_pandas().assign(footprint=None, footprint_area_m2=np.nan)
    columns = ["model_id", "step_id", "min_z_m", "max_z_m"]
    outlines = tables["msr_footprint"].select(["model_id", "step_id", "footprint", "footprint_area_m2"]).to_pandas()
    return tables["ifc_geometry"].select(columns).to_pandas().merge(outlines, on=["model_id", "step_id"])


def _model(elements: "pd.DataFrame", spatial: "pd.DataFrame", shapes: "pd.DataFrame", rooms: "pd.DataFrame") -> _Model:
    building = ancestors(elements, BUILDINGS).fillna(NO_BUILDING)
    levels = spatial[spatial["ifc_class"].isin(STOREYS)].set_index("step_id")[["global_id", "name", "long_name", "elevation_m"]]
    levels = levels.assign(building=building.reindex(levels.index).to_numpy(), name=_labels(levels))
    columns = ["ifc_class", "predefined_type", "storey_step_id"]
    built = elements[elements["ifc_class"].isin((*SLABS, *WALLS, *COLUMNS, "IfcRoof"))].set_index("step_id")[columns]
    built = built.join(shapes.set_index("step_id")[["min_z_m", "max_z_m", "footprint", "footprint_area_m2"]], how="inner")
    built = built.assign(
        building=building.reindex(built.index).to_numpy(), outline=shapely.from_wkb(built["footprint"].to_numpy(object))
    ).sort_index()
    spaces = elements[elements["ifc_class"].eq("IfcSpace")]
    spaces = spaces.assign(label=_labels(spaces))
    spaces = spaces[~words("rooms", "area").in_texts(spaces["label"]) & ~spaces["predefined_type"].eq("GFA")]
    return _Model(levels, built, rooms[rooms["is_derived"].eq(True) | rooms["step_id"].isin(spaces["step_id"])], spaces)


def _labels(rows: "pd.DataFrame") -> "pd.Series[str]":
    return (
        rows["name"].astype("object").fillna("").astype("str") + " " + rows["long_name"].astype("object").fillna("").astype("str")
    )


def _told(model: _Model) -> "pd.DataFrame":
    """The levels, with what stands on each, its kind, and the next floor above."""
    levels = model.levels.copy()
    names = levels["name"]
    on = model.shapes.assign(elevation_m=model.shapes["storey_step_id"].map(levels["elevation_m"]))
    is_slab, is_roof = on["ifc_class"].isin(SLABS), on["ifc_class"].eq("IfcRoof") | on["predefined_type"].eq("ROOF")
    near = (on["max_z_m"] - on["elevation_m"]).abs().le(FLOOR_WITHIN_M)
    tall = (on["max_z_m"] - on["min_z_m"]).ge(STANDING_M) & on["max_z_m"].gt(on["elevation_m"] + STANDING_M)
    floors = on[is_slab & ~is_roof & near & ~on["predefined_type"].eq("LANDING")]
    covered, floor_area = _covered(on[is_slab | is_roof]), _covered(floors)
    levels["slab_area_m2"] = covered.reindex(levels.index)
    levels["floor_m2"] = floor_area.reindex(levels.index).fillna(0.0)
    levels["room_count"] = _counts(model, levels)
    levels["standing"] = on[tall & on["ifc_class"].isin((*WALLS, *COLUMNS))].groupby("storey_step_id").size().reindex(levels.index)
    levels["standing"] = levels["standing"].fillna(0)
    levels["has_roof"] = levels.index.isin(on.loc[is_roof, "storey_step_id"])
    heights = model.rooms.groupby("storey_step_id")["clear_height_m"]
    levels["least_clear_height_m"], levels["median_clear_height_m"] = (
        one.reindex(levels.index) for one in (heights.min(), heights.median())
    )
    levels["is_called_roof"] = words("rooms", "roof_storey").in_texts(names)
    levels["is_called_below"] = words("rooms", "below_ground_storey").in_texts(names)
    levels["is_called_base"] = words("rooms", "base_level").in_texts(names)
    levels["is_called_between"] = words("rooms", "intermediate_storey").in_texts(names)
    levels["storey_kind"] = "reference"
    for _, own in levels.groupby("building", sort=True):
        levels.loc[own.index, "storey_kind"] = _kinds(own)
    levels["above_step_id"], levels["storey_height_m"] = None, np.nan
    for step_id, above in _above(levels):
        levels.loc[step_id, "above_step_id"] = above
        levels.loc[step_id, "storey_height_m"] = levels.loc[above, "elevation_m"] - levels.loc[step_id, "elevation_m"]
    for step_id, top in _roofs_over(model, levels):
        levels.loc[step_id, "storey_height_m"] = top - levels.loc[step_id, "elevation_m"]
    return levels


def _covered(shapes: "pd.DataFrame") -> "pd.Series[float]":
    """Area under the shapes of each storey, by the storey's step id."""
    import pandas as pd

    areas = {step: shapely.union_all(some.to_numpy(object)).area for step, some in shapes.groupby("storey_step_id")["outline"]}
    return pd.Series(areas, dtype="float64")


def _counts(model: _Model, levels: "pd.DataFrame") -> "pd.Series[Any]":
    """Rooms of each level, spaces without a shape too."""
    spaces = model.spaces.groupby("storey_step_id").size()
    derived = model.rooms[model.rooms["is_derived"].eq(True)].groupby("storey_step_id").size()
    return spaces.add(derived, fill_value=0).reindex(levels.index).fillna(0).astype("int64")


def _kinds(levels: "pd.DataFrame") -> list[str]:
    """What each level of one building is, in the order of the rows."""
    largest = levels["floor_m2"].max()
    has_floor = levels["floor_m2"].gt(0) & levels["floor_m2"].ge(LEAST_FLOOR_SHARE * largest)
    is_floor = levels["room_count"].gt(0) | has_floor | levels["standing"].gt(0)
    is_floor &= ~(levels["is_called_base"] & levels["room_count"].eq(0)) & levels["elevation_m"].notna()
    has_zero = levels["elevation_m"].abs().le(AT_ZERO_M).any()
    highest = levels.loc[is_floor | levels["has_roof"], "elevation_m"].max()
    bare = levels["room_count"].eq(0) & levels["standing"].eq(0)
    is_roof = (
        levels["is_called_roof"] | (bare & levels["has_roof"]) | (bare & levels["elevation_m"].eq(highest) & (len(levels) > 1))
    )
    is_below = levels["is_called_below"] | (levels["elevation_m"].le(-BELOW_ZERO_M) & has_zero)
    kinds = np.where(
        is_roof & levels["elevation_m"].notna(),
        "roof",
        np.where(~is_floor, "reference", np.where(is_below, "below_ground", "ordinary")),
    )
    return _without_steps(levels, kinds.tolist())


def _without_steps(levels: "pd.DataFrame", kinds: list[str]) -> list[str]:
    """Of floors that lie closer than a storey the lesser is between storeys."""
    order = sorted(range(len(levels)), key=lambda place: (levels["elevation_m"].iat[place], levels.index[place]))
    kept: int | None = None
    for place in (place for place in order if kinds[place] in ("ordinary", "below_ground")):
        if levels["is_called_between"].iat[place]:
            kinds[place] = "intermediate"
            continue
        if kept is not None and levels["elevation_m"].iat[place] - levels["elevation_m"].iat[kept] < LEAST_STOREY_M:
            lesser = min((place, kept), key=lambda one: (levels["room_count"].iat[one], levels["floor_m2"].iat[one], one != kept))
            kinds[lesser] = "intermediate"
            kept = kept if lesser == place else place
            continue
        kept = place
    return kinds


def _above(levels: "pd.DataFrame") -> Iterator[tuple[int, int]]:
    """Each level and the next floor or roof above it."""
    for _, own in levels.groupby("building", sort=True):
        floors = own[own["storey_kind"].isin(FLOOR_KINDS)].sort_values(["elevation_m", "storey_kind"], kind="stable")
        for step_id, level in own[~own["storey_kind"].isin(("roof", "reference"))].iterrows():
            higher = floors[floors["elevation_m"] > level["elevation_m"] + LEAST_STOREY_M]
            if len(higher):
                yield step_id, higher.index[0]


def _roofs_over(model: _Model, levels: "pd.DataFrame") -> Iterator[tuple[int, float]]:
    """Each topmost level without a roof's level, and the top of the level roof that covers at least half of it."""
    topmost = levels[levels["storey_kind"].eq("ordinary") & levels["above_step_id"].isna()]
    shapes = model.shapes[model.shapes["ifc_class"].isin((*SLABS, "IfcRoof"))]
    shapes = shapes[(shapes["max_z_m"] - shapes["min_z_m"]).le(LEVEL_ROOF_M)]
    for step_id, level in topmost.iterrows():
        own = model.rooms[model.rooms["storey_step_id"].eq(step_id)]
        floor = shapely.union_all(shapely.from_wkb(own["floor"].to_numpy(object)))
        over = shapes[shapes["building"].eq(level["building"]) & shapes["min_z_m"].gt(level["elevation_m"] + LEAST_STOREY_M)]
        if floor.area <= 0 or over.empty:
            continue
        for top, some in over.groupby(over["max_z_m"].round(2), sort=True):
            if shapely.intersection(shapely.union_all(some["outline"].to_numpy(object)), floor).area >= floor.area / 2:
                yield int(step_id), float(top)
                break


def _storey_rows(model_id: str, levels: "pd.DataFrame") -> Iterator[dict[str, object]]:
    for step_id, level in levels.iterrows():
        if not np.isfinite(level["elevation_m"]):
            continue
        numbers = ("storey_height_m", "slab_area_m2", "least_clear_height_m", "median_clear_height_m")
        yield {
            "model_id": model_id, "step_id": step_id, "global_id": level["global_id"],
            "building_step_id": int(level["building"]) or None, "storey_kind": level["storey_kind"],
            "elevation_m": level["elevation_m"], "above_step_id": level["above_step_id"], "room_count": int(level["room_count"]),
            **{name: _number(level[name]) for name in numbers},
        }  # fmt: skip


def _building_rows(model_id: str, elements: "pd.DataFrame", model: _Model, levels: "pd.DataFrame") -> Iterator[dict[str, object]]:
    for building in elements[elements["ifc_class"].isin(BUILDINGS)].itertuples():
        own = levels[levels["building"].eq(building.step_id)]
        shapes = model.shapes[model.shapes["building"].eq(building.step_id)]
        kinds = own["storey_kind"].value_counts()
        footprint = _footprint(own, shapes, model.rooms)
        ground = own.loc[own["storey_kind"].eq("ordinary"), "elevation_m"].min()
        top = _roof_surface(own, shapes, footprint)
        yield {
            "model_id": model_id, "step_id": building.step_id, "global_id": building.global_id,
            "height_m": _number(top - ground) if top is not None and top > ground else None,
            "storeys_above": int(kinds.get("ordinary", 0)) if len(own) else None,
            "storeys_below": int(kinds.get("below_ground", 0)) if len(own) else None,
            "footprint_area_m2": _number(footprint), "floor_area_m2": _number(_floor_area(own, model.rooms)),
        }  # fmt: skip


def _footprint(levels: "pd.DataFrame", shapes: "pd.DataFrame", rooms: "pd.DataFrame") -> float:
    """Area covered at the lowest storey above ground, m²; NaN where nothing has a shape."""
    ground = levels[levels["storey_kind"].eq("ordinary")].sort_values("elevation_m").index[:1]
    walls = shapes[shapes["storey_step_id"].isin(ground) & ~shapes["ifc_class"].isin(COLUMNS)]
    floors = shapely.from_wkb(rooms.loc[rooms["storey_step_id"].isin(ground), "floor"].to_numpy(object))
    covered = shapely.union_all(np.concatenate([walls["outline"].to_numpy(object), floors]))
    filled = shapely.union_all([shapely.Polygon(piece.exterior) for piece in shapely.get_parts(covered) if piece.area > 0])
    return float(filled.area) or float("nan")


def _roof_surface(levels: "pd.DataFrame", shapes: "pd.DataFrame", footprint_m2: float) -> float | None:
    """Height of the roof's surface: of a level roof its top, of a pitched one halfway between eaves and ridge."""
    roofs = shapes[shapes["ifc_class"].isin((*SLABS, "IfcRoof"))]
    is_pitched = (roofs["max_z_m"] - roofs["min_z_m"]).gt(LEVEL_ROOF_M)
    roofs = roofs.assign(surface=np.where(is_pitched, (roofs["min_z_m"] + roofs["max_z_m"]) / 2, roofs["max_z_m"]))
    roofs = roofs.sort_values("surface", ascending=False, kind="stable")
    covered = roofs["footprint_area_m2"].cumsum()
    roofs = roofs[covered.ge(ROOF_SHARE * footprint_m2)]
    named = levels.loc[levels["storey_kind"].eq("roof"), "elevation_m"]
    lowest_roof = float(named.min()) if len(named) else None
    if len(roofs) and (lowest_roof is None or roofs["surface"].iat[0] > lowest_roof - LEAST_STOREY_M):
        return float(roofs["surface"].iat[0])
    if lowest_roof is not None:
        return lowest_roof
    walls = shapes.loc[shapes["ifc_class"].isin(WALLS), "max_z_m"]
    return float(walls.median()) if len(walls) and levels["storey_kind"].eq("ordinary").sum() == 1 else None


def _floor_area(levels: "pd.DataFrame", rooms: "pd.DataFrame") -> float:
    """Area of the rooms; of storeys without rooms, of their slabs."""
    floors = levels[levels["storey_kind"].isin(("ordinary", "below_ground", "intermediate"))]
    of_rooms = rooms.groupby("storey_step_id")["floor_area_m2"].sum().reindex(floors.index)
    area = of_rooms.fillna(floors["slab_area_m2"]).sum(min_count=1)
    return float(area)


def _number(value: float) -> float | None:
    return round(float(value), ROUNDED) if np.isfinite(value) else None
