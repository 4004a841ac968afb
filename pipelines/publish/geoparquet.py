"""GeoParquet 1.1: one file a table, feature tables one a project in the project's coordinate reference system.

Source: GeoParquet Specification 1.1.0 (https://geoparquet.org/releases/v1.1.0/).
"""

import json
from functools import partial
from pathlib import Path

import geopandas
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from cim_schema.base_layer import EPSG_SEARCH
from cim_schema.codes import CityObjectFamily
from pipelines.publish.project_frame import project_crs, reprojected
from pipelines.runtime.output import written_beside
from pipelines.runtime.table_set import Tables

GEOPARQUET_VERSION = "1.1.0"
_EXACT = {"city_object": ("footprint_map", "axis_map"), "alignment": ("axis_map",), "finding": ("point_map",)}
"""Name of the file after the project's code → columns of its geometry, the first that is not null."""
_PLAIN = {"part": "cim_part", "version": "cim_version", "outcome": "chk_outcome"}
_LEFT_OUT = ("geom", "footprint_map", "axis_map", "point_map", "map_matrix", "shape_key")


def write_geoparquet(city: Tables, out: Path) -> tuple[Path, ...]:
    """Write ``geoparquet/*.parquet``: equal bytes for equal rows.

    ``PROJECT_city_object.parquet`` and ``PROJECT_finding.parquet`` have outlines, axes and points in the project's system,
    since a file has one system only; ``PROJECT_alignment.parquet`` has the alignments alone, as lines with heights and with
    their start station and length, where the project has any; ``project.parquet`` has the outlines of all projects in
    EPSG:4490; ``part.parquet``, ``version.parquet`` and ``outcome.parquet`` are plain tables. What has no place on the map is
    there without geometry.

    Args:
        city: Tables of the base layer.
        out: Folder of published files.

    Returns:
        The files written, by name.
    """
    folder = out / "geoparquet"
    written = []
    projects = city["cim_project"]
    for row in projects.select(["project_code", "crs"]).to_pylist():
        code = row["project_code"]
        objects = city["cim_city_object"].filter(pc.equal(city["cim_city_object"]["project_code"], code))
        versions = city["cim_version"].filter(pc.equal(city["cim_version"]["project_code"], code))["version_id"]
        findings = city["chk_finding"].filter(
            pc.is_in(city["chk_finding"]["version_id"], pa.array(versions.to_pylist(), pa.string()))
        )
        crs = project_crs(row["crs"], objects)
        kinds = {"city_object": objects, "alignment": alignments_of(objects), "finding": findings}
        for kind, rows in kinds.items():
            if kind == "alignment" and not len(rows):
                continue
            written.append(_write_features(folder / f"{code}_{kind}.parquet", rows, _exact_geometry(rows, _EXACT[kind], crs)))
    outlines = geopandas.GeoSeries.from_wkb(projects["geom"].to_pylist(), crs=EPSG_SEARCH)
    written.append(_write_features(folder / "project.parquet", projects, outlines))
    for kind, name in _PLAIN.items():
        path = folder / f"{kind}.parquet"
        with written_beside(path) as beside:
            pq.write_table(city[name], beside, compression="zstd")
        written.append(path)
    return tuple(sorted(written))


def alignments_of(objects: pa.Table) -> pa.Table:
    """The alignments among city objects, with two more columns from their attributes: ``start_station_m``, ``axis_length_m``."""
    rows = objects.filter(pc.equal(objects["city_family"], str(CityObjectFamily.ALIGNMENT)))
    told = [json.loads(attributes) for attributes in rows["attributes"].to_pylist()]
    for name in ("start_station_m", "axis_length_m"):
        rows = rows.append_column(name, pa.array([one.get(name) for one in told], pa.float64()))
    return rows


def _exact_geometry(rows: pa.Table, columns: tuple[str, ...], crs: str | None) -> geopandas.GeoSeries:
    """Geometries in ``crs``; none for rows without a place, which have their outline in a frame of their own."""
    blobs = pc.coalesce(*(rows[column] for column in columns)).to_pylist()
    found: list[object] = [None] * len(blobs)
    own = rows["crs"].to_pylist()
    for name in sorted({name for name in own if name is not None}):
        places = [row for row, system in enumerate(own) if system == name]
        exact = shapely.from_wkb([blobs[row] for row in places])
        moved = shapely.transform(exact, partial(reprojected, own=name, target=crs), include_z=bool(shapely.has_z(exact).any()))
        for row, geometry in zip(places, moved, strict=True):
            found[row] = geometry
    return geopandas.GeoSeries(found, crs=crs)


def _write_features(path: Path, rows: pa.Table, geometry: geopandas.GeoSeries) -> Path:
    frame = rows.drop_columns([name for name in _LEFT_OUT if name in rows.column_names]).to_pandas()
    features = geopandas.GeoDataFrame(frame, geometry=geometry)
    with written_beside(path) as beside:
        features.to_parquet(beside, index=False, compression="zstd", schema_version=GEOPARQUET_VERSION, write_covering_bbox=True)
    return path
