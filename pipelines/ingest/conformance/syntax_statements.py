"""The statements of a section, looked through in ranges side by side, and their faults in words.

A range begins where a statement seems to begin; the range before it tells whether one really does, and where not, the whole
section is looked through again in one range.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cim_schema.codes import ConformanceLayer
from pipelines.ingest.columnar.scan import Statements
from pipelines.ingest.conformance.departures import SHOWN, Departures, Made
from pipelines.ingest.conformance.syntax_faults import AT_STOP, FAULT_CODES, RAW_CHARACTER
from pipelines.ingest.conformance.syntax_kernels import KEYWORDS, check_statements
from pipelines.ingest.step_strings import guess_encoding

Integers = NDArray[np.int64]

_THREADS = 2
_RANGE = 4 * 1024**2
_SHORTEST_STATEMENT = 7
_FEWEST_STEP_IDS = 2**24
_SHORTEST_FAR = 10
_MOST_ARGUMENTS = 2**15 - 1
_MOST_FAULTS = 2**22
"""So many of a range are kept."""
_BEGIN = re.compile(rb";\s*(?=#\d)")
_LONGEST_SHOWN = 24
_RAW = re.compile(rb"[^']*")


@dataclass
class Stretch:
    """What was found in a range."""

    begin: int
    reached: int
    """Where the statement behind it begins, or the end of its section."""
    why: int
    """``AT_STOP`` and the like."""
    step_ids: Integers
    starts: Integers
    classes: NDArray[np.int16]
    """Into ``names``."""
    counts: NDArray[np.int16]
    names: list[str]
    referenced: NDArray[np.uint8]
    """1 for each step id that is referred to; shared by all stretches of a section."""
    far: Integers
    """Step ids behind the end of ``referenced`` that are referred to."""
    kinds: Integers
    """Of faults."""
    offsets: Integers
    owners: Integers
    """Step ids of the statements at fault; -1 where they have none."""

    def faulty(self) -> set[int]:
        """Step ids of the statements at fault."""
        return set(np.unique(self.owners[self.owners >= 0]).tolist())


def look_through(data: bytes, start: int, *, is_header: bool, ranges: int = _THREADS) -> tuple[list[Stretch], int, int]:
    """Look a section through.

    Args:
        data: The file.
        start: Behind the section's opening.
        is_header: Whether it is the HEADER section.
        ranges: Into so many parts at most; the result is the same for any number.

    Returns:
        What was found in each range, where the section ends, and why.
    """
    size = len(data) - start
    ranges = 1 if is_header else max(1, min(ranges, size // _RANGE))
    referenced = np.zeros(1 if is_header else max(_FEWEST_STEP_IDS, len(data) // 4), np.uint8)
    cuts = [start + size * place // ranges for place in range(1, ranges)]
    begins = [start, *sorted({match.end() for cut in cuts if (match := _BEGIN.search(data, cut))})]
    stops = [*begins[1:], len(data)]
    with ThreadPoolExecutor(len(begins)) as threads:
        found = list(threads.map(lambda begin, stop: _look_through(data, begin, stop, is_header, referenced), begins, stops))
    stretches: list[Stretch] = []
    for stretch in found:
        if stretches and stretches[-1].why != AT_STOP:
            break
        if stretches and stretches[-1].reached != stretch.begin:
            return look_through(data, start, is_header=is_header, ranges=1)
        stretches.append(stretch)
    return stretches, stretches[-1].reached, stretches[-1].why


def note_faults(data: bytes, stretch: Stretch, departures: Departures) -> None:
    """Add a stretch's faults to the departures."""
    for kind in np.unique(stretch.kinds).tolist():
        rows = np.flatnonzero(stretch.kinds == kind)
        offsets, owners = stretch.offsets[rows], stretch.owners[rows]
        for has_owner in (True, False):
            here = np.flatnonzero((owners >= 0) == has_owner)
            params: dict[str, Any] = {}
            if kind == RAW_CHARACTER and len(here):
                params["encoding"] = _encoding_of(data, offsets[here])
            departures.add_many(
                ConformanceLayer.SYNTAX, FAULT_CODES[kind], offsets=offsets[here], step_ids=owners[here] if has_owner else None,
                values=_snippets(data, offsets[here]), **params,
            )  # fmt: skip


def _snippets(data: bytes, offsets: Integers) -> Made:
    return Made(lambda row: snippet(data, int(offsets[row])), len(offsets))


def snippet(data: bytes, at: int) -> str:
    """What stands there, to the end of its line at most."""
    line = (data[at : at + _LONGEST_SHOWN].splitlines() or [b""])[0].decode("utf-8", "replace")
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in line)


def join(stretches: list[Stretch]) -> Statements:
    """The statements of all stretches, in their order."""
    names = list(dict.fromkeys(name for stretch in stretches for name in stretch.names))
    code_of = {name: code for code, name in enumerate(names)}
    classes = [np.array([code_of[name] for name in one.names], np.int16)[one.classes] for one in stretches]
    columns = [(one.step_ids, one.starts, one.counts) for one in stretches]
    step_ids, starts, counts = (np.concatenate(column) for column in zip(*columns, strict=True))
    referenced = stretches[0].referenced
    for one in stretches[1:]:
        if one.referenced is not referenced:
            referenced = referenced | one.referenced
    return Statements(step_ids, starts, np.concatenate(classes), counts, names, referenced, stretches[-1].reached)


def _look_through(data: bytes, start: int, stop: int, is_header: bool, referenced: NDArray[np.uint8]) -> Stretch:
    # Most of this is never touched, and so never given by the system.
    notes = np.empty(3 * min(stop - start + 4, _MOST_FAULTS), np.int64)
    far = np.empty((len(data) - start) // _SHORTEST_FAR + 2, np.int64)
    statements = np.empty(4 * ((len(data) - start) // _SHORTEST_STATEMENT + 3), np.int64)
    keywords = np.zeros(KEYWORDS, np.int64)
    notes[0] = far[0] = statements[0] = 0
    reached, why = check_statements(
        np.frombuffer(data, np.uint8), start, stop, is_header, notes, referenced, far, keywords, statements
    )
    rows = statements[4 : 4 * (statements[0] + 1)].reshape(-1, 4)
    faults = notes[3 : 3 * (min(notes[0], len(notes) // 3 - 1) + 1)].reshape(-1, 3)
    edges = keywords[1 : 3 * keywords[0] + 1].reshape(-1, 3)[:, :2].tolist()
    names = [data[first:last].decode("ascii").upper() for first, last in edges]
    classes, counts = rows[:, 2].astype(np.int16), np.minimum(rows[:, 3], _MOST_ARGUMENTS).astype(np.int16)
    kinds, offsets, owners = faults.T.copy()
    return Stretch(
        start, reached, why, rows[:, 0].copy(), rows[:, 1].copy(), classes, counts, names, referenced,
        far[1 : far[0] + 1].copy(), kinds, offsets, owners,
    )  # fmt: skip


def _encoding_of(data: bytes, offsets: Integers) -> str:
    """The code of the text that names what raw characters seem to be."""
    strings = []
    for at in offsets[:SHOWN].tolist():
        match = _RAW.match(data, at)
        strings.append(match[0] if match else b"")
    return f"@read.encoding.{guess_encoding(strings).replace('-', '')}"
