"""What models claim as their own, and what is to prove it."""

from checkers.features import find_features
from checkers.scores import scores
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import frames

CLAIMS = (
    # model, holder, holder kind, property, value
    ("b", 1, "occurrence", "特色要素", "本地砖作"),
    ("b", 1, "occurrence", "特色说明", "取自泽州民居"),
    ("b", 1, "occurrence", "特色证据", "样板照片；评审意见"),
    ("a", 9, "type", "特色", "泽州铁艺"),
    ("a", 2, "occurrence", "特色要素", "待定"),
)


def model_tables():
    element = {"ifc_class": "IfcLightFixture", "family": "element", "is_product": True}
    return {
        "ifc_element": TABLES["ifc_element"].from_rows(
            [
                {"model_id": "b", "step_id": 1, "global_id": "B1", "name": "门楼", **element},
                {"model_id": "a", "step_id": 2, "global_id": "A2", "name": "灯一", "type_step_id": 9, **element},
                {"model_id": "a", "step_id": 3, "global_id": "A3", "name": "灯二", "type_step_id": 9, **element},
            ]
        ),
        "ifc_type": TABLES["ifc_type"].from_rows(
            [{"model_id": "a", "step_id": 9, "global_id": "A9", "ifc_class": "IfcLightFixtureType", "name": "花灯"}]
        ),
        "ifc_property": TABLES["ifc_property"].from_rows(
            {
                "model_id": model_id, "step_id": step_id, "holder": holder, "pset_name": "JCPset_Feature",
                "pset_class": "IfcPropertySet", "property_name": name, "property_kind": "single", "value_role": "value",
                "value_index": 0, "value": value, "unit": "",
            } for model_id, step_id, holder, name, value in CLAIMS
        ),
        "ifc_document": TABLES["ifc_document"].from_rows(
            [
                {"model_id": "a", "step_id": 9, "holder": "type", "association_step_id": 20, "identification": "TS-01",
                 "reference_name": "匠人访谈"},
                {"model_id": "b", "step_id": 1, "holder": "occurrence", "association_step_id": 20, "reference_name": "评审意见"},
            ]
        ),
    }  # fmt: skip


def test_each_claim_is_given_once_with_all_that_is_to_prove_it():
    of_type, of_gate = find_features(frames(model_tables()))
    assert (of_type.global_id, of_type.feature, of_type.documents) == ("A9", "泽州铁艺", ("TS-01 匠人访谈",))
    assert (of_gate.global_id, of_gate.statement) == ("B1", "取自泽州民居")
    assert of_gate.documents == ("样板照片", "评审意见")


def test_the_scores_carry_them_beside_the_counts():
    character = scores(model_tables())["six_elements"]["character"]
    assert [one["name"] for one in character["evidence"]] == ["花灯", "门楼"]
    assert (character["pass"], character["na"]) == (0, 0)
