"""A model with a site, building or facility says where it stands, in a system that the city accepts.

Why
    Without a map conversion the model lands at the origin of the map, or is moved by hand, differently each time; in a
    foreign system it lands elsewhere.
Fails
    A model with an IfcBuilding and no IfcMapConversion; one whose IfcProjectedCRS is EPSG:32650.
Passes
    The same model after the survey point is set in the authoring tool to EPSG:4547 and exported as IFC4, or written as
    ePSet_MapConversion and ePSet_ProjectedCRS in IFC2X3.
Not applicable
    A library of types: it has no site, building or facility.
"""

from collections.abc import Iterator

from checkers.lasting_order import in_lasting_order
from checkers.map_conversions import MISSING_CRS, declarations
from checkers.requirement import IFC4, IFC4X3, Requirement, holds_attribute, one_of
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import BUILDINGS, FACILITIES
from cim_schema.city import ACCEPTED_CRS
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the model as a whole."""
    elements = tables["ifc_element"]
    roots = elements[elements["ifc_class"].isin(["IfcSite", *BUILDINGS, *FACILITIES])]
    if roots.empty:
        return
    sites = roots[roots["ifc_class"].eq("IfcSite")]
    site = int(in_lasting_order(roots if sites.empty else sites)["step_id"].iloc[0])
    accepted = set(parameters.texts("accepted_crs")) | set(tables["model_context"]["crs"].dropna())
    expected = " / ".join(sorted(accepted))
    told = declarations(tables)
    foreign = told[told["crs"].notna() & ~told["crs"].isin(accepted)]
    if told.empty:
        yield Failed(step_id=site, text="missing", observed="0", expected=expected, table="ifc_map_conversion")
    elif len(foreign):
        names = sorted(set(foreign["crs_name"]))
        yield Failed(
            step_id=site, observed=" / ".join(names), expected=expected, table="ifc_map_conversion", inputs={"crs_name": names}
        )
    elif told["crs"].isna().any():
        name = told.loc[told["crs"].isna(), "crs_name"].fillna("").iloc[0]
        yield Undetermined(
            step_id=site, missing_field=MISSING_CRS, observed=name or None, expected=expected, table="ifc_map_conversion"
        )
    else:
        yield Passed(1)


CRS = Parameter("accepted_crs", "", baseline=ACCEPTED_CRS, exemplary=ACCEPTED_CRS)

RULE = Rule(
    code="CIM-01",
    name="cim.map_conversion_present",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.DESIGN,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("ISO 16739-1:2024", "IfcMapConversion", confirmed=True),),
    tables=("ifc_element", "ifc_map_conversion"),
    parameters=(CRS,),
    requirements=(
        # Before IFC4 a model says it in property sets, which may stand at the site or the project.
        Requirement(subject="IfcMapConversion", classes=("IfcMapConversion",), has_to_exist=True, schemas=(IFC4, IFC4X3)),
        Requirement(
            subject="IfcProjectedCRS",
            classes=("IfcProjectedCRS",),
            schemas=(IFC4, IFC4X3),
            asked=(holds_attribute("Name", one_of(*ACCEPTED_CRS)),),
        ),
    ),
    check=check,
)
