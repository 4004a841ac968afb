"""Which models of the block of flats are written where."""

from sample_ifc.apartments import fittings, stairs, storeys
from sample_ifc.apartments.faults import FAULTY_PLAN, plant_faults
from sample_ifc.apartments.plan import HousePlan
from sample_ifc.apartments.spatial import PROJECT_NAME, start
from sample_ifc.dialect import Dialect
from sample_ifc.school.rooms import build_rooms, build_zones
from sample_ifc.truth import Sample, Truth
from sample_ifc.writer import Draft


def apartments(plan: HousePlan) -> Draft:
    """The one IFC4 model, not yet finished."""
    draft = start(Dialect(), plan)
    storeys.build(draft, plan)
    for storey in plan.storeys:
        build_rooms(draft, plan, storey)
    build_zones(draft, plan)
    stairs.build(draft, plan)
    fittings.build(draft, plan)
    return draft


def _draw(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    draft = apartments(FAULTY_PLAN if is_faulty else HousePlan())
    if is_faulty:
        plant_faults(draft, truth)
    return {"arch": draft}


SAMPLES = (Sample("apartments", PROJECT_NAME, "building", "construction_drawing", _draw),)
