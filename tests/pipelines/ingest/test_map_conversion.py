import json
from pathlib import Path

import pytest

from pipelines.ingest.values import compound_degrees

UNITS = (
    "#1=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,(#5),#2);",
    "#2=IFCUNITASSIGNMENT((#3,#6));",
    "#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);",
    "#4=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
    "#5=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,$,$);",
    "#6=IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.);",
)


def test_a_map_conversion_in_millimetres_comes_to_metres(shared: Path, read) -> None:
    (row,) = read(shared / "ifc/pcert_ifc4/Building-Architecture.ifc")["ifc_map_conversion"].to_pylist()
    assert row["declaration"] == "IfcMapConversion"
    assert (row["eastings_m"], row["northings_m"]) == (pytest.approx(729013.3488297004), pytest.approx(9063992.684697363))
    assert row["orthogonal_height_m"] == pytest.approx(1.3)
    assert (row["crs_name"], row["map_unit_m"], row["has_map_unit"]) == ("EPSG:32760", 0.001, True)
    assert json.loads(row["declared"])["IfcMapConversion"]["Eastings"] == 729013348.8297004


def test_property_sets_of_ifc2x3_say_it_too(shared: Path, read) -> None:
    (row,) = read(shared / "ifc/duplex/Duplex_A_20110907_georeferenced.ifc")["ifc_map_conversion"].to_pylist()
    assert row["declaration"] == "ePSet_MapConversion"
    assert (row["eastings_m"], row["northings_m"], row["crs_name"]) == (76670.0, 77179.0, "EPSG:9897")
    assert (row["x_axis_abscissa"], row["x_axis_ordinate"]) == (0.325568154457152, 0.945518575599318)
    assert (row["scale"], row["has_map_unit"], row["map_unit_m"]) == (1.0, False, 1.0)


def test_the_map_unit_may_differ_from_the_length_unit(shared: Path, read) -> None:
    (row,) = read(shared / "ifc/georef/example_project_location.ifc")["ifc_map_conversion"].to_pylist()
    (unit,) = read(shared / "ifc/georef/example_project_location.ifc")["ifc_model"]["length_unit_m"].to_pylist()
    assert (row["eastings_m"], row["northings_m"]) == (149626.31591058132, 413717.68421662884)
    assert (row["map_unit_m"], unit, row["scale"]) == (1.0, 0.001, 0.001)


def test_without_map_unit_the_length_unit_counts(write_ifc, rows) -> None:
    path = write_ifc(
        *UNITS,
        "#10=IFCPROJECTEDCRS('EPSG:4547',$,'CGCS2000','1985\\X2\\56FD5BB69AD87A0B57FA51C6\\X0\\','GK','38',$);",
        "#11=IFCMAPCONVERSION(#5,#10,500000000.,3900000000.,750000.,$,$,$);",
        "#12=IFCMAPCONVERSION(#5,#10,500001000.,3900000000.,750000.,$,$,$);",
    )
    first, second = rows(path, "ifc_map_conversion")
    assert (first["eastings_m"], first["northings_m"], first["orthogonal_height_m"]) == (500000.0, 3900000.0, 750.0)
    assert (first["vertical_datum"], first["has_map_unit"], first["x_axis_abscissa"]) == ("1985国家高程基准", False, None)
    assert second["eastings_m"] == 500001.0


def test_scaled_conversions_and_rigid_operations_are_read(write_ifc, rows) -> None:
    path = write_ifc(
        *UNITS,
        "#10=IFCPROJECTEDCRS('EPSG:4547',$,$,$,$,$,#4);",
        "#11=IFCMAPCONVERSIONSCALED(#5,#10,500000.,3900000.,750.,1.,0.,0.001,0.9996,0.9997,1.);",
        "#12=IFCRIGIDOPERATION(#5,#10,IFCLENGTHMEASURE(500000.),IFCLENGTHMEASURE(3900000.),750.);",
        "#13=IFCGEOGRAPHICCRS('EPSG:4490',$,$,$,$,$);",
        "#14=IFCRIGIDOPERATION(#5,#13,IFCPLANEANGLEMEASURE(1.5707963267948966),IFCPLANEANGLEMEASURE(0.5),$);",
        schema="IFC4X3_ADD2",
    )
    scaled, rigid, geographic = rows(path, "ifc_map_conversion")
    assert (scaled["scale_x"], scaled["scale_y"], scaled["scale_z"]) == (0.9996, 0.9997, 1.0)
    assert (rigid["declaration"], rigid["eastings_m"], rigid["orthogonal_height_m"]) == ("IfcRigidOperation", 500000.0, 750.0)
    assert geographic["eastings_m"] == pytest.approx(90.0)
    assert geographic["crs_name"] == "EPSG:4490"


def test_numbers_typed_as_text_are_understood(write_ifc, rows) -> None:
    path = write_ifc(
        "#1=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,(),#2);", *UNITS[1:4],
        "#10=IFCSITE('0000000000000000000010',$,$,$,$,$,$,$,$,$,$,$,$,$);",
        "#11=IFCRELDEFINESBYPROPERTIES('0000000000000000000011',$,$,$,(#10),#12);",
        "#12=IFCPROPERTYSET('0000000000000000000012',$,'EPSET_mapconversion',$,(#14,#15,#16,#17));",
        "#13=IFCRELDEFINESBYPROPERTIES('0000000000000000000013',$,$,$,(#10),#20);",
        "#14=IFCPROPERTYSINGLEVALUE('eastings',$,IFCLABEL(' 500000.5 '),$);",
        "#15=IFCPROPERTYSINGLEVALUE('Northings',$,IFCLABEL('3.9E6'),$);",
        "#16=IFCPROPERTYSINGLEVALUE('OrthogonalHeight',$,IFCLABEL('unknown'),$);",
        "#17=IFCPROPERTYSINGLEVALUE('TargetCRS',$,IFCLABEL('EPSG:4547'),$);",
        "#20=IFCPROPERTYSET('0000000000000000000020',$,'ePSet_ProjectedCRS',$,(#21));",
        "#21=IFCPROPERTYSINGLEVALUE('MapUnit',$,IFCLABEL('metre'),$);",
        schema="IFC2X3",
    )  # fmt: skip
    (row,) = rows(path, "ifc_map_conversion")
    assert (row["eastings_m"], row["northings_m"], row["orthogonal_height_m"]) == (500000.5, 3900000.0, None)
    assert (row["crs_name"], row["map_unit_m"], row["has_map_unit"]) == ("EPSG:4547", 1.0, True)
    assert "read.map_conversion_text" in {problem["text_code"] for problem in rows(path, "run_problem")}


@pytest.mark.parametrize(
    ("parts", "degrees"),
    [
        ((35, 29, 24), 35.49),
        ((35, 29, 24, 500000), 35.49 + 0.5 / 3600),
        ((-31, -57, -1, -500000), -(31 + 57 / 60 + 1.5 / 3600)),
        ((0, -30, 0), -0.5),
        ((-31, 57, 0), -31.95),
        ((35,), None),
        (("35", 1, 2), None),
        (None, None),
    ],
)
def test_compound_angles_come_to_degrees(parts: object, degrees: float | None) -> None:
    assert compound_degrees(parts) == (None if degrees is None else pytest.approx(degrees, abs=1e-12))
