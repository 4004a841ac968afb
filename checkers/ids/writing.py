"""From what is asked for to the text of an ``.ids`` file, which ``read_ids`` reads as the same."""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

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
from checkers.ids.grammar import IDS, XS

_SCHEMA = "http://standards.buildingsmart.org/IDS/1.0/ids.xsd"
_ORDER = (EntityFacet, PartOfFacet, ClassificationFacet, AttributeFacet, PropertyFacet, MaterialFacet)
"""In which facets stand in a specification."""
_OCCURS = {"required": ("1", "unbounded"), "optional": ("0", "unbounded"), "prohibited": ("0", "0")}


def write_ids(ids: Ids, info: Mapping[str, str]) -> str:
    """Give the text of a file.

    Args:
        ids: What is asked for.
        info: What the file says of itself beside its title, such as ``purpose``; in the order of the schema.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        f'<ids xmlns="{IDS}" xmlns:xs="{XS}" xmlns:xsi="{XS}-instance" xsi:schemaLocation="{IDS} {_SCHEMA}">'
    )  # fmt: skip
    lines.append("  <info>")
    lines += [f"    <{name}>{escape(value)}</{name}>" for name, value in {"title": ids.title, **info}.items()]
    lines += ["  </info>", "  <specifications>"]
    for specification in ids.specifications:
        lines += _specification(specification)
    lines += ["  </specifications>", "</ids>"]
    return "\n".join(lines) + "\n"


def _specification(specification: Specification) -> Iterator[str]:
    said = {
        "name": specification.name, "ifcVersion": " ".join(specification.schemas), "identifier": specification.identifier,
        "description": specification.description, "instructions": specification.instructions,
    }  # fmt: skip
    yield f"    <specification{_attributes(said)}>"
    least, most = _OCCURS[specification.cardinality]
    yield f'      <applicability minOccurs="{least}" maxOccurs="{most}">'
    for facet in sorted(specification.applicability, key=lambda facet: _ORDER.index(type(facet))):
        yield from _facet(facet, {}, 8)
    yield "      </applicability>"
    if specification.requirements:
        yield "      <requirements>"
        for one in sorted(specification.requirements, key=lambda one: _ORDER.index(type(one.facet))):
            # Of a class there is no other than required.
            yield from _facet(one.facet, {} if isinstance(one.facet, EntityFacet) else {"cardinality": one.cardinality}, 8)
        yield "      </requirements>"
    yield "    </specification>"


def _facet(facet: Facet, attributes: Mapping[str, str], depth: int) -> Iterator[str]:
    match facet:
        case EntityFacet():
            yield from _element("entity", attributes, {"name": facet.name, "predefinedType": facet.predefined_type}, depth)
        case PartOfFacet():
            related = {"relation": facet.relation} if facet.relation else {}
            yield f"{' ' * depth}<partOf{_attributes({**related, **attributes})}>"
            yield from _facet(facet.entity, {}, depth + 2)
            yield f"{' ' * depth}</partOf>"
        case ClassificationFacet():
            yield from _element("classification", attributes, {"value": facet.value, "system": facet.system}, depth)
        case AttributeFacet():
            yield from _element("attribute", attributes, {"name": facet.name, "value": facet.value}, depth)
        case PropertyFacet():
            typed = {"dataType": facet.data_type} if facet.data_type else {}
            parts = {"propertySet": facet.property_set, "baseName": facet.base_name, "value": facet.value}
            yield from _element("property", {**typed, **attributes}, parts, depth)
        case MaterialFacet():
            yield from _element("material", attributes, {"value": facet.value}, depth)


def _element(name: str, attributes: Mapping[str, str], parts: Mapping[str, Constraint | None], depth: int) -> Iterator[str]:
    indent = " " * depth
    yield f"{indent}<{name}{_attributes(attributes)}>"
    for part, constraint in parts.items():
        if constraint is not None:
            yield from _constraint(part, constraint, f"{indent}  ")
    yield f"{indent}</{name}>"


def _constraint(name: str, constraint: Constraint, indent: str) -> Iterator[str]:
    if constraint.simple is not None:
        yield f"{indent}<{name}><simpleValue>{escape(constraint.simple)}</simpleValue></{name}>"
        return
    yield f"{indent}<{name}>"
    yield f"{indent}  <xs:restriction base={quoteattr(constraint.base or 'xs:string')}>"
    held = [
        *(("enumeration", value) for value in constraint.enumeration), *(("pattern", value) for value in constraint.patterns),
        *constraint.bounds, *constraint.lengths,
    ]  # fmt: skip
    for kind, value in held:
        yield f"{indent}    <xs:{kind} value={quoteattr(value)}/>"
    yield f"{indent}  </xs:restriction>"
    yield f"{indent}</{name}>"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value)
