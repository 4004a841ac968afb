"""``jueshan check --ids`` as a caller sees it."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.checkers.ids.ids_files import attribute, entity, specification, write_ids
from tests.service.cli.test_main import jueshan, last_line

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
MODEL = ROOT / "sample_ifc" / "faulty" / "school" / "school_mep.ifc"
IDS = ROOT / "requirements" / "building-completion.ids"


def check(folder, *arguments):
    return jueshan("check", MODEL, "--rules", "FUN-01", *arguments, "--no-geometry", "--out", "out", "--lang", "en", cwd=folder)


def test_a_specification_that_fails_refuses_the_model_and_stands_in_every_report(tmp_path):
    assert check(tmp_path).returncode == 0
    done = check(tmp_path, "--ids", IDS)
    assert done.returncode == 1, done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    outcomes = {one["rule"]: one for one in report["outcomes"]}
    assert outcomes["FUN-01"]["outcome"] == "na"
    failed = [code for code, one in outcomes.items() if one["outcome"] == "fail"]
    assert "IDS:CIM-07.1-IFC4-IFC4X3_ADD2" in failed
    assert all(code.startswith("IDS:") and outcomes[code]["obligation"] == "mandatory" for code in failed)
    findings = [one for one in report["findings"] if one["rule"] == failed[0]]
    assert len(findings) == outcomes[failed[0]]["failed"]
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    cells = {cell for sheet in load_workbook(tmp_path / "out" / "report.xlsx") for row in sheet.values for cell in row}
    assert failed[0] in page
    assert failed[0] in cells
    assert IDS.name in page

    def rows(said):
        return said["outcomes"], said["findings"]

    assert check(tmp_path, "--ids", IDS, "--workspace", "other").returncode == 1
    assert rows(json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))) == rows(report)


def test_of_two_files_the_findings_of_both_are_told_and_the_model_is_read_once(tmp_path):
    nobody = write_ids(tmp_path, specification(entity("IFCPROJECT"), attribute("Name", "Nobody's")))

    def told(*files):
        asked = [part for file in files for part in ("--ids", file)]
        done = check(tmp_path, *asked, "--workspace", f"of{len(files)}{files[-1].stem}", "--log", "json")
        stages = [one["stage"] for one in map(json.loads, done.stderr.splitlines()) if one["event"] == "start"]
        assert (done.returncode, stages.count("progress.read"), stages.count("progress.ids")) == (1, 1, 1)
        report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
        return [
            {one["rule"]: one["outcome"] for one in report["outcomes"] if one["rule"].startswith("IDS:")},
            sorted(
                (one["rule"], one["global_id"] or "", one["observed"])
                for one in report["findings"]
                if one["rule"].startswith("IDS:")
            ),
        ]

    first, second, both = told(IDS), told(nobody), told(IDS, nobody)
    assert both == [first[0] | second[0], sorted(first[1] + second[1])]
    assert second[0] == {"IDS:S": "fail"}
    assert set(first[0]) & set(second[0]) == set()


def test_files_are_repeated_and_an_invalid_one_is_refused_before_the_models(tmp_path):
    (tmp_path / "broken.ids").write_text("<ids/>", "utf-8")
    done = jueshan("check", "nowhere.ifc", "--ids", IDS, "--ids", "broken.ids", "--out", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert (last_line(done)["error"], last_line(done)["file"], last_line(done)["line"]) == ("invalid_ids", "broken.ids", 1)
    assert not (tmp_path / "out").exists()
