"""Bays of dwellings have no more window than their orientation allows.

Why
    Even a good window lets through four times as much heat as a wall; to the north it gives nothing back.
Fails
    A bedroom whose bay to the north is 45 % window in a flat that has another such room; a bay of more than 60 %.
Passes
    Window over wall, bay by bay: north 0.30, east and west 0.35, south 0.50. One room of each flat may reach 0.60 towards one
    orientation: a flat is a zone that is called one. Without zones such a room is undetermined, unless there are more of them
    than kitchens, since then at least one flat has two.
    A design that fails may still be weighed as a whole (appendix C), which this rule does not do.
Not applicable
    Buildings that nobody lives in; dwellings without outer windows.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.window_wall_ratios import ORIENTATIONS, TABLES, dwelling_bays, glazed_dwellings_without_rooms, kitchen_count
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

MEASURED_WITHIN = 0.005
"""Outlines and thicknesses are taken to centimetres: a ratio is that near to the drawn one."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the bay of each room of a dwelling."""
    bays = dwelling_bays(tables)
    limits = bays["orientation"].map({side: parameters.number(f"{name}_ratio") for side, name in ORIENTATIONS.items()})
    most = parameters.number("one_room_ratio")
    bays = bays.assign(limit=limits.astype("float64"))
    over = bays[bays["window_wall_ratio"] > bays["limit"] + MEASURED_WITHIN]
    yield Passed(len(bays) - len(over))
    far = over[over["window_wall_ratio"] > most + MEASURED_WITHIN]
    for bay in far.itertuples():
        yield Failed(**_said(bay, most), text="fail_any")
    yield from _excepted(over.drop(far.index), kitchen_count(tables), most)
    for building in glazed_dwellings_without_rooms(tables):
        yield Undetermined(step_id=building or None, text="no_rooms", missing_field="IfcSpace.Representation", table="msr_window")


def _excepted(over: "pd.DataFrame", kitchens: int, most: float) -> Iterator[Verdict]:
    """Of each flat one room may reach 0.60."""
    in_flats = over[over["flat"].notna()]
    for _, own in in_flats.groupby("flat", sort=True):
        if own["room_step_id"].nunique() == 1 and len(own) == 1:
            yield Passed(1)
            continue
        for bay in own.itertuples():
            yield Failed(**_said(bay, bay.limit))
    elsewhere = over[over["flat"].isna()]
    rooms = elsewhere["bay"].nunique()
    if rooms and rooms <= 1 and kitchens == 1 and len(elsewhere) == 1:
        yield Passed(1)
        return
    for bay in elsewhere.itertuples():
        if rooms > kitchens > 0:
            yield Failed(**_said(bay, bay.limit))
        else:
            yield Undetermined(**_said(bay, bay.limit), missing_field="IfcZone", params={"most": format_number(most)})


def _said(bay: Any, limit: float) -> dict[str, Any]:
    return {
        "step_id": int(bay.room_step_id), "subject": bay.subject, "table": "msr_facade",
        "observed": format_number(bay.window_wall_ratio, 2), "observed_value": float(bay.window_wall_ratio),
        "expected": f"<= {format_number(limit)}", "limit_value": float(limit),
        "inputs": {
            "orientation": bay.orientation, "window_area_m2": float(bay.window_area_m2),
            "facade_area_m2": float(bay.facade_area_m2),
        },
    }  # fmt: skip


RULE = Rule(
    code="GRN-03",
    name="green.dwelling_window_wall_ratio",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "3.1.4", confirmed=True), Clause("GB 55015-2021", "B.0.3", confirmed=True)),
    tables=TABLES,
    parameters=(
        Parameter("north_ratio", "", baseline=0.30, exemplary=0.30),
        Parameter("east_west_ratio", "", baseline=0.35, exemplary=0.35),
        Parameter("south_ratio", "", baseline=0.50, exemplary=0.50),
        Parameter("one_room_ratio", "", baseline=0.60, exemplary=0.60),
    ),
    check=check,
)
