"""Alignments as a layer of lines of their own: a view, since a map draws a layer of one kind of geometry better.

What belongs here: the view and its entries in the tables of a GeoPackage. What does not: the rows, which are city objects.
"""

import sqlite3

from cim_schema.base_layer import EPSG_SEARCH

ALIGNMENT_LAYER = "cim_alignment"
_OF_ALIGNMENTS = "FROM cim_city_object WHERE city_family = 'alignment'"
_VIEW = f"""
CREATE VIEW {ALIGNMENT_LAYER} AS SELECT
    fid AS OGC_FID, city_object_id, parent_city_object_id, project_code, part, global_id, city_object_type, name,
    CAST(json_extract(attributes, '$.start_station_m') AS REAL) AS start_station_m,
    CAST(json_extract(attributes, '$.axis_length_m') AS REAL) AS axis_length_m,
    min_height_m, max_height_m, worst_outcome, crs, geom
{_OF_ALIGNMENTS}
"""


def create_alignment_layer(connection: sqlite3.Connection) -> None:
    """Make the view in a GeoPackage that has ``cim_city_object``, and register it."""
    connection.execute(_VIEW)
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?,'features',?,?,?)",
        (ALIGNMENT_LAYER, ALIGNMENT_LAYER, "Alignments of the current versions, as lines; one row an alignment.", EPSG_SEARCH),
    )
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?,'geom','LINESTRING',?,0,0)", (ALIGNMENT_LAYER, EPSG_SEARCH))


def describe_alignment_layer(connection: sqlite3.Connection) -> None:
    """Bring its extent and its time in ``gpkg_contents`` up to date; the time is that of ``cim_city_object``."""
    connection.execute(
        "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) ="
        " (SELECT min(minx), min(miny), max(maxx), max(maxy) FROM rtree_cim_city_object_geom"
        f" WHERE id IN (SELECT fid {_OF_ALIGNMENTS})),"
        " last_change = (SELECT last_change FROM gpkg_contents WHERE table_name = 'cim_city_object') WHERE table_name = ?",
        (ALIGNMENT_LAYER,),
    )
