import json
import random
from math import nan

import jsonschema
import pytest

from pipelines.publish.report.content import write_json

TEXT, NUMBER, NAME = {"type": "string"}, {"type": "number"}, {"type": ["string", "null"]}
MAPPING, NUMBER_OR_NULL = {"type": "object"}, {"type": ["number", "null"]}


def exactly(**properties):
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


def listed(item):
    return {"type": "array", "items": item}


OUTCOMES = {"enum": ["pass", "fail", "undetermined", "na"]}
CONTRACT = exactly(
    contract={"const": 1},
    models=listed(exactly(model_id=TEXT, part=TEXT, file=TEXT, schema=TEXT, bytes={"type": "integer"}, category=NAME, stage=NAME)),
    ruleset=exactly(profile={"enum": ["baseline", "exemplary"]}, version=TEXT, digest=TEXT),
    outcomes=listed(exactly(
        rule=TEXT, version={"type": "integer"}, model_id=TEXT, outcome=OUTCOMES,
        obligation={"enum": ["mandatory", "recommended", "advisory"]},
        element={"enum": ["design", "character", "green", "safety", "quality", "function"]},
        checked={"type": "integer"}, failed={"type": "integer"}, undetermined={"type": "integer"},
    )),
    findings=listed(exactly(
        observed_value=NUMBER_OR_NULL, limit_value=NUMBER_OR_NULL,
        id=TEXT, track=TEXT, rule=TEXT, model_id=TEXT, step_id={"type": ["integer", "null"]}, global_id=NAME, ifc_class=NAME,
        storey=NAME, outcome={"enum": ["fail", "undetermined"]}, observed=NAME, expected=NAME,
        unit=NAME, text=exactly(code=TEXT, params=MAPPING), message=TEXT,
        caused_by=listed(TEXT), point={"oneOf": [{"type": "null"}, {**listed(NUMBER), "minItems": 3, "maxItems": 3}]},
        evidence=exactly(table=NAME, inputs=MAPPING),
    )),
    determination=exactly(
        rules_applicable={"type": "integer"}, rules_determined={"type": "integer"},
        missing=listed(exactly(field=TEXT, elements={"type": "integer"}, rules=listed(TEXT))),
    ),
    scores=exactly(green_star=MAPPING, precast_rate=MAPPING, six_elements=MAPPING, bim_adoption=MAPPING),
    georeference=listed(MAPPING),
    problems=listed(exactly(stage=TEXT, model_id=NAME, global_id=NAME, message=TEXT)),
    timings_s=exactly(read=NUMBER, geometry=NUMBER, check=NUMBER, report=NUMBER),
    engines={"type": "object", "required": ["ifcopenshell", "geometry_kernel"]},
)  # fmt: skip
"""The example of the public contract, as a schema."""


def written(report, path):
    write_json(report, path)
    return path.read_text(encoding="utf-8")


def test_it_has_the_keys_of_the_contract_and_no_others(case, tmp_path):
    jsonschema.validate(json.loads(written(case.report(), tmp_path / "a.json")), CONTRACT)


def test_an_empty_federation_keeps_the_contract(case, tmp_path):
    bare = type(case)({}, {}, [])
    empty = {"rules_applicable": 0, "rules_determined": 0, "missing": []}
    jsonschema.validate(json.loads(written(bare.report(determination=empty, georeference=[]), tmp_path / "a.json")), CONTRACT)


def test_the_file_is_as_python_writes_json(case, tmp_path):
    report = case.report()
    content = json.dumps(report | {"findings": list(report["findings"])}, ensure_ascii=False, indent=1, allow_nan=False)
    assert written(report, tmp_path / "a.json") == content + "\n"


def test_findings_are_made_in_any_order(case):
    findings = case.report()["findings"]
    ids = [one["id"] for one in findings]
    assert [one["id"] for one in findings.of(ids[::-1])] == ids[::-1]
    assert findings[-1] == list(findings)[-1]
    assert findings[1:3] == list(findings)[1:3]


def test_the_order_of_rows_and_models_does_not_matter(case, tmp_path):
    write_json(case.report(), tmp_path / "a.json")
    shuffled = {name: table.take(random.Random(7).sample(range(len(table)), len(table))) for name, table in case.tables.items()}
    other = type(case)(shuffled, case.rules, case.models[::-1])
    write_json(other.report(), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_numbers_end_at_a_micrometre_and_places_do_not(case):
    report = case.report()
    # A place is told as it stands: the sixth decimal of a degree is 0.1 m.
    assert report["georeference"][0]["origin_map"][0] == 500000.1234567891
    assert next(one for one in report["findings"] if one["rule"] == "FIR-01")["evidence"]["inputs"] == {"Width": 0.75}


def test_a_number_that_is_none_is_null(case, make_finding):
    rows = [make_finding(1, evidence_inputs=json.dumps({"Width": nan}))]
    report = case.with_findings(rows).report()
    assert report["findings"][0]["evidence"]["inputs"] == {"Width": None}


def test_problems_follow_the_line(case):
    assert [one["stage"] for one in case.report()["problems"]] == ["read", "geometry"]


def test_messages_follow_the_language_and_nothing_else_does(case):
    chinese, english = (case.report(language=language) for language in ("zh", "en"))
    for report in (chinese, english):
        report["findings"] = list(report["findings"])
        for one in (*report["findings"], *report["problems"]):
            del one["message"]
    assert chinese == english


def test_an_interrupted_write_leaves_the_old_report(case, tmp_path):
    path = tmp_path / "report.json"
    write_json(case.report(), path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="JSON"):
        write_json({"contract": nan}, path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["report.json"]
