"""Carriageways and footways fall to the side: enough for the rain, and not too much to stand on.

Why
    On a level surface water stands and freezes; on one that leans, wheels and wheelchairs drift to the gutter.
Fails
    A lane with a crossfall of 0.5 %; a footway of 3 %.
Passes
    Between 1.0 % and 2.0 %, as declared (横坡), else as measured on the top of the mesh across its run, the median by area. Where
    the road bends, carriageways may rise to the outside up to 2 % at 40 km/h and less, 4 % at 50 and 60, 6 % at 80 and 100.
Not applicable
    A model without carriageways, lanes and footways. One without a shape that has a run cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.roads import TABLES as ROAD_TABLES
from checkers.roads import alignment_segments, limit_at
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import LEAST_RUN_M
from checkers.surface_falls import MESH, TABLES, surface_falls
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

SUPERELEVATION = "superelevation_at_{}"
STEEPEST_AT_KMH = 100


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each carriageway, lane and footway."""
    least, most = parameters.number("least"), parameters.number("most")
    banked = max(most, _superelevation(tables, parameters))
    surfaces = things(tables, Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE, Thing.FOOTWAY).sort_values("step_id").set_index("step_id")
    falls = surface_falls(tables, "crossfall", "crossfall")
    lengths = tables["msr_strip"].set_index("step_id")["strip_length_m"]
    surfaces = surfaces.join(falls).join(lengths)
    is_whole = surfaces["fall"].isna() & (
        surfaces.index.isin(surfaces["parent_step_id"].dropna()) | surfaces.index.isin(surfaces["container_step_id"].dropna())
    )
    is_piece = surfaces["table"].ne("ifc_property") & surfaces["strip_length_m"].lt(LEAST_RUN_M)
    for row in surfaces[~is_whole & ~is_piece].itertuples():
        limit = most if row.thing == Thing.FOOTWAY else banked
        said: dict[str, Any] = {
            "step_id": int(row.Index), "unit": "%", "limit_value": limit * 100,
            "expected": f"{format_number(least * 100, 2)}–{format_number(limit * 100, 2)}",
            "params": {"least": format_number(least * 100, 2), "most": format_number(limit * 100, 2)},
        }  # fmt: skip
        if row.fall != row.fall:
            yield Undetermined(**said, missing_field=MESH)
        elif least - row.slack <= row.fall <= limit + row.slack:
            yield Passed(1)
        else:
            yield Failed(
                **said, observed=format_number(row.fall * 100, 2), observed_value=float(row.fall * 100), table=row.table,
                inputs={"crossfall": float(row.fall)},
            )  # fmt: skip


def _superelevation(tables: Frames, parameters: Parameters) -> float:
    """The greatest that any bend of the model may have; 0 where there is none."""
    bends = alignment_segments(tables, "horizontal")
    bends = bends[bends["segment_type"].ne("LINE")]
    limits = [
        limit_at(parameters, SUPERELEVATION, speed) or parameters.number(SUPERELEVATION.format(STEEPEST_AT_KMH))
        for speed in bends["speed_kmh"]
    ]
    return max(limits, default=0.0)


RULE = Rule(
    code="RD-12",
    name="road.crossfall",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(
        Clause("CJJ 37-2012", "5.4.1", edition="2016", confirmed=True),
        Clause("CJJ 37-2012", "表 6.2.5", edition="2016", confirmed=True),
    ),
    tables=(*ROAD_TABLES, *(name for name in TABLES if name not in ROAD_TABLES), "msr_strip"),
    parameters=(
        Parameter("least", "", baseline=0.01, exemplary=0.01),
        Parameter("most", "", baseline=0.02, exemplary=0.02),
        Parameter("superelevation_at_20", "", baseline=0.02, exemplary=0.02),
        Parameter("superelevation_at_30", "", baseline=0.02, exemplary=0.02),
        Parameter("superelevation_at_40", "", baseline=0.02, exemplary=0.02),
        Parameter("superelevation_at_50", "", baseline=0.04, exemplary=0.04),
        Parameter("superelevation_at_60", "", baseline=0.04, exemplary=0.04),
        Parameter("superelevation_at_80", "", baseline=0.06, exemplary=0.06),
        Parameter("superelevation_at_100", "", baseline=0.06, exemplary=0.06),
    ),
    check=check,
)
