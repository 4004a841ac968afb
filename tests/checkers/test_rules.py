"""Runs every case under ``rules/``: one file a rule, one situation a case, named as a sentence.

A case gives rows of tables (columns that are left out take a plain value), and says the outcome and what the findings hold.
An outline is written as a rectangle ``[x0, y0, x1, y1]`` or as WKT, metres.
"""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely
import yaml

from checkers.engine import check
from checkers.registry import all_rules
from checkers.ruleset import Ruleset, load_ruleset
from cim_schema.codes import Outcome
from cim_schema.project import ModelContext
from cim_schema.tables import TABLES
from pipelines.runtime.compute import Compute

FOLDER = Path(__file__).parent / "rules"
CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))}
SPATIAL = {"IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcSpace", "IfcBridge", "IfcBridgePart", "IfcRoad", "IfcRoadPart"}
IDENTITY = [1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
PLAIN = {"string": "", "int64": 0, "float64": 0.0, "bool": False, "binary": b"", "float64[16]": IDENTITY}
USUAL = {
    "model_id": "a", "holder": "occurrence", "pset_class": "IfcPropertySet", "property_kind": "single", "value_role": "value",
    "declaration": "IfcMapConversion", "is_product": True, "material_form": "material", "quantity_kind": "volume",
    "map_unit_m": 1.0, "has_map_unit": True, "declared": "{}", "axis_source": "segments", "recognised_by": "name",
    "storey_kind": "ordinary", "is_placed": True, "context_kind": "existing_building",
}  # fmt: skip
SHAPES = ("footprint", "floor", "lower_edge", "upper_edge", "shape_local")
NEVER_SAID = {
    # What these read is never missing: its absence is what they look for.
    "CIM-05": {"undetermined"}, "CIM-06": {"undetermined"}, "CIM-07": {"undetermined"}, "LA-13": {"undetermined"},
    "RD-38": {"undetermined"},
    "CIM-08": {"undetermined"}, "CIM-13": {"undetermined"}, "DEL-04": {"undetermined"}, "DEL-05": {"undetermined"},
    "DEL-06": {"undetermined"}, "DEL-07": {"undetermined"},
    # Character is judged by people: a rule can only miss what is to be shown to them.
    "CHR-01": {"fail"},
}  # fmt: skip


def plain_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows with all that the table wants, so that a case says only what matters to it."""
    table = TABLES[name]
    full = []
    for number, row in enumerate(rows, start=1):
        fill = {field.name: PLAIN.get(field.data_type) for field in table.fields if field.name not in table.optional}
        fill |= {key: value for key, value in USUAL.items() if key in fill}
        fill |= {"step_id": number} if "step_id" in fill else {}
        fill |= {"ordinal": number} if name == "ctx_near" else {}
        if name == "ifc_element":
            ifc_class = row.get("ifc_class", "")
            fill["family"] = "project" if ifc_class == "IfcProject" else "spatial" if ifc_class in SPATIAL else "element"
            fill["global_id"] = f"0{number:021d}"
        if name == "ifc_property":
            number_of = row.get("value_number")
            fill |= {"value": str(number_of)} if number_of is not None else {}
        row = row | {column: outline(row[column]) for column in SHAPES if column in row}
        full.append(fill | row)
    return table.from_rows(full)


def outline(written: Any) -> bytes:
    shape = shapely.from_wkt(written) if isinstance(written, str) else shapely.box(*written)
    return bytes(shapely.to_wkb(shape))


def cases() -> list[Any]:
    return [
        pytest.param(content["rule"], case, id=f"{stem}-{name}")
        for stem, content in CASES.items()
        for name, case in content.items()
        if name != "rule"
    ]


def ruleset_with(code: str, changes: dict[str, Any], profile: str) -> Ruleset:
    ruleset = load_ruleset(profile)
    changed = {name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()}
    ruleset.parameters[code].update(changed)
    return ruleset


@pytest.mark.parametrize(("code", "case"), cases())
def test_rule(code: str, case: dict[str, Any]) -> None:
    tables = {name: plain_table(name, rows) for name, rows in case["tables"].items()}
    models = case.get("models", [{"model_id": "a", "part": "arch"}])
    contexts = [ModelContext(**model) for model in models]
    ruleset = ruleset_with(code, case.get("parameters", {}), case.get("profile", "baseline"))
    result = check(tables, contexts, ruleset, Compute(), rules=[code])

    outcome = {row["model_id"]: row for row in result["chk_outcome"].to_pylist()}
    assert {model: row["crash_cause"] for model, row in outcome.items() if row["crash_cause"]} == {}
    wanted = case["outcome"] if isinstance(case["outcome"], dict) else {models[0]["model_id"]: case["outcome"]}
    assert {model: outcome[model]["outcome"] for model in wanted} == wanted
    if "checked" in case:
        assert outcome[models[0]["model_id"]]["checked"] == case["checked"]

    findings = result["chk_finding"].to_pylist()
    if "findings" in case or wanted[models[0]["model_id"]] in {"pass", "na"}:
        expected = case.get("findings", [])
        assert [{key: finding[key] for key in want} for finding, want in zip(findings, expected, strict=False)] == expected
        assert len(findings) == len(expected)


@pytest.mark.parametrize("code", all_rules())
def test_a_rule_has_a_case_of_every_outcome(code: str) -> None:
    file = code.lower().replace("-", "_")
    assert file in CASES, f"write tests/checkers/rules/{file}.yml"
    content = CASES[file]
    assert content["rule"] == code
    said = set()
    for name, case in content.items():
        if name != "rule":
            said |= set(case["outcome"].values()) if isinstance(case["outcome"], dict) else {case["outcome"]}
    assert said == {outcome.value for outcome in Outcome} - NEVER_SAID.get(code, set())
