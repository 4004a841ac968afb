"""What is PostgreSQL's own; what both kinds of store do is in test_store.py."""

import hashlib
import multiprocessing
import random
import threading

import psycopg
import pyarrow as pa
import pytest
import shapely
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from cim_schema.base_layer import BASE_LAYER
from cim_schema.errors import StoreBusy, StoreDamaged, StoreError
from pipelines.cim import postgis_copy
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.cim.postgis_schema import MIGRATIONS, REVISION_TABLE
from pipelines.cim.postgis_store import PROJECT_LOCK, WRITER_LOCK, PostgisStore

KILLS, SECONDS = 12, 0.6


def test_both_kinds_of_store_hold_equal_rows_after_the_same_deliveries(store, postgis, make_version, make_delivery):
    first, second = make_version(walls=7), make_version(walls=3, model="b", part="struct")
    for delivery in (
        make_delivery(first, second),
        make_delivery(make_version(walls=5, model="c")),
        make_delivery(withdrawn=("struct",)),
    ):
        assert store.apply(delivery) == postgis.apply(delivery)
        expected, found = store.read_tables(), postgis.read_tables()
        for name in BASE_LAYER:
            assert found[name].equals(expected[name]), name
    assert postgis.read("cim_change")["change"].to_pylist() == ["project", "new", "new", "new", "withdrawn"]


def test_the_migrated_tables_are_the_base_layer(postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version()))
    with psycopg.connect(postgres_url) as connection:
        for table in BASE_LAYER.values():
            found = connection.execute(
                "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = %s", (table.name,)
            ).fetchall()
            assert {name: nullable == "YES" for name, _, nullable in found} == {c: c in table.optional for c in table.columns}, (
                table.name
            )
            said = dict(column.split(" ", 1) for column in table.sql_columns("postgresql"))
            types = {name: "double precision[]" if kind == "ARRAY" else kind for name, kind, _ in found}
            short = {"timestamp with time zone": "timestamptz"}
            for name, kind in said.items():
                assert short.get(types[name], types[name]) == kind.removesuffix(" NOT NULL"), (table.name, name)


def test_a_database_of_an_earlier_version_is_brought_up_to_date_as_it_is(postgis, postgres_url, make_version, make_delivery):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(postgres_url), poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO cim_project (project_code, name) VALUES ('OLD', '老项目')")
    assert postgis.projects() == ()  # Whoever only reads brings nothing up to date.
    postgis.apply(make_delivery(make_version()))
    assert postgis.read("cim_project").select(["project_code", "name", "investment_code"]).to_pylist() == [
        {"project_code": "OLD", "name": "老项目", "investment_code": None},
        {"project_code": "SCH", "name": "晋城某学校", "investment_code": None},
    ]


def test_rows_come_whole_however_they_are_cut_into_pieces(monkeypatch, store, postgis, make_version, make_delivery):
    monkeypatch.setattr(postgis_copy, "PIECE_BYTES", 5_000)
    version = make_version(walls=40)
    objects = version.tables["cim_city_object"]
    # One row is larger than all the others together; some columns have a value in one row only.
    columns = {
        "attributes": ["x" * 60_000],
        "shape_key": [None],
        "map_matrix": [None],
        "min_height_m": [None],
        "predefined_type": ["\0é\0"],
    }
    for name, first in columns.items():
        field = objects.schema.field(name)
        values = pa.array(first + objects[name].to_pylist()[1:], field.type)
        objects = objects.set_column(objects.schema.get_field_index(name), field, values)
    version.tables["cim_city_object"] = objects
    for one in (store, postgis):
        one.apply(make_delivery(version))
    found, expected = postgis.read("cim_city_object").to_pylist(), store.read("cim_city_object").to_pylist()
    assert (expected[0].pop("predefined_type"), found[0].pop("predefined_type")) == ("\0é\0", "é")
    assert found == expected


def test_the_spatial_index_finds_what_geos_finds(postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version(walls=60)))
    rows = postgis.read("cim_city_object").to_pylist()
    box = shapely.from_wkb(rows[-1]["geom"]).bounds
    expected = {
        row["city_object_id"] for row in rows if row["geom"] and shapely.box(*box).intersects(shapely.from_wkb(row["geom"]))
    }
    with psycopg.connect(postgres_url) as connection:
        found = connection.execute(
            "SELECT city_object_id FROM cim_city_object WHERE ST_Intersects(geom, ST_MakeEnvelope(%s, %s, %s, %s, 4490))", box
        )
        assert {one for (one,) in found} == expected
        assert connection.execute("SELECT DISTINCT ST_SRID(geom) FROM cim_city_object WHERE geom IS NOT NULL").fetchall() == [
            (4490,)
        ]


def test_texts_that_are_hard_for_copy_come_back(postgis, make_version, make_delivery):
    version = make_version(walls=4)
    table = version.tables["cim_city_object"]
    hard = ['a"b', "line\nline\r\n\\.\n", "", "\\N,NULL;\t'"]
    names = [hard[place % 4] for place in range(len(table))]
    position = table.schema.get_field_index("name")
    version.tables["cim_city_object"] = table.set_column(position, table.schema.field("name"), [names])
    postgis.apply(make_delivery(version))
    assert postgis.read("cim_city_object")["name"].to_pylist() == names


def test_two_first_deliveries_at_once_make_one_base_layer(postgres_url, make_version, make_delivery, count_walls):
    deliveries = [make_delivery(make_version(part=f"p{n}", model="abcd"[n], walls=20)) for n in range(4)]
    failures = []

    def write(delivery):
        try:
            PostgisStore(postgres_url).apply(delivery)
        except StoreError as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(delivery,)) for delivery in deliveries]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert count_walls(PostgisStore(postgres_url)) == 80


def test_who_reads_while_a_delivery_comes_keeps_what_he_saw(postgis, make_version, make_delivery):
    postgis.apply(make_delivery(make_version(walls=7)))
    count = "SELECT count(*) FROM cim_city_object"
    with postgis.reading() as reader:
        assert reader.execute(count).fetchone() == (10,)
        postgis.apply(make_delivery(make_version(walls=3, model="b")))
        assert reader.execute(count).fetchone() == (10,)
    assert len(postgis.read("cim_city_object")) == 6


def test_a_writer_that_waited_too_long_says_so(postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version()))
    with psycopg.connect(postgres_url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (WRITER_LOCK,))
        with pytest.raises(StoreBusy):
            PostgisStore(postgres_url, wait_seconds=0.1).apply(make_delivery(make_version(model="b")))
    assert postgis.projects() == ("SCH",)


def test_one_project_waits_for_its_other_writer_and_other_projects_do_not(postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version()))
    hurried = PostgisStore(postgres_url, wait_seconds=0.1)
    with psycopg.connect(postgres_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, hashtext('SCH'))", (PROJECT_LOCK,))
        hurried.apply(make_delivery(make_version(code="RD"), code="RD"))
        with pytest.raises(StoreBusy):
            hurried.apply(make_delivery(make_version(model="b")))
    assert postgis.projects() == ("RD", "SCH")


def test_projects_that_share_meshes_come_and_go_at_once(postgres_url, make_version, make_delivery):
    codes, rounds = ("A", "B", "C"), 12
    heights = {"a": 3.0, "b": 9.0}
    failures = []

    def write(code):
        try:
            for number in range(rounds):
                model = "ab"[(number + codes.index(code)) % 2]
                version = make_version(code=code, model=model, height=heights[model], walls=3)
                PostgisStore(postgres_url).apply(make_delivery(version, code=code))
        except StoreError as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(code,)) for code in codes]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    city = PostgisStore(postgres_url).read_tables()
    assert set(city["cim_shape"]["shape_key"].to_pylist()) == set(city["cim_city_object"]["shape_key"].drop_null().to_pylist())
    changes = sorted(city["cim_change"].to_pylist(), key=lambda row: row["change_number"])
    assert [row["change_number"] for row in changes] == list(range(1, len(codes) * (rounds + 1) + 1))
    moments = [row["changed_at"] for row in changes]
    assert moments == sorted(moments)
    assert len(set(moments)) == len(codes) * rounds


@pytest.mark.parametrize(
    "breaking",
    ["DROP TABLE cim_part", "ALTER TABLE cim_part ADD COLUMN more text", f"DROP TABLE {REVISION_TABLE}",
     f"UPDATE {REVISION_TABLE} SET version_num = 'later'"],
)  # fmt: skip
def test_what_is_no_base_layer_is_told_and_left_as_it_is(breaking, postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version()))
    with psycopg.connect(postgres_url) as connection:
        connection.execute(breaking)
    with pytest.raises(StoreDamaged) as told:
        postgis.apply(make_delivery(make_version(model="b")))
    assert "{" not in told.value.sentence("zh")
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM cim_version").fetchone() == (1,)


@pytest.mark.parametrize("url", ["postgresql://nobody@localhost:1/cim", "postgresql://a:secret@127.0.0.1:1/cim?connect_timeout=2"])
def test_a_server_that_is_not_there_is_told_without_the_password(url):
    with pytest.raises(StoreError) as told:
        PostgisStore(url).projects()
    assert "secret" not in told.value.sentence("zh")
    assert "127.0.0.1" in told.value.sentence("en") or "localhost" in told.value.sentence("en")


def content(store):
    digest = hashlib.sha256()
    for name, table in sorted(store.read_tables().items()):
        digest.update(name.encode())
        for batch in table.combine_chunks().to_batches():
            digest.update(batch.serialize())
    return digest.hexdigest()


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_the_old_version_or_the_new_one(postgis, make_version, make_delivery, tmp_path):
    old, new = make_delivery(make_version(walls=2000)), make_delivery(make_version(walls=2500, model="b"))
    twin = GeoPackageStore(tmp_path / "cim.gpkg")
    twin.apply(old)
    expected = {content(twin): "old"}
    twin.apply(new)
    expected[content(twin)] = "new"
    postgis.apply(old)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["pipelines.cim.postgis_store", "psycopg", "alembic.util", "pyproj"])

    def write_and_kill(seconds):
        writer = processes.Process(target=postgis.apply, args=(new,))
        writer.start()
        writer.join(seconds)
        writer.kill()
        writer.join()

    write_and_kill(0.0)  # The first one waits for the process that the others are forked from.
    moments = random.Random(20260304)
    seen = set()
    for number in range(KILLS):
        write_and_kill(SECONDS * (number + moments.random()) / KILLS)
        seen.add(expected.get(content(postgis), "neither"))
    postgis.apply(new)
    assert expected[content(postgis)] == "new"
    assert "neither" not in seen
    assert "old" in seen
