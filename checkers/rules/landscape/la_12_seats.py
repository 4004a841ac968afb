"""Along paths there is a seat within reach.

Why
    Old people and small children walk as far as the next bench.
Fails
    A path of 140 m with one bench at its beginning: its far end is 140 m from a seat, where 50 m is the limit.
Passes
    A path of 140 m with benches at 40 m and at 100 m. Each path longer than 100 m is looked at by itself, along its whole outline
    seen from above; a seat beside any other path counts too, as the crow flies.
Not applicable
    A model without paths, or with short ones only. In parks (category landscape) footways count as paths. A path without a shape
    cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import outdoor_surfaces, outlines, surface_outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

SHAPE = "IfcProduct.Representation"
STEP_M = 2.0
"""The outline of a path is looked at in points no further apart."""
SPLINTER_M2 = 0.05
"""So little of a path may lie out of reach: a circle is drawn with corners."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each long path."""
    import shapely

    is_park = tables["model_context"]["category"].eq(ProjectCategory.LANDSCAPE).any()
    paths = outdoor_surfaces(tables, Thing.PATH, *([Thing.FOOTWAY] if is_park else [])).sort_values("step_id")
    if paths.empty:
        return
    shapes = surface_outlines(tables, paths)
    lengths_m = tables["msr_strip"].set_index("step_id")["strip_length_m"]
    everything = outlines(tables)
    seats = everything[everything.index.isin(things(tables, Thing.SEAT)["step_id"])].to_numpy(object)
    reach_m, long_m = parameters.number("reach_m"), parameters.number("path_length_m")
    in_reach = shapely.union_all(shapely.buffer(seats, reach_m, quad_segs=64))
    seated = shapely.union_all(seats)
    for path in paths.itertuples():
        outline, length_m = shapes.get(path.step_id), lengths_m.get(path.step_id)
        said: dict[str, Any] = {
            "step_id": path.step_id, "expected": f"<= {format_number(reach_m)}", "limit_value": reach_m, "unit": "m",
            "table": "msr_footprint",
        }  # fmt: skip
        if outline is None or length_m is None:
            yield Undetermined(**said, missing_field=SHAPE)
            continue
        if length_m <= long_m:
            continue
        beyond = shapely.difference(outline, in_reach)
        if beyond.area <= SPLINTER_M2:
            yield Passed(1)
            continue
        said |= {"params": {"length": format_number(length_m, 1)}, "inputs": {"length_m": float(length_m)}}
        if not len(seats):
            yield Failed(**said, text="no_seat")
            continue
        corners = shapely.points(shapely.get_coordinates(shapely.segmentize(beyond, STEP_M)))
        distance_m = float(shapely.distance(corners, seated).max())
        yield Failed(**said, observed=format_number(distance_m, 1), observed_value=distance_m)


RULE = Rule(
    code="LA-12",
    name="landscape.seats",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.LANDSCAPE, ProjectCategory.HABITAT}),
    obligation=Obligation.ADVISORY,
    # From the explanations to the chapter, as restated.
    clauses=(Clause("GB 51192-2016", "3.5"),),
    tables=("ifc_element", "msr_thing", "msr_footprint", "msr_strip"),
    parameters=(
        Parameter("path_length_m", "m", baseline=100.0, exemplary=100.0),
        Parameter("reach_m", "m", baseline=50.0, exemplary=50.0),
    ),
    check=check,
)
