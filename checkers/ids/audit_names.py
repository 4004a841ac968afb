"""The names that a schema of IFC has, and which of them a constraint fits."""

from collections.abc import Iterable
from functools import cache

from checkers.ids.document import (
    AttributeFacet,
    ClassificationFacet,
    Constraint,
    EntityFacet,
    Facet,
    MaterialFacet,
    PartOfFacet,
    PropertyFacet,
    Relation,
)
from checkers.ids.occurrence_types import MAPPED
from checkers.ids.patterns import compile_pattern
from pipelines.runtime.ifc_schema import ifc_schema
from pipelines.runtime.property_templates import PUBLISHED_PREFIXES, SetTemplates, set_templates

_RELATIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "IFCRELAGGREGATES": (("IFCOBJECTDEFINITION",), ("IFCOBJECTDEFINITION",)),
    "IFCRELASSIGNSTOGROUP": (("IFCGROUP",), ("IFCOBJECTDEFINITION",)),
    "IFCRELCONTAINEDINSPATIALSTRUCTURE": (("IFCSPATIALELEMENT", "IFCSPATIALSTRUCTUREELEMENT"), ("IFCPRODUCT",)),
    "IFCRELNESTS": (("IFCOBJECTDEFINITION",), ("IFCOBJECTDEFINITION",)),
    "IFCRELVOIDSELEMENT IFCRELFILLSELEMENT": (("IFCELEMENT",), ("IFCELEMENT", "IFCFEATUREELEMENTSUBTRACTION")),
}
"""Relation → what the whole can be, what the part can be."""
_CLASSIFIED_RESOURCES = (
    "IFCOBJECTDEFINITION", "IFCPROPERTYDEFINITION", "IFCPROPERTYABSTRACTION", "IFCPHYSICALQUANTITY", "IFCAPPLIEDVALUE",
    "IFCCONTEXTDEPENDENTUNIT", "IFCCONVERSIONBASEDUNIT", "IFCPROFILEDEF", "IFCACTORROLE", "IFCAPPROVAL", "IFCCONSTRAINT",
    "IFCTIMESERIES", "IFCMATERIALDEFINITION", "IFCPERSON", "IFCPERSONANDORGANIZATION", "IFCORGANIZATION",
    "IFCEXTERNALREFERENCE", "IFCEXTERNALINFORMATION", "IFCSHAPEASPECT",
)  # fmt: skip
"""From IFC4 on: IfcDefinitionSelect, and IfcResourceObjectSelect by IfcExternalReferenceRelationship."""


class Names:
    """The names of one schema."""

    def __init__(self, schema: str) -> None:
        """Take the schema of this name."""
        self._schema = ifc_schema(schema)
        self._is_ifc2x3 = schema == "IFC2X3"
        self.schema = schema

    @property
    def classes(self) -> frozenset[str]:
        """Of classes, in IFC2X3 also those that a type object makes of an occurrence."""
        return _class_names(self.schema)

    @property
    def attributes(self) -> frozenset[str]:
        """Of all explicit attributes."""
        return frozenset(self._schema.classes_by_attribute)

    @property
    def attributes_of_value(self) -> frozenset[str]:
        """Of those that in some class have a value that can be compared."""
        return frozenset(_types_by_attribute(self.schema))

    @property
    def data_types(self) -> dict[str, str]:
        """Of types → their XML types."""
        return self._schema.data_types

    @property
    def property_sets(self) -> SetTemplates:
        """Of published property and quantity sets → what is published of them."""
        return set_templates(self.schema)

    def types_of_attributes(self, attributes: Iterable[str]) -> frozenset[str]:
        """The XML types that attributes of these names have in one class or another."""
        types = _types_by_attribute(self.schema)
        return frozenset(one for name in attributes for one in types.get(name, ()))

    def predefined_types(self, ifc_class: str) -> frozenset[str]:
        """The items of PredefinedType of a class."""
        if self._is_ifc2x3 and ifc_class in MAPPED:
            return self._schema.predefined_types(MAPPED[ifc_class][1])
        return self._schema.predefined_types(ifc_class)

    def owners(self, relation: Relation | None) -> frozenset[str]:
        """The classes that something can be part of."""
        wholes = [_RELATIONS[relation][0]] if relation else [whole for whole, _ in _RELATIONS.values()]
        return self._schema.subtypes(*(one for whole in wholes for one in whole)) | self._mapped()

    def classes_of(self, facet: Facet) -> frozenset[str] | None:
        """The classes of which something can be that fits a facet; None where any can."""
        match facet:
            case EntityFacet():
                found, _ = self.matching(facet.name, self.classes)
                return frozenset(found) | self._behind(found)
            case PartOfFacet():
                return self._schema.subtypes(*_RELATIONS[facet.relation][1]) | self._mapped() if facet.relation else None
            case AttributeFacet():
                found, _ = self.matching(facet.name, self.attributes)
                having = self._schema.classes_by_attribute
                return frozenset(one for name in found for one in having[name]) | self._mapped()
            case PropertyFacet():
                return self._carriers(facet)
            case ClassificationFacet():
                tops: tuple[str, ...] = ("IFCROOT",) if self._is_ifc2x3 else _CLASSIFIED_RESOURCES
                return self._schema.subtypes(*tops) | self._mapped()
            case MaterialFacet():
                tops = ("IFCROOT",) if self._is_ifc2x3 else ("IFCOBJECTDEFINITION", "IFCPROPERTYDEFINITION")
                return self._schema.subtypes(*tops) | self._mapped()

    def matching(self, constraint: Constraint, names: Iterable[str]) -> tuple[set[str], str | None]:
        """Which of the names a constraint fits, and the first part of it that fits none."""
        known = names if isinstance(names, frozenset | set | dict) else frozenset(names)
        exact = (constraint.simple,) if constraint.simple is not None else constraint.enumeration
        found = {one for one in exact if one in known}
        missing = next((one for one in exact if one not in known), None)
        for pattern in constraint.patterns:
            fitting = _fitting(pattern, frozenset(known))
            found |= fitting
            missing = missing if fitting or missing is not None else pattern
        if constraint.lengths and not exact and not constraint.patterns:
            found = {one for one in known if fits_lengths(len(one), constraint)}
            missing = None if found else str(constraint)
        return found, missing

    def _carriers(self, facet: PropertyFacet) -> frozenset[str] | None:
        """Where only published sets are asked for, the classes that they are published for, and the types of these."""
        exact = (facet.property_set.simple,) if facet.property_set.simple is not None else facet.property_set.enumeration
        if not exact or facet.property_set.patterns or not all((one or "").startswith(PUBLISHED_PREFIXES) for one in exact):
            return None
        sets = [self.property_sets.get(one or "") for one in exact]
        found: set[str] = set()
        for one in sets:
            if one is None or not one.applicable:
                return None
            found |= one.applicable
        bare = {name.removesuffix("TYPE").removesuffix("STYLE") for name in found}
        beside = {f"{name}{ending}" for name in bare for ending in ("", "TYPE", "STYLE")}
        mapped = {MAPPED[name][0] for name in bare if self._is_ifc2x3 and name in MAPPED}
        named = {name for name in bare if self._is_ifc2x3 and name in MAPPED}
        return self._schema.subtypes(*sorted((found | beside | mapped) & self._schema.classes)) | named

    def _behind(self, found: set[str]) -> frozenset[str]:
        return frozenset(one for name in found if self._is_ifc2x3 and name in MAPPED for one in MAPPED[name])

    def _mapped(self) -> frozenset[str]:
        return frozenset(MAPPED) if self._is_ifc2x3 else frozenset()


def fits_lengths(length: int, constraint: Constraint) -> bool:
    """Whether a text of so many characters is as long as a constraint wants it."""
    tests = {"length": length.__eq__, "minLength": length.__ge__, "maxLength": length.__le__}
    return all(tests[name](int(value)) for name, value in constraint.lengths)


@cache
def _class_names(schema: str) -> frozenset[str]:
    return ifc_schema(schema).classes | (frozenset(MAPPED) if schema == "IFC2X3" else frozenset())


@cache
def _types_by_attribute(schema: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    declared = ifc_schema(schema)
    for ifc_class in declared.classes:
        for name, xml_type in declared.attributes(ifc_class).items():
            if xml_type:
                found.setdefault(name, set()).add(xml_type)
    return {name: frozenset(types) for name, types in found.items()}


@cache
def _fitting(pattern: str, names: frozenset[str]) -> frozenset[str]:
    compiled = compile_pattern(pattern)
    return frozenset(name for name in names if compiled.fits(name))
