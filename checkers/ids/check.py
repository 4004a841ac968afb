"""An IDS file checked over a model's tables: facets as masks over all instances, equal facets once, reasons only for what fails."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from checkers.ids.association_facets import Classifications, Materials
from checkers.ids.attribute_facets import AttributeValues, evaluate_attribute
from checkers.ids.columns import Integers, Mask
from checkers.ids.document import (
    AttributeFacet,
    ClassificationFacet,
    EntityFacet,
    Facet,
    Ids,
    MaterialFacet,
    PartOfFacet,
    PropertyFacet,
    Requirement,
    Specification,
)
from checkers.ids.entity_facets import Parts, evaluate_entity
from checkers.ids.model_index import ModelIndex, Tables
from checkers.ids.outcome import Outcome, Reason, Reasons, one_reason
from checkers.ids.property_facets import evaluate_property
from checkers.ids.property_values import PropertyValues
from checkers.ids.result import Failures, IdsResult, SpecificationResult


def check_ids(tables: Tables, ids: Ids) -> IdsResult:
    """Check every specification.

    Args:
        tables: The model tables of one model, with the ``ids_`` tables that ``demand_of`` asks for.
        ids: As ``read_ids`` gives it. The schemas that it names do not matter here.

    Returns:
        A result for each specification, in the file's order; failures in the order of step ids.
    """
    evaluation = _Evaluation(ModelIndex(tables))
    return IdsResult(ids.file, tuple(evaluation.check(one) for one in ids.specifications))


@dataclass
class _Evaluation:
    index: ModelIndex

    def __post_init__(self) -> None:
        self._known: dict[Facet, Outcome] = {}

    def check(self, specification: Specification) -> SpecificationResult:
        applicable: Mask = np.ones(len(self.index), bool)
        for facet in specification.applicability:
            applicable = applicable & self._outcome(facet).required
        places = np.flatnonzero(applicable)
        count = len(places)
        if specification.cardinality == "prohibited":
            told = [(places, one_reason(Reason("prohibited"), count))]
        else:
            told = [self._failing(places, requirement) for requirement in specification.requirements]
        failures = self._failures(places, told)
        is_failed = bool(failures) or (not count and specification.cardinality == "required")
        is_idle = not count and specification.cardinality == "optional"
        return SpecificationResult(specification.name, "na" if is_idle else "fail" if is_failed else "pass", count, failures)

    def _failing(self, places: Integers, requirement: Requirement) -> tuple[Integers, Reasons]:
        """Which of these places do not meet it, and why."""
        outcome = self._outcome(requirement.facet)
        failing = places[~outcome.passes(requirement.cardinality)[places]]
        if requirement.cardinality == "prohibited":
            return failing, one_reason(outcome.presence, len(failing))
        return failing, outcome.explain(failing) if len(failing) else Reasons(failing, ())

    def _failures(self, places: Integers, told: list[tuple[Integers, Reasons]]) -> Failures:
        """All that fails, with its reasons together."""
        codes, distinct = np.zeros(len(places), np.int64), [tuple[Reason, ...]()]
        is_failing = np.zeros(len(places), bool)
        for failing, reasons in told:
            at = np.searchsorted(places, failing)
            is_failing[at] = True
            added = np.zeros(len(places), np.int64)
            added[at] = reasons.codes + 1
            stride = len(reasons.distinct) + 1
            keys, codes = np.unique(codes * stride + added, return_inverse=True)
            pairs = (divmod(key, stride) for key in keys.tolist())
            distinct = [distinct[old] + ((reasons.distinct[new - 1],) if new else ()) for old, new in pairs]
        return Failures(self.index, places[is_failing], codes[is_failing], distinct)

    def _outcome(self, facet: Facet) -> Outcome:
        if facet not in self._known:
            self._known[facet] = self._evaluate(facet)
        return self._known[facet]

    def _evaluate(self, facet: Facet) -> Outcome:
        match facet:
            case EntityFacet():
                return evaluate_entity(self.index, facet)
            case PartOfFacet():
                return self._parts.evaluate(self.index, facet)
            case AttributeFacet():
                return evaluate_attribute(self.index, self._attributes, facet)
            case PropertyFacet():
                return evaluate_property(self.index, self._properties, facet)
            case ClassificationFacet():
                return self._classifications.evaluate(self.index, facet)
            case MaterialFacet():
                return self._materials.evaluate(self.index, facet)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self.index)

    @cached_property
    def _attributes(self) -> AttributeValues:
        return AttributeValues(self.index)

    @cached_property
    def _properties(self) -> PropertyValues:
        return PropertyValues(self.index)

    @cached_property
    def _classifications(self) -> Classifications:
        return Classifications(self.index)

    @cached_property
    def _materials(self) -> Materials:
        return Materials(self.index)
