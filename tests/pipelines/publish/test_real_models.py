"""Samples and published models on their way to CityJSON and 3D Tiles, held against the official schemas and validators."""

import json

import numpy as np
import pytest

from checkers.spatial.footprints import measure_footprints
from checkers.things import recognise_things
from pipelines.cim.delivery import Delivery, build_version
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.georeference.place import place_on_map
from pipelines.publish.cityjson import build_city_model, write_cityjson
from pipelines.publish.tiles.city_tileset import write_city_tileset
from pipelines.publish.tiles.scene import build_scene
from pipelines.publish.tiles.tileset import write_tileset
from tests.conftest import ROOT
from tests.pipelines.publish.test_cityjson import assert_consistent, schema_errors
from tests.pipelines.publish.test_infrastructure import DAY
from tests.pipelines.publish.tiles.content import batched, rows, tiles, triangles
from tests.pipelines.publish.tiles.test_tileset import gltf_messages, validator_of

SAMPLES = sorted(path for path in (ROOT / "sample_ifc/clean").iterdir() if path.is_dir())
REAL = ("ifc/pcert_ifc4x3", "ifc/duplex", "ifc/fzk")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def city(shared, read, shapes, tmp_path_factory):
    """A base layer of every sample and of three sets of real models, each a project."""
    store = GeoPackageStore(tmp_path_factory.mktemp("real") / "cim.gpkg")
    for folder in (*SAMPLES, *(shared / name for name in REAL)):
        versions = []
        for path in sorted(folder.glob("*.ifc")):
            tables = read(path) | shapes(path)
            tables |= recognise_things(tables)
            tables |= measure_footprints(tables)
            tables |= place_on_map(tables)
            versions.append(build_version(
                tables, model_id=tables["ifc_model"]["model_id"][0].as_py(), version_id=f"{folder.name}/{path.stem}/1",
                project_code=folder.name, part=path.stem, file_name=path.name, profile="baseline", ruleset_digest="",
            ))  # fmt: skip
        store.apply(Delivery({"project_code": folder.name, "crs": versions[0].row["crs"]}, tuple(versions), DAY))
    return store.read_tables()


def test_cityjson_of_every_project_is_valid(city, shared, tmp_path):
    for code in city["cim_project"]["project_code"].to_pylist():
        document = json.loads(write_cityjson(build_city_model(city, code), tmp_path).read_text(encoding="utf-8"))
        assert schema_errors(document, shared) == [], code
        assert_consistent(document)


def test_tiles_of_every_project_are_valid_and_hold_every_shape_once(city, shared, tmp_path):
    check, contents = validator_of("tileset.schema.json", shared), []
    for code in city["cim_project"]["project_code"].to_pylist():
        scene = build_scene(city, code)
        for version in ("1.1", "1.0"):
            write_tileset(scene, tmp_path, version)
        found, drawn = {}, 0
        for matrix, path, box in tiles(tmp_path / "3dtiles" / code / "tileset.json"):
            contents.append(path)
            corners, owners = triangles(path.read_bytes())
            drawn += len(corners)
            names = [row["city_object_id"] for row in rows(path.read_bytes())]
            for number, name in enumerate(names):
                found.setdefault(name, []).append(corners[owners == number] @ matrix[:3, :3].T + matrix[:3, 3])
            assert np.abs((corners.reshape(-1, 3) - box[:3]) @ np.linalg.inv(box[3:].reshape(3, 3))).max() <= 1
        assert drawn == len(scene.triangles.faces)
        assert len(found) == len(scene.triangles.owners)
        for _, path, _ in tiles(tmp_path / "3dtiles10" / code / "tileset.json"):
            inner = path.with_suffix(".inner.glb")
            inner.write_bytes(batched(path.read_bytes())[1])
            contents.append(inner)
    for version in ("1.1", "1.0"):
        write_city_tileset(tmp_path, version)
    tilesets = sorted(tmp_path.rglob("tileset.json"))
    assert len(tilesets) == 2 * (len(SAMPLES) + len(REAL) + 1)
    assert [(path, e.message) for path in tilesets for e in check.iter_errors(json.loads(path.read_text(encoding="utf-8")))] == []
    assert gltf_messages(*contents) == []
