"""Whether a property can be as a facet asks for it: published sets, their properties, data types, items."""

from collections.abc import Iterator

from checkers.ids.audit_constraints import audit_constraint, audit_name
from checkers.ids.audit_names import Names
from checkers.ids.document import Constraint, PropertyFacet
from checkers.ids.fault import Fault
from checkers.ids.lexical import is_of_form
from pipelines.runtime.property_templates import PUBLISHED_PREFIXES, PropertyTemplate

_RESERVED = "Pset_"


def audit_property(facet: PropertyFacet, cardinality: str, schemas: tuple[str, ...]) -> Iterator[Fault]:
    """Every fault of a facet."""
    faults = [*audit_name(facet.property_set, "propertySet"), *audit_name(facet.base_name, "baseName")]
    if facet.value is not None and not facet.value.is_empty and not facet.data_type:
        faults.append(Fault(facet.line, "value_without_type"))
    if cardinality == "optional" and not facet.data_type:
        faults.append(Fault(facet.line, "optional_without_type"))
    if cardinality == "prohibited" and facet.data_type:
        faults.append(Fault(facet.line, "prohibited_with_type"))
    for schema in schemas if not faults else ():
        faults += _faults_in(facet, cardinality, Names(schema))
        if faults:
            break
    yield from faults


def _faults_in(facet: PropertyFacet, cardinality: str, names: Names) -> list[Fault]:
    published = _needs_published(facet.property_set)
    templates: list[PropertyTemplate] = []
    if published and cardinality == "required":
        faults, templates = _published(facet, names)
        if faults:
            return faults
    return [*_type_faults(facet, names, templates), *_item_faults(facet, templates)]


def _needs_published(constraint: Constraint) -> bool:
    """Whether a set may be one of the published ones; saves reading these where none is."""
    written = (constraint.simple or "", *constraint.enumeration, *constraint.patterns)
    return any(one.startswith(PUBLISHED_PREFIXES) for one in written)


def _published(facet: PropertyFacet, names: Names) -> tuple[list[Fault], list[PropertyTemplate]]:
    """Faults of names, and what is published of the properties that are asked for; none where others may be meant too."""
    line, constraint, sets = facet.property_set.line, facet.property_set, names.property_sets
    exact = (constraint.simple,) if constraint.simple is not None else constraint.enumeration
    reserved = [one for one in exact if one and one.startswith(_RESERVED) and one not in sets]
    reserved += [
        one
        for one in constraint.patterns
        if one.startswith(_RESERVED) and not names.matching(Constraint(line, patterns=(one,)), sets)[0]
    ]
    if reserved:
        return [Fault(line, "reserved_prefix", {"value": reserved[0], "schema": names.schema})], []
    found = [sets[one] for one in exact if one in sets]
    if not found or constraint.patterns:
        return [], []
    properties = {name: template for one in found for name, template in one.properties.items()}
    fitting, unknown = names.matching(facet.base_name, properties)
    if unknown is not None and len(found) == len(exact) and all(one.is_whole for one in found):
        params = {"value": unknown, "set": str(constraint), "schema": names.schema}
        return [Fault(facet.base_name.line, "unknown_property", params)], []
    return [], [one.properties[name] for one in found for name in sorted(fitting) if name in one.properties]


def _type_faults(facet: PropertyFacet, names: Names, templates: list[PropertyTemplate]) -> Iterator[Fault]:
    if not facet.data_type:
        return
    params: dict[str, object] = {"value": facet.data_type, "schema": names.schema}
    allowed = [one.data_types for one in templates if one.data_types]
    if allowed and facet.data_type not in frozenset.intersection(*allowed):
        wanted = " | ".join(sorted(frozenset.intersection(*allowed)))
        yield Fault(facet.line, "other_data_type", {**params, "wanted": wanted})
        return
    if facet.data_type not in names.data_types:
        yield Fault(facet.line, "unknown_data_type", params)
        return
    xml_type = names.data_types[facet.data_type]
    if facet.value is None or (facet.value.simple == "" and xml_type == "xs:string"):
        return
    if facet.value.simple is not None:
        if not is_of_form(facet.value.simple, xml_type):
            yield Fault(facet.value.line, "value_form", {"value": facet.value.simple, "base": xml_type})
        return
    yield from audit_constraint(facet.value, xml_type)


def _item_faults(facet: PropertyFacet, templates: list[PropertyTemplate]) -> Iterator[Fault]:
    """A value that the published enumeration of a property does not have."""
    if facet.value is None or not templates or not all(one.items for one in templates):
        return
    items = frozenset().union(*(one.items for one in templates))
    exact = (facet.value.simple,) if facet.value.simple is not None else facet.value.enumeration
    for value in exact:
        if value not in items:
            yield Fault(facet.value.line, "unknown_item", {"value": value, "name": str(facet.base_name)})
            return
