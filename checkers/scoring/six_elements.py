"""Outcomes by element of quality (六要素); points only where the city has set weights."""

from collections.abc import Mapping
from typing import Any

from checkers.scoring.arithmetic import DIGITS
from cim_schema.codes import Outcome, SixElement
from pipelines.runtime.table_set import Tables, read_columns


def six_elements(tables: Tables, weights: Mapping[SixElement, float]) -> dict[str, dict[str, Any]]:
    """Count outcomes, one a rule and model.

    Args:
        tables: ``chk_outcome`` of all models of the project.
        weights: Points of each element, as the city has set them; empty while it has not.

    Returns:
        Element → outcome → number. With weights, also ``weight``, and of an element of which anything applies
        ``least_share``, ``greatest_share``, ``least_points``, ``greatest_points``: were all that is undetermined failed, or passed.
    """
    found: dict[str, dict[str, Any]] = {element.value: {outcome.value: 0 for outcome in Outcome} for element in SixElement}
    rows = read_columns(tables, "chk_outcome", ("element", "outcome"))
    for element, said in zip(rows["element"].to_pylist(), rows["outcome"].to_pylist(), strict=True):
        found[element][said] += 1
    for element, weight in weights.items():
        found[element.value] |= {"weight": weight, **_weighed(found[element.value], weight)}
    return found


def _weighed(counts: Mapping[str, int], weight: float) -> dict[str, float]:
    total = sum(counts[one] for one in (Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED))
    if not total:
        return {}
    least, greatest = counts[Outcome.PASS] / total, (counts[Outcome.PASS] + counts[Outcome.UNDETERMINED]) / total
    return {
        "least_share": round(least, DIGITS), "greatest_share": round(greatest, DIGITS),
        "least_points": round(weight * least, DIGITS), "greatest_points": round(weight * greatest, DIGITS),
    }  # fmt: skip
