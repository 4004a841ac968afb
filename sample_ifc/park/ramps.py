"""Ramps for wheelchairs, with their handrails."""

from typing import Any

from sample_ifc.park.spatial import SITE
from sample_ifc.park.traceability import acceptance, batch, made_by
from sample_ifc.shapes import Solid, cylinder, panel
from sample_ifc.values import Measure
from sample_ifc.writer import At, Draft

CODE = "14-10.20.00"
HANDRAIL = 0.85


def draw_ramp(
    draft: Draft, path: str, name: str, container: str, at: At, rise: float, run: float, width: float, declared: dict[str, Any]
) -> None:  # fmt: skip
    """A ramp that falls along its own x from ``rise`` to nothing, and a handrail on either side.

    Args:
        draft: The model.
        path: Its name in the generator.
        name: For people.
        container: The part of the park or the storey that it stands in.
        at: Where its upper edge begins; its width is along y.
        rise: Height of its upper edge, metres.
        run: Its length in plan.
        width: Between its edges.
        declared: What its designer says of slope and width.
    """
    psets: dict[str, dict[str, Any]] = {
        "Pset_RampCommon": {"Reference": name, "IsExternal": True, "HandicapAccessible": True, "HasNonSkidSurface": True}
    }
    if declared:
        psets["JCPset_Ramp"] = declared
    draft.element(
        path, "IfcRamp", name, within=SITE, container=container, at=at, code=CODE, material="granite", psets=psets,
        solids=[panel(((0, -0.3), (run, -0.3), (run, 0), (0, rise)), 0, width, "plaza")],
        PredefinedType="STRAIGHT_RUN_RAMP",
    )  # fmt: skip
    of = draft.type(
        "type/railing/ramp", "IfcRailingType", "坡道扶手 φ40", code=CODE, material="stainless", documents=acceptance("03", "扶手"),
        psets={"Pset_RailingCommon": {"Reference": "FS40", "Height": HANDRAIL, "IsExternal": True}} | made_by("上党金属构件厂"),
        PredefinedType="HANDRAIL",
    )  # fmt: skip
    for side, y in (("左", 0.06), ("右", width - 0.06)):
        bar = panel(((0, rise + 0.81), (run, 0.81), (run, HANDRAIL), (0, rise + HANDRAIL)), y - 0.02, y + 0.02, "steel")
        posts: list[Solid] = [
            cylinder((x, y, round(rise * (1 - x / run) - 0.02, 3)), 0.02, 0.84, "steel")
            for x in (0.15, round(run / 2, 3), run - 0.15)
        ]
        draft.element(
            f"{path}/扶手{side}", "IfcRailing", "坡道扶手", within=SITE, container=container, at=at, solids=[bar, *posts], of=of,
            psets=batch("FS-2025-01"), PredefinedType="HANDRAIL",
        )  # fmt: skip


def declared_slope(ratio: str, width: float) -> dict[str, Any]:
    """Slope and width as a designer writes them down."""
    return {"坡度": ratio, "净宽": Measure("IfcPositiveLengthMeasure", width)}
