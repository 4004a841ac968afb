"""A real, georeferenced model on its way to the base layer, beside what ifcopenshell alone says of it."""

from datetime import UTC, datetime

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.geolocation
import ifcopenshell.util.unit
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from checkers.measurements import measure
from pipelines.cim.delivery import Delivery, build_version, version_id_of
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.georeference.place import place_on_map
from pipelines.ingest.model import model_id_of
from pipelines.runtime.mesh import MeshStore

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def path(shared):
    return shared / "ifc/pcert_ifc4x3/Building-Architecture.ifc"


@pytest.fixture(scope="module")
def version(path, read, shapes):
    model_id = model_id_of(path)
    tables = read(path) | shapes(path)
    tables |= measure(tables)
    tables |= place_on_map(tables)
    return build_version(
        tables,
        model_id=model_id,
        version_id=version_id_of("PCERT", "arch", model_id, "", {}),
        project_code="PCERT",
        part="arch",
        file_name=path.name,
        profile="baseline",
        ruleset_digest="",
    )


@pytest.fixture(scope="module")
def objects(version):
    return {row["step_id"]: row for row in version.tables["cim_city_object"].to_pylist()}


def test_every_element_and_spatial_element_of_the_file_is_a_city_object(path, objects):
    model = ifcopenshell.open(path)
    wanted = {e.id() for e in (*model.by_type("IfcElement"), *model.by_type("IfcSpatialElement"))}
    wanted -= {e.id() for e in model.by_type("IfcFeatureElement")}
    assert set(objects) == wanted


def test_walls_stand_on_the_map_where_ifcopenshell_puts_them_within_a_millimetre(path, version, objects):
    model = ifcopenshell.open(path)
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    meshes = MeshStore([version.tables["cim_shape"]])
    to_lonlat = Transformer.from_crs("EPSG:32760", "EPSG:4490", always_xy=True)
    walls = model.by_type("IfcWall")
    unit = ifcopenshell.util.unit.calculate_unit_scale(model)  # Of the model and, in this file, of its map.
    assert len(walls) >= 4
    for wall in walls:
        local = np.array(ifcopenshell.geom.create_shape(settings, wall).geometry.verts).reshape(-1, 3)
        there = np.array([ifcopenshell.util.geolocation.auto_xyz2enh(model, *(xyz / unit)) for xyz in local]) * unit
        row = objects[wall.id()]
        placed = meshes[row["shape_key"]].placed(np.array(row["map_matrix"]).reshape(4, 4))
        for ours, theirs in ((placed, there), (there, placed)):
            assert all(np.abs(theirs - corner).max(axis=1).min() < 1e-3 for corner in ours)
        assert (row["min_height_m"], row["max_height_m"]) == pytest.approx((there[:, 2].min(), there[:, 2].max()), abs=1e-3)
        lon, lat = to_lonlat.transform(there[:, 0], there[:, 1])
        metre = 1 / 111_000
        assert shapely.from_wkb(row["geom"]).bounds == pytest.approx(
            (lon.min(), lat.min(), lon.max(), lat.max()), abs=0.002 * metre
        )


def test_it_comes_back_from_the_store_as_it_was(version, tmp_path):
    store = GeoPackageStore(tmp_path / "cim.gpkg")
    store.apply(Delivery({"project_code": "PCERT", "crs": version.row["crs"]}, (version,), datetime(2026, 1, 1, tzinfo=UTC)))
    assert store.read("cim_city_object").equals(version.tables["cim_city_object"])
    assert store.read("cim_shape").equals(version.tables["cim_shape"])
    (outline,) = shapely.from_wkb(store.read("cim_project")["footprint_map"].to_pylist())
    every = shapely.from_wkb([row for row in store.read("cim_city_object")["footprint_map"].to_pylist() if row])
    assert all(shapely.covers(shapely.buffer(outline, 0.01), every))
