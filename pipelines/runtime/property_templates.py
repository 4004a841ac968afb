"""The property and quantity sets that buildingSMART publishes with each schema, as the parser's library carries them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILES = {"IFC2X3": "Pset_IFC2X3.ifc", "IFC4": "Pset_IFC4_ADD2.ifc", "IFC4X3_ADD2": "Pset_IFC4X3.ifc"}
_QUANTITIES = {
    "Q_LENGTH": "IFCLENGTHMEASURE", "Q_AREA": "IFCAREAMEASURE", "Q_VOLUME": "IFCVOLUMEMEASURE", "Q_COUNT": "IFCCOUNTMEASURE",
    "Q_WEIGHT": "IFCMASSMEASURE", "Q_TIME": "IFCTIMEMEASURE",
}  # fmt: skip

PUBLISHED_PREFIXES = ("Pset_", "Qto_", "Ifc")
"""With one of these the name of every published set begins; a name that does not need not be looked up."""


@dataclass(frozen=True)
class PropertyTemplate:
    """A property as it is published."""

    data_types: frozenset[str]
    """In capitals; none where any will do."""
    items: frozenset[str]
    """The values of an enumeration; none for others."""


@dataclass(frozen=True)
class SetTemplate:
    """A set as it is published."""

    applicable: frozenset[str]
    """Classes in capitals, without their subclasses; none where the publication names none."""
    properties: dict[str, PropertyTemplate]
    is_whole: bool
    """Whether each property's name could be read; some are published with a sentence in its place."""


class SetTemplates(Mapping[str, SetTemplate]):
    """Name of each set of a schema → what is published of it, read when it is first asked for: there are hundreds."""

    def __init__(self, schema: str) -> None:
        """Open what is published with the schema of this name."""
        import ifcopenshell

        path = Path(ifcopenshell.__file__).parent / "util" / "schema" / _FILES[schema]
        self._file: Any = ifcopenshell.open(path)
        self._written = {one.Name: one for one in self._file.by_type("IfcPropertySetTemplate") if one.Name}
        self._read: dict[str, SetTemplate] = {}

    def __getitem__(self, name: str) -> SetTemplate:
        if name not in self._read:
            self._read[name] = _set(self._written[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


@cache
def set_templates(schema: str) -> SetTemplates:
    """Those of a schema, opened once."""
    return SetTemplates(schema)


def _set(template: Any) -> SetTemplate:
    # Such as "IfcActuator/ELECTRICACTUATOR, IfcActuatorType".
    written = (template.ApplicableEntity or "").replace(";", ",").split(",")
    classes = {one.partition("/")[0].strip().upper() for one in written}
    parts = template.HasPropertyTemplates or ()
    properties = {one.Name: _property(one) for one in parts if one.Name and not one.Name.endswith(".")}
    return SetTemplate(frozenset(classes - {""}), properties, len(properties) == len(parts))


def _property(template: Any) -> PropertyTemplate:
    if not template.is_a("IfcSimplePropertyTemplate"):
        return PropertyTemplate(frozenset(), frozenset())
    kind = template.TemplateType
    if kind in _QUANTITIES:
        return PropertyTemplate(frozenset({_QUANTITIES[kind]}), frozenset())
    types = {one.upper() for one in (template.PrimaryMeasureType, template.SecondaryMeasureType) if one and one.startswith("Ifc")}
    items = {str(one.wrappedValue) for one in template.Enumerators.EnumerationValues} if template.Enumerators else set()
    return PropertyTemplate(frozenset(types) if kind != "P_REFERENCEVALUE" else frozenset(), frozenset(items))
