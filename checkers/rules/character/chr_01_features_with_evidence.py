"""The project says what makes it its own, and brings evidence for people to judge.

Why
    Character is one of the six elements of a quality project, and the only one that no rule can measure: it is judged by people,
    from what the project shows them.
Fails
    Never: whether a feature is one is not for a rule to say.
Passes
    An object or type with a feature (特色要素) and a piece of evidence: a property that names it (特色证据), or a document that is
    associated with it, other than one about acceptance (验收).
Not applicable
    Never for the project as a whole: where no model names a feature, the project of the first part is undetermined. A feature
    without evidence is undetermined at the object or type that says it. The other models have nothing to look at.
"""

from collections.abc import Iterator

from checkers.features import PROPERTIES, TABLES, find_features
from checkers.lasting_order import in_lasting_order
from checkers.rule import Clause, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

FEATURE, EVIDENCE = "JCPset_Feature.特色要素", "JCPset_Feature.特色证据"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at all models of the project together."""
    features = find_features(tables)
    for one in features:
        if one.documents:
            yield Passed(1, model_id=one.model_id)
        else:
            yield Undetermined(
                model_id=one.model_id, step_id=one.step_id, missing_field=EVIDENCE, text="no_evidence",
                params={"feature": one.feature}, table="ifc_property",
            )  # fmt: skip
    if features:
        return
    first = tables["model_context"].sort_values(["part", "model_id"])["model_id"].iloc[0]
    elements = tables["ifc_element"]
    projects = in_lasting_order(elements[elements["model_id"].eq(first) & elements["ifc_class"].eq("IfcProject")])["step_id"]
    yield Undetermined(
        model_id=first, step_id=None if projects.empty else int(projects.iloc[0]), missing_field=FEATURE, table="ifc_property"
    )


RULE = Rule(
    code="CHR-01",
    name="character.features_with_evidence",
    version=1,
    family=RuleFamily.CHARACTER,
    element=SixElement.CHARACTER,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("晋市政发〔2022〕2号", "二（二）", confirmed=True),),
    tables=TABLES,
    scope="federation",
    properties=PROPERTIES,
    check=check,
)
