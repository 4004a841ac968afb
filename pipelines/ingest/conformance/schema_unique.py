"""GlobalIds: their form, and that none is given twice; and what else the schemas' UNIQUE clauses say."""

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.cells import Cells, locate
from pipelines.ingest.columnar.lexis import STRING, UNSET
from pipelines.ingest.conformance.schema_faults import Lazy, Subjects

Integers = NDArray[np.int64]

_LENGTH = 22
_ALPHABET = np.zeros(256, np.bool_)
_ALPHABET[np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$", np.uint8)] = True
_GREATEST_FIRST = ord("3")
"""22 characters of 6 bits are 132 bits; a GUID has 128."""
_UNIQUE = (("UR1", ("ApplicationIdentifier",)), ("UR2", ("ApplicationFullName", "Version")))


def check_global_ids(subjects: Subjects, walked: NDArray[np.int32]) -> None:
    """Form and uniqueness (IfcGloballyUniqueId; IfcRoot, UR1). The first that has a GlobalId has it by right."""
    under = subjects.types.classes_under("IfcRoot")
    rows = np.flatnonzero((walked >= under.start) & (walked < under.stop) & (subjects.statements.counts > 0))
    cells = _cells(subjects, rows, 0)
    is_text = cells.kinds == STRING
    is_right = is_text & (cells.ends - cells.begins == _LENGTH)
    begins = cells.begins[is_right]
    characters = subjects.data[begins[:, None] + np.arange(_LENGTH)]
    is_right[is_right] = _ALPHABET[characters].all(axis=1) & (characters[:, 0] <= _GREATEST_FIRST)
    _note(subjects, "schema.global_id_form", rows, np.flatnonzero(is_text & ~is_right), cells)
    codes, firsts = cells.encoded(is_right)
    is_first = np.zeros(len(rows), np.bool_)
    is_first[firsts] = True
    repeated = np.flatnonzero(is_right & ~is_first)
    _note(subjects, "schema.global_id_repeated", rows, repeated, cells, rows[firsts[codes[repeated]]])


def check_applications(subjects: Subjects, walked: NDArray[np.int32]) -> None:
    """IfcApplication, UR1 and UR2."""
    rows = np.flatnonzero(walked == subjects.types.codes["IfcApplication"])
    if not len(rows):
        return
    names = subjects.types.attribute_names[subjects.types.codes["IfcApplication"]]
    for rule, attributes in _UNIQUE:
        columns = [_cells(subjects, rows, names.index(attribute)) for attribute in attributes]
        seen: dict[tuple[bytes, ...], int] = {}
        again, before = [], []
        for place, row in enumerate(rows.tolist()):
            if subjects.statements.counts[row] != len(names) or any(column.kinds[place] == UNSET for column in columns):
                continue
            first = seen.setdefault(tuple(column.raw(place) for column in columns), row)
            if first != row:
                again.append(row)
                before.append(f"#{subjects.statements.step_ids[first]}")
        subjects.add(
            "schema.not_unique", np.array(again, np.int64), before, ifc_class="IfcApplication", attribute=attributes[0],
            rule=rule, attributes=", ".join(attributes),
        )  # fmt: skip


def _cells(subjects: Subjects, rows: Integers, place: int) -> Cells:
    return locate(subjects.data, subjects.statements.starts[rows], np.full(len(rows), place, np.int16))


def _note(
    subjects: Subjects, code: str, rows: Integers, places: NDArray[np.intp], cells: Cells, others: Integers | None = None
) -> None:
    """One departure of each of these places; ``others`` are the statements that had the value before."""
    entities = subjects.codes[rows[places]]
    for entity in np.unique(entities).tolist():
        here = np.flatnonzero(entities == entity)
        taken = places[here]

        def said(place: int, taken: NDArray[np.intp] = taken, here: NDArray[np.intp] = here) -> str:
            if others is not None:
                return f"#{subjects.statements.step_ids[others[here[place]]]}"
            return cells.raw(int(taken[place])).decode("utf-8", "replace")

        subjects.add(
            code, rows[taken], Lazy(said, len(taken)), offsets=cells.begins[taken] - 1, ifc_class=subjects.types.names[entity],
            attribute="GlobalId",
        )  # fmt: skip
