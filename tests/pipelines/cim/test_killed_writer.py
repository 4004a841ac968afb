"""A writer killed at any moment leaves the old version or the new one, whole."""

import hashlib
import multiprocessing
import random
import shutil
import sqlite3
import time
from contextlib import closing

import pyogrio
import pytest

from pipelines.cim.geopackage_store import GeoPackageStore

KILLS = 20


def content(store):
    digest = hashlib.sha256()
    for name, table in sorted(store.read_tables().items()):
        digest.update(name.encode())
        for batch in table.combine_chunks().to_batches():
            digest.update(batch.serialize())
    return digest.hexdigest()


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_the_store_whole(tmp_path, make_version, make_delivery):
    old, new = make_delivery(make_version(walls=2000)), make_delivery(make_version(walls=2500, model="b"))
    base, other = GeoPackageStore(tmp_path / "base.gpkg"), GeoPackageStore(tmp_path / "other.gpkg")
    base.apply(old)
    shutil.copyfile(base.path, other.path)
    other.apply(new)
    store = GeoPackageStore(tmp_path / "cim.gpkg")
    expected = {content(base): "old", content(other): "new"}
    assert len(expected) == 2

    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["pipelines.cim.geopackage_store", "pyproj"])

    def write_and_kill(seconds):
        """Kill the writer so long after it began; None lets it end. Returns how long it ran."""
        shutil.copyfile(base.path, tmp_path / "fresh.gpkg")
        (tmp_path / "fresh.gpkg").replace(store.path)
        writer = processes.Process(target=store.apply, args=(new,))
        writer.start()
        begun = time.perf_counter()
        writer.join(seconds)
        writer.kill()
        writer.join()
        return time.perf_counter() - begun

    write_and_kill(None)
    duration = write_and_kill(None)
    moments = random.Random(20260304)
    seen, halfway = set(), 0
    for number in range(KILLS):
        # Evenly over the whole run and somewhat beyond, at a chance moment in each slice of it.
        write_and_kill(duration * 1.4 * (number + moments.random()) / KILLS)
        halfway += (tmp_path / ".cim.gpkg.writing").exists()
        seen.add(expected.get(content(store), "neither"))
        with closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert pyogrio.read_info(store.path, layer="cim_city_object")["features"] in {2003, 2503}
    assert "neither" not in seen
    assert "old" in seen, seen
    assert halfway >= 3, "hardly any writer was killed while it wrote"
    store.apply(new)
    assert expected[content(store)] == "new"
    assert not list(tmp_path.glob(".*.writing"))
