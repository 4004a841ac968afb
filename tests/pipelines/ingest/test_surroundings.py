"""What stands around a model, in real files and in one made for the purpose."""

import ifcopenshell
import numpy as np
import pytest

from pipelines.ingest.model import read_model


def model_row(path):
    return read_model(path)["ifc_model"].to_pylist()[0]


def test_the_address_is_one_line(shared):
    assert model_row(shared / "ifc/whale/SimpleWall.ifc")["postal_address"] == "Enter address here, Boston, MA"
    assert model_row(shared / "ifc/pcert_ifc4/Infra-Rail.ifc")["postal_address"] is None


def test_a_context_that_is_offset_and_turned_is_told_in_metres(shared, tmp_path):
    file = ifcopenshell.open(shared / "ifc/pcert_ifc4/Infra-Rail.ifc")
    context = file.by_type("IfcGeometricRepresentationContext", include_subtypes=False)[0]
    origin, axis = file.createIfcCartesianPoint((5000.0, 7000.0, 100.0)), file.createIfcDirection((0.0, 1.0, 0.0))
    context.WorldCoordinateSystem = file.createIfcAxis2Placement3D(origin, None, axis)
    path = tmp_path / "offset.ifc"
    file.write(str(path))
    expected = [[0, -1, 0, 5.0], [1, 0, 0, 7.0], [0, 0, 1, 0.1], [0, 0, 0, 1]]
    assert np.array(model_row(path)["world_coordinate_system"]).reshape(4, 4) == pytest.approx(np.array(expected))
    assert model_row(shared / "ifc/pcert_ifc4/Infra-Rail.ifc")["world_coordinate_system"] is None


def test_well_known_text_is_read_for_its_system(shared):
    name = "gherkin/GRF/grf006/pass-grf006-valid_wkt_specification.ifc"
    (row,) = read_model(shared / name)["ifc_map_conversion"].to_pylist()
    assert row["crs_wkt"].startswith('COMPD_CS["IGM95 / UTM zone 33N')
