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
