"""Objects that came under a class that says nothing, and those that must not be mistaken for others."""

import pytest

from checkers.things import recognise_things, things
from cim_schema.codes import Thing
from cim_schema.tables import TABLES


def recognised(ifc_class, name, code=None, system="GB/T 51269-2017"):
    element = {
        "model_id": "a", "step_id": 1, "ifc_class": ifc_class, "family": "element", "is_product": True, "name": name,
    }  # fmt: skip
    tables = {"ifc_element": TABLES["ifc_element"].from_rows([element]), "ifc_type": TABLES["ifc_type"].empty()}
    if code:
        row = {
            "model_id": "a", "step_id": 1, "holder": "occurrence", "association_step_id": 2, "depth": 0, "system_name": system,
            "identification": code,
        }  # fmt: skip
        tables["ifc_classification"] = TABLES["ifc_classification"].from_rows([row])
    told = recognise_things(tables)["msr_thing"].to_pylist()
    return (told[0]["thing"], told[0]["recognised_by"]) if told else None


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("钢质乙级防火门 FM乙1521", Thing.DOOR), ("M_Single-Flush:0915 x 2134mm", Thing.DOOR), ("断桥铝合金推拉窗", Thing.WINDOW),
        ("1号楼梯", Thing.STEPS), ("楼梯栏杆", Thing.RAILING), ("无障碍坡道", Thing.RAMP), ("校门", None), ("阀门 DN50", None),
        ("门厅地砖", Thing.PAVING), ("窗台板", None),
    ],
)  # fmt: skip
def test_a_proxy_is_what_its_name_says(name, thing):
    told = recognised("IfcBuildingElementProxy", name)
    assert (told and told[0]) == (thing and str(thing))


@pytest.mark.parametrize(
    ("ifc_class", "name"),
    [
        ("IfcFlowTerminal", "M_Elevator Door-Center"),
        ("IfcFurnishingElement", "Vanity Double Door"),
        ("IfcSlab", "Stair:Concrete Pan"),
        ("IfcSpace", "楼梯"),
    ],
)
def test_other_classes_are_not_told_by_the_words_for_proxies(ifc_class, name):
    assert recognised(ifc_class, name) is None


def test_a_code_of_the_standard_goes_before_a_name_and_only_of_a_proxy():
    assert recognised("IfcBuildingElementProxy", "坡道", "14-10.20.09.03") == ("door", "classification")
    assert recognised("IfcBuildingElementProxy", "坡道", "14-10.20.09.03", system="OmniClass") == ("ramp", "name")
    assert recognised("IfcBuildingElementProxy", "M1", "14-10.20.0") is None
    assert recognised("IfcWall", "M1", "14-10.20.09") is None


def test_doors_are_given_whatever_they_came_as():
    rows = [
        {"model_id": "a", "step_id": step, "ifc_class": ifc_class, "family": "element", "is_product": True, "name": name}
        for step, ifc_class, name in ((1, "IfcDoor", "x"), (2, "IfcBuildingElementProxy", "防火门"), (3, "IfcWall", "防火门"))
    ]
    tables = {"ifc_element": TABLES["ifc_element"].from_rows(rows), "ifc_type": TABLES["ifc_type"].empty()}
    tables |= recognise_things(tables)
    found = things({name: table.to_pandas() for name, table in tables.items()}, Thing.DOOR)
    assert found["step_id"].tolist() == [1, 2]
