"""Points for the use of BIM by the score card: what a machine can count; the rest is left open for people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checkers.scoring.answers import outcome_terms, subject_terms
from checkers.scoring.arithmetic import DIGITS, Measure, Term, add_terms
from checkers.scoring.components import Components, find_components
from checkers.scoring.depth import TABLES as DEPTH_TABLES
from checkers.scoring.depth import information, smallest_unit
from checkers.scoring.quantities import TABLES as QUANTITY_TABLES
from checkers.scoring.quantities import agreeing_volumes, with_quantities
from checkers.scoring.schedule import TABLES as SCHEDULE_TABLES
from checkers.scoring.schedule import scheduled
from checkers.scoring.weights import CriterionWeight, MeasureWeight, Weights
from pipelines.runtime.table_set import Tables, tables_of_model

TABLES = tuple(sorted({*DEPTH_TABLES, *QUANTITY_TABLES, *SCHEDULE_TABLES}))
"""What is read of each model."""

_Count = Callable[[Tables, Components, Any], Iterable[Term]]
_OF_MODELS: Mapping[str, _Count] = {
    "smallest_unit": lambda tables, components, lod: [smallest_unit(tables, components, lod)],
    "information": information,
    "scheduled": lambda tables, components, _: [scheduled(tables, components)],
    "with_quantities": lambda tables, components, _: [with_quantities(tables, components)],
    "agreeing_volumes": lambda tables, components, most: [agreeing_volumes(tables, components, most)],
}
"""Measures that are counted model by model."""
_OF_ANSWERS: Mapping[str, Callable[[Tables, Any], tuple[Term, ...]]] = {
    "clear_heights": subject_terms,
    "green": outcome_terms,
    "handover": outcome_terms,
}
"""Measures that are counted from what rules said. ``hard_clashes`` is in neither: nothing looks for clashes yet."""


@dataclass(frozen=True)
class _Models:
    """The models of a project, each with its components."""

    tables: Mapping[str, Tables]
    components: Mapping[str, Components]


def bim_adoption(tables: Tables, model_ids: Iterable[str], weights: Weights) -> dict[str, Any]:
    """Count points by the card.

    Args:
        tables: ``chk_outcome``, ``chk_finding`` and the model tables of all models of a project; what is not there counts as empty.
        model_ids: Of the models, in order.
        weights: The card.

    Returns:
        ``weights``: which card; ``points``: of all criteria together; ``criteria``: each with its measures, and each measure
        with its terms. Empty where there is no model.
    """
    of_model = {model_id: tables_of_model(tables, model_id, TABLES) for model_id in model_ids}
    if not of_model:
        return {}
    models = _Models(of_model, {model_id: find_components(rows, model_id) for model_id, rows in of_model.items()})
    counted = [(criterion, [_measure(weight, tables, models) for weight in criterion.measures]) for criterion in weights.criteria]
    all_measures = [measure for _, measures in counted for measure in measures]
    return {
        "weights": {
            "name": weights.name, "version": weights.version, "source": dict(weights.source), "confirmed": weights.is_confirmed,
            "digest": weights.digest,
        },
        "points": {
            "points": sum(criterion.points for criterion, _ in counted),
            "people_points": sum(criterion.points for criterion, measures in counted if not measures),
            **_sums(all_measures),
        },
        "criteria": [_criterion(criterion, measures) for criterion, measures in counted],
    }  # fmt: skip


def _criterion(criterion: CriterionWeight, measures: Sequence[Measure]) -> dict[str, Any]:
    rows = [
        one.row() | {"setting": list(weight.setting) if isinstance(weight.setting, tuple) else weight.setting}
        for one, weight in zip(measures, criterion.measures, strict=True)
    ]
    return {
        "criterion": criterion.code, "points": criterion.points, "judged_by": "machine" if measures else "people",
        **_sums(measures), "measures": rows,
    }  # fmt: skip


def _sums(measures: Sequence[Measure]) -> dict[str, float]:
    return {
        "open_points": round(sum(one.points for one in measures if one.is_open), DIGITS),
        "least_points": round(sum(one.bounds[0] for one in measures), DIGITS),
        "greatest_points": round(sum(one.bounds[1] for one in measures), DIGITS),
    }


def _measure(weight: MeasureWeight, tables: Tables, models: _Models) -> Measure:
    if weight.name in _OF_ANSWERS:
        return Measure(weight.name, weight.points, _OF_ANSWERS[weight.name](tables, weight.setting))
    count = _OF_MODELS.get(weight.name)
    if count is None:
        return Measure(weight.name, weight.points)
    terms = [list(count(models.tables[model_id], components, weight.setting)) for model_id, components in models.components.items()]
    return Measure(weight.name, weight.points, add_terms(terms))
