"""Control points: files good and bad, residuals, the conversion that they give."""

import numpy as np
import pytest

from cim_schema.errors import FileNotReadable, InvalidControlPoints
from pipelines.georeference.control_points import differences, read_control_points
from pipelines.georeference.fitting import fit_conversion, fit_points
from pipelines.georeference.place import place_on_map
from pipelines.georeference.report import georeference_report, reference_to_write
from pipelines.ingest.model import read_model
from pipelines.ingest.write_georeference import write_georeference

HEADER = "name,x_local,y_local,z_local,easting,northing,height"
ANGLE, SCALE = np.radians(30.0), 1.000134
LOCAL = {"K1": (0.0, 0.0, 0.0), "K2": (60.0, 0.0, 0.5), "K3": (60.0, 45.0, 1.5), "K4": (-10.0, 45.0, 0.0)}


def on_map(x, y, z):
    return (
        395736.7 + SCALE * (np.cos(ANGLE) * x - np.sin(ANGLE) * y),
        3929563.0 + SCALE * (np.sin(ANGLE) * x + np.cos(ANGLE) * y),
        745.5 + SCALE * z,
    )


@pytest.fixture
def make_points(tmp_path):
    def make(length_unit_m=1.0, shifts=None, names=tuple(LOCAL)):
        lines = [HEADER]
        for name in names:
            local = np.array(LOCAL[name]) / length_unit_m
            there = np.array(on_map(*LOCAL[name])) + (shifts or {}).get(name, (0.0, 0.0, 0.0))
            lines.append(",".join([name, *(f"{value:.6f}" for value in (*local, *there))]))
        path = tmp_path / "points.csv"
        path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
        return read_control_points(path)

    return make


def test_a_file_of_points_is_read_in_its_order(make_points):
    points = make_points()
    assert [point.name for point in points] == list(LOCAL)
    assert points[2].local == (60.0, 45.0, 1.5)
    assert points[0].on_map == (395736.7, 3929563.0, 745.5)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "empty"),
        (b"name,x_local,y_local,easting,northing,height\nK1,0,0,1,2,3\n", 1, "header"),
        (f"{HEADER}\n".encode(), 1, "no_points"),
        (f"{HEADER}\nK1,0,0,0,1,2,3\nK2,0,0,zero,1,2,3\n".encode(), 3, "not_a_number"),
        (f"{HEADER}\nK1,0,0,0,1,2,nan\n".encode(), 2, "not_a_number"),
        (f"{HEADER}\nK1,1e300,0,0,1,2,3\n".encode(), 2, "too_large"),
        (f"{HEADER}\nK1,0,0,0,1,2\n".encode(), 2, "column_count"),
        (f"{HEADER}\nK1,0,0,0,1,2,3\n\nK1,0,0,0,1,2,3\n".encode(), 4, "repeated_name"),
        (f"{HEADER}\n,0,0,0,1,2,3\n".encode(), 2, "no_name"),
        (f"{HEADER}\n控制点一,0,0,0,1,2,3\n".encode("gbk"), 2, "not_utf8"),
    ],
)
def test_a_bad_file_is_refused_by_line(tmp_path, content, line, reason):
    path = tmp_path / "points.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidControlPoints) as raised:
        read_control_points(path)
    assert (raised.value.params["file"], raised.value.params["line"]) == ("points.csv", line)
    assert raised.value.params["reason"] == f"@place.reason.{reason}"
    for language in ("zh", "en"):
        assert "{" not in raised.value.sentence(language)


def test_no_such_file(tmp_path):
    with pytest.raises(FileNotReadable):
        read_control_points(tmp_path / "none.csv")


def test_the_fit_gives_back_what_the_points_were_made_with(make_points):
    fitted = fit_conversion(make_points(), 1.0)
    assert fitted.rotation_deg == pytest.approx(30.0, abs=1e-6)
    assert fitted.map_scale == pytest.approx(SCALE, abs=1e-7)
    assert fitted.local_to_map[:3, 3] == pytest.approx((395736.7, 3929563.0, 745.5), abs=1e-5)
    assert fitted.rms_m < 1e-5


def test_the_fit_is_the_least_squares_of_a_helmert_transformation(make_points):
    """Against the plain normal equations of E = e + a·x - b·y, N = n + b·x + a·y."""
    points = make_points(shifts={"K2": (0.03, -0.02, 0.01), "K4": (-0.05, 0.01, 0.0)})
    rows, given = [], []
    for point in points:
        x, y, _ = point.local
        rows += [(x, -y, 1, 0), (y, x, 0, 1)]
        given += [point.on_map[0] - 395000, point.on_map[1] - 3929000]
    a, b, e, n = np.linalg.lstsq(np.array(rows), np.array(given), rcond=None)[0]
    matrix = fit_points(points, 1.0).with_scale.local_to_map
    assert matrix[:2, :2] == pytest.approx(np.array([[a, -b], [b, a]]), abs=1e-9)
    assert matrix[:2, 3] == pytest.approx((e + 395000, n + 3929000), abs=1e-6)


def test_points_at_one_place_give_nothing(make_points):
    assert fit_conversion(make_points(names=("K1",)), 1.0) is None


def test_differences_are_computed_minus_given(make_points):
    matrix = np.eye(4)
    matrix[:3, :3] = SCALE * np.array([[np.cos(ANGLE), -np.sin(ANGLE), 0], [np.sin(ANGLE), np.cos(ANGLE), 0], [0, 0, 1]])
    matrix[:3, 3] = (395736.7, 3929563.0, 745.5)
    missed = differences(make_points(0.001, {"K3": (-0.2, 0.0, 0.0)}), matrix, 0.001)
    assert np.abs(missed - [(0, 0, 0), (0, 0, 0), (0.2, 0, 0), (0, 0, 0)]).max() < 1e-5


def test_the_report_compares_a_declared_model_with_its_points(make_tables, make_points):
    turned = {"x_axis_abscissa": float(np.cos(ANGLE)), "x_axis_ordinate": 0.5, "scale": SCALE}
    good = georeference_report(make_tables([turned]), "m" * 64, None, make_points())
    assert max(good["residuals_m"]) < 1e-5
    assert good["diagnoses"] == []
    off = georeference_report(make_tables([turned | {"eastings_m": 395737.7}]), "m" * 64, None, make_points(), "en")
    assert off["residuals_m"] == pytest.approx([1.0] * 4, abs=1e-5)
    assert off["control_points"][0] == {"name": "K1", "east_m": 1.0, "north_m": 0.0, "height_m": 0.0}
    assert [diagnosis["code"] for diagnosis in off["diagnoses"]] == ["residuals_large", "conversion_from_control_points"]
    assert "Eastings = 395736.7, Northings = 3929563.0" in off["diagnoses"][1]["repair"]


def test_points_in_the_wrong_unit_are_refused(make_tables, make_points):
    told = georeference_report(make_tables([]), "m" * 64, "EPSG:4547", make_points(length_unit_m=0.001), "en")
    assert "control_points_implausible" in {diagnosis["code"] for diagnosis in told["diagnoses"]}


def test_a_model_that_knows_only_boston_is_placed_by_its_points_and_written(shared, make_points, tmp_path):
    path, out = shared / "ifc/whale/SimpleWall.ifc", tmp_path / "out.ifc"
    tables = read_model(path)
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    points = make_points(length_unit_m=tables["ifc_model"]["length_unit_m"][0].as_py())
    told = georeference_report(tables, model_id, "EPSG:4547", points)
    assert {"default_site_position", "conversion_from_control_points"} <= {diagnosis["code"] for diagnosis in told["diagnoses"]}
    write_georeference(path, out, reference_to_write(tables, model_id, "EPSG:4547", points))
    written = read_model(out)
    again = georeference_report(written, written["ifc_model"]["model_id"][0].as_py(), None, points)
    assert (again["level"], again["crs"], again["usable"]) == (50, "EPSG:4547", True)
    assert max(again["residuals_m"]) < 1e-5


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("pcert_ifc4/Building-Architecture.ifc", None),
        ("pcert_ifc4x3/Building-Architecture.ifc", "EPSG:32701"),
        pytest.param("duplex/Duplex_A_20110907_georeferenced.ifc", None, marks=pytest.mark.slow),
        ("gherkin/GRF/grf005/fail-grf005-metre_millimetre_scale_empty_1.ifc", None),
    ],
)
def test_a_written_copy_is_placed_where_the_model_was_within_a_micrometre(shared, tmp_path, name, target):
    path = shared / name if name.startswith("gherkin") else shared / "ifc" / name
    out = tmp_path / "out.ifc"
    tables = read_model(path)
    reference = reference_to_write(tables, tables["ifc_model"]["model_id"][0].as_py(), target)
    write_georeference(path, out, reference)
    (again,) = place_on_map(read_model(out))["geo_reference"].to_pylist()
    assert again["is_usable"]
    assert (again["crs"], again["vertical_crs"]) == (reference["crs"], reference["vertical_crs"])
    corners = np.array([[0, 0, 0, 1], [200.0, -150.0, 40.0, 1]])
    before, after = (np.array(row["local_to_map"]).reshape(4, 4) for row in (reference, again))
    assert np.abs(corners @ (after - before).T).max() < 1e-6
