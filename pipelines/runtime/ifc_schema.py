"""What an IFC schema declares, as plain sets and mappings: classes, attributes, data types. Names of classes are in capitals."""

from functools import cache, cached_property
from typing import Any

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")
_XML_TYPES = {
    "string": "xs:string", "real": "xs:double", "number": "xs:double", "integer": "xs:integer", "boolean": "xs:boolean",
    "logical": "xs:string", "binary": "",
}  # fmt: skip
"""EXPRESS → XML Schema, as IDS 1.0 lists it (DataTypes)."""
_XML_TYPES_BY_NAME = {
    "IFCCOUNTMEASURE": "xs:integer", "IFCINTEGERCOUNTRATEMEASURE": "xs:integer", "IFCDATE": "xs:date", "IFCTIME": "xs:time",
    "IFCDATETIME": "xs:dateTime", "IFCDURATION": "xs:duration", "IFCURIREFERENCE": "xs:anyURI",
}  # fmt: skip
"""Types whose values are written more strictly than their EXPRESS type says."""


class IfcSchema:
    """The declarations of one schema."""

    def __init__(self, name: str) -> None:
        """Take the schema of this name."""
        # Here: the schemas come with a large library, which most of those who ask about tables never need.
        from ifcopenshell import ifcopenshell_wrapper

        self.name = name
        self._declarations: Any = ifcopenshell_wrapper.schema_by_name(name)

    @cached_property
    def _entities(self) -> dict[str, Any]:
        found = ((one.name_uc(), one.as_entity()) for one in self._declarations.declarations())
        return {name: entity for name, entity in found if entity is not None}

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every class, abstract ones too."""
        return frozenset(self._entities)

    @cache  # noqa: B019
    def supertypes(self, ifc_class: str) -> frozenset[str]:
        """The class and all above it; empty where the schema lacks it."""
        names = set()
        at = self._entities.get(ifc_class)
        while at is not None:
            names.add(at.name_uc())
            at = at.supertype()
        return frozenset(names)

    @cache  # noqa: B019
    def subtypes(self, *ifc_classes: str) -> frozenset[str]:
        """The classes and all below them."""
        return frozenset(name for name in self._entities if not self.supertypes(name).isdisjoint(ifc_classes))

    def is_abstract(self, ifc_class: str) -> bool:
        """Whether a class, which the schema has, cannot have instances of its own."""
        return bool(self._entities[ifc_class].is_abstract())

    @cache  # noqa: B019
    def attributes(self, ifc_class: str) -> dict[str, str]:
        """Name of each explicit attribute → the XML type of its value; of a list, of its members; empty for instances and selects.

        An attribute that the class derives is none of its explicit ones.
        """
        entity = self._entities.get(ifc_class)
        if entity is None:
            return {}
        pairs = zip(entity.all_attributes(), entity.derived(), strict=True)
        return {one.name(): _xml_type_of(one.type_of_attribute()) for one, is_derived in pairs if not is_derived}

    @cached_property
    def classes_by_attribute(self) -> dict[str, frozenset[str]]:
        """Name of an attribute → the classes that have it."""
        found: dict[str, set[str]] = {}
        for name in self._entities:
            for attribute in self.attributes(name):
                found.setdefault(attribute, set()).add(name)
        return {attribute: frozenset(names) for attribute, names in found.items()}

    @cache  # noqa: B019
    def predefined_types(self, ifc_class: str) -> frozenset[str]:
        """The items of PredefinedType; none where the class has no such attribute."""
        entity = self._entities.get(ifc_class)
        for attribute in entity.all_attributes() if entity is not None else ():
            if attribute.name() == "PredefinedType":
                named = attribute.type_of_attribute().as_named_type()
                enumeration = named.declared_type().as_enumeration_type() if named else None
                return frozenset(enumeration.enumeration_items()) if enumeration else frozenset()
        return frozenset()

    @cached_property
    def data_types(self) -> dict[str, str]:
        """Every defined type and enumeration with a simple value → its XML type; empty where XML Schema has none."""
        found = {}
        for one in self._declarations.declarations():
            if one.as_enumeration_type():
                found[one.name_uc()] = "xs:string"
            elif (defined := one.as_type_declaration()) and not _aggregate(defined):
                found[one.name_uc()] = _xml_type_of_declared(one)
        return found


@cache
def ifc_schema(name: str) -> IfcSchema:
    """A schema, loaded once."""
    return IfcSchema(name)


def _aggregate(defined: Any) -> bool:
    inner = defined.declared_type()
    while inner.as_named_type():
        named = inner.as_named_type().declared_type().as_type_declaration()
        if named is None:
            return False
        inner = named.declared_type()
    return bool(inner.as_aggregation_type())


def _xml_type_of(parameter: Any) -> str:
    if simple := parameter.as_simple_type():
        return _XML_TYPES.get(str(simple.declared_type()), "")
    if aggregate := parameter.as_aggregation_type():
        return _xml_type_of(aggregate.type_of_element())
    return _xml_type_of_declared(parameter.as_named_type().declared_type())


def _xml_type_of_declared(declared: Any) -> str:
    if (name := declared.name_uc()) in _XML_TYPES_BY_NAME:
        return _XML_TYPES_BY_NAME[name]
    if declared.as_enumeration_type():
        return "xs:string"
    if defined := declared.as_type_declaration():
        return _xml_type_of(defined.declared_type())
    return ""
