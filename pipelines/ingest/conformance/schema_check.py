"""What departs from the schema: classes, numbers of arguments, every value, what is to be unique, inverse attributes.

The source of each is EXPRESS (ISO 10303-11) as the schema states it; clause numbers are of ISO 10303-21:2016.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.conformance.departures import Departures
from pipelines.ingest.conformance.schema_faults import Subjects, note_faults
from pipelines.ingest.conformance.schema_inverses import check_inverses
from pipelines.ingest.conformance.schema_kernels import walk_statements
from pipelines.ingest.conformance.schema_types import SchemaTypes
from pipelines.ingest.conformance.schema_unique import check_applications, check_global_ids

Integers = NDArray[np.int64]

_THREADS = 2
_FEWEST = 20_000
"""Statements for which a thread is worth it."""
_DENSE = 2**24
"""Step ids below this are looked up in a table, however few there are."""


def check_schema(
    data: bytes | NDArray[np.uint8], statements: Statements, schema: Schema, departures: Departures, skip: set[int]
) -> None:
    """Hold every statement against the schema.

    Args:
        data: The file.
        statements: Of its DATA section, sound as syntax but for those to skip.
        schema: That the file declares.
        departures: Where what is found goes.
        skip: Step ids of statements with errors of syntax; nothing in them is judged.
    """
    codes_of = np.frombuffer(data, np.uint8) if isinstance(data, bytes) else data
    names = [schema.name_of(name) for name in statements.class_names]
    known = [name for name in names if name is not None and schema.entity(name) is not None]
    types = SchemaTypes(schema, known)
    entity_codes = np.array([types.codes[name] if name in known else -1 for name in names], np.int32)
    subjects = Subjects(codes_of, statements, types, entity_codes[statements.classes], names, departures)
    is_skipped = np.isin(statements.step_ids, np.array(sorted(skip), np.int64)) if skip else np.zeros(len(subjects.codes), np.bool_)
    walked = np.where(is_skipped, -1, subjects.codes)
    _check_classes(subjects, is_skipped)
    _check_counts(subjects, walked)
    faults, counted = _walk(subjects, walked)
    note_faults(subjects, faults)
    check_global_ids(subjects, walked)
    check_applications(subjects, walked)
    check_inverses(subjects, counted, is_whole=not skip)


def _check_classes(subjects: Subjects, is_skipped: NDArray[np.bool_]) -> None:
    """Classes that the schema does not know, types in the place of classes, and abstract classes."""
    statements, types = subjects.statements, subjects.types
    for place, written in enumerate(statements.class_names):
        name = subjects.names[place]
        if name in types.entities and not types.is_abstract[types.codes[str(name)]]:
            continue
        rows = np.flatnonzero((statements.classes == place) & ~is_skipped)
        code = "schema.unknown_entity" if name is None else "schema.abstract_entity"
        if name is not None and name not in types.entities:
            code = "schema.not_an_entity"
        subjects.add(code, rows, ifc_class=name or written, schema=subjects.schema_name)


def _check_counts(subjects: Subjects, walked: NDArray[np.int32]) -> None:
    statements, types = subjects.statements, subjects.types
    wanted = np.zeros(types.entity_count + 1, np.int32)
    wanted[:-1] = np.diff(types.tables.firsts)
    wrong = np.flatnonzero((walked >= 0) & (wanted[walked] != statements.counts))
    for code in np.unique(walked[wrong]).tolist():
        rows = wrong[walked[wrong] == code]
        subjects.add(
            "schema.argument_count", rows, [str(count) for count in statements.counts[rows].tolist()],
            ifc_class=types.names[code], expected=int(wanted[code]),
        )  # fmt: skip


def _walk(subjects: Subjects, walked: NDArray[np.int32]) -> tuple[Integers, Integers]:
    """Every value, in ranges of statements side by side; the result is the same for any number of them."""
    step_ids = subjects.statements.step_ids
    is_far = step_ids >= max(_DENSE, len(subjects.data) // 4)
    near = step_ids[~is_far]
    classes = np.full(int(near.max(initial=0)) + 1, -1, np.int16)
    classes[near] = subjects.codes[~is_far]
    order = np.argsort(step_ids[is_far], kind="stable")
    far_ids, far_classes = step_ids[is_far][order], subjects.codes[is_far][order].astype(np.int16)
    parts = _THREADS if len(walked) >= _FEWEST else 1
    edges = np.linspace(0, len(walked), parts + 1).astype(np.int64).tolist()

    def walk(part: int) -> tuple[Integers, Integers]:
        found: tuple[Integers, Integers] = walk_statements(
            subjects.data, subjects.statements.starts, walked, edges[part], edges[part + 1], subjects.types.tables,
            classes, far_ids, far_classes,
        )  # fmt: skip
        return found

    with ThreadPoolExecutor(parts) as threads:
        found = list(threads.map(walk, range(parts)))
    return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])
