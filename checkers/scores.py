"""Scores of a project, as ``report.json`` gives them. Only counted, never weighed, until the city has set weights.

Character (特色) is not counted only: what people need to judge it stands beside the counts.
"""

from collections.abc import Iterable
from typing import Any

from checkers.features import TABLES as FEATURE_TABLES
from checkers.features import find_features
from checkers.precast import TABLES, PrecastVolumes, precast_volumes
from cim_schema.codes import Outcome, SixElement
from pipelines.runtime.table_set import Tables, frames, read_columns, tables_of_model

DIGITS = 6
"""Decimals that are kept: beyond them lies the order of additions."""


def scores(tables: Tables) -> dict[str, Any]:
    """Count outcomes by element of quality, and measure what is scored by measure.

    Args:
        tables: ``chk_outcome`` and the model tables of all models of the project; a table that is not there counts as empty.

    Returns:
        ``green_star`` and ``bim_adoption``: empty.
        ``precast_rate``: volumes and the bounds of the share; empty where no concrete is.
        ``six_elements``: element → outcome → number of rules and models; of ``character`` also ``evidence``: a list of what
        models say that makes the project its own, with the documents that are to prove it.
    """
    elements = _counts(tables)
    features, volumes = [], []
    for model_id in sorted(set(read_columns(tables, "ifc_element", ("model_id",))["model_id"].unique().to_pylist())):
        wanted = sorted({*FEATURE_TABLES, *TABLES})
        of_model = frames(tables_of_model(tables, model_id, wanted), wanted)
        features += find_features(of_model)
        volumes.append(precast_volumes(of_model))
    elements[SixElement.CHARACTER.value]["evidence"] = [one.row() for one in features]
    return {"green_star": {}, "precast_rate": _precast_rate(volumes), "six_elements": elements, "bim_adoption": {}}


def _counts(tables: Tables) -> dict[str, dict[str, Any]]:
    counts: dict[str, dict[str, Any]] = {element.value: {outcome.value: 0 for outcome in Outcome} for element in SixElement}
    outcome = frames(tables, ("chk_outcome",))["chk_outcome"]
    for element, said in zip(outcome["element"], outcome["outcome"], strict=True):
        counts[element][said] += 1
    return counts


def _precast_rate(volumes: Iterable[PrecastVolumes | None]) -> dict[str, float]:
    found = [one for one in volumes if one is not None]
    if not found:
        return {}
    total = PrecastVolumes(
        sum(one.precast_m3 for one in found), sum(one.cast_in_place_m3 for one in found), sum(one.unknown_m3 for one in found)
    )
    return {
        "least_share": round(total.least_share, DIGITS), "greatest_share": round(total.greatest_share, DIGITS),
        "precast_m3": round(total.precast_m3, DIGITS), "total_m3": round(total.total_m3, DIGITS),
        "unknown_m3": round(total.unknown_m3, DIGITS),
    }  # fmt: skip
