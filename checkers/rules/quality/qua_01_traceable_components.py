"""Main components can be traced to who made them, in which batch, and how they were accepted.

Why
    When one bearing of a batch cracks, the others have to be found before they do.
Fails
    In a model of construction, completion or operation: a lamp without a batch; a girder whose acceptance nobody recorded. One
    finding a component lists all that is missing.
Passes
    Girders, bearings, railings, guardrails, lamps, kerbs, layers of pavements, and beams, columns, slabs and walls that say that
    they are precast, each with manufacturer, batch, and either an acceptance record by property or a document whose name holds
    验收; its own, its type's, or of the assembly that it is part of, for which it is not asked by itself.
Not applicable
    Models of other stages, and models without such components. Where nobody says what stage a model is of, components that lack
    something leave the answer open.
"""

from collections.abc import Iterator

from checkers.requirement import IFC4, IFC4X3, Requirement, exactly, holds_property
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.traceability import MEMBERS, RECORDS, TABLES, traced_components
from cim_schema.codes import ModelStage, Obligation, ProjectCategory, RuleFamily, SixElement

BUILT = (ModelStage.CONSTRUCTION, ModelStage.COMPLETION, ModelStage.OPERATION)
STAGE = "project.yaml: stage"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each main component."""
    stage = tables["model_context"]["stage"].iloc[0]
    if stage is not None and stage not in BUILT:
        return
    components = traced_components(tables)
    if components.empty:
        return
    is_traced = components[list(RECORDS)].all(axis=1)
    yield Passed(int(is_traced.sum()))
    untraced = components[~is_traced]
    if stage is None:
        if len(untraced):
            yield Undetermined(missing_field=STAGE, params={"components": len(untraced)}, table="ifc_property")
        return
    for step_id, known in zip(untraced.index, untraced[list(RECORDS)].to_numpy(), strict=True):
        missing = [record for record, is_known in zip(RECORDS, known, strict=True) if not is_known]
        yield Failed(
            step_id=step_id, observed="—", table="ifc_property", inputs={"missing": missing},
            params={"missing": [f"@rule.QUA-01.{record}" for record in missing]},
        )  # fmt: skip


PRECAST = holds_property("Pset_ConcreteElementGeneral", "CastingMethod", "IFCLABEL", exactly("PRECAST"))

RULE = Rule(
    code="QUA-01",
    name="quality.traceable_components",
    version=1,
    family=RuleFamily.QUALITY,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("晋市政发〔2022〕2号", "三（五）1", confirmed=True),),
    tables=TABLES,
    requirements=tuple(
        Requirement(
            subject=subject,
            classes=classes,
            where=where,
            schemas=schemas,
            stages=frozenset(BUILT),
            asked=(
                holds_property("Pset_ManufacturerTypeInformation", "Manufacturer"),
                holds_property("Pset_ManufacturerOccurrence", "BatchReference"),
            ),
        )
        for subject, classes, where, schemas in (
            ("IfcBearing, IfcKerb, IfcCourse", ("IfcBearing", "IfcKerb", "IfcCourse"), (), (IFC4X3,)),
            ("IfcRailing, IfcLightFixture", ("IfcRailing", "IfcLightFixture"), (), (IFC4, IFC4X3)),
            ("PRECAST", MEMBERS, (PRECAST,), (IFC4X3,)),
        )
    ),
    check=check,
)
