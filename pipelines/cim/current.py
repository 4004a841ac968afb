"""What the city shows now, and how a delivery moves it: the SQL of the base layer in SQLite."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import shapely

from cim_schema.base_layer import BASE_LAYER
from pipelines.cim.delivery import Change, Delivery, PartVersion, VersionChange
from pipelines.cim.geopackage import describe_contents, insert_rows
from pipelines.cim.outlines import as_multipolygon, as_wkb, outline_of_sheet, to_lonlat

SHOWN_TABLES = ("cim_city_object", "chk_outcome", "chk_finding")
"""These hold the rows of current versions only."""
_MADE_HERE = frozenset(("footprint_map", "geom"))


@dataclass(frozen=True)
class Plan:
    """What a delivery would change."""

    changes: tuple[VersionChange, ...]
    """By part."""
    replaced: Mapping[str, str]
    """Part → the version whose rows go."""
    is_first: bool
    """There is no store yet."""
    project: Mapping[str, object]
    """The project's own row as it will stand."""
    is_project_new: bool
    """The project's own row is new, or says something else."""

    @property
    def changes_anything(self) -> bool:
        """Whether the store must be written at all."""
        return self.is_project_new or any(change.change is not Change.UNCHANGED for change in self.changes)


def plan_delivery(connection: sqlite3.Connection | None, delivery: Delivery) -> Plan:
    """Find out what a delivery changes.

    Args:
        connection: To the store; None where there is none yet.
        delivery: What comes.
    """
    code = delivery.project["project_code"]
    parts: dict[str, tuple[str, bool]] = {}
    numbers: dict[str, int] = {}
    latest: dict[str, int] = {}
    project = None
    if connection is not None:
        for part, version_id, is_withdrawn in connection.execute(
            "SELECT part, version_id, is_withdrawn FROM cim_part WHERE project_code = ?", (code,)
        ):
            parts[part] = (version_id, bool(is_withdrawn))
        for part, version_id, number in connection.execute(
            "SELECT part, version_id, version_number FROM cim_version WHERE project_code = ?", (code,)
        ):
            numbers[version_id] = number
            latest[part] = max(number, latest.get(part, 0))
        columns = [name for name in BASE_LAYER["cim_project"].columns if name not in _MADE_HERE]
        found = connection.execute(f"SELECT {', '.join(columns)} FROM cim_project WHERE project_code = ?", (code,)).fetchone()
        project = None if found is None else dict(zip(columns, found, strict=True))
    changes = [_change_of(version, parts, numbers, latest) for version in delivery.versions]
    named = {change.part for change in changes} | set(delivery.kept)
    for part, (version_id, is_withdrawn) in sorted(parts.items()):
        if not is_withdrawn and (part in delivery.withdrawn or (delivery.is_whole and part not in named)):
            changes.append(VersionChange(part, Change.WITHDRAWN, version_id, numbers[version_id]))
        elif part in delivery.kept and not is_withdrawn:
            changes.append(VersionChange(part, Change.UNCHANGED, version_id, numbers[version_id]))
    moved = {change.part for change in changes if change.change is not Change.UNCHANGED}
    row = _project_row(delivery, project, {part for part, (_, is_withdrawn) in parts.items() if not is_withdrawn} - named)
    return Plan(
        project=row,
        changes=tuple(sorted(changes, key=lambda change: change.part)),
        replaced={part: version_id for part, (version_id, is_withdrawn) in parts.items() if part in moved and not is_withdrawn},
        is_first=connection is None,
        is_project_new=project != row,
    )


def _project_row(delivery: Delivery, known: Mapping[str, object] | None, others: set[str]) -> dict[str, object]:
    """What the project says of itself: of a delivery that is not the whole, what it leaves open stays as it was.

    Args:
        delivery: What comes.
        known: The project's row so far.
        others: Parts that are shown and that the delivery does not name; scores are then not of the whole project.
    """
    row = {name: delivery.project.get(name) for name in BASE_LAYER["cim_project"].columns if name not in _MADE_HERE}
    if known is None or delivery.is_whole:
        return row
    kept = {name for name, value in row.items() if value is None} | ({"scores"} if others else set())
    return {name: known[name] if name in kept and known[name] is not None else value for name, value in row.items()}


def write_delivery(connection: sqlite3.Connection, delivery: Delivery, plan: Plan) -> None:
    """Write what the plan says, in the transaction that is open.

    Args:
        connection: To the copy of the store.
        delivery: What comes.
        plan: What it changes.
    """
    code = str(delivery.project["project_code"])
    moment = delivery.delivered_at.astimezone(UTC)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)  # A GeoPackage keeps milliseconds.
    freed = _remove(connection, sorted(plan.replaced.values()))
    versions = {str(version.row["version_id"]): version for version in delivery.versions}
    for change in plan.changes:
        if change.change is Change.UNCHANGED:
            continue
        if change.change is not Change.WITHDRAWN:
            _insert_version(connection, versions[change.version_id], change, moment)
        connection.execute("DELETE FROM cim_part WHERE project_code = ? AND part = ?", (code, change.part))
        row = {
            "project_code": code, "part": change.part, "version_id": change.version_id,
            "is_withdrawn": change.change is Change.WITHDRAWN, "changed_at": moment,
        }  # fmt: skip
        insert_rows(connection, BASE_LAYER["cim_part"], BASE_LAYER["cim_part"].from_rows([row]))
    connection.executemany(
        "DELETE FROM cim_shape WHERE shape_key = ?1 AND NOT EXISTS (SELECT 1 FROM cim_city_object WHERE shape_key = ?1)",
        [(key,) for key in freed],
    )
    connection.execute("DELETE FROM cim_project WHERE project_code = ?", (code,))
    project = {**plan.project, **_project_outline(connection, code, plan.project["crs"])}
    insert_rows(connection, BASE_LAYER["cim_project"], BASE_LAYER["cim_project"].from_rows([project]))
    describe_contents(connection, BASE_LAYER.values(), moment)


def _change_of(
    version: PartVersion, parts: Mapping[str, tuple[str, bool]], numbers: Mapping[str, int], latest: Mapping[str, int]
) -> VersionChange:
    part, version_id = str(version.row["part"]), str(version.row["version_id"])
    if parts.get(part) == (version_id, False):
        return VersionChange(part, Change.UNCHANGED, version_id, numbers[version_id])
    if version_id in numbers:
        return VersionChange(part, Change.REINSTATED, version_id, numbers[version_id])
    return VersionChange(part, Change.NEW, version_id, latest.get(part, 0) + 1)


def _remove(connection: sqlite3.Connection, version_ids: list[str]) -> list[str]:
    """Take the rows of versions out of what is shown; returns the meshes that they used."""
    freed: set[str] = set()
    for version_id in version_ids:
        freed.update(
            key
            for (key,) in connection.execute(
                "SELECT DISTINCT shape_key FROM cim_city_object WHERE version_id = ? AND shape_key IS NOT NULL", (version_id,)
            )
        )
        for table in SHOWN_TABLES:
            connection.execute(f"DELETE FROM {table} WHERE version_id = ?", (version_id,))
    return sorted(freed)


def _insert_version(connection: sqlite3.Connection, version: PartVersion, change: VersionChange, moment: datetime) -> None:
    if change.change is Change.NEW:
        row = {**version.row, "version_number": change.version_number, "ingested_at": moment}
        insert_rows(connection, BASE_LAYER["cim_version"], BASE_LAYER["cim_version"].from_rows([row]))
    for name in SHOWN_TABLES:
        insert_rows(connection, BASE_LAYER[name], version.tables[name])
    shapes = version.tables["cim_shape"]
    known = {key for (key,) in connection.execute("SELECT shape_key FROM cim_shape")}
    fresh = pa.array([key not in known for key in shapes["shape_key"].to_pylist()], pa.bool_())
    insert_rows(connection, BASE_LAYER["cim_shape"], shapes.filter(fresh))


def _project_outline(connection: sqlite3.Connection, code: str, crs: object) -> dict[str, object]:
    """The hull of all that stands on the map in the project's system; of a straight axis alone, a narrow strip."""
    blobs = [
        blob
        for (blob,) in connection.execute(
            "SELECT coalesce(axis_map, footprint_map) AS blob FROM cim_city_object"
            " WHERE project_code = ? AND crs = ? AND blob IS NOT NULL",
            (code, crs),
        )
    ]
    hull = shapely.convex_hull(shapely.geometrycollections(shapely.force_2d(shapely.from_wkb(blobs)))) if blobs else None
    if hull is not None and hull.geom_type == "LineString":
        hull = outline_of_sheet(shapely.get_coordinates(hull))
    outline = as_multipolygon(hull)
    if outline is None or not isinstance(crs, str):
        return {}
    exact = np.array([outline], object)
    return {"footprint_map": as_wkb(exact)[0], "geom": as_wkb(to_lonlat(exact, crs))[0]}
