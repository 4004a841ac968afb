"""A small layer over ``ifcopenshell.file``: objects by path, relations written at the end, equal bytes every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import ifcopenshell
import ifcopenshell.guid
from ifcopenshell import ifcopenshell_wrapper as wrapper

from sample_ifc.dialect import Dialect
from sample_ifc.record import Record
from sample_ifc.relations import write_relations
from sample_ifc.representation import Shaper
from sample_ifc.shapes import Solid
from sample_ifc.values import thermal_unit

TIME_STAMP = "2026-03-02T08:30:00"
CREATED = 1772411400
"""The same moment, in seconds since 1970, for the owner history that IFC2X3 demands."""


@dataclass(frozen=True)
class At:
    """Where an object stands in the frame it is placed in, metres and degrees."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    turn: float = 0.0
    """Counter-clockwise about z."""


def guid(path: str) -> str:
    """The GlobalId that a path has, today and next year."""
    return str(ifcopenshell.guid.compress(uuid5(NAMESPACE_URL, f"jueshan/sample_ifc/{path}").hex))


class Draft:
    """One IFC file while it is drawn up."""

    def __init__(self, project: str, part: str, dialect: Dialect, palette: dict[str, tuple[float, float, float, float]]) -> None:
        self.project, self.part, self.dialect = project, part, dialect
        self.file = ifcopenshell.file(schema=dialect.schema)
        self._declarations = wrapper.schema_by_name(self.file.schema_identifier)
        self._attributes: dict[str, dict[str, Any]] = {}
        self.records: dict[str, Record] = {}
        self.maps: dict[str, Any] = {}
        self.history = self._owner_history() if dialect.schema == "IFC2X3" else None
        self.shaper = Shaper(self.file, dialect.units_per_metre, palette)
        self.units = self._units()

    def _owner_history(self) -> Any:
        make = self.file.create_entity
        person = make("IfcPerson", FamilyName="样例", GivenName="模型")
        office = make("IfcOrganization", Name="珏山样例设计室")
        name, full_name = self.dialect.application
        application = make("IfcApplication", office, "1.0", full_name, name)
        author = make("IfcPersonAndOrganization", person, office)
        return make("IfcOwnerHistory", author, application, None, "ADDED", None, None, None, CREATED)

    def _units(self) -> Any:
        make = self.file.create_entity
        prefix = "MILLI" if self.dialect.units_per_metre == 1000 else None
        self.metre = make("IfcSIUnit", None, "LENGTHUNIT", None, "METRE")
        length = make("IfcSIUnit", None, "LENGTHUNIT", prefix, "METRE") if prefix else self.metre
        units = [length, make("IfcSIUnit", None, "AREAUNIT", None, "SQUARE_METRE")]
        units += [
            make("IfcSIUnit", None, "VOLUMEUNIT", None, "CUBIC_METRE"),
            make("IfcSIUnit", None, "PLANEANGLEUNIT", None, "RADIAN"),
        ]
        return make("IfcUnitAssignment", [*units, thermal_unit(self.file, self.metre)])

    def guid(self, path: str, *, is_shared: bool = False) -> str:
        """GlobalId of a path; one that the parts of a project share does not depend on the part."""
        return guid(f"{self.project}/{path}" if is_shared else f"{self.project}/{self.part}/{path}")

    def _known(self, ifc_class: str) -> dict[str, Any]:
        if ifc_class not in self._attributes:
            declaration: Any = self._declarations.declaration_by_name(ifc_class).as_entity()
            self._attributes[ifc_class] = {attribute.name(): attribute for attribute in declaration.all_attributes()}
        return self._attributes[ifc_class]

    def _fitting(self, ifc_class: str, attributes: dict[str, Any]) -> dict[str, Any]:
        """The attributes that the schema knows, with enumeration values that it has."""
        known, fitting = self._known(ifc_class), {}
        for name, value in attributes.items():
            if name not in known:
                # IFC2X3 calls the predefined type of stairs, ramps and roofs their shape, and counts risers in the singular.
                name = {"PredefinedType": "ShapeType", "NumberOfRisers": "NumberOfRiser"}.get(name, name)
            if name not in known:
                continue
            named = known[name].type_of_attribute().as_named_type()
            enumeration = named.declared_type().as_enumeration_type() if named else None
            if enumeration and value is not None and value not in enumeration.enumeration_items():
                value = "NOTDEFINED"
            fitting[name] = value
        return fitting

    def rooted(self, ifc_class: str, path: str, *, is_shared: bool = False, **attributes: Any) -> Any:
        """Any IfcRoot, with the GlobalId of its path."""
        root = {"GlobalId": self.guid(path, is_shared=is_shared), "OwnerHistory": self.history}
        return self.file.create_entity(ifc_class, **root, **self._fitting(ifc_class, attributes))

    def place(self, at: At, within: str | None) -> Any:
        """An IfcLocalPlacement relative to that of another object."""
        parent = self._frame(within) if within else None
        turn = radians(at.turn)
        frame = self.shaper.placement((at.x, at.y, at.z), (0, 0, 1), (1, 0, 0) if not at.turn else (cos(turn), sin(turn), 0))
        return self.file.create_entity("IfcLocalPlacement", parent, frame)

    def _frame(self, path: str) -> Any:
        record = self.records[path]
        return record.entity.ObjectPlacement if record.entity is not None else record.placement

    def type(
        self, path: str, ifc_class: str, name: str, *, solids: Sequence[Solid] = (), code: str | None = None,
        material: str | None = None, psets: dict[str, dict[str, Any]] | None = None,
        documents: tuple[tuple[str, str], ...] = (), **attributes: Any,
    ) -> str:  # fmt: skip
        """A type object, made once a path; its path."""
        if path in self.records:
            return path
        if solids:
            self.maps[path] = self.shaper.map_of(solids)
        record = Record(
            path,
            ifc_class,
            None,
            code=code,
            material=material,
            psets=psets or {},
            documents=documents,
            facts={"type_name": name, "predefined": attributes.get("PredefinedType")},
        )
        own_class = self.dialect.class_name(ifc_class)
        if own_class:
            maps = [self.maps[path]] if solids else None
            record.entity = self.rooted(own_class, path, RepresentationMaps=maps, **(self._type_defaults(own_class) | attributes))
            for key, value in self.dialect.describe(record, name).items():
                setattr(record.entity, key, value)
        self.records[path] = record
        return path

    def _type_defaults(self, own_class: str) -> dict[str, Any]:
        plain = {
            "AssemblyPlace": "NOTDEFINED", "ConstructionType": "NOTDEFINED", "OperationType": "NOTDEFINED",
            "PartitioningType": "NOTDEFINED", "PredefinedType": "NOTDEFINED", "ParameterTakesPrecedence": False, "Sizeable": False,
        }  # fmt: skip
        return {name: value for name, value in plain.items() if name in self._known(own_class)}

    def element(
        self, path: str, ifc_class: str, name: str, *, within: str | None, at: At | None = None, container: str | None = None,
        whole: str | None = None, solids: Sequence[Solid] = (), of: str | None = None, code: str | None = None,
        material: str | None = None, mark: str = "", systems: tuple[str, ...] = (), is_shared: bool = False,
        axis: tuple[tuple[float, float], tuple[float, float]] | None = None,
        psets: dict[str, dict[str, Any]] | None = None, qtos: dict[str, dict[str, Any]] | None = None,
        documents: tuple[tuple[str, str], ...] = (), host: str | None = None, **attributes: Any,
    ) -> str:  # fmt: skip
        """An occurrence that stands in the frame of ``within``; its path.

        Args:
            path: Its name in the generator.
            ifc_class: Its class in IFC4.
            name: Its Name.
            within: Path of the object whose frame it is placed in.
            at: Where in that frame.
            container: Path of the spatial element that contains it.
            whole: Path of the object that it is a part of.
            solids: Its own body; else the type's is shown, if that has one.
            of: Path of its type.
            code: Its classification code; else the type's.
            material: Key of its material; else the type's.
            mark: The drawing's mark.
            systems: Paths of the systems it is assigned to.
            is_shared: Whether other parts of the project hold the same object.
            axis: The plan line it follows, in its own frame.
            psets: Property sets of its own.
            qtos: Quantity sets.
            documents: Identification and name of documents that go with it.
            host: Path of the object that it adheres to; such a thing has no container.
            **attributes: EXPRESS attributes; those that the schema lacks are left out.
        """
        if of and self.records[of].entity is None:
            # The schema has no such type object: the occurrence says it all itself.
            code, material = code or self.records[of].code, material or self.records[of].material
            psets = {**self.records[of].psets, **(psets or {})}
            documents = documents or self.records[of].documents
        bodies = [self.shaper.line("Axis", *axis)] if axis else []
        if solids:
            bodies.append(self.shaper.body(solids))
        elif of and of in self.maps:
            bodies.append(self.shaper.mapped(self.maps[of]))
        shape = self.file.create_entity("IfcProductDefinitionShape", None, None, bodies) if bodies else None
        own_class = self.dialect.element_class(ifc_class, has_body=bool(bodies))
        attributes = self._defaults(own_class) | attributes if own_class else attributes
        entity = self.rooted(own_class, path, is_shared=is_shared, **attributes) if own_class else None
        # What is left out stands where its parent does unless it is moved.
        placement = self.place(at or At(), within) if own_class or at or not within else self._frame(within)
        if entity is not None:
            entity.ObjectPlacement, entity.Representation = placement, shape
        storey = container or whole or host
        facts = {"type_name": self.records[of].facts["type_name"] if of else name, "storey": self._storey_name(storey)}
        record = Record(
            path, ifc_class, entity, mark, container, whole, host, of, code, material, systems, psets or {}, qtos or {}, documents,
            placement, facts,
        )  # fmt: skip
        for key, value in self.dialect.describe(record, name).items() if own_class else ():
            if key in self._known(own_class):
                setattr(entity, key, value)
        self.records[path] = record
        return path

    def _defaults(self, own_class: str) -> dict[str, Any]:
        """What a schema demands of parts of facilities and, in IFC2X3, of spatial elements."""
        plain = {"UsageType": "LONGITUDINAL"}
        if self.file.schema == "IFC2X3" and own_class in ("IfcSite", "IfcBuilding", "IfcBuildingStorey"):
            plain["CompositionType"] = "ELEMENT"
        return {name: value for name, value in plain.items() if name in self._known(own_class)}

    def _storey_name(self, path: str | None) -> str:
        while path and self.records[path].ifc_class != "IfcBuildingStorey":
            path = self.records[path].container or self.records[path].whole or self.records[path].host
        return str(self.records[path].entity.Name) if path else ""

    def add(self, path: str, ifc_class: str, entity: Any) -> str:
        """Make an object known that has no place and no body, such as a zone or a system; its path."""
        self.records[path] = Record(path, ifc_class, entity)
        return path

    def opening(self, path: str, wall: str, at: At, solid: Solid) -> str:
        """A hole in a wall or slab; its path."""
        self.element(
            path, "IfcOpeningElement", "洞口", within=wall, at=at, solids=[solid], PredefinedType="OPENING", ObjectType="Opening"
        )
        host, hole = self.records[wall].entity, self.records[path].entity
        self.rooted("IfcRelVoidsElement", f"{path}/voids", RelatingBuildingElement=host, RelatedOpeningElement=hole)
        return path

    def fill(self, hole: str, element: str) -> None:
        """Say that a door or window stands in a hole."""
        opening, filling = self.records[hole].entity, self.records[element].entity
        self.rooted("IfcRelFillsElement", f"{element}/fills", RelatingOpeningElement=opening, RelatedBuildingElement=filling)

    def finish(self) -> None:
        """Write all relations; nothing may be added afterwards."""
        self.dialect.settle(self)
        write_relations(self)

    def save(self, path: Path) -> None:
        """Write the file with a header that does not change."""
        header = self.file.header
        header.file_description.description = (f"ViewDefinition [{self.dialect.view_definition}]",)
        header.file_name.name = path.name
        header.file_name.time_stamp = TIME_STAMP
        header.file_name.author = ("样例模型",)
        header.file_name.organization = ("珏山样例设计室",)
        header.file_name.preprocessor_version = "sample_ifc 1.0"
        header.file_name.originating_system = self.dialect.application[1]
        header.file_name.authorization = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file.write(str(path))
