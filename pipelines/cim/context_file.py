"""A file of surroundings read: GeoPackage, GeoJSON, Shapefile, or whatever else GDAL opens, into rows of ``ctx_feature``.

What belongs here: whether a file can be believed to lie where it says. What does not: keeping its features (``context``).
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from cim_schema.city import LAT_DEG, LON_DEG
from cim_schema.codes import ContextKind
from cim_schema.errors import InvalidContext, InvalidOption, UnknownCrs
from cim_schema.tables import TABLES
from pipelines.cim.context_attributes import NAMES, WANTED, columns_of, read_value
from pipelines.cim.outlines import as_wkb, to_lonlat
from pipelines.runtime.crs_name import crs_of, read_crs

if TYPE_CHECKING:
    import geopandas as gpd

_LAYER = re.compile(r"(?P<kind>[a-z_]+)(/[\w\-]+)?")
_SHIFTED = re.compile(r"gcj-?_?02|火星坐标|bd-?_?09|百度坐标|高德|腾讯地图", re.IGNORECASE)
"""Words for the shifted systems of internet maps, which no register knows."""

DIMENSIONS: Mapping[ContextKind, tuple[int, ...]] = {
    ContextKind.PLOT: (2,), ContextKind.HEIGHT_LIMIT: (2,), ContextKind.EXISTING_BUILDING: (2,),
    ContextKind.ROAD_RED_LINE: (1, 2), ContextKind.PIPE: (1, 2), ContextKind.TREE: (0,),
    ContextKind.ROAD: (2,),
}  # fmt: skip
"""Kind → whether its features are points (0), lines (1), areas (2)."""


@dataclass(frozen=True)
class ContextLayer:
    """One layer as it was read."""

    name: str
    kind: ContextKind
    file_name: str
    crs: str
    features: pa.Table
    """``ctx_feature``."""
    left_out: int
    """Features without a shape, or without what a layer of their kind is about."""
    is_off_city: bool
    """Whether it lies wholly outside the envelope of the city."""

    @property
    def digest(self) -> str:
        """SHA-256 of its rows and of what they are called."""
        rows = repr((self.name, self.file_name, self.crs, self.features.to_pylist()))
        return hashlib.sha256(rows.encode()).hexdigest()


def kind_of(layer: str) -> ContextKind:
    """The kind of a layer by its name: ``plot``, ``plot/north``.

    Raises:
        InvalidOption: No kind is called so.
    """
    match = _LAYER.fullmatch(layer)
    if match is None or match["kind"] not in set(ContextKind):
        known = ", ".join(ContextKind)
        raise InvalidOption({"option": "--layer", "value": layer, "reason": "@error_reason.one_of", "known": known})
    return ContextKind(match["kind"])


def read_context_file(
    path: Path, layer: str, *, crs: str | None = None, source_layer: str | None = None, fields: Mapping[str, str] | None = None
) -> ContextLayer:
    """Read one layer of a file.

    Args:
        path: The file.
        layer: What it is to be called: a kind, and after a slash what tells layers of one kind apart.
        crs: The system that its coordinates are in, where the file does not say it or says it wrong.
        source_layer: Which of several layers in the file.
        fields: Column of ``ctx_feature`` → attribute of the file that gives it, where its name does not tell.

    Raises:
        InvalidContext: The file cannot be read, has no system, or cannot lie where it says.
        InvalidOption: No such kind, layer, column or attribute.
        UnknownCrs: Nobody knows ``crs``.
    """
    kind = kind_of(layer)
    frame = _read(path, source_layer)
    attributes = [str(name) for name in frame.columns if name != frame.geometry.name]
    if _SHIFTED.search(" ".join((path.name, *attributes, str(frame.crs)))):
        raise _invalid(path, "shifted")
    code = _code_of(frame, path, crs)
    columns = columns_of(attributes, fields or {})
    for wanted in WANTED.get(kind, ()):
        if wanted not in columns:
            raise _invalid(path, "no_field", field=wanted, known=", ".join(attributes) or "—", names=", ".join(NAMES[wanted]))
    shapes = np.asarray(shapely.force_2d(frame.geometry.to_numpy()), object)
    is_there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not is_there.any():
        raise _invalid(path, "empty")
    _look_at_dimensions(path, kind, shapes[is_there])
    shapes[is_there] = shapely.make_valid(shapes[is_there])
    on_globe = to_lonlat(shapes, code)
    is_off_city = _look_at_place(path, shapes[is_there], on_globe[is_there], is_projected=crs_of(code).is_projected)
    rows = list(_rows(frame, layer, kind, code, columns, as_wkb(shapes), as_wkb(on_globe), is_there))
    if not rows:
        raise _invalid(path, "empty")
    return ContextLayer(
        layer, kind, path.name, code, TABLES["ctx_feature"].from_rows(rows), len(frame) - len(rows), is_off_city
    )  # fmt: skip


def _read(path: Path, source_layer: str | None) -> "gpd.GeoDataFrame":
    import geopandas as gpd
    import pyogrio

    if not path.is_file():
        raise _invalid(path, "not_there")
    try:
        layers = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry is not None]
        if source_layer is not None and source_layer not in layers:
            known = ", ".join(layers)
            raise InvalidOption(
                {"option": "--source-layer", "value": source_layer, "reason": "@error_reason.one_of", "known": known}
            )
        if source_layer is None and len(layers) > 1:
            raise _invalid(path, "several_layers", known=", ".join(layers))
        frame = pyogrio.read_dataframe(path, layer=source_layer or (layers[0] if layers else None))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, UnicodeDecodeError) as cause:
        raise _invalid(path, "unreadable", detail=" ".join(str(cause).split())[:200]) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise _invalid(path, "no_geometry")
    return frame


def _code_of(frame: "gpd.GeoDataFrame", path: Path, said: str | None) -> str:
    if said is not None:
        named = read_crs(said)
        if named is None:
            raise UnknownCrs({"crs": said})
        return named.code
    if frame.crs is None:
        raise _invalid(path, "no_crs")
    known = frame.crs.to_epsg()
    return f"EPSG:{known}" if known is not None else str(frame.crs.to_wkt())


def _look_at_dimensions(path: Path, kind: ContextKind, shapes: NDArray[Any]) -> None:
    if not np.isfinite(shapely.total_bounds(shapes)).all():
        raise _invalid(path, "not_finite")
    if not set(shapely.get_dimensions(shapes).tolist()) <= set(DIMENSIONS[kind]):
        raise _invalid(path, "other_geometry", kind=f"@code.context_kind.{kind}")


def _look_at_place(path: Path, shapes: NDArray[Any], on_globe: NDArray[Any], *, is_projected: bool) -> bool:
    """Whether the layer lies wholly off the city.

    Raises:
        InvalidContext: Its coordinates are no degrees though its system wants degrees, or they are exchanged.
    """
    west, south, east, north = shapely.total_bounds(on_globe).tolist()
    if not is_projected and not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        swapped = -180 <= south <= north <= 180 and -90 <= west <= east <= 90
        raise _invalid(path, "swapped" if swapped else "no_degrees")
    if _meets_city(west, south, east, north):
        return False
    if not is_projected and _meets_city(south, west, north, east):
        raise _invalid(path, "swapped")
    # North before east in a projected system: seven digits, then six.
    x_least, y_least, x_most, y_most = shapely.total_bounds(shapes).tolist()
    if is_projected and 3e6 < x_least <= x_most < 5e6 and 0 < y_least <= y_most < 1e6:
        raise _invalid(path, "swapped")
    return True


def _meets_city(west: float, south: float, east: float, north: float) -> bool:
    return west <= LON_DEG[1] and east >= LON_DEG[0] and south <= LAT_DEG[1] and north >= LAT_DEG[0]


def _rows(
    frame: "gpd.GeoDataFrame", layer: str, kind: ContextKind, code: str, columns: Mapping[str, str],
    exact: list[bytes | None], on_globe: list[bytes | None], is_there: NDArray[np.bool_],
) -> Iterator[dict[str, object]]:  # fmt: skip
    plain = frame.drop(columns=frame.geometry.name)
    for place, said in enumerate(plain.to_dict("records")):
        read = {column: read_value(column, said[attribute]) for column, attribute in columns.items()}
        if is_there[place] and all(read[wanted] is not None for wanted in WANTED.get(kind, ())):
            told = {str(name): value for name, value in said.items() if value is not None and value == value}
            yield {
                "context_layer": layer, "feature_number": place + 1, "context_kind": kind.value, **read,
                "attributes": json.dumps(told, ensure_ascii=False, sort_keys=True, default=str), "crs": code,
                "shape_map": exact[place], "geom": on_globe[place],
            }  # fmt: skip


def _invalid(path: Path, reason: str, **params: object) -> InvalidContext:
    return InvalidContext({"file": path.name, "reason": f"@context.{reason}", **params})
