"""The rules on dwellings over real houses, and over the same houses with one thing changed."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from checkers.engine import check
from checkers.measurements import measure
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from cim_schema.tables import TABLES
from pipelines.runtime.compute import Compute

pytestmark = pytest.mark.slow

Tables = dict[str, pa.Table]
ReadTables = Callable[[Path], Tables]
CODES = ("FUN-01", "FUN-02", "FUN-03", "FUN-04", "FUN-05", "FUN-06", "FUN-07", "FUN-10", "FUN-14", "FUN-17", "FUN-21")


@pytest.fixture(scope="module")
def duplex(shared: Path, read: ReadTables, shapes: ReadTables) -> Tables:
    path = shared / "ifc/duplex/Duplex_A_20110907.ifc"
    return read(path) | shapes(path)


@pytest.fixture(scope="module")
def fzk(shared: Path, read: ReadTables, shapes: ReadTables) -> Tables:
    path = shared / "ifc/fzk/AC20-FZK-Haus.ifc"
    return read(path) | shapes(path)


def judged(tables: Tables) -> tuple[dict[str, str], pd.DataFrame]:
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    result = check(tables | measure(tables), [ModelContext(model_id, "arch")], load_ruleset("baseline"), Compute(1), rules=CODES)
    outcomes = result["chk_outcome"].to_pylist()
    assert {row["rule"]: row["crash_cause"] for row in outcomes if row["crash_cause"]} == {}
    return {row["rule"]: row["outcome"] for row in outcomes}, result["chk_finding"].to_pandas()


def moved(tables: Tables, steps: list[int], z_m: float) -> Tables:
    """The same model with some elements hung higher or lower."""
    rows = tables["ifc_geometry"].to_pandas()
    chosen = rows["step_id"].isin(steps)
    assert chosen.sum() == len(steps)
    rows.loc[chosen, ["min_z_m", "max_z_m"]] += z_m
    rows["placement"] = [
        [*place[:11], place[11] + z_m * is_chosen, *place[12:]] for place, is_chosen in zip(rows["placement"], chosen, strict=True)
    ]
    return tables | {"ifc_geometry": TABLES["ifc_geometry"].from_columns({column: rows[column].to_list() for column in rows})}


def test_the_duplex(duplex: Tables) -> None:
    """Ceilings at 2.60 m over 19 mm of wood; upper storey from 3.10 to 6.00 m; bathrooms of 3.16 m² and more."""
    outcomes, findings = judged(duplex)
    assert outcomes == {
        "FUN-01": "fail", "FUN-02": "fail", "FUN-03": "pass", "FUN-04": "pass", "FUN-05": "pass", "FUN-06": "pass",
        "FUN-07": "fail", "FUN-10": "na", "FUN-14": "na", "FUN-17": "na", "FUN-21": "pass",
    }  # fmt: skip
    assert set(findings.loc[findings["rule"].eq("FUN-02"), "observed"]) == {"2.581"}


def test_a_house_by_ids_of_its_own_language(fzk: Tables) -> None:
    """Schlafzimmer, Wohnen, Küche, Bad, Flur: rooms 2.50 m high in a storey of 2.70 m."""
    outcomes, findings = judged(fzk)
    assert {code for code, outcome in outcomes.items() if outcome == "fail"} == {"FUN-01", "FUN-02"}
    assert {code for code, outcome in outcomes.items() if outcome == "undetermined"} == set()
    assert findings.loc[findings["rule"].eq("FUN-01"), "observed"].to_list() == ["2.7"]


def test_a_ceiling_that_hangs_lower_is_noticed(duplex: Tables) -> None:
    """Every ceiling of the lower storey 0.65 m lower: kitchens and bathrooms at 1.937 m."""
    elements = duplex["ifc_element"].to_pandas()
    ceilings = elements[elements["ifc_class"].eq("IfcCovering") & elements["storey"].eq("Level 1")]
    outcomes, findings = judged(moved(duplex, ceilings["step_id"].to_list(), -0.65))
    assert (outcomes["FUN-03"], outcomes["FUN-21"]) == ("fail", "fail")
    low = findings[findings["rule"].eq("FUN-03")]
    assert set(low["observed"]) == {"1.937"}
    assert {outcomes[code] for code in ("FUN-04", "FUN-05", "FUN-06")} == {"pass"}


def test_without_geometry_storeys_are_judged_and_rooms_are_not(duplex: Tables) -> None:
    bare = {name: rows for name, rows in duplex.items() if name not in ("ifc_geometry", "ifc_shape")}
    outcomes, _ = judged(bare)
    assert (outcomes["FUN-01"], outcomes["FUN-02"], outcomes["FUN-21"]) == ("fail", "undetermined", "undetermined")
