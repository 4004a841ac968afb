"""Which models of the renewal are written where."""

from sample_ifc.dialect import InfraDialect
from sample_ifc.proxies import ProxyDialect
from sample_ifc.renewal import entrances, furniture, gate, grounds, houses, lanes, mains, planting, toilet
from sample_ifc.renewal.faults import FAULTY_PLAN, FAULTY_PROXY_PLAN, plant_in_parts, plant_in_proxies
from sample_ifc.renewal.plan import RenewalPlan
from sample_ifc.renewal.spatial import PROJECT_NAME, start
from sample_ifc.truth import Sample, Truth
from sample_ifc.writer import Draft


def renewal(plan: RenewalPlan) -> dict[str, Draft]:
    """The two IFC4X3 parts, by name, not yet finished."""
    site = start("renewal", "site", InfraDialect(), with_storeys=False)
    draw_site(site, plan)
    facade = start("renewal", "facade", InfraDialect(), with_lanes=False)
    houses.build(facade)
    return {"site": site, "facade": facade}


def renewal_proxy(plan: RenewalPlan) -> Draft:
    """The one IFC2X3 model, not yet finished."""
    draft = start("renewal_proxy", "renewal_proxy", ProxyDialect())
    draw_site(draft, plan)
    houses.build(draft)
    return draft


def draw_site(draft: Draft, plan: RenewalPlan) -> None:
    """All that is outdoors, and the public toilet."""
    grounds.build(draft, plan)
    lanes.build(draft, plan)
    gate.build(draft, plan)
    entrances.build(draft, plan)
    toilet.build(draft)
    mains.build(draft)
    planting.build(draft, plan)
    furniture.build(draft, plan)


def _draw_parts(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    parts = renewal(FAULTY_PLAN if is_faulty else RenewalPlan())
    if is_faulty:
        plant_in_parts(parts, truth)
    return parts


def _draw_proxy(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    model = renewal_proxy(FAULTY_PROXY_PLAN if is_faulty else RenewalPlan())
    if is_faulty:
        plant_in_proxies(model, truth)
    return {"renewal_proxy": model}


SAMPLES = (
    Sample("renewal", PROJECT_NAME, "habitat", "construction", _draw_parts),
    Sample("renewal_proxy", f"{PROJECT_NAME}（IFC2X3 代理构件）", "habitat", "construction", _draw_proxy),
)
