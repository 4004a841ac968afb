"""Bridges carry no sewage, and no gas under high pressure.

Why
    A leak above a river cannot be caught, and one above traffic burns it.
Fails
    A sewer along the girders; a gas pipe of 0.8 MPa on the deck; a pipe for oil.
Passes
    Pipes for water, rain, heating, power and telecommunication; gas pipes of up to 0.4 MPa as declared (设计压力).
Not applicable
    A model without pipes on bridges. A pipe that does not say what runs in it, and a gas pipe that does not say its pressure,
    cannot be judged. Pipes are told by a bridge above them in the tree, by names, or by lying on or just under a deck.
"""

import re
from collections.abc import Iterator
from typing import Any

from checkers.bridge_decks import TABLES, on_bridges
from checkers.bridges import labels
from checkers.names import words
from checkers.properties import effective_values
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.text_values import fold
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number, is_at_most

MISSING_MEDIUM, MISSING_PRESSURE = "介质", "设计压力"
_PRESSURE = re.compile(r"^[≤<=约]*\s*(\d+(?:\.\d+)?)\s*(mpa|kpa|pa|bar)$")
_IN_PA = {"mpa": 1e6, "kpa": 1e3, "pa": 1.0, "bar": 1e5}


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each pipe on a bridge."""
    limit_pa = parameters.number("gas_pressure_pa")
    pipes = on_bridges(tables, things(tables, Thing.PIPE)).sort_values("step_id")
    if pipes.empty:
        return
    media = effective_values(tables, "pipe_medium")["value"]
    pressures = _pressures(tables)
    for step_id, label in zip(pipes["step_id"].tolist(), labels(pipes, tables["ifc_type"]), strict=True):
        text = f"{label} {media.get(step_id, '')}"
        if words("pipes", "sewage").is_in(text) or words("pipes", "fuel").is_in(text):
            yield Failed(step_id=step_id, text="forbidden", table="ifc_element", inputs={"label": text.strip()})
        elif words("pipes", "gas").is_in(text):
            pressure_pa = pressures.get(step_id)
            limit = f"<= {format_number(limit_pa / 1e6)} MPa"
            expected: dict[str, Any] = {"expected": limit, "limit_value": limit_pa, "unit": "Pa"}
            if pressure_pa is None:
                yield Undetermined(**expected, step_id=step_id, missing_field=MISSING_PRESSURE, text="pressure_unknown")
            elif is_at_most(pressure_pa, limit_pa):
                yield Passed(1)
            else:
                yield Failed(
                    **expected, step_id=step_id, observed=f"{format_number(pressure_pa / 1e6)} MPa", observed_value=pressure_pa,
                    text="gas", table="ifc_property", inputs={"pressure_pa": pressure_pa},
                )  # fmt: skip
        elif words("pipes", "harmless").is_in(text):
            yield Passed(1)
        else:
            yield Undetermined(step_id=step_id, missing_field=MISSING_MEDIUM)


def _pressures(tables: Frames) -> dict[int, float]:
    """Pascals by step id."""
    told = effective_values(tables, "gas_pressure")
    found = {}
    for row in told.itertuples():
        if row.unit == "Pa" and row.value_number == row.value_number:
            found[int(row.Index)] = float(row.value_number)
        elif match := _PRESSURE.match(fold(str(row.value))):
            found[int(row.Index)] = float(match[1]) * _IN_PA[match[2]]
    return found


RULE = Rule(
    code="BR-09",
    name="bridge.pipes_on_bridges",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "6.0.6", confirmed=True),),
    tables=(*TABLES, "ifc_property"),
    parameters=(Parameter("gas_pressure_pa", "Pa", baseline=400000.0, exemplary=400000.0),),
    check=check,
)
