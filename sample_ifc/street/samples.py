"""Which street models are written where."""

from sample_ifc.dialect import InfraDialect
from sample_ifc.proxies import ProxyDialect
from sample_ifc.street import bridge, bridge_deck, furniture, surfaces, terrain
from sample_ifc.street.faults import plant_in_parts, plant_in_weak_form
from sample_ifc.street.faulty_plan import FAULTY_PLAN, FAULTY_WEAK_PLAN
from sample_ifc.street.plan import StreetPlan
from sample_ifc.street.spatial import PROJECT_NAME, draw_bridge, draw_stretches, start
from sample_ifc.truth import Sample, Truth
from sample_ifc.writer import Draft

WEAK_PLAN = StreetPlan(step=10.0)


def street(plan: StreetPlan) -> dict[str, Draft]:
    """The two IFC4X3 parts, by name, not yet finished."""
    road, axis = start("street", "road", InfraDialect(), plan)
    draw_stretches(road)
    terrain.build(road, plan)
    surfaces.build(road, plan)
    furniture.build(road, plan, axis)
    crossing, axis = start("street", "bridge", InfraDialect(), plan)
    draw_bridge(crossing)
    bridge.build(crossing, plan)
    bridge_deck.build(crossing, plan, axis)
    return {"road": road, "bridge": crossing}


def weak_street(plan: StreetPlan, *, with_lamps: bool) -> Draft:
    """The one IFC2X3 model, not yet finished."""
    draft, _ = start("street_proxy", "street_proxy", ProxyDialect(), plan)
    draw_stretches(draft)
    draw_bridge(draft)
    terrain.build(draft, plan)
    surfaces.build(draft, plan)
    furniture.build(draft, plan, None, with_lamps=with_lamps)
    bridge.build(draft, plan)
    bridge_deck.build(draft, plan, None, with_lamps=with_lamps)
    return draft


def _draw_parts(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    parts = street(FAULTY_PLAN if is_faulty else StreetPlan())
    if is_faulty:
        plant_in_parts(parts, truth)
    return parts


def _draw_proxy(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    model = weak_street(FAULTY_WEAK_PLAN if is_faulty else WEAK_PLAN, with_lamps=not is_faulty)
    plant_in_weak_form(model, truth, is_faulty=is_faulty)
    return {"street_proxy": model}


SAMPLES = (
    Sample("street", PROJECT_NAME, "road_bridge", "completion", _draw_parts),
    Sample("street_proxy", f"{PROJECT_NAME}（IFC2X3 代理构件导出）", "road_bridge", "completion", _draw_proxy),
)
