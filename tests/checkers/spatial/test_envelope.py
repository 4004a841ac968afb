"""Windows, façades and envelopes: a house by hand, and real models by a second way.

The second way is ifcopenshell's own geometry: faces of outer walls by their normals, openings by their boxes.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from checkers.measurements import measure
from checkers.spatial.facades import orientation_of
from cim_schema.tables import TABLES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured(shared: Path, read, shapes):
    """File below ``shared/ifc`` → table → frame."""
    kept: dict[str, dict[str, pd.DataFrame]] = {}

    def give(name: str) -> dict[str, pd.DataFrame]:
        if name not in kept:
            path = shared / "ifc" / name
            tables = {**read(path), **shapes(path)}
            found = measure(tables)
            wanted = ("msr_window", "msr_facade", "msr_envelope", "msr_outer_wall", "msr_room")
            kept[name] = {table: found[table].to_pandas() for table in wanted} | {"ifc_element": tables["ifc_element"].to_pandas()}
        return kept[name]

    return give


FZK = "fzk/AC20-FZK-Haus.ifc"
DUPLEX = "duplex/Duplex_A_20110907.ifc"


@pytest.mark.parametrize(
    ("azimuth", "orientation"),
    [(0, "N"), (59.9, "N"), (60, "E"), (149.9, "E"), (150, "S"), (210, "S"), (210.1, "W"), (300, "W"), (300.1, "N"), (360, "N")],
)
def test_orientations_of_cold_zones(azimuth: float, orientation: str) -> None:
    assert orientation_of(azimuth) == orientation


def faces(path: Path, classes: tuple[str, ...], is_wanted) -> dict[int, list[tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    """By ifcopenshell: step id → normals, areas and centres of its triangles."""
    import ifcopenshell
    import ifcopenshell.geom

    file = ifcopenshell.open(str(path))
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    found = {}
    for ifc_class in classes:
        for element in file.by_type(ifc_class):
            if is_wanted(element):
                shape = ifcopenshell.geom.create_shape(settings, element)
                vertices = np.array(shape.geometry.verts).reshape(-1, 3)
                corners = vertices[np.array(shape.geometry.faces).reshape(-1, 3)]
                normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
                doubled = np.linalg.norm(normals, axis=1)
                found[element.id()] = (normals / np.maximum(doubled, 1e-12)[:, None], doubled / 2, corners.mean(axis=1))
    return found


def test_outer_walls_of_the_fzk_house_by_a_second_way(shared: Path, measured) -> None:
    # The outer walls say so in their names; their outer faces are those on the rectangle of 12 m × 10 m.
    walls = faces(shared / "ifc" / FZK, ("IfcWall",), lambda wall: "-Ext-" in wall.Name)
    centres = np.concatenate([one[2] for one in walls.values()])
    low, high = centres.min(axis=0), centres.max(axis=0)
    by_wall = {}
    for step_id, (normals, areas, at) in walls.items():
        outer = np.zeros(len(areas), bool)
        for axis in (0, 1):
            outer |= (normals[:, axis] > 0.99) & (at[:, axis] > high[axis] - 0.01)
            outer |= (normals[:, axis] < -0.99) & (at[:, axis] < low[axis] + 0.01)
        # Below the floor lies the foundation's edge.
        outer &= at[:, 2] > 0
        if areas[outer].sum() > 0.5:
            by_wall[step_id] = areas[outer].sum()
    table = measured(FZK)["msr_outer_wall"].set_index("step_id")["outer_area_m2"]
    assert set(table.index) == set(by_wall)
    for step_id, area in by_wall.items():
        assert table[step_id] == pytest.approx(area, rel=0.01), step_id


def test_windows_of_the_fzk_house(measured) -> None:
    windows = measured(FZK)["msr_window"]
    # Nine of 2.00 × 1.20 m on the ground floor and two of 1.00 × 1.00 m under the roof; north lies 50° to the east of y.
    assert sorted(windows["area_m2"].round(3)) == [1.0] * 2 + [2.4] * 9
    assert windows["is_exterior"].all()
    assert sorted(windows["azimuth_deg"].round()) == [40] * 3 + [130] * 2 + [220] * 3 + [310] * 3


@pytest.mark.parametrize("name", [FZK, DUPLEX])
def test_window_openings_by_a_second_way(name: str, shared: Path, measured) -> None:
    """The holes that windows fill, as ifcopenshell makes them, are as large as the windows that fill them."""
    import ifcopenshell
    import ifcopenshell.geom

    file = ifcopenshell.open(str(shared / "ifc" / name))
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    windows = measured(name)["msr_window"]
    total = measured_total = 0.0
    for window in windows[windows["glazed_part"].eq("window")].itertuples():
        opening = file.by_id(window.step_id).FillsVoids[0].RelatingOpeningElement
        corners = np.array(ifcopenshell.geom.create_shape(settings, opening).geometry.verts).reshape(-1, 3)
        width, depth = sorted(np.ptp(corners[:, :2], axis=0), reverse=True)
        assert depth < width + 1e-6
        total += width * np.ptp(corners[:, 2])
        measured_total += window.area_m2
    assert measured_total == pytest.approx(total, rel=0.01)


def test_shape_of_the_duplex_by_hand(measured) -> None:
    (row,) = measured(DUPLEX)["msr_envelope"].to_dict("records")
    # 8.80 m × 17.80 m seen from above, two storeys of 3.10 m and 2.90 m and a flat roof.
    assert row["storeys_above"] == 2
    assert row["floor_area_m2"] == pytest.approx(2 * 8.8 * 17.8, rel=0.01)
    assert row["roof_area_m2"] == pytest.approx(8.8 * 17.8, rel=0.01)
    height = row["volume_m3"] / (8.8 * 17.8)
    assert 6.0 < height < 7.0
    assert row["wall_area_m2"] == pytest.approx(2 * (8.8 + 17.8) * height, rel=0.01)


def test_volume_of_the_fzk_house_by_a_second_way(measured) -> None:
    """A box of 12 m × 10 m × 2.70 m, and a prism under the roof that rises 30° from both long sides."""
    (row,) = measured(FZK)["msr_envelope"].to_dict("records")
    ridge = row["volume_m3"] - 12 * 10 * 2.7
    # The prism alone holds 173 m³; the roof is 0.2 m thick, and its surface lies so much higher.
    prism = 12 * 10 * (5 * np.tan(np.pi / 6)) / 2
    assert prism < ridge < prism + 12 * 10 * 0.75


def test_rooms_behind_windows_are_those_that_the_boundaries_tell(shared: Path, measured) -> None:
    """Of the Duplex, whose author drew space boundaries: the rooms by where they lie are the same."""
    tables = measured(DUPLEX)
    names = tables["ifc_element"].set_index("step_id")["name"]
    windows = tables["msr_window"]
    lit = windows.groupby(windows["room_step_id"].map(names)).size().to_dict()
    assert lit == {"A102": 2, "A103": 1, "A202": 4, "A203": 5, "A201": 1, "B102": 2, "B103": 1, "B202": 4, "B203": 5, "B201": 1}


def turned(tables, degrees: float):
    """The same model, turned about z and moved far off; its north turns with it."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cos, -sin, 0, 5000], [sin, cos, 0, -3000], [0, 0, 1, 70], [0, 0, 0, 1]])
    geometry = tables["ifc_geometry"].to_pandas()
    store = {row["shape_key"]: row for row in tables["ifc_shape"].to_pylist()}
    for place, row in geometry.iterrows():
        matrix = turn @ np.asarray(row["placement"]).reshape(4, 4)
        geometry.at[place, "placement"] = matrix.ravel().tolist()
        if row["shape_key"]:
            corners = np.frombuffer(store[row["shape_key"]]["vertices"], "<f4").reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3]
            for axis, name in enumerate("xyz"):
                geometry.at[place, f"min_{name}_m"] = corners[:, axis].min()
                geometry.at[place, f"max_{name}_m"] = corners[:, axis].max()
    spatial = tables["ifc_spatial"].to_pandas()
    spatial["elevation_m"] += 70
    model = tables["ifc_model"].to_pandas()
    x, y = model["true_north_x"].fillna(0.0), model["true_north_y"].fillna(1.0)
    model["true_north_x"], model["true_north_y"] = cos * x - sin * y, sin * x + cos * y
    changed = {"ifc_geometry": geometry, "ifc_spatial": spatial, "ifc_model": model}
    return {**tables, **{name: TABLES[name].from_columns(dict(frame.items())) for name, frame in changed.items()}}


@pytest.mark.parametrize("name", [FZK, DUPLEX])
def test_turning_and_moving_changes_nothing(name: str, shared: Path, read, shapes, measured) -> None:
    path = shared / "ifc" / name
    found = measure(turned({**read(path), **shapes(path)}, 37.0))
    before = measured(name)
    (one,), (other,) = before["msr_envelope"].to_dict("records"), found["msr_envelope"].to_pylist()
    for column in ("wall_area_m2", "roof_area_m2", "volume_m3", "shape_coefficient", "floor_area_m2"):
        assert other[column] == pytest.approx(one[column], rel=2e-3), column
    windows = found["msr_window"].to_pandas().set_index("step_id")
    wanted = before["msr_window"].set_index("step_id")
    assert windows["azimuth_deg"].dropna().to_dict() == pytest.approx(wanted["azimuth_deg"].dropna().to_dict(), abs=0.01)
    assert windows["area_m2"].to_dict() == pytest.approx(wanted["area_m2"].to_dict(), abs=1e-4)
    assert windows["room_step_id"].dropna().to_dict() == wanted["room_step_id"].dropna().to_dict()
