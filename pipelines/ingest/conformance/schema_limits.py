"""What the EXPRESS texts of the schemas bound beyond what the library's schemas hold."""

from types import MappingProxyType

WIDTHS = MappingProxyType({"IfcIdentifier": 255, "IfcLabel": 255})
"""Greatest number of characters of defined types, since IFC4: IFC2X3 bounds neither.

The 22 of IfcGloballyUniqueId are judged with its form.
"""

UNIQUE_LISTS = frozenset({
    ("IfcGrid", "UAxes"),
    ("IfcGrid", "VAxes"),
    ("IfcGrid", "WAxes"),
    ("IfcPath", "EdgeList"),
    ("IfcPolyLoop", "Polygon"),
    ("IfcPropertyEnumeration", "EnumerationValues"),
    ("IfcPropertyTableValue", "DefiningValues"),
    ("IfcTypeProduct", "RepresentationMaps"),
    ("IfcVirtualGridIntersection", "IntersectingAxes"),
})  # fmt: skip
"""Class and attribute of what is declared as LIST OF UNIQUE, in each schema that has it."""
