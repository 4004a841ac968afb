"""What a PostGIS store shows now, and how a delivery changes it: one transaction."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.base_layer import BASE_LAYER, PAST
from pipelines.cim.delivery import Change, Delivery, PartVersion
from pipelines.cim.outlines import outline_of_project
from pipelines.cim.past import past_rows
from pipelines.cim.plan import SHOWN_TABLES, TOLD_OF_PROJECT, Plan, Standing
from pipelines.cim.postgis import read_rows
from pipelines.cim.postgis_copy import copy_rows

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_ANALYZED_GROWTH = 2
"""A table that has grown so many times as large since is measured again: a planner that knows only the first part of the city
looks through all of it for what is in a box there."""


def standing_of(connection: "Connection", code: object) -> Standing:
    """What the store holds of a project, as a plan is made from."""
    parts = connection.execute("SELECT part, version_id, is_withdrawn FROM cim_part WHERE project_code = %s", (code,)).fetchall()
    versions = connection.execute(
        "SELECT version_id, part, version_number FROM cim_version WHERE project_code = %s", (code,)
    ).fetchall()
    project = connection.execute(
        f"SELECT {', '.join(TOLD_OF_PROJECT)} FROM cim_project WHERE project_code = %s", (code,)
    ).fetchone()
    last = connection.execute("SELECT change_number, changed_at FROM cim_change ORDER BY change_number DESC LIMIT 1").fetchone()
    return Standing(
        parts={part: (version_id, is_withdrawn) for part, version_id, is_withdrawn in parts},
        versions={version_id: (part, number) for version_id, part, number in versions},
        project=None if project is None else dict(zip(TOLD_OF_PROJECT, project, strict=True)),
        last_change=None if last is None else (last[0], last[1]),
    )


class Rows(NamedTuple):
    """What a project's own rows leave to be done once they are written."""

    freed: list[str]
    """Meshes that rows which went had."""
    outline: dict[str, object]
    """Of the project as it now stands."""


def write_rows(connection: "Connection", delivery: Delivery, plan: Plan) -> Rows:
    """Write what only this project has, in a transaction that is left open: nearly all of a delivery.

    Nobody else may write to the project meanwhile; to other projects, as many as like.
    """
    code = str(plan.project["project_code"])
    replaced = sorted(plan.replaced.values())
    freed = connection.execute(
        "SELECT DISTINCT shape_key FROM cim_city_object WHERE version_id = ANY(%s) AND shape_key IS NOT NULL", (replaced,)
    ).fetchall()
    known = {one for (one,) in connection.execute("SELECT version_id FROM cim_past WHERE version_id = ANY(%s)", (replaced,))}
    for version_id in replaced:
        if version_id not in known:
            copy_rows(connection, PAST, past_rows(code, version_id, partial(read_rows, connection), "%s"))
    for name in SHOWN_TABLES:
        connection.execute(f"DELETE FROM {name} WHERE version_id = ANY(%s)", (replaced,))
    brought = [version for _, version in plan.brought(delivery)]
    blobs = _blobs_of(connection, code, plan, brought)
    with ThreadPoolExecutor(1) as beside:  # The server takes rows meanwhile, and takes longer.
        outline = beside.submit(outline_of_project, blobs, plan.project["crs"])
        for version in brought:
            for name in SHOWN_TABLES:
                copy_rows(connection, BASE_LAYER[name], version.tables[name])
        return Rows([key for (key,) in freed], outline.result())


def write_change(connection: "Connection", delivery: Delivery, plan: Plan, rows: Rows) -> None:
    """Write what all projects share: meshes, and that something has changed.

    Nobody else may do this until the transaction ends, so changes are numbered as they are seen, and a mesh that one project
    gives up while another takes it is there in the end.
    """
    code = str(plan.project["project_code"])
    brought = plan.brought(delivery)
    _copy(connection, "cim_version", [plan.version_row(one, version) for one, version in brought if one.change is Change.NEW])
    for _, version in brought:
        _copy_shapes(connection, version.tables["cim_shape"])
    parts = plan.part_rows()
    names = [row["part"] for row in parts]
    connection.execute("DELETE FROM cim_part WHERE project_code = %s AND part = ANY(%s)", (code, names))
    _copy(connection, "cim_part", parts)
    _copy(connection, "cim_change", plan.change_rows())
    connection.execute(
        "DELETE FROM cim_shape WHERE shape_key = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM cim_city_object WHERE cim_city_object.shape_key = cim_shape.shape_key)",
        (rows.freed,),
    )
    connection.execute("DELETE FROM cim_project WHERE project_code = %s", (code,))
    _copy(connection, "cim_project", [{**plan.project, **rows.outline}])
    _measure_tables(connection)


def _blobs_of(connection: "Connection", code: str, plan: Plan, brought: Sequence[PartVersion]) -> list[bytes]:
    """Outlines and axes of a project in its own system: those that just came are at hand, the others are asked for."""
    crs = plan.project["crs"]
    if crs is None:
        return []
    found: list[bytes] = []
    for version in brought:
        objects = version.tables["cim_city_object"]
        blobs = pc.coalesce(objects["axis_map"], objects["footprint_map"]).filter(pc.equal(objects["crs"], crs))
        found += blobs.drop_null().to_pylist()
    gone = list(plan.replaced.values())
    others = connection.execute(
        "SELECT version_id FROM cim_part WHERE project_code = %s AND NOT is_withdrawn AND version_id <> ALL(%s)", (code, gone)
    ).fetchall()
    if others:  # Mostly all parts come at once, and to look for others' rows would take as long as a tenth of bringing these.
        with connection.cursor(binary=True) as cursor:
            known = cursor.execute(
                "SELECT coalesce(axis_map, footprint_map) FROM cim_city_object WHERE version_id = ANY(%s) AND crs = %s"
                " AND coalesce(axis_map, footprint_map) IS NOT NULL",
                ([version_id for (version_id,) in others], crs),
            )
            found += [blob for (blob,) in known]
    return found


def _copy(connection: "Connection", name: str, rows: list[dict[str, object]]) -> None:
    copy_rows(connection, BASE_LAYER[name], BASE_LAYER[name].from_rows(rows))


def _copy_shapes(connection: "Connection", shapes: pa.Table) -> None:
    """Bring in the meshes that are not there yet."""
    keys = shapes["shape_key"].to_pylist()
    known = {key for (key,) in connection.execute("SELECT shape_key FROM cim_shape WHERE shape_key = ANY(%s)", (keys,))}
    copy_rows(connection, BASE_LAYER["cim_shape"], shapes.filter(pa.array([key not in known for key in keys], pa.bool_())))


def _measure_tables(connection: "Connection") -> None:
    """Let the planner know a table that has become another; what changed little it learns by itself."""
    found = connection.execute(
        "SELECT pg_relation_size(oid) > %s * relpages::bigint * current_setting('block_size')::bigint"
        " FROM pg_class WHERE oid = 'cim_city_object'::regclass",
        (_ANALYZED_GROWTH,),
    ).fetchone()
    if found is not None and found[0]:
        for name in ("cim_city_object", "chk_finding"):
            connection.execute(f"ANALYZE {name}")
