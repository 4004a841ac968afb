"""A copy of the base layer as a GeoPackage, of all projects or of one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from cim_schema.base_layer import BASE_LAYER
from cim_schema.errors import NotFound
from pipelines.runtime.output import written_beside


def write_geopackage(store_path: Path, out: Path, project_code: str | None = None) -> Path:
    """Write ``cim.gpkg``: the base layer as it is, or with the rows of one project only.

    Args:
        store_path: The base layer's GeoPackage; it may be replaced meanwhile.
        out: Folder of published files.
        project_code: The project to keep; all where it is not given.

    Raises:
        NotFound: There is no such store.
    """
    path = out / "cim.gpkg"
    try:
        source = store_path.open("rb")
    except OSError:
        raise NotFound({"what": "@store.a_store", "name": f"gpkg:{store_path}"}) from None
    with source, written_beside(path) as beside:
        with beside.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        _leave_out_surroundings(beside)
        _leave_out_past(beside)
        if project_code is not None:
            _keep_only(beside, project_code)
    return path


def _leave_out_surroundings(path: Path) -> None:
    """Take the context layers out: they are the city's plans and surveys, which other formats do not have either."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        known = connection.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name").fetchall()
        names = [name for (name,) in known if name.startswith("ctx_")]
        if not names:
            return
        connection.execute("PRAGMA journal_mode = OFF")
        for name in names:
            for (index,) in connection.execute(
                "SELECT 'rtree_' || table_name || '_' || column_name FROM gpkg_geometry_columns WHERE table_name = ?", (name,)
            ).fetchall():
                connection.execute(f"DROP TABLE {index}")
            connection.execute(f"DROP TABLE {name}")
            for table in ("gpkg_geometry_columns", "gpkg_extensions", "gpkg_data_columns", "gpkg_contents"):
                connection.execute(f"DELETE FROM {table} WHERE table_name = ?", (name,))
        connection.execute("VACUUM")


def _leave_out_past(path: Path) -> None:
    """Take versions that are no longer shown out: a copy shows what the city shows."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if connection.execute("SELECT 1 FROM cim_past LIMIT 1").fetchone() is None:
            return  # Nothing is written: the copy stays the same byte for byte.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("DELETE FROM cim_past")
        connection.execute("VACUUM")


def _keep_only(path: Path, project_code: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        for name in ("chk_finding", "chk_outcome"):
            others = "SELECT version_id FROM cim_version WHERE project_code <> ?"
            connection.execute(f"DELETE FROM {name} WHERE version_id IN ({others})", (project_code,))
        for name, table in BASE_LAYER.items():
            if "project_code" in table.columns:
                connection.execute(f"DELETE FROM {name} WHERE project_code <> ?", (project_code,))
        connection.execute(
            "DELETE FROM cim_shape WHERE shape_key NOT IN (SELECT shape_key FROM cim_city_object WHERE shape_key IS NOT NULL)"
        )
        for name, table in BASE_LAYER.items():
            if table.geometry:
                connection.execute(
                    "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) ="
                    f" (SELECT min(minx), min(miny), max(maxx), max(maxy) FROM rtree_{name}_{table.geometry}) WHERE table_name = ?",
                    (name,),
                )
        connection.execute(
            "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = (SELECT min(minx), min(miny), max(maxx), max(maxy)"
            " FROM rtree_cim_city_object_geom WHERE id IN (SELECT OGC_FID FROM cim_alignment)) WHERE table_name = 'cim_alignment'"
        )
        connection.execute("COMMIT")
        connection.execute("VACUUM")
