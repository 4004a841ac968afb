"""The design speed of a road is one that its class has.

Why
    Radii, gradients and widths all follow from the design speed; one that does not fit the class makes all of them wrong at once.
Fails
    A secondary road (次干路) designed for 60 km/h; any road designed for 70 km/h.
Passes
    Expressways 100, 80 or 60 km/h; arterial roads 60, 50 or 40; secondary roads 50, 40 or 30; branch roads 40, 30 or 20.
Not applicable
    A model without roads. A road that does not say its class (道路等级) is judged where all classes have its speed, or none
    has; one that says no speed cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.road_classes import CLASSES, MISSING_CLASS, declared_classes
from checkers.roads import DESIGN_SPEED, SPEED_WITHIN_KMH, design_speeds
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each road."""
    import pandas as pd

    classes = declared_classes(tables)
    roads = set(classes) or {int(step_id) for step_id in things(tables, Thing.ROAD)["step_id"]}
    speeds = design_speeds(tables, pd.Index(sorted(roads), dtype="int64"))
    for step_id, speed in speeds.items():
        of_class = classes.get(int(step_id))
        said: dict[str, Any] = {"step_id": int(step_id), "unit": "km/h", "table": "ifc_property"}
        if of_class is not None:
            allowed = parameters.texts(f"{of_class}_kmh")
            said |= {"expected": " / ".join(allowed), "params": {"road_class": f"@rule.RD-01.{of_class}"}}
        if speed != speed:
            yield Undetermined(**said, missing_field=DESIGN_SPEED)
            continue
        said |= {
            "observed": format_number(speed, 1), "observed_value": float(speed),
            "inputs": {"speed_kmh": float(speed), "road_class": of_class},
        }  # fmt: skip
        having = [one for one in CLASSES if _has(parameters, one, speed)]
        if of_class in having or len(having) == len(CLASSES):
            yield Passed(1)
        elif of_class is not None:
            yield Failed(**said)
        elif having:
            yield Undetermined(**said, missing_field=MISSING_CLASS, text="class_unknown")
        else:
            yield Failed(**said, text="no_class")


def _has(parameters: Parameters, road_class: str, speed: float) -> bool:
    return any(abs(speed - float(one)) <= SPEED_WITHIN_KMH for one in parameters.texts(f"{road_class}_kmh"))


RULE = Rule(
    code="RD-01",
    name="road.design_speed",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "表 3.1.2", confirmed=True),),
    tables=("ifc_element", "ifc_property", "ifc_relation", "msr_thing"),
    parameters=(
        Parameter("expressway_kmh", "", baseline=("100", "80", "60"), exemplary=("100", "80", "60")),
        Parameter("arterial_kmh", "", baseline=("60", "50", "40"), exemplary=("60", "50", "40")),
        Parameter("secondary_kmh", "", baseline=("50", "40", "30"), exemplary=("50", "40", "30")),
        Parameter("branch_kmh", "", baseline=("40", "30", "20"), exemplary=("40", "30", "20")),
    ),
    check=check,
)
