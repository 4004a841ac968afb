"""Parallel equals serial, cold equals warm: the same tables and reports however the work is cut and ordered."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

import checkers.engine
import checkers.measurements
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from pipelines.ingest.geometry import read_geometry
from pipelines.ingest.model import model_id_of, read_model
from pipelines.runtime.compute import Compute
from service.cli.main import main

SAMPLES = Path(__file__).parents[3] / "sample_ifc"
SCHOOL, STREET = (sorted((SAMPLES / "faulty" / name).glob("*.ifc")) for name in ("school", "street"))
FZK = Path("ifc/fzk/AC20-FZK-Haus.ifc")

pytestmark = pytest.mark.slow


def report(folder, models, workspace, workers):
    out = folder / f"out-{len(list(folder.iterdir()))}"
    options = ["--workspace", str(folder / workspace), "--workers", str(workers), "--quiet"]
    status = main(["check", *map(str, models), "--out", str(out), *options])
    assert status == 1
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert told.pop("timings_s")
    return json.dumps(told, ensure_ascii=False)


def test_workers_order_and_a_warm_workspace_change_no_byte(tmp_path):
    first = report(tmp_path, SCHOOL, "a", 1)
    assert report(tmp_path, SCHOOL[::-1], "b", 4) == first
    assert report(tmp_path, SCHOOL[::-1], "a", 2) == first


def test_a_street_and_a_house_of_others_together_are_told_the_same(tmp_path, shared):
    models = [*STREET, shared / FZK]
    assert report(tmp_path, models, "a", 1) == report(tmp_path, models[::-1], "b", 2)


def everything(path: Path, compute: Compute) -> dict[str, pa.Table]:
    """Every table that is made of a model on the way to its findings."""
    tables = read_model(path)
    tables |= read_geometry(path, tables, compute)
    tables |= checkers.measurements.measure(tables, compute=compute)
    return tables | checkers.engine.check(tables, [ModelContext(model_id_of(path), "one")], load_ruleset("baseline"), compute)


@pytest.mark.parametrize("path", [SCHOOL[0], STREET[1], FZK], ids=lambda path: path.stem)
def test_a_model_measured_and_checked_in_several_processes_has_the_same_tables(path, request, monkeypatch):
    if path == FZK:
        path = request.getfixturevalue("shared") / path
    serial = everything(path, Compute(1))

    # As if it were large: halves of the measuring and of the rules in processes of their own.
    monkeypatch.setattr(checkers.measurements, "MANY_ELEMENTS", 1)
    monkeypatch.setattr(checkers.engine, "MANY_ELEMENTS", 1)
    parallel = everything(path, Compute(2))

    assert parallel.keys() == serial.keys()
    assert {name[:4] for name in serial} >= {"ifc_", "msr_", "res_", "chk_"}
    assert [name for name, rows in serial.items() if not rows.equals(parallel[name])] == []
