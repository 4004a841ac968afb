"""Paths in parks are not too steep.

Why
    Beyond one in twelve a wheelchair needs help, and in winter everybody does.
Fails
    A main path that climbs 10 %; any path of 20 % without steps.
Passes
    Main and branch paths up to 8 %, others up to 18 %; as declared (最大纵坡), else in the steepest tenth of the top of the mesh,
    along the run. The rank is told by the name.
Not applicable
    A model without paths; stepping stones (汀步). A path without a shape that has a run is left out; if none has one, nothing can
    be said.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.names import joined_names, words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surface_falls import MESH, TABLES, surface_falls
from checkers.surfaces import outdoor_surfaces
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each path."""
    paths = in_lasting_order(outdoor_surfaces(tables, Thing.PATH)).set_index("step_id")
    names = joined_names(paths)
    paths = paths[~words("paths", "stepping_stones").in_texts(names)]
    is_ranked = words("paths", "main").in_texts(names) | words("paths", "branch").in_texts(names)
    falls = paths.join(surface_falls(tables, "steepest_along_fall", "max_gradient"))
    if len(falls) and falls["fall"].isna().all():
        yield Undetermined(step_id=int(falls.index[0]), missing_field=MESH, unit="%")
    for path in falls[falls["fall"].notna()].itertuples():
        limit = parameters.number("main_gradient" if is_ranked[path.Index] else "other_gradient")
        if path.fall <= limit + path.slack:
            yield Passed(1)
            continue
        said: dict[str, Any] = {"expected": f"<= {format_number(limit * 100, 2)}", "limit_value": limit * 100, "unit": "%"}
        yield Failed(
            **said, step_id=int(path.Index), observed=format_number(path.fall * 100, 2), observed_value=float(path.fall * 100),
            table=path.table, inputs={"gradient": float(path.fall)},
        )  # fmt: skip


RULE = Rule(
    code="LA-04",
    name="landscape.path_gradient",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 51192-2016", "6.1"),),
    tables=(*TABLES, "msr_thing"),
    parameters=(
        Parameter("main_gradient", "", baseline=0.08, exemplary=0.08),
        Parameter("other_gradient", "", baseline=0.18, exemplary=0.18),
    ),
    check=check,
)
