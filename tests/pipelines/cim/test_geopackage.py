import sqlite3
from contextlib import closing

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely

from cim_schema.base_layer import KEPT


def test_gdal_sees_every_layer_with_its_system_extent_and_chinese_text(store, make_version, make_delivery):
    store.apply(make_delivery(make_version(walls=60)))
    layers = dict(pyogrio.list_layers(store.path))
    assert layers == {
        name: {"cim_project": "MultiPolygon", "cim_city_object": "Unknown", "chk_finding": "Point"}.get(name) for name in KEPT
    } | {"cim_alignment": "LineString"}
    info = pyogrio.read_info(store.path, layer="cim_city_object")
    geometries = shapely.from_wkb([blob for blob in store.read("cim_city_object")["geom"].to_pylist() if blob])
    assert (info["crs"], info["features"]) == ("EPSG:4490", 63)
    assert info["total_bounds"] == pytest.approx(shapely.total_bounds(geometries), abs=2e-5)  # The index keeps float32.
    frame = pyogrio.read_dataframe(store.path, layer="cim_city_object")
    assert "墙0" in set(frame["name"])
    assert np.allclose(shapely.area(frame.geometry.array), shapely.area(geometries))


def test_the_spatial_index_finds_what_lies_in_a_box_and_stays_right_when_a_gis_edits_a_copy(
    store, make_version, make_delivery, tmp_path
):
    store.apply(make_delivery(make_version(walls=60)))
    everything = pyogrio.read_dataframe(store.path, layer="cim_city_object")
    element = everything[everything["name"] == "墙59"].iloc[0]
    box = element.geometry.bounds
    found = pyogrio.read_dataframe(store.path, layer="cim_city_object", bbox=box)
    assert sorted(found["city_object_id"]) == sorted(everything[everything.intersects(shapely.box(*box))]["city_object_id"])
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(store.path.read_bytes())
    moved = (
        element.to_frame()
        .T.set_geometry("geometry", crs=4490)
        .assign(city_object_id="new", geometry=shapely.MultiPolygon([shapely.box(1, 1, 2, 2)]))
    )
    moved = moved.astype({"step_id": int, "is_placed": bool, "is_closed": bool})
    moved = moved.drop(columns=["footprint_map", "map_matrix"])
    pyogrio.write_dataframe(moved, copy, layer="cim_city_object", append=True)
    assert pyogrio.read_dataframe(copy, layer="cim_city_object", bbox=(0, 0, 3, 3))["city_object_id"].tolist() == ["new"]


def test_the_file_is_a_geopackage_by_its_own_tables(store, make_version, make_delivery):
    store.apply(make_delivery(make_version()))
    with closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        contents = dict(connection.execute("SELECT table_name, last_change FROM gpkg_contents"))
        assert contents == dict.fromkeys((*KEPT, "cim_alignment"), "2026-03-04T05:06:07.891Z")
        described = set(connection.execute("SELECT table_name, column_name FROM gpkg_data_columns"))
        assert described == {(table.name, column) for table in KEPT.values() for column in table.columns}
        (blob,) = connection.execute("SELECT geom FROM cim_city_object WHERE step_id = 10").fetchone()
    assert blob[:4] == b"GP\x00\x03"
    assert int.from_bytes(blob[4:8], "little") == 4490
    low_x, high_x, low_y, high_y = np.frombuffer(blob[8:40], "<f8")
    assert (low_x, low_y, high_x, high_y) == shapely.from_wkb(blob[40:]).bounds


def test_shapes_come_back_bit_for_bit(store, make_version, make_delivery):
    version = make_version()
    store.apply(make_delivery(version))
    shapes: pa.Table = store.read("cim_shape")
    assert shapes["vertices"].to_pylist() == version.tables["cim_shape"]["vertices"].to_pylist()
