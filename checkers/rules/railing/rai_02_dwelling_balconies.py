"""Railings of balconies, outdoor corridors and roofs of dwellings are high and close enough for children.

Why
    Children climb on railings, and their heads follow where their bodies fit.
Fails
    A balcony's railing of 1.10 m; one with 0.12 m between its bars.
Passes
    1.20 m and gaps of at most 0.11 m between upright bars, as declared, else as measured on the shape. A railing without bars
    has no gaps to look at.
    In projects from before May 2025, 1.05 m in houses of up to six storeys and 1.10 m in higher ones.
Not applicable
    Buildings that are no dwellings, and railings whose names do not say that they stand on a
    balcony, outdoor corridor or roof and that stand on no roof. A railing without shape and height is undetermined.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from checkers.buildings import BuildingUse, building_use
from checkers.editions import is_in_force, project_day
from checkers.names import words
from checkers.properties import effective_numbers
from checkers.railings import TABLES, building_railings, judge_size
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

SINCE = date(2025, 5, 1)
CLAUSES = tuple(Clause("GB 55038-2025", number, confirmed=True, effective_from=SINCE) for number in ("4.1.15", "4.2.8"))
BEFORE = tuple(Clause("GB 50096-2011", number, confirmed=True, effective_until=SINCE) for number in ("5.6.2", "5.6.3"))

TEXTS = ("fail", "undetermined")
STOREYS = "Pset_BuildingCommon.NumberOfStoreys"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each railing of a balcony, outdoor corridor or roof."""
    if building_use(tables).use != BuildingUse.RESIDENTIAL:
        return
    railings = building_railings(tables)
    railings = railings[(words("railings", "balcony_or_roof").in_texts(railings["label"]) | railings["is_on_roof"])]
    railings = railings[~railings["is_handrail"]]
    if is_in_force(BEFORE[0], project_day(tables)):
        yield from _judge_by_storeys(tables, railings, parameters)
    else:
        yield from judge_size(tables, railings, "railing_height", parameters.number("railing_height_m"), TEXTS)
    yield from judge_size(tables, railings, "bar_gap", parameters.number("bar_gap_m"), ("gap", ""))


def _judge_by_storeys(tables: Frames, railings: "pd.DataFrame", parameters: Parameters) -> Iterator[Verdict]:
    """As the standard before had it: the height depends on the storeys of the house."""
    low_m, high_m = parameters.number("low_house_before_2025_m"), parameters.number("high_house_before_2025_m")
    declared = effective_numbers({name: tables[name] for name in ("ifc_element", "ifc_property")}, "number_of_storeys", "", "")
    storeys = declared["number"].max() if len(declared) else tables["msr_building"]["storeys_above"].max()
    if storeys == storeys:
        limit_m = low_m if storeys <= parameters.number("low_house_storeys") else high_m
        yield from judge_size(tables, railings, "railing_height", limit_m, TEXTS)
        return
    for step_id in railings.index:
        in_low, in_high = (
            list(judge_size(tables, railings.loc[[step_id]], "railing_height", limit_m, TEXTS)) for limit_m in (low_m, high_m)
        )
        if type(in_low[0]) is type(in_high[0]):
            yield from in_low
        else:
            yield Undetermined(
                step_id=int(step_id), subject="railing_height", text="storeys_unknown", missing_field=STOREYS,
                expected=f">= {format_number(high_m)}", limit_value=high_m, unit="m", table="msr_building",
            )  # fmt: skip


RULE = Rule(
    code="RAI-02",
    name="railing.dwelling_balconies",
    version=2,
    family=RuleFamily.RAILING,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(*CLAUSES, *BEFORE),
    tables=(*TABLES, "ifc_classification", "msr_building"),
    parameters=(
        Parameter("railing_height_m", "m", baseline=1.20, exemplary=1.20),
        Parameter("bar_gap_m", "m", baseline=0.11, exemplary=0.11),
        Parameter("low_house_before_2025_m", "m", baseline=1.05, exemplary=1.05),
        Parameter("high_house_before_2025_m", "m", baseline=1.10, exemplary=1.10),
        Parameter("low_house_storeys", "", baseline=6.0, exemplary=6.0),
    ),
    check=check,
)
