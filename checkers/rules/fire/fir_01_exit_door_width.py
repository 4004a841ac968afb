"""Doors on escape routes are wide enough to pass.

Why
    The narrowest door decides how long a building takes to empty.
Fails
    A door with FireExit whose clear width is 0.75 m, or whose whole width is below the limit: the clear width is never more.
Passes
    A clear width of at least the limit; or a whole width that exceeds it by the frame allowance, whether the door is an exit or
    not. Between the two the clear width has to be given.
Not applicable
    A model without doors, or whose doors all say that they are no exits. A narrow door that does not say cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_flags, effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import DOORS
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import EQUALITY_TOLERANCE, format_number

FIRE_EXIT, CLEAR_WIDTH, OVERALL_WIDTH = "Pset_DoorCommon.FireExit", "ClearWidth", "IfcDoor.OverallWidth"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each door that is an exit, or may be one."""
    limit_m = parameters.number("clear_width_m")
    frame_m = parameters.number("frame_allowance_m")
    elements = tables["ifc_element"]
    doors = elements.loc[elements["ifc_class"].isin(DOORS), ["step_id"]].set_index("step_id")
    if not len(doors):
        return
    doors["is_exit"] = effective_flags(tables, "fire_exit").reindex(doors.index)
    doors["clear_m"] = effective_numbers(tables, "clear_width", "m")["number"].reindex(doors.index)
    widths = tables["ifc_attribute"]
    widths = widths[widths["attribute_name"].eq("OverallWidth") & widths["value_number"].gt(0)]
    doors["overall_m"] = widths.drop_duplicates("step_id").set_index("step_id")["value_number"].reindex(doors.index)
    doors = doors[doors["is_exit"].fillna(True).astype(bool)]

    # A comparison with an unknown width is False both ways.
    narrow = doors["clear_m"].fillna(doors["overall_m"]) < limit_m - EQUALITY_TOLERANCE
    wide = doors["clear_m"].fillna(doors["overall_m"] - frame_m) >= limit_m - EQUALITY_TOLERANCE
    yield Passed(int(wide.sum()))
    for door in doors.assign(narrow=narrow)[~wide].itertuples():
        is_declared = door.clear_m == door.clear_m
        width_m = door.clear_m if is_declared else door.overall_m
        is_known = width_m == width_m
        said: dict[str, Any] = {
            "step_id": door.Index, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "observed": format_number(width_m) if is_known else None, "observed_value": width_m if is_known else None,
            "table": "ifc_property" if is_declared else "ifc_attribute",
            "inputs": {"clear_width_m" if is_declared else "overall_width_m": width_m if is_known else None},
        }  # fmt: skip
        if door.is_exit is not True:
            yield Undetermined(**said, missing_field=FIRE_EXIT, text="exit_unknown")
        elif door.narrow:
            yield Failed(**said)
        else:
            yield Undetermined(**said, missing_field=CLEAR_WIDTH if is_known else OVERALL_WIDTH)


RULE = Rule(
    code="FIR-01",
    name="fire.exit_door_width",
    version=1,
    family=RuleFamily.FIRE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(
        # Known from three restatements that give the clause's number, not from the standard itself.
        Clause("GB 55037-2022", "7.1.4"),
        Clause("GB 50016-2014", "5.5.18", edition="2018", confirmed=True),
    ),
    tables=("ifc_element", "ifc_property", "ifc_attribute"),
    parameters=(
        Parameter("clear_width_m", "m", baseline=0.80, exemplary=0.90),
        Parameter("frame_allowance_m", "m", baseline=0.10, exemplary=0.10),
    ),
    check=check,
)
