"""What a delivery would change, found out from how the store stands: the same for every kind of store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cim_schema.base_layer import BASE_LAYER
from pipelines.cim.delivery import Change, Delivery, PartVersion, VersionChange

SHOWN_TABLES = ("cim_city_object", "chk_outcome", "chk_finding")
"""These hold the rows of current versions only."""
TOLD_OF_PROJECT = tuple(name for name in BASE_LAYER["cim_project"].columns if name not in {"footprint_map", "geom"})
"""Columns of a project that a delivery says; the store makes the others."""
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Standing:
    """How one project stands in a store before a delivery."""

    parts: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    """Part → the version that is or was shown, and whether it was withdrawn."""
    versions: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Version → its part and its number."""
    project: Mapping[str, object] | None = None
    """The project's own row, of ``TOLD_OF_PROJECT``; None where there is none."""
    last_change: tuple[int, datetime] | None = None
    """Number and time of the store's last change, of any project."""


@dataclass(frozen=True)
class Plan:
    """What a delivery would change."""

    changes: tuple[VersionChange, ...]
    """By part."""
    replaced: Mapping[str, str]
    """Part → the version whose rows go."""
    project: Mapping[str, object]
    """The project's own row as it will stand."""
    is_project_new: bool
    """The project's own row is new, or says something else."""
    first_number: int
    """Number of the first change in ``cim_change``."""
    moment: datetime
    """When it is shown, in whole milliseconds; later than any change before, so that nobody who asks for more misses one."""

    @property
    def changes_anything(self) -> bool:
        """Whether the store must be written at all."""
        return self.is_project_new or any(change.change is not Change.UNCHANGED for change in self.changes)

    def part_rows(self) -> list[dict[str, object]]:
        """Rows of ``cim_part`` that take the place of what is there."""
        return [
            {
                "project_code": self.project["project_code"], "part": change.part, "version_id": change.version_id,
                "is_withdrawn": change.change is Change.WITHDRAWN, "changed_at": self.moment,
            }
            for change in self._real()
        ]  # fmt: skip

    def change_rows(self) -> list[dict[str, object]]:
        """Rows of ``cim_change`` to add."""
        told: list[tuple[str | None, str, str | None]] = [(one.part, str(one.change), one.version_id) for one in self._real()]
        if self.is_project_new:
            told.insert(0, (None, "project", None))
        return [
            {
                "change_number": self.first_number + place, "project_code": self.project["project_code"], "part": part,
                "change": change, "version_id": version_id, "changed_at": self.moment,
            }
            for place, (part, change, version_id) in enumerate(told)
        ]  # fmt: skip

    def brought(self, delivery: Delivery) -> list[tuple[VersionChange, PartVersion]]:
        """The versions of the delivery whose rows come in."""
        versions = {str(version.row["version_id"]): version for version in delivery.versions}
        return [(one, versions[one.version_id]) for one in self._real() if one.change is not Change.WITHDRAWN]

    def version_row(self, change: VersionChange, version: PartVersion) -> dict[str, object]:
        """The row of ``cim_version`` of a new version."""
        return {**version.row, "version_number": change.version_number, "ingested_at": self.moment}

    def _real(self) -> list[VersionChange]:
        return [change for change in self.changes if change.change is not Change.UNCHANGED]


def plan_delivery(standing: Standing, delivery: Delivery) -> Plan:
    """Find out what a delivery changes.

    Args:
        standing: How the project stands; ``Standing()`` where there is no store yet.
        delivery: What comes.
    """
    parts = standing.parts
    changes = [_change_of(version, standing) for version in delivery.versions]
    named = {change.part for change in changes} | set(delivery.kept)
    for part, (version_id, is_withdrawn) in sorted(parts.items()):
        number = standing.versions[version_id][1]
        if not is_withdrawn and (part in delivery.withdrawn or (delivery.is_whole and part not in named)):
            changes.append(VersionChange(part, Change.WITHDRAWN, version_id, number))
        elif part in delivery.kept and not is_withdrawn:
            changes.append(VersionChange(part, Change.UNCHANGED, version_id, number))
    moved = {change.part for change in changes if change.change is not Change.UNCHANGED}
    row = _project_row(delivery, standing.project, {part for part, (_, gone) in parts.items() if not gone} - named)
    number, before = standing.last_change or (0, datetime.min.replace(tzinfo=UTC))
    moment = delivery.delivered_at.astimezone(UTC)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)  # A GeoPackage keeps milliseconds.
    return Plan(
        project=row,
        changes=tuple(sorted(changes, key=lambda change: change.part)),
        replaced={part: version_id for part, (version_id, gone) in parts.items() if part in moved and not gone},
        is_project_new=standing.project != row,
        first_number=number + 1,
        moment=max(moment, before + _TICK),
    )


def _project_row(delivery: Delivery, known: Mapping[str, object] | None, others: set[str]) -> dict[str, object]:
    """What the project says of itself: of a delivery that is not the whole, what it leaves open stays as it was.

    Args:
        delivery: What comes.
        known: The project's row so far.
        others: Parts that are shown and that the delivery does not name; scores are then not of the whole project.
    """
    row = {name: delivery.project.get(name) for name in TOLD_OF_PROJECT}
    if known is None or delivery.is_whole:
        return row
    kept = {name for name, value in row.items() if value is None} | ({"scores"} if others else set())
    return {name: known[name] if name in kept and known[name] is not None else value for name, value in row.items()}


def _change_of(version: PartVersion, standing: Standing) -> VersionChange:
    part, version_id = str(version.row["part"]), str(version.row["version_id"])
    numbers = {known: number for known, (_, number) in standing.versions.items()}
    if standing.parts.get(part) == (version_id, False):
        return VersionChange(part, Change.UNCHANGED, version_id, numbers[version_id])
    if version_id in numbers:
        return VersionChange(part, Change.REINSTATED, version_id, numbers[version_id])
    latest = max((number for of, number in standing.versions.values() if of == part), default=0)
    return VersionChange(part, Change.NEW, version_id, latest + 1)
