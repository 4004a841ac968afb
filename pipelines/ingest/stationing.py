"""Stations along alignments: from the distance along an axis to the number on the kilometre post, equations included."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.ingest.alignment_layouts import Alignment
from pipelines.ingest.draft_entities import arguments_at
from pipelines.ingest.readable import DRAFTS
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Unit, Units

_PSET = "Pset_Stationing"
_START_ARGUMENT = 7
"""Place of StartDistAlong in IfcAlignmentHorizontal of the drafts, which IFC4X3_ADD2 no longer has."""
_RESTART_ARGUMENT = 8
"""Place of RestartDistance in IfcReferent of the drafts."""
_SAME_M = 1e-6


@dataclass(frozen=True)
class Mark:
    """A place where stationing begins or begins anew."""

    distance_m: float
    station_m: float
    is_rising: bool | None = None
    """Whether stations rise from here; None: as before."""


class Stationing:
    """The stations of one alignment."""

    def __init__(self, marks: list[Mark]) -> None:
        """Take marks in any order; of several at one distance the last counts, as the outgoing one."""
        kept: dict[float, Mark] = {}
        for mark in sorted(marks, key=lambda mark: mark.distance_m):
            kept[round(mark.distance_m / _SAME_M) * _SAME_M] = mark
        self._marks = list(kept.values()) or [Mark(0.0, 0.0)]
        sign, self._signs = 1.0, []
        for mark in self._marks:
            sign = sign if mark.is_rising is None else 1.0 if mark.is_rising else -1.0
            self._signs.append(sign)

    @property
    def start_m(self) -> float:
        """At the start of the alignment."""
        return self.at(0.0)

    def at(self, distance_m: float) -> float:
        """The station at a distance along the alignment; at an equation, the one that goes on from there.

        Source:
            ISO 16739-1:2024, Pset_Stationing: Station, IncomingStation, HasIncreasingStation.
        """
        place = max(0, bisect_right([mark.distance_m for mark in self._marks], distance_m + _SAME_M) - 1)
        mark = self._marks[place]
        return mark.station_m + self._signs[place] * (distance_m - mark.distance_m)


def declared_station(source: Source, units: Units, sets: Mapping[int, Mapping[str, Instance]], referent: Instance) -> float | None:
    """What a referent says of its station, metres; None where it says nothing."""
    prop = sets.get(referent.id(), {}).get("Station")
    value = units.length if prop is None else _unit_of(source, units, prop)
    found = None if prop is None else value.to_si(source.number(prop, "NominalValue"))
    if found is None:
        found = units.length.to_si(_dropped_number(source, referent, _RESTART_ARGUMENT))
    return found if found is not None and math.isfinite(found) else None


def read_stationing(
    source: Source, units: Units, alignment: Alignment, sets: Mapping[int, Mapping[str, Instance]], distances: Mapping[int, float]
) -> Stationing:
    """The stationing of an alignment: of its nested referents, else of its start as drafts have it, else from 0.

    Args:
        source: The model.
        units: Its units.
        alignment: The alignment; one that reuses another's plan counts as that does, unless it has referents of its own.
        sets: Step id of a referent → its stationing properties by name.
        distances: Step id of a referent → its distance along the alignment, where it is known.
    """
    at: Alignment | None = alignment
    while at is not None:
        marks: list[Mark] = []
        for referent in at.referents:
            station = declared_station(source, units, sets, referent)
            distance = distances.get(referent.id(), 0.0 if not marks else None)
            if station is not None and distance is not None:
                marks.append(Mark(distance, station, _truth(source, sets.get(referent.id(), {}).get("HasIncreasingStation"))))
        if marks:
            return Stationing(marks)
        at = at.parent
    owner = alignment.owner_of("horizontal")
    if owner is not None:
        start = units.length.to_si(_dropped_number(source, owner.layouts["horizontal"], _START_ARGUMENT))
        if start is not None and math.isfinite(start):
            return Stationing([Mark(0.0, start)])
    return Stationing([])


def stationing_properties(source: Source) -> dict[int, dict[str, Instance]]:
    """Step id of a referent → the properties of its Pset_Stationing by name."""
    found: dict[int, dict[str, Instance]] = {}
    if not source.has_class("IfcReferent"):
        return found
    for relation in source.by_type("IfcRelDefinesByProperties"):
        for definition in source.entities(relation, "RelatingPropertyDefinition"):
            if source.text(definition, "Name") != _PSET:
                continue
            for holder in source.entities(relation, "RelatedObjects"):
                for prop in source.entities(definition, "HasProperties"):
                    found.setdefault(holder.id(), {}).setdefault(source.text(prop, "Name") or "", prop)
    return found


def _unit_of(source: Source, units: Units, prop: Instance) -> Unit:
    own = source.entity(prop, "Unit")
    return units.of(own) if own else units.length


def _truth(source: Source, prop: Instance | None) -> bool | None:
    value = None if prop is None else source.get(prop, "NominalValue")
    if isinstance(value, Instance):
        value = value.get_argument(0)
    return value if isinstance(value, bool) else None


def _dropped_number(source: Source, instance: Instance, place: int) -> float | None:
    """A number among the arguments as written, which the final schema has no attribute for."""
    scan = source.readable.scan
    if source.readable.schema_identifier.strip().upper() not in DRAFTS:
        return None
    found = (scan.step_ids == instance.id()).nonzero()[0]
    arguments = arguments_at(source.readable.data, int(scan.offsets[found[-1]])) if len(found) else None
    try:
        return None if arguments is None or len(arguments.texts) <= place else float(arguments.texts[place])
    except ValueError:
        return None
