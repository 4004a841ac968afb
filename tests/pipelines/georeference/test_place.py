"""Placing: the formula of the standard reckoned by hand, units, targets, the weak fallback, real declarations."""

import re
from math import atan2, cos, degrees, hypot, radians, sin

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.georeference.place import place_on_map
from pipelines.runtime.projection import LONLAT, convergence_deg, to_lonlat, transform

ANGLE = radians(30)


def reference(tables, target=None):
    return place_on_map(tables, target)["geo_reference"].to_pylist()[0]


def diagnoses(tables, target=None):
    return {row["text_code"].split(".")[1]: row["severity"] for row in place_on_map(tables, target)["geo_diagnosis"].to_pylist()}


def moved(row, x, y, z):
    matrix = np.array(row["local_to_map"]).reshape(4, 4)
    return matrix[:3, :3] @ (x, y, z) + matrix[:3, 3]


def test_a_point_goes_where_the_formula_of_the_standard_puts_it(make_tables):
    turned = {"x_axis_abscissa": cos(ANGLE), "x_axis_ordinate": sin(ANGLE), "scale": 1.000134}
    row = reference(make_tables([turned]))
    x, y, z = 12.5, -40.25, 7.75
    expected = (
        395736.7 + 1.000134 * (0.8660254037844387 * x - 0.5 * y),
        3929563.0 + 1.000134 * (0.5 * x + 0.8660254037844387 * y),
        745.5 + 1.000134 * z,
    )
    assert np.abs(moved(row, x, y, z) - expected).max() < 1e-6
    assert row["rotation_deg"] == pytest.approx(30, abs=1e-9)
    assert row["map_scale"] == pytest.approx(1.000134, abs=1e-12)
    assert (row["level"], row["is_usable"], row["is_weak"]) == (50, True, False)
    assert (row["crs"], row["vertical_crs"], row["declared_crs"]) == ("EPSG:4547", "EPSG:5737", "EPSG:4547")
    assert (row["origin_lon_deg"], row["origin_lat_deg"]) == pytest.approx((112.851, 35.490), abs=1e-6)


def test_local_to_map_and_back_is_the_same_point_within_a_millimetre(make_tables):
    row = reference(make_tables([{"x_axis_abscissa": -0.3, "x_axis_ordinate": 0.7, "scale": 0.9999}]))
    inverse = np.linalg.inv(np.array(row["local_to_map"]).reshape(4, 4))
    for point in [(0, 0, 0), (250.0, -130.0, 84.0), (-4000.0, 6000.0, -12.0)]:
        assert np.abs((inverse @ (*moved(row, *point), 1.0))[:3] - point).max() < 1e-3


def test_the_axis_need_not_have_length_one(make_tables):
    row = reference(make_tables([{"x_axis_abscissa": 30.0, "x_axis_ordinate": 40.0}]))
    assert row["rotation_deg"] == pytest.approx(degrees(atan2(4, 3)))
    assert row["map_scale"] == pytest.approx(1.0)


def test_factors_of_a_scaled_conversion_multiply_each_axis_before_the_turn(make_tables):
    factors = {"declaration": "IfcMapConversionScaled", "scale": 1.0, "scale_x": 0.9996, "scale_y": 0.9998, "scale_z": 1.0}
    row = reference(make_tables([factors | {"x_axis_abscissa": cos(ANGLE), "x_axis_ordinate": sin(ANGLE)}]))
    expected = (
        395736.7 + 0.9996 * cos(ANGLE) * 1000 - 0.9998 * sin(ANGLE) * 2000,
        3929563.0 + 0.9996 * sin(ANGLE) * 1000 + 0.9998 * cos(ANGLE) * 2000,
        745.5 + 30,
    )
    assert np.abs(moved(row, 1000, 2000, 30) - expected).max() < 1e-6


@pytest.mark.parametrize(
    ("scale", "diagnosis"),
    [(0.001, None), (None, "scale_missing_for_units"), (1.0, "scale_ignores_units"), (1.000134, "scale_ignores_units")],
)
def test_millimetres_against_map_metres(make_tables, scale, diagnosis):
    tables = make_tables([{"scale": scale}], model={"length_unit_m": 0.001})
    row = reference(tables)
    assert row["map_scale"] == pytest.approx(1.000134 if scale == 1.000134 else 1.0, abs=1e-12)
    assert row["is_usable"]
    assert {code for code in diagnoses(tables) if code.startswith("scale")} == ({diagnosis} if diagnosis else set())


def test_millimetres_on_both_sides_need_no_scale(make_tables):
    tables = make_tables([{"map_unit_m": 0.001, "scale": 1.0}], model={"length_unit_m": 0.001})
    assert reference(tables)["map_scale"] == 1.0
    assert not diagnoses(tables)


def test_feet_against_metres(make_tables):
    tables = make_tables([{"scale": 0.3048}], model={"length_unit_m": 0.3048})
    assert reference(tables)["map_scale"] == pytest.approx(1.0)
    assert not diagnoses(tables)


@pytest.mark.parametrize("target", [None, "EPSG:4546"])
@pytest.mark.parametrize("scale", [0.5, 1000.0, 0.0, -1.0])
def test_a_scale_that_cannot_be_meant_is_not_used(make_tables, scale, target):
    tables = make_tables([{"scale": scale}])
    assert diagnoses(tables, target)["scale_implausible"] == "error"
    assert not reference(tables, target)["is_usable"]
    assert reference(tables, target)["local_to_map"] is None


def test_web_mercators_own_factor_is_sound(make_tables):
    east, north = transform([(112.851, 35.49)], LONLAT, "EPSG:3857")[0]
    tables = make_tables([{"eastings_m": east, "northings_m": north, "crs_name": "EPSG:3857", "scale": 1 / cos(radians(35.49))}])
    assert "scale_implausible" not in diagnoses(tables)


def test_metres_written_without_map_unit_in_a_model_of_millimetres(make_tables):
    """The reader takes the length unit where MapUnit is missing, as the standard says: 395.7 m east is nowhere."""
    written = {
        "eastings_m": 395.7367,
        "northings_m": 3929.563,
        "orthogonal_height_m": 0.7455,
        "map_unit_m": 0.001,
        "has_map_unit": False,
    }
    tables = make_tables([written | {"scale": 0.001}], model={"length_unit_m": 0.001})
    row = reference(tables)
    assert (row["origin_east_m"], row["origin_north_m"], row["origin_height_m"]) == pytest.approx((395736.7, 3929563.0, 745.5))
    assert row["map_scale"] == pytest.approx(1.0)
    assert diagnoses(tables)["map_unit_supplied"] == "warning"


def test_a_rigid_operation_only_shifts(make_tables):
    row = reference(make_tables([{"declaration": "IfcRigidOperation"}], model={"length_unit_m": 0.001}))
    assert np.abs(moved(row, 1.0, 2.0, 3.0) - (395737.7, 3929565.0, 748.5)).max() < 1e-9


def test_property_sets_of_ifc2x3_place_as_the_entities_do(make_tables):
    turned = {"x_axis_abscissa": cos(ANGLE), "x_axis_ordinate": sin(ANGLE), "scale": 1.0001}
    entity = reference(make_tables([turned]))
    pset = reference(make_tables([turned | {"declaration": "ePSet_MapConversion"}], model={"ifc_schema": "IFC2X3"}))
    assert pset.pop("declaration") == "ePSet_MapConversion"
    assert entity.pop("declaration") == "IfcMapConversion"
    assert pset == entity


def test_an_offset_context_is_where_the_conversion_starts(make_tables):
    """WorldCoordinateSystem holds the reference point in local coordinates: it goes to the origin on the map."""
    frame = np.eye(4)
    frame[:3, 3] = (100.0, 200.0, 5.0)
    row = reference(make_tables(model={"world_coordinate_system": frame.ravel().tolist()}))
    assert np.abs(moved(row, 100.0, 200.0, 5.0) - (395736.7, 3929563.0, 745.5)).max() < 1e-9


@pytest.mark.parametrize("target", ["EPSG:4546", "EPSG:4526", "EPSG:4508"])
def test_another_system_gets_every_corner_right_within_a_millimetre(make_tables, target):
    turned = {"x_axis_abscissa": cos(ANGLE), "x_axis_ordinate": sin(ANGLE)}
    low, high = (-50.0, -80.0, 0.0), (150.0, 120.0, 60.0)
    tables = make_tables([turned], box=(low, high))
    here, there = reference(tables), reference(tables, target)
    for x in (low[0], high[0]):
        for y in (low[1], high[1]):
            exact = transform([moved(here, x, y, 0.0)[:2]], "EPSG:4547", target)[0]
            assert np.abs(moved(there, x, y, 0.0)[:2] - exact).max() < 1e-3
    assert moved(there, 0, 0, 60.0)[2] == pytest.approx(745.5 + 60)
    turn = convergence_deg(target, 112.851, 35.49) - convergence_deg("EPSG:4547", 112.851, 35.49)
    assert there["rotation_deg"] == pytest.approx(30 + turn, abs=1e-4), "grids differ by their convergences"
    assert (there["crs"], there["declared_crs"]) == (target, "EPSG:4547")
    assert "reprojection_inexact" not in diagnoses(tables, target)


def test_a_long_model_says_how_inexact_one_movement_is(make_tables):
    tables = make_tables(box=((-4000.0, -4000.0, 0.0), (4000.0, 4000.0, 10.0)))
    rows = place_on_map(tables, "EPSG:4546")["geo_diagnosis"].to_pylist()
    assert "place.reprojection_inexact.message" in {row["text_code"] for row in rows}


def test_a_target_that_does_not_reach_the_model_is_refused_not_filled_with_numbers(make_tables, shared, conversion_in_file):
    munich = conversion_in_file(shared / "ifc/bridge/ifcbridge-model02_georeferenced.ifc")
    tables = make_tables([munich], model={"length_unit_m": 0.001})
    assert diagnoses(tables, "EPSG:4547")["outside_target_area"] == "error"
    assert not reference(tables, "EPSG:4547")["is_usable"]
    near = reference(tables, "EPSG:25832")
    assert near["is_usable"]
    assert diagnoses(tables, "EPSG:25832")["datum_shifted"] == "warning"
    lonlat = to_lonlat([(near["origin_east_m"], near["origin_north_m"])], "EPSG:25832")[0]
    own = reference(tables)
    # The register has several sets of parameters for this datum, good to three metres.
    assert hypot(*((lonlat - (own["origin_lon_deg"], own["origin_lat_deg"])) * 111_000)) < 3.0


def test_site_position_places_weakly_by_the_origin_of_the_site(make_tables):
    site = {"ref_latitude_deg": 35.49, "ref_longitude_deg": 112.851, "ref_elevation_m": 740.0}
    matrix = np.eye(4)
    matrix[:3, 3] = (10.0, 20.0, 1.0)
    tables = make_tables([], site=site, site_matrix=matrix)
    row = reference(tables, "EPSG:4547")
    assert (row["level"], row["declaration"], row["is_usable"], row["is_weak"]) == (20, None, True, True)
    assert np.abs(moved(row, 10.0, 20.0, 1.0) - (395736.7, 3929563.0, 740.0)).max() < 0.1
    # Local +y is true north, which lies clockwise of grid north here, by the convergence.
    assert row["rotation_deg"] == pytest.approx(-0.667, abs=1e-3)
    assert diagnoses(tables, "EPSG:4547")["only_site_position"] == "warning"


def test_true_north_turns_the_weak_placement(make_tables):
    """True north along local -x: local +x points south, east of the meridian."""
    site = {"ref_latitude_deg": 35.49, "ref_longitude_deg": 112.851}
    row = reference(make_tables([], site=site, model={"true_north_x": -1.0, "true_north_y": 0.0}), "EPSG:4547")
    assert row["rotation_deg"] == pytest.approx(-90.667, abs=1e-3)


def test_a_site_outside_the_target_keeps_its_longitude_and_latitude_only(make_tables):
    chicago = {"ref_latitude_deg": 41.8744, "ref_longitude_deg": -87.6394}
    row = reference(make_tables([], site=chicago))
    assert (row["is_usable"], row["origin_east_m"], row["crs"]) == (False, None, None)
    assert (row["origin_lon_deg"], row["origin_lat_deg"]) == (-87.6394, 41.8744)


def test_levels_of_georeferencing(make_tables):
    far = np.eye(4)
    far[:2, 3] = (395736.7, 3929563.0)
    here = {"ref_latitude_deg": 35.49, "ref_longitude_deg": 112.851}
    assert reference(make_tables([]))["level"] == 0
    assert reference(make_tables([], model={"postal_address": "晋城市城区"}))["level"] == 10
    assert reference(make_tables([], site=here))["level"] == 20
    assert reference(make_tables([], site={}, site_matrix=far))["level"] == 30
    assert reference(make_tables([], model={"world_coordinate_system": far.ravel().tolist()}))["level"] == 40
    assert reference(make_tables())["level"] == 50


REAL = [
    # file, length unit in metres, map unit in metres, code, where it must be (longitude, latitude, kilometres around)
    ("bridge/ifcbridge-model02_georeferenced.ifc", 0.001, "EPSG:31468", (11.72, 48.18, 2)),  # Poing, east of Munich
    ("georef/example_project_location.ifc", 0.001, "EPSG:28992", (5.31, 51.71, 2)),  # 's-Hertogenbosch
    ("pcert_ifc4/Building-Architecture.ifc", 0.001, "EPSG:32760", (179.08, -8.46, 2)),  # Funafuti, Tuvalu
    ("pcert_ifc4x3/Infra-Bridge.ifc", 0.001, "EPSG:32760", (179.08, -8.46, 2)),
    ("infra/Georeferencing-1/UT_GeoRef_1.ifc", 1.0, "EPSG:5684", (11.57, 48.15, 2)),  # Munich
]


@pytest.mark.parametrize(("name", "length_unit_m", "code", "where"), REAL)
def test_real_declarations_land_where_they_should(make_tables, shared, conversion_in_file, name, length_unit_m, code, where):
    declared = conversion_in_file(shared / "ifc" / name)
    row = reference(make_tables([declared], model={"length_unit_m": length_unit_m}))
    assert (row["declared_crs"], row["is_usable"]) == (code, True)
    assert row["map_scale"] == pytest.approx(1.0, abs=1e-9)
    a, b = declared["x_axis_abscissa"], declared["x_axis_ordinate"]
    x, y, z = 12.0, -7.0, 3.0
    expected = (
        declared["eastings_m"] + (a * x - b * y) / hypot(a, b),
        declared["northings_m"] + (b * x + a * y) / hypot(a, b),
        declared["orthogonal_height_m"] + z,
    )
    assert np.abs(moved(row, x, y, z) - expected).max() < 1e-6
    lon_deg, lat_deg, around_km = where
    apart = ((row["origin_lon_deg"] - lon_deg) * cos(radians(lat_deg)), row["origin_lat_deg"] - lat_deg)
    assert hypot(*apart) * 111 < around_km


def test_models_without_rows_give_no_rows(make_tables):
    tables = {name: table.slice(0, 0) for name, table in make_tables().items()}
    placed = place_on_map(tables)
    assert (placed["geo_reference"].num_rows, placed["geo_diagnosis"].num_rows) == (0, 0)


ODD = [0.0, 1.0, -1.0, 0.001, 1e-300, 1e300, float("inf"), float("nan")]
WILD = st.one_of(st.none(), st.sampled_from(ODD), st.floats(-1e8, 1e8))
NAMES = [None, "", "EPSG:4547", "EPSG:4526", "EPSG:4490", "EPSG:5737", "北京", "EPSG:2277", "EPSG:3857"]
NUMBERS = ("eastings_m", "northings_m", "orthogonal_height_m", "x_axis_abscissa", "x_axis_ordinate", "scale")
UNITS = [1.0, 0.001, 0.3048]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    declaration=st.fixed_dictionaries(
        dict.fromkeys(NUMBERS, WILD)
        | {"map_unit_m": st.sampled_from([*UNITS, 0.0]), "has_map_unit": st.booleans(), "crs_name": st.sampled_from(NAMES)}
    ),
    site=st.fixed_dictionaries(dict.fromkeys(("ref_latitude_deg", "ref_longitude_deg", "ref_elevation_m"), WILD)),
    model=st.fixed_dictionaries({"true_north_x": WILD, "true_north_y": WILD, "length_unit_m": st.sampled_from(UNITS)}),
    target=st.sampled_from([None, "EPSG:4547", "EPSG:4546", "EPSG:32760"]),
    is_declared=st.booleans(),
)
def test_wild_numbers_never_stop_the_line(make_tables, declaration, site, model, target, is_declared):
    placed = place_on_map(make_tables([declaration] if is_declared else [], site=site, model=model), target)
    (row,) = placed["geo_reference"].to_pylist()
    assert row["is_usable"] == (row["local_to_map"] is not None)
    assert not row["is_usable"] or np.isfinite(row["local_to_map"]).all()
    for params in placed["geo_diagnosis"]["text_params"].to_pylist():
        assert not {"NaN", "Infinity"} & set(re.findall(r"\w+", params)), params
