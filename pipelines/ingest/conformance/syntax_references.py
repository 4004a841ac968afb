"""Step ids that are given more than once, and references to instances that are not there (ISO 10303-21:2016, 9.1 and 11.2)."""

import numpy as np
from numpy.typing import NDArray

from cim_schema.codes import ConformanceLayer
from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.conformance.departures import Departures, Made
from pipelines.ingest.conformance.syntax_kernels import find_references
from pipelines.ingest.conformance.syntax_statements import Stretch

Integers = NDArray[np.int64]

_SHORTEST_REFERENCE = 2


def check_step_ids(data: bytes, stretches: list[Stretch], statements: Statements, departures: Departures) -> set[int]:
    """Add what is wrong with step ids.

    Args:
        data: The file.
        stretches: Of its DATA sections.
        statements: Those of all stretches.
        departures: Gets the faults.

    Returns:
        The step ids that are given more than once.
    """
    step_ids, referenced = statements.step_ids, statements.referenced
    is_near = step_ids < len(referenced)
    is_given = np.zeros(len(referenced), np.uint8)
    is_given[step_ids[is_near]] = 1
    far_ids = np.unique(step_ids[~is_near])
    repeated = np.zeros(0, np.int64)
    if np.count_nonzero(is_given) + len(far_ids) != len(step_ids):
        repeated = _tell_repeated(statements, departures)
    # An instance that cannot be read is there all the same.
    faulty = np.unique(np.concatenate([stretch.owners for stretch in stretches]))
    is_given[faulty[(faulty >= 0) & (faulty < len(is_given))]] = 1
    far = np.unique(np.concatenate([stretch.far for stretch in stretches]))
    missing_far = far[~np.isin(far, np.concatenate((far_ids, faulty)))]
    missing = np.concatenate((np.flatnonzero(referenced > is_given), missing_far))
    if len(missing):
        _tell_dangling(data, stretches, statements, missing, departures)
    return set(repeated.tolist())


def _tell_repeated(statements: Statements, departures: Departures) -> Integers:
    """Each instance whose step id an earlier one has."""
    order = np.argsort(statements.step_ids, kind="stable")
    step_ids = statements.step_ids[order]
    later = order[1:][step_ids[1:] == step_ids[:-1]]
    departures.add_many(
        ConformanceLayer.SYNTAX, "syntax.repeated_step_id", offsets=statements.starts[later], step_ids=statements.step_ids[later]
    )
    return np.unique(statements.step_ids[later])


def _tell_dangling(
    data: bytes, stretches: list[Stretch], statements: Statements, missing: Integers, departures: Departures
) -> None:
    for stretch in stretches:
        most = (stretch.reached - stretch.begin) // _SHORTEST_REFERENCE + 1
        step_ids, offsets = np.empty(most, np.int64), np.empty(most, np.int64)
        count = find_references(np.frombuffer(data, np.uint8), stretch.begin, stretch.reached, missing, step_ids, offsets)
        step_ids, offsets = step_ids[:count], offsets[:count]
        users = np.searchsorted(statements.starts, offsets, "right") - 1
        is_used = users >= 0
        departures.add_many(
            ConformanceLayer.SYNTAX, "syntax.dangling_reference", offsets=offsets[is_used],
            step_ids=statements.step_ids[users[is_used]], values=_texts(step_ids[is_used]),
        )  # fmt: skip


def _texts(step_ids: Integers) -> Made:
    return Made(lambda row: f"#{step_ids[row]}", len(step_ids))
