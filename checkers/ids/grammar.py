"""The structure of an IDS 1.0 file: which element stands where, with which attributes (ids.xsd of buildingSMART)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checkers.ids.xml_tree import Node, invalid

IDS = "http://standards.buildingsmart.org/IDS"
XS = "http://www.w3.org/2001/XMLSchema"
BOUNDS = ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
LENGTHS = ("length", "minLength", "maxLength")
_DATE = re.compile(r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(Z|[+-]\d\d:\d\d)?")
_AUTHOR = re.compile(r"[^@]+@[^.]+\..+")
_VERSIONS = frozenset({"IFC2X3", "IFC4", "IFC4X3_ADD2"})
_RELATIONS = frozenset({
    "IFCRELAGGREGATES", "IFCRELASSIGNSTOGROUP", "IFCRELCONTAINEDINSPATIALSTRUCTURE", "IFCRELNESTS",
    "IFCRELVOIDSELEMENT IFCRELFILLSELEMENT",
})  # fmt: skip
_SIMPLE, _CONDITIONAL = frozenset({"required", "prohibited"}), frozenset({"required", "prohibited", "optional"})


@dataclass(frozen=True)
class _Element:
    """What may stand in an element."""

    children: tuple[tuple[str, int, int | None], ...] = ()
    """Name, least, most; in this order."""
    attributes: Mapping[str, object] = field(default_factory=dict)
    """Name → the values it may have, a pattern, or None for any."""
    needed: frozenset[str] = frozenset()
    is_text: bool = False
    is_ordered: bool = True


_TEXT = _Element(is_text=True)
_VALUE = _Element((("simpleValue", 0, 1), ("restriction", 0, 1)))
_DATA_TYPE = {"dataType": re.compile("[A-Z]+")}
_RELATION: Mapping[str, object] = {"relation": _RELATIONS}
_FACETS = ("partOf", "classification", "attribute", "property", "material")
_OF_FACETS = {
    "entity": (("name", 1, 1), ("predefinedType", 0, 1)),
    "partOf": (("entity", 1, 1),),
    "classification": (("value", 0, 1), ("system", 1, 1)),
    "attribute": (("name", 1, 1), ("value", 0, 1)),
    "property": (("propertySet", 1, 1), ("baseName", 1, 1), ("value", 0, 1)),
    "material": (("value", 0, 1),),
}
_OWN: Mapping[str, Mapping[str, object]] = {"partOf": _RELATION, "property": _DATA_TYPE}
_ASKED: Mapping[str, Mapping[str, object]] = {
    "entity": {"instructions": None},
    "partOf": {"instructions": None, "cardinality": _SIMPLE},
    "classification": {"instructions": None, "cardinality": _CONDITIONAL, "uri": None},
    "attribute": {"instructions": None, "cardinality": _CONDITIONAL},
    "property": {"instructions": None, "cardinality": _CONDITIONAL, "uri": None},
    "material": {"instructions": None, "cardinality": _CONDITIONAL, "uri": None},
}
_INFO = ("title", "copyright", "version", "description", "author", "date", "purpose", "milestone")
_ELEMENTS: Mapping[str, _Element] = {
    "ids": _Element((("info", 1, 1), ("specifications", 1, 1))),
    "ids/info": _Element(tuple((name, int(name == "title"), 1) for name in _INFO)),
    "ids/specifications": _Element((("specification", 1, None),)),
    "specification": _Element(
        (("applicability", 1, 1), ("requirements", 0, 1)),
        {"name": None, "ifcVersion": None, "identifier": None, "description": None, "instructions": None},
        frozenset({"name", "ifcVersion"}),
    ),
    "applicability": _Element(
        (("entity", 0, 1), *((name, 0, None) for name in _FACETS)),
        {"minOccurs": re.compile(r"\d+"), "maxOccurs": re.compile(r"\d+|unbounded")},
    ),
    "requirements": _Element(
        (("entity", 0, None), *((name, 0, None) for name in _FACETS)), {"description": None}, is_ordered=False
    ),
}


def check_grammar(root: Node, file: str) -> None:
    """Hold a file to the schema.

    Raises:
        InvalidIds: The first place where it departs, with its line.
    """
    if (root.namespace, root.name) != (IDS, "ids"):
        raise invalid(file, root.line, "not_ids", name=root.name)
    checker = _Checker(file)
    checker.check(root, _ELEMENTS["ids"])
    info, specifications = root.children
    checker.check(info, _ELEMENTS["ids/info"])
    for child in info.children:
        checker.check(child, _TEXT)
        pattern = {"date": _DATE, "author": _AUTHOR}.get(child.name)
        if pattern is not None and not pattern.fullmatch(child.text.strip() if child.name == "date" else child.text):
            raise invalid(file, child.line, "text_form", name=child.name, value=child.text)
    checker.check(specifications, _ELEMENTS["ids/specifications"])
    for specification in specifications.children:
        checker.check_specification(specification)


class _Checker:
    def __init__(self, file: str) -> None:
        self._file = file

    def check_specification(self, node: Node) -> None:
        self.check(node, _ELEMENTS["specification"])
        versions = node.attributes["ifcVersion"].split()
        if not versions or not _VERSIONS.issuperset(versions):
            raise invalid(self._file, node.line, "ifc_version", value=node.attributes["ifcVersion"])
        for part in node.children:
            self.check(part, _ELEMENTS[part.name])
            for facet in part.children:
                asked = _ASKED[facet.name] if part.name == "requirements" else {}
                self._check_facet(facet, asked)

    def _check_facet(self, node: Node, asked: Mapping[str, object]) -> None:
        self.check(node, _Element(_OF_FACETS[node.name], {**asked, **_OWN.get(node.name, {})}))
        for child in node.children:
            if child.name == "entity":
                self._check_facet(child, {})
            else:
                self._check_value(child)

    def _check_value(self, node: Node) -> None:
        self.check(node, _VALUE)
        if len(node.children) != 1:
            raise invalid(self._file, node.line, "no_value", name=node.name)
        (content,) = node.children
        if content.name == "simpleValue":
            self.check(content, _TEXT)
        else:
            self._check_restriction(content)

    def _check_restriction(self, node: Node) -> None:
        self._refuse_attributes(node, {"base", "id"})
        if node.text.strip():
            raise invalid(self._file, node.line, "stray_text", name=node.name)
        for child in node.children:
            if child.namespace != XS:
                raise invalid(self._file, child.line, "unexpected_element", name=child.name, parent=node.name)
            if child.name == "annotation":
                continue
            self._refuse_attributes(child, {"value", "fixed", "id", "test"})
            if child.name in (*BOUNDS, *LENGTHS, "enumeration", "pattern") and "value" not in child.attributes:
                raise invalid(self._file, child.line, "missing_attribute", name=child.name, attribute="value")

    def check(self, node: Node, element: _Element) -> None:
        """Hold one element to what may stand in it."""
        self._check_attributes(node, element)
        if element.is_text:
            if node.children:
                raise invalid(self._file, node.children[0].line, "unexpected_element", name=node.children[0].name, parent=node.name)
            return
        if node.text.strip():
            raise invalid(self._file, node.line, "stray_text", name=node.name)
        self._check_children(node, element)

    def _check_children(self, node: Node, element: _Element) -> None:
        names = [name for name, _, _ in element.children]
        place = 0
        for child in node.children:
            wanted = XS if child.name == "restriction" else IDS
            if child.namespace != wanted or child.name not in names:
                raise invalid(self._file, child.line, "unexpected_element", name=child.name, parent=node.name)
            found = names.index(child.name)
            if element.is_ordered and found < place:
                raise invalid(self._file, child.line, "wrong_order", name=child.name, parent=node.name)
            place = found
        for name, least, most in element.children:
            found_all = [child for child in node.children if child.name == name]
            if len(found_all) < least:
                raise invalid(self._file, node.line, "missing_element", name=name, parent=node.name)
            if most is not None and len(found_all) > most:
                raise invalid(self._file, found_all[most].line, "repeated_element", name=name, parent=node.name)

    def _check_attributes(self, node: Node, element: _Element) -> None:
        self._refuse_attributes(node, element.attributes)
        for name in sorted(element.needed - set(node.attributes)):
            raise invalid(self._file, node.line, "missing_attribute", name=node.name, attribute=name)
        for name, allowed in element.attributes.items():
            value = node.attributes.get(name)
            if value is None or allowed is None:
                continue
            is_allowed = allowed.fullmatch(value) if isinstance(allowed, re.Pattern) else value in allowed  # type: ignore[operator]
            if not is_allowed:
                raise invalid(self._file, node.line, "attribute_value", name=node.name, attribute=name, value=value)

    def _refuse_attributes(self, node: Node, known: Iterable[str]) -> None:
        strange = sorted(set(node.attributes) - set(known))
        if strange or node.has_foreign:
            attribute = strange[0] if strange else node.has_foreign
            raise invalid(self._file, node.line, "unexpected_attribute", name=node.name, attribute=attribute)
