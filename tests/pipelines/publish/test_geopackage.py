import sqlite3
from contextlib import closing

import pyogrio
import pytest

from cim_schema.errors import NotFound
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.publish.geopackage import write_geopackage


@pytest.fixture
def store(tmp_path, make_version, make_delivery):
    store = GeoPackageStore(tmp_path / "store.gpkg")
    store.apply(make_delivery(make_version(walls=7)))
    store.apply(make_delivery(make_version(code="RD", walls=2, model="b", height=5.0), code="RD"))
    return store


def test_the_whole_base_layer_is_copied_and_can_be_written_to(store, tmp_path):
    path = write_geopackage(store.path, tmp_path / "out")
    assert path.read_bytes() == store.path.read_bytes()
    assert path.stat().st_mode & 0o200


def test_one_project_leaves_the_others_behind(store, tmp_path):
    path = write_geopackage(store.path, tmp_path / "out", "RD")
    copy = GeoPackageStore(path)
    assert copy.projects() == ("RD",)
    for name, table in copy.read_tables().items():
        assert table.equals(store.read_tables(project_code="RD")[name]), name
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ((indexed,),) = connection.execute("SELECT count(*) FROM rtree_cim_city_object_geom").fetchall()
    assert indexed == pyogrio.read_info(path, layer="cim_city_object")["features"] == 5
    assert b"SCH/arch" not in path.read_bytes()


def test_no_store_is_said(tmp_path):
    with pytest.raises(NotFound):
        write_geopackage(tmp_path / "none.gpkg", tmp_path / "out")
