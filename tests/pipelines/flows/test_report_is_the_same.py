"""Parallel equals serial, cold equals warm: the same report for any number of workers and any workspace."""

import json
from pathlib import Path

import pytest

from service.cli.main import main

SCHOOL = Path(__file__).parents[3] / "sample_ifc" / "faulty" / "school"

pytestmark = pytest.mark.slow


def report(folder, workspace, workers):
    models = [str(path) for path in sorted(SCHOOL.glob("*.ifc"))]
    out = folder / f"out-{workspace}-{workers}"
    options = ["--workspace", str(folder / workspace), "--workers", str(workers), "--quiet"]
    status = main(["check", *models, "--out", str(out), *options])
    assert status == 1
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert told.pop("timings_s")
    return json.dumps(told, ensure_ascii=False)


def test_workers_and_a_warm_workspace_change_no_byte(tmp_path):
    first = report(tmp_path, "a", 1)
    assert report(tmp_path, "b", 2) == first
    assert report(tmp_path, "c", 4) == first
    assert report(tmp_path, "a", 2) == first
