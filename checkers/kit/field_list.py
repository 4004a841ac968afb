"""The list of fields: where each belongs, and which field a rule means when it says what is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from checkers.names import content, property_names

UNITS: Mapping[str, str] = {
    "IfcPositiveLengthMeasure": "m", "IfcLengthMeasure": "m", "IfcAreaMeasure": "m2", "IfcVolumeMeasure": "m3",
    "IfcThermalTransmittanceMeasure": "W/(m2.K)", "IfcThermalConductivityMeasure": "W/(m.K)", "IfcIlluminanceMeasure": "lx",
    "IfcLinearVelocityMeasure": "m/s", "IfcPlaneAngleMeasure": "rad", "IfcPressureMeasure": "Pa", "IfcTimeMeasure": "s",
    "IfcVolumetricFlowRateMeasure": "m3/s",
}  # fmt: skip
"""Data type → the SI unit in which IFC means it; other types have none."""


@dataclass(frozen=True)
class ListedField:
    """One field that rules ask for."""

    key: str
    """Its table in ``fields.toml``; of a property, the list of ``properties.toml`` that reads it."""
    home: str
    data_type: str
    """Of a property, such as ``IfcLabel``; empty for what is none."""
    kind: str
    """``property``, ``attribute``, ``shape``, or ``project`` for what stands beside the models."""
    classes: tuple[str, ...]
    example: str

    @property
    def name(self) -> str:
        """The property's or attribute's own name."""
        return self.home.rpartition(".")[2]

    @property
    def homes(self) -> tuple[tuple[str, str], ...]:
        """Class and ``Set.Name``, for each class that has a set of its own; once with no class where one set serves all."""
        if "*" not in self.home:
            return (("", self.home),)
        return tuple((ifc_class, self.home.replace("*", ifc_class.removeprefix("Ifc"))) for ifc_class in self.classes)

    @property
    def sets(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Set, name, and the classes that carry it."""
        for ifc_class, home in self.homes:
            set_name, _, name = home.partition(".")
            yield set_name, name, (ifc_class,) if ifc_class else self.classes


@cache
def field_list() -> Mapping[str, ListedField]:
    """Every field by its key, in the order of ``fields.toml``."""
    return {
        key: ListedField(
            key, said["home"], said.get("data_type", ""), said.get("kind", "property"), tuple(said["classes"]), said["example"]
        )
        for key, said in content("fields").items()
    }  # fmt: skip


def field_meant(missing: str) -> ListedField | None:
    """The field that a rule's ``missing_field`` means: by its home, else by a name that the dictionary knows; None: nobody's.

    Args:
        missing: Such as ``Pset_DoorCommon.FireRating`` or ``净高``; ``*`` stands for what a rule puts in.
    """
    return _by_home().get(missing.casefold()) or _by_pattern(missing) or _by_name().get(missing.rpartition(".")[2].casefold())


def _by_pattern(missing: str) -> ListedField | None:
    """``*.FireRating``, ``Pset_*Common.FireRating``, ``IfcSpace.Representation``."""
    set_name, _, name = missing.rpartition(".")
    for one in field_list().values():
        if one.name.casefold() == name.casefold() and ("*" in set_name or "*" in one.home):
            return one
    return None


@cache
def _by_home() -> Mapping[str, ListedField]:
    return {
        home.casefold(): one for one in reversed([*field_list().values()]) for home in {one.home, *(said for _, said in one.homes)}
    }


@cache
def _by_name() -> Mapping[str, ListedField]:
    """A name of several fields is that one's which is called so, else the first's."""
    found = {one.name.casefold(): one for one in reversed([*field_list().values()]) if one.home.startswith("JCPset_")}
    for key in content("properties"):
        for name in property_names(key):
            if key in field_list():
                found.setdefault(name.casefold(), field_list()[key])
    return found
