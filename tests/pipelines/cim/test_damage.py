import resource
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas
import pytest
import shapely

from cim_schema.errors import StoreDamaged, StoreError
from pipelines.cim.geopackage_store import GeoPackageStore

pytestmark = pytest.mark.slow


def broken_text(path, _):
    path.write_text("这不是 GeoPackage", encoding="utf-8")


def broken_empty(path, _):
    path.touch()


def broken_cut_off(path, whole):
    path.write_bytes(whole[: len(whole) // 2])


def broken_inside(path, whole):
    middle, quarter = len(whole) // 2, len(whole) // 4  # Whatever lies there, some of it is read.
    path.write_bytes(whole[:middle] + b"\xff" * quarter + whole[middle + quarter :])


def broken_other_geopackage(path, _):
    geopandas.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)], crs=4490).to_file(path, driver="GPKG", layer="a")


def broken_other_columns(path, whole):
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE cim_part ADD COLUMN more TEXT")
        connection.commit()


def broken_journal_beside(path, whole):
    path.write_bytes(whole)
    Path(f"{path}-journal").write_bytes(b"pages of the old file")


@pytest.mark.parametrize(
    "breaking",
    [
        broken_text,
        broken_empty,
        broken_cut_off,
        broken_inside,
        broken_other_geopackage,
        broken_other_columns,
        broken_journal_beside,
    ],
)
def test_what_is_no_base_layer_is_told_and_left_as_it_is(breaking, tmp_path, make_version, make_delivery):
    sound = GeoPackageStore(tmp_path / "sound.gpkg")
    sound.apply(make_delivery(make_version()))
    store = GeoPackageStore(tmp_path / "cim.gpkg")
    breaking(store.path, sound.path.read_bytes())
    before = store.path.read_bytes()
    for attempt in (store.read_tables, lambda: store.apply(make_delivery(make_version(model="b")))):
        with pytest.raises(StoreDamaged) as told_so:
            attempt()
        assert "cim.gpkg" in told_so.value.sentence("zh")
        assert "{" not in told_so.value.sentence("zh")
    assert store.path.read_bytes() == before


def test_a_folder_in_the_place_of_the_store_is_told(tmp_path):
    (tmp_path / "cim.gpkg").mkdir()
    with pytest.raises(StoreDamaged):
        GeoPackageStore(tmp_path / "cim.gpkg").read_tables()


def test_a_disk_that_runs_full_leaves_the_store_as_it_was(store, make_version, make_delivery):
    store.apply(make_delivery(make_version()))
    before = store.path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 4096, limits[1]))
    try:
        with pytest.raises(StoreError):
            store.apply(make_delivery(make_version(walls=4000, model="b")))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert store.path.read_bytes() == before
    assert not [path for path in store.path.parent.iterdir() if path.name.endswith(".writing")]
