"""Classes of roads (快速路, 主干路, 次干路, 支路) as models declare them.

Source of the classes: GB 55011-2021, table 3.1.2.
"""

from typing import TYPE_CHECKING

from checkers.names import words
from checkers.properties import effective_values

if TYPE_CHECKING:
    from checkers.rule import Frames

CLASSES = ("expressway", "arterial", "secondary", "branch")
"""From the highest down."""

MISSING_CLASS = "Pset_RoadDesignCriteriaCommon.RoadDesignClass"
"""What has to be filled in where no class is told."""

TABLES = ("ifc_element", "ifc_property")
"""What ``declared_classes`` reads."""


def declared_classes(tables: "Frames") -> dict[int, str]:
    """Give the class of each object that declares one which the standards know.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        Step id → one of ``CLASSES``.
    """
    values = effective_values(tables, "road_class")["value"]
    told = {int(step_id): class_of(str(value)) for step_id, value in values.items()}
    return {step_id: found for step_id, found in sorted(told.items()) if found is not None}


def possible_classes(tables: "Frames") -> tuple[str, ...]:
    """Give the classes that the roads of a model may be of: those declared, else all of them."""
    declared = set(declared_classes(tables).values())
    return tuple(one for one in CLASSES if one in declared) if declared else CLASSES


def class_of(text: str) -> str | None:
    """The class that a text says; None where it says none.

    >>> class_of("城市次干路"), class_of("街坊路")
    ('secondary', None)
    """
    return next((one for one in CLASSES if words("roads", one).is_in(text)), None)
