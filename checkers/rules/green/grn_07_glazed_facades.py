"""Façades of public buildings with much glass have good glass.

Why
    The more of a façade is window, the more its windows decide what the building loses.
Fails
    A façade of which 55 % is window, with windows of K 2.4 W/(m²·K).
Passes
    Windows of K 2.0 at most where 40 % to 70 % of the façade is window, 1.7 where more is: a floor that no design may trade for
    anything else. A façade with less window passes whatever its windows are.
Not applicable
    Dwellings, works, car parks; buildings whose façades could not be measured. A window without a declared K in such a façade
    cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.energy_buildings import public_buildings
from checkers.rule import Clause, Frames, Parameter, Parameters, Passed, Rule, Verdict
from checkers.transmittances import TABLES, UNIT, Limits, envelope_parts, transmittance_verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

MUCH, MOST = 0.40, 0.70


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each façade of each public building."""
    own = [building.building for building in public_buildings(tables)]
    facades = tables["msr_facade"]
    facades = facades[facades["building_step_id"].isin(own) & facades["bay"].eq("")]
    glazed = facades[facades["window_wall_ratio"] >= MUCH]
    yield Passed(len(facades) - len(glazed))
    if glazed.empty:
        return
    parts = envelope_parts(tables)
    for facade in glazed.itertuples():
        limit = parameters.number("much_window_k" if facade.window_wall_ratio <= MOST else "most_window_k")
        for part in parts[parts.index.isin(_windows(tables, facade)) & parts["part"].eq("window")].sort_index().itertuples():
            yield transmittance_verdict(part, Limits(limit, limit))


def _windows(tables: Frames, facade: Any) -> list[int]:
    from checkers.spatial.facades import orientation_of

    windows = tables["msr_window"]
    windows = windows[windows["building_step_id"].eq(facade.building_step_id) & windows["azimuth_deg"].notna()]
    looks = [orientation_of(azimuth) == facade.orientation for azimuth in windows["azimuth_deg"]]
    return [int(step_id) for step_id in windows.loc[looks, "step_id"]]


RULE = Rule(
    code="GRN-07",
    name="green.glazed_facades",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 55015-2021", "表 C.0.1-2"),),
    tables=(*TABLES, "msr_facade"),
    parameters=(
        Parameter("much_window_k", UNIT, baseline=2.0, exemplary=2.0),
        Parameter("most_window_k", UNIT, baseline=1.7, exemplary=1.7),
    ),
    check=check,
)
