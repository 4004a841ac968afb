"""Every element, or its type, carries a well-formed class code of GB/T 51269.

Why
    Quantities, costs and the city's queries go by class. A name says what its author thought; a code says the same to everybody.
Fails
    A wall with a class of Uniclass only; the code ``14-10.2``.
Passes
    A wall whose type has the reference ``14-10.20.03`` of a system named GB/T 51269-2017.
Not applicable
    A model without elements.
"""

from collections.abc import Iterator

from checkers.requirement import Requirement, is_classified, like
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

DOCUMENT = "51269"
WELL_FORMED = r"\d{2}-\d{2}\.\d{2}(?:\.\d{2}){0,2}"
"""Table, then main, middle, small and detailed class of two digits each; as implementations of the standard split it."""
EXPECTED = "GB/T 51269 NN-NN.NN[.NN[.NN]]"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each element; the element's own reference counts before its type's."""
    elements = tables["ifc_element"]
    elements = elements.loc[elements["family"].eq("element"), ["step_id", "type_step_id"]]
    rows = tables["ifc_classification"]
    system = rows["system_name"].fillna("") + " " + rows["system_source"].fillna("") + " " + rows["location"].fillna("")
    # A reference may stand below others of its system: the one that the element refers to has depth 0.
    one_reference = [rows["step_id"], rows["association_step_id"]]
    is_national = system.str.contains(DOCUMENT, regex=False).groupby(one_reference).transform("any")
    rows = rows[is_national & rows["depth"].eq(0)].sort_values(["step_id", "association_step_id"])
    rows = rows.drop_duplicates("step_id")
    code_of = dict(zip(rows["step_id"], rows["identification"].fillna("").str.strip(), strict=True))
    own, of_type = (elements[column].map(code_of).astype("object") for column in ("step_id", "type_step_id"))
    codes = own.fillna(of_type)
    is_well = codes.fillna("").astype("str").str.fullmatch(WELL_FORMED)
    yield Passed(int(is_well.sum()))
    for step_id in elements.loc[codes.isna(), "step_id"]:
        yield Failed(step_id=step_id, text="missing", observed="—", expected=EXPECTED, table="ifc_classification")
    is_bad = codes.notna() & ~is_well
    for step_id, code in zip(elements.loc[is_bad, "step_id"], codes[is_bad], strict=True):
        yield Failed(step_id=step_id, observed=code or "—", expected=EXPECTED, table="ifc_classification", inputs={"code": code})


RULE = Rule(
    code="CIM-07",
    name="cim.classification",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB/T 51269-2017", ""),),
    tables=("ifc_element", "ifc_classification"),
    requirements=(
        Requirement(
            subject="IfcElement",
            classes=("IfcElement",),
            has_subtypes=True,
            without=("IfcFeatureElement",),
            is_whole=True,
            asked=(is_classified(like(f".*{DOCUMENT}.*"), like(WELL_FORMED.replace("?:", ""))),),
        ),
    ),
    check=check,
)
