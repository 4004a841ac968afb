"""What the base layer showed before: versions that were replaced or withdrawn, packed, and any moment's state put together."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cim_schema.base_layer import BASE_LAYER, PAST
from cim_schema.errors import NotFound
from pipelines.cim.outlines import outline_of_project
from pipelines.cim.plan import SHOWN_TABLES
from pipelines.cim.store import Store

_SHAPE = "cim_shape"
_OF_VERSION = (*SHOWN_TABLES, _SHAPE)


def past_rows(project_code: str, version_id: str, read: Callable[..., pa.Table], mark: str) -> pa.Table:
    """The rows of a version that is still shown, packed: rows of ``cim_past``.

    Args:
        project_code: Its project.
        version_id: The version.
        read: Gives the rows of a table that keep an SQL condition, with values for its marks.
        mark: Of a value in the condition.
    """
    conditions = dict.fromkeys(SHOWN_TABLES, f"version_id = {mark}")
    conditions[_SHAPE] = f"shape_key IN (SELECT shape_key FROM cim_city_object WHERE version_id = {mark})"
    packed = []
    for name in _OF_VERSION:
        rows = read(BASE_LAYER[name], conditions[name], (version_id,))
        written = io.BytesIO()
        pq.write_table(rows, written, compression="zstd")
        packed.append({
            "version_id": version_id, "past_table": name, "project_code": project_code, "row_count": len(rows),
            "content": written.getvalue(),
        })  # fmt: skip
    return PAST.from_rows(packed)


def tables_as_of(store: Store, moment: datetime, project_code: str | None = None) -> dict[str, pa.Table]:
    """The tables of the base layer as readers saw them at a moment.

    What a project says of itself (name, category, stage) is as it stands now, its outline is that of what was shown, and it has
    scores only where it is still shown as it was then.

    Args:
        store: The base layer.
        moment: With a zone.
        project_code: One project; all where it is not given.

    Raises:
        NotFound: There is no such store or project, or a version that was shown then has not been kept.
    """
    codes = [project_code] if project_code is not None else store.read("cim_project")["project_code"].to_pylist()
    found = [_of_project(store, code, moment) for code in codes]
    return {
        name: table.checked(pa.concat_tables([one[name] for one in found if one is not None] or [table.empty()]))
        for name, table in BASE_LAYER.items() if name != _SHAPE
    } | {_SHAPE: _distinct([one[_SHAPE] for one in found if one is not None])}  # fmt: skip


def _of_project(store: Store, code: str, moment: datetime) -> dict[str, pa.Table] | None:
    """One project's rows; None where it was not there yet."""
    now = store.read_tables((*BASE_LAYER, PAST.name), code)
    changes = _until(now["cim_change"].sort_by("change_number"), "changed_at", moment)
    if not len(changes):
        return None
    parts: dict[str, dict[str, Any]] = {}
    for row in changes.to_pylist():
        if row["part"] is not None:
            is_withdrawn = row["change"] == "withdrawn"
            parts[row["part"]] = {
                "project_code": code, "part": row["part"], "version_id": row["version_id"], "is_withdrawn": is_withdrawn,
                "changed_at": row["changed_at"],
            }  # fmt: skip
    shown = sorted(part["version_id"] for part in parts.values() if not part["is_withdrawn"])
    held = {one["version_id"] for one in now["cim_part"].to_pylist() if not one["is_withdrawn"]}
    versions = {version_id: _version(now, code, version_id, is_shown=version_id in held) for version_id in shown}
    then = {name: pa.concat_tables([one[name] for one in versions.values()] or [BASE_LAYER[name].empty()]) for name in SHOWN_TABLES}
    (project,) = now["cim_project"].to_pylist()
    objects = then["cim_city_object"]
    own = objects.filter(pc.equal(objects["crs"], project["crs"])) if project["crs"] is not None else objects.slice(0, 0)
    blobs = pc.coalesce(own["axis_map"], own["footprint_map"]).drop_null().to_pylist()
    project |= {"footprint_map": None, "geom": None} | outline_of_project(blobs, project["crs"])
    project["scores"] = project["scores"] if held == set(shown) else None
    return then | {
        "cim_project": BASE_LAYER["cim_project"].from_rows([project]),
        "cim_part": BASE_LAYER["cim_part"].from_rows(list(parts.values())),
        "cim_version": _until(now["cim_version"], "ingested_at", moment),
        "cim_change": changes,
        _SHAPE: _distinct([one[_SHAPE] for one in versions.values()]),
    }


def _version(now: Mapping[str, pa.Table], code: str, version_id: str, *, is_shown: bool) -> dict[str, pa.Table]:
    """The rows of one version, from where they are."""
    if is_shown:
        rows = {name: now[name].filter(pc.equal(now[name]["version_id"], version_id)) for name in SHOWN_TABLES}
        keys = rows["cim_city_object"]["shape_key"].combine_chunks().unique()
        return rows | {_SHAPE: now[_SHAPE].filter(pc.is_in(now[_SHAPE]["shape_key"], keys))}
    past = now[PAST.name].filter(pc.equal(now[PAST.name]["version_id"], version_id))
    contents = dict(zip(past["past_table"].to_pylist(), past["content"].to_pylist(), strict=True))
    if set(contents) != set(_OF_VERSION):
        raise NotFound({"what": "@store.a_version", "name": version_id})
    return {name: BASE_LAYER[name].checked(_known(name, pq.read_table(io.BytesIO(contents[name])))) for name in _OF_VERSION}


def _known(name: str, rows: pa.Table) -> pa.Table:
    """Rows as they were packed, in today's columns: what was not known then is null."""
    schema = BASE_LAYER[name].arrow_schema
    columns = [rows[field.name] if field.name in rows.column_names else pa.nulls(len(rows), field.type) for field in schema]
    return pa.table([column.cast(field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)


def _until(rows: pa.Table, column: str, moment: datetime) -> pa.Table:
    return rows.filter(pc.less_equal(rows[column], pa.scalar(moment, rows.schema.field(column).type)))


def _distinct(shapes: list[pa.Table]) -> pa.Table:
    """Meshes of several versions, each once."""
    joined = pa.concat_tables([*shapes, BASE_LAYER[_SHAPE].empty()])
    first: dict[str, int] = {}
    for row, key in enumerate(joined["shape_key"].to_pylist()):
        first.setdefault(key, row)
    return BASE_LAYER[_SHAPE].checked(joined.take(pa.array(list(first.values()), pa.int64())))
