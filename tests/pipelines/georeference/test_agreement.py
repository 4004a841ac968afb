"""Agreement with others: round trips by another library, files that say what they are, the walk-through for designers."""

from math import atan2, degrees, hypot
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.geolocation
import numpy as np
import pytest
from pyproj import CRS, Proj, Transformer

from pipelines.georeference.control_points import read_control_points
from pipelines.georeference.gcj02 import offset_m
from pipelines.georeference.place import place_on_map
from pipelines.georeference.report import georeference_report, reference_to_write
from pipelines.ingest.far_points import has_far_points
from pipelines.ingest.model import read_model
from pipelines.ingest.write_georeference import write_georeference
from tests.pipelines.georeference.georeferenced_models import Sound, draw, write


@pytest.mark.parametrize("code", [4546, 4547, 4525, 4526])
@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3_ADD2"])
def test_ten_kilometres_away_a_round_trip_keeps_a_tenth_of_a_millimetre(tmp_path, code, schema):
    """Model → map → longitude and latitude (pyproj) → map → model, by the reference of a copy that was written and read again."""
    sound = Sound(code=code, schema=schema, lon_deg=112.5, rotation_deg=37.0)
    tables = read_model(write(draw(sound), tmp_path / "model.ifc"))
    out = tmp_path / "copy.ifc"
    write_georeference(tmp_path / "model.ifc", out, reference_to_write(tables, tables["ifc_model"]["model_id"][0].as_py()))
    before, after = (
        np.array(place_on_map(one)["geo_reference"].to_pylist()[0]["local_to_map"]).reshape(4, 4)
        for one in (tables, read_model(out))
    )
    far = np.array([(10_000.0, 0.0, 0.0, 1.0), (0.0, -10_000.0, 0.0, 1.0), (7_000.0, 7_000.0, 100.0, 1.0)])
    on_map = far @ before.T
    way = Transformer.from_crs(code, 4490, always_xy=True)
    there = way.transform(*on_map[:, :2].T)
    back = np.column_stack([*way.transform(*there, direction="INVERSE"), on_map[:, 2], np.ones(3)])
    assert np.abs(back @ np.linalg.inv(after).T - far).max() < 1e-4


def test_a_mended_copy_means_the_same_to_another_library(tmp_path):
    sound = Sound()
    file = draw(sound)
    (said,) = file.by_type("IfcMapConversion")
    said.Eastings, said.Northings = said.Northings, said.Eastings
    tables = read_model(write(file, tmp_path / "swapped.ifc"))
    out = tmp_path / "mended.ifc"
    write_georeference(tmp_path / "swapped.ifc", out, reference_to_write(tables, tables["ifc_model"]["model_id"][0].as_py()))
    mended = ifcopenshell.open(out)
    assert ifcopenshell.util.geolocation.auto_xyz2enh(mended, 0.0, 0.0, 0.0)[:2] == pytest.approx(sound.origin_m, abs=1e-4)
    before, after = (sorted(str(one)[str(one).index("=") :] for one in file) for file in (file, mended))
    changed = [line for line in after if line not in before]
    assert len(after) == len(before)
    assert [line.split("(")[0] for line in changed] == ["=IfcMapConversion"], "nothing else is lost or changed"


GRID = "+proj=tmerc +lat_0=0 +lon_0=112.85 +k=1.00011 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"


@pytest.mark.parametrize(
    ("schema", "text"),
    [("IFC2X3", GRID), ("IFC4", GRID), ("IFC4X3_ADD2", GRID), ("IFC4X3_ADD2", CRS(GRID).to_wkt("WKT2_2019"))],
    ids=["2x3-proj", "4-proj", "4x3-proj", "4x3-wkt2"],
)
def test_the_citys_own_grid_is_written_and_read_again(tmp_path, schema, text):
    """The grid's factor at the place, by the library: the map is larger than the ground, so that Scale carries it."""
    sound = Sound(schema=schema)
    tables = read_model(write(draw(sound), tmp_path / "model.ifc"))
    out = tmp_path / "copy.ifc"
    write_georeference(tmp_path / "model.ifc", out, reference_to_write(tables, tables["ifc_model"]["model_id"][0].as_py(), text))
    placed = place_on_map(read_model(out))
    (row,) = placed["geo_reference"].to_pylist()
    assert row["is_usable"]
    assert placed["geo_diagnosis"].num_rows == 0
    expected = Transformer.from_crs(4490, CRS(GRID), always_xy=True).transform(sound.lon_deg, sound.lat_deg)
    assert (row["origin_east_m"], row["origin_north_m"]) == pytest.approx(expected, abs=1e-3)
    grids = [Proj(one).get_factors(sound.lon_deg, sound.lat_deg).meridional_scale for one in (CRS(GRID), CRS(4547))]
    assert row["map_scale"] == pytest.approx(grids[0] / grids[1], abs=1e-9)


def test_the_walk_through_for_designers_is_what_happens():
    """The models and the points that docs/how-to/georeference-a-model.md names."""
    root = Path(__file__).parents[3]
    planting, school = (
        read_model(root / "sample_ifc" / name) for name in ("faulty/park/park_planting.ifc", "clean/school/school_arch.ifc")
    )
    told = georeference_report(planting, planting["ifc_model"]["model_id"][0].as_py())
    assert [diagnosis["code"] for diagnosis in told["diagnoses"]] == ["axis_lost"]
    turn = degrees(atan2(told["proposal"]["x_axis_ordinate"], told["proposal"]["x_axis_abscissa"]))
    assert turn == pytest.approx(-8.4, abs=0.01), "as the other part of the park declares"
    points = read_control_points(root / "docs/how-to/control_points.csv")
    told = georeference_report(school, school["ifc_model"]["model_id"][0].as_py(), None, points)
    assert (told["usable"], told["fit"]["blunders"]) == (True, ["K5"])
    assert [diagnosis["code"] for diagnosis in told["diagnoses"]] == ["control_point_blunder"]


SOUND_ERRORS = ("infra/Georeferencing-*/*.ifc", "pcert_ifc4*/*.ifc", "infra/MCON-*/MCON*.ifc", "infra/SpatialStructure-4/*.ifc")


@pytest.mark.slow
def test_real_models_that_say_where_they_are_get_no_error(shared):
    """Surveys, roads, terrain and buildings in Australia, Finland, Germany and Tuvalu, as their authors placed them."""
    paths = [path for pattern in SOUND_ERRORS for path in sorted((shared / "ifc").glob(pattern))]
    assert len(paths) > 25
    for path in paths:
        placed = place_on_map(read_model(path))
        assert "error" not in placed["geo_diagnosis"]["severity"].to_pylist(), path.name
        assert placed["geo_reference"]["is_usable"].to_pylist() == [True], path.name


GRF = {
    "grf001": {"several_conversions_disagree", "contexts_without_conversion"},
    "grf003": {"no_georeference", "only_site_position", "map_coordinates_without_crs"},
    "grf004": {"crs_unknown", "geodetic_datum_unknown", "height_datum_unknown"},
    "grf005": {"scale_missing_for_units"},
    "grf006": {"crs_unknown", "crs_name_irregular"},
    "grf007": {"height_datum_unknown"},
    "grf008": {"rigid_measures"},
}
"""What is said of a file that fails the rule of its name; grf000 and grf002 have no failures."""


@pytest.mark.slow
def test_files_of_buildingsmart_are_what_their_names_say(shared):
    paths = sorted((shared / "gherkin/GRF").rglob("*.ifc"))
    assert len(paths) == 33
    for path in paths:
        outcome, rule = path.name.split("-")[:2]
        rows = place_on_map(read_model(path))["geo_diagnosis"].to_pylist()
        told = {row["text_code"].split(".")[1] for row in rows} & GRF.get(rule, set())
        assert bool(told) == (outcome == "fail"), (path.name, told)


def test_the_offset_of_internet_maps_over_the_city_and_over_the_sea():
    """556 m towards 95° in the city, as the public algorithm gives; nothing outside the area where maps are shifted."""
    east_m, north_m = offset_m(112.851, 35.490)
    assert hypot(east_m, north_m) == pytest.approx(556, abs=1.0)
    assert np.degrees(np.arctan2(east_m, north_m)) == pytest.approx(95, abs=0.5)
    assert offset_m(-71.0, 42.0) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("infra/Georeferencing-Tin-12d-1/Georeferencing-Tin-12d-1.ifc", True),
        ("infra/Georeferencing-Tin-12d-2/Georeferencing-Tin-12d-2.ifc", False),
        ("infra/DrainageSystem-1/DrainageSystem-1-1.ifc", True),
        ("whale/SimpleWall.ifc", False),
    ],
)
def test_points_as_large_as_a_maps_are_seen_without_reading_shapes(shared, name, expected):
    path = shared / "ifc" / name
    unit_m = read_model(path)["ifc_model"]["length_unit_m"][0].as_py()
    assert has_far_points(path, unit_m) == expected
