"""What is read of bridges, and the rules on bridges and clearances on models that others made."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from checkers.bridges import read_years
from checkers.engine import check
from checkers.measurements import measure
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from pipelines.runtime.compute import Compute

Tables = dict[str, pa.Table]
ReadTables = Callable[[Path], Tables]
CODES = ("BR-01", "BR-02", "BR-04", "BR-07", "FIR-17", "LA-05", "RD-22", "RD-36")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("100年", 100), ("１００ 年", 100), ("P100Y", 100), ("50", 50), ("50a", 50), ("100 years", 100), ("≥100年", 100),
        ("P6M", None), ("P50Y6M", None), ("按规范", None), ("100天", None), ("50~100年", None), (None, None),
    ],
)  # fmt: skip
def test_years_as_people_write_them(text, years):
    assert read_years(text) == years


def outcomes(path: Path, read: ReadTables, shapes: ReadTables) -> tuple[dict[str, dict[str, object]], list[dict[str, object]]]:
    tables = {**read(path), **shapes(path)}
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    result = check(tables | measure(tables), [ModelContext(model_id, path.stem)], load_ruleset("baseline"), Compute(1), rules=CODES)
    rows = {row["rule"]: row for row in result["chk_outcome"].to_pylist()}
    assert {code: row["crash_cause"] for code, row in rows.items() if row["crash_cause"]} == {}
    return rows, result["chk_finding"].to_pylist()


@pytest.mark.slow
def test_the_bridges_of_a_real_scene(shared: Path, read: ReadTables, shapes: ReadTables) -> None:
    """A road bridge and two railway bridges; none says how long it shall last, none has its foundations as a part.

    Of the railway bridges the name tells the superstructure; the road bridge has approaches that say no type, which might be
    anything. The only railings are guardrails.
    """
    rows, findings = outcomes(shared / "ifc/pcert_ifc4x3/Infra-Bridge.ifc", read, shapes)
    assert {code: row["outcome"] for code, row in rows.items()} == {
        "BR-01": "na", "BR-02": "na", "BR-04": "undetermined", "BR-07": "fail", "FIR-17": "na", "LA-05": "na",
        "RD-22": "na", "RD-36": "na",
    }  # fmt: skip
    assert rows["BR-04"]["checked"] == 3
    assert (rows["BR-07"]["failed"], rows["BR-07"]["undetermined"]) == (2, 1)
    assert {row["missing_field"] for row in findings if row["rule"] == "BR-04"} == {"设计工作年限"}


@pytest.mark.slow
def test_the_roads_of_a_real_scene(shared: Path, read: ReadTables, shapes: ReadTables) -> None:
    """Six carriageways, road parts without a body whose courses have one; nothing hangs over them in this part."""
    rows, _ = outcomes(shared / "ifc/pcert_ifc4x3/Infra-Road.ifc", read, shapes)
    assert (rows["RD-22"]["outcome"], rows["RD-22"]["checked"]) == ("pass", 6)


@pytest.mark.slow
def test_a_bridge_as_a_design_office_authored_it(shared: Path, read: ReadTables, shapes: ReadTables) -> None:
    """A motorway bridge whose 179 elements hang at the bridge itself: there is no part at all, and no working life."""
    rows, _ = outcomes(shared / "ifc/bridge/ifcbridge-model02.ifc", read, shapes)
    assert {code: row["outcome"] for code, row in rows.items() if row["outcome"] != "na"} == {
        "BR-04": "undetermined",
        "BR-07": "fail",
    }
