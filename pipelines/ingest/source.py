"""An opened model, and how its readers look at instances, however malformed those are."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import ifcopenshell

from pipelines.ingest.problems import Problems
from pipelines.ingest.readable import Readable

Instance = ifcopenshell.entity_instance


@dataclass
class Source:
    """One model, open for reading. Asking for an attribute that an instance lacks, or holds wrongly, gives None."""

    file: ifcopenshell.file
    readable: Readable
    problems: Problems
    _positions: dict[str, dict[str, int]] = field(default_factory=dict)
    _supertypes: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def model_id(self) -> str:
        """SHA-256 of the sender's file."""
        return self.readable.model_id

    @property
    def is_ifc2x3(self) -> bool:
        """Whether the model is read by IFC2X3."""
        return self.readable.schema == "IFC2X3"

    @cached_property
    def schema(self) -> Any:
        """The declarations of the model's schema."""
        return ifcopenshell.ifcopenshell_wrapper.schema_by_name(self.readable.schema)

    def by_type(self, *ifc_classes: str) -> list[Instance]:
        """All instances of these classes and their subtypes, by step id; a class that the schema lacks has none."""
        found: dict[int, Instance] = {}
        for ifc_class in ifc_classes:
            if self.has_class(ifc_class):
                found.update((instance.id(), instance) for instance in self.file.by_type(ifc_class))
        return [found[step_id] for step_id in sorted(found)]

    def has_class(self, ifc_class: str) -> bool:
        """Whether the schema declares it."""
        return bool(self.supertypes(ifc_class))

    def supertypes(self, ifc_class: str) -> frozenset[str]:
        """The class and all above it; empty where the schema lacks it."""
        if ifc_class not in self._supertypes:
            names: set[str] = set()
            try:
                declaration = self.schema.declaration_by_name(ifc_class).as_entity()
            except RuntimeError:
                declaration = None
            while declaration is not None:
                names.add(declaration.name())
                declaration = declaration.supertype()
            self._supertypes[ifc_class] = frozenset(names)
        return self._supertypes[ifc_class]

    def is_a(self, instance: Instance, *ifc_classes: str) -> bool:
        """Whether the instance is of one of the classes or their subtypes."""
        return not self.supertypes(instance.is_a()).isdisjoint(ifc_classes)

    def positions(self, ifc_class: str) -> dict[str, int]:
        """Name of each explicit attribute → its place."""
        if ifc_class not in self._positions:
            entity = self.schema.declaration_by_name(ifc_class).as_entity()
            names = [attribute.name() for attribute in entity.all_attributes()] if entity is not None else []
            self._positions[ifc_class] = {name: place for place, name in enumerate(names)}
        return self._positions[ifc_class]

    def get(self, instance: Instance, name: str) -> Any:
        """The attribute as the parser gives it."""
        place = self.positions(instance.is_a()).get(name)
        if place is None:
            return None
        try:
            return instance.get_argument(place)
        except (RuntimeError, IndexError):
            return None

    def text(self, instance: Instance, name: str) -> str | None:
        """The attribute where it is text, an enumeration's item included."""
        value = self.get(instance, name)
        return value if isinstance(value, str) else None

    def number(self, instance: Instance, name: str) -> float | None:
        """The attribute where it is a number, or a value that wraps one."""
        value = self.get(instance, name)
        if isinstance(value, Instance):
            value = wrapped(value)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def entity(self, instance: Instance, name: str) -> Instance | None:
        """The attribute where it is one instance, of a step id of its own."""
        value = self.get(instance, name)
        return value if isinstance(value, Instance) and value.id() else None

    def entities(self, instance: Instance, name: str) -> list[Instance]:
        """The attribute where it is a list of instances, in the file's order; a single one as a list of it."""
        value = self.get(instance, name)
        if isinstance(value, Instance) and not value.id():
            value = wrapped(value)
        members = value if isinstance(value, tuple) else (value,)
        return [member for member in members if isinstance(member, Instance) and member.id()]

    def global_id(self, instance: Instance) -> str | None:
        """IfcRoot.GlobalId as written; null where it is empty."""
        return self.text(instance, "GlobalId") or None


def wrapped(value: Instance) -> Any:
    """What a value of a defined type wraps; None where it wraps nothing."""
    try:
        return value.get_argument(0)
    except (RuntimeError, IndexError):
        return None
