"""Rooms of real models beside what their authors declared, sections through the solids, and each other.

The second method for floors: IfcOpenShell's solids in world coordinates, and the summed areas of their lowest triangles.
"""

from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.shape
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from checkers.spatial.footprints import measure_footprints
from checkers.spatial.rooms import measure_rooms
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore

pytestmark = pytest.mark.slow

MODELS = (
    "duplex/Duplex_A_20110907.ifc", "fzk/AC20-FZK-Haus.ifc", "pcert_ifc4/Building-Architecture.ifc", "office/Office_A_20110811.ifc",
    "whale/TallBuilding.ifc",
)  # fmt: skip
Tables = dict[str, pa.Table]
ReadTables = Callable[[Path], Tables]


@pytest.fixture(scope="module")
def model(shared: Path, read: ReadTables, shapes: ReadTables) -> Callable[[str], Tables]:
    def load(name: str) -> Tables:
        path = shared / "ifc" / name
        return read(path) | shapes(path)

    return load


def rooms_of(tables: Tables) -> pd.DataFrame:
    measured = measure_rooms(tables | measure_footprints(tables))["msr_room"].to_pandas()
    names = tables["ifc_element"].to_pandas().set_index("step_id")["name"]
    return measured.assign(name=names.reindex(measured["step_id"]).to_numpy())


def without_spaces(tables: Tables) -> Tables:
    elements = tables["ifc_element"].to_pandas()
    spaces = set(elements.loc[elements["ifc_class"].eq("IfcSpace"), "step_id"])
    kept = {}
    for name in ("ifc_element", "ifc_spatial", "ifc_geometry"):
        is_kept = [step not in spaces for step in tables[name]["step_id"].to_pylist()]
        kept[name] = tables[name].filter(pa.array(is_kept))
    return tables | kept


def turned(tables: Tables, angle_deg: float, away: tuple[float, float, float]) -> Tables:
    """The same model elsewhere: placements multiplied, boxes taken anew from the meshes."""
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    move = np.array([[cos, -sin, 0, away[0]], [sin, cos, 0, away[1]], [0, 0, 1, away[2]], [0, 0, 0, 1]])
    rows = tables["ifc_geometry"].to_pandas()
    meshes = MeshStore([tables["ifc_shape"]])
    placements, boxes = [], []
    for row in rows.itertuples():
        matrix = move @ np.array(row.placement).reshape(4, 4)
        placements.append(matrix.ravel().tolist())
        seen = meshes[row.shape_key].placed(matrix)
        boxes.append([*seen.min(axis=0), *seen.max(axis=0)])
    sides = [f"{end}_{axis}_m" for end in ("min", "max") for axis in "xyz"]
    rows[sides] = boxes
    rows["placement"] = placements
    levels = tables["ifc_spatial"].to_pandas()
    levels["elevation_m"] += away[2]
    elsewhere = {"ifc_geometry": rows, "ifc_spatial": levels}
    return tables | {name: TABLES[name].from_columns({c: rows[c].to_list() for c in rows}) for name, rows in elsewhere.items()}


@pytest.mark.parametrize("name", MODELS[:3])
def test_floors_are_those_of_another_engine(name: str, shared: Path, model: Callable[[str], Tables]) -> None:
    rooms = rooms_of(model(name)).set_index("step_id")
    file = ifcopenshell.open(shared / "ifc" / name)
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    looked_at = 0
    for space in file.by_type("IfcSpace"):
        made = ifcopenshell.geom.create_shape(settings, space).geometry
        corners = ifcopenshell.util.shape.get_vertices(made)[ifcopenshell.util.shape.get_faces(made)]
        heights = corners[:, :, 2]
        lowest = corners[(heights < heights.min() + 0.5).all(axis=1)]
        flat = np.cross(lowest[:, 1] - lowest[:, 0], lowest[:, 2] - lowest[:, 0])[:, 2]
        room = rooms.loc[space.id()]
        assert room["floor_area_m2"] == pytest.approx(np.abs(flat).sum() / 2, rel=0.01), space.Name
        assert (room["floor_z_m"], room["ceiling_z_m"]) == pytest.approx((heights.min(), heights.max()), abs=1e-4)
        looked_at += 1
    assert looked_at == len(rooms)


def test_floors_are_as_large_as_the_author_declared(model: Callable[[str], Tables]) -> None:
    """ArchiCAD writes GrossFloorArea of each zone of the FZK house."""
    tables = model(MODELS[1])
    declared = tables["ifc_quantity"].to_pandas()
    declared = declared[declared["quantity_name"].eq("GrossFloorArea")].set_index("step_id")["value_number"]
    rooms = rooms_of(tables).set_index("step_id")
    assert len(rooms) == 7
    assert rooms["floor_area_m2"].to_numpy() == pytest.approx(declared.reindex(rooms.index).to_numpy(), rel=0.01)


def test_volumes_of_an_office_over_its_floors(model: Callable[[str], Tables]) -> None:
    """All rooms of the office are extruded: area times height is the volume that Revit declares."""
    tables = model(MODELS[3])
    said = tables["ifc_property"].to_pandas()
    volume = said[said["property_name"].eq("Volume")].set_index("step_id")["value_number"]
    rooms = rooms_of(tables).set_index("step_id")
    assert len(rooms) == 99
    made = rooms["floor_area_m2"] * (rooms["ceiling_z_m"] - rooms["floor_z_m"])
    close = np.isclose(made, volume.reindex(rooms.index), rtol=0.01)
    assert close.all(), rooms[~close][["name", "floor_area_m2"]]


@pytest.mark.parametrize(
    ("name", "room", "short_m", "long_m"),
    [
        (MODELS[0], "A103", 2.230, 5.809),  # walls at 2.230 m and 5.809 m in the plan's coordinates
        (MODELS[1], "4", 4.05, 5.45),
        (MODELS[1], "2", 3.50, 3.71),
        (MODELS[2], "entry hall", 1.60, 3.80),
    ],
)
def test_short_sides_by_hand(name: str, room: str, short_m: float, long_m: float, model: Callable[[str], Tables]) -> None:
    (found,) = (row for row in rooms_of(model(name)).itertuples() if row.name == room)
    assert (found.short_side_m, found.rectangle_width_m, found.rectangle_length_m) == pytest.approx(
        (short_m, short_m, long_m), abs=0.01
    )


def test_clear_heights_by_hand(model: Callable[[str], Tables]) -> None:
    """The duplex: ceilings at 2.600 m over a finish of 19 mm. The tall building: slabs of 150 mm under floors at 4 m."""
    duplex = rooms_of(model(MODELS[0])).set_index("name")
    assert duplex.loc["A102", "clear_height_m"] == pytest.approx(2.581, abs=0.001)
    tall = rooms_of(model(MODELS[4]))
    assert tall.loc[tall["name"].eq("10"), "clear_height_m"].iloc[0] == pytest.approx(3.85, abs=0.001)


def test_rooms_from_walls_are_the_rooms_of_the_author(model: Callable[[str], Tables]) -> None:
    """With the spaces taken out, walls, doors and slabs alone give the same rooms, to 2 % of their floor.

    In the FZK house hall, living room and kitchen are open to one another: walls enclose the three as one.
    """
    for name, joined in ((MODELS[4], set()), (MODELS[1], {"1", "5", "6"})):
        tables = model(name)
        drawn = rooms_of(tables)
        drawn = drawn[~drawn["is_derived"] & drawn["floor_z_m"].lt(1.0)]
        derived = rooms_of(without_spaces(tables))
        assert derived["is_derived"].all()
        walled = shapely.from_wkb(derived.loc[derived["floor_z_m"].lt(1.0), "floor"].to_numpy(object))
        floors = dict(zip(drawn["name"], shapely.from_wkb(drawn["floor"].to_numpy(object)), strict=True))
        wanted = [floor for room, floor in floors.items() if room not in joined]
        wanted += [shapely.convex_hull(shapely.union_all([floors[room] for room in sorted(joined)]))] if joined else []
        assert len(walled) == len(wanted)
        for floor in wanted:
            shared_m2 = shapely.area(shapely.intersection(walled, floor)).max()
            assert shared_m2 / floor.area > (0.85 if joined and floor is wanted[-1] else 0.98), (name, floor.area)


def test_a_model_that_was_turned_and_moved_measures_the_same(model: Callable[[str], Tables]) -> None:
    """What differs from room to room by less than 2 mm is the grid of outlines."""
    for name in (MODELS[0], MODELS[1], MODELS[4]):
        tables = model(name)
        here, there = rooms_of(tables), rooms_of(turned(tables, 37, (1234.5, -678.9, 750.0)))
        key = ["step_id", "floor_area_m2"]
        here, there = (rows.assign(floor_area_m2=rows["floor_area_m2"].round(1)).sort_values(key) for rows in (here, there))
        for column in ("clear_height_m", "two_thirds_height_m", "short_side_m", "rectangle_width_m"):
            assert here[column].to_numpy() == pytest.approx(there[column].to_numpy(), abs=0.003), (name, column)


def test_broken_spaces_cost_their_own_row_only(model: Callable[[str], Tables]) -> None:
    """Spaces without a mesh have a box: nothing is measured of them, and of the others all."""
    tables = model(MODELS[2])
    rows = tables["ifc_geometry"].to_pandas()
    rows.loc[rows["step_id"].eq(89), "shape_key"] = None
    broken = tables | {"ifc_geometry": TABLES["ifc_geometry"].from_columns({c: rows[c].to_list() for c in rows})}
    assert rooms_of(broken)["name"].to_list() == ["entry hall"]
