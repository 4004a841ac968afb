"""The rules on models that others made: reading and checking together."""

from collections.abc import Callable
from pathlib import Path

import pytest

from checkers.engine import check
from checkers.measurements import measure
from checkers.ruleset import load_ruleset
from checkers.scores import scores
from cim_schema.project import ModelContext
from pipelines.runtime.compute import Compute
from pipelines.runtime.table_set import Tables, merge_tables

pytestmark = pytest.mark.slow

ReadTables = Callable[[Path], Tables]


@pytest.fixture(scope="module")
def duplex(shared: Path, read: ReadTables) -> Tables:
    tables = read(shared / "ifc/duplex/Duplex_A_20110907.ifc")
    return tables | measure(tables)


def test_a_real_house_read_from_its_file(duplex: Tables) -> None:
    """Levels at 0, 3.1 and 6.0 m; doors 0762, 0813 and 0864 by name, which do not say whether they are exits; no place."""
    model_id = duplex["ifc_model"]["model_id"][0].as_py()
    result = check(duplex, [ModelContext(model_id, "arch")], load_ruleset("baseline"), Compute(1))
    outcomes = {row["rule"]: row for row in result["chk_outcome"].to_pylist()}
    assert {code: row["crash_cause"] for code, row in outcomes.items() if row["crash_cause"]} == {}
    assert {code: outcomes[code]["outcome"] for code in ("CIM-01", "CIM-04", "CIM-05", "CIM-06", "CIM-07", "CIM-12")} == {
        "CIM-01": "fail", "CIM-04": "na", "CIM-05": "pass", "CIM-06": "pass", "CIM-07": "fail", "CIM-12": "na",
    }  # fmt: skip
    by_rule = {code: [row for row in result["chk_finding"].to_pylist() if row["rule"] == code] for code in outcomes}
    (low,) = by_rule["FUN-01"]
    assert (low["observed"], low["global_id"]) == ("2.9", "1xS3BCk291UvhgP2dvNMQJ")
    assert {row["observed"] for row in by_rule["FIR-01"]} == {"0.762", "0.813", "0.864"}
    assert {row["missing_field"] for row in by_rule["FIR-01"]} == {"Pset_DoorCommon.FireExit"}, "without geometry"
    counted = scores({**duplex, **result})["six_elements"]
    assert counted["character"].pop("evidence") == []
    assert sum(sum(of.values()) for of in counted.values()) == len(outcomes)
    assert (counted["design"]["pass"], counted["design"]["fail"], counted["design"]["undetermined"]) == (0, 1, 0)


@pytest.fixture(scope="module")
def scene(shared: Path, read: ReadTables) -> tuple[Tables, list[ModelContext]]:
    """Nine disciplines of one scene in the South Pacific; four of a house, five of the streets around it."""
    paths = sorted((shared / "ifc/pcert_ifc4x3").glob("*.ifc"))
    tables = [read(path) for path in paths]
    contexts = [ModelContext(one["ifc_model"]["model_id"][0].as_py(), path.stem) for one, path in zip(tables, paths, strict=True)]
    merged = merge_tables(tables)
    return merged | measure(merged), contexts


def test_a_real_scene_of_nine_parts(scene: tuple[Tables, list[ModelContext]]) -> None:
    """The house has its own origin, turned by 60°; the streets share another; nobody names a vertical datum."""
    tables, contexts = scene
    result = check(tables, contexts, load_ruleset("baseline"), Compute(1))
    part_of = {context.model_id: context.part for context in contexts}
    said: dict[str, dict[str, str]] = {}
    for row in result["chk_outcome"].to_pylist():
        assert row["crash_cause"] is None
        said.setdefault(row["rule"], {})[part_of[row["model_id"]]] = row["outcome"]
    assert set(said["CIM-01"].values()) == {"fail"}, "EPSG:32760 is accepted nowhere near Jincheng"
    for code in ("CIM-04", "CIM-05", "CIM-06"):
        assert set(said[code].values()) == {"pass"}
    assert {part for part, word in said["CIM-12"].items() if word == "fail"} == {
        part for part in said["CIM-12"] if part.startswith("B")
    }
    rotations = [row for row in result["chk_finding"].to_pylist() if row["subject"] == "rotation"]
    assert {(row["observed"], row["expected"]) for row in rotations} == {("60", "0")}
    assert said["FIR-16"]["Infra-Bridge"] == "na", "a bridge is no building"
    assert {part for part, word in said["LA-13"].items() if word != "na"} == {"Infra-Landscaping", "Building-Landscaping"}
    (house,) = [row for row in result["chk_finding"].to_pylist() if row["rule"] == "HB-04"]
    assert "Single-family house" in house["text_params"], "and no bin in any of nine parts"


def test_a_wall_of_a_chinese_revit(shared: Path, read: ReadTables) -> None:
    """It has no site, no storey and no property set: what can be said is that all of these are missing."""
    tables = read(shared / "ifc/chinese/SubtractionResultsInClosedWindow.ifc")
    context = ModelContext(tables["ifc_model"]["model_id"][0].as_py(), "wall")
    result = check(tables, [context], load_ruleset("baseline"), Compute(1))
    missing = {(row["rule"], row["missing_field"]) for row in result["chk_finding"].to_pylist() if row["missing_field"]}
    assert {("FIR-16", "Pset_WallCommon.LoadBearing"), ("GRN-09", "Pset_WallCommon.IsExternal")} <= missing
    assert {row["text_code"] for row in result["chk_finding"].to_pylist() if row["rule"] == "CIM-06"} == {
        "rule.CIM-06.no_site", "rule.CIM-06.no_container",
    }  # fmt: skip
