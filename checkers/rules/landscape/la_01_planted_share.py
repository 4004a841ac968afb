"""At least 65 % of a park's land is planted.

Why
    A park is green ground with some paving in it, and not the other way round.
Fails
    A park of 10,000 m² land with 6,000 m² of lawns, beds and groves.
Passes
    6,500 m² of 10,000 m². Planted areas count by the union of their outlines seen from above, less the paths, squares and other
    paving that are drawn over them. Land is what the site declares as 陆地面积, or its TotalArea (用地面积) less the water; else
    the outline of the site, else of the terrain, less the water. The finding stands at the first site.
Not applicable
    A model without planted areas. One without any area of land, or with planted areas without a shape, cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order
from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import PAVED, outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number, is_at_least

LAND_ONLY = "陆地面积"
AREA, SHAPE = "Pset_SiteCommon.TotalArea", "IfcProduct.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the model as a whole."""
    import shapely

    planted = things(tables, Thing.PLANTED_AREA)
    if planted.empty:
        return
    shapes = outlines(tables)

    def joined(*wanted: Thing) -> Any:
        return shapely.union_all(shapes[shapes.index.isin(things(tables, *wanted)["step_id"])].to_numpy(object))

    elements = tables["ifc_element"]
    sites = in_lasting_order(elements[elements["ifc_class"].eq("IfcSite")])["step_id"]
    limit = parameters.number("share")
    said: dict[str, Any] = {
        "step_id": None if sites.empty else int(sites.iloc[0]), "expected": f">= {format_number(limit)}", "limit_value": limit,
        "unit": "", "table": "msr_footprint",
    }  # fmt: skip
    without_shape = ~planted["step_id"].isin(shapes.index)
    if without_shape.any():
        yield Undetermined(**said, missing_field=SHAPE, text="no_shape", params={"areas": int(without_shape.sum())})
        return
    water = joined(Thing.WATER)
    land_m2 = _declared_land_m2(tables, float(water.area))
    if land_m2 is None:
        ground = shapes[shapes.index.isin(sites)].to_numpy(object)
        ground = shapely.union_all(ground) if len(ground) else joined(Thing.TERRAIN)
        land_m2 = float(shapely.difference(ground, water).area)
    if not land_m2 > 0:
        yield Undetermined(**said, missing_field=AREA)
        return
    planted_m2 = float(shapely.difference(joined(Thing.PLANTED_AREA), shapely.union(joined(*PAVED), water)).area)
    share = planted_m2 / land_m2
    if is_at_least(share, limit):
        yield Passed(1)
        return
    yield Failed(
        **said, observed=format_number(share), observed_value=share,
        params={"planted": format_number(planted_m2, 1), "land": format_number(land_m2, 1)},
        inputs={"planted_m2": planted_m2, "land_m2": land_m2},
    )  # fmt: skip


def _declared_land_m2(tables: Frames, water_m2: float) -> float | None:
    """As the largest site says it; None where none does."""
    elements = tables["ifc_element"]
    sites = elements.loc[elements["ifc_class"].eq("IfcSite"), "step_id"]
    declared = effective_numbers(tables, "land_area", "m2", plain_unit="m2")
    declared = declared[declared.index.isin(sites) & declared["number"].gt(0)]
    if declared.empty:
        return None
    largest = declared.loc[declared["number"].idxmax()]
    return float(largest["number"]) - (0.0 if largest["property_name"] == LAND_ONLY else water_m2)


RULE = Rule(
    code="LA-01",
    name="landscape.planted_share",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    # Known from one weak restatement, which gives no clause.
    clauses=(Clause("GB 51192-2016", ""),),
    tables=("ifc_element", "ifc_property", "msr_thing", "msr_footprint"),
    parameters=(Parameter("share", "", baseline=0.65, exemplary=0.65),),
    check=check,
)
