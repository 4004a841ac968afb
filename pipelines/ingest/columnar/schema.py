"""What the reader asks of a schema: attributes of a class and their places, what is above it, which are enumerations."""

from functools import cache, cached_property
from typing import Any

from ifcopenshell import ifcopenshell_wrapper

LOGICALS = frozenset({"T", "F", "U"})


class Schema:
    """The declarations of a schema by name in capitals."""

    def __init__(self, name: str) -> None:
        """Take the schema of this name."""
        self.declarations: Any = ifcopenshell_wrapper.schema_by_name(name)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.name().upper(): one.name() for one in self.declarations.declarations()}

    def name_of(self, written: str) -> str | None:
        """Name of a class or type as the schema writes it; None where it has none."""
        return self._names.get(written)

    @cache  # noqa: B019
    def attributes(self, ifc_class: str) -> dict[str, int]:
        """Name of each explicit attribute → its place."""
        return {one.name(): place for place, one in enumerate(self.entity(ifc_class).all_attributes())}

    def entity(self, ifc_class: str) -> Any:
        """The declaration of a class; None for a type."""
        return self.declarations.declaration_by_name(ifc_class).as_entity()

    @cache  # noqa: B019
    def supertypes(self, ifc_class: str) -> frozenset[str]:
        """The class and all above it."""
        names: set[str] = set()
        at = self.entity(ifc_class)
        while at is not None:
            names.add(at.name())
            at = at.supertype()
        return frozenset(names)

    @cache  # noqa: B019
    def enumerations(self, ifc_class: str) -> dict[int, frozenset[str]]:
        """Place of each attribute that is an enumeration, a logical or a boolean → the items it may have."""
        found = {}
        for place, attribute in enumerate(self.entity(ifc_class).all_attributes()):
            items = _items(attribute.type_of_attribute())
            if items:
                found[place] = items
        return found

    @cache  # noqa: B019
    def items_of_type(self, name: str) -> frozenset[str]:
        """The items of a type that is an enumeration, a logical or a boolean; none for others."""
        return _items_of(self.declarations.declaration_by_name(name))


def _items(parameter: Any) -> frozenset[str]:
    if simple := parameter.as_simple_type():
        return LOGICALS if str(simple.declared_type()).upper() in {"LOGICAL", "BOOLEAN"} else frozenset()
    if parameter.as_aggregation_type():
        return frozenset()
    return _items_of(parameter.as_named_type().declared_type())


def _items_of(declared: Any) -> frozenset[str]:
    if enumeration := declared.as_enumeration_type():
        return frozenset(enumeration.enumeration_items())
    if defined := declared.as_type_declaration():
        return _items(defined.declared_type())
    return frozenset()
