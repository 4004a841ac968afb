from pathlib import Path

import ifcopenshell.util.placement
import numpy as np
import pytest

pytestmark = pytest.mark.slow

MODELS = [
    "ifc/duplex/Duplex_A_20110907.ifc", "ifc/fzk/AC20-FZK-Haus.ifc", "ifc/pcert_ifc4/Building-Architecture.ifc",
    "ifc/pcert_ifc4/Infra-Bridge.ifc", "ifc/georef/ifcgref_file.ifc",
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_matrices_are_those_of_ifcopenshell_in_metres(shared: Path, read, opened, model: str) -> None:
    file = opened(shared / model)
    (unit,) = read(shared / model)["ifc_model"]["length_unit_m"].to_pylist()
    rows = read(shared / model)["ifc_placement"].to_pylist()
    for row in rows:
        expected = ifcopenshell.util.placement.get_local_placement(file.by_id(row["step_id"]).ObjectPlacement)
        expected[:3, 3] *= unit
        assert np.allclose(np.array(row["matrix"]).reshape(4, 4), expected, rtol=1e-9, atol=1e-9), row
    assert len(rows) > 10


def test_the_parent_is_the_product_that_the_placement_is_relative_to(shared: Path, read, opened) -> None:
    path = shared / MODELS[1]
    for row in read(path)["ifc_placement"].to_pylist():
        base = opened(path).by_id(row["step_id"]).ObjectPlacement.PlacementRelTo
        parent = row["placement_parent_step_id"]
        assert (parent is None) if base is None else opened(path).by_id(parent).ObjectPlacement == base


@pytest.mark.parametrize(
    ("file", "count"),
    [("ALB/alb012/na-alb012-no_vertical_layout.ifc", 1), ("ALB/alb031/pass-alb031-1horiz_and_1vert_and_1cant.ifc", 4)],
)
def test_placements_along_a_curve_are_those_of_the_kernel(shared: Path, read, opened, file: str, count: int) -> None:
    path = shared / "gherkin" / file
    rows = read(path)["ifc_placement"].to_pylist()
    found = {row["step_id"]: row for row in rows if row["placement_class"] == "IfcLinearPlacement"}
    (unit,) = read(path)["ifc_model"]["length_unit_m"].to_pylist()
    assert len(found) == count
    for step_id, row in found.items():
        expected = ifcopenshell.util.placement.get_local_placement(opened(path).by_id(step_id).ObjectPlacement)
        expected[:3, 3] *= unit
        assert np.allclose(np.array(row["matrix"]).reshape(4, 4), expected, atol=1e-6)


POINT = ("#1=IFCCARTESIANPOINT((1000.,2000.,3000.));", "#2=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,$,#3);",
         "#3=IFCUNITASSIGNMENT((#4));", "#4=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);")  # fmt: skip


def _wall(write_ifc, rows, *lines: str) -> list[dict]:
    return rows(write_ifc(*POINT, "#10=IFCWALL('0000000000000000000010',$,$,$,$,#11,$,$,$);", *lines), "ifc_placement")


def test_a_slanting_reference_direction_is_projected(write_ifc, rows) -> None:
    (row,) = _wall(
        write_ifc, rows,
        "#11=IFCLOCALPLACEMENT($,#12);", "#12=IFCAXIS2PLACEMENT3D(#1,#13,#14);",
        "#13=IFCDIRECTION((0.,0.,2.));", "#14=IFCDIRECTION((0.,1.,1.));",
    )  # fmt: skip
    assert np.allclose(np.array(row["matrix"]).reshape(4, 4), [[0, -1, 0, 1], [1, 0, 0, 2], [0, 0, 1, 3], [0, 0, 0, 1]])


@pytest.mark.parametrize(
    "lines",
    [
        ("#11=IFCLOCALPLACEMENT(#11,#12);", "#12=IFCAXIS2PLACEMENT3D(#1,$,$);"),
        ("#11=IFCLOCALPLACEMENT($,#12);", "#12=IFCAXIS2PLACEMENT3D(#99,$,$);"),
        ("#11=IFCLOCALPLACEMENT($,#12);", "#12=IFCAXIS2PLACEMENT3D(#1,#13,$);", "#13=IFCDIRECTION((0.,0.,0.));"),
        ("#11=IFCGRIDPLACEMENT($,$,$);",),
    ],
)
def test_what_cannot_be_computed_is_left_out_and_told(write_ifc, rows, lines: tuple[str, ...]) -> None:
    path = write_ifc(*POINT, "#10=IFCWALL('0000000000000000000010',$,$,$,$,#11,$,$,$);", *lines)
    assert not rows(path, "ifc_placement")
    (problem,) = [row for row in rows(path, "run_problem") if row["text_code"] == "read.no_placement"]
    assert (problem["step_id"], problem["severity"]) == (10, "info")


def test_a_very_deep_chain_does_not_end_the_program(write_ifc, rows) -> None:
    links = [f"#{number}=IFCLOCALPLACEMENT(#{number + 1},#12);" for number in range(100, 3000)]
    assert not _wall(write_ifc, rows, "#11=IFCLOCALPLACEMENT(#100,#12);", "#12=IFCAXIS2PLACEMENT3D(#1,$,$);", *links)


def test_storeys_stand_where_their_placement_puts_them(shared: Path, read, opened) -> None:
    for model in MODELS[:3]:
        rows = read(shared / model)["ifc_spatial"].to_pylist()
        (unit,) = read(shared / model)["ifc_model"]["length_unit_m"].to_pylist()
        found = {row["step_id"]: row["elevation_m"] for row in rows if row["elevation_m"] is not None}
        storeys = opened(shared / model).by_type("IfcBuildingStorey")
        expected = {storey.id(): ifcopenshell.util.placement.get_storey_elevation(storey) * unit for storey in storeys}
        assert found == {step_id: pytest.approx(height, abs=1e-9) for step_id, height in expected.items()}


def test_a_storey_without_placement_stands_at_its_elevation_and_one_that_disagrees_is_told(write_ifc, rows) -> None:
    path = write_ifc(
        *POINT,
        "#10=IFCBUILDINGSTOREY('0000000000000000000010',$,'1F',$,$,$,$,$,$,3600.);",
        "#11=IFCBUILDINGSTOREY('0000000000000000000011',$,'2F',$,$,#12,$,$,$,7200.);",
        "#12=IFCLOCALPLACEMENT($,#13);",
        "#13=IFCAXIS2PLACEMENT3D(#1,$,$);",
    )
    assert {row["name"]: row["elevation_m"] for row in rows(path, "ifc_spatial")} == {"1F": 3.6, "2F": 3.0}
    assert [row["step_id"] for row in rows(path, "run_problem") if row["text_code"] == "read.storey_elevation"] == [11]
