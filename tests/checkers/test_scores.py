"""Scores of a project, on a worked share."""

from checkers.scores import scores
from cim_schema.codes import SixElement
from cim_schema.tables import TABLES


def member(model_id: str, step_id: int) -> dict[str, object]:
    return {
        "model_id": model_id, "step_id": step_id, "global_id": f"{step_id:022d}", "ifc_class": "IfcColumn", "family": "element",
        "is_product": True,
    }  # fmt: skip


def test_the_share_of_a_project_is_of_all_its_models() -> None:
    made = {("a", 1): ("预制", 20.0), ("a", 2): ("现浇", 50.0), ("b", 1): ("预制", 20.0), ("b", 2): ("", 10.0)}
    tables = {
        "ifc_element": TABLES["ifc_element"].from_rows(member(*key) for key in made),
        "ifc_property": TABLES["ifc_property"].from_rows(
            {
                "model_id": model_id, "step_id": step_id, "holder": "occurrence", "pset_name": "结构",
                "pset_class": "IfcPropertySet", "property_name": "施工方式", "property_kind": "single", "value_role": "value",
                "value_index": 0, "value": how, "unit": "",
            } for (model_id, step_id), (how, _) in made.items()
        ),
        "ifc_material": TABLES["ifc_material"].from_rows(
            {
                "model_id": model_id, "step_id": step_id, "holder": "occurrence", "association_step_id": 9,
                "material_form": "material", "ordinal": 0, "material_name": "C30混凝土",
            } for model_id, step_id in made
        ),
        "ifc_quantity": TABLES["ifc_quantity"].from_rows(
            {
                "model_id": model_id, "step_id": step_id, "holder": "occurrence", "qset_name": "BaseQuantities",
                "quantity_name": "NetVolume", "quantity_kind": "volume", "value_number": volume, "unit": "m3",
            } for (model_id, step_id), (_, volume) in made.items()
        ),
    }  # fmt: skip
    rate = scores(tables)["precast_rate"]
    share = {"least_share": 0.4, "greatest_share": 0.5, "precast_m3": 40.0, "total_m3": 100.0, "unknown_m3": 10.0}
    assert {name: rate[name] for name in share} == share
    assert rate["classes"] == [{"ifc_class": "IfcColumn"} | share]
    (item,) = rate["items"]
    assert item == {"item": "q1a", "document": "GB/T 51129-2017", "from_share": 0.35, "full_share": 0.8, "confirmed": False} | share


def test_without_models_nothing_is_counted() -> None:
    assert scores({})["precast_rate"] == {}
    assert scores({})["green_star"] == scores({})["bim_adoption"] == {}
    assert set(scores({})["six_elements"]) == {"design", "character", "green", "safety", "quality", "function"}


def outcomes(*said: str) -> dict[str, object]:
    rows = (
        {
            "model_id": "a", "rule": f"R-{number}", "rule_version": 1, "outcome": outcome, "obligation": "mandatory",
            "element": "safety", "checked": 1, "failed": 0, "undetermined": 0,
        } for number, outcome in enumerate(said)
    )  # fmt: skip
    return {"chk_outcome": TABLES["chk_outcome"].from_rows(rows)}


def test_elements_are_only_counted_until_the_city_sets_weights() -> None:
    tables = outcomes("pass", "pass", "fail", "undetermined", "na")
    counts = {"pass": 2, "fail": 1, "undetermined": 1, "na": 1}
    assert scores(tables)["six_elements"]["safety"] == counts

    weighed = scores(tables, {SixElement.SAFETY: 20.0, SixElement.GREEN: 10.0})["six_elements"]
    # Of four that apply two pass, and three at best.
    shares = {"weight": 20.0, "least_share": 0.5, "greatest_share": 0.75, "least_points": 10.0, "greatest_points": 15.0}
    assert weighed["safety"] == counts | shares
    assert weighed["green"] == {"pass": 0, "fail": 0, "undetermined": 0, "na": 0, "weight": 10.0}
    assert "weight" not in weighed["design"]
