"""Which school models are written where."""

from sample_ifc.dialect import Dialect, MillimetreDialect
from sample_ifc.school import architecture, entrance, furniture, grounds, services, spatial, stairs, structure
from sample_ifc.school.faults import plant_in_parts, plant_in_revit
from sample_ifc.school.plan import SchoolPlan
from sample_ifc.school.plan_faults import FAULTY_PLAN
from sample_ifc.school.revit import RevitDialect
from sample_ifc.school.spatial import PROJECT_NAME
from sample_ifc.truth import Sample, Truth
from sample_ifc.writer import Draft


def school(plan: SchoolPlan) -> dict[str, Draft]:
    """The three IFC4 parts, by name, not yet finished."""
    arch = spatial.start("school", "arch", Dialect(), plan)
    draw_architecture(arch, plan)
    struct = spatial.start("school", "struct", MillimetreDialect(), plan, with_foundation=True)
    structure.build(struct, plan)
    mep = spatial.start("school", "mep", Dialect(), plan)
    services.build(mep, plan)
    return {"arch": arch, "struct": struct, "mep": mep}


def school_revit(plan: SchoolPlan) -> Draft:
    """The one IFC2X3 model, not yet finished."""
    draft = spatial.start("school_revit", "school_revit", RevitDialect(), plan, with_foundation=True)
    draw_architecture(draft, plan)
    structure.build(draft, plan)
    services.build(draft, plan)
    return draft


def draw_architecture(draft: Draft, plan: SchoolPlan) -> None:
    """All that architects and landscape architects draw."""
    architecture.build(draft, plan)
    stairs.build(draft, plan)
    entrance.build(draft, plan)
    furniture.build(draft, plan)
    grounds.build(draft)


def _draw_parts(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    parts = school(FAULTY_PLAN if is_faulty else SchoolPlan())
    if is_faulty:
        plant_in_parts(parts, truth)
    return parts


def _draw_revit(is_faulty: bool, truth: Truth) -> dict[str, Draft]:
    model = school_revit(FAULTY_PLAN if is_faulty else SchoolPlan())
    if is_faulty:
        plant_in_revit(model, truth)
    return {"school_revit": model}


SAMPLES = (
    Sample("school", PROJECT_NAME, "building", "construction_drawing", _draw_parts),
    Sample("school_revit", f"{PROJECT_NAME}（Revit 导出）", "building", "construction_drawing", _draw_revit),
)
