"""An IDS file checked over a model's tables: facets as masks over all instances, equal facets once, reasons only for what fails."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from checkers.ids.association_facets import Classifications, Materials
from checkers.ids.attribute_facets import AttributeValues, evaluate_attribute
from checkers.ids.columns import Mask
from checkers.ids.document import (
    AttributeFacet,
    ClassificationFacet,
    EntityFacet,
    Facet,
    Ids,
    MaterialFacet,
    PartOfFacet,
    PropertyFacet,
    Specification,
)
from checkers.ids.entity_facets import Parts, evaluate_entity
from checkers.ids.model_index import ModelIndex, Tables
from checkers.ids.outcome import Outcome, Reason
from checkers.ids.property_facets import evaluate_property
from checkers.ids.property_values import PropertyValues
from checkers.ids.result import Failure, IdsResult, SpecificationResult


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
            failures = [self._failure(place, (Reason("prohibited"),)) for place in places.tolist()]
            return SpecificationResult(specification.name, "fail" if count else "pass", count, tuple(failures))
        reasons: dict[int, list[Reason]] = {}
        for requirement in specification.requirements:
            outcome = self._outcome(requirement.facet)
            failing = places[~outcome.passes(requirement.cardinality)[places]]
            for place in failing.tolist():
                is_there = requirement.cardinality == "prohibited"
                reasons.setdefault(place, []).append(outcome.presence if is_there else outcome.explain(place))
        found = tuple(self._failure(place, tuple(reasons[place])) for place in sorted(reasons))
        if not count:
            return SpecificationResult(specification.name, "fail" if specification.cardinality == "required" else "na", 0, ())
        return SpecificationResult(specification.name, "fail" if found else "pass", count, found)

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

    def _failure(self, place: int, reasons: tuple[Reason, ...]) -> Failure:
        codes, global_ids = self.index.global_ids
        global_id = global_ids[int(codes[place])] if codes[place] >= 0 else None
        ifc_class = self.index.class_names[int(self.index.classes[place])]
        return Failure(int(self.index.step_ids[place]), global_id, ifc_class, reasons)

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
