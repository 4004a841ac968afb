"""Nothing of a building reaches over the red lines of its plot and of the roads.

Why
    The red line is where one's own land ends; what stands over it takes the neighbour's land, or the city's pipes and footways.
Fails
    A balcony, a step or a footing that reaches 0.05 m out of the plot or into the land of a road (道路红线).
Passes
    Walls, slabs, stairs, canopies, footings and railings that end at the line or before it, below ground too.
Not applicable
    A check without surroundings (``--context``), or whose surroundings have no red lines where the model stands. The plot is the
    one that most of the building stands in, and at least half; plots of one name are one. A model without a place on the map
    cannot be judged where the base layer has red lines.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.red_lines import reach_out_of_m, reach_over_m
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import BEAMS, BUILDINGS, COLUMNS, RAMPS, SLABS, STAIRS, WALLS, ancestors
from checkers.surfaces import outlines
from checkers.surroundings import PLACE, TABLES, features_near, is_nowhere, label_of
from checkers.things import things
from cim_schema.codes import ContextKind, ObjectFamily, Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

BUILT = (
    *WALLS, *SLABS, *COLUMNS, *BEAMS, *STAIRS, *RAMPS, "IfcCurtainWall", "IfcPlate", "IfcMember", "IfcRoof", "IfcFooting",
    "IfcPile", "IfcRailing", "IfcCovering", "IfcShadingDevice", "IfcChimney",
)  # fmt: skip
"""What a building is built of."""
OWN_SHARE = 0.5
"""A plot in which less of the building stands is not its own."""
KINDS = (ContextKind.PLOT, ContextKind.ROAD_RED_LINE)


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each part of the buildings."""
    import shapely

    if tables["ctx_place"].empty:
        return
    steps = _built(tables)
    if is_nowhere(tables, *KINDS):
        if steps:
            yield Undetermined(missing_field=PLACE)
        return
    shapes = outlines(tables)
    parts = {step: shapely.make_valid(shapes[step]) for step in steps if step in shapes.index}
    tolerance_m = parameters.number("tolerance_m") + EQUALITY_TOLERANCE
    for kind, name, line in _lines(tables, list(parts.values())):
        over = reach_out_of_m if kind is ContextKind.PLOT else reach_over_m
        shapely.prepare(line)
        passed = 0
        for step, shape in parts.items():
            is_clear = shapely.covers(line, shape) if kind is ContextKind.PLOT else not shapely.intersects(line, shape)
            reach_m = 0.0 if is_clear else over(shape, line)
            if reach_m <= tolerance_m:
                passed += 1
            else:
                yield Failed(
                    step_id=step, subject=f"{kind}:{name}", observed=format_number(reach_m, 3), observed_value=round(reach_m, 6),
                    expected="<= 0", limit_value=0.0, unit="m", table="ctx_near",
                    params={"kind": f"@code.context_kind.{kind}", "line": name}, inputs={"reach_m": round(reach_m, 6)},
                )  # fmt: skip
        yield Passed(passed)


def _built(tables: Frames) -> list[int]:
    elements = tables["ifc_element"]
    in_building = elements["step_id"].map(ancestors(elements, BUILDINGS)).notna()
    rows = in_lasting_order(elements[elements["ifc_class"].isin(BUILT) & in_building])
    drawn = in_lasting_order(things(tables, Thing.BUILDING))
    drawn = drawn[drawn["family"].eq(str(ObjectFamily.ELEMENT))]
    return [int(step) for step in (*rows["step_id"], *drawn["step_id"])]


def _lines(tables: Frames, parts: list[Any]) -> Iterator[tuple[ContextKind, str, Any]]:
    """The building's own plot, and the red lines of roads."""
    import shapely

    if not parts:
        return
    ground = shapely.union_all(parts)
    plots = defaultdict(list)
    for row, shape in features_near(tables, ContextKind.PLOT):
        plots[label_of(row)].append(shape)
    joined = {name: shapely.union_all(shapely.make_valid(shapes)) for name, shapes in plots.items()}
    shares = {name: shapely.area(shapely.intersection(ground, plot)) / shapely.area(ground) for name, plot in joined.items()}
    own = max(sorted(shares), key=lambda name: shares[name], default=None)
    if own is not None and shares[own] >= OWN_SHARE:
        yield ContextKind.PLOT, own, joined[own]
    roads = defaultdict(list)
    for row, shape in features_near(tables, ContextKind.ROAD_RED_LINE):
        roads[label_of(row), shapely.get_dimensions(shape)].append(shape)
    for (name, dimensions), shapes in sorted(roads.items()):
        numbered = name if dimensions == 2 or (name, 2) not in roads else f"{name} |"
        yield ContextKind.ROAD_RED_LINE, numbered, shapely.union_all(shapely.make_valid(shapes))


RULE = Rule(
    code="DES-01",
    name="design.red_lines",
    version=1,
    family=RuleFamily.DESIGN,
    element=SixElement.DESIGN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 55031-2022", "4.3"), Clause("GB 50352-2019", "4.3.1")),
    tables=("ifc_element", "msr_thing", "msr_footprint", *TABLES),
    parameters=(Parameter("tolerance_m", "m", baseline=0.001, exemplary=0.001),),
    check=check,
)
