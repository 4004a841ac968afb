"""What IDS files want of a model, told before the model is read."""

from collections.abc import Callable, Iterable
from functools import cache

from checkers.ids.audit_names import Names
from checkers.ids.document import (
    AttributeFacet,
    ClassificationFacet,
    Constraint,
    EntityFacet,
    Facet,
    Ids,
    MaterialFacet,
    PartOfFacet,
    PropertyFacet,
    Specification,
)
from checkers.ids.value_tests import fits_text
from pipelines.runtime.ifc_schema import SCHEMAS, ifc_schema
from pipelines.runtime.model_demand import ModelDemand

_HELD = frozenset({"GlobalId", "Name", "Description", "Tag"})
"""Attributes of objects and types that the model tables hold."""
_CLASSIFIED = ("IFCMATERIALDEFINITION", "IFCMATERIAL", "IFCPROFILEDEF")
"""Resources to which specifications without a class may apply."""


def demand_of(*files: Ids) -> ModelDemand:
    """Everything that any of the specifications asks about."""
    specifications = [one for ids in files for one in ids.specifications]
    classes: set[str] = set()
    attributes: set[str] = set()
    for specification in specifications:
        asked = _attributes(specification)
        own = _classes(specification, asked)
        if asked - _HELD or not _are_objects(own):
            attributes |= asked
            classes |= own
    facets = [facet for one in specifications for facet in _facets(one)]
    return ModelDemand(
        frozenset(classes), frozenset(attributes), any(isinstance(one, MaterialFacet) for one in facets),
        any(isinstance(one, ClassificationFacet) for one in facets),
        any(isinstance(one, PropertyFacet) and one.property_set.simple is None for one in facets),
        any(isinstance(one, PropertyFacet) for one in facets), any(isinstance(one, PartOfFacet) for one in facets),
        _set_filter(one.property_set for one in facets if isinstance(one, PropertyFacet)),
    )  # fmt: skip


def _set_filter(constraints: Iterable[Constraint]) -> Callable[[str], bool]:
    """Whether a set of some name fits any of these."""
    distinct = dict.fromkeys(constraints)

    @cache
    def is_wanted(name: str) -> bool:
        return any(fits_text(one, name) for one in distinct)

    return is_wanted


def _facets(specification: Specification) -> list[Facet]:
    return [*specification.applicability, *(one.facet for one in specification.requirements)]


def _attributes(specification: Specification) -> set[str]:
    """The names of attributes that fit, in any schema."""
    wanted = [facet for facet in _facets(specification) if isinstance(facet, AttributeFacet)]
    return {
        name for schema in SCHEMAS for facet in wanted for name in Names(schema).matching(facet.name, Names(schema).attributes)[0]
    }


def _classes(specification: Specification, attributes: set[str]) -> set[str]:
    """The classes to which it may apply, in any schema."""
    entities = [facet for facet in specification.applicability if isinstance(facet, EntityFacet)]
    found: set[str] = set()
    for schema in SCHEMAS:
        names, declared = Names(schema), ifc_schema(schema)
        if entities:
            found |= names.matching(entities[0].name, names.classes)[0]
        elif any(isinstance(facet, AttributeFacet) for facet in specification.applicability):
            found |= {one for name in attributes for one in declared.classes_by_attribute.get(name, ())}
        else:
            found |= declared.subtypes(*_CLASSIFIED, "IFCOBJECTDEFINITION")
    return found


def _are_objects(classes: Iterable[str]) -> bool:
    """Whether the model tables hold every instance of these classes."""
    return all(any("IFCOBJECTDEFINITION" in ifc_schema(schema).supertypes(one) for schema in SCHEMAS) for one in classes)
