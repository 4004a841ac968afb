import json
import math
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema_rs
import numpy as np
import pytest

from cim_schema.base_layer import BASE_LAYER
from cim_schema.errors import NotFound
from cim_schema.ifc_to_cityjson import CONSTRUCTION_PARTS
from pipelines.publish.cityjson import build_city_model, write_cityjson
from pipelines.runtime.mesh import Mesh

EAST, NORTH, HEIGHT = 500_100.0, 3_930_000.0, 700.0


def written(city, out, code="SCH"):
    return json.loads(write_cityjson(build_city_model(city, code), out).read_text(encoding="utf-8"))


def corners(document):
    transform = document["transform"]
    return np.array(document["vertices"], float) * transform["scale"] + transform["translate"]


def surfaces(geometry):
    """The flat surfaces of a geometry, each a list of rings."""
    boundaries = geometry["boundaries"]
    if geometry["type"] == "MultiLineString":
        return []
    for _ in range({"MultiSurface": 0, "CompositeSurface": 0, "Solid": 1, "MultiSolid": 2}[geometry["type"]]):
        boundaries = [inner for outer in boundaries for inner in outer]
    return boundaries


def indices(boundaries):
    return [boundaries] if isinstance(boundaries, int) else [i for inner in boundaries for i in indices(inner)]


def volume(points, shells):
    total = 0.0
    for shell in shells:
        for a, b, c in (points[ring] for (ring,) in shell):
            total += float(np.dot(a, np.cross(b, c))) / 6
    return total


def element(document, number):
    return document["CityObjects"][f"SCH/arch/{number:022d}"]


def schema_errors(document, shared):
    """Errors by the official schema."""
    return [error.message[:300] for error in official_schema(shared).iter_errors(document)]


@cache
def official_schema(shared):
    """The official schema, ready to hold documents against: in Rust, since in Python a building of some size takes minutes."""
    path = shared / "schemas/cityjson-2.0/cityjson.min.schema.json"
    return jsonschema_rs.validator_for(json.loads(path.read_text(encoding="utf-8")))


def assert_consistent(document):
    objects = document["CityObjects"]
    used = set()
    for name, described in objects.items():
        assert all(name in objects[parent]["children"] for parent in described.get("parents", []))
        assert all(name in objects[child]["parents"] for child in described.get("children", []))
        if described["type"] in CONSTRUCTION_PARTS:
            assert len(described["parents"]) == 1
        for geometry in described.get("geometry", []):
            for rings in surfaces(geometry):
                assert all(len(set(ring)) == len(ring) >= 3 for ring in rings)
            used.update(indices(geometry["boundaries"]))
    vertices = [tuple(vertex) for vertex in document["vertices"]]
    assert len(set(vertices)) == len(vertices), "a vertex occurs twice"
    assert used == set(range(len(vertices))), "a vertex is not used, or an index leads nowhere"


def test_the_file_says_its_system_and_extent(city_of, make_version, tmp_path):
    document = written(city_of(make_version()), tmp_path)
    assert (document["type"], document["version"]) == ("CityJSON", "2.0")
    assert document["metadata"]["referenceSystem"] == "https://www.opengis.net/def/crs/EPSG/0/4547"
    points = corners(document)
    assert document["metadata"]["geographicalExtent"] == pytest.approx([*points.min(axis=0), *points.max(axis=0)], abs=1e-6)
    assert document["transform"]["scale"] == [0.001, 0.001, 0.001]


def test_a_wall_is_a_solid_where_hand_arithmetic_puts_it(city_of, make_version, tmp_path):
    document = written(city_of(make_version()), tmp_path)
    wall = element(document, 11)
    (geometry,) = wall["geometry"]
    points = corners(document)
    cos, sin = math.cos(math.radians(30)), math.sin(math.radians(30))
    by_hand = [
        (EAST + cos * x - sin * y, NORTH + sin * x + cos * y, z) for x in (2, 3) for y in (0, 0.2) for z in (HEIGHT, HEIGHT + 3)
    ]
    found = points[sorted(set(indices(geometry["boundaries"])))]
    assert len(found) == 8
    assert all(np.abs(found - hand).max(axis=1).min() < 0.00051 for hand in np.array(by_hand))
    assert geometry["type"] == "Solid"
    assert volume(points - points[0], geometry["boundaries"]) == pytest.approx(0.6, rel=0.01)
    assert wall["attributes"]["global_id"] == f"{11:022d}"
    assert (wall["attributes"]["ifc_class"], wall["attributes"]["worst_outcome"]) == ("IfcWall", "fail")
    assert element(document, 10)["attributes"]["Pset_WallCommon.IsExternal"] is True


def test_parents_children_and_vertices_agree(city_of, make_version, tmp_path):
    document = written(city_of(make_version(walls=30), make_version(part="struct", model="b")), tmp_path)
    assert_consistent(document)
    kinds = Counter(described["type"] for described in document["CityObjects"].values())
    assert kinds == {"LandUse": 2, "Building": 2, "BuildingStorey": 2, "BuildingConstructiveElement": 36}


def test_the_official_schema_has_nothing_to_say(city_of, make_version, tmp_path, shared):
    assert schema_errors(written(city_of(make_version()), tmp_path), shared) == []


def test_the_schema_check_itself_sees_faults(city_of, make_version, tmp_path, shared):
    document = written(city_of(make_version()), tmp_path)
    element(document, 11).pop("parents")
    document.pop("transform")
    assert len(schema_errors(document, shared)) == 2


CJIO = """
import json, sys
from cjio import cityjson
model = cityjson.reader(open(sys.argv[1], encoding="utf-8"))
before = len(model.j["vertices"])
model.remove_duplicate_vertices()
model.remove_orphan_vertices()
def walls(part):
    return sum(one["type"] == "BuildingConstructiveElement" for one in part.j["CityObjects"].values())
box = model.get_subset_bbox([float(number) for number in sys.argv[2].split(",")])
told = {"of_type": walls(model.get_subset_cotype(["Building"])), "in_box": walls(box), "vertices": len(box.j["vertices"]),
        "epsg": model.get_epsg(), "cleaned": before - len(model.j["vertices"]), "tree": model.get_info()}
print(json.dumps(told))
"""


def test_cjio_opens_it_subsets_it_and_finds_no_vertex_to_clean(city_of, make_version, tmp_path):
    # In a process of its own: once cjio is imported, pyproj no longer knows the code of a system given as PROJJSON.
    path = write_cityjson(build_city_model(city_of(make_version()), "SCH"), tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", CJIO, str(path), "500000,3929900,500200,3930100"], capture_output=True, text=True, check=True
    )
    told = json.loads(run.stdout)
    assert (told["epsg"], told["cleaned"]) == (4547, 0)
    assert any("BuildingConstructiveElement (6)" in line for line in told["tree"])
    assert (told["of_type"], told["in_box"]) == (6, 6)
    assert told["vertices"] >= 6 * 8


def test_equal_rows_give_equal_bytes(city_of, make_version, tmp_path):
    city = city_of(make_version(walls=30))
    first = write_cityjson(build_city_model(city, "SCH"), tmp_path / "a").read_bytes()
    turned = {name: table.take(list(range(len(table)))[::-1]) for name, table in city.items()}
    sorted_again = {name: BASE_LAYER[name].checked(table) for name, table in turned.items()}
    assert write_cityjson(build_city_model(sorted_again, "SCH"), tmp_path / "b").read_bytes() == first


def test_a_storey_without_a_shape_has_its_outline(city_of, make_version, tmp_path):
    document = written(city_of(make_version()), tmp_path)
    (geometry,) = element(document, 4)["geometry"]
    assert (geometry["type"], geometry["lod"]) == ("MultiSurface", "0")
    points = corners(document)[geometry["boundaries"][0][0]]
    assert set(points[:, 2]) == {HEIGHT}
    x, y = points[:, 0], points[:, 1]
    assert np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) > 0, "the outer ring runs counter-clockwise"


def two_boxes(make_box, gap):
    one, other = make_box(1, 1, 1), make_box(1, 1, 1, (1 + gap, 0, 0))
    return Mesh(np.vstack([one.vertices, other.vertices]), np.vstack([one.faces, other.faces + len(one.vertices)]))


@pytest.mark.parametrize("gap", [0.0, 0.5])
def test_two_bodies_in_one_shape_are_two_solids_also_where_they_touch(gap, city_of, make_version, make_box, tmp_path):
    document = written(city_of(make_version(walls=2, mesh=two_boxes(make_box, gap))), tmp_path)
    (geometry,) = element(document, 10)["geometry"]
    assert geometry["type"] == "MultiSolid"
    points = corners(document)
    assert [volume(points - points[0], solid) for solid in geometry["boundaries"]] == pytest.approx([1, 1], rel=0.01)
    assert_consistent(document)


def test_a_hollow_body_is_a_solid_with_a_cavity(city_of, make_version, make_box, tmp_path):
    outside, inside = make_box(3, 3, 3), make_box(1, 1, 1, (1, 1, 1))
    hollow = Mesh(np.vstack([outside.vertices, inside.vertices]), np.vstack([outside.faces, inside.faces[:, ::-1] + 8]))
    document = written(city_of(make_version(walls=1, mesh=hollow)), tmp_path)
    (geometry,) = element(document, 10)["geometry"]
    assert (geometry["type"], len(geometry["boundaries"])) == ("Solid", 2)
    points = corners(document)
    assert volume(points - points[0], geometry["boundaries"]) == pytest.approx(26, rel=0.001)


def test_a_body_turned_inside_out_comes_out_right(city_of, make_version, make_box, tmp_path):
    box = make_box(1, 1, 1)
    document = written(city_of(make_version(walls=1, mesh=Mesh(box.vertices, box.faces[:, ::-1]))), tmp_path)
    (geometry,) = element(document, 10)["geometry"]
    points = corners(document)
    assert volume(points - points[0], geometry["boundaries"]) == pytest.approx(1, rel=0.01)


def test_faces_with_vertices_of_their_own_are_welded_to_a_solid(city_of, make_version, make_box, tmp_path):
    box = make_box(1, 1, 1)
    loose = Mesh(box.vertices[box.faces.reshape(-1)], np.arange(36, dtype="u4").reshape(-1, 3))
    document = written(city_of(make_version(walls=1, mesh=loose)), tmp_path)
    (geometry,) = element(document, 10)["geometry"]
    assert geometry["type"] == "Solid"
    assert len(set(indices(geometry["boundaries"]))) == 8


def test_an_open_shape_is_surfaces_and_triangles_without_area_are_gone(city_of, make_version, make_box, tmp_path):
    box = make_box(1, 1, 1)
    sliver = np.array([[0, 0, 0.0], [0.0001, 0, 0], [0, 0, 0.0001]], "f4")
    opened = Mesh(np.vstack([box.vertices, sliver]), np.vstack([box.faces[1:], [[8, 9, 10]]]).astype("u4"))
    document = written(city_of(make_version(walls=1, mesh=opened)), tmp_path)
    (geometry,) = element(document, 10)["geometry"]
    assert (geometry["type"], len(geometry["boundaries"])) == ("MultiSurface", 11)
    assert_consistent(document)


def test_a_part_without_a_place_has_no_geometry_beside_placed_ones(city_of, make_version, tmp_path):
    document = written(city_of(make_version(), make_version(part="mep", model="b", crs=None)), tmp_path)
    unplaced = {name: d for name, d in document["CityObjects"].items() if d["attributes"]["part"] == "mep"}
    assert len(unplaced) == 9
    assert all("geometry" not in d and d["attributes"]["is_placed"] is False for d in unplaced.values())
    assert corners(document).min(axis=0)[2] == pytest.approx(HEIGHT)


def test_a_project_without_a_place_stands_in_its_own_frame_and_names_no_system(city_of, make_version, tmp_path):
    document = written(city_of(make_version(crs=None)), tmp_path)
    assert "referenceSystem" not in document["metadata"]
    assert document["metadata"]["geographicalExtent"] == pytest.approx([0, 0, 0, 11, 0.2, 3], abs=0.001)


def test_a_part_in_another_system_is_moved_to_the_projects_own(city_of, make_version, tmp_path):
    other = make_version(part="old", model="b", crs="EPSG:4546")  # The same numbers, one meridian (111°) further west.
    document = written(city_of(make_version(), other), tmp_path)
    points = corners(document)
    used = indices(document["CityObjects"][f"SCH/old/{10:022d}"]["geometry"][0]["boundaries"])
    # Three degrees of longitude at 35.5° north: cos 35.5° × 111.32 km × 3.
    assert points[used][:, 0].mean() == pytest.approx(EAST - 272_000, abs=1_000)


def test_no_such_project_is_said(city_of, make_version, tmp_path):
    with pytest.raises(NotFound):
        write_cityjson(build_city_model(city_of(make_version()), "NONE"), tmp_path)
    assert not Path(tmp_path / "cityjson").exists()


def test_a_building_has_its_outline_and_a_closed_block_over_it(city_of, make_version, tmp_path):
    document = written(city_of(make_version()), tmp_path)
    outline, block, shell_seen = element(document, 3)["geometry"]
    assert (shell_seen["type"], shell_seen["lod"]) == ("MultiSurface", "2")
    assert (outline["type"], outline["lod"], block["type"], block["lod"]) == ("MultiSurface", "0", "Solid", "1")
    points = corners(document)
    (shell,) = block["boundaries"]
    assert set(points[indices(shell)][:, 2]) == {HEIGHT, HEIGHT + 3}
    edges = Counter(pair for (ring,) in shell for pair in zip(ring, ring[1:] + ring[:1], strict=True))
    assert all(edges[b, a] == times == 1 for (a, b), times in edges.items()), "every edge is run once each way"
    ring = points[outline["boundaries"][0][0]]
    x, y = ring[:, 0] - EAST, ring[:, 1] - NORTH
    area = abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    fans = [[[a, b, c]] for (face,) in shell for a, b, c in ((face[0], face[i], face[i + 1]) for i in range(1, len(face) - 1))]
    assert volume(points - points[0], [fans]) == pytest.approx(3 * area, rel=1e-3), "its outside is outwards"
    assert_consistent(document)


def test_the_outer_shell_of_a_building_is_what_is_seen_and_says_what_each_surface_is(city_of, make_version, tmp_path):
    document = written(city_of(make_version()), tmp_path)
    shell = element(document, 3)["geometry"][-1]
    kinds = [one["type"] for one in shell["semantics"]["surfaces"]]
    values = shell["semantics"]["values"]
    assert len(values) == len(shell["boundaries"])
    counts = Counter(kinds[value] for value in values)
    # Six walls that stand apart, of which nobody sees the undersides: two triangles above, eight around.
    assert counts == {"RoofSurface": 12, "WallSurface": 48}
