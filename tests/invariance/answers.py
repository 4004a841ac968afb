"""What all rules say of a project, and in what two such answers differ."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cim_schema.project import Project
from pipelines.flows.intake import take_in_all
from pipelines.flows.steps import Federation, Line, check

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
NEAR = 0.0011
"""So far may a measured value be off: a millimetre, and what rounding adds."""
POINT_NEAR = 0.005
"""So far may a place be off: on an axis it lies between points of the kernel's choice, which are others in another unit."""


@dataclass(frozen=True)
class Answers:
    """Of all parts of a project."""

    outcomes: Mapping[tuple[str, str], tuple[str, int, int, int]]
    """Rule and part → outcome, subjects, of them failed and undetermined."""
    findings: tuple[Mapping[str, Any], ...]
    """Rows of ``chk_finding``, step ids replaced by GlobalIds."""


@dataclass(frozen=True)
class Expected:
    """How a changed project's answers follow from those of the project as it was."""

    global_ids: Mapping[str, str] = field(default_factory=dict)
    """What GlobalIds became; empty where they stayed."""
    matrix: NDArray[np.float64] | None = field(default_factory=lambda: np.eye(4))
    """Where places went; None where they are not compared, since the box of what was turned has another middle."""
    rise_m: float = 0.0
    """What heights in the model's frame may be told higher."""


def answer(project: Project, line: Line) -> Answers:
    """Take a project down the line.

    Raises:
        AssertionError: A rule crashed.
    """
    models = take_in_all(project.models, line)
    tables = check(Federation(models, project.category, project.stage, project.crs, project.day), line)
    names = {}
    parts = {model.model_id: model.file.part for model in models}
    for model in models:
        for name in ("ifc_element", "ifc_type"):
            rows = model.tables()[name].select(["step_id", "global_id"])
            names |= {(model.model_id, step): guid for step, guid in zip(*rows.to_pydict().values(), strict=True)}
    outcomes = {}
    for row in tables["chk_outcome"].to_pylist():
        assert row["crash_cause"] is None, f"{row['rule']}: {row['crash_cause']}"
        outcomes[row["rule"], parts[row["model_id"]]] = (row["outcome"], row["checked"], row["failed"], row["undetermined"])
    findings = tuple(_named(row, names, parts) for row in tables["chk_finding"].to_pylist())
    return Answers(outcomes, findings)


def _named(row: dict[str, Any], names: Mapping[tuple[str, int], str | None], parts: Mapping[str, str]) -> dict[str, Any]:
    blamed = []
    for cause in json.loads(row["caused_by"]):
        model_id, _, step = str(cause).rpartition(":")
        guid = names.get((model_id or row["model_id"], int(step))) if step.isdigit() else cause
        blamed.append(f"{parts.get(model_id, model_id)}:{guid}")
    return row | {"caused_by": " ".join(sorted(blamed))}


_KEY = ("rule", "part", "global_id", "ifc_class", "storey", "outcome", "text_code", "missing_field", "unit", "evidence_table")
_NEARLY = ("subject", "observed", "expected", "observed_value", "limit_value", "text_params", "caused_by", "evidence_inputs")
_POINT = ("point_x_m", "point_y_m", "point_z_m")


def differences(before: Answers, after: Answers, expected: Expected, may_differ: Sequence[str] = ()) -> Iterator[str]:
    """Tell each difference, one sentence each.

    Args:
        before: Of the project as it was.
        after: Of the changed one.
        expected: What the change does to GlobalIds and places.
        may_differ: Rules that are not asked.
    """
    for rule, part in sorted({*before.outcomes, *after.outcomes}):
        said = before.outcomes.get((rule, part)), after.outcomes.get((rule, part))
        if said[0] != said[1] and rule not in may_differ:
            yield f"{rule} {part}: {said[0]} → {said[1]}"
    given = _grouped(before.findings, may_differ, lambda guid: expected.global_ids.get(guid, guid))
    found = _grouped(after.findings, may_differ, lambda guid: guid)
    for key in sorted({*given, *found}, key=str):
        some, others = given.get(key, []), found.get(key, [])
        if len(some) != len(others):
            yield f"{' '.join(str(word) for word in key)}: {len(some)} findings → {len(others)}"
            continue
        for one, other in zip(some, others, strict=True):
            yield from _unlike(one, other, expected, " ".join(str(word) for word in key[:3]))


def _grouped(
    findings: Sequence[Mapping[str, Any]], without: Sequence[str], renamed: Callable[[str], str]
) -> dict[tuple[Any, ...], list[Mapping[str, Any]]]:
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in findings:
        if row["rule"] not in without:
            key = tuple(row[name] if name != "global_id" or row[name] is None else renamed(row[name]) for name in _KEY)
            groups.setdefault(key, []).append(row)
    for rows in groups.values():
        # GlobalIds that repeat leave several rows under one key: those that say the same are set side by side.
        rows.sort(key=lambda row: (row["subject"], row["observed_value"] or 0.0, str(row["observed"]), str(row["text_params"])))
    return groups


def _unlike(one: Mapping[str, Any], other: Mapping[str, Any], expected: Expected, whose: str) -> Iterator[str]:
    for name in _NEARLY:
        given, found = one[name], other[name]
        if isinstance(given, str) and isinstance(found, str):
            for old in set(_GUID.findall(given)) & expected.global_ids.keys():
                given = given.replace(old, expected.global_ids[old])
            given, found = _STEP.sub("#", given), _STEP.sub("#", found)
            if name == "caused_by":
                given, found = sorted(given.split()), sorted(found.split())
        if not near(given, found, expected.rise_m):
            yield f"{whose} {name}: {given!r} → {found!r}"
    points = [[row[name] for name in _POINT] for row in (one, other)]
    if expected.matrix is not None and not near_points(expected.matrix, *points):
        yield f"{whose} point: {points[0]} → {points[1]}"


_GUID = re.compile(r"[0-9A-Za-z_$]{22}")
_STEP = re.compile(r"#\d+")
"""What has no GlobalId is named by its number in the file."""


def near(one: object, other: object, rise_m: float = 0.0) -> bool:
    """Whether two values say the same but for a millimetre; texts where their numbers do, but for the last digit."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return _apart(one, other, rise_m) <= NEAR + 1e-6 * abs(one)
    if isinstance(one, str) and isinstance(other, str):
        if _NUMBER.sub("", one) != _NUMBER.sub("", other):
            return False
        pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
        return all(_apart(float(a), float(b), rise_m) <= max(NEAR, min(_last_digit(a), _last_digit(b))) for a, b in pairs)
    return one == other


def _apart(one: float, other: float, rise_m: float) -> float:
    return min(abs(one - other), abs(one + rise_m - other))


def _last_digit(number: str) -> float:
    """What one more in the last decimal is; 0 of whole numbers, which count."""
    return 1.01 * 10.0 ** -len(number.partition(".")[2]) if "." in number else 0.0


def near_points(matrix: NDArray[np.float64], one: Sequence[float | None], other: Sequence[float | None]) -> bool:
    """Whether a place is where the matrix takes another; also where there is none in either."""
    if None in one or None in other:
        return one == other
    return bool(np.abs(matrix @ [*one, 1.0] - [*other, 1.0]).max() <= POINT_NEAR)
