"""An IDS file as it is understood: specifications, facets, and what their values are held to. Equal facets are equal."""

from dataclasses import dataclass, field
from typing import Literal

Cardinality = Literal["required", "optional", "prohibited"]
Relation = Literal[
    "IFCRELAGGREGATES", "IFCRELASSIGNSTOGROUP", "IFCRELCONTAINEDINSPATIALSTRUCTURE", "IFCRELNESTS",
    "IFCRELVOIDSELEMENT IFCRELFILLSELEMENT",
]  # fmt: skip


@dataclass(frozen=True)
class Constraint:
    """What a value is held to: one value, or a restriction of XML Schema."""

    line: int = field(compare=False)
    simple: str | None = None
    """The one value; None for a restriction."""
    base: str | None = None
    """Type of a restriction, such as ``xs:string``; empty where the file gives none."""
    enumeration: tuple[str, ...] = ()
    """One of these."""
    patterns: tuple[str, ...] = ()
    """Of one of these forms."""
    bounds: tuple[tuple[str, str], ...] = ()
    """Such as ``("minInclusive", "3")``; all of these."""
    lengths: tuple[tuple[str, str], ...] = ()
    """Such as ``("maxLength", "5")``; all of these."""
    unsupported: tuple[str, ...] = ()
    """Parts of a restriction that IDS does not take."""

    @property
    def is_empty(self) -> bool:
        """Whether it holds a value to nothing."""
        if self.simple is not None:
            return not self.simple
        written = (*self.enumeration, *self.patterns, *(value for _, value in (*self.bounds, *self.lengths)))
        return not any(written) and not self.unsupported

    def __str__(self) -> str:
        if self.simple is not None:
            return self.simple
        marks = {"minInclusive": "≥", "minExclusive": ">", "maxInclusive": "≤", "maxExclusive": "<"}
        parts = [
            " | ".join(self.enumeration), " | ".join(f"/{one}/" for one in self.patterns),
            *(f"{marks[kind]} {value}" for kind, value in self.bounds), *(f"{kind} {value}" for kind, value in self.lengths),
        ]  # fmt: skip
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class EntityFacet:
    """A class, and a predefined type of it."""

    line: int = field(compare=False)
    name: Constraint
    predefined_type: Constraint | None = None


@dataclass(frozen=True)
class PartOfFacet:
    """Part of something, by one relation or by any."""

    line: int = field(compare=False)
    entity: EntityFacet
    relation: Relation | None = None


@dataclass(frozen=True)
class ClassificationFacet:
    """A reference to a class of a system."""

    line: int = field(compare=False)
    system: Constraint
    value: Constraint | None = None


@dataclass(frozen=True)
class AttributeFacet:
    """An EXPRESS attribute."""

    line: int = field(compare=False)
    name: Constraint
    value: Constraint | None = None


@dataclass(frozen=True)
class PropertyFacet:
    """A property or a quantity."""

    line: int = field(compare=False)
    property_set: Constraint
    base_name: Constraint
    data_type: str | None = None
    """In capitals."""
    value: Constraint | None = None


@dataclass(frozen=True)
class MaterialFacet:
    """A material, by name or category."""

    line: int = field(compare=False)
    value: Constraint | None = None


Facet = EntityFacet | PartOfFacet | ClassificationFacet | AttributeFacet | PropertyFacet | MaterialFacet


@dataclass(frozen=True)
class Requirement:
    """What is asked of what a specification applies to."""

    facet: Facet
    cardinality: Cardinality = "required"


@dataclass(frozen=True)
class Specification:
    """To what it applies, and what is asked of that."""

    line: int
    name: str
    schemas: tuple[str, ...]
    """IFC schemas that it is written for. It is checked in models of any."""
    cardinality: Cardinality
    """Whether there has to be something, may be, or must not be anything to which it applies."""
    applicability: tuple[Facet, ...]
    requirements: tuple[Requirement, ...]
    identifier: str = ""
    instructions: str = ""
    """How to do what is asked."""
    description: str = ""
    """Why it is asked."""


@dataclass(frozen=True)
class Ids:
    """A file."""

    file: str
    title: str
    specifications: tuple[Specification, ...]
