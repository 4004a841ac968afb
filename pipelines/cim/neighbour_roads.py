"""Streets of the base layer as neighbours: the roads of other projects of roads and bridges, from edge to edge.

What belongs here: reading roads out of city objects. What does not: which of them a model is to see (``surroundings``).
"""

from collections.abc import Iterator

import numpy as np
import shapely

from cim_schema.codes import ContextKind, ProjectCategory
from pipelines.cim.neighbours import Neighbour
from pipelines.cim.outlines import GRID_M, from_wkb
from pipelines.cim.search import LAYERS, Box, Search
from pipelines.cim.store import Store

ROAD_CLASSES = ("IfcRoad", "IfcRoadPart", "IfcPavement")
"""What the ground of a road is told by; a lamp or a sign is not."""


def road_projects(store: Store) -> frozenset[str]:
    """The codes of the projects that are streets: lanes inside a plot are no streets of the city."""
    rows = store.read("cim_project").to_pylist()
    return frozenset(str(row["project_code"]) for row in rows if row["category"] == ProjectCategory.ROAD_BRIDGE)


def roads_in(store: Store, box: Box, codes: frozenset[str]) -> Iterator[Neighbour]:
    """Give the roads that meet a box, one of each project and coordinate reference system.

    Args:
        store: The base layer.
        box: Longitude and latitude.
        codes: The projects that are looked at.
    """
    for code in sorted(codes):
        grounds: dict[str, list[bytes]] = {}
        for name in ROAD_CLASSES:
            search = Search(LAYERS["cim_city_object"], box=box, equal={"project_code": code, "ifc_class": name})
            for row in (row for batch in store.find(search) for row in batch):
                if row["footprint_map"] is not None:
                    grounds.setdefault(str(row["crs"]), []).append(row["footprint_map"])  # type: ignore[arg-type]
        for crs, blobs in sorted(grounds.items()):
            shapes = shapely.make_valid(np.array(from_wkb(blobs), object))
            told: dict[str, object] = {
                "context_kind": ContextKind.ROAD.value, "context_source": code, "feature_id": f"{code}/{crs}", "name": code,
            }  # fmt: skip
            yield Neighbour(told, crs, ((None, shapely.union_all(shapes, grid_size=GRID_M)),))
