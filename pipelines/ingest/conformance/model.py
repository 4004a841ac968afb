"""Everything in which a file departs from ISO 10303-21, from what its header must say, and from its schema."""

import hashlib
from pathlib import Path

import pyarrow as pa

from cim_schema.codes import ConformanceLayer
from cim_schema.errors import FileNotReadable, NotAnIfcFile, os_reason
from pipelines.ingest.archive import unpack_model
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.conformance.departures import Departures
from pipelines.ingest.conformance.header import check_header, schema_of
from pipelines.ingest.conformance.schema_check import check_schema
from pipelines.ingest.conformance.syntax import check_syntax
from pipelines.ingest.conformance.where_rules import check_where_rules
from pipelines.ingest.file_kind import is_zip, seems_to_be
from pipelines.runtime.progress import SILENT, Progress


def check_conformance(path: Path, *, where_rules: bool = False, progress: Progress = SILENT) -> pa.Table:
    """Check one file; a broken one gives rows, not an error.

    Args:
        path: An ``.ifc``, or an ``.ifczip`` with one.
        where_rules: Whether the schema's WHERE and global rules are evaluated too: minutes, where the rest takes seconds.
        progress: Told when the file is done.

    Returns:
        ``chk_conformance``; offsets and lines are those of the unpacked file. Its metadata hold ``model_id`` and
        ``ifc_schema``, which is empty where the file declares none that is known, so that they are there without rows too.

    Raises:
        FileNotReadable: Missing, a folder, or no permission.
        NotAnIfcFile: Something else than a STEP file, empty, or an archive without exactly one model.
        BrokenIfcFile: A damaged archive.
    """
    try:
        original = path.read_bytes()
    except OSError as cause:
        raise FileNotReadable({"file": path.name, "reason": os_reason(cause)}) from None
    data = unpack_model(original, path.name) if is_zip(original) and path.suffix.lower() == ".ifczip" else original
    if kind := seems_to_be(data):
        raise NotAnIfcFile({"file": path.name, "reason": f"@read_reason.{kind}"})
    departures = Departures(hashlib.sha256(original).hexdigest(), data)
    with progress.stage("progress.validate", len(data), "B", file=path.name) as stage:
        schema = _check(path, data, departures, where_rules)
        stage.advance(len(data))
    table = departures.table()
    return table.replace_schema_metadata({**table.schema.metadata, "model_id": departures.model_id, "ifc_schema": schema or ""})


def _check(path: Path, data: bytes, departures: Departures, where_rules: bool) -> str | None:
    """Add all departures; give the schema that was checked against."""
    syntax = check_syntax(data, departures)
    identifier = check_header(data, syntax, departures)
    schema_name = schema_of(identifier) if identifier is not None else None
    schema = Schema(schema_name) if schema_name else None
    if syntax.data is not None:
        departures.locate(syntax.data, schema)
        if schema is not None:
            check_schema(data, syntax.data, schema, departures, syntax.faulty)
    if where_rules and (syntax.has_fault or schema is None):
        departures.add(ConformanceLayer.WHERE, "where.not_evaluated", reason="@conformance.reason.unsound", detail="")
    elif where_rules:
        check_where_rules(path, departures)
    return schema_name
