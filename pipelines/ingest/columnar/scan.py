"""The statements of the DATA section: step id, place, class and number of arguments of each; strictly by the grammar.

Ranges of bytes are looked through side by side. A range begins where a statement seems to begin; the range before it
tells whether one really does, and where not, the range is looked through again from the right place.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.machine_code import Kernel
from pipelines.ingest.columnar.marks import CLASSES, ODD, SECTION_END

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Array = NDArray[Any]

_SHORTEST_STATEMENT = 8
_RANGE = 4 * 1024**2
_FEWEST_STEP_IDS = 2**24
_BEGIN = re.compile(rb";\s*(?=#)")
_look_through = Kernel("columnar.scan_kernels", "look_through", "u1[] i8 i8 u1[] i8[] i8[] i2[] i2[] u8[] i8[] i2[] i8[]")
KERNELS = (_look_through,)


@dataclass(frozen=True)
class Statements:
    """The instances of a file in its order."""

    step_ids: Integers
    starts: Integers
    """Offset of each ``#``."""
    classes: NDArray[np.int16]
    """Into ``class_names``."""
    counts: NDArray[np.int16]
    """Arguments."""
    class_names: list[str]
    """In capitals."""
    referenced: NDArray[np.uint8]
    """1 for each step id that is referred to."""
    end: int
    """Offset of the ``ENDSEC`` behind them."""


@dataclass(frozen=True)
class _Part:
    columns: list[Array]
    """Step ids, starts, classes, counts."""
    names: list[str]
    start: int
    reached: int
    status: int


def scan_statements(data: bytes, start: int, ranges: int = 2) -> Statements:
    """Look through the DATA section.

    Args:
        data: The file.
        start: Behind the ``DATA;`` of it.
        ranges: Into so many parts, each on a thread of its own; the result is the same for any number.

    Raises:
        CannotRead: A statement that is not ``#number = NAME ( … ) ;`` by the grammar, or a section without an end.
    """
    codes = np.frombuffer(data, np.uint8)
    referenced = np.zeros(max(_FEWEST_STEP_IDS, len(data) // 4), np.uint8)
    ranges = max(1, min(ranges, (len(data) - start) // _RANGE))
    cuts = [start + (len(data) - start) * place // ranges for place in range(1, ranges)]
    found = [_BEGIN.search(data, cut) for cut in cuts]
    begins = [start, *sorted({match.end() for match in found if match})]
    stops = [*begins[1:], len(data)]
    with ThreadPoolExecutor(len(begins)) as threads:
        guessed = list(threads.map(lambda pair: _part(data, codes, pair, referenced), zip(begins, stops, strict=True)))
    parts: list[_Part] = []
    for part in guessed:
        if parts and parts[-1].status == SECTION_END:
            break
        if parts and parts[-1].reached != part.start:
            # The guess was wrong (it fell into a string or a comment): what it noted as referenced may be wrong too.
            return scan_statements(data, start, 1)
        parts.append(part)
        if part.status == ODD:
            raise CannotRead(f"offset {part.reached}", "a statement that the grammar does not know")
    if parts[-1].status != SECTION_END:
        raise CannotRead("DATA", "the section has no end")
    names = list(dict.fromkeys(name for part in parts for name in part.names))
    code_of = {name: code for code, name in enumerate(names)}
    maps = [np.array([code_of[name] for name in part.names], np.int16) for part in parts]
    columns = [part.columns for part in parts]
    # A column of the parts is forgotten as soon as it is joined.
    step_ids, starts = (np.concatenate([one.pop(0) for one in columns]) for _ in range(2))
    classes = np.concatenate([numbers[one.pop(0)] for numbers, one in zip(maps, columns, strict=True)])
    counts = np.concatenate([one.pop(0) for one in columns])
    return Statements(step_ids, starts, classes, counts, names, referenced, parts[-1].reached)


def _part(data: bytes, codes: Bytes, stretch: tuple[int, int], referenced: NDArray[np.uint8]) -> _Part:
    start, stop = stretch
    # Most of this is never touched, and so never given by the system.
    most = (stop - start) // _SHORTEST_STATEMENT + 1
    step_ids, starts = np.empty(most, np.int64), np.empty(most, np.int64)
    classes, counts = np.empty(most, np.int16), np.empty(most, np.int16)
    hashes, places, told = np.zeros(CLASSES // 2, np.uint64), np.zeros(CLASSES, np.int64), np.zeros(3, np.int64)
    table = np.zeros(CLASSES, np.int16)
    count = _look_through(codes, start, stop, referenced, step_ids, starts, classes, counts, hashes, places, table, told)
    reached, status, class_count = told.tolist()
    edges = places[: 2 * class_count].reshape(-1, 2).tolist()
    names = [data[first:last].decode("ascii").upper() for first, last in edges]
    return _Part([column[:count] for column in (step_ids, starts, classes, counts)], names, start, reached, status)
