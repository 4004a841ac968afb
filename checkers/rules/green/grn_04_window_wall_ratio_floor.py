"""No bay of a dwelling has more window than a design may trade for anything else.

Why
    Where a design is weighed as a whole (appendix C), better walls may pay for larger windows, but only so far.
Fails
    A living room whose bay to the south is 68 % window.
Passes
    Window over wall, bay by bay: south 0.60, north 0.40, east and west 0.45.
Not applicable
    Buildings that nobody lives in; dwellings without outer windows. Windows that light no room of the model are undetermined.
"""

from collections.abc import Iterator

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.window_wall_ratios import ORIENTATIONS, TABLES, dwelling_bays, glazed_dwellings_without_rooms
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

MEASURED_WITHIN = 0.005


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the bay of each room of a dwelling."""
    bays = dwelling_bays(tables)
    limits = bays["orientation"].map({side: parameters.number(f"{name}_ratio") for side, name in ORIENTATIONS.items()})
    bays = bays.assign(limit=limits.astype("float64"))
    over = bays[bays["window_wall_ratio"] > bays["limit"] + MEASURED_WITHIN]
    yield Passed(len(bays) - len(over))
    for bay in over.itertuples():
        yield Failed(
            step_id=int(bay.room_step_id), subject=bay.subject, observed=format_number(bay.window_wall_ratio, 2),
            expected=f"<= {format_number(bay.limit)}", observed_value=float(bay.window_wall_ratio), limit_value=float(bay.limit),
            table="msr_facade", inputs={"orientation": bay.orientation, "facade_area_m2": float(bay.facade_area_m2)},
        )  # fmt: skip
    for building in glazed_dwellings_without_rooms(tables):
        yield Undetermined(step_id=building or None, missing_field="IfcSpace.Representation", table="msr_window")


RULE = Rule(
    code="GRN-04",
    name="green.window_wall_ratio_floor",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "表 C.0.1-4", confirmed=True),),
    tables=TABLES,
    parameters=(
        Parameter("north_ratio", "", baseline=0.40, exemplary=0.40),
        Parameter("east_west_ratio", "", baseline=0.45, exemplary=0.45),
        Parameter("south_ratio", "", baseline=0.60, exemplary=0.60),
    ),
    check=check,
)
