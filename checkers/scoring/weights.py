"""The score card: how many points each criterion and each measure of it is worth, as a file that the tenderer may change.

What belongs here: which criteria and measures there are, and reading the file. What does not: counting (``depth``,
``schedule``, ``quantities``, ``answers``).
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from checkers.ruleset import FOLDER
from cim_schema.errors import InvalidRuleset
from cim_schema.messages import LANGUAGES

DEFAULT = "bim_adoption"
"""The card that comes with the project."""

LOD = (1.0, 2.0, 3.0, 4.0)
"""LOD by the smallest model unit: project, function, component, part. Source: GB/T 51301-2018, table of LOD."""
LEVELS = ("N1", "N2", "N3", "N4")
"""Depth of information. Source: GB/T 51301-2018, table 4.3.7 and appendix B."""

CRITERIA: Mapping[str, tuple[str, ...]] = {
    "BID-01": (),
    "BID-02": (),
    "BID-03": ("smallest_unit", "information"),
    "BID-04": ("hard_clashes", "clear_heights"),
    "BID-05": ("scheduled",),
    "BID-06": ("with_quantities", "agreeing_volumes"),
    "BID-07": ("green",),
    "BID-08": ("handover",),
    "BID-09": (),
}
"""Criterion → what is measured of it. Where nothing is, people judge."""

_SETTINGS: Mapping[str, str] = {
    "smallest_unit": "least_lod", "information": "level", "clear_heights": "rules", "agreeing_volumes": "greatest_deviation",
    "green": "rules", "handover": "rules",
}  # fmt: skip
"""Measure → the one setting that it has beside its points."""


@dataclass(frozen=True)
class MeasureWeight:
    """What a measure is worth."""

    name: str
    points: float
    setting: Any = None
    """The least LOD, the level of information, patterns of rule codes, or the greatest deviation as a share."""


@dataclass(frozen=True)
class CriterionWeight:
    """What a criterion is worth."""

    code: str
    points: float
    measures: tuple[MeasureWeight, ...]


@dataclass(frozen=True)
class Weights:
    """One card, read and checked."""

    name: str
    version: str
    source: Mapping[str, str]
    """Who set the weights, and after what: language → text."""
    is_confirmed: bool
    """Whether somebody who may has confirmed them."""
    criteria: tuple[CriterionWeight, ...]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that points depend on."""
        content = [
            [one.code, one.points, [[measure.name, measure.points, measure.setting] for measure in one.measures]]
            for one in self.criteria
        ]
        return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def load_weights(path: Path | None = None) -> Weights:
    """Read a card.

    Args:
        path: Of a file of one's own; the project's where it is not given.

    Raises:
        InvalidRuleset: A file that cannot be read, leaves a criterion or measure out, names one that does not exist, or
            gives an impossible value.
    """
    path = path or FOLDER / f"{DEFAULT}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise InvalidRuleset({"file": path.name, "reason": "@check.ruleset.unreadable", "cause": str(cause)}) from None
    reader = _Reader(path.name)
    reader.require_keys(content, {"version", "source", "confirmed", *CRITERIA}, "")
    return Weights(
        path.stem, str(content["version"]), reader.source(content["source"]), content["confirmed"] is True,
        tuple(reader.criterion(code, content[code]) for code in CRITERIA),
    )  # fmt: skip


@dataclass(frozen=True)
class _Reader:
    file: str

    def source(self, given: object) -> dict[str, str]:
        texts = dict.fromkeys(LANGUAGES, given) if isinstance(given, str) else self.require_keys(given, {*LANGUAGES}, "source")
        if not all(isinstance(text, str) and text.strip() for text in texts.values()):
            raise self.wrong("value", key="source", value=repr(given))
        return {language: texts[language] for language in LANGUAGES}

    def criterion(self, code: str, given: object) -> CriterionWeight:
        of_criterion = self.require_keys(given, {"points", *CRITERIA[code]}, code)
        measures = tuple(self.measure(name, of_criterion[name], f"{code}.{name}") for name in CRITERIA[code])
        points = self.points(of_criterion["points"], f"{code}.points")
        if measures and abs(sum(one.points for one in measures) - points) > 1e-9:
            raise self.wrong("sum", key=code, value=sum(one.points for one in measures))
        return CriterionWeight(code, points, measures)

    def measure(self, name: str, given: object, place: str) -> MeasureWeight:
        setting = _SETTINGS.get(name)
        of_measure = self.require_keys(given, {"points"} | ({setting} if setting else set()), place)
        points = self.points(of_measure["points"], f"{place}.points")
        if setting is None:
            return MeasureWeight(name, points)
        value = of_measure[setting]
        if not _is_possible(setting, value):
            raise self.wrong("value", key=f"{place}.{setting}", value=repr(value))
        return MeasureWeight(name, points, tuple(value) if isinstance(value, list) else value)

    def points(self, given: object, place: str) -> float:
        if not _is_number(given) or not 0 <= given <= 1000:  # type: ignore[operator]
            raise self.wrong("value", key=place, value=repr(given))
        return float(given)  # type: ignore[arg-type]

    def require_keys(self, given: object, wanted: set[str], place: str) -> Mapping[str, Any]:
        found = given if isinstance(given, dict) else {}
        for key in sorted(wanted ^ set(found)):
            raise self.wrong("missing" if key in wanted else "unknown", key=f"{place}.{key}".removeprefix("."))
        return found

    def wrong(self, reason: str, **params: object) -> InvalidRuleset:
        return InvalidRuleset({"file": self.file, "reason": f"@check.weights.{reason}", **params})


def _is_possible(setting: str, value: object) -> bool:
    if setting == "least_lod":
        return value in LOD
    if setting == "level":
        return value in LEVELS
    if setting == "greatest_deviation":
        return isinstance(value, float) and 0 < value < 1
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
