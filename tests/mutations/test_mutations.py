"""A fixed selection of changes: each is noticed by a rule that must, and no other outcome changes.

What must be noticed is said by each kind of change from what it does to the file (see ``kinds``), by no rule's code. All kinds over
all models: ``make mutations``.
"""

from pathlib import Path

import pytest

from pipelines.flows.steps import Line
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from tests.conftest import ROOT
from tests.mutations.runs import run_mutations

pytestmark = pytest.mark.slow

CLEAN = ROOT / "sample_ifc" / "clean"
SELECTED = {
    "park/park_planting.ifc": (
        "delete_trees", "lose_place", "lose_name", "copy_in_place", "send_far_away", "mistake_unit",
    ),
    "street/street_bridge.ifc": ("delete_bearings", "swap_coordinates", "spoil_bridge_class", "lower_railing"),
    "school/school_arch.ifc": ("narrow_exit", "lower_exit", "steepen_ramp", "steepen_flight", "lose_storey"),
}  # fmt: skip


@pytest.mark.parametrize("name", SELECTED)
def test_changes_are_noticed_and_nothing_else_changes(name: str, tmp_path: Path) -> None:
    line = Line(Workspace(tmp_path / "workspace"), Compute(1))
    results = list(run_mutations(CLEAN / name, line, tmp_path, kinds=SELECTED[name]))
    assert [one.kind for one in results] == list(SELECTED[name])
    assert [(one.kind, one.what) for one in results if not one.noticed] == []
    assert [(one.kind, one.spoiled) for one in results if one.spoiled] == []
