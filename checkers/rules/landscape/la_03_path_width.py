"""Paths in parks are as wide as their rank and the park's size ask for.

Why
    On the main path wheelchairs, prams and the gardener's cart meet; on a narrow one somebody steps into the bed.
Fails
    A main path (主园路) of 1.8 m in a park of 1.5 hm²; any path of 0.8 m.
Passes
    Main paths at least 2.0 m in parks below 2 hm², 2.5 m up to 10 hm², 4.0 m in larger ones; branch paths (支路, 次园路) 1.2 m;
    others 0.9 m. The rank is told by the name. The width is the declared one, else that of the narrowest place on the outline.
Not applicable
    A model without paths; stepping stones (汀步). A path without width and shape cannot be judged, nor a main path whose width
    would do in a smaller park, where nobody says how large the park is (用地面积, 陆地面积).
"""

from collections.abc import Iterator
from typing import Any

from checkers.names import joined_names, words
from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import TABLES, WIDTH, stretches
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

HECTARE_M2 = 10_000.0
SMALL_HM2, MEDIUM_HM2 = 2.0, 10.0
"""Where the next size of park begins."""
MISSING_AREA = "Pset_SiteCommon.TotalArea"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each path."""
    paths = stretches(tables, Thing.PATH)
    if paths.empty:
        return
    names = joined_names(paths)
    paths = paths[~words("paths", "stepping_stones").in_texts(names)]
    is_main, is_branch = (words("paths", rank).in_texts(names) for rank in ("main", "branch"))
    main_limits = _main_limits(tables, parameters)
    for path in paths.itertuples():
        rank = "main" if is_main[path.Index] else "branch" if is_branch[path.Index] else "other"
        limits = main_limits if rank == "main" else {parameters.number(f"{rank}_m")}
        knows_width = path.width_m == path.width_m
        reached = [limit for limit in limits if knows_width and path.width_m >= limit - path.slack_m]
        if len(reached) == len(limits):
            yield Passed(1)
            continue
        limit = min(limits) if knows_width and not reached else max(limits)
        said: dict[str, Any] = {
            "step_id": int(path.Index), "expected": f">= {format_number(limit)}", "limit_value": limit, "unit": "m",
            "params": {"rank": f"@rule.LA-03.{rank}"},
        }  # fmt: skip
        if not knows_width:
            yield Undetermined(**said, missing_field=WIDTH)
            continue
        said |= {
            "observed": format_number(path.width_m), "observed_value": float(path.width_m), "table": path.table,
            "inputs": {"width_m": float(path.width_m), "rank": rank},
        }  # fmt: skip
        if reached:
            yield Undetermined(**said, missing_field=MISSING_AREA, text="area_unknown")
        else:
            yield Failed(**said)


def _main_limits(tables: Frames, parameters: Parameters) -> set[float]:
    """Widths that main paths may have to have: one where the park's area is known."""
    elements = tables["ifc_element"]
    sites = elements[elements["ifc_class"].eq("IfcSite")]
    areas = effective_numbers(tables, "land_area", "m2", plain_unit="m2")["number"].dropna()
    areas = areas[areas.index.isin(sites["step_id"])]
    if areas.empty:
        return {parameters.number(f"main_{size}_m") for size in ("small", "medium", "large")}
    hectares = float(areas.max()) / HECTARE_M2
    return {parameters.number(f"main_{'small' if hectares < SMALL_HM2 else 'medium' if hectares < MEDIUM_HM2 else 'large'}_m")}


RULE = Rule(
    code="LA-03",
    name="landscape.path_width",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 51192-2016", "6.1"),),
    tables=(*TABLES, "msr_thing"),
    parameters=(
        Parameter("main_small_m", "m", baseline=2.0, exemplary=2.0),
        Parameter("main_medium_m", "m", baseline=2.5, exemplary=2.5),
        Parameter("main_large_m", "m", baseline=4.0, exemplary=4.0),
        Parameter("branch_m", "m", baseline=1.2, exemplary=1.2),
        Parameter("other_m", "m", baseline=0.9, exemplary=0.9),
    ),
    check=check,
)
