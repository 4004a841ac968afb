"""What a case is: our way and the peer's to the same result, what is measured of them, and what is asked."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class Heat(StrEnum):
    """What of a process is measured."""

    COLD = "cold"
    """The whole process from its start to its end, imports and all."""
    FIRST = "first"
    """The first call in a process; what it starts from is made before."""
    WARM = "warm"
    """The second call in a process."""


class Kind(StrEnum):
    """Which models a case works on."""

    CAMPUS = "campus"
    """One building many times."""
    VARIED = "varied"
    """The same, every copy of its own size, so that no shape is there twice."""
    CHANGED = "changed"
    """Two files: the varied campus, and the same with 1 % of its elements changed."""
    FEDERATION = "federation"
    """Varied campuses of 200 MB each, no two alike."""
    REAL = "real"
    """Models as they were published."""


@dataclass(frozen=True)
class Setting:
    """What a way works with."""

    models: tuple[Path, ...]
    folder: Path
    """For whatever it writes; removed afterwards."""
    cores: int

    def fresh_folder(self) -> Path:
        """An empty folder."""
        return Path(tempfile.mkdtemp(dir=self.folder))


@dataclass(frozen=True)
class Run:
    """What is measured, all that goes before being done."""

    call: Callable[[], Any]
    tell: Callable[[Any], str]
    """Says in a few words what the call gave: the same at each run."""


Way = Callable[[Setting], Run]
"""Makes ready, unmeasured (but in a cold process), and gives what is measured."""


@dataclass(frozen=True)
class Ask:
    """What ours has to keep to."""

    times_faster: float | None = None
    """The peer's median time over ours, at least."""
    memory_share: float | None = None
    """Our largest process over the peer's, at most."""
    seconds: float | None = None
    """Our median time, at most."""
    process_bytes: int | None = None
    """Our largest process, at most."""
    growth: float | None = None
    """Our time a megabyte at the largest size over that at the smallest, at most."""
    same_answer: bool = False
    """Ours and the peer's answer are equal."""


@dataclass(frozen=True)
class Case:
    """One thing that is measured."""

    name: str
    title: str
    ours_is: str
    """What our way does, in a sentence."""
    ours: Way
    heat: Heat
    kind: Kind
    ask: Ask
    sizes_mb: tuple[int, ...] = ()
    """Ascending: what is asked holds for the last; the others are for the curve, and measured once."""
    peer_is: str = ""
    peer: Way | None = None
    runs: int | None = None
    """At most so many of ours; None: as many as wanted."""
    peer_runs: int | None = None
    """At most so many of the peer's, where one takes minutes."""
    is_long: bool = False
    """Only measured where somebody asks for it (``--long``)."""
