"""Blurred coordinates: what nobody can find out from a release, and what stays true in it."""

import json
import math

import geopandas
import numpy as np
import pyproj
import pytest
import shapely

from cim_schema.tables import TABLES
from pipelines.cim.delivery import Delivery, build_version
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.flows.releasing import FORMATS, publish
from pipelines.publish.blurred import blur_city
from pipelines.runtime.mesh import Mesh
from tests.pipelines.conftest import DAY

STEP_M = 100.0
LOCAL_GRID = "+proj=tmerc +lat_0=0 +lon_0=112.8333333 +k=1 +x_0=40000 +y_0=-3800000 +ellps=GRS80 +units=m +no_defs"


def place(east, north, height, turn_deg=30.0):
    turn = math.radians(turn_deg)
    matrix = np.eye(4)
    matrix[:2, :2] = [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]
    matrix[:3, 3] = east, north, height
    return matrix


@pytest.fixture
def city(tmp_path, make_tables):
    """The base layer of one project that stands at a place; everything else in it is the same, wherever it stands."""

    def build(east, north, height, *, crs="EPSG:4547", further=(), mesh=None, name="s"):
        tables = make_tables(crs=crs, mesh=mesh)
        (reference,) = tables["geo_reference"].to_pylist()
        reference["local_to_map"] = place(east, north, height).ravel().tolist()
        tables["geo_reference"] = TABLES["geo_reference"].from_rows([reference])
        tables["ifc_property"] = TABLES["ifc_property"].from_rows([
            *tables["ifc_property"].to_pylist(),
            *({**tables["ifc_property"].to_pylist()[0], "pset_name": "ePSet_MapConversion", "property_name": told,
               "value": repr(value), "value_number": value, "data_type": "IfcLengthMeasure"}
              for told, value in (("Eastings", east), ("Northings", north), ("OrthogonalHeight", height))),
        ])  # fmt: skip
        finding = tables["chk_finding"].to_pylist()[0]
        tables["chk_finding"] = TABLES["chk_finding"].from_rows([
            finding | {"text_params": json.dumps({"east": east}), "observed": f"{east:.3f}, {north:.3f}", "observed_value": east,
                       "evidence_inputs": json.dumps({"north": north, "height": height})},
        ])  # fmt: skip
        rows = tables["ifc_element"].to_pylist()
        rows[5]["name"] = f"控制点 X={north:.2f} Y={east:.2f}"
        tables["ifc_element"] = TABLES["ifc_element"].from_rows(rows)
        version = build_version(
            tables, model_id="a" * 64, version_id="SCH/arch/1", project_code="SCH", part="arch", file_name="arch.ifc",
            profile="baseline", ruleset_digest="rules",
        )  # fmt: skip
        store = GeoPackageStore(tmp_path / name / "cim.gpkg")
        store.apply(
            Delivery({"project_code": "SCH", "name": "某学校", "crs": crs, "vertical_crs": "EPSG:5737"}, (version, *further), DAY)
        )
        return store, f"gpkg:{tmp_path / name / 'cim.gpkg'}"

    return build


def standing(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_where_in_its_square_a_project_stands_changes_no_byte(city, tmp_path):
    for name, east, north, height in (("a", 500_100.0, 3_930_000.0, 700.0), ("b", 500_131.417, 3_930_022.093, 655.18)):
        _, url = city(east, north, height, name=name)
        publish(url, tmp_path / "out" / name, FORMATS, blur_m=STEP_M)
    one, other = standing(tmp_path / "out/a"), standing(tmp_path / "out/b")
    assert {name for name in one if one[name] != other.get(name)} == set()
    assert set(one) == set(other)


def test_the_middle_comes_to_the_middle_of_a_square_and_sizes_stay(city):
    store, _ = city(500_100.0, 3_930_000.0, 700.0)
    exact = store.read_tables()
    blurred = blur_city(exact, STEP_M)
    before, after = (shapely.from_wkb(one["cim_city_object"]["footprint_map"].drop_null().to_pylist()) for one in (exact, blurred))
    low, high = np.array(shapely.total_bounds(after)).reshape(2, 2)
    assert ((low + high) / 2 % STEP_M) == pytest.approx([50, 50], abs=0.001)
    assert np.hypot(*((low + high) / 2 - np.array(shapely.total_bounds(before)).reshape(2, 2).mean(axis=0))) <= STEP_M * math.sqrt(
        0.5
    )
    assert shapely.area(after) == pytest.approx(shapely.area(before), abs=1e-3)
    gaps = [shapely.distance(shapes[2], shapes[-1]) for shapes in (before, after)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.001)
    heights = blurred["cim_city_object"]["min_height_m"].drop_null().to_pylist()
    assert min(heights) == 0
    assert blurred["cim_project"]["name"].to_pylist() == ["某学校（坐标已模糊，方格 100 米）"]
    assert blurred["cim_project"]["vertical_crs"].to_pylist() == [None]


def test_no_file_has_a_digit_of_the_true_place(city, tmp_path):
    _, url = city(517_283.946, 3_968_174.392, 768.194)
    publish(url, tmp_path / "out", FORMATS, blur_m=STEP_M)
    for name, data in standing(tmp_path / "out").items():
        for told in (b"517283", b"3968174", b"768.19", b"17283.9"):
            assert told not in data, name
    frame = geopandas.read_parquet(tmp_path / "out/geoparquet/SCH_city_object.parquet")
    assert set(frame["attributes"]) == {"{}"}
    assert frame.loc[frame["global_id"] == f"{11:022d}", "name"].isna().item()


def test_the_parameters_of_a_citys_own_grid_are_not_told(city, tmp_path):
    _, url = city(30_100.0, 130_000.0, 700.0, crs=LOCAL_GRID)
    publish(url, tmp_path / "out", FORMATS, blur_m=STEP_M)
    blurred = GeoPackageStore(tmp_path / "out/cim.gpkg").read_tables()
    assert set(blurred["cim_city_object"]["crs"].drop_null().to_pylist()) == {"EPSG:4547"}
    for name, data in standing(tmp_path / "out").items():
        assert b"112.8333" not in data, name
        assert b"-3800000" not in data, name


def test_a_model_whose_own_coordinates_are_the_maps_does_not_tell_them_either(city, make_box, tmp_path):
    box = make_box(1, 0.2, 3)
    far = Mesh((box.vertices + np.array([4096, 8192, 512])).astype("f4"), box.faces)
    for name, crs in (("placed", "EPSG:4547"), ("unplaced", None)):
        store, _ = city(500_100.0, 3_930_000.0, 700.0, crs=crs, mesh=far, name=name)
        blurred = blur_city(store.read_tables(), STEP_M)
        (vertices,) = (np.frombuffer(one, "<f4") for one in blurred["cim_shape"]["vertices"].to_pylist())
        assert np.abs(vertices).max() < 3
        if crs is None:
            matrices = np.array(blurred["cim_city_object"]["map_matrix"].drop_null().to_pylist()).reshape(-1, 4, 4)
            assert np.abs(matrices[:, :2, 3]).max() < 20


def test_a_part_in_another_system_stays_beside_the_others(city, make_tables, tmp_path):
    # One place by two meridians (114° and 111° east), whose grids lie 1.7° apart in direction there: the outlines fall together.
    east, north = 409_300.0, 3_930_000.0
    to_other = pyproj.Transformer.from_crs("EPSG:4547", "EPSG:4546", always_xy=True)
    corner, ahead = (np.array(to_other.transform(east + x, north + y)) for x, y in ((0, 0), (1000, 0)))
    turned = math.degrees(math.atan2(*(ahead - corner)[::-1]))
    tables = make_tables(crs="EPSG:4546", part="old", model="b")
    (reference,) = tables["geo_reference"].to_pylist()
    reference["local_to_map"] = place(*corner, 700.0, 30 + turned).ravel().tolist()
    tables["geo_reference"] = TABLES["geo_reference"].from_rows([reference])
    other = build_version(
        tables, model_id="b" * 64, version_id="SCH/old/1", project_code="SCH", part="old", file_name="old.ifc", profile="baseline",
        ruleset_digest="rules",
    )  # fmt: skip
    store, _ = city(east, north, 700.0, further=[other])
    objects = blur_city(store.read_tables(), STEP_M)["cim_city_object"]
    assert set(objects["crs"].to_pylist()) == {"EPSG:4547"}
    outlines = {}
    for part, outline, family in zip(
        *(objects[name].to_pylist() for name in ("part", "footprint_map", "city_family")), strict=True
    ):
        if family == "element":
            outlines.setdefault(part, []).append(shapely.from_wkb(outline))
    for one, same in zip(outlines["arch"], outlines["old"], strict=True):
        assert shapely.hausdorff_distance(one, same) < 0.01
