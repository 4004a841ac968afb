"""The ways in which a model may be written or stand otherwise and be the same building."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ifcopenshell

from cim_schema.project import Project
from tests.invariance.answers import Expected
from tests.invariance.length_units import in_unit
from tests.invariance.moves import Move, move
from tests.invariance.rewriting import reissue_global_ids, shuffle

FAR = Move(shift_m=(12_345.678, -9_876.5, 700.0))
TURNED = Move(turn_deg=37.0)
BOTH = Move(turn_deg=37.0, shift_m=(12_345.678, -9_876.5, 700.0))


@dataclass(frozen=True)
class Variant:
    """One way."""

    write: Callable[[Sequence[Path], Sequence[Path]], Expected]
    """From the files of a project to others; gives what follows for the answers."""
    may_differ: tuple[str, ...] = ()
    """Rules about which way a model faces, or about its numbers themselves."""
    renames: bool = False
    """Whether the file has another name too."""


_Write = Callable[[Sequence[Path], Sequence[Path]], Expected]


def _changed(change: Callable[[ifcopenshell.file], object], expected: Expected | None = None) -> _Write:
    def write(sources: Sequence[Path], targets: Sequence[Path]) -> Expected:
        for source, target in zip(sources, targets, strict=True):
            file = ifcopenshell.open(source)
            change(file)
            file.write(target)
        return expected or Expected()

    return write


def _shuffled(sources: Sequence[Path], targets: Sequence[Path]) -> Expected:
    for source, target in zip(sources, targets, strict=True):
        shuffle(source, target)
    return Expected()


def _reissued(sources: Sequence[Path], targets: Sequence[Path]) -> Expected:
    files = [ifcopenshell.open(source) for source in sources]
    issued = reissue_global_ids(files)
    for file, target in zip(files, targets, strict=True):
        file.write(target)
    return Expected(global_ids=issued)


def _copied(sources: Sequence[Path], targets: Sequence[Path]) -> Expected:
    for source, target in zip(sources, targets, strict=True):
        # One byte more, so that it is not taken for the file that is known.
        target.write_bytes(source.read_bytes() + b"\n")
    return Expected()


ORIENTATION_RULES = ("GRN-03", "GRN-04", "GRN-07", "GRN-08")
"""They limit windows by the orientation of the facade, which is other where the model is turned and its north is not."""
REPEATED = ("CIM-05",)
"""Of two that share a GlobalId it tells of the one that has the higher number in the file."""

VARIANTS: Mapping[str, Variant] = {
    "moved": Variant(_changed(move(FAR), Expected(matrix=FAR.matrix, rise_m=700.0))),
    "turned": Variant(_changed(move(TURNED), Expected(matrix=None)), ORIENTATION_RULES),
    "moved and turned": Variant(_changed(move(BOTH), Expected(matrix=None, rise_m=700.0)), ORIENTATION_RULES),
    "turned with north": Variant(_changed(move(TURNED, with_north=True), Expected(matrix=None))),
    "in metres": Variant(_changed(in_unit("m"))),
    "in millimetres": Variant(_changed(in_unit("mm"))),
    "in feet": Variant(_changed(in_unit("ft"))),
    "shuffled": Variant(_shuffled, REPEATED),
    "reissued": Variant(_reissued),
    "renamed": Variant(_copied, renames=True),
}


def vary(project: Project, variant: Variant, folder: Path) -> tuple[Project, Expected]:
    """Write a project's files otherwise; the parts keep their names."""
    paths = [
        folder / (f"model_{number}.ifc" if variant.renames else model.path.name) for number, model in enumerate(project.models)
    ]
    expected = variant.write([model.path for model in project.models], paths)
    models = tuple(replace(model, path=path) for model, path in zip(project.models, paths, strict=True))
    return replace(project, models=models), expected
