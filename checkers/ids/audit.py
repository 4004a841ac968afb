"""What a schema of XML cannot say of an IDS file: names that IFC does not have, values of the wrong type, what cannot be."""

from collections.abc import Iterator

from checkers.ids.audit_constraints import audit_constraint, audit_name
from checkers.ids.audit_names import Names
from checkers.ids.audit_properties import audit_property
from checkers.ids.document import (
    AttributeFacet,
    Cardinality,
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
from checkers.ids.fault import Fault
from checkers.ids.lexical import is_of_form, same_type

_WITH_VALUE = "value"


def audit(ids: Ids) -> Iterator[Fault]:
    """Every fault of a file, specification after specification."""
    for specification in ids.specifications:
        yield from audit_specification(specification)


def audit_specification(specification: Specification) -> Iterator[Fault]:
    """Every fault of one specification."""
    if not specification.applicability:
        yield Fault(specification.line, "no_applicability")
        return
    if specification.cardinality == "prohibited" and specification.requirements:
        yield Fault(specification.line, "prohibited_with_requirements")
    asked = [(facet, "required") for facet in specification.applicability]
    asked += [(one.facet, one.cardinality) for one in specification.requirements]
    faults = [fault for facet, cardinality in asked for fault in _facet_faults(facet, cardinality, specification.schemas)]
    yield from faults
    if not faults:
        yield from _class_faults(specification)


def _class_faults(specification: Specification) -> Iterator[Fault]:
    """Whether anything can be what the facets together ask for."""
    required = [one.facet for one in specification.requirements if one.cardinality == "required"]
    for schema in specification.schemas:
        names = Names(schema)
        applicable = _common(names, specification.applicability)
        wanted = _common(names, required)
        for line, found in ((specification.line, applicable), (specification.line, wanted)):
            if found is not None and not found:
                yield Fault(line, "no_class", {"schema": schema})
                return
        if applicable is not None and wanted is not None and applicable.isdisjoint(wanted):
            yield Fault(required[0].line, "classes_disagree", {"schema": schema})
            return


def _common(names: Names, facets: "list[Facet] | tuple[Facet, ...]") -> frozenset[str] | None:
    found: frozenset[str] | None = None
    for facet in facets:
        classes = names.classes_of(facet)
        if classes is not None:
            found = classes if found is None else found & classes
    return found


def _facet_faults(facet: Facet, cardinality: Cardinality | str, schemas: tuple[str, ...]) -> Iterator[Fault]:
    match facet:
        case EntityFacet():
            yield from _entity_faults(facet, schemas)
        case PartOfFacet():
            faults = list(_entity_faults(facet.entity, schemas))
            yield from faults
            if cardinality == "required" and not faults:
                yield from _part_faults(facet, schemas)
        case AttributeFacet():
            yield from _attribute_faults(facet, schemas)
            yield from _optional_faults(facet.line, facet.value, cardinality)
        case PropertyFacet():
            yield from audit_property(facet, cardinality, schemas)
        case ClassificationFacet():
            yield from audit_name(facet.system, "system")
            if facet.value is not None:
                yield from audit_constraint(facet.value, "xs:string")
            yield from _optional_faults(facet.line, facet.value, cardinality)
        case MaterialFacet():
            if facet.value is not None:
                yield from audit_constraint(facet.value, "xs:string")
            yield from _optional_faults(facet.line, facet.value, cardinality)


def _optional_faults(line: int, value: Constraint | None, cardinality: str) -> Iterator[Fault]:
    """What is optional and held to nothing can never fail."""
    if cardinality == "optional" and (value is None or value.is_empty):
        yield Fault(line, "optional_without_value")


def _entity_faults(facet: EntityFacet, schemas: tuple[str, ...]) -> Iterator[Fault]:
    sound = list(audit_name(facet.name, "name"))
    if facet.predefined_type is not None:
        sound += audit_name(facet.predefined_type, "predefinedType")
    yield from sound
    if sound:
        return
    common: frozenset[str] | None = None
    # A list may name classes of several schemas, so that one specification serves models of each.
    everywhere = frozenset().union(*(Names(schema).classes for schema in schemas))
    for schema in schemas:
        names = Names(schema)
        found, missing = names.matching(facet.name, names.classes)
        _, unknown = names.matching(facet.name, everywhere)
        if unknown is not None or not found:
            yield Fault(facet.name.line, "unknown_class", {"value": unknown or missing, "schema": schema})
            return
        for ifc_class in found:
            own = names.predefined_types(ifc_class)
            common = own if common is None else common & own
    if facet.predefined_type is None or common is None or "USERDEFINED" in common:
        return
    _, unknown = Names(schemas[0]).matching(facet.predefined_type, common)
    if unknown is not None:
        yield Fault(facet.predefined_type.line, "unknown_predefined_type", {"value": unknown, "name": str(facet.name)})


def _part_faults(facet: PartOfFacet, schemas: tuple[str, ...]) -> Iterator[Fault]:
    for schema in schemas:
        names = Names(schema)
        found, _ = names.matching(facet.entity.name, names.classes)
        if found and names.owners(facet.relation).isdisjoint(found):
            yield Fault(facet.line, "no_owner", {"value": str(facet.entity.name), "schema": schema})
            return


def _attribute_faults(facet: AttributeFacet, schemas: tuple[str, ...]) -> Iterator[Fault]:
    faults = list(audit_name(facet.name, "name"))
    yield from faults
    if faults:
        return
    for schema in schemas:
        names = Names(schema)
        found, unknown = names.matching(facet.name, names.attributes if facet.value is None else names.attributes_of_value)
        if unknown is not None:
            is_known = unknown in names.attributes
            yield Fault(facet.name.line, "attribute_without_value" if is_known else "unknown_attribute",
                        {"value": unknown, "schema": schema})  # fmt: skip
            return
        if facet.value is not None:
            faults = list(_value_faults(facet.value, names.types_of_attributes(found)))
            yield from faults
            if faults:
                return


def _value_faults(value: Constraint, types: frozenset[str]) -> Iterator[Fault]:
    if value.simple is not None:
        if not any(is_of_form(value.simple, one) for one in types):
            yield Fault(value.line, "value_form", {"value": value.simple, "base": " | ".join(sorted(types))})
        return
    fitting = [one for one in types if same_type(one, value.base or "")]
    yield from audit_constraint(value, fitting[0] if fitting else " | ".join(sorted(types)))
