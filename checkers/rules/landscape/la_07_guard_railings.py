"""Railings in parks are high and close enough to keep people from falling.

Why
    They stand where there is water or a drop behind them, and children climb and squeeze through.
Fails
    A railing of 0.90 m by the lake; upright bars with 0.15 m between them.
Passes
    At least 1.05 m, in the exemplary ruleset 1.10 m, and bars no further apart than 0.11 m; as declared, else as measured on the
    mesh. A railing without upright bars is asked for its height alone.
Not applicable
    A model without railings. Handrails, fences and low edgings, told by their names or types, keep nobody from falling and are not
    looked at. A railing without height and shape cannot be judged.
"""

from collections.abc import Iterator
from typing import Any

from checkers.bridge_railings import TABLES, railing_sizes
from checkers.bridges import labels
from checkers.names import words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

OTHER_TYPES = ("HANDRAIL", "FENCE", "GUARDRAIL")
MISSING = "Pset_RailingCommon.Height"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each railing."""
    railings = things(tables, Thing.RAILING).sort_values("step_id")
    is_other = words("paths", "no_guard").in_texts(labels(railings, tables["ifc_type"]))
    is_other |= railings["predefined_type"].isin(OTHER_TYPES)
    railings = railings[~is_other]
    heights, gaps = railing_sizes(tables, "railing_height"), railing_sizes(tables, "bar_gap")
    height_m, gap_m = parameters.number("height_m"), parameters.number("gap_m")
    for step_id in railings["step_id"].tolist():
        remarks: list[Verdict] = []
        said: dict[str, Any] = {"step_id": step_id, "unit": "m"}
        if step_id not in heights.index:
            yield Undetermined(
                **said, missing_field=MISSING, subject="height", expected=f">= {format_number(height_m)}", limit_value=height_m
            )  # fmt: skip
            continue
        height = heights.loc[step_id]
        if height["size_m"] < height_m - height["within_m"]:
            remarks.append(Failed(
                **said, subject="height", text="height", expected=f">= {format_number(height_m)}", limit_value=height_m,
                **_observed(height),
            ))  # fmt: skip
        if step_id in gaps.index and gaps.loc[step_id, "size_m"] > gap_m + gaps.loc[step_id, "within_m"]:
            remarks.append(Failed(
                **said, subject="gap", text="gap", expected=f"<= {format_number(gap_m)}", limit_value=gap_m,
                **_observed(gaps.loc[step_id]),
            ))  # fmt: skip
        yield from remarks or [Passed(1)]


def _observed(size: Any) -> dict[str, Any]:
    size_m = float(size["size_m"])
    return {
        "observed": format_number(size_m), "observed_value": size_m, "table": size["table"], "inputs": {"size_m": size_m}
    }  # fmt: skip


RULE = Rule(
    code="LA-07",
    name="landscape.guard_railings",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.LANDSCAPE}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 51192-2016", ""), Clause("GB 55031-2022", "6.6.1")),
    tables=TABLES,
    parameters=(
        Parameter("height_m", "m", baseline=1.05, exemplary=1.10),
        Parameter("gap_m", "m", baseline=0.11, exemplary=0.11),
    ),
    check=check,
)
