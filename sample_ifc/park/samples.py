"""Which park models are written where."""

from sample_ifc.dialect import InfraDialect
from sample_ifc.park import bridge, furnishings, pavilion, planting, surfaces, toilet
from sample_ifc.park.faults import faulty_plan, plant_in_parts, plant_in_proxies
from sample_ifc.park.plan import ParkPlan
from sample_ifc.park.spatial import PROJECT_NAME, start
from sample_ifc.proxies import ProxyDialect
from sample_ifc.truth import Sample, Truth
from sample_ifc.writer import Draft

WEAK_CELL = 20.0
"""Faces of IFC2X3 are long to write; the ground of the weak form is coarser."""


def park(plan: ParkPlan) -> dict[str, Draft]:
    """The two IFC4X3 parts, by name, not yet finished."""
    landscape = start("park", "landscape", InfraDialect(), has_feature=True)
    draw_landscape(landscape, plan)
    plants = start("park", "planting", InfraDialect(), has_feature=False)
    planting.build(plants, plan)
    return {"landscape": landscape, "planting": plants}


def park_proxy(plan: ParkPlan) -> Draft:
    """The one IFC2X3 model, not yet finished."""
    draft = start("park_proxy", "park_proxy", ProxyDialect(), has_feature=True)
    draw_landscape(draft, plan)
    planting.build(draft, plan)
    return draft


def draw_landscape(draft: Draft, plan: ParkPlan) -> None:
    """All but the new planting and its watering."""
    surfaces.build(draft, plan)
    bridge.build(draft, plan)
    pavilion.build(draft, plan)
    toilet.build(draft, plan)
    furnishings.build(draft, plan)
    planting.build_kept(draft)


def _draw_parts(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    parts = park(faulty_plan() if is_faulty else ParkPlan())
    if is_faulty:
        plant_in_parts(parts, truth)
    return parts


def _draw_proxy(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    model = park_proxy(faulty_plan(WEAK_CELL) if is_faulty else ParkPlan(WEAK_CELL))
    if is_faulty:
        plant_in_proxies(model, truth)
    return {"park_proxy": model}


SAMPLES = (
    Sample("park", PROJECT_NAME, "landscape", "completion", _draw_parts),
    Sample("park_proxy", f"{PROJECT_NAME}（中文软件导出）", "landscape", "completion", _draw_proxy),
)
