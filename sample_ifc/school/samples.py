"""Which school models are written where."""

from pathlib import Path

from sample_ifc.dialect import Dialect, MillimetreDialect
from sample_ifc.school import architecture, entrance, furniture, grounds, services, spatial, stairs, structure
from sample_ifc.school.faults import FAULTY_PLAN, plant_in_parts, plant_in_revit
from sample_ifc.school.plan import SchoolPlan
from sample_ifc.school.revit import RevitDialect
from sample_ifc.school.spatial import PROJECT_NAME
from sample_ifc.truth import Truth, write_project
from sample_ifc.writer import Draft


def write_samples(folder: Path) -> None:
    """Write the clean and the faulty schools."""
    for name in ("clean", "faulty"):
        is_faulty = name == "faulty"
        plan = FAULTY_PLAN if is_faulty else SchoolPlan()
        truth = Truth("school")
        parts = school(plan)
        if is_faulty:
            plant_in_parts(parts, truth)
        _write(folder / name / "school", PROJECT_NAME, parts, truth)
        truth = Truth("school_revit")
        model = school_revit(plan)
        if is_faulty:
            plant_in_revit(model, truth)
        _write(folder / name / "school_revit", f"{PROJECT_NAME}（Revit 导出）", {"school_revit": model}, truth)


def _write(folder: Path, name: str, parts: dict[str, Draft], truth: Truth) -> None:
    files = {part: f"school_{part.removeprefix('school_')}.ifc" for part in parts}
    write_project(folder, name, "building", "construction_drawing", parts, truth, files)


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
