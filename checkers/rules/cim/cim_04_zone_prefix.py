"""An easting carries the zone's number exactly where its coordinate reference system does.

Why
    EPSG:4547 and EPSG:4526 are one projection, written without and with the zone's number 38 before the easting. Mixed up, a
    model lies 38,000 km away.
Fails
    38,395,736.7 m in EPSG:4547; 395,736.7 m in EPSG:4526.
Passes
    38,395,736.7 m in EPSG:4526; 395,736.7 m in EPSG:4547.
Not applicable
    A model without a map conversion, or with a geographic system.
"""

from collections.abc import Iterator

from checkers.map_conversions import MISSING_CRS, declarations
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Compare each easting with that of its system's central meridian."""
    # Imported here, since a list of rules has to be had at once.
    from pipelines.runtime.projection import false_easting_m

    limit_m = parameters.number("prefix_limit_m")
    told = declarations(tables)
    for row in told[told["declaration"].ne("IfcRigidOperation")].itertuples():
        if row.crs is None or row.eastings_m != row.eastings_m:
            missing = MISSING_CRS if row.crs is None else "IfcMapConversion.Eastings"
            yield Undetermined(step_id=row.step_id, missing_field=missing, table="ifc_map_conversion")
            continue
        middle_m = false_easting_m(row.crs)
        if middle_m is None:
            continue
        has_prefix, wants_prefix = abs(row.eastings_m) > limit_m, abs(middle_m) > limit_m
        if has_prefix == wants_prefix:
            yield Passed(1)
            continue
        yield Failed(
            step_id=row.step_id, text="missing_prefix" if wants_prefix else "fail", unit="m",
            observed=format_number(row.eastings_m), expected=f"{'>' if wants_prefix else '<='} {format_number(limit_m)}",
            observed_value=row.eastings_m, limit_value=limit_m, params={"crs": row.crs}, table="ifc_map_conversion",
            inputs={"crs": row.crs, "eastings_m": row.eastings_m, "false_easting_m": middle_m},
        )  # fmt: skip


RULE = Rule(
    code="CIM-04",
    name="cim.zone_prefix",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.DESIGN,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("EPSG", "4525, 4526, 4546, 4547", confirmed=True),),
    tables=("ifc_map_conversion",),
    parameters=(Parameter("prefix_limit_m", "m", baseline=1_000_000.0, exemplary=1_000_000.0),),
    check=check,
)
