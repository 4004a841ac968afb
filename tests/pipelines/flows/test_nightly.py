"""The nightly flow as it is run: Prefect's own server, no set-up, the samples as an inbox."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest

from tests.pipelines.flows.plain_house import House

SAMPLES = Path(__file__).parents[3] / "sample_ifc"

pytestmark = pytest.mark.slow


def nightly(folder, *, extra=()):
    command = [sys.executable, "-c", "from service.cli.main import run; run()", "nightly", "--once", "--inbox", "inbox"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    result = subprocess.run(
        [*command, "--store", "gpkg:out/cim.gpkg", "--out", "out", "--workers", "2", "--lang", "en", *extra],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return json.loads((folder / "out" / "nightly.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    folder = tmp_path_factory.mktemp("night")
    shutil.copytree(SAMPLES / "clean" / "school", folder / "inbox" / "school")
    shutil.copy(SAMPLES / "tiny" / "pass-cim_01-map_conversion.ifc", folder / "inbox" / "alone.ifc")
    for code, north in (("east_house", 3_929_900.0), ("west_house", 3_929_900.0 + 12 + 12.9)):
        House(code, 396_400.0, north).write(folder / "inbox" / f"{code}.ifc")
    (folder / "inbox" / "school" / "notes.ifc").write_text("no model at all")
    shutil.copytree(SAMPLES / "clean" / "school_revit", folder / "inbox" / "misdescribed")
    (folder / "inbox" / "misdescribed" / "project.yaml").write_text("category: castle\n")
    return folder, nightly(folder)


def test_a_night_ends_with_every_project_told(night):
    folder, record = night
    projects = {project["project"]: project for project in record["projects"]}
    assert set(projects) == {"alone", "east_house", "school", "west_house"}
    assert {part["part"]: part["change"] for part in projects["school"]["parts"]} == {"arch": "new", "struct": "new", "mep": "new"}
    assert [(one["place"], one["error"]) for one in record["unfinished"]] == [("misdescribed", "invalid_project_file")]
    for code in projects:
        reports = {path.name for path in (folder / "out" / "reports" / code).iterdir()}
        assert reports == {"report.json", "report.html", "report.xlsx"}


def test_each_project_is_judged_among_the_others_whichever_came_first(night):
    folder, record = night
    houses = {"east_house": "west_house", "west_house": "east_house"}
    for code, other in houses.items():
        report = json.loads((folder / "out" / "reports" / code / "report.json").read_text(encoding="utf-8"))
        (finding,) = (one for one in report["findings"] if one["rule"] == "FIR-15")
        assert (finding["outcome"], finding["observed"]) == ("fail", "12.9")
        assert other in finding["message"]
        (told,) = (one for one in record["projects"] if one["project"] == code)
        assert [part["change"] for part in told["parts"]] == ["new"]
        assert told["outcomes"]["fail"] == len([one for one in report["outcomes"] if one["outcome"] == "fail"])


def test_a_file_that_cannot_be_used_is_told_and_stays_where_it_is(night):
    folder, record = night
    (school,) = (project for project in record["projects"] if project["project"] == "school")
    assert [(one["file"], one["error"]) for one in school["quarantine"]] == [("notes.ifc", "not_an_ifc_file")]
    assert (folder / "inbox" / "school" / "notes.ifc").exists()


def test_the_store_and_what_is_published_open_elsewhere(night):
    folder, _ = night
    for path in (folder / "out" / "cim.gpkg", folder / "out" / "published" / "cim.gpkg"):
        layers = dict(pyogrio.list_layers(path))
        assert layers["cim_city_object"] in {"Polygon", "MultiPolygon", "Unknown", "Geometry"}
        assert len(pyogrio.read_dataframe(path, layer="cim_city_object")) > 100
    assert (folder / "out" / "published" / "cityjson" / "school.city.json").stat().st_size > 10_000


def test_the_same_inbox_the_next_night_changes_nothing_and_a_file_that_is_gone_is_withdrawn(night):
    folder, _ = night
    store = (folder / "out" / "cim.gpkg").read_bytes()
    record = nightly(folder)
    assert {part["change"] for project in record["projects"] for part in project["parts"]} == {"unchanged"}
    assert (folder / "out" / "cim.gpkg").read_bytes() == store
    (folder / "inbox" / "school" / "notes.ifc").unlink()
    (folder / "inbox" / "school" / "school_mep.ifc").unlink()
    (school,) = (p for p in nightly(folder)["projects"] if p["project"] == "school")
    assert {part["part"]: part["change"] for part in school["parts"]}["mep"] == "withdrawn"
