"""The command line as a caller sees it: exit status, last line of stderr, time to answer."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TINY = Path(__file__).parents[3] / "sample_ifc" / "tiny"


def jueshan(*arguments, cwd):
    command = [sys.executable, "-c", "from service.cli.main import run; run()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def last_line(result):
    return json.loads(result.stderr.strip().splitlines()[-1])


def test_help_and_rules_answer_in_the_language_asked_for(tmp_path):
    chinese = jueshan("--help", cwd=tmp_path)
    english = jueshan("check", "--lang", "en", "--help", cwd=tmp_path)
    assert chinese.returncode == english.returncode == 0
    assert "校核" in chinese.stdout
    assert "federation" in english.stdout


def test_rules_are_listed_as_the_contract_says(tmp_path):
    result = jueshan("rules", "--json", cwd=tmp_path)
    rules = json.loads(result.stdout)
    assert {rule["code"] for rule in rules} >= {"CIM-01", "CIM-06", "FIR-16", "GRN-09", "PRE-07"}
    for rule in rules:
        assert set(rule) == {"code", "name", "family", "element", "categories", "obligation", "clause", "parameters", "version"}
        assert set(rule["name"]) == {"zh", "en"}
        assert set(rule["clause"]) == {"document", "number", "edition", "confirmed"}
        for parameter in rule["parameters"]:
            assert set(parameter) == {"name", "unit", "baseline", "exemplary"}
        assert rule["clause"]["confirmed"] or rule["obligation"] == "advisory"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "nowhere.ifc", "--out", "o"], "file_not_readable"),
        (["check", "text.ifc", "--out", "o"], "not_an_ifc_file"),
        (["check", ".", "--out", "o"], "file_not_readable"),
        (["check", "text.ifc", "--out", "text.ifc"], "file_not_readable"),
        (["tables", "text.ifc", "--out", "text.ifc/o"], "file_not_readable"),
        (["tables", "text.ifc", "--out", "o"], "not_an_ifc_file"),
        (["georeference", "text.ifc"], "not_an_ifc_file"),
        (["ingest", "text.ifc", "--project", "P"], "not_an_ifc_file"),
        (["ingest", "text.ifc", "--project", "P", "--store", "redis:x"], "invalid_store_url"),
        (["publish", "--out", "o", "--store", "gpkg:none.gpkg"], "not_found"),
        (["publish", "--out", "o", "--format", "dwg"], "invalid_option"),
        (["rules", "XYZ-99"], "unknown_rule"),
        (["check", "text.ifc", "--out", "o", "--rules", "XYZ-99"], "unknown_rule"),
        (["check", "--colour"], "usage"),
        (["check", "text.ifc", "--out", "o", "--profile", "gold"], "usage"),
        (["nothing-of-the-kind"], "usage"),
        (["ingest", "text.ifc", "--project", "../P"], "invalid_option"),
        (["ingest", "text.ifc", "--project", "P", "--part", "a/b"], "invalid_option"),
    ],
)
def test_what_cannot_be_used_ends_with_status_2_and_one_line_of_json(arguments, code, tmp_path):
    (tmp_path / "text.ifc").write_text("this is no model")
    result = jueshan(*arguments, "--quiet" if code != "usage" else "--lang=en", cwd=tmp_path)
    told = last_line(result)
    assert (result.returncode, told["error"]) == (2, code)
    assert set(told) == {"error", "message", "file", "line"}
    assert told["message"]
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "o").exists()


def test_usage_errors_are_told_in_chinese_throughout(tmp_path):
    told = last_line(jueshan("check", "a.ifc", "--out", "o", "--workers", "abc", cwd=tmp_path))
    assert told["message"] == "--workers 的值不能使用：应为整数。"


def test_ctrl_c_is_told_in_one_line(tmp_path):
    model = TINY.parent / "clean" / "school" / "school_arch.ifc"
    command = [sys.executable, "-c", "from service.cli.main import run; run()", "check", str(model), "--out", "o", "--log", "json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert json.loads(errors.strip().splitlines()[-1])["error"] == "interrupted"
    assert not (tmp_path / "o").exists()


def test_a_time_limit_ends_the_work(tmp_path):
    model = TINY.parent / "clean" / "school" / "school_arch.ifc"
    result = jueshan("check", model, "--out", "o", "--timeout", "1.5", cwd=tmp_path)
    assert result.returncode == 3
    assert last_line(result)["error"] == "timed_out"
    assert not (tmp_path / "o").exists()


def test_progress_as_json_is_one_event_a_line(tmp_path):
    model = next(iter(sorted(TINY.glob("*.ifc"))))
    result = jueshan("tables", model, "--out", "o", "--log", "json", cwd=tmp_path)
    assert result.returncode == 0
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert {event["event"] for event in events} <= {"start", "progress", "end"}
    assert any(event["stage"] == "progress.geometry" for event in events)


def test_help_and_rules_do_not_load_the_heavy_libraries(tmp_path):
    # Time is the machine's; what is imported is ours.
    code = (
        "import sys\nfrom service.cli.main import main\nmain(['rules', '--json'])\n"
        "heavy = {'pandas', 'pyarrow', 'ifcopenshell', 'prefect', 'distributed', 'geopandas', 'pyproj'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert result.stderr.strip() == "[]"
