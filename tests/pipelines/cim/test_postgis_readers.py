"""Readers of PostGIS share connections, and notice neither each other nor the loss of one."""

import threading

import psycopg

from pipelines.cim import postgis_readers
from pipelines.cim.postgis_store import PostgisStore
from pipelines.cim.search import LAYERS, Search

OBJECTS = Search(LAYERS["cim_city_object"])
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'jueshan'"


def test_one_reader_after_another_takes_one_connection_and_sees_what_is_new(postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version(walls=7)))
    assert [PostgisStore(postgres_url).count(OBJECTS) for _ in range(5)] == [10] * 5
    with psycopg.connect(postgres_url) as other:
        assert other.execute(CONNECTIONS).fetchone() == (1,)
    postgis.apply(make_delivery(make_version(walls=3, model="b")))
    assert postgis.count(OBJECTS) == 6


def test_a_connection_that_the_server_has_closed_is_replaced(postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version(walls=7)))
    assert postgis.count(OBJECTS) == 10
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'jueshan'")
    assert postgis.count(OBJECTS) == 10


def test_many_readers_at_once_leave_few_connections(postgis, postgres_url, make_version, make_delivery):
    postgis.apply(make_delivery(make_version(walls=7)))
    all_at_once = threading.Barrier(8)
    found = []

    def read():
        with postgis.reading() as connection:
            all_at_once.wait(20)
            found.append(connection.execute("SELECT count(*) FROM cim_city_object").fetchone())

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [(10,)] * 8
    with psycopg.connect(postgres_url) as other:
        (left,) = other.execute(CONNECTIONS).fetchone()
    assert left <= postgis_readers.MOST_IDLE
