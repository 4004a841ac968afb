import os
import shutil
import sqlite3
import threading
from contextlib import closing
from copy import copy

import pyogrio
import pytest
from filelock import FileLock

from cim_schema.errors import StoreBusy, StoreError
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.cim.store import open_store

NOBODY = 65534


def test_who_reads_while_a_delivery_comes_keeps_what_he_opened(store, make_version, make_delivery):
    store.apply(make_delivery(make_version(walls=7)))
    with (
        closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as reader,
        pyogrio.open_arrow(store.path, layer="cim_city_object", use_pyarrow=True) as (_, gdal_reader),
    ):
        reader.execute("BEGIN")
        count = "SELECT count(*) FROM cim_city_object"
        assert reader.execute(count).fetchone() == (10,)
        store.apply(make_delivery(make_version(walls=3, model="b")))
        assert reader.execute(count).fetchone() == (10,)
        assert len(gdal_reader.read_all()) == 10
    assert len(pyogrio.read_dataframe(store.path, layer="cim_city_object")) == 6


def test_readers_never_see_half_of_a_delivery(any_store, make_version, make_delivery):
    deliveries = [make_delivery(make_version(walls=40)), make_delivery(make_version(walls=90, model="b"))]
    any_store.apply(deliveries[0])
    seen, wrong, is_over = set(), [], threading.Event()

    def read():
        while not is_over.is_set():
            city = any_store.read_tables()
            versions = set(city["cim_city_object"]["version_id"].to_pylist()) | set(city["chk_finding"]["version_id"].to_pylist())
            seen.add((tuple(versions), len(city["cim_city_object"])))
            if versions != set(city["cim_part"]["version_id"].to_pylist()):
                wrong.append(versions)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(12):
        any_store.apply(deliveries[(number + 1) % 2])
    is_over.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert {count for _, count in seen} == {43, 93}


def test_a_reader_without_the_right_to_write_reads_from_a_read_only_folder(make_version, make_delivery, tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    store = GeoPackageStore(folder / "cim.gpkg")
    store.apply(make_delivery(make_version()))
    expected = store.read_tables()
    is_root = os.geteuid() == 0
    # Pytest's own folders are closed to others.
    opened = [path for path in folder.parents if is_root and path.stat().st_uid == 0 and not path.stat().st_mode & 0o001]
    modes = {path: path.stat().st_mode for path in opened}
    for path in opened:
        path.chmod(path.stat().st_mode | 0o011)
    folder.chmod(0o555)
    try:
        pyogrio.read_dataframe(store.path, layer="cim_city_object")
        if is_root:
            os.seteuid(NOBODY)
        with pytest.raises(PermissionError):
            (folder / "x").touch()
        assert store.read_tables().keys() == expected.keys()
        assert len(pyogrio.read_dataframe(store.path, layer="cim_city_object")) == len(expected["cim_city_object"])
        with pytest.raises(StoreError):
            store.apply(make_delivery(make_version(model="b")))
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)
        for path, mode in modes.items():
            path.chmod(mode)
    assert {path.name for path in folder.iterdir()} <= {"cim.gpkg", "cim.gpkg.lock"}


def test_two_writers_come_one_after_the_other(any_store, make_version, make_delivery, count_walls):
    deliveries = [make_delivery(make_version(part=f"p{n}", model="abcdef"[n], walls=200)) for n in range(6)]
    failures = []

    def write(delivery):
        try:
            copy(any_store).apply(delivery)
        except StoreError as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(delivery,)) for delivery in deliveries]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert count_walls(any_store) == 1200


def test_a_writer_that_waited_too_long_says_so(store, make_version, make_delivery):
    store.apply(make_delivery(make_version()))
    hurried = GeoPackageStore(store.path, wait_seconds=0.1)
    with FileLock(f"{store.path}.lock"), pytest.raises(StoreBusy):
        hurried.apply(make_delivery(make_version(model="b")))
    assert hurried.projects() == ("SCH",)


def test_names_with_signs_of_urls_are_only_names(tmp_path, make_version, make_delivery):
    store = open_store(f"gpkg:{tmp_path}/库 #1?mode=rw%20/市 cim.gpkg")
    store.apply(make_delivery(make_version()))
    assert store.projects() == ("SCH",)


def test_a_link_to_the_store_stays_a_link(tmp_path, make_version, make_delivery, count_walls):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "cim.gpkg"
    GeoPackageStore(tmp_path / "disk" / "real.gpkg").apply(make_delivery(make_version()))
    link.symlink_to("disk/real.gpkg")
    GeoPackageStore(link).apply(make_delivery(make_version(walls=2, model="b")))
    assert link.is_symlink()
    assert count_walls(GeoPackageStore(tmp_path / "disk" / "real.gpkg")) == 2


def test_a_copy_made_at_any_time_is_a_store(store, make_version, make_delivery, tmp_path, count_walls):
    store.apply(make_delivery(make_version(walls=7)))
    with closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True)) as reader:
        reader.execute("SELECT * FROM cim_city_object").fetchone()
        shutil.copyfile(store.path, tmp_path / "mailed.gpkg")
    assert count_walls(GeoPackageStore(tmp_path / "mailed.gpkg")) == 7
