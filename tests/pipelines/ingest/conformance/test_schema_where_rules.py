"""The rules are violated where the library's own executor, with pytest, says so; and what came of a child that is lost."""

import warnings
from pathlib import Path

import ifcopenshell
import pytest
from ifcopenshell.express import rule_executor

from pipelines.ingest.conformance import where_rules
from tests.pipelines.ingest.conformance.recorded import Recorded

pytestmark = pytest.mark.slow


class Kept:
    """A logger that keeps the instances and rules of errors."""

    def __init__(self):
        self.found, self.state = set(), {}

    def set_instance(self, _):
        """Asked for by the executor."""

    def set_state(self, key, value):
        self.state[key] = value

    def error(self, _):
        self.found.add((self.state["instance"].id(), self.state["attribute"]))


def violated(path: Path) -> set[tuple[int | None, str | None]]:
    recorded = Recorded()
    where_rules.check_where_rules(path, recorded)
    assert {row.code for row in recorded.rows} <= {"where.rule", "where.failed"}
    return {(row.step_id, row.attribute) for row in recorded.rows}


def test_a_real_model(shared):
    path = shared / "gherkin/ALB/alb021/pass-alb021-polycurve_arcs_order_2.ifc"
    kept = Kept()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # It leaves the file of its rules open.
        rule_executor.run(ifcopenshell.open(path), kept)
    assert len(kept.found) > 20
    assert violated(path) == kept.found


def test_a_rule_that_cannot_be_evaluated_is_no_violation(shared):
    recorded = Recorded()
    where_rules.check_where_rules(shared / "gherkin/ALB/alb021/pass-alb021-polyline_order_3.ifc", recorded)
    assert sorted(row.code for row in recorded.rows) == ["where.failed", "where.rule", "where.rule"]


def test_a_rule_of_the_file(write_ifc):
    """IfcSingleProjectInstance: at most one project."""
    line = "#{}=IFCPROJECT('{}YvctVUKr0kugbFTf53O9L',$,'P',$,$,$,$,$,$);"
    assert (None, "IfcSingleProjectInstance") in violated(write_ifc(line.format(1, 1), line.format(2, 2)))


def test_a_child_that_is_lost(write_ifc, monkeypatch):
    monkeypatch.setattr(where_rules, "_SECONDS", 0.0)
    recorded = Recorded()
    where_rules.check_where_rules(write_ifc("#1=IFCORGANIZATION($,'O',$,$,$);"), recorded)
    assert [(row.code, row.params["reason"]) for row in recorded.rows] == [("where.not_evaluated", "@error_reason.timed_out")]
