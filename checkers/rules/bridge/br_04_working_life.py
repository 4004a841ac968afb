"""Bridges are designed for the working life that their size asks for.

Why
    Cover, steel and bearings are chosen for it once; a large bridge that is worn out after fifty years closes a road for years.
Fails
    A large bridge (大桥) designed for 50 years; a small one for 20.
Passes
    At least 100 years for the largest, large and important medium bridges, 50 for other medium and important small ones, 30 for
    other small ones; as declared (设计工作年限, 设计使用年限: 100年, P100Y). The class is declared (桥梁分类), else told by total
    length and span, the higher of the two, else by the measured length of deck and girders. One of just 30 m may be
    small or medium.
Not applicable
    A model without bridges. A bridge that does not say its working life cannot be judged; neither can one whose life would be
    enough for an ordinary bridge of its class and not for an important one, if it does not say which (重要, 一般).
"""

from collections.abc import Iterator
from typing import Any

from checkers.bridges import CLASSES, bridge_classes, bridges, working_lives
from checkers.requirement import IFC4X3, Requirement, holds_property
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

MISSING_LIFE, MISSING_CLASS = "设计工作年限", "桥梁分类"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bridge."""
    lives = working_lives(tables)
    for step_id in sorted(int(step_id) for step_id in bridges(tables)["step_id"]):
        sizes, is_important = bridge_classes(tables, step_id)
        size = sizes[0] if len(sizes) == 1 else None
        least, most = _wanted(sizes, is_important, parameters)
        years = lives.get(step_id)
        if years is not None and is_at_least(years, most):
            yield Passed(1)
            continue
        wanted = format_number(least) if least == most else f"{format_number(least)}–{format_number(most)}"
        said: dict[str, Any] = {
            "step_id": step_id, "unit": "a", "table": "ifc_property",
            "expected": f">= {wanted}",
            "limit_value": least,
            "params": {"kind": f"@rule.BR-04.{size or 'unknown'}", "most": format_number(most), "wanted": wanted},
        }  # fmt: skip
        if years is None:
            yield Undetermined(**said, missing_field=MISSING_LIFE)
            continue
        said |= {
            "observed": format_number(years), "observed_value": float(years),
            "inputs": {"years": float(years), "class": size, "is_important": is_important},
        }  # fmt: skip
        if not is_at_least(years, least):
            yield Failed(**said | {"expected": f">= {format_number(least)}"})
        else:
            yield Undetermined(**said, missing_field=MISSING_CLASS, text="class_unknown" if size is None else "importance_unknown")


def _wanted(sizes: tuple[str, ...], is_important: bool | None, parameters: Parameters) -> tuple[float, float]:
    """Years wanted at least, and at most, where it is not known which holds."""
    ordinary = {"largest": "large", "large": "large", "medium": "medium", "small": "small"}
    important = {"largest": "large", "large": "large", "medium": "large", "small": "medium"}
    kinds = [ordinary] if is_important is False else [important] if is_important else [ordinary, important]
    years = [parameters.number(f"{kind[size]}_years") for kind in kinds for size in sizes or CLASSES]
    return min(years), max(years)


RULE = Rule(
    code="BR-04",
    name="bridge.working_life",
    version=2,
    family=RuleFamily.BRIDGE,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "表 6.0.4", confirmed=True), Clause("CJJ 11-2011", "表 3.0.2", confirmed=True)),
    tables=("ifc_element", "ifc_type", "ifc_property", "ifc_quantity", "msr_thing", "msr_footprint"),
    parameters=(
        Parameter("large_years", "a", baseline=100.0, exemplary=100.0),
        Parameter("medium_years", "a", baseline=50.0, exemplary=50.0),
        Parameter("small_years", "a", baseline=30.0, exemplary=30.0),
    ),
    requirements=(
        Requirement(
            subject="IfcBridge", classes=("IfcBridge",), schemas=(IFC4X3,), asked=(holds_property("JCPset_Bridge", MISSING_LIFE),)
        ),
    ),
    check=check,
)
