"""What is odd about a georeference: each situation by hand, the sound one beside it, and real files."""

import json

import numpy as np
import pytest

from cim_schema.messages import LANGUAGES, has_text, subject_texts, text
from pipelines.georeference.place import place_on_map
from pipelines.ingest.model import read_model
from pipelines.runtime.crs_name import read_crs
from pipelines.runtime.projection import convergence_deg, transform

BOSTON = {"ref_latitude_deg": 42.358661652, "ref_longitude_deg": -71.056739807, "ref_elevation_m": 0.0}
FAR = np.eye(4)
FAR[:3, 3] = (395736.7, 3929563.0, 745.5)


def placed(tables, target=None):
    out = place_on_map(tables, target)
    codes = {row["text_code"].split(".")[1]: row["severity"] for row in out["geo_diagnosis"].to_pylist()}
    return codes, out["geo_reference"].to_pylist()[0]["is_usable"]


def unit(angle_deg):
    return {"true_north_x": float(np.cos(np.radians(angle_deg))), "true_north_y": float(np.sin(np.radians(angle_deg)))}


def test_a_sound_model_has_nothing_to_be_told(make_tables):
    site = {"ref_latitude_deg": 35.49, "ref_longitude_deg": 112.851, "ref_elevation_m": 745.5}
    north = unit(90 + convergence_deg("EPSG:4547", 112.851, 35.49))
    assert placed(make_tables(site=site, model=north)) == ({}, True)


ERRORS = [
    # The declaration, and what is said of it; an error each, after which the model is not placed.
    ({"crs_name": None}, "crs_missing"),
    ({"crs_name": "晋城独立坐标系"}, "crs_unknown"),
    ({"crs_name": "EPSG:999999"}, "crs_unknown"),
    ({"crs_name": "EPSG:4490"}, "crs_not_projected"),
    ({"northings_m": None}, "coordinates_missing"),
    ({"x_axis_abscissa": 0.0, "x_axis_ordinate": 0.0}, "axis_degenerate"),
    ({"scale": 0.001}, "scale_implausible"),
    ({"eastings_m": 38395736.7}, "zone_prefix_mismatch"),
    ({"eastings_m": 395736.7, "crs_name": "EPSG:4526"}, "zone_prefix_mismatch"),
    ({"eastings_m": 3929563.0, "northings_m": 395736.7}, "axes_swapped"),
    ({"eastings_m": 3929563.0, "northings_m": 38395736.7, "crs_name": "EPSG:4526"}, "axes_swapped"),
    ({"eastings_m": 395.7367, "northings_m": 3929.563}, "coordinates_in_other_unit"),
    ({"eastings_m": 4.0, "northings_m": 9e6}, "far_outside_area_of_use"),
]


@pytest.mark.parametrize(("declaration", "code"), ERRORS)
def test_an_error_is_told_once_and_the_model_is_not_placed(make_tables, declaration, code):
    codes, is_usable = placed(make_tables([declaration]))
    assert {name for name, severity in codes.items() if severity == "error"} == {code}
    assert not is_usable


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"eastings_m": 38395736.7}, "EPSG:4526"),
        ({"eastings_m": 37667970.5, "crs_name": "EPSG:4546"}, "EPSG:4525"),
        ({"eastings_m": 395736.7, "crs_name": "EPSG:4526"}, "EPSG:4547"),
        ({"eastings_m": 19667970.5, "crs_name": "EPSG:4508"}, "EPSG:4497"),
    ],
)
def test_the_other_form_of_the_zone_is_named(make_tables, given, expected):
    rows = place_on_map(make_tables([given]))["geo_diagnosis"].to_pylist()
    (row,) = [row for row in rows if "zone_prefix" in row["text_code"]]
    assert f'"expected": "{expected}"' in row["text_params"]


def test_nothing_at_all(make_tables):
    assert placed(make_tables([])) == ({"no_georeference": "error"}, False)


def test_a_default_position_is_no_position(make_tables):
    codes, is_usable = placed(make_tables([], site=BOSTON), "EPSG:4547")
    assert codes["default_site_position"] == "error"
    assert not is_usable
    codes, is_usable = placed(make_tables(site=BOSTON))
    assert codes["default_site_position"] == "info", "a map conversion does not need the site's position"
    assert is_usable
    null_island = {"ref_latitude_deg": 0.0, "ref_longitude_deg": 0.0}
    assert placed(make_tables([], site=null_island))[0]["default_site_position"] == "error"


def test_a_latitude_that_does_not_exist_is_no_position(make_tables):
    codes, is_usable = placed(make_tables([], site={"ref_latitude_deg": 3549.0, "ref_longitude_deg": 112.851}), "EPSG:4547")
    assert codes == {"site_position_impossible": "warning", "no_georeference": "error"}
    assert not is_usable


def test_map_coordinates_in_placements_without_a_system(make_tables):
    codes, is_usable = placed(make_tables([], site={}, site_matrix=FAR))
    assert codes == {"map_coordinates_without_crs": "error"}
    assert not is_usable


def test_map_coordinates_twice(make_tables):
    box = ((395700.0, 3929500.0, 740.0), (395760.0, 3929600.0, 780.0))
    codes, is_usable = placed(make_tables(box=box))
    assert codes == {"double_georeference": "error"}
    assert not is_usable
    codes, is_usable = placed(make_tables([{"eastings_m": 0.0, "northings_m": 0.0, "orthogonal_height_m": 0.0}], box=box))
    assert codes == {"local_coordinates_large": "info"}, "a conversion that adds nothing to map coordinates is sound"
    assert is_usable


def test_the_middle_of_the_model_counts_and_not_its_origin(make_tables):
    """Origin at the false origin of the grid, model in the city."""
    box = ((395700.0, 0.0, 0.0), (395760.0, 60.0, 30.0))
    codes, is_usable = placed(make_tables([{"eastings_m": 0.0}], box=box))
    assert (codes, is_usable) == ({"local_coordinates_large": "info"}, True)


def test_the_neighbouring_zone_is_usable_with_a_warning(make_tables):
    east_m, north_m = transform([(112.19, 35.69)], "EPSG:4490", "EPSG:4547")[0]
    codes, is_usable = placed(make_tables([{"eastings_m": east_m, "northings_m": north_m}]))
    assert codes == {"outside_area_of_use": "warning"}
    assert is_usable


def test_conversions_that_disagree_and_conversions_that_agree(make_tables):
    assert placed(make_tables([{}, {}])) == ({}, True)
    codes, is_usable = placed(make_tables([{}, {"eastings_m": 395736.8}]))
    assert codes == {"several_conversions_disagree": "error"}
    assert not is_usable
    assert placed(make_tables([{}, {"crs_name": "EPSG:4546"}]))[0]["several_conversions_disagree"] == "error"


@pytest.mark.parametrize(
    ("off_deg", "code"),
    [
        (0.0, None),
        (0.09, None),
        (0.11, "true_north_disagrees"),
        (0.667125, "true_north_is_grid_north"),
        (45.0, "true_north_disagrees"),
    ],
)
def test_true_north_against_rotation_and_convergence(make_tables, off_deg, code):
    """The x axis 30° from map east; true north 0.667° clockwise of grid north, west of the central meridian."""
    turned = {"x_axis_abscissa": float(np.cos(np.radians(30))), "x_axis_ordinate": 0.5}
    codes, _ = placed(make_tables([turned], model=unit(90 - 30 - 0.667125 + off_deg)))
    assert codes == ({code: "warning"} if code else {})


def test_heights(make_tables):
    assert placed(make_tables([{"vertical_datum": None}]))[0] == {"height_datum_missing": "warning"}
    assert placed(make_tables([{"vertical_datum": "假定高程"}]))[0] == {"height_datum_unknown": "warning"}
    assert placed(make_tables([{"orthogonal_height_m": None}]))[0] == {"height_missing": "warning"}
    assert placed(make_tables(site={"ref_elevation_m": 745.5005}))[0] == {}
    assert placed(make_tables(site={"ref_elevation_m": 745.502}))[0] == {"site_elevation_disagrees": "warning"}
    raised = np.eye(4)
    raised[2, 3] = 2.0
    assert placed(make_tables(site={"ref_elevation_m": 747.5}, site_matrix=raised))[0] == {}, "the height of the site's own origin"


def test_the_site_lies_elsewhere_than_the_conversion_says(make_tables):
    elsewhere = {"ref_latitude_deg": 35.50, "ref_longitude_deg": 112.851}
    assert placed(make_tables(site=elsewhere))[0] == {"site_position_disagrees": "warning"}
    # 556 m towards an azimuth of 95°, as internet maps of this city are off.
    gcj02 = {"ref_latitude_deg": 35.49 - 48.5 / 111_000, "ref_longitude_deg": 112.851 + 553.9 / 90_700}
    assert placed(make_tables(site=gcj02))[0] == {"site_position_gcj02": "warning"}


def test_units_of_the_map(make_tables):
    feet = {"eastings_m": 395736.7, "map_unit_m": 0.3048, "has_map_unit": True, "scale": 1 / 0.3048}
    assert placed(make_tables([feet]))[0] == {"map_unit_feet": "warning"}
    assert placed(make_tables([{"crs_name": "CGCS2000_3_Degree_GK_CM_114E"}]))[0] == {"crs_name_irregular": "info"}
    missing = {"map_unit_m": 0.001, "has_map_unit": False}
    assert placed(make_tables([missing], model={"length_unit_m": 0.001}))[0] == {"map_unit_missing": "warning"}


def test_outside_the_city_is_worth_a_word(make_tables):
    taiyuan = transform([(112.55, 37.87)], "EPSG:4490", "EPSG:4547")[0]
    codes, is_usable = placed(make_tables([{"eastings_m": taiyuan[0], "northings_m": taiyuan[1]}]))
    assert codes == {"far_from_city": "info"}
    assert is_usable


def test_every_diagnosis_has_its_sentences_in_both_languages_with_all_parameters(make_tables, shared):
    situations = [make_tables([declaration]) for declaration, _ in ERRORS]
    situations += [make_tables([]), make_tables([], site=BOSTON), make_tables(site=BOSTON), make_tables([{}, {"eastings_m": 1e5}])]
    situations += [make_tables([{"scale": scale}], model={"length_unit_m": 0.001}) for scale in (None, 1.0)]
    situations += [
        make_tables([{"vertical_datum": vertical, "orthogonal_height_m": None}], model=unit(0)) for vertical in (None, "x")
    ]
    told = set()
    for tables in situations:
        for target in (None, "EPSG:4546", "EPSG:32760"):
            told |= {(row["text_code"], row["text_params"]) for row in place_on_map(tables, target)["geo_diagnosis"].to_pylist()}
    assert len({code for code, _ in told}) > 15
    for code, params in told:
        for language in LANGUAGES:
            for kind in ("message", "repair"):
                key = code.replace("message", kind)
                assert has_text(key, language), key
                sentence = text(key, json.loads(params), language)
                assert "{" not in sentence, sentence
                assert "@" not in sentence, sentence


def test_both_catalogues_hold_the_same_keys():
    assert set(subject_texts("place", "zh")) == set(subject_texts("place", "en"))


REAL = [
    pytest.param(
        "georef/example_project_location.ifc",
        {"default_site_position", "far_from_city", "height_datum_missing"},
        True,
        marks=pytest.mark.slow,
    ),
    ("whale/SimpleWall.ifc", {"only_site_position", "site_outside_target", "default_site_position"}, False),
    pytest.param(
        "duplex/Duplex_A_20110907_georeferenced.ifc",
        {"far_from_city", "site_position_disagrees", "site_elevation_disagrees"},
        True,
        marks=pytest.mark.slow,
    ),
    ("chinese/SubtractionResultsInClosedWindow.ifc", {"no_georeference"}, False),
]


@pytest.mark.parametrize(("name", "codes", "is_usable"), REAL)
def test_real_models(shared, name, codes, is_usable):
    found, usable = placed(read_model(shared / "ifc" / name))
    assert (set(found), usable) == (codes, is_usable)


GHERKIN = [
    ("GRF/grf001/fail-grf001-ifcmapconversion_ifcmapconversion_non_identical.ifc", "several_conversions_disagree"),
    ("GRF/grf001/fail-grf001-ifcrigidoperation_ifcrigidoperation_non_identical.ifc", "several_conversions_disagree"),
    ("GRF/grf001/na-grf001-none_none.ifc", "no_georeference"),
    ("GRF/grf004/fail-grf004-invalid_epsg_code_ifc4.ifc", "crs_unknown"),
    ("GRF/grf005/fail-grf005-metre_millimetre_scale_empty_1.ifc", "scale_missing_for_units"),
    ("GRF/grf006/fail-grf006-wkt_in_name_but_no_specification.ifc", "crs_unknown"),
    ("GRF/grf007/fail-grf007-invalid_vertical_espg_ifc4.ifc", "height_datum_unknown"),
]


@pytest.mark.parametrize(("name", "code"), GHERKIN)
def test_what_buildingsmart_calls_a_failure_is_seen(shared, name, code):
    assert code in placed(read_model(shared / "gherkin" / name))[0]


def test_well_known_text_in_a_real_file_names_the_system(shared):
    path = shared / "gherkin/GRF/grf006/pass-grf006-valid_wkt_specification.ifc"
    row = place_on_map(read_model(path))["geo_reference"].to_pylist()[0]
    assert (row["declared_crs"], row["vertical_crs"]) == ("EPSG:3065", "EPSG:5214")
    assert read_crs("IGM95 / UTM zone 33N").code == "EPSG:3065"
