"""What was measured of a case, kept as JSON, and the machine that it was measured on."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.measuring import Measurement
from bench.models import ROOT

LIBRARIES = ("ifcopenshell", "ifclite-geom", "numba", "numpy", "pyarrow", "pandas", "shapely", "dask")


@dataclass(frozen=True)
class Machine:
    """Where, when and of what was measured."""

    date: str
    commit: str
    """With a plus where files were changed since."""
    processor: str
    cores: int
    memory_bytes: int
    system: str
    python: str
    libraries: dict[str, str]


@dataclass
class Point:
    """All runs at one size."""

    label: str
    size_bytes: int
    ours: list[Measurement] = field(default_factory=list)
    peer: list[Measurement] = field(default_factory=list)

    @property
    def times_faster(self) -> float | None:
        """The peer's median time over ours."""
        if not self.is_sound or not self.peer:
            return None
        return median_of(self.peer, "seconds") / median_of(self.ours, "seconds")

    @property
    def memory_share(self) -> float | None:
        """Our largest process over the peer's, medians."""
        if not self.is_sound or not self.peer:
            return None
        return median_of(self.ours, "largest_bytes") / median_of(self.peer, "largest_bytes")

    @property
    def is_sound(self) -> bool:
        """Whether every run ended well, of each way with one answer."""
        ways = [way for way in (self.ours, self.peer) if way]
        return bool(self.ours) and all(
            len({run.answer for run in way}) == 1 and not any(run.failure for run in way) for way in ways
        )


@dataclass(frozen=True)
class Result:
    """A case, measured."""

    case: str
    machine: Machine
    points: list[Point]

    def write(self, folder: Path) -> None:
        """Keep it, for the page and for going on later."""
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{self.case}.partial"
        partial.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")
        partial.replace(folder / f"{self.case}.json")


def read_result(folder: Path, case: str) -> Result | None:
    """What was measured of the case; None where it was not."""
    path = folder / f"{case}.json"
    if not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    points = [
        Point(
            one["label"],
            one["size_bytes"],
            [Measurement(**run) for run in one["ours"]],
            [Measurement(**run) for run in one["peer"]],
        )
        for one in found["points"]
    ]
    return Result(found["case"], Machine(**found["machine"]), points)


def median_of(runs: list[Measurement], name: str) -> float:
    """The median of one number over the runs."""
    return float(median(getattr(run, name) for run in runs))


def this_machine(cores: int) -> Machine:
    """The machine that this runs on, now."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return Machine(
        date=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        processor=processor,
        cores=cores,
        memory_bytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        libraries={name: version(name) for name in LIBRARIES},
    )


def _commit() -> str:
    try:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True)
        changed = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit.stdout.strip() + ("+" if changed.stdout.strip() else "")
