"""A city comes into PostGIS: a hundred projects, a million objects with outlines, meshes and attributes as ingested."""

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from bench.case import Ask, Case, Heat, Kind, Run, Setting
from bench.city import make_city, read_building, read_delivery, write_city
from bench.postgres_server import start_postgres

OBJECTS = 1_000_000
OF_PROJECT = 10_000


def load_postgis(setting: Setting) -> Run:
    """As many loaders as cores, each project by project, into an empty database."""
    paths = write_city(make_city(read_building(setting.models[0]), OBJECTS, OF_PROJECT), setting.fresh_folder())
    url = start_postgres()
    os.sync()  # What was made to be loaded is on the disk before anything is measured.

    def load() -> int:
        with ProcessPoolExecutor(setting.cores) as loaders:
            return sum(loaders.map(partial(_load_one, url), paths))

    return Run(load, lambda count: f"{count:,} objects")


def _load_one(url: str, path: Path) -> int:
    from pipelines.cim.store import open_store

    delivery = read_delivery(path)
    open_store(url).apply(delivery)
    return sum(len(version.tables["cim_city_object"]) for version in delivery.versions)


CASE = Case(
    name="store_load",
    title="A million objects into PostGIS",
    ours_is=(
        "A hundred projects of 10,000 objects each, read from files of tables, into an empty database with all its indexes: "
        "a loader for each core, every delivery committed to the disk."
    ),
    ours=load_postgis,
    heat=Heat.FIRST,
    kind=Kind.CAMPUS,
    sizes_mb=(4,),
    runs=1,
    ask=Ask(seconds=50, process_bytes=2 * 10**9),
    is_long=True,
)
