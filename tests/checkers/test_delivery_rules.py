"""The rules on delivery, on a house and a scene that others made."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from checkers.engine import check
from checkers.measurements import measure
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from pipelines.runtime.compute import Compute

pytestmark = pytest.mark.slow

Tables = dict[str, pa.Table]
ReadTables = Callable[[Path], Tables]
CODES = ("CIM-08", "CIM-10", "CIM-11", "CIM-13", "DEL-01", "DEL-02", "DEL-03", "DEL-04", "DEL-05", "DEL-06", "DEL-07")


def said(tables: Tables, rules: tuple[str, ...] = CODES) -> tuple[dict[str, str], list[dict[str, object]]]:
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    result = check(tables, [ModelContext(model_id, "arch")], load_ruleset("baseline"), Compute(1), rules=rules)
    rows = result["chk_outcome"].to_pylist()
    assert [row["crash_cause"] for row in rows if row["crash_cause"]] == []
    return {row["rule"]: row["outcome"] for row in rows}, result["chk_finding"].to_pylist()


def test_a_real_house(shared: Path, read: ReadTables, shapes: ReadTables) -> None:
    """Its file draws one ceiling twice, and gives its footings no material."""
    path = shared / "ifc/duplex/Duplex_A_20110907.ifc"
    tables = {**read(path), **shapes(path)}
    outcomes, findings = said(tables)
    failed = {"CIM-08", "DEL-01", "DEL-06"}
    assert outcomes == {code: "na" if code == "CIM-13" else "fail" if code in failed else "pass" for code in CODES}
    (twins,) = [row for row in findings if row["rule"] == "DEL-01"]
    assert (twins["ifc_class"], twins["observed"]) == ("IfcCovering", "2")
    assert {row["ifc_class"] for row in findings if row["rule"] == "DEL-06"} == {"IfcFooting", "IfcSlab"}


def test_a_real_road_is_level_across(shared: Path, read: ReadTables, shapes: ReadTables) -> None:
    """The scene's carriageways are drawn flat: six without any crossfall, and none says its design speed."""
    path = shared / "ifc/pcert_ifc4x3/Infra-Road.ifc"
    tables = {**read(path), **shapes(path)}
    outcomes, findings = said(tables | measure(tables), ("RD-01", "RD-12"))
    assert outcomes == {"RD-01": "undetermined", "RD-12": "fail"}
    assert {row["observed"] for row in findings if (row["rule"], row["outcome"]) == ("RD-12", "fail")} == {"0"}
