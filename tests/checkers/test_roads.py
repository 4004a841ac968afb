"""Design speeds and alignments of roads: by hand, and of models that others made."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import shapely

from checkers.engine import check
from checkers.measurements import measure
from checkers.roads import format_station, point_on_axis, tabulated_speed
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from pipelines.runtime.compute import Compute

RULES = ("RD-02", "RD-04", "RD-06", "RD-07", "RD-09", "RD-11", "RD-20", "RD-38")
Read = Callable[[Path], dict[str, pa.Table]]


@pytest.mark.parametrize(
    ("station_m", "written"),
    [(0.0, "K0+000.000"), (1234.5, "K1+234.500"), (-20.0, "-K0+020.000"), (999.9996, "K1+000.000"), (float("nan"), "—")],
)
def test_a_station_as_road_engineers_write_it(station_m: float, written: str) -> None:
    assert format_station(station_m) == written


@pytest.mark.parametrize(("speed", "row"), [(40.0, 40), (11.11 * 3.6, 40), (16.67 * 3.6, 60), (70.0, None), (float("nan"), None)])
def test_a_speed_has_the_row_it_was_rounded_from(speed: float, row: int | None) -> None:
    assert tabulated_speed(speed) == row


def test_a_point_on_an_axis_is_found_by_its_distance_along_the_plan() -> None:
    """Three metres up over four along: five on the slope, four in plan."""
    axis = shapely.to_wkb(shapely.LineString([(0, 0, 0), (4, 0, 3), (4, 6, 3)]))
    assert point_on_axis(axis, 2.0) == pytest.approx((2, 0, 1.5))
    assert point_on_axis(axis, 7.0) == pytest.approx((4, 3, 3))
    assert point_on_axis(None, 1.0) is None
    assert point_on_axis(axis, float("nan")) is None


def said(tables: dict[str, pa.Table]) -> tuple[dict[str, str], pd.DataFrame]:
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    result = check(tables, [ModelContext(model_id, "road")], load_ruleset("baseline"), Compute(1), rules=RULES)
    outcomes = {row["rule"]: row for row in result["chk_outcome"].to_pylist()}
    assert {rule: row["crash_cause"] for rule, row in outcomes.items() if row["crash_cause"]} == {}
    return {rule: row["outcome"] for rule, row in outcomes.items()}, result["chk_finding"].to_pandas()


def parameters_of(entity: str, content: str) -> list[list[str]]:
    """Of each instance in the file: what it was given, in the order of the schema."""
    return [found.split(",") for found in re.findall(rf"={entity}\(([^()]*)\)", re.sub(r"\s", "", content))]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["Alignment-12d-8/*.ifc", "Alignment-ACCA-2/*.ifc", "Alignment-INDOT/*.ifc", "LinearPlacement-1/*.ifc"],
)
def test_alignments_as_their_segments_say(shared: Path, read: Read, name: str) -> None:
    """Steepest gradient, number of arcs and level stretches, counted in the file itself; nobody says a design speed."""
    path = next(iter(sorted((shared / "ifc/infra").glob(name))))
    tables = read(path)
    outcomes, findings = said({**tables, **measure({name: tables[name] for name in ("ifc_element", "ifc_type")})})
    content = path.read_text(encoding="utf-8", errors="replace")
    vertical = [row for row in parameters_of("IFCALIGNMENTVERTICALSEGMENT", content) if float(row[3]) > 0]
    steepest = max(abs(float(row[place])) for row in vertical for place in (5, 6)) * 100
    level = [row for row in vertical if row[8] == ".CONSTANTGRADIENT." and abs(float(row[5])) < 0.003]
    horizontal = parameters_of("IFCALIGNMENTHORIZONTALSEGMENT", content)
    arcs = [row for row in horizontal if row[8] == ".CIRCULARARC." and float(row[6]) > 0]
    of = dict(iter(findings.groupby("rule")))
    assert of["RD-06"]["observed_value"].tolist() == pytest.approx([steepest], rel=1e-6)
    assert len(of.get("RD-07", ())) == len(level)
    assert len(of["RD-09"]) == len(arcs)
    assert outcomes["RD-07"] == ("fail" if level else "pass")
    assert {outcomes[rule] for rule in ("RD-06", "RD-09", "RD-11")} == {"undetermined"}
    assert set(of["RD-09"]["missing_field"]) == {"Pset_RoadDesignCriteriaCommon.DesignSpeed"}


@pytest.mark.slow
def test_a_real_road_of_3_6_metres(shared: Path, read: Read, shapes: Read) -> None:
    """Four straight carriageways of 20 m, lit by nobody, without alignment."""
    path = shared / "ifc/pcert_ifc4x3/Infra-Road.ifc"
    tables = {**read(path), **shapes(path)}
    measured = measure(tables)
    things = measured["msr_thing"].to_pandas().set_index("step_id")["thing"]
    strips = measured["msr_strip"].to_pandas().set_index("step_id").join(things)
    straight = strips[strips["thing"].eq("carriageway") & strips["strip_length_m"].gt(10)]
    assert straight["width_m"].tolist() == pytest.approx([3.6] * 4, abs=1e-3)
    assert straight["strip_length_m"].tolist() == pytest.approx([20] * 4, abs=1e-3)
    outcomes, _ = said({**tables, **measured})
    assert outcomes == {
        "RD-02": "na", "RD-04": "na", "RD-06": "undetermined", "RD-07": "undetermined", "RD-09": "na", "RD-11": "na", "RD-20": "na",
        "RD-38": "fail",
    }  # fmt: skip


@pytest.mark.slow
def test_a_railway_is_no_road(shared: Path, read: Read) -> None:
    tables = read(shared / "ifc/pcert_ifc4x3/Infra-Rail.ifc")
    outcomes, findings = said({**tables, **measure({name: tables[name] for name in ("ifc_element", "ifc_type")})})
    assert set(outcomes.values()) == {"na"}
    assert findings.empty
