"""From an ``.ids`` file to what it asks for; a file that is not sound is refused with line and cause."""

from pathlib import Path

from checkers.ids.audit import audit
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
    Requirement,
    Specification,
)
from checkers.ids.grammar import BOUNDS, LENGTHS, check_grammar
from checkers.ids.xml_tree import Node, invalid, read_xml

_UNCHECKED = frozenset({"annotation", "enumeration", "pattern", *BOUNDS, *LENGTHS})


def read_ids(path: Path) -> Ids:
    """Read a file and audit it.

    Raises:
        FileNotReadable: Missing, a folder, or no permission.
        InvalidIds: No XML, not by the schema of IDS 1.0, or asking for what cannot be.
    """
    root = read_xml(path)
    check_grammar(root, path.name)
    info, specifications = root.children
    title = info.find("title")
    ids = Ids(path.name, title.text if title else "", tuple(_specification(node, path.name) for node in specifications.children))
    for fault in audit(ids):
        raise invalid(path.name, fault.line, fault.reason, **fault.params)
    return ids


def _specification(node: Node, file: str) -> Specification:
    applicability, requirements = node.find("applicability"), node.find("requirements")
    assert applicability is not None
    asked = requirements.children if requirements else []
    return Specification(
        node.line, node.attributes["name"], tuple(dict.fromkeys(node.attributes["ifcVersion"].split())),
        _occurrence(applicability, file), tuple(_facet(child) for child in applicability.children),
        tuple(Requirement(_facet(child), _cardinality(child)) for child in asked),
        *(node.attributes.get(name, "") for name in ("identifier", "instructions", "description")),
    )  # fmt: skip


def _occurrence(node: Node, file: str) -> Cardinality:
    """Of a specification; other numbers than these are not allowed (developer guide, Optionality)."""
    least, most = node.attributes.get("minOccurs", "1"), node.attributes.get("maxOccurs", "1")
    known: dict[tuple[str, str], Cardinality] = {
        ("1", "unbounded"): "required", ("0", "unbounded"): "optional", ("0", "0"): "prohibited",
    }  # fmt: skip
    if (least, most) not in known:
        raise invalid(file, node.line, "occurrence", least=least, most=most)
    return known[least, most]


def _cardinality(node: Node) -> Cardinality:
    found = node.attributes.get("cardinality", "required")
    return "optional" if found == "optional" else "prohibited" if found == "prohibited" else "required"


def _facet(node: Node) -> Facet:
    parts = {child.name: _constraint(child) for child in node.children if child.name != "entity"}
    match node.name:
        case "entity":
            return EntityFacet(node.line, parts["name"], parts.get("predefinedType"))
        case "partOf":
            (entity,) = node.children
            inner = _facet(entity)
            assert isinstance(inner, EntityFacet)
            return PartOfFacet(node.line, inner, node.attributes.get("relation"))  # type: ignore[arg-type]
        case "classification":
            return ClassificationFacet(node.line, parts["system"], parts.get("value"))
        case "attribute":
            return AttributeFacet(node.line, parts["name"], parts.get("value"))
        case "property":
            data_type = node.attributes.get("dataType")
            return PropertyFacet(node.line, parts["propertySet"], parts["baseName"], data_type, parts.get("value"))
        case _:
            return MaterialFacet(node.line, parts.get("value"))


def _constraint(node: Node) -> Constraint:
    (content,) = node.children
    if content.name == "simpleValue":
        return Constraint(content.line, simple=content.text)
    # The prefix stands for the namespace of XML Schema, whatever the file calls it.
    base = content.attributes.get("base", "")
    written = {name: tuple(child.attributes.get("value", "") for child in content.find_all(name)) for name in _UNCHECKED}
    return Constraint(
        content.line, base=f"xs:{base.rpartition(':')[2]}" if base else "",
        enumeration=written["enumeration"], patterns=written["pattern"],
        bounds=tuple((name, value) for name in BOUNDS for value in written[name]),
        lengths=tuple((name, value) for name in LENGTHS for value in written[name]),
        unsupported=tuple(child.name for child in content.children if child.name not in _UNCHECKED),
    )  # fmt: skip
