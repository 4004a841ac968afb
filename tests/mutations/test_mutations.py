"""A change of a model is noticed by the rule concerned, and by no rule that has no cause.

A fixed choice of the kinds; ``python -m tests.mutations`` makes them all, of any model.
"""

from pathlib import Path

import pytest

from pipelines.flows.steps import Line
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from tests.mutations.runs import run_mutations

SAMPLES = Path(__file__).parent.parent.parent / "sample_ifc" / "clean"
CHOSEN = {
    "street/street_bridge.ifc": ("delete_map_conversion", "lose_class_code", "spoil_design_speed", "spoil_railing_height"),
    "park/park_planting.ifc": ("repeat_global_id", "spoil_plant_name", "copy_in_place", "lose_place"),
}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("model", CHOSEN)
def test_each_change_is_noticed_and_nothing_else_changes(model, tmp_path):
    line = Line(Workspace(tmp_path / "workspace"), Compute(1))
    results = list(run_mutations(SAMPLES / model, line, tmp_path, kinds=CHOSEN[model]))

    assert len(results) >= 3
    assert [result.what for result in results if not result.noticed] == []
    assert [(result.what, result.spoiled) for result in results if result.spoiled] == []
