import json
import math

import duckdb
import geopandas
import pyarrow.parquet as pq
import pytest
import shapely

from pipelines.publish.geoparquet import write_geoparquet

EAST, NORTH, HEIGHT = 500_100.0, 3_930_000.0, 700.0


def test_there_is_a_file_a_table_and_project(city_of, make_version, tmp_path):
    files = write_geoparquet(city_of(make_version()), tmp_path)
    assert [path.name for path in files] == [
        "SCH_city_object.parquet", "SCH_finding.parquet", "outcome.parquet", "part.parquet", "project.parquet", "version.parquet",
    ]  # fmt: skip
    assert sorted((tmp_path / "geoparquet").iterdir()) == list(files)


def test_the_metadata_is_geoparquet_1_1_with_covering_boxes(city_of, make_version, tmp_path):
    write_geoparquet(city_of(make_version()), tmp_path)
    geo = json.loads(pq.read_schema(tmp_path / "geoparquet/SCH_city_object.parquet").metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert geo["version"] == "1.1.0"
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4547}
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["MultiPolygon"])
    assert set(column["covering"]["bbox"]) == {"xmin", "ymin", "xmax", "ymax"}


def test_geopandas_reads_outlines_in_the_projects_system(city_of, make_version, tmp_path):
    city = city_of(make_version())
    write_geoparquet(city, tmp_path)
    frame = geopandas.read_parquet(tmp_path / "geoparquet/SCH_city_object.parquet")
    assert frame.crs.to_epsg() == 4547
    exact = shapely.from_wkb(city["cim_city_object"]["footprint_map"].to_pylist())
    assert all(shapely.equals_exact(frame.geometry.array, exact, 0))
    assert frame.set_index("step_id").loc[11, "worst_outcome"] == "fail"
    cut = geopandas.read_parquet(
        tmp_path / "geoparquet/SCH_city_object.parquet", bbox=(EAST - 1, NORTH - 1, EAST + 0.5, NORTH + 0.5)
    )
    assert 10 in set(cut["step_id"])
    assert 15 not in set(cut["step_id"])


def test_findings_are_points_with_height_where_hand_arithmetic_puts_them(city_of, make_version, tmp_path):
    write_geoparquet(city_of(make_version()), tmp_path)
    (point,) = geopandas.read_parquet(tmp_path / "geoparquet/SCH_finding.parquet").geometry
    cos, sin = math.cos(math.radians(30)), math.sin(math.radians(30))
    assert (point.x, point.y, point.z) == pytest.approx(
        (EAST + cos * 2.5 - sin * 0.1, NORTH + sin * 2.5 + cos * 0.1, HEIGHT + 1.5), abs=1e-3
    )


def test_duckdb_reads_it_with_its_system(city_of, make_version, tmp_path):
    write_geoparquet(city_of(make_version()), tmp_path)
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT count(*), max(bbox.xmax), any_value(typeof(geometry)) FROM read_parquet(?)",
            [str(tmp_path / "geoparquet/SCH_city_object.parquet")],
        ).fetchone()
        parts = connection.execute(
            "SELECT part, is_withdrawn FROM read_parquet(?)", [str(tmp_path / "geoparquet/part.parquet")]
        ).fetchall()
    count, east, kind = found
    assert count == 9
    assert east == pytest.approx(EAST + math.cos(math.radians(30)) * 11, abs=0.1)
    assert "GEOMETRY" in kind
    assert "4547" in kind
    assert parts == [("arch", False)]


def test_what_has_no_place_is_there_without_geometry(city_of, make_version, tmp_path):
    write_geoparquet(city_of(make_version(), make_version(part="mep", model="b", crs=None)), tmp_path)
    frame = geopandas.read_parquet(tmp_path / "geoparquet/SCH_city_object.parquet")
    assert frame[frame["part"] == "mep"].geometry.isna().all()
    assert frame[frame["part"] == "arch"].geometry.notna().all()
    assert set(frame.loc[frame["part"] == "mep", "is_placed"]) == {False}


def test_a_project_without_any_place_is_written_too(city_of, make_version, tmp_path):
    write_geoparquet(city_of(make_version(crs=None)), tmp_path)
    frame = geopandas.read_parquet(tmp_path / "geoparquet/SCH_city_object.parquet")
    assert (len(frame), frame.geometry.notna().sum(), frame.crs) == (9, 0, None)


def test_equal_rows_give_equal_bytes(city_of, make_version, tmp_path):
    city = city_of(make_version())
    first = [path.read_bytes() for path in write_geoparquet(city, tmp_path / "a")]
    assert [path.read_bytes() for path in write_geoparquet(city, tmp_path / "b")] == first
