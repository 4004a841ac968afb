"""Scores of a project, as ``report.json`` gives them.

Character (特色) is not counted only: what people need to judge it stands beside the counts.
"""

from collections.abc import Mapping
from typing import Any

from checkers.features import TABLES as FEATURE_TABLES
from checkers.features import find_features
from checkers.green_star import TABLES as GREEN_TABLES
from checkers.green_star import green_model, green_star
from checkers.precast import TABLES as PRECAST_TABLES
from checkers.precast import precast_volumes
from checkers.scoring.bim_adoption import bim_adoption
from checkers.scoring.precast_rate import precast_rate
from checkers.scoring.six_elements import six_elements
from checkers.scoring.weights import Weights, load_weights
from cim_schema.codes import SixElement
from pipelines.runtime.table_set import Tables, frames, read_columns, tables_of_model


def scores(
    tables: Tables, element_weights: Mapping[SixElement, float] | None = None, weights: Weights | None = None
) -> dict[str, Any]:
    """Count outcomes by element of quality, measure what is scored by measure, and count points by the card.

    Args:
        tables: ``chk_outcome``, ``chk_finding`` and the model tables of all models of the project; a table that is not there
            counts as empty.
        element_weights: Of the six elements, as the city has set them.
        weights: The score card; the project's own where it is not given.

    Returns:
        ``green_star``: points of GB/T 50378 at least and at most; empty where no model has a building.
        ``precast_rate``: volumes and the bounds of the share; empty where no concrete is.
        ``six_elements``: element → outcome → number of rules and models; of ``character`` also ``evidence``: a list of what
        models say that makes the project its own, with the documents that are to prove it.
        ``bim_adoption``: points by criteria, each with its arithmetic; empty where there is no model.
    """
    elements = six_elements(tables, element_weights or {})
    features, volumes, green = [], [], []
    model_ids = sorted(set(read_columns(tables, "ifc_element", ("model_id",))["model_id"].unique().to_pylist()))
    wanted = sorted({*FEATURE_TABLES, *PRECAST_TABLES, *GREEN_TABLES})
    for model_id in model_ids:
        of_model = frames(tables_of_model(tables, model_id, wanted), wanted)
        features += find_features(of_model)
        volumes.append(precast_volumes(of_model))
        green.append(green_model(of_model, volumes[-1]))
    elements[SixElement.CHARACTER.value]["evidence"] = [one.row() for one in features]
    return {
        "green_star": green_star(green, tables), "precast_rate": precast_rate(volumes), "six_elements": elements,
        "bim_adoption": bim_adoption(tables, model_ids, weights or load_weights()),
    }  # fmt: skip
