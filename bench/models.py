"""The models that are measured: made of a real building where the shared folder is there, else of a sample, and kept."""

import os
from dataclasses import dataclass
from pathlib import Path

from bench.campus import multiply
from bench.case import Kind
from bench.change import choose_extrusions

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("JUESHAN_SHARED", ROOT.parent / "shared"))
OFFICE = SHARED / "ifc/office/Office_A_20110811.ifc"
SCHOOL = ROOT / "sample_ifc/clean/school/school_arch.ifc"
REAL = ("ifc/pcert_ifc4/*.ifc", "ifc/duplex/Duplex_A_20110907.ifc", "ifc/fzk/AC20-FZK-Haus.ifc")

VARY = 0.001
PART_MB = 200
"""Size of one file of a federation."""
_GROWTH = 1.08
"""Longer numbers make a copy so much longer than the building alone."""


@dataclass(frozen=True)
class Models:
    """Where models are kept, and the one to take instead of them, if somebody names one."""

    folder: Path
    given: Path | None = None

    @property
    def building(self) -> Path:
        """What campuses are made of."""
        return self.given or (OFFICE if OFFICE.is_file() else SCHOOL)

    def of(self, kind: Kind, megabytes: int) -> tuple[Path, ...]:
        """The models of a case, made now if they are not there."""
        if kind is Kind.REAL:
            return (self.given,) if self.given else _published()
        copies = 1 if self.given else max(1, round(megabytes * 1e6 / (self.building.stat().st_size * _GROWTH)))
        if kind is Kind.CHANGED:
            return (*self.of(Kind.VARIED, megabytes), self._made("changed", copies))
        if self.given:
            return (self.given,)
        if kind is Kind.FEDERATION:
            count = -(-megabytes // PART_MB)
            return tuple(self._made("varied", copies // count, number * (copies // count)) for number in range(count))
        return (self._made(kind, copies),)

    def _made(self, kind: str, copies: int, first_copy: int = 0) -> Path:
        path = self.folder / f"{self.building.stem}-{kind}-{copies}{f'-from-{first_copy}' if first_copy else ''}.ifc"
        if not path.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            changed = choose_extrusions(self.building, copies) if kind == "changed" else ()
            vary = 0.0 if kind == "campus" or self.given else VARY
            multiply(self.building, partial, copies, vary=vary, first_copy=first_copy, deeper=changed)
            partial.replace(path)
        return path


def _published() -> tuple[Path, ...]:
    if SHARED.is_dir():
        return tuple(path for pattern in REAL for path in sorted(SHARED.glob(pattern)))
    return tuple(sorted((ROOT / "sample_ifc/clean").glob("*/*.ifc")))
