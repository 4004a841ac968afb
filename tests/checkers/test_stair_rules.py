"""What the rules on stairs and railings say of real models, and whether they notice what is changed there."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from checkers.engine import check
from checkers.measurements import measure
from checkers.registry import all_rules
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from cim_schema.tables import TABLES
from pipelines.runtime.compute import Compute
from pipelines.runtime.mesh import MeshStore

pytestmark = pytest.mark.slow

CODES = sorted(code for code, rule in all_rules().items() if rule.family in {"stair", "railing"})
FZK, DUPLEX, OFFICE = "ifc/fzk/AC20-FZK-Haus.ifc", "ifc/duplex/Duplex_A_20110907.ifc", "ifc/office/Office_A_20110811.ifc"
SIDES = [f"{end}_{axis}_m" for end in ("min", "max") for axis in "xyz"]


@pytest.fixture
def tables_of(read, shapes, shared: Path):
    return lambda name: {**read(shared / name), **shapes(shared / name)}


def judged(tables):
    tables = tables | measure(tables)
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    result = check(tables, [ModelContext(model_id, "arch")], load_ruleset("baseline"), Compute(), rules=CODES)
    rows = result["chk_outcome"].to_pylist()
    assert [row["rule"] for row in rows if row["crash_cause"]] == []
    return {row["rule"]: row["outcome"] for row in rows if row["outcome"] != "na"}, result["chk_finding"].to_pylist()


def moved(tables, move, chosen=None):
    """The model, or some of its bodies, elsewhere: placements multiplied, boxes taken anew from the meshes."""
    rows = tables["ifc_geometry"].to_pandas()
    meshes = MeshStore([tables["ifc_shape"]])
    for place, row in rows.iterrows():
        if row["shape_key"] is None or (chosen is not None and row["step_id"] not in chosen):
            continue
        matrix = move @ np.array(row["placement"]).reshape(4, 4)
        seen = meshes[row["shape_key"]].placed(matrix)
        rows.at[place, "placement"] = matrix.ravel().tolist()
        rows.loc[place, SIDES] = [*seen.min(axis=0), *seen.max(axis=0)]
    return tables | {"ifc_geometry": TABLES["ifc_geometry"].from_columns({name: rows[name].to_list() for name in rows})}


def lifted(by_m):
    move = np.eye(4)
    move[2, 3] = by_m
    return move


def without(tables, step_ids):
    names = ("ifc_element", "ifc_geometry")
    return tables | {
        name: tables[name].filter(pa.array([step not in step_ids for step in tables[name]["step_id"].to_pylist()]))
        for name in names
    }


def test_fzk_house(tables_of):
    said, findings = judged(tables_of(FZK))
    assert said == {"STR-06": "fail", "STR-07": "pass", "STR-08": "pass", "RAI-04": "fail"}
    # The spiral stair passes under the floor slab; one gable's window has its sill at 0.80 m, the other one a balcony.
    assert {(row["rule"], row["observed"]) for row in findings} == {("STR-06", "1.793"), ("RAI-04", "0.8")}


def test_duplex(tables_of):
    said, findings = judged(tables_of(DUPLEX))
    assert said == {"STR-06": "pass", "STR-07": "pass", "STR-08": "pass", "RAI-01": "fail", "RAI-04": "fail"}
    assert {row["observed"] for row in findings if row["rule"] == "RAI-01"} == {"1.081"}
    assert {row["observed"] for row in findings if row["rule"] == "RAI-04"} == {"0.081"}


def test_office(tables_of):
    said, findings = judged(tables_of(OFFICE))
    assert said == {
        "STR-04": "fail", "STR-05": "fail", "STR-06": "pass", "STR-07": "pass", "STR-08": "pass", "STR-09": "pass",
        "RAI-04": "pass",
    }  # fmt: skip
    assert {(row["rule"], row["observed"]) for row in findings} == {("STR-04", "0.1778"), ("STR-05", "1")}


def test_a_model_that_is_turned_says_the_same(tables_of):
    tables = tables_of(DUPLEX)
    cos, sin = np.cos(np.radians(37)), np.sin(np.radians(37))
    turned = moved(tables, np.array([[cos, -sin, 0, 400.0], [sin, cos, 0, -250.0], [0, 0, 1, 0], [0, 0, 0, 1]]))
    one, other = judged(tables), judged(turned)
    assert one[0] == other[0]
    assert [(row["rule"], row["step_id"], row["observed"]) for row in one[1]] == [
        (row["rule"], row["step_id"], row["observed"]) for row in other[1]
    ]


def test_a_ceiling_that_hangs_lower_is_noticed_and_nothing_else_changes(tables_of):
    tables = tables_of(DUPLEX)
    before, _ = judged(tables)
    lowest = measure(tables)["msr_stair_clearance"]["lowest_step_id"].to_pylist()
    after, findings = judged(moved(tables, lifted(-0.15), set(lowest)))
    assert {rule for rule in after if after[rule] != before[rule]} == {"STR-06"}
    said = {row["caused_by"] for row in findings if row["rule"] == "STR-06"}
    assert said == {json.dumps([str(step)]) for step in lowest}


def test_a_railing_that_is_left_out_is_noticed(tables_of):
    tables = tables_of(DUPLEX)
    guards = set(measure(tables)["msr_drop_edge"]["guard_step_id"].to_pylist())
    before, after = judged(tables), judged(without(tables, guards))
    assert {row["text_code"] for row in after[1] if row["rule"] == "RAI-01"} == {"rule.RAI-01.open"}
    assert {rule for rule in after[0] if after[0][rule] != before[0][rule]} == set()


def test_a_guard_set_higher_passes(tables_of):
    tables = tables_of(DUPLEX)
    guards = set(measure(tables)["msr_drop_edge"]["guard_step_id"].to_pylist())
    said, _ = judged(moved(tables, lifted(0.03), guards))
    assert said["RAI-01"] == "pass"


def test_windows_set_lower_are_noticed(tables_of):
    tables = tables_of(OFFICE)
    elements = tables["ifc_element"].to_pandas()
    windows = set(elements.loc[elements["ifc_class"].eq("IfcWindow"), "step_id"])
    before, _ = judged(tables)
    after, findings = judged(moved(tables, lifted(-0.2), windows))
    assert {rule for rule in after if after[rule] != before[rule]} == {"RAI-04"}
    assert {row["observed"] for row in findings if row["rule"] == "RAI-04"} == {"0.715"}
