import os
import pickle
import resource
import shutil
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
from filelock import FileLock

from cim_schema.base_layer import BASE_LAYER
from cim_schema.errors import InvalidStoreUrl, NotFound, StoreBusy, StoreDamaged, StoreError
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.cim.store import open_store

NOBODY = 65534


@pytest.fixture
def store(tmp_path):
    return GeoPackageStore(tmp_path / "cim.gpkg")


def told(changes):
    return {change.part: (str(change.change), change.version_number) for change in changes}


def walls(store, project_code=None):
    families = store.read("cim_city_object", project_code)["city_family"].to_pylist()
    return families.count("element")


def test_a_first_delivery_is_read_back_as_it_was_brought(store, make_version, make_delivery):
    version = make_version(walls=7)
    assert told(store.apply(make_delivery(version))) == {"arch": ("new", 1)}
    city = store.read_tables()
    assert set(city) == set(BASE_LAYER)
    for name in ("cim_city_object", "cim_shape", "chk_outcome", "chk_finding"):
        assert city[name].equals(version.tables[name]), name
    assert store.current_version("SCH", "arch") == version.row["version_id"]
    assert store.projects() == ("SCH",)


def test_the_same_bytes_twice_change_nothing(store, make_version, make_delivery):
    version = make_version()
    store.apply(make_delivery(version))
    before = (store.path.read_bytes(), store.path.stat().st_mtime_ns)
    assert told(store.apply(make_delivery(version))) == {"arch": ("unchanged", 1)}
    assert told(store.apply(make_delivery(kept=("arch",), is_whole=True))) == {"arch": ("unchanged", 1)}
    assert (store.path.read_bytes(), store.path.stat().st_mtime_ns) == before


def test_a_new_version_takes_the_place_of_the_old_one_and_the_old_one_is_remembered(store, make_version, make_delivery):
    store.apply(make_delivery(make_version(walls=7)))
    assert told(store.apply(make_delivery(make_version(walls=3, model="b", height=4.0)))) == {"arch": ("new", 2)}
    assert walls(store) == 3
    assert store.read("cim_version")["version_number"].to_pylist() == [1, 2]
    assert len(store.read("cim_shape")) == 1
    assert len(store.read("chk_finding")) == 1


def test_an_older_model_that_comes_again_is_the_version_that_it_was(store, make_version, make_delivery):
    first = make_version(walls=7)
    store.apply(make_delivery(first))
    store.apply(make_delivery(make_version(walls=3, model="b")))
    assert told(store.apply(make_delivery(first))) == {"arch": ("reinstated", 1)}
    assert (walls(store), len(store.read("cim_version"))) == (7, 2)


def test_other_parts_are_kept_unless_the_delivery_is_the_whole(store, make_version, make_delivery):
    store.apply(make_delivery(make_version(walls=7), make_version(part="struct", model="b", walls=5)))
    arch = make_version(walls=2, model="c")
    assert told(store.apply(make_delivery(arch))) == {"arch": ("new", 2)}
    assert walls(store) == 7
    assert told(store.apply(make_delivery(arch, is_whole=True))) == {"arch": ("unchanged", 2), "struct": ("withdrawn", 1)}
    assert walls(store) == 2
    assert store.current_version("SCH", "struct") is None
    parts = {row["part"]: row["is_withdrawn"] for row in store.read("cim_part").to_pylist()}
    assert parts == {"arch": False, "struct": True}


def test_a_withdrawn_part_takes_its_meshes_with_it_but_not_those_that_others_use(store, make_version, make_delivery):
    shared_shape, own_shape = make_version(part="a"), make_version(part="b", model="b", height=9.0)
    store.apply(make_delivery(shared_shape, own_shape, make_version(part="c", model="c")))
    assert len(store.read("cim_shape")) == 2
    store.apply(make_delivery(withdrawn=("a", "b")))
    assert store.read("cim_shape")["shape_key"].to_pylist() == shared_shape.tables["cim_shape"]["shape_key"].to_pylist()


def test_projects_are_apart(store, make_version, make_delivery):
    store.apply(make_delivery(make_version(walls=7)))
    store.apply(make_delivery(make_version(code="RD", walls=2, model="b"), code="RD", is_whole=True))
    assert store.projects() == ("RD", "SCH")
    assert (walls(store), walls(store, "RD"), walls(store, "SCH")) == (9, 2, 7)
    city = store.read_tables(project_code="RD")
    assert {row["version_id"].split("/")[0] for row in city["chk_finding"].to_pylist()} == {"RD"}
    with pytest.raises(NotFound):
        store.read("cim_city_object", "NONE")


def test_a_project_that_says_something_else_of_itself_is_written(store, make_version, make_delivery):
    version = make_version()
    store.apply(make_delivery(version))
    renamed = make_delivery(version)
    store.apply(type(renamed)(renamed.project | {"name": "新名称"}, renamed.versions, renamed.delivered_at))
    assert store.read("cim_project")["name"].to_pylist() == ["新名称"]


def test_gdal_sees_every_layer_with_its_system_extent_and_chinese_text(store, make_version, make_delivery):
    store.apply(make_delivery(make_version(walls=60)))
    layers = dict(pyogrio.list_layers(store.path))
    assert layers == {
        name: {"cim_project": "MultiPolygon", "cim_city_object": "MultiPolygon", "chk_finding": "Point"}.get(name)
        for name in BASE_LAYER
    }
    info = pyogrio.read_info(store.path, layer="cim_city_object")
    geometries = shapely.from_wkb([blob for blob in store.read("cim_city_object")["geom"].to_pylist() if blob])
    assert (info["crs"], info["features"]) == ("EPSG:4490", 63)
    assert info["total_bounds"] == pytest.approx(shapely.total_bounds(geometries), abs=2e-5)  # The index keeps float32.
    frame = pyogrio.read_dataframe(store.path, layer="cim_city_object")
    assert "墙0" in set(frame["name"])
    assert np.allclose(shapely.area(frame.geometry.array), shapely.area(geometries))


def test_the_spatial_index_finds_what_lies_in_a_box_and_stays_right_when_a_gis_edits_a_copy(
    store, make_version, make_delivery, tmp_path
):
    store.apply(make_delivery(make_version(walls=60)))
    everything = pyogrio.read_dataframe(store.path, layer="cim_city_object")
    element = everything[everything["name"] == "墙59"].iloc[0]
    box = element.geometry.bounds
    found = pyogrio.read_dataframe(store.path, layer="cim_city_object", bbox=box)
    assert sorted(found["city_object_id"]) == sorted(everything[everything.intersects(shapely.box(*box))]["city_object_id"])
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(store.path.read_bytes())
    moved = (
        element.to_frame()
        .T.set_geometry("geometry", crs=4490)
        .assign(city_object_id="new", geometry=shapely.MultiPolygon([shapely.box(1, 1, 2, 2)]))
    )
    moved["step_id"], moved["is_placed"] = moved["step_id"].astype(int), moved["is_placed"].astype(bool)
    moved = moved.drop(columns=["footprint_map", "map_matrix"])
    pyogrio.write_dataframe(moved, copy, layer="cim_city_object", append=True)
    assert pyogrio.read_dataframe(copy, layer="cim_city_object", bbox=(0, 0, 3, 3))["city_object_id"].tolist() == ["new"]


def test_the_file_is_a_geopackage_by_its_own_tables(store, make_version, make_delivery):
    store.apply(make_delivery(make_version()))
    with closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        contents = dict(connection.execute("SELECT table_name, last_change FROM gpkg_contents"))
        assert contents == dict.fromkeys(BASE_LAYER, "2026-03-04T05:06:07.891Z")
        described = set(connection.execute("SELECT table_name, column_name FROM gpkg_data_columns"))
        assert described == {(table.name, column) for table in BASE_LAYER.values() for column in table.columns}
        (blob,) = connection.execute("SELECT geom FROM cim_city_object WHERE step_id = 10").fetchone()
    assert blob[:4] == b"GP\x00\x03"
    assert int.from_bytes(blob[4:8], "little") == 4490
    low_x, high_x, low_y, high_y = np.frombuffer(blob[8:40], "<f8")
    assert (low_x, low_y, high_x, high_y) == shapely.from_wkb(blob[40:]).bounds


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


def test_readers_never_see_half_of_a_delivery(store, make_version, make_delivery):
    deliveries = [make_delivery(make_version(walls=40)), make_delivery(make_version(walls=90, model="b"))]
    store.apply(deliveries[0])
    seen, wrong, is_over = set(), [], threading.Event()

    def read():
        while not is_over.is_set():
            city = store.read_tables()
            versions = set(city["cim_city_object"]["version_id"].to_pylist()) | set(city["chk_finding"]["version_id"].to_pylist())
            seen.add((tuple(versions), len(city["cim_city_object"])))
            if versions != set(city["cim_part"]["version_id"].to_pylist()):
                wrong.append(versions)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(12):
        store.apply(deliveries[(number + 1) % 2])
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


def test_two_writers_come_one_after_the_other(store, make_version, make_delivery):
    deliveries = [make_delivery(make_version(part=f"p{n}", model="abcdef"[n], walls=200)) for n in range(6)]
    failures = []

    def write(delivery):
        try:
            GeoPackageStore(store.path).apply(delivery)
        except StoreError as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(delivery,)) for delivery in deliveries]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert walls(store) == 1200


def test_a_writer_that_waited_too_long_says_so(store, make_version, make_delivery):
    store.apply(make_delivery(make_version()))
    hurried = GeoPackageStore(store.path, wait_seconds=0.1)
    with FileLock(f"{store.path}.lock"), pytest.raises(StoreBusy):
        hurried.apply(make_delivery(make_version(model="b")))
    assert hurried.projects() == ("SCH",)


def broken_text(path, _):
    path.write_text("这不是 GeoPackage", encoding="utf-8")


def broken_empty(path, _):
    path.touch()


def broken_cut_off(path, whole):
    path.write_bytes(whole[: len(whole) // 2])


def broken_inside(path, whole):
    path.write_bytes(whole[: len(whole) // 2] + b"\xff" * 4096 + whole[len(whole) // 2 + 4096 :])


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


def test_a_store_that_is_not_there_has_no_projects_and_nothing_to_read(store):
    assert (store.projects(), store.current_version("SCH", "arch")) == ((), None)
    with pytest.raises(NotFound):
        store.read("cim_project")
    assert list(store.path.parent.iterdir()) == []


@pytest.mark.parametrize("url", ["cim.gpkg", "gpkg:", "file:x", "", "postgresql://user@host/db"])
def test_a_url_that_names_no_store_is_refused_with_a_reason(url):
    with pytest.raises(InvalidStoreUrl) as refused:
        open_store(url)
    assert "{" not in refused.value.sentence("zh")
    assert refused.value.exit_status == 2


def test_names_with_signs_of_urls_are_only_names(tmp_path, make_version, make_delivery):
    store = open_store(f"gpkg:{tmp_path}/库 #1?mode=rw%20/市 cim.gpkg")
    store.apply(make_delivery(make_version()))
    assert store.projects() == ("SCH",)


def test_a_link_to_the_store_stays_a_link(tmp_path, make_version, make_delivery):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "cim.gpkg"
    GeoPackageStore(tmp_path / "disk" / "real.gpkg").apply(make_delivery(make_version()))
    link.symlink_to("disk/real.gpkg")
    GeoPackageStore(link).apply(make_delivery(make_version(walls=2, model="b")))
    assert link.is_symlink()
    assert walls(GeoPackageStore(tmp_path / "disk" / "real.gpkg")) == 2


def test_a_store_and_what_is_brought_to_it_travel_between_processes(store, make_version, make_delivery):
    delivery = pickle.loads(pickle.dumps(make_delivery(make_version())))
    pickle.loads(pickle.dumps(store)).apply(delivery)
    assert store.projects() == ("SCH",)


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


def test_shapes_come_back_bit_for_bit(store, make_version, make_delivery):
    version = make_version()
    store.apply(make_delivery(version))
    shapes: pa.Table = store.read("cim_shape")
    assert shapes["vertices"].to_pylist() == version.tables["cim_shape"]["vertices"].to_pylist()


def test_a_copy_made_at_any_time_is_a_store(store, make_version, make_delivery, tmp_path):
    store.apply(make_delivery(make_version(walls=7)))
    with closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True)) as reader:
        reader.execute("SELECT * FROM cim_city_object").fetchone()
        shutil.copyfile(store.path, tmp_path / "mailed.gpkg")
    assert walls(GeoPackageStore(tmp_path / "mailed.gpkg")) == 7
