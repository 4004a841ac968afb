"""Who made a thing, in which batch, and the record of its acceptance. All names are invented."""

from typing import Any

from sample_ifc.values import Measure

Psets = dict[str, dict[str, Any]]


def made_by(name: str) -> Psets:
    """What a type says of its maker."""
    return {"Pset_ManufacturerTypeInformation": {"Manufacturer": name}}


def batch(number: str) -> Psets:
    """What a thing says of its batch."""
    return {"Pset_ManufacturerOccurrence": {"BatchReference": Measure("IfcIdentifier", number)}}


def acceptance(number: str, what: str) -> tuple[tuple[str, str], ...]:
    """The record of acceptance of a sort of things, as a document."""
    return ((f"JC-PARK-YS-{number}", f"{what}进场验收记录"),)
