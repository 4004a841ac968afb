"""The model's origin lies in Jincheng.

Why
    A wrong zone, swapped coordinates or a millimetre value in a metre field moves a project by tens of kilometres, and nothing
    in the model itself looks wrong.
Fails
    Easting and northing swapped; a project of the 111°E zone declared in the 114°E zone.
Passes
    EPSG:4547, 395736.7 E, 3929563.0 N: the city proper.
Not applicable
    A model without a map conversion.
"""

from collections.abc import Iterator
from math import isfinite

from checkers.map_conversions import MISSING_CRS, declarations
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.city import LAT_DEG, LON_DEG
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each map conversion."""
    # Imported here, since a list of rules has to be had at once.
    from pipelines.runtime.projection import to_lonlat

    west, east = parameters.number("west_deg"), parameters.number("east_deg")
    south, north = parameters.number("south_deg"), parameters.number("north_deg")
    expected = f"{format_number(west)}–{format_number(east)}°E, {format_number(south)}–{format_number(north)}°N"
    told = declarations(tables)
    is_whole = told["crs"].notna() & told["eastings_m"].notna() & told["northings_m"].notna()
    for row in told[~is_whole].itertuples():
        missing = MISSING_CRS if row.crs is None else "IfcMapConversion.Eastings"
        yield Undetermined(step_id=row.step_id, missing_field=missing, expected=expected, table="ifc_map_conversion")
    for row in told[is_whole].itertuples():
        inputs = {"crs": row.crs, "eastings_m": row.eastings_m, "northings_m": row.northings_m}
        ((lon, lat),) = to_lonlat([[row.eastings_m, row.northings_m]], row.crs).tolist()
        if west <= lon <= east and south <= lat <= north:
            yield Passed(1)
            continue
        is_somewhere = isfinite(lon) and isfinite(lat)
        on_map = f"E {format_number(row.eastings_m)}, N {format_number(row.northings_m)}"
        observed = f"{format_number(lon, 4)}°E, {format_number(lat, 4)}°N" if is_somewhere else on_map
        yield Failed(
            step_id=row.step_id, text="fail" if is_somewhere else "nowhere", observed=observed, expected=expected,
            params={"crs": row.crs}, table="ifc_map_conversion", inputs=inputs,
        )  # fmt: skip


RULE = Rule(
    code="CIM-03",
    name="cim.inside_jincheng",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.DESIGN,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "CIM-03"),),
    tables=("ifc_map_conversion",),
    parameters=(
        Parameter("west_deg", "deg", baseline=LON_DEG[0], exemplary=LON_DEG[0]),
        Parameter("east_deg", "deg", baseline=LON_DEG[1], exemplary=LON_DEG[1]),
        Parameter("south_deg", "deg", baseline=LAT_DEG[0], exemplary=LAT_DEG[0]),
        Parameter("north_deg", "deg", baseline=LAT_DEG[1], exemplary=LAT_DEG[1]),
    ),
    check=check,
)
