"""Maps ask a base layer of a million objects what is in a box, as OGC API – Features does."""

from bench.case import Ask, Case, Heat, Kind, Run, Setting
from bench.cases.store_load import OBJECTS, OF_PROJECT
from bench.city import boxes_in_city, make_city, read_building
from bench.postgres_server import start_postgres
from pipelines.cim.search import LAYERS, Box, Search
from pipelines.cim.store import Store, open_store

FOUND = 1_000
"""Objects in a box, about."""
BOXES = 20
_LAYER = LAYERS["cim_city_object"]


def ask_postgis(setting: Setting) -> Run:
    """Twenty boxes, of PostGIS."""
    return ask_boxes(open_store(start_postgres()), setting, OF_PROJECT)


def ask_boxes(store: Store, setting: Setting, each: int) -> Run:
    """The boxes, asked of a store that the city is brought to in deliveries of so many objects each."""
    building = read_building(setting.models[0])
    for delivery in make_city(building, OBJECTS, each):
        store.apply(delivery)
    boxes = boxes_in_city(building, OBJECTS, BOXES)

    def ask() -> int:
        return sum(_ask_one(store, box) for box in boxes)

    return Run(ask, lambda found: f"{found:,} objects in {BOXES} boxes")


def _ask_one(store: Store, box: Box) -> int:
    """As a page of the service's answer: how many there are, then the first of them."""
    search = Search(_LAYER, box)
    matched = store.count(search)
    found = sum(len(batch) for batch in store.find(search, FOUND + 1))
    return min(matched, found)


CASE = Case(
    name="store_postgis",
    title="A thousand objects out of a million, in PostGIS",
    ours_is=f"{BOXES} boxes of a building each, one after the other, as a page of the service asks: the count, then the objects.",
    ours=ask_postgis,
    heat=Heat.FIRST,
    kind=Kind.CAMPUS,
    sizes_mb=(4,),
    runs=1,
    ask=Ask(seconds=BOXES * 0.05),
    is_long=True,
)
