from pathlib import Path

import ifcopenshell.util.classification
import ifcopenshell.util.element
import pytest

pytestmark = pytest.mark.slow

MODELS = ["ifc/duplex/Duplex_A_20110907.ifc", "ifc/fzk/AC20-FZK-Haus.ifc", "ifc/pcert_ifc4/Building-Structural.ifc"]


@pytest.mark.parametrize("model", MODELS)
def test_materials_are_those_of_ifcopenshell(shared: Path, read, opened, model: str) -> None:
    file = opened(shared / model)
    found: dict[int, set[str]] = {}
    for row in read(shared / model)["ifc_material"].to_pylist():
        found.setdefault(row["step_id"], set()).add(row["material_name"])
    expected = {}
    for instance in [*file.by_type("IfcElement"), *file.by_type("IfcTypeObject")]:
        materials = ifcopenshell.util.element.get_materials(instance, should_inherit=False)
        if materials:
            expected[instance.id()] = {material.Name for material in materials}
    assert {step_id: names for step_id, names in found.items() if step_id in expected} == expected
    assert expected


def test_layers_have_their_thickness_in_metres(shared: Path, read, opened) -> None:
    path = shared / "ifc/fzk/AC20-FZK-Haus.ifc"
    rows = [row for row in read(path)["ifc_material"].to_pylist() if row["material_form"] == "layer_set"]
    for row in rows:
        material = ifcopenshell.util.element.get_material(opened(path).by_id(row["step_id"]), should_skip_usage=True)
        layer = material.MaterialLayers[row["ordinal"]]
        assert (row["thickness_m"], row["material_step_id"]) == (pytest.approx(layer.LayerThickness), layer.Material.id())
    assert rows


def test_classifications_are_those_of_ifcopenshell(shared: Path, read, opened) -> None:
    for model in ("ifc/fzk/AC20-FZK-Haus.ifc", "ifc/georef/example_project_location.ifc"):
        file = opened(shared / model)
        found: dict[int, set] = {}
        for row in read(shared / model)["ifc_classification"].to_pylist():
            if row["depth"] == 0 and row["reference_step_id"] is not None:
                found.setdefault(row["step_id"], set()).add((row["reference_step_id"], row["identification"]))
        for step_id, references in found.items():
            expected = ifcopenshell.util.classification.get_references(file.by_id(step_id), should_inherit=False)
            assert references == {(one.id(), one.Identification) for one in expected}
        assert found


def test_references_above_a_reference_are_levels(write_ifc, rows) -> None:
    path = write_ifc(
        "#1=IFCWALL('0000000000000000000001',$,$,$,$,$,$,$,$);",
        "#2=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000002',$,$,$,(#1,#1),#3);",
        "#3=IFCCLASSIFICATIONREFERENCE($,'14-10.20.03','wall',#4,$,$);",
        "#4=IFCCLASSIFICATIONREFERENCE($,'14-10.20','parent',#5,$,$);",
        "#5=IFCCLASSIFICATION('MOHURD','2017',$,'GB/T 51269',$,$,$);",
        "#6=IFCCLASSIFICATIONREFERENCE($,'circle',$,#6,$,$);",
        "#7=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000007',$,$,$,(#1),#6);",
    )
    found = [(r["depth"], r["identification"], r["system_name"], r["system_edition"]) for r in rows(path, "ifc_classification")]
    assert found == [(0, "14-10.20.03", "GB/T 51269", "2017"), (1, "14-10.20", "GB/T 51269", "2017"), (0, "circle", None, None)]


def test_a_document_says_what_its_reference_leaves_out(write_ifc, rows) -> None:
    path = write_ifc(
        "#1=IFCWALL('0000000000000000000001',$,$,$,$,$,$,$,$);",
        "#2=IFCRELASSOCIATESDOCUMENT('0000000000000000000002',$,$,$,(#1),#3);",
        "#3=IFCDOCUMENTREFERENCE('a.pdf',$,$,$,#4);",
        "#4=IFCDOCUMENTINFORMATION('D-1','Manual','how',$,$,$,$,$,$,$,$,$,$,$,$,$,$);",
    )
    (row,) = rows(path, "ifc_document")
    names = ("reference_step_id", "identification", "reference_name", "description", "location")
    assert [row[name] for name in names] == [3, "D-1", "Manual", "how", "a.pdf"]


def test_every_form_of_material_has_its_parts(write_ifc, rows) -> None:
    holders = [f"#{n}=IFCWALL('00000000000000000000{n}',$,$,$,$,$,$,$,$);" for n in range(10, 15)]
    path = write_ifc(
        *holders,
        "#1=IFCMATERIAL('C30',$,'concrete');", "#2=IFCMATERIAL('EPS',$,$);",
        "#20=IFCRELASSOCIATESMATERIAL('0000000000000000000020',$,$,$,(#10),#1);",
        "#21=IFCRELASSOCIATESMATERIAL('0000000000000000000021',$,$,$,(#11),#31);",
        "#22=IFCRELASSOCIATESMATERIAL('0000000000000000000022',$,$,$,(#12),#34);",
        "#23=IFCRELASSOCIATESMATERIAL('0000000000000000000023',$,$,$,(#13),#37);",
        "#24=IFCRELASSOCIATESMATERIAL('0000000000000000000024',$,$,$,(#14),#39);",
        "#31=IFCMATERIALLIST((#2,#1));",
        "#34=IFCMATERIALLAYERSETUSAGE(#35,.AXIS2.,.POSITIVE.,0.,$);",
        "#35=IFCMATERIALLAYERSET((#36,#45),'W',$);",
        "#36=IFCMATERIALLAYER(#1,200.,.U.,'core',$,'LoadBearing',$);",
        "#45=IFCMATERIALLAYER($,50.,.T.,$,$,$,$);",
        "#37=IFCMATERIALCONSTITUENTSET('S',$,(#38));",
        "#38=IFCMATERIALCONSTITUENT('frame',$,#1,0.4,$);",
        "#39=IFCMATERIALPROFILESETUSAGE(#40,$,$);",
        "#40=IFCMATERIALPROFILESET('PS',$,(#41),$);",
        "#41=IFCMATERIALPROFILE('profile',$,#1,#42,$,$);",
        "#42=IFCCIRCLEPROFILEDEF(.AREA.,$,$,100.);",
    )  # fmt: skip
    names = ("step_id", "material_form", "set_name", "ordinal", "part_name", "material_name", "material_category", "fraction")
    found = [tuple(row[name] for name in names) for row in rows(path, "ifc_material")]
    assert found == [
        (10, "material", None, 0, None, "C30", "concrete", None),
        (11, "list", None, 0, None, "EPS", None, None),
        (11, "list", None, 1, None, "C30", "concrete", None),
        (12, "layer_set", "W", 0, "core", "C30", "LoadBearing", None),
        (12, "layer_set", "W", 1, None, None, None, None),
        (13, "constituent_set", "S", 0, "frame", "C30", "concrete", 0.4),
        (14, "profile_set", "PS", 0, "profile", "C30", "concrete", None),
    ]
    layers = [(row["thickness_m"], row["is_ventilated"]) for row in rows(path, "ifc_material") if row["step_id"] == 12]
    assert layers == [(200.0, "U"), (50.0, "T")]
