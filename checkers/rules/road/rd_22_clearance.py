"""Nothing hangs into the clearance of carriageways, cycle tracks and footways.

Why
    A lorry is 4.0 m high and sways; a rider's or a walker's head meets what hangs lower than 2.5 m.
Fails
    A girder 4.3 m over a carriageway; the crown of a street tree 2.2 m over a footway. The finding stands at the surface, at the
    lowest place, and names all that hangs too low over it.
Passes
    4.5 m over carriageways and lanes (3.5 m where they are declared for cars alone), 2.5 m over cycle tracks and footways, measured
    from the surface's own top. What stands on the ground (a trunk, a pole, a bench) does not hang; its crown or arm does.
Not applicable
    A model without such surfaces. A surface without a mesh, its own or that of the pavement in it, is judged by its declared clear
    height (净高), and cannot be judged without.
"""

from collections.abc import Iterator

from checkers.passable_surfaces import surface_bodies
from checkers.properties import effective_numbers, effective_values
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

MOTOR = (Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE)
OTHER = (Thing.CYCLE_TRACK, Thing.FOOTWAY)
CARS, MIXED = "小客车", "混"
"""What a lane's use holds that is for cars alone, and what it does not hold."""
MEASURED_WITHIN_M = 0.005
"""Heights measured between meshes are that near to those of the drawn shapes."""
MISSING = "净高"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each surface."""
    told = tables["msr_thing"].set_index("step_id")["thing"]
    footprints = tables["msr_footprint"]
    meshed = set(footprints.loc[footprints["has_surface"].eq(True), "step_id"])
    declared = effective_numbers(tables, "clear_height", "m")["number"].dropna()
    uses = effective_values(tables, "lane_use")["value"]
    for_cars = set(uses.index[uses.str.contains(CARS, regex=False) & ~uses.str.contains(MIXED, regex=False)])
    clearances = tables["msr_clearance"].sort_values(["clear_height_m", "other_step_id"]).groupby("step_id")
    for step_id, bodies in surface_bodies(tables["ifc_element"], tables["msr_thing"], meshed).items():
        if told[step_id] not in (*MOTOR, *OTHER):
            continue
        limit_m = parameters.number(
            "other_m" if told[step_id] in OTHER else "car_m" if step_id in for_cars else "motor_m"
        )  # fmt: skip
        expected = f">= {format_number(limit_m)}"
        if not bodies and step_id not in declared:
            yield Undetermined(step_id=step_id, missing_field=MISSING, expected=expected, limit_value=limit_m, unit="m")
        elif not bodies and declared[step_id] < limit_m - EQUALITY_TOLERANCE:
            yield Failed(
                step_id=step_id, text="declared", observed=format_number(declared[step_id]),
                observed_value=float(declared[step_id]), expected=expected, limit_value=limit_m, unit="m", table="ifc_property",
                inputs={"clear_height_m": float(declared[step_id]), "is_measured": False},
            )  # fmt: skip
        elif not bodies or step_id not in clearances.groups:
            yield Passed(1)
        else:
            over = clearances.get_group(step_id)
            low = over[over["clear_height_m"] < limit_m - MEASURED_WITHIN_M]
            if low.empty:
                yield Passed(1)
                continue
            lowest = low.iloc[0]
            yield Failed(
                step_id=step_id, observed=format_number(lowest["clear_height_m"]), observed_value=float(lowest["clear_height_m"]),
                expected=expected, limit_value=limit_m, unit="m", params={"count": len(low)},
                caused_by=tuple(str(other) for other in low["other_step_id"]),
                point=(float(lowest["point_x_m"]), float(lowest["point_y_m"]), float(lowest["point_z_m"])),
                table="msr_clearance", inputs={"clear_height_m": float(lowest["clear_height_m"]), "is_measured": True},
            )  # fmt: skip


RULE = Rule(
    code="RD-22",
    name="road.clearance",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "表 3.1.4", confirmed=True),),
    tables=("ifc_element", "ifc_property", "msr_thing", "msr_footprint", "msr_clearance"),
    parameters=(
        Parameter("motor_m", "m", baseline=4.5, exemplary=4.5),
        Parameter("car_m", "m", baseline=3.5, exemplary=3.5),
        Parameter("other_m", "m", baseline=2.5, exemplary=2.5),
    ),
    check=check,
)
