import json
import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely

from cim_schema.tables import TABLES
from pipelines.cim.city_objects import build_city_objects
from pipelines.cim.outlines import outline_of_parts, outline_of_sheet

EAST, NORTH, HEIGHT = 500_100.0, 3_930_000.0, 700.0
COS, SIN = math.cos(math.radians(30)), math.sin(math.radians(30))


def build(tables):
    model_id = tables["ifc_element"]["model_id"][0].as_py()
    return build_city_objects(tables, model_id=model_id, project_code="SCH", part="arch", version_id="v1")


def by_step(tables):
    return {row["step_id"]: row for row in build(tables)["cim_city_object"].to_pylist()}


def gauss_krueger(lon_deg, lat_deg, central_meridian_deg):
    """East and north on the CGCS2000 ellipsoid by Krüger's series to n⁴; written here, so that pyproj is not its own witness."""
    a, f = 6_378_137.0, 1 / 298.257222101
    n = f / (2 - f)
    radius = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3, 13 / 48 * n**2 - 3 / 5 * n**3, 61 / 240 * n**3)
    lat, away = math.radians(lat_deg), math.radians(lon_deg - central_meridian_deg)
    e = 2 * math.sqrt(n) / (1 + n)
    t = math.sinh(math.atanh(math.sin(lat)) - e * math.atanh(e * math.sin(lat)))
    xi, eta = math.atan2(t, math.cos(away)), math.atanh(math.sin(away) / math.hypot(1, t))
    north = xi + sum(c * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, c in enumerate(alpha, 1))
    east = eta + sum(c * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, c in enumerate(alpha, 1))
    return 500_000 + radius * east, radius * north


def test_a_wall_stands_on_the_map_where_hand_arithmetic_puts_it(make_tables):
    wall = by_step(make_tables())[11]
    corners = {tuple(np.round(c, 6)) for c in shapely.get_coordinates(shapely.from_wkb(wall["footprint_map"]))}
    by_hand = {(EAST + COS * x - SIN * y, NORTH + SIN * x + COS * y) for x in (2.0, 3.0) for y in (0.0, 0.2)}
    assert len(corners) == 4
    assert all(min(math.dist(corner, hand) for hand in by_hand) < 1e-4 for corner in corners)
    assert (wall["min_height_m"], wall["max_height_m"]) == (HEIGHT, HEIGHT + 3)


def test_longitude_and_latitude_lead_back_to_the_same_millimetre(make_tables):
    wall = by_step(make_tables())[11]
    exact = shapely.get_coordinates(shapely.from_wkb(wall["footprint_map"]))
    searched = shapely.get_coordinates(shapely.from_wkb(wall["geom"]))
    back = [gauss_krueger(lon, lat, 114) for lon, lat in searched]
    assert np.abs(np.array(back) - exact).max() < 1e-3


def test_the_mesh_and_its_matrix_give_the_same_corners_as_the_outline(make_tables):
    tables = make_tables()
    wall = by_step(tables)[11]
    matrix = np.array(wall["map_matrix"]).reshape(4, 4)
    far_corner = matrix @ [1.0, 0.2, 3.0, 1.0]
    assert far_corner[:3] == pytest.approx([EAST + COS * 3 - SIN * 0.2, NORTH + SIN * 3 + COS * 0.2, HEIGHT + 3], abs=1e-6)


def test_an_object_says_whether_its_mesh_is_closed_and_nothing_where_it_has_none(make_tables):
    tables = make_tables()
    rows = tables["ifc_geometry"].to_pylist()
    tables["ifc_geometry"] = TABLES["ifc_geometry"].from_rows([row | {"is_closed": row["step_id"] != 11} for row in rows])
    found = by_step(tables)
    assert [found[step]["is_closed"] for step in (10, 11, 4)] == [True, False, None]


def test_the_tree_goes_from_site_to_wall_and_leaves_out_the_project(make_tables):
    rows = by_step(make_tables())
    assert [rows[s]["city_family"] for s in (2, 3, 4, 10)] == ["site", "building", "storey", "element"]
    assert [rows[s]["city_object_type"] for s in (2, 3, 4, 10)] == [
        "LandUse",
        "Building",
        "BuildingStorey",
        "BuildingConstructiveElement",
    ]
    assert [rows[s]["parent_city_object_id"] for s in (2, 3, 10)] == [None, rows[2]["city_object_id"], rows[4]["city_object_id"]]
    assert 1 not in rows


def test_a_storey_without_a_shape_takes_outline_and_heights_from_its_walls(make_tables):
    rows = by_step(make_tables())
    outline = shapely.from_wkb(rows[4]["footprint_map"])
    assert outline.area == pytest.approx(11 * 0.2, rel=1e-3)  # The hull of six walls in a row, 2 m apart.
    assert (rows[4]["min_height_m"], rows[4]["max_height_m"]) == (HEIGHT, HEIGHT + 3)
    assert rows[4]["shape_key"] is None


def test_the_worst_finding_and_the_properties_come_with_the_object(make_tables):
    rows = by_step(make_tables())
    assert (rows[11]["worst_outcome"], rows[10]["worst_outcome"]) == ("fail", None)
    assert json.loads(rows[10]["attributes"]) == {"Pset_WallCommon.IsExternal": True}


def test_what_the_type_says_is_inherited_and_the_occurrence_goes_first(make_tables):
    tables = make_tables()
    model_id = tables["ifc_element"]["model_id"][0].as_py()
    told = {"model_id": model_id, "pset_name": "P", "pset_class": "IfcPropertySet", "property_kind": "single",
            "value_role": "value",
            "value_index": 0, "data_type": "IfcLabel", "unit": ""}  # fmt: skip
    tables["ifc_property"] = TABLES["ifc_property"].from_rows([
        {**told, "step_id": 99, "holder": "type", "property_name": "A", "value": "of the type"},
        {**told, "step_id": 99, "holder": "type", "property_name": "B", "value": "of the type"},
        {**told, "step_id": 10, "holder": "occurrence", "property_name": "B", "value": "own"},
    ])  # fmt: skip
    rows = tables["ifc_element"].to_pylist()
    tables["ifc_element"] = TABLES["ifc_element"].from_rows(
        [row | {"type_step_id": 99 if row["step_id"] == 10 else None} for row in rows]
    )
    assert json.loads(by_step(tables)[10]["attributes"]) == {"P.A": "of the type", "P.B": "own"}


def test_classes_come_with_their_edition_from_the_object_and_from_its_type(make_tables):
    tables = make_tables()
    model_id = tables["ifc_element"]["model_id"][0].as_py()
    wall = {"system_name": "GB/T 51269", "system_edition": "2017", "identification": "14-10.20.03", "reference_name": "砌体墙"}
    above = {"system_name": "GB/T 51269", "identification": "14-10.20"}
    tables["ifc_classification"] = TABLES["ifc_classification"].from_rows([
        {"model_id": model_id, "holder": holder, "association_step_id": 300 + number, **told}
        for number, (holder, told) in enumerate([
            ("occurrence", {"step_id": 10, "depth": 0, **wall}), ("occurrence", {"step_id": 10, "depth": 1, **above}),
            ("type", {"step_id": 99, "depth": 0, "identification": "B.2"}),
        ])
    ])  # fmt: skip
    rows = tables["ifc_element"].to_pylist()
    tables["ifc_element"] = TABLES["ifc_element"].from_rows(
        [row | {"type_step_id": 99 if row["step_id"] in {10, 11} else None} for row in rows]
    )
    found = by_step(tables)
    own = {"system": "GB/T 51269", "edition": "2017", "code": "14-10.20.03", "name": "砌体墙"}
    assert json.loads(found[10]["classifications"]) == [{"code": "B.2"}, own]
    assert json.loads(found[11]["classifications"]) == [{"code": "B.2"}]
    assert found[12]["classifications"] is None


def test_levels_follow_the_units_of_a_model(make_tables):
    tables = make_tables()
    rows = tables["ifc_element"].to_pylist()
    tables["ifc_element"] = TABLES["ifc_element"].from_rows(
        [row | {"ifc_class": "IfcReinforcingBar" if row["step_id"] == 11 else row["ifc_class"]} for row in rows]
    )
    levels = {row["ifc_class"]: row["cim_level"] for row in by_step(tables).values()}
    # GB/T 51301-2018, 4.2.2 and its explanation: a wall is a component, a bar of reinforcement a part.
    assert levels == {"IfcSite": 4, "IfcBuilding": 4, "IfcBuildingStorey": 5, "IfcWall": 6, "IfcReinforcingBar": 7}


@pytest.mark.parametrize(
    ("properties", "classes", "code"),
    [
        ([(3, "房屋建筑统一编码", " 140502-0001 ")], [], "140502-0001"),
        ([], [(3, "JGJ/T 496-2022", "140502-0001")], "140502-0001"),
        ([(3, "BuildingCode", "140502-0001")], [(3, "JGJ/T 496-2022", "140502-0001")], "140502-0001"),
        ([(3, "房屋编码", "140502-0001")], [(3, "JGJ/T 496-2022", "140502-0002")], None),
        ([(10, "房屋编码", "140502-0001"), (3, "编码", "7")], [(3, "GB/T 51269", "10-01")], None),
    ],
)
def test_the_code_of_a_building_is_a_key_where_the_model_gives_one(make_tables, properties, classes, code):
    tables = make_tables()
    model_id = tables["ifc_element"]["model_id"][0].as_py()
    (external,) = tables["ifc_property"].to_pylist()
    tables["ifc_property"] = TABLES["ifc_property"].from_rows(
        [external | {"step_id": step, "property_name": name, "value": value} for step, name, value in properties]
    )
    tables["ifc_classification"] = TABLES["ifc_classification"].from_rows([
        {"model_id": model_id, "holder": "occurrence", "association_step_id": 300, "step_id": step, "depth": 0,
         "system_name": system, "identification": said}
        for step, system, said in classes
    ])  # fmt: skip
    found = by_step(tables)
    assert {step: row["building_code"] for step, row in found.items()} == dict.fromkeys(found) | {3: code}


def test_repeated_global_ids_are_told_apart_by_the_step(make_tables):
    tables = make_tables()
    rows = tables["ifc_element"].to_pylist()
    same = [row | {"global_id": "x" * 22 if row["step_id"] in {10, 11} else row["global_id"]} for row in rows]
    tables["ifc_element"] = TABLES["ifc_element"].from_rows(same)
    rows = by_step(tables)
    assert {rows[10]["city_object_id"], rows[11]["city_object_id"]} == {"SCH/arch/step-10", "SCH/arch/step-11"}
    assert rows[12]["city_object_id"] == f"SCH/arch/{12:022d}"


def test_a_model_without_a_place_is_kept_and_says_so(make_tables):
    rows = by_step(make_tables(crs=None))
    assert {(row["is_placed"], row["crs"], row["geom"]) for row in rows.values()} == {(False, None, None)}
    assert shapely.from_wkb(rows[10]["footprint_map"]).bounds == pytest.approx((0, 0, 1, 0.2), abs=1e-6)


def test_a_ring_of_aggregation_is_cut(make_tables):
    tables = make_tables()
    rows = [
        row | {"parent_step_id": 4 if row["step_id"] == 2 else row["parent_step_id"]} for row in tables["ifc_element"].to_pylist()
    ]
    tables["ifc_element"] = TABLES["ifc_element"].from_rows(rows)
    objects = by_step(tables)
    parents = {row["city_object_id"]: row["parent_city_object_id"] for row in objects.values()}
    for start in parents:
        seen = set()
        while start is not None:
            assert start not in seen
            seen.add(start)
            start = parents[start]


def test_a_door_belongs_to_the_storey_and_its_opening_is_no_city_object(make_tables):
    tables = make_tables()
    model_id = tables["ifc_element"]["model_id"][0].as_py()
    more = [
        {"step_id": 200, "ifc_class": "IfcOpeningElement", "family": "feature", "parent_step_id": 10, "container_step_id": 4},
        {"step_id": 201, "ifc_class": "IfcDoor", "family": "element", "parent_step_id": 200, "container_step_id": 4},
        {"step_id": 202, "ifc_class": "IfcPlate", "family": "element", "parent_step_id": 201, "container_step_id": 4},
    ]
    rows = tables["ifc_element"].to_pylist() + [{"model_id": model_id, "is_product": True, **row} for row in more]
    tables["ifc_element"] = TABLES["ifc_element"].from_rows(rows)
    objects = by_step(tables)
    assert 200 not in objects
    assert objects[201]["parent_city_object_id"] == objects[4]["city_object_id"]
    assert objects[202]["parent_city_object_id"] == objects[201]["city_object_id"]


def test_a_part_is_built_from_its_own_model_only(make_tables):
    one, other = make_tables(walls=3), make_tables(walls=5, model="b", part="struct")
    both = {name: TABLES[name].checked(pa.concat_tables([one[name], other[name]])) for name in one if name != "ifc_shape"}
    built = build_city_objects(
        both | {"ifc_shape": one["ifc_shape"]}, model_id="b" * 64, project_code="S", part="p", version_id="v"
    )
    assert pc.unique(built["cim_city_object"]["model_id"]).to_pylist() == ["b" * 64]
    assert len(built["cim_city_object"]) == 8


def test_ground_makes_an_outline_and_walls_only_a_hull():
    slab, wall, far_wall = shapely.box(0, 0, 4, 4), shapely.box(0, 4, 4, 4.5), shapely.box(10, 0, 10.2, 4)
    assert outline_of_parts([("IfcSlab", slab), ("IfcWall", wall)]).area == pytest.approx(16)
    assert outline_of_parts([("IfcWall", wall), ("IfcWall", far_wall)]).area > wall.area + far_wall.area + 20
    assert outline_of_parts([("IfcWall", shapely.Polygon())]) is None


def test_an_upright_sheet_is_a_strip_of_a_centimetre():
    strip = outline_of_sheet(np.array([[0.0, 0.0], [3.0, 4.0], [1.5, 2.0]]))
    assert strip.is_valid
    assert strip.area == pytest.approx(5.01 * 0.01, rel=1e-6)
