"""A city comes into PostGIS: a hundred projects, a million objects with outlines, meshes and attributes as ingested."""

from bench.case import Ask, Case, Heat, Kind, Run, Setting
from bench.city import make_city, read_building, read_delivery, write_city
from bench.postgres_server import start_postgres

OBJECTS = 1_000_000
OF_PROJECT = 10_000


def load_postgis(setting: Setting) -> Run:
    """Delivery by delivery into an empty database."""
    from pipelines.cim.store import open_store

    paths = write_city(make_city(read_building(setting.models[0]), OBJECTS, OF_PROJECT), setting.fresh_folder())
    store = open_store(start_postgres())

    def load() -> int:
        count = 0
        for path in paths:
            delivery = read_delivery(path)
            store.apply(delivery)
            count += sum(len(version.tables["cim_city_object"]) for version in delivery.versions)
        return count

    return Run(load, lambda count: f"{count:,} objects")


CASE = Case(
    name="store_load",
    title="A million objects into PostGIS",
    ours_is=(
        "A hundred deliveries of 10,000 objects each, read from files of tables, into an empty database with all its indexes, "
        "every delivery committed to the disk."
    ),
    ours=load_postgis,
    heat=Heat.FIRST,
    kind=Kind.CAMPUS,
    sizes_mb=(4,),
    runs=1,
    ask=Ask(seconds=50, process_bytes=2 * 10**9),
    is_long=True,
)
