"""The model names its project's code and stage.

Why
    The platform files a model under the project's code; without it somebody has to ask, and files it wrong all the same.
Fails
    A model without a code; the code ``2024-14052-70-03-000001``, which lacks a digit; a model that says no stage.
Passes
    Year, region of six digits, trade, kind and serial number: four, six, two, two and six digits with hyphens, in a property
    (项目代码) of project, site or building, or as Name, LongName or Description of one of these; and a stage, as sent with the
    project, as the project's Phase, or as a property (项目阶段).
Not applicable
    A file without IfcProject.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.lasting_order import in_lasting_order
from checkers.properties import effective_values
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Verdict
from checkers.text_values import fold, is_given
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

if TYPE_CHECKING:
    import pandas as pd

HOLDERS = ("IfcProject", "IfcSite", "IfcBuilding", "IfcRoad", "IfcBridge", "IfcFacility")
WRITTEN_IN = ("name", "long_name", "description")
EXPECTED = "YYYY-NNNNNN-NN-NN-NNNNNN"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the project."""
    elements = tables["ifc_element"]
    projects = in_lasting_order(elements[elements["ifc_class"].eq("IfcProject")])["step_id"]
    if projects.empty:
        return
    project = int(projects.iloc[0])
    holders = in_lasting_order(elements[elements["ifc_class"].isin(HOLDERS)])
    form = re.compile(parameters.text("form"))
    told = _told(tables, holders, "project_code")
    written = [text for name in WRITTEN_IN for text in holders[name].dropna()]
    if any(form.fullmatch(fold(text)) for text in (*told, *written)):
        yield Passed(1)
    else:
        yield Failed(
            step_id=project, subject="code", text="form" if told else "code", observed=told[0] if told else "—", expected=EXPECTED,
            table="ifc_property",
        )  # fmt: skip
    phases = [*tables["model_context"]["stage"].dropna(), *tables["ifc_model"]["phase"].dropna()]
    if any(is_given(str(phase)) for phase in (*phases, *_told(tables, holders, "project_stage"))):
        yield Passed(1)
    else:
        yield Failed(step_id=project, subject="stage", text="stage", observed="—", table="ifc_model")


def _told(tables: Frames, holders: "pd.DataFrame", field: str) -> list[str]:
    values = effective_values(tables, field)["value"]
    return [str(values[step_id]) for step_id in holders["step_id"] if step_id in values.index and is_given(values[step_id])]


RULE = Rule(
    code="CIM-08",
    name="cim.project_code",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    # The form is that of the codes which platforms hold.
    clauses=(Clause("投资项目统一代码", ""),),
    tables=("ifc_element", "ifc_property", "ifc_model"),
    parameters=(Parameter("form", "", baseline=r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}", exemplary=r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}"),),
    check=check,
)
