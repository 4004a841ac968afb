"""What the city shows now, and how a delivery moves it: the SQL of the base layer in SQLite."""

import sqlite3
from datetime import UTC, datetime
from functools import partial

import pyarrow as pa

from cim_schema.base_layer import BASE_LAYER, KEPT, PAST
from pipelines.cim.delivery import Change, Delivery, PartVersion
from pipelines.cim.geopackage import TIME_FORMAT, describe_contents, insert_rows, read_rows
from pipelines.cim.outlines import outline_of_project
from pipelines.cim.past import past_rows
from pipelines.cim.plan import SHOWN_TABLES, TOLD_OF_PROJECT, Plan, Standing


def standing_of(connection: sqlite3.Connection, code: object) -> Standing:
    """How a project stands.

    Args:
        connection: To the store.
        code: The project's.
    """
    parts = connection.execute("SELECT part, version_id, is_withdrawn FROM cim_part WHERE project_code = ?", (code,))
    versions = connection.execute("SELECT version_id, part, version_number FROM cim_version WHERE project_code = ?", (code,))
    project = connection.execute(f"SELECT {', '.join(TOLD_OF_PROJECT)} FROM cim_project WHERE project_code = ?", (code,)).fetchone()
    last = connection.execute("SELECT change_number, changed_at FROM cim_change ORDER BY change_number DESC LIMIT 1").fetchone()
    return Standing(
        parts={part: (version_id, bool(is_withdrawn)) for part, version_id, is_withdrawn in parts},
        versions={version_id: (part, number) for version_id, part, number in versions},
        project=None if project is None else dict(zip(TOLD_OF_PROJECT, project, strict=True)),
        last_change=None if last is None else (last[0], _moment(last[1])),
    )


def write_delivery(connection: sqlite3.Connection, delivery: Delivery, plan: Plan) -> None:
    """Write what the plan says, in the transaction that is open.

    Args:
        connection: To the copy of the store.
        delivery: What comes.
        plan: What it changes.
    """
    code = str(plan.project["project_code"])
    freed = _remove(connection, code, sorted(plan.replaced.values()))
    for change, version in plan.brought(delivery):
        if change.change is Change.NEW:
            row = plan.version_row(change, version)
            insert_rows(connection, BASE_LAYER["cim_version"], BASE_LAYER["cim_version"].from_rows([row]))
        _insert_version(connection, version)
    rows = plan.part_rows()
    connection.executemany("DELETE FROM cim_part WHERE project_code = ? AND part = ?", [(code, row["part"]) for row in rows])
    insert_rows(connection, BASE_LAYER["cim_part"], BASE_LAYER["cim_part"].from_rows(rows))
    insert_rows(connection, BASE_LAYER["cim_change"], BASE_LAYER["cim_change"].from_rows(plan.change_rows()))
    connection.executemany(
        "DELETE FROM cim_shape WHERE shape_key = ?1 AND NOT EXISTS (SELECT 1 FROM cim_city_object WHERE shape_key = ?1)",
        [(key,) for key in freed],
    )
    connection.execute("DELETE FROM cim_project WHERE project_code = ?", (code,))
    blobs = connection.execute(
        "SELECT coalesce(axis_map, footprint_map) AS blob FROM cim_city_object"
        " WHERE project_code = ? AND crs = ? AND blob IS NOT NULL",
        (code, plan.project["crs"]),
    )
    project = {**plan.project, **outline_of_project([blob for (blob,) in blobs], plan.project["crs"])}
    insert_rows(connection, BASE_LAYER["cim_project"], BASE_LAYER["cim_project"].from_rows([project]))
    describe_contents(connection, KEPT.values(), plan.moment)


def _remove(connection: sqlite3.Connection, code: str, version_ids: list[str]) -> list[str]:
    """Pack the rows of versions and take them out of what is shown; returns the meshes that they used."""
    freed: set[str] = set()
    for version_id in version_ids:
        freed.update(
            key
            for (key,) in connection.execute(
                "SELECT DISTINCT shape_key FROM cim_city_object WHERE version_id = ? AND shape_key IS NOT NULL", (version_id,)
            )
        )
        if connection.execute("SELECT 1 FROM cim_past WHERE version_id = ?", (version_id,)).fetchone() is None:
            insert_rows(connection, PAST, past_rows(code, version_id, partial(read_rows, connection), "?"))
        for table in SHOWN_TABLES:
            connection.execute(f"DELETE FROM {table} WHERE version_id = ?", (version_id,))
    return sorted(freed)


def _insert_version(connection: sqlite3.Connection, version: PartVersion) -> None:
    for name in SHOWN_TABLES:
        insert_rows(connection, BASE_LAYER[name], version.tables[name])
    shapes = version.tables["cim_shape"]
    known = {key for (key,) in connection.execute("SELECT shape_key FROM cim_shape")}
    fresh = pa.array([key not in known for key in shapes["shape_key"].to_pylist()], pa.bool_())
    insert_rows(connection, BASE_LAYER["cim_shape"], shapes.filter(fresh))


def _moment(said: str) -> datetime:
    return datetime.strptime(said.removesuffix("Z"), TIME_FORMAT).replace(tzinfo=UTC)
