"""``jueshan ids`` as a caller sees it."""

import json
import subprocess
import sys

import jsonschema
import pytest

pytestmark = pytest.mark.slow
CONTRACT = {
    "type": "object",
    "required": ["status", "specifications"],
    "additionalProperties": False,
    "properties": {
        "status": {"enum": ["pass", "fail"]},
        "specifications": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "status", "applicable", "failed", "failures"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string"},
                    "status": {"enum": ["pass", "fail", "na"]},
                    "applicable": {"type": "integer"},
                    "failed": {"type": "integer"},
                    "failures": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["global_id", "ifc_class", "reason"],
                            "additionalProperties": False,
                            "properties": {
                                "global_id": {"type": ["string", "null"]},
                                "ifc_class": {"type": "string"},
                                "reason": {"type": "string", "minLength": 1},
                            },
                        },
                    },
                },
            },
        },
    },
}


def ids(*arguments, cwd):
    command = [sys.executable, "-c", "from service.cli.main import run; run()", "ids", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(("name", "status"), [("pass-a_specification_passes", 0), ("fail-a_specification_passes", 1)])
def test_the_status_says_the_answer_and_the_file_the_failures(name, status, shared, tmp_path):
    (case,) = (shared / "ids" / "testcases" / "ids").glob(f"{name}*.ids")
    result = ids(case.with_suffix(".ifc"), case.with_suffix(".ids"), "--json", "out.json", cwd=tmp_path)
    assert result.returncode == status, result.stderr
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    jsonschema.validate(told, CONTRACT)
    assert told["status"] == ("fail" if status else "pass")
    printed = ids(case.with_suffix(".ifc"), case.with_suffix(".ids"), "--quiet", cwd=tmp_path)
    assert json.loads(printed.stdout) == told


def test_an_invalid_file_ends_with_status_2_and_its_line(shared, tmp_path):
    case = shared / "ids" / "testcases" / "attribute" / "invalid-value_checks_always_fail_for_lists.ids"
    result = ids(case.with_suffix(".ifc"), case, "--lang", "en", cwd=tmp_path)
    told = json.loads(result.stderr.strip().splitlines()[-1])
    assert (result.returncode, told["error"], told["file"], told["line"]) == (2, "invalid_ids", case.name, 22)
    assert "Foobar" in told["message"]
    assert "{" not in told["message"]


def test_an_invalid_model_and_a_missing_file_end_with_status_2(shared, tmp_path):
    (tmp_path / "text.ifc").write_text("this is no model")
    case = shared / "ids" / "testcases" / "ids" / "pass-a_specification_passes_only_if_all_requirements_pass_2_2.ids"
    for arguments, code in ((("text.ifc", case), "not_an_ifc_file"), ((case.with_suffix(".ifc"), "none.ids"), "file_not_readable")):
        result = ids(*arguments, cwd=tmp_path)
        assert (result.returncode, json.loads(result.stderr.strip().splitlines()[-1])["error"]) == (2, code)
