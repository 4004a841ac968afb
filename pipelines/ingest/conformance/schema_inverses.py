"""Inverse attributes: how many references an instance must have, and how many it may have."""

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.conformance.schema_faults import Subjects

Integers = NDArray[np.int64]


def check_inverses(subjects: Subjects, counted: Integers, is_whole: bool) -> None:
    """Hold the numbers of references against the bounds of inverse attributes (ISO 10303-11, inverse attributes).

    Args:
        subjects: The statements.
        counted: Rows of (slot, step id referred to, statement), as ``walk_statements`` gives them. An instance that
            refers twice counts twice.
        is_whole: Whether all statements could be looked at; where not, nobody can say that a reference is missing.
    """
    types, step_ids = subjects.types, subjects.statements.step_ids
    counted = counted[np.argsort(counted[:, 0], kind="stable")]
    for inverse in types.inverses:
        first, last = np.searchsorted(counted[:, 0], [inverse.slot, inverse.slot + 1])
        referred, numbers = np.unique(counted[first:last, 1], return_counts=True)
        under = types.classes_under(inverse.entity)
        is_many = numbers > inverse.high if inverse.high >= 0 else np.zeros(len(numbers), np.bool_)
        if not is_many.any() and (inverse.low == 0 or not is_whole):
            continue
        rows = np.flatnonzero((subjects.codes >= under.start) & (subjects.codes < under.stop))
        places = np.searchsorted(referred, step_ids[rows])
        is_referred = np.zeros(len(rows), np.bool_)
        is_referred[places < len(referred)] = referred[places[places < len(referred)]] == step_ids[rows][places < len(referred)]
        found = np.zeros(len(rows), np.int64)
        found[is_referred] = numbers[places[is_referred]]
        is_wrong = (found > inverse.high) & (inverse.high >= 0) | (found < inverse.low) & is_whole
        expected = f"[{inverse.low}:{'?' if inverse.high < 0 else inverse.high}]"
        wrong, sizes = rows[is_wrong], found[is_wrong]
        for code in np.unique(subjects.codes[wrong]).tolist():
            here = subjects.codes[wrong] == code
            subjects.add(
                "schema.inverse", wrong[here], [str(size) for size in sizes[here].tolist()], ifc_class=types.names[code],
                attribute=inverse.name, expected=expected, referring=inverse.referring,
            )  # fmt: skip
