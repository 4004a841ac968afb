"""Roads, paths and activity grounds of a residential area are lit well enough.

Why
    Who comes home at night has to see kerbs, steps and faces; who cannot see them stays at home.
Fails
    A path with an average of 15 lx on the ground; a playground whose darkest place has 5 lx.
Passes
    Average and least horizontal illuminance of the surface, as designed, or of the part of the site or road that it belongs to:
    roads and fire lanes 15 and 3 lx, paths and footways 20 and 5, activity grounds 30 and 10.
Not applicable
    A model without such surfaces outdoors. A surface that gives no illuminance cannot be judged: lamps alone do not tell it.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import inherited, outdoor_surfaces
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

KINDS = {
    Thing.CARRIAGEWAY: "road", Thing.FIRE_LANE: "road", Thing.PATH: "path", Thing.FOOTWAY: "path", Thing.PLAZA: "ground",
}  # fmt: skip
"""What the table of the standard calls each surface."""

MISSING = {"average": "JCPset_Lighting.平均照度", "least": "JCPset_Lighting.最小照度"}


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the average and at the least illuminance of each surface."""
    surfaces = outdoor_surfaces(tables, *KINDS).set_index("step_id")
    if surfaces.empty:
        return
    kinds = surfaces["thing"].map(KINDS)
    for measure, missing_field in MISSING.items():
        declared = effective_numbers(tables, f"{measure}_illuminance", "lx", plain_unit="lx")["number"]
        given = inherited(declared.dropna(), tables["ifc_element"]).reindex(surfaces.index)
        limits = kinds.map({kind: parameters.number(f"{kind}_{measure}_lx") for kind in set(kinds)})
        enough = given >= limits - EQUALITY_TOLERANCE
        yield Passed(int(enough.sum()))
        for step_id in surfaces.index[~enough]:
            limit, found = float(limits[step_id]), given[step_id]
            said: dict[str, Any] = {
                "step_id": step_id, "subject": measure, "expected": f">= {format_number(limit)}", "limit_value": limit,
                "unit": "lx", "params": {"kind": f"@rule.HB-03.{kinds[step_id]}", "measure": f"@rule.HB-03.{measure}"},
                "table": "ifc_property",
            }  # fmt: skip
            if found != found:
                yield Undetermined(**said, missing_field=missing_field)
            else:
                yield Failed(**said, observed=format_number(found, 1), observed_value=found)


RULE = Rule(
    code="HB-03",
    name="habitat.outdoor_lighting",
    version=1,
    family=RuleFamily.HABITAT,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.HABITAT}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55038-2025", "表 3.2.7", confirmed=True),),
    tables=("ifc_element", "ifc_property", "msr_thing"),
    parameters=(
        Parameter("road_average_lx", "lx", baseline=15.0, exemplary=15.0),
        Parameter("road_least_lx", "lx", baseline=3.0, exemplary=3.0),
        Parameter("path_average_lx", "lx", baseline=20.0, exemplary=20.0),
        Parameter("path_least_lx", "lx", baseline=5.0, exemplary=5.0),
        Parameter("ground_average_lx", "lx", baseline=30.0, exemplary=30.0),
        Parameter("ground_least_lx", "lx", baseline=10.0, exemplary=10.0),
    ),
    check=check,
)
