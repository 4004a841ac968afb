"""A bridge declares the class that its length and span give it.

Why
    Working life, safety grade and flood all follow from the class; a large bridge called a medium one is built for half the time.
Fails
    A bridge of 120 m that calls itself a medium one (中桥).
Passes
    The class of total length or of the longest span, whichever is higher: 特大 beyond 1000 m or 150 m, 大 from 100 m or 40 m, 中
    from 30 m or 20 m, 小 below. One of just 30 m may be either.
Not applicable
    A model without bridges. A bridge that declares no class (桥梁分类), or no size and has no deck to be measured, cannot be
    judged. A higher class than that of the measured length of the deck is believed, where no span is declared.
"""

from collections.abc import Iterator
from typing import Any

from checkers.bridges import CLASSES, bridges, declared_class, size_classes
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

MISSING_CLASS, MISSING_SIZE = "桥梁分类", "桥梁总长"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bridge."""
    for step_id in sorted(int(step_id) for step_id in bridges(tables)["step_id"]):
        declared, _ = declared_class(tables, step_id)
        sizes = size_classes(tables, step_id)
        if declared is None:
            yield Undetermined(step_id=step_id, missing_field=MISSING_CLASS, text="no_class")
            continue
        if sizes is None:
            yield Undetermined(step_id=step_id, missing_field=MISSING_SIZE)
            continue
        rank = CLASSES.index(declared)
        if sizes.least <= rank <= sizes.greatest or (sizes.is_open and rank > sizes.greatest):
            yield Passed(1)
            continue
        wanted = CLASSES[sizes.least if rank < sizes.least else sizes.greatest]
        params: dict[str, Any] = {
            "length": "—" if sizes.length_m is None else format_number(sizes.length_m, 1),
            "span": "—" if sizes.span_m is None else format_number(sizes.span_m, 1),
            "declared": f"@rule.BR-14.{declared}", "wanted": f"@rule.BR-14.{wanted}",
        }  # fmt: skip
        yield Failed(
            step_id=step_id, observed=declared, expected=wanted, params=params,
            table="msr_footprint" if sizes.is_open else "ifc_property",
            inputs={"length_m": sizes.length_m, "span_m": sizes.span_m},
        )  # fmt: skip


RULE = Rule(
    code="BR-14",
    name="bridge.bridge_class",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.QUALITY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("CJJ 11-2011", "表 3.0.2", confirmed=True),),
    tables=("ifc_element", "ifc_type", "ifc_property", "ifc_quantity", "msr_thing", "msr_footprint"),
    check=check,
)
