"""What checking says of the samples is what they were made for.

Of the schools: the planted findings, no more and no fewer. Of a tiny file: the outcome and the rule in its name.
"""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from checkers.engine import check
from checkers.measurements import measure
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from pipelines.ingest.geometry import read_geometry
from pipelines.ingest.model import model_id_of, read_model
from pipelines.ingest.project_folder import read_project
from pipelines.runtime.compute import open_compute

SAMPLES = Path(__file__).parent.parent / "sample_ifc"
TINY = sorted(path for path in (SAMPLES / "tiny").iterdir() if path.suffix in {".ifc", ".ifczip"})
FOLDERS = sorted(str(path.parent.relative_to(SAMPLES)) for path in SAMPLES.glob("*/*/truth.yaml"))


def found_in(folder: Path) -> dict[str, pa.Table]:
    project = read_project(folder)
    read, contexts = [], []
    with open_compute(workers=1) as compute:
        for model in project.models:
            model_id = model_id_of(model.path)
            contexts.append(ModelContext(model_id, model.part, project.category, project.stage, project.crs))
            tables = read_model(model.path)
            read.append(tables | read_geometry(model.path, tables, compute))
        tables = {name: pa.concat_tables([each[name] for each in read if name in each]) for name in read[0]}
        tables |= measure(tables)
        return check(tables, contexts, load_ruleset("baseline"), compute)


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_findings_and_truth_are_the_same(folder):
    truth = yaml.safe_load((SAMPLES / folder / "truth.yaml").read_text(encoding="utf-8"))
    planted = Counter((f["rule"], f["part"], f["global_id"], f["outcome"]) for f in truth["findings"])

    answers = found_in(SAMPLES / folder)
    rows = answers["chk_finding"].select(["rule", "part", "global_id", "outcome"]).to_pylist()
    found = Counter(tuple(row.values()) for row in rows)

    assert found - planted == Counter(), "found, but not planted"
    assert planted - found == Counter(), "planted, but not found"
    assert answers["run_problem"].num_rows == 0
    if folder.startswith("clean"):
        # What the weak form cannot tell may be said of a clean project; that anything is wrong may not.
        assert {outcome for *_, outcome in planted} <= {"undetermined"}
    crashed = answers["chk_outcome"].filter(answers["chk_outcome"]["crash_cause"].is_valid())
    assert crashed.num_rows == 0


@pytest.mark.parametrize("path", TINY, ids=lambda path: path.stem)
def test_a_tiny_file_gets_the_outcome_in_its_name(path):
    expected, rule, _ = path.stem.split("-", 2)
    code = rule.upper().replace("_", "-")
    context = ModelContext(model_id_of(path), path.stem)
    with open_compute(workers=1) as compute:
        answers = check(read_model(path), [context], load_ruleset("baseline"), compute, rules=[code])
    assert answers["chk_outcome"]["outcome"].to_pylist() == [expected]
