"""What of a rule IDS can say: the words in which a rule file declares it.

What belongs here: the declaration. What does not: the files made of it (``requirement_files``), and IDS itself (``ids``).

Values are written as IDS reads them: attributes and predefined types as the schema spells them, data types in capitals.
"""

from dataclasses import dataclass

from checkers.ids.document import (
    AttributeFacet,
    ClassificationFacet,
    Constraint,
    EntityFacet,
    Facet,
    PropertyFacet,
)
from cim_schema.codes import ModelStage

MADE = 0
"""Line of what stands in no file yet."""
IFC2X3, IFC4, IFC4X3 = "IFC2X3", "IFC4", "IFC4X3_ADD2"


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """To which objects something applies, and what is asked of each."""

    subject: str
    """What it is about, in no language: a class, or a set of properties."""
    classes: tuple[str, ...]
    """As schemas write them; a schema takes those that it has."""
    has_subtypes: bool = False
    """Whether the classes below them count too."""
    without: tuple[str, ...] = ()
    """Classes that do not count, with those below them."""
    predefined_type: Constraint | None = None
    where: tuple[Facet, ...] = ()
    """What else is true of the objects to which it applies."""
    asked: tuple[Facet, ...] = ()
    schemas: tuple[str, ...] = (IFC2X3, IFC4, IFC4X3)
    has_to_exist: bool = False
    """Whether there has to be such an object."""
    stages: frozenset[ModelStage] = frozenset(ModelStage)
    """Of the models of which the rule asks it."""
    is_whole: bool = False
    """Whether it says all that the rule asks of these objects."""


def exactly(value: str) -> Constraint:
    """This value."""
    return Constraint(MADE, simple=value)


def one_of(*values: str) -> Constraint:
    """One of these values."""
    return Constraint(MADE, base="xs:string", enumeration=values)


def like(*patterns: str) -> Constraint:
    """Of one of these forms, as XML Schema writes patterns."""
    return Constraint(MADE, base="xs:string", patterns=patterns)


def at_most(number: float) -> Constraint:
    """A number no larger than this, in the SI unit."""
    return Constraint(MADE, base="xs:double", bounds=(("maxInclusive", f"{number:g}"),))


def holds_property(set_name: str, name: str, data_type: str | None = None, value: Constraint | None = None) -> PropertyFacet:
    """A property is given; of this type and value where they are named."""
    return PropertyFacet(MADE, exactly(set_name), exactly(name), data_type, value)


def holds_attribute(name: str, value: Constraint | None = None) -> AttributeFacet:
    """An attribute is given; of this value where one is named."""
    return AttributeFacet(MADE, exactly(name), value)


def is_classified(system: Constraint, value: Constraint) -> ClassificationFacet:
    """It refers to a class of a system."""
    return ClassificationFacet(MADE, system, value)


def is_a(classes: tuple[str, ...], predefined_type: Constraint | None = None) -> EntityFacet:
    """It is of one of these classes, in capitals."""
    return EntityFacet(MADE, exactly(classes[0]) if len(classes) == 1 else one_of(*classes), predefined_type)
