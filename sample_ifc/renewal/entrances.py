"""The entrances of the houses: landing, steps, wheelchair ramp, handrails."""

from math import atan

from sample_ifc.renewal.plan import FLOOR, WALK, Entrance, RenewalPlan, entrances
from sample_ifc.renewal.spatial import SITE, metres, put
from sample_ifc.renewal.traces import acceptance, origin
from sample_ifc.shapes import Solid, box, cylinder, panel
from sample_ifc.values import Measure
from sample_ifc.writer import At, Draft

CODE = "14-10.20.00"
LANDING = 1.6
RISE = FLOOR - WALK
GAP = 0.05
"""From the house's panels to the ramp."""


def build(draft: Draft, plan: RenewalPlan) -> None:
    """Draw all entrances; every second ramp says its slope, the others show it."""
    for number, one in enumerate(entrances()):
        _landing(draft, one)
        run, width = plan.ramp(one.name)
        _ramp(draft, one, run, width, says_slope=number % 2 == 0)


def _landing(draft: Draft, one: Entrance) -> None:
    of = draft.type(
        "type/landing", "IfcSlabType", "单元入口平台 3000×1600", solids=[box((-1.5, 0, -0.8), (1.5, LANDING, 0), "granite")],
        code=CODE, material="concrete_c30", PredefinedType="LANDING",
    )  # fmt: skip
    at = At(one.x, one.face, FLOOR)
    put(draft, f"entrance/{one.name}/平台", "IfcSlab", "单元入口平台 3000×1600", SITE, of=of, at=at, PredefinedType="LANDING")
    treads: list[Solid] = [box((-1.5, 0.3 * i, -0.6), (1.5, 0.3 * (i + 1), -RISE / 2 * (i + 1)), "granite") for i in range(2)]
    steps = draft.type(
        "type/steps", "IfcStairType", "入口台阶 2级", solids=treads, code=CODE, material="granite",
        PredefinedType="STRAIGHT_RUN_STAIR",
        psets={"Pset_StairCommon": {"Reference": "TJ1", "NumberOfRiser": 2, "RiserHeight": RISE / 2, "TreadLength": 0.3,
        "IsExternal": True}},
    )  # fmt: skip
    put(
        draft, f"entrance/{one.name}/台阶", "IfcStair", "入口台阶 2级", SITE, of=steps, at=At(one.x, one.face + LANDING, FLOOR),
        PredefinedType="STRAIGHT_RUN_STAIR",
    )  # fmt: skip


def _ramp(draft: Draft, one: Entrance, run: float, width: float, *, says_slope: bool) -> None:
    kind = f"无障碍坡道 {run:g}×{width:g}"
    body = [panel(((0, -0.8), (run, -0.8), (run, -RISE), (0, 0)), 0, width, "paving")]
    of = draft.type(
        f"type/ramp/{run:g}x{width:g}", "IfcRampType", kind, solids=body, code=CODE, material="granite",
        PredefinedType="STRAIGHT_RUN_RAMP",
    )  # fmt: skip
    psets = {"Pset_RampCommon": {"Reference": "PD1", "IsExternal": True, "HandicapAccessible": True}}
    if says_slope:
        psets["Pset_RampFlightCommon"] = {
            "Slope": Measure("IfcPlaneAngleMeasure", round(atan(RISE / run), 6)), "ClearWidth": metres(width)
        }  # fmt: skip
    at = At(one.x + 1.5, one.face + GAP, FLOOR)
    put(
        draft, f"entrance/{one.name}/坡道", "IfcRamp", "无障碍坡道", SITE, of=of, at=at, psets=psets,
        PredefinedType="STRAIGHT_RUN_RAMP"
    )  # fmt: skip
    bars: list[Solid] = []
    for height in (0.65, 0.88):
        bars.append(
            panel(
                ((0, height - 0.02), (run, height - RISE - 0.02), (run, height - RISE + 0.02), (0, height + 0.02)), 0, 0.04, "steel"
            )
        )
    bars += [cylinder((x, 0.02, -x * RISE / run), 0.02, 0.88, "steel") for x in (0.1, run / 2, run - 0.1)]
    rail = draft.type(
        f"type/ramp_rail/{run:g}", "IfcRailingType", f"不锈钢坡道扶手 {run:g}m", solids=bars, code=CODE, material="stainless",
        PredefinedType="HANDRAIL",
        psets={"Pset_RailingCommon": {"Reference": "FS1", "Height": 0.88, "IsExternal": True}, **origin("railing")},
        documents=acceptance("railing"),
    )  # fmt: skip
    outside = At(at.x, at.y + width, at.z)
    put(
        draft, f"entrance/{one.name}/扶手", "IfcRailing", "坡道扶手", SITE, of=rail, at=outside, PredefinedType="HANDRAIL"
    )  # fmt: skip
