"""In whose manner a model is written: schema, length unit, class names, property sets."""

from typing import TYPE_CHECKING, Any, Literal

from sample_ifc.record import Record

if TYPE_CHECKING:
    from sample_ifc.writer import Draft

Values = dict[str, dict[str, Any]]
"""Set name → property name → value."""


class Dialect:
    """IFC4 as the standard has it, in metres."""

    schema: Literal["IFC2X3", "IFC4", "IFC4X3"] = "IFC4"
    view_definition = "DesignTransferView_V1.0"
    units_per_metre = 1.0
    application = ("sample_ifc", "珏山样例模型生成器")

    def class_name(self, ifc_class: str) -> str:
        """The schema's name of an IFC4 class."""
        return ifc_class

    def element_class(self, ifc_class: str, *, has_body: bool) -> str:
        """The schema's name of an occurrence's class; empty where the dialect leaves such a thing out."""
        return self.class_name(ifc_class)

    def describe(self, record: Record, name: str) -> dict[str, Any]:
        """Name and Tag of an object."""
        return {"Name": name, "Tag": record.mark or None}

    def properties(self, record: Record) -> Values:
        """The property sets that carry what is known of an object or a type."""
        return record.psets

    def quantities(self, record: Record) -> Values:
        """The quantity sets that carry what is measured of an object."""
        return record.qtos

    def documents(self, record: Record) -> tuple[tuple[str, str], ...]:
        """Identification and name of the documents that are associated with an object or a type."""
        return record.documents

    def settle(self, draft: "Draft") -> None:
        """Change what has to be changed when everything is drawn and no relation is written yet."""


class MillimetreDialect(Dialect):
    """IFC4 in millimetres, with metres on the map."""

    units_per_metre = 1000.0


class InfraDialect(Dialect):
    """IFC4X3_ADD2 as the standard has it, in metres: roads, bridges, alignments, planting."""

    schema: Literal["IFC2X3", "IFC4", "IFC4X3"] = "IFC4X3"
    view_definition = "ReferenceView_V1.2"
