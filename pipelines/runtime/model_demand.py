"""What a checker wants of a model beyond its tables."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.runtime.workspace import Json


@dataclass(frozen=True)
class ModelDemand:
    """Names as the schemas write them; classes in capitals."""

    classes: frozenset[str] = frozenset()
    """Instances of these, of no supertype or subtype; those that are objects or types are in the model's tables already."""
    attributes: frozenset[str] = frozenset()
    """Of instances of ``classes``, objects and types among them."""
    has_materials: bool = False
    has_classifications: bool = False
    has_empty_sets: bool = False
    """Sets of properties with nothing in them."""
    has_properties: bool = False
    has_parts: bool = False
    wants_set: Callable[[str], bool] | None = field(default=None, compare=False)
    """Of a set of properties, by its name, whether it is asked about; others need not be read. Without it all are."""

    @property
    def model_tables(self) -> tuple[str, ...]:
        """The model tables that are wanted."""
        properties = ("ifc_property", "ifc_quantity") if self.has_properties else ()
        return ("ifc_model", "ifc_element", "ifc_type", *properties, *(("ifc_relation",) if self.has_parts else ()))

    def as_json(self) -> "dict[str, Json]":
        """The same for equal demands."""
        named = {one.name: getattr(self, one.name) for one in fields(self) if one.compare}
        return {name: [*sorted(value)] if isinstance(value, frozenset) else value for name, value in named.items()}
