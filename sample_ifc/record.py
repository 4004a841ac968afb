"""What is known of an object while a model is drawn up; faults change it before it is written."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Record:
    """An object or type, with all that relations will say of it."""

    path: str
    """Its name in the generator, from which its GlobalId is made."""
    ifc_class: str
    """Its class in IFC4."""
    entity: Any
    mark: str = ""
    """The drawing's mark, such as M1021."""
    container: str | None = None
    """Path of the spatial element that contains it."""
    whole: str | None = None
    """Path of the object that it is a part of."""
    host: str | None = None
    """Path of the object that it adheres to, as a marking to its course."""
    type_path: str | None = None
    code: str | None = None
    """Its code in GB/T 51269."""
    material: str | None = None
    systems: tuple[str, ...] = ()
    psets: dict[str, dict[str, Any]] = field(default_factory=dict)
    qtos: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: tuple[tuple[str, str], ...] = ()
    """Identification and name of documents that go with it, such as an acceptance record."""
    placement: Any = None
    """Its frame, also where the dialect leaves the object itself out."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What a dialect may want to know beside: the name of the storey, of the type."""
