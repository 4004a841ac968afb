"""A context layer taken into the base layer, and what is odd about where it lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from cim_schema.codes import ContextKind

if TYPE_CHECKING:
    from pipelines.cim.context_file import ContextLayer
    from pipelines.cim.context_layers import Loaded
    from pipelines.cim.store import Store

METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Taken:
    """What came of a file."""

    layer: "ContextLayer"
    loaded: "Loaded"
    looks_shifted: bool
    """Whether the city's projects lie in its plots only once these are taken for coordinates of internet maps."""


def take_layer_in(
    store_url: str, path: Path, name: str, *, crs: str | None, source_layer: str | None, fields: Mapping[str, str]
) -> Taken:
    """Read a file and put it in the place of the layer of its name.

    Raises:
        InputError: The file or what was said of it cannot be used.
        StoreError: The store could not be written; it is as it was.
    """
    from pipelines.cim.context_file import read_context_file
    from pipelines.cim.context_layers import load_layer
    from pipelines.cim.store import open_store

    store = open_store(store_url)
    layer = read_context_file(path, name, crs=crs, source_layer=source_layer, fields=fields)
    return Taken(layer, load_layer(store, layer), _looks_shifted(layer, store))


def _looks_shifted(layer: "ContextLayer", store: "Store") -> bool:
    from pipelines.georeference.gcj02 import offset_m

    if layer.kind is not ContextKind.PLOT or not store.projects():
        return False
    hulls = [blob for blob in store.read("cim_project")["geom"].to_pylist() if blob is not None]
    middles = shapely.get_coordinates(shapely.centroid(shapely.from_wkb(hulls))).tolist() if hulls else []
    ground = shapely.union_all(shapely.from_wkb(layer.features["geom"].to_numpy(zero_copy_only=False)))
    if any(shapely.contains_xy(ground, lon, lat) for lon, lat in middles):
        return False
    for lon, lat in middles:
        shift = offset_m(lon, lat)
        if shift is not None:
            east_deg, north_deg = shift[0] / (METRES_A_DEGREE * cos(radians(lat))), shift[1] / METRES_A_DEGREE
            if shapely.contains_xy(ground, lon + east_deg, lat + north_deg):
                return True
    return False
