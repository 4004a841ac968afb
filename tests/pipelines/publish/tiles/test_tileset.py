"""3D Tiles of a small model of tables, against the standards' schemas, a validator and hand arithmetic."""

import json
import math
import shutil
import subprocess
from pathlib import Path

import jsonschema
import numpy as np
import pyproj
import pytest
import referencing
import referencing.jsonschema

from cim_schema.base_layer import BASE_LAYER
from cim_schema.errors import NotFound
from pipelines.publish.tiles.city_tileset import write_city_tileset
from pipelines.publish.tiles.scene import build_scene
from pipelines.publish.tiles.single_model import write_glb
from pipelines.publish.tiles.tileset import write_tileset
from tests.conftest import skip_or_fail
from tests.pipelines.publish.tiles.content import batched, rows, tiles, triangles

ROOT = Path(__file__).parents[4]
EAST, NORTH, HEIGHT = 500_100.0, 3_930_000.0, 700.0


def validator_of(name, shared):
    """A validator by an official schema of 3D Tiles, whose parts refer to one another by file name."""
    folder = shared / "schemas/3d-tiles-1.1"
    resources = []
    for path in sorted(folder.rglob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        address = f"http://schemas/{path.relative_to(folder).as_posix()}"
        schema["$id"] = address
        resources.append((address, referencing.Resource.from_contents(schema)))
    registry = referencing.Registry().with_resources(resources)
    schema = registry[f"http://schemas/{name}"].contents
    return jsonschema.validators.validator_for(schema)(schema, registry=registry)


def gltf_messages(*paths):
    """What the official validator of glTF says of files: errors and warnings."""
    if shutil.which("npm") is None:
        skip_or_fail("Node.js")
    subprocess.run(["make", "web/node_modules/.package-lock.json"], cwd=ROOT, check=True, capture_output=True)
    script = Path(__file__).with_name("validate_gltf.mjs")
    told = subprocess.run(["node", str(script), *map(str, paths)], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    files = json.loads(told)
    assert len(files) == len(paths)
    return [(name, one["code"], one["message"]) for name, messages in files for one in messages if one["severity"] < 2]


@pytest.fixture
def scene(city_of, make_version):
    """A project of a hundred and twenty walls."""
    return build_scene(city_of(make_version(walls=120)), "SCH")


def on_the_map(points):
    """Geocentric points (EPSG:4978) as east, north in EPSG:4547 and height, by pyproj's own way."""
    lon, lat, height = pyproj.Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True).transform(*points.T)
    east, north = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4547", always_xy=True).transform(lon, lat)
    return np.column_stack([east, north, height])


def drawn(path):
    """Each object below a tileset: identity → its triangles on the Earth."""
    found = {}
    for matrix, content, _ in tiles(path):
        corners, owners = triangles(content.read_bytes())
        placed = corners @ matrix[:3, :3].T + matrix[:3, 3]
        for number, row in enumerate(rows(content.read_bytes())):
            found.setdefault(row["city_object_id"], []).append(placed[owners == number])
    return {name: np.concatenate(parts) for name, parts in found.items()}


def test_a_wall_stands_where_hand_arithmetic_puts_it(scene, tmp_path):
    write_tileset(scene, tmp_path)
    walls = drawn(tmp_path / "3dtiles/SCH/tileset.json")
    assert len(walls) == 120
    cos, sin = math.cos(math.radians(30)), math.sin(math.radians(30))
    for number in (0, 49, 119):
        left, near = 2.0 * (number % 50), 3.0 * (number // 50)
        by_hand = [
            (EAST + cos * x - sin * y, NORTH + sin * x + cos * y, z)
            for x in (left, left + 1) for y in (near, near + 0.2) for z in (HEIGHT, HEIGHT + 3)
        ]  # fmt: skip
        found = np.unique(np.round(on_the_map(walls[f"SCH/arch/{10 + number:022d}"].reshape(-1, 3)), 3), axis=0)
        distances = np.linalg.norm(found[:, None] - np.array(by_hand)[None], axis=2)
        assert distances.min(axis=1).max() < 0.002
        assert distances.min(axis=0).max() < 0.002


def test_every_tileset_and_its_metadata_meet_the_official_schemas(scene, shared, tmp_path):
    for version in ("1.1", "1.0"):
        write_tileset(scene, tmp_path, version)
        write_city_tileset(tmp_path, version)
    paths = sorted(tmp_path.rglob("tileset.json"))
    assert len(paths) == 4
    check = validator_of("tileset.schema.json", shared)
    assert [error.message for path in paths for error in check.iter_errors(json.loads(path.read_text(encoding="utf-8")))] == []
    from tests.pipelines.publish.tiles.content import chunks

    document, _ = chunks(next(tmp_path.rglob("*.glb")).read_bytes())
    metadata = document["extensions"]["EXT_structural_metadata"]
    assert [e.message for e in validator_of("Schema/schema.schema.json", shared).iter_errors(metadata["schema"])] == []
    (table,) = metadata["propertyTables"]
    assert [e.message for e in validator_of("PropertyTable/propertyTable.schema.json", shared).iter_errors(table)] == []


def test_the_schema_check_itself_sees_faults(scene, shared, tmp_path):
    write_tileset(scene, tmp_path)
    document = json.loads((tmp_path / "3dtiles/SCH/tileset.json").read_text(encoding="utf-8"))
    del document["root"]["boundingVolume"]
    document["asset"].pop("version")
    assert len(list(validator_of("tileset.schema.json", shared).iter_errors(document))) == 2


@pytest.mark.slow
def test_the_official_validator_of_gltf_finds_nothing(scene, tmp_path):
    written = [*write_tileset(scene, tmp_path), *write_tileset(scene, tmp_path, "1.0"), *write_glb(scene, tmp_path)]
    contents = [path for path in written if path.suffix in {".glb", ".b3dm"}]
    inner = []
    for path in contents:
        if path.suffix == ".b3dm":
            inner.append(path.with_suffix(".inner.glb"))
            inner[-1].write_bytes(batched(path.read_bytes())[1])
    assert gltf_messages(*(path for path in contents if path.suffix == ".glb"), *inner) == []


def test_a_picked_object_tells_who_it_is_and_what_was_found(scene, tmp_path):
    write_tileset(scene, tmp_path)
    ((_, content, _),) = tiles(tmp_path / "3dtiles/SCH/tileset.json")
    told = {row["global_id"]: row for row in rows(content.read_bytes())}
    assert told[f"{11:022d}"] == {
        "city_object_id": f"SCH/arch/{11:022d}", "global_id": f"{11:022d}", "ifc_class": "IfcWall", "name": "墙1", "part": "arch",
        "storey": "1F", "worst_outcome": "fail", "class_name": "墙", "verdict": "不满足",
    }  # fmt: skip
    assert (told[f"{12:022d}"]["worst_outcome"], told[f"{12:022d}"]["verdict"]) == ("", "未见问题")


def test_older_viewers_find_the_same_objects_in_a_batch_table(scene, tmp_path):
    write_tileset(scene, tmp_path)
    write_tileset(scene, tmp_path, "1.0")
    (new,) = (content.read_bytes() for _, content, _ in tiles(tmp_path / "3dtiles/SCH/tileset.json"))
    (old,) = (content.read_bytes() for _, content, _ in tiles(tmp_path / "3dtiles10/SCH/tileset.json"))
    table, glb = batched(old)
    assert table == rows(new)
    for ours, theirs in zip(triangles(glb, "_BATCHID"), triangles(new), strict=True):
        assert np.array_equal(ours, theirs)


def test_boxes_hold_what_is_in_them_and_parents_hold_their_children(city_of, make_version, tmp_path):
    write_tileset(build_scene(city_of(make_version(walls=400)), "SCH"), tmp_path)
    write_city_tileset(tmp_path)
    city = json.loads((tmp_path / "3dtiles/tileset.json").read_text(encoding="utf-8"))
    child = city["root"]["children"][0]
    assert child["content"]["uri"] == "SCH/tileset.json"
    for matrix, content, box in tiles(tmp_path / "3dtiles/SCH/tileset.json"):
        corners, _ = triangles(content.read_bytes())
        axes = box[3:].reshape(3, 3)
        within = np.abs((corners.reshape(-1, 3) - box[:3]) @ np.linalg.inv(axes))
        assert within.max() <= 1
        placed = corners.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3]
        for volume in (child["boundingVolume"]["box"], city["root"]["boundingVolume"]["box"]):
            whole = np.array(volume)
            assert np.abs((placed - whole[:3]) @ np.linalg.inv(whole[3:].reshape(3, 3))).max() <= 1


def test_equal_rows_give_equal_bytes(city_of, make_version, tmp_path):
    city = city_of(make_version(walls=30))
    turned = {name: BASE_LAYER[name].checked(table.take(list(range(len(table)))[::-1])) for name, table in city.items()}
    for name, tables in (("a", city), ("b", turned)):
        write_tileset(build_scene(tables, "SCH"), tmp_path / name)
    one, other = ({p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*.*")} for n in "ab")
    assert one == other


def test_heights_are_above_the_ellipsoid_where_the_undulation_is_known(city_of, make_version, tmp_path):
    city = city_of(make_version(walls=1))
    lows = {}
    for undulation in (None, -20.5):
        write_tileset(build_scene(city, "SCH", undulation_m=undulation), tmp_path)
        told = json.loads((tmp_path / "3dtiles/SCH/tileset.json").read_text(encoding="utf-8"))["asset"]["extras"]
        assert (told["geoid_undulation_m"], told["is_undulation_known"]) == (undulation or 0, undulation is not None)
        (wall,) = drawn(tmp_path / "3dtiles/SCH/tileset.json").values()
        lows[undulation] = on_the_map(wall.reshape(-1, 3))[:, 2].min()
    assert lows[None] == pytest.approx(HEIGHT, abs=0.001)
    assert lows[-20.5] == pytest.approx(HEIGHT - 20.5, abs=0.001)


def test_what_has_no_place_is_counted_beside_what_has_one(city_of, make_version, tmp_path):
    city = city_of(make_version(walls=4), make_version(part="mep", model="b", crs=None, walls=3))
    scene = build_scene(city, "SCH")
    write_tileset(scene, tmp_path)
    told = json.loads((tmp_path / "3dtiles/SCH/tileset.json").read_text(encoding="utf-8"))["asset"]["extras"]
    assert (told["is_placed"], told["unplaced_objects"], len(drawn(tmp_path / "3dtiles/SCH/tileset.json"))) == (True, 3, 4)


def test_a_project_without_a_place_stands_in_its_own_frame_and_says_so(city_of, make_version, tmp_path):
    write_tileset(build_scene(city_of(make_version(crs=None, walls=2)), "SCH"), tmp_path)
    told = json.loads((tmp_path / "3dtiles/SCH/tileset.json").read_text(encoding="utf-8"))["asset"]["extras"]
    assert told == {"project": "SCH", "is_placed": False}
    points = np.concatenate(list(drawn(tmp_path / "3dtiles/SCH/tileset.json").values())).reshape(-1, 3)
    assert points.min(axis=0) == pytest.approx([0, 0, 0], abs=1e-6)
    assert points.max(axis=0) == pytest.approx([3, 0.2, 3], abs=1e-6)


def test_no_such_project_is_said(city_of, make_version):
    with pytest.raises(NotFound):
        build_scene(city_of(make_version()), "NONE")
