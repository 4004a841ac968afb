from pathlib import Path

import ifcopenshell.util.element
import pytest

pytestmark = pytest.mark.slow

MODELS = ["ifc/duplex/Duplex_A_20110907.ifc", "ifc/fzk/AC20-FZK-Haus.ifc", "ifc/pcert_ifc4x3/Building-Architecture.ifc"]


@pytest.mark.parametrize("model", [*MODELS, "ifc/office/Office_A_20110811.ifc", "ifc/georef/example_project_location.ifc"])
def test_containers_storeys_and_types_are_those_of_ifcopenshell(shared: Path, read, opened, model: str) -> None:
    file, on_storey = opened(shared / model), 0
    for row in read(shared / model)["ifc_element"].to_pylist():
        if row["family"] not in {"element", "feature"}:
            continue
        instance = file.by_id(row["step_id"])
        container = ifcopenshell.util.element.get_container(instance)
        storey = ifcopenshell.util.element.get_container(instance, ifc_class="IfcBuildingStorey")
        own_type = ifcopenshell.util.element.get_type(instance)
        assert row["container_step_id"] == (container.id() if container else None)
        assert row["storey_step_id"] == (storey.id() if storey else None)
        assert row["storey"] == (storey.Name if storey else None)
        assert row["type_step_id"] == (own_type.id() if own_type and own_type != instance else None)
        on_storey += storey is not None
    assert on_storey > 5


def test_ifc2x3_takes_predefined_types_from_types(shared: Path, read, opened) -> None:
    path = shared / MODELS[0]
    for row in read(path)["ifc_element"].to_pylist():
        if row["ifc_class"] in {"IfcSlab", "IfcCovering", "IfcWallStandardCase", "IfcBeam"}:
            expected = ifcopenshell.util.element.get_predefined_type(opened(path).by_id(row["step_id"]))
            assert row["predefined_type"] == expected or expected == row["object_type"]


PROJECT = (
    "#1=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,$,$);",
    "#2=IFCBUILDING('0000000000000000000002',$,'b',$,$,$,$,$,$,$,$,$);",
    "#3=IFCBUILDINGSTOREY('0000000000000000000003',$,'2F',$,$,$,$,$,$,$);",
    "#4=IFCRELAGGREGATES('0000000000000000000004',$,$,$,#1,(#2));",
    "#5=IFCRELAGGREGATES('0000000000000000000005',$,$,$,#2,(#3));",
)


def test_a_door_is_on_the_storey_of_the_wall_whose_opening_it_fills(write_ifc, rows) -> None:
    path = write_ifc(
        *PROJECT,
        "#10=IFCWALL('0000000000000000000010',$,$,$,$,$,$,$,$);",
        "#11=IFCOPENINGELEMENT('0000000000000000000011',$,$,$,$,$,$,$,$);",
        "#12=IFCDOOR('0000000000000000000012',$,$,$,$,$,$,$,$,$,$,$,$);",
        "#13=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000013',$,$,$,(#10),#3);",
        "#14=IFCRELVOIDSELEMENT('0000000000000000000014',$,$,$,#10,#11);",
        "#15=IFCRELFILLSELEMENT('0000000000000000000015',$,$,$,#11,#12);",
        "#16=IFCCURTAINWALL('0000000000000000000016',$,$,$,$,$,$,$,$);",
        "#17=IFCMEMBER('0000000000000000000017',$,$,$,$,$,$,$,$);",
        "#18=IFCRELAGGREGATES('0000000000000000000018',$,$,$,#16,(#17));",
        "#19=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000019',$,$,$,(#16),#3);",
        "#20=IFCSPACE('0000000000000000000020',$,'A',$,$,$,$,$,$,$,$);",
        "#21=IFCRELAGGREGATES('0000000000000000000021',$,$,$,#3,(#20));",
        "#22=IFCDISTRIBUTIONPORT('0000000000000000000022',$,$,$,$,$,$,$,$,$);",
        "#23=IFCRELNESTS('0000000000000000000023',$,$,$,#17,(#22));",
    )
    found = {row["step_id"]: (row["parent_step_id"], row["container_step_id"], row["storey"]) for row in rows(path, "ifc_element")}
    assert found == {
        1: (None, None, None), 2: (1, None, None), 3: (2, 2, "2F"), 10: (None, 3, "2F"), 11: (10, 3, "2F"), 12: (11, 3, "2F"),
        16: (None, 3, "2F"), 17: (16, 3, "2F"), 20: (3, 3, "2F"), 22: (17, 3, "2F"),
    }  # fmt: skip


def test_a_circle_in_the_tree_is_cut_and_told(write_ifc, rows) -> None:
    path = write_ifc(
        *PROJECT,
        "#6=IFCRELAGGREGATES('0000000000000000000006',$,$,$,#3,(#1));",
        "#10=IFCWALL('0000000000000000000010',$,$,$,$,$,$,$,$);",
        "#11=IFCRELAGGREGATES('0000000000000000000011',$,$,$,#10,(#10));",
        "#13=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000013',$,$,$,(#10),#3);",
    )
    found = {row["step_id"]: row for row in rows(path, "ifc_element")}
    assert found[10]["storey"] == "2F"
    assert sum(row["text_code"] == "read.tree_cycle" for row in rows(path, "run_problem")) == 2


@pytest.mark.parametrize(
    ("own", "of_type", "expected"),
    [
        (".NOTDEFINED.", ".PARTITIONING.", "PARTITIONING"),
        (".SHEAR.", ".PARTITIONING.", "SHEAR"),
        ("$", ".USERDEFINED.", "USERDEFINED"),
        (".NOTDEFINED.", ".NOTDEFINED.", "NOTDEFINED"),
        ("$", None, None),
    ],
)
def test_the_predefined_type_is_the_occurrence_s_or_else_the_type_s(write_ifc, rows, own: str, of_type: str, expected: str) -> None:
    lines = [f"#10=IFCWALL('0000000000000000000010',$,$,$,$,$,$,$,{own});"]
    if of_type:
        lines += [
            f"#11=IFCWALLTYPE('0000000000000000000011',$,$,$,$,$,$,$,'et',{of_type});",
            "#12=IFCRELDEFINESBYTYPE('0000000000000000000012',$,$,$,(#10),#11);",
        ]
    (row,) = rows(write_ifc(*lines), "ifc_element")
    assert row["predefined_type"] == expected


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ("IFCBRIDGEPART('{}',$,$,$,$,$,$,$,$,$,$)", "spatial"),
        ("IFCSPATIALZONE('{}',$,$,$,$,$,$,$,$)", "spatial"),
        ("IFCOPENINGELEMENT('{}',$,$,$,$,$,$,$,$)", "feature"),
        ("IFCVIRTUALELEMENT('{}',$,$,$,$,$,$,$,$)", "element"),
        ("IFCALIGNMENT('{}',$,$,$,$,$,$,$)", "positioning"),
        ("IFCALIGNMENTSEGMENT('{}',$,$,$,$,$,$,$)", "positioning"),
        ("IFCDISTRIBUTIONPORT('{}',$,$,$,$,$,$,$,$,$)", "port"),
        ("IFCANNOTATION('{}',$,$,$,$,$,$,$)", "annotation"),
        ("IFCSTRUCTURALPOINTCONNECTION('{}',$,$,$,$,$,$,$,$)", "structural"),
        ("IFCZONE('{}',$,$,$,$,$)", "group"),
        ("IFCTASK('{}',$,$,$,$,$,$,$,$,.F.,$,$,$)", "other"),
        ("IFCPROJECTLIBRARY('{}',$,$,$,$,$,$,$,$)", "project"),
    ],
)
def test_each_occurrence_has_its_family(write_ifc, rows, line: str, family: str) -> None:
    path = write_ifc(f"#1={line.format('0000000000000000000001')};", schema="IFC4X3_ADD2")
    assert [row["family"] for row in rows(path, "ifc_element")] == [family]


def test_relations_join_pairs_in_order(shared: Path, read, opened) -> None:
    path = shared / MODELS[0]
    rows = read(path)["ifc_relation"].to_pylist()
    found = {(row["step_id"], row["ordinal"]): (row["relating_step_id"], row["related_step_id"]) for row in rows}
    for relation in opened(path).by_type("IfcRelAggregates"):
        for place, part in enumerate(relation.RelatedObjects):
            assert found[relation.id(), place] == (relation.RelatingObject.id(), part.id())
    for relation in opened(path).by_type("IfcRelSpaceBoundary"):
        if relation.RelatedBuildingElement:
            assert found[relation.id(), 0] == (relation.RelatingSpace.id(), relation.RelatedBuildingElement.id())
    assert {"IfcRelVoidsElement", "IfcRelFillsElement", "IfcRelDefinesByType"} <= {row["relation_class"] for row in rows}


def test_attributes_are_in_si(shared: Path, read, opened) -> None:
    for model in ("ifc/fzk/AC20-FZK-Haus.ifc", "ifc/georef/example_project_location.ifc"):
        rows = read(shared / model)["ifc_attribute"].to_pylist()
        (unit,) = read(shared / model)["ifc_model"]["length_unit_m"].to_pylist()
        widths = {row["step_id"]: row["value_number"] for row in rows if row["attribute_name"] == "OverallWidth"}
        doors = opened(shared / model).by_type("IfcDoor") + opened(shared / model).by_type("IfcWindow")
        assert widths == {door.id(): pytest.approx(door.OverallWidth * unit) for door in doors if door.OverallWidth}
        assert widths
