"""Heights are in the 1985 national height system, and the map conversion and the site say the same height.

Why
    Two models whose zero is not the same height do not meet; a difference of 29 mm lies between the systems of 1956 and 1985.
Fails
    VerticalDatum "Yellow Sea 1956"; OrthogonalHeight 742.300 and IfcSite.RefElevation 742.000.
Passes
    VerticalDatum "1985国家高程基准" or "EPSG:5737", and both heights equal within a millimetre, or only one given.
Not applicable
    A model without a map conversion.
"""

from collections.abc import Iterator

from checkers.requirement import IFC4, IFC4X3, Requirement, holds_attribute, like
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_most

EXPECTED = "EPSG:5737"
MISSING = "IfcProjectedCRS.VerticalDatum"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each map conversion, and at each site that says its height beside it."""
    # Imported here, since a list of rules has to be had at once.
    from pipelines.runtime.crs_name import read_crs, read_vertical_crs

    told = tables["ifc_map_conversion"]
    for row in told.itertuples():
        datum = row.vertical_datum if isinstance(row.vertical_datum, str) else ""
        named = read_crs(row.crs_name) if isinstance(row.crs_name, str) else None
        if EXPECTED in {read_vertical_crs(datum), named and named.vertical}:
            yield Passed(1)
        elif datum.strip():
            yield Failed(
                step_id=row.step_id, subject="datum", text="datum", observed=datum, expected=EXPECTED, table="ifc_map_conversion"
            )
        else:
            yield Undetermined(
                step_id=row.step_id, subject="datum", missing_field=MISSING, expected=EXPECTED, table="ifc_map_conversion"
            )
    yield from _heights(tables, parameters.number("height_tolerance_m"))


def _heights(tables: Frames, tolerance_m: float) -> Iterator[Verdict]:
    heights = tables["ifc_map_conversion"]["orthogonal_height_m"].dropna()
    sites = tables["ifc_spatial"]
    sites = sites[sites["ifc_class"].eq("IfcSite")]
    # A site within a site has a height of its own.
    sites = sites[~sites["parent_step_id"].isin(sites["step_id"]) & sites["ref_elevation_m"].notna()]
    if heights.empty:
        return
    for site in sites.itertuples():
        nearest = float(heights.iloc[(heights - site.ref_elevation_m).abs().argmin()])
        if is_at_most(abs(nearest - site.ref_elevation_m), tolerance_m):
            yield Passed(1)
            continue
        yield Failed(
            step_id=site.step_id, subject="height", text="height", unit="m",
            observed=format_number(site.ref_elevation_m), expected=format_number(nearest),
            observed_value=site.ref_elevation_m, limit_value=nearest, table="ifc_spatial",
            inputs={"orthogonal_height_m": nearest, "ref_elevation_m": site.ref_elevation_m},
        )  # fmt: skip


RULE = Rule(
    code="CIM-02",
    name="cim.vertical_datum",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.DESIGN,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "CIM-02"),),
    tables=("ifc_map_conversion", "ifc_spatial"),
    parameters=(Parameter("height_tolerance_m", "m", baseline=0.001, exemplary=0.001),),
    requirements=(
        Requirement(
            subject="IfcProjectedCRS.VerticalDatum",
            classes=("IfcProjectedCRS",),
            schemas=(IFC4, IFC4X3),
            asked=(holds_attribute("VerticalDatum", like(f".*{EXPECTED}.*", ".*1985.*国家.*高程.*", ".*国家.*高程.*1985.*")),),
        ),
    ),
    check=check,
)
