"""Bad input is daily bread: whatever file comes, there is an answer or a sentence, and no rule breaks on it.

The files are other people's, official cases for and against the standard among them, and one damaged at random.
"""

import json
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checkers.measurements import measure
from pipelines.ingest.geometry import read_geometry
from pipelines.ingest.model import read_model
from pipelines.runtime.compute import Compute
from service.cli.main import main
from tests.conftest import SHARED
from tests.damage import DAMAGES, damage

MOST_BYTES = 300_000
EVERY = 18
"""One file of so many is tried."""

REFUSED = tuple(
    Path("ifc/malformed") / name
    for name in (
        "xbim/Badly formed Ifc file.ifc",
        "validate/backend/apps/ifc_validation/fixtures/invalid_file.ifc",
        "validate/backend/apps/ifc_validation/fixtures/invalid_version.ifc",
    )
)
"""Beside them these, which cannot be read."""

pytestmark = pytest.mark.slow


def some_files() -> list[Path]:
    """About forty small files of all schemas, the same each time."""
    found = [path for folder in ("ifc", "gherkin", "ids") for path in (SHARED / folder).rglob("*.ifc")]
    small = sorted(path.relative_to(SHARED) for path in found if path.stat().st_size < MOST_BYTES)
    return [*small[::EVERY], *REFUSED] if small else []


def check(path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """Check a file as a designer would; gives the exit status."""
    out, workspace = folder / "out", folder / "workspace"
    # Absurd numbers overflow on the way; what counts is what comes of them.
    with np.errstate(over="ignore", invalid="ignore"):
        status = main(["check", str(path), "--out", str(out), "--workspace", str(workspace), "--workers", "1", "--quiet"])
    errors = capsys.readouterr().err
    assert "Traceback" not in errors
    if status == 2:
        assert path.name in json.loads(errors.splitlines()[-1])["message"]
        return status
    assert status in {0, 1}, errors
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["outcomes"]
    (outcomes,) = workspace.rglob("chk_outcome.parquet")
    crashed = [row for row in pq.read_table(outcomes).to_pylist() if row["crash_cause"] is not None]
    assert crashed == []
    return status


@pytest.mark.parametrize("path", some_files(), ids=lambda path: path.stem)
def test_any_file_gets_an_answer_or_a_sentence(path, tmp_path, capsys):
    status = check(SHARED / path, tmp_path, capsys)
    assert (status == 2) == (path in REFUSED)


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_model_gets_an_answer(kind, shared, tmp_path, capsys):
    path = tmp_path / "damaged.ifc"
    path.write_bytes(damage((shared / "ifc" / "pcert_ifc4x3" / "Infra-Road.ifc").read_bytes(), kind, Random(kind)))
    check(path, tmp_path, capsys)


@pytest.mark.parametrize("absent", [lambda place: place % 2 == 0, lambda place: True], ids=["of some", "of all"])
def test_a_model_of_which_only_boxes_are_known_is_measured(absent):
    path = Path(__file__).parent.parent / "sample_ifc" / "clean" / "school_revit" / "school_revit.ifc"
    tables = read_model(path)
    tables |= read_geometry(path, tables, Compute())
    rows = tables["ifc_geometry"]
    keys = [None if absent(place) else key for place, key in enumerate(rows["shape_key"].to_pylist())]
    column = rows.schema.get_field_index("shape_key")
    tables["ifc_geometry"] = rows.set_column(column, rows.schema.field(column), pa.array(keys, rows.schema.field(column).type))

    measured = measure(tables)

    assert measured["msr_storey"].num_rows > 0
    assert measured["msr_footprint"].num_rows == rows.num_rows
