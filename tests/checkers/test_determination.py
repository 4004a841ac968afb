"""What could be determined, and what is missing: the sums at the top of a report."""

from typing import Any

from checkers.determination import determination
from cim_schema.tables import TABLES


def outcome(rule: str, model_id: str, said: str) -> dict[str, Any]:
    return {
        "model_id": model_id, "rule": rule, "rule_version": 1, "outcome": said, "obligation": "mandatory", "element": "safety",
        "checked": 1, "failed": 0, "undetermined": 0,
    }  # fmt: skip


def finding(number: int, rule: str, model_id: str, step_id: int | None, field: str | None) -> dict[str, Any]:
    return {
        "id": f"{number}", "track": f"{number}", "rule": rule, "rule_version": 1, "model_id": model_id, "part": model_id,
        "step_id": step_id, "subject": "", "outcome": "undetermined" if field else "fail", "text_code": "", "text_params": "{}",
        "caused_by": "[]", "evidence_inputs": "{}", "missing_field": field,
    }  # fmt: skip


def test_a_rule_is_determined_by_all_models_together() -> None:
    said = [
        ("A", "pass", "pass"), ("B", "na", "na"), ("C", "undetermined", "pass"), ("D", "undetermined", "fail"), ("E", "na", "pass"),
        ("F", "na", "undetermined"),
    ]  # fmt: skip
    rows = [outcome(rule, model_id, word) for rule, *words in said for model_id, word in zip("ab", words, strict=True)]
    result = determination(TABLES["chk_outcome"].from_rows(rows), TABLES["chk_finding"].empty())
    assert result == {"rules_applicable": 5, "rules_determined": 3, "missing": []}


def test_missing_fields_are_counted_by_element_and_the_most_wanted_comes_first() -> None:
    rows = [
        finding(1, "FIR-16", "a", 1, "Pset_WallCommon.FireRating"),
        finding(2, "FIR-16", "a", 2, "Pset_WallCommon.FireRating"),
        finding(3, "FIR-17", "a", 2, "Pset_WallCommon.FireRating"),
        finding(4, "FIR-17", "b", 2, "Pset_WallCommon.FireRating"),
        finding(5, "CIM-12", "b", None, "IfcMapConversion"),
        finding(6, "FIR-01", "b", 7, "ClearWidth"),
        finding(7, "FIR-01", "b", 8, None),
    ]
    result = determination(TABLES["chk_outcome"].empty(), TABLES["chk_finding"].from_rows(rows))
    assert result["missing"] == [
        {"field": "Pset_WallCommon.FireRating", "elements": 3, "rules": ["FIR-16", "FIR-17"]},
        {"field": "ClearWidth", "elements": 1, "rules": ["FIR-01"]},
        {"field": "IfcMapConversion", "elements": 1, "rules": ["CIM-12"]},
    ]


def test_a_name_that_looks_like_a_missing_field_is_proposed() -> None:
    rows = [
        finding(1, "FIR-01", "a", 1, "Pset_DoorCommon.FireExit"),
        finding(2, "FUN-01", "a", 1, "IfcBuildingStorey.Elevation"),
    ]
    said = (("用于疏散的门", 4, "fire_exit", 0.7), ("疏散用的门", 2, "fire_exit", 0.8), ("颜色", 9, None, None))
    unknown = [
        {
            "model_id": "a", "source_set": "门", "source_name": name, "element_count": count, "nearest_field": field,
            "similarity": similarity, "rule_count": 1,
        }
        for name, count, field, similarity in said
    ]  # fmt: skip
    resolved = TABLES["res_unresolved"].from_rows(unknown)
    told = determination(TABLES["chk_outcome"].empty(), TABLES["chk_finding"].from_rows(rows), resolved)
    missing = {one["field"]: one for one in told["missing"]}
    assert [one["name"] for one in missing["Pset_DoorCommon.FireExit"]["proposals"]] == ["疏散用的门", "用于疏散的门"]
    assert "proposals" not in missing["IfcBuildingStorey.Elevation"]
