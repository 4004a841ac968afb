"""Copies with a completed georeference: read again they place the model as before, and nothing else has changed."""

import hashlib
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.geolocation
import numpy as np
import pytest

from cim_schema.errors import InvalidOption
from pipelines.ingest.model import read_model
from pipelines.ingest.write_georeference import write_georeference

ANGLE = np.radians(30.0)


def matrix(factors=(1.0, 1.0, 1.0), origin=(395736.7, 3929563.0, 745.5)):
    turned = np.eye(4)
    turned[:3, :3] = np.array([[np.cos(ANGLE), -np.sin(ANGLE), 0], [np.sin(ANGLE), np.cos(ANGLE), 0], [0, 0, 1]]) @ np.diag(factors)
    turned[:3, 3] = origin
    return turned


def reference(**given):
    return {"crs": "EPSG:4547", "vertical_crs": "EPSG:5737", "local_to_map": matrix().ravel().tolist()} | given


def declared(path: Path) -> list[dict]:
    return read_model(path)["ifc_map_conversion"].to_pylist()


def to_map(row, length_unit_m):
    """The formula of the standard, from metres in the model to metres on the map."""
    length = np.hypot(row["x_axis_abscissa"], row["x_axis_ordinate"])
    a, b = row["x_axis_abscissa"] / length, row["x_axis_ordinate"] / length
    scale = row["scale"] * row["map_unit_m"] / length_unit_m
    factors = [scale * (row[f"scale_{axis}"] or 1.0) for axis in "xyz"]
    moved = np.eye(4)
    moved[:3, :3] = np.array([[a, -b, 0], [b, a, 0], [0, 0, 1]]) @ np.diag(factors)
    moved[:3, 3] = [row["eastings_m"], row["northings_m"], row["orthogonal_height_m"]]
    return moved


@pytest.mark.parametrize(
    ("name", "length_unit_m", "declaration"),
    [
        ("pcert_ifc4/Infra-Rail.ifc", 0.001, "IfcMapConversion"),  # has one already, in millimetres
        ("pcert_ifc4x3/Infra-Rail.ifc", 0.001, "IfcMapConversion"),
        ("whale/SimpleWall.ifc", 0.001, "ePSet_MapConversion"),  # IFC2X3 without any
        pytest.param("duplex/Duplex_A_20110907_georeferenced.ifc", 1.0, "ePSet_MapConversion", marks=pytest.mark.slow),
    ],
)
def test_a_copy_says_what_it_was_given(shared, tmp_path, name, length_unit_m, declaration):
    out = tmp_path / "out.ifc"
    write_georeference(shared / "ifc" / name, out, reference())
    (row,) = declared(out)
    assert (row["declaration"], row["crs_name"], row["vertical_datum"]) == (declaration, "EPSG:4547", "EPSG:5737")
    assert (row["map_unit_m"], row["has_map_unit"]) == (1.0, True)
    assert row["scale"] == pytest.approx(length_unit_m)
    corners = np.array([[0, 0, 0, 1], [200.0, -150.0, 40.0, 1]])
    assert np.abs(corners @ (to_map(row, length_unit_m) - matrix()).T).max() < 1e-6


def test_another_library_puts_a_point_at_the_same_place(shared, tmp_path):
    out = tmp_path / "out.ifc"
    write_georeference(shared / "ifc/pcert_ifc4/Infra-Rail.ifc", out, reference())
    file = ifcopenshell.open(out)
    easting, northing, height = ifcopenshell.util.geolocation.auto_xyz2enh(file, 12_000.0, -7_000.0, 3_000.0)
    assert np.abs(matrix() @ (12.0, -7.0, 3.0, 1.0) - (easting, northing, height, 1.0)).max() < 1e-6
    assert len(file.by_type("IfcProjectedCRS")) == len(file.by_type("IfcMapConversion")) == 1


@pytest.mark.slow
def test_the_rest_of_the_model_stays(shared, tmp_path):
    path, out = shared / "ifc/duplex/Duplex_A_20110907_georeferenced.ifc", tmp_path / "out.ifc"
    write_georeference(path, out, reference())
    before, after = read_model(path), read_model(out)
    for name in ("ifc_element", "ifc_quantity", "ifc_relation", "ifc_placement", "ifc_material", "ifc_type"):
        assert before[name].drop_columns("model_id").equals(after[name].drop_columns("model_id")), name
    counts = [
        sum(not name.lower().startswith("epset") for name in one["ifc_property"]["pset_name"].to_pylist())
        for one in (before, after)
    ]
    assert counts[0] == counts[1] > 1000


def test_factors_that_differ_need_ifc4x3(shared, tmp_path):
    uneven = reference(local_to_map=matrix((1.01, 1.01, 1.0)).ravel().tolist())
    out = tmp_path / "out.ifc"
    with pytest.raises(InvalidOption):
        write_georeference(shared / "ifc/pcert_ifc4/Infra-Rail.ifc", out, uneven)
    assert not out.exists()
    write_georeference(shared / "ifc/pcert_ifc4x3/Infra-Rail.ifc", out, uneven)
    (row,) = declared(out)
    assert row["declaration"] == "IfcMapConversionScaled"
    assert np.abs(to_map(row, 0.001) - matrix((1.01, 1.01, 1.0))).max() < 1e-9


def test_an_offset_context_keeps_its_offset(shared, tmp_path):
    file = ifcopenshell.open(shared / "ifc/pcert_ifc4/Infra-Rail.ifc")
    context = file.by_type("IfcGeometricRepresentationContext", include_subtypes=False)[0]
    context.WorldCoordinateSystem = file.createIfcAxis2Placement3D(
        file.createIfcCartesianPoint((5000.0, 7000.0, 100.0)), None, None
    )
    offset, out = tmp_path / "offset.ifc", tmp_path / "out.ifc"
    file.write(str(offset))
    write_georeference(offset, out, reference())
    (row,) = declared(out)
    assert np.abs(to_map(row, 0.001)[:3, 3] - (matrix() @ (5.0, 7.0, 0.1, 1.0))[:3]).max() < 1e-6


def test_a_local_system_is_written_by_its_proj_string(shared, tmp_path):
    text = "+proj=tmerc +lat_0=0 +lon_0=112.8 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
    out = tmp_path / "out.ifc"
    write_georeference(shared / "ifc/pcert_ifc4/Infra-Rail.ifc", out, reference(crs=text))
    assert declared(out)[0]["crs_name"] == text


def test_the_same_copy_is_written_again_and_the_model_is_left_alone(shared, tmp_path):
    path = shared / "ifc/whale/SimpleWall.ifc"
    before = path.read_bytes()
    outs = tmp_path / "one.ifc", tmp_path / "two.ifc"
    for out in outs:
        write_georeference(path, out, reference())
    assert hashlib.sha256(outs[0].read_bytes()).digest() == hashlib.sha256(outs[1].read_bytes()).digest()
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == sorted(outs)
    with pytest.raises(InvalidOption):
        write_georeference(outs[0], outs[0], reference())
