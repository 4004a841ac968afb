"""The base layer and the nights, as the service shows them."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.flows.record import Night, write_record

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "sample_ifc" / "tiny" / "fail-fir_01-exit_door_0750.ifc"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def projects(service, designer):
    """One project in the base layer, with its report; how the answer was before."""
    before = designer.get("/api/v1/projects").json()
    shutil.copy(DOOR, service.folder / "door.ifc")
    service.jueshan("ingest", "door.ifc", "--project", "P 1", "--category", "building", "--quiet")
    return before


def test_before_the_first_night_there_is_nothing_and_no_error(projects):
    assert projects == {"projects": []}


def test_projects_are_told_as_the_store_has_them(service, designer, projects):
    (project,) = designer.get("/api/v1/projects").json()["projects"]
    assert (project["code"], project["category"], project["reports"]) == ("P 1", "building", None)
    (part,) = project["parts"]
    assert (part["part"], part["number"], part["file"], part["bytes"]) == ("door", 1, "door.ifc", DOOR.stat().st_size)
    with closing(sqlite3.connect(service.folder / "out" / "cim.gpkg")) as store:
        outcomes = store.execute("SELECT outcome, count(*) FROM chk_outcome GROUP BY outcome").fetchall()
        findings = store.execute(
            "SELECT f.outcome, o.obligation, count(*) FROM chk_finding f JOIN chk_outcome o USING (version_id, rule) GROUP BY 1, 2"
        ).fetchall()
    assert {name: count for name, count in project["outcomes"].items() if count} == dict(outcomes)
    assert project["outcomes"]["fail"] > 0
    told = {(outcome, obligation): count for outcome, row in project["findings"].items() for obligation, count in row.items()}
    assert {key: count for key, count in told.items() if count} == {(one, other): count for one, other, count in findings}


def test_reports_of_projects_are_for_those_who_judge_them(service, designer, admin, projects):
    assert admin.get("/api/v1/projects/P 1/report.html").status_code == 404
    folder = service.folder / "out" / "reports" / "P 1"
    folder.mkdir(parents=True)
    (folder / "report.json").write_text('{"contract": 1}', encoding="utf-8")
    assert admin.get("/api/v1/projects/P 1/report.json").json() == {"contract": 1}
    (project,) = admin.get("/api/v1/projects").json()["projects"]
    assert admin.get(project["reports"]["json"]).status_code == 200
    assert designer.get("/api/v1/projects/P 1/report.json").status_code == 403
    assert designer.get("/api/v1/projects").json()["projects"][0]["reports"] is None
    for code in ("..", "%2e%2e%2f%2e%2e", "P 2", ".."):
        assert admin.get(f"/api/v1/projects/{code}/report.json").status_code == 404


def test_the_last_night_is_its_record(service, designer, admin):
    none = designer.get("/api/v1/nights/last")
    assert (none.status_code, none.json()["code"], none.json()["schedule"]) == (404, "no_night_yet", None)
    path = service.folder / "out" / "nightly.json"
    path.parent.mkdir(exist_ok=True)
    write_record(Night((), (), None), path, "zh")
    assert designer.get("/api/v1/nights/last").json() == {"record": json.loads(path.read_text(encoding="utf-8")), "schedule": None}
    assert designer.post("/api/v1/nights").status_code == 403
    assert (admin.post("/api/v1/nights").status_code, admin.post("/api/v1/nights").json()["code"]) == (409, "schedule_off")
