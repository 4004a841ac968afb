"""What a checker wants of a model beyond its tables."""

from dataclasses import dataclass


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

    @property
    def is_empty(self) -> bool:
        """Whether the tables suffice, complex properties aside."""
        return self == ModelDemand()
