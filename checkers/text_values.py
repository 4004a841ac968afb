"""What people write into text properties: yes and no, numbers with units, fire resistance.

Each reader gives None where it is not sure: a wrong guess would become a wrong verdict.
"""

import re
import unicodedata
from math import radians, tan

_YES = frozenset({"t", "true", ".t.", "yes", "y", "1", "1.0", "是", "有", "真"})
_NO = frozenset({"f", "false", ".f.", "no", "n", "0", "0.0", "否", "无", "假", "非"})

_UNITS: dict[str, dict[str, float]] = {
    "m": {"mm": 1e-3, "毫米": 1e-3, "cm": 1e-2, "厘米": 1e-2, "m": 1.0, "米": 1.0},
    "m2": {"m2": 1.0, "平方米": 1.0, "平米": 1.0, "㎡": 1.0, "mm2": 1e-6, "cm2": 1e-4, "公顷": 1e4, "hm2": 1e4, "ha": 1e4},
    "m3": {"m3": 1.0, "立方米": 1.0, "mm3": 1e-9},
    "W/(m2.K)": {"w/(m2.k)": 1.0, "w/m2.k": 1.0, "w/(m2k)": 1.0, "w/m2k": 1.0},
    "m/s": {
        "m/s": 1.0,
        "米/秒": 1.0,
        "km/h": 1 / 3.6,
        "kmh": 1 / 3.6,
        "kph": 1 / 3.6,
        "千米/小时": 1 / 3.6,
        "公里/小时": 1 / 3.6,
        "千米/时": 1 / 3.6,
        "公里/时": 1 / 3.6,
        "公里每小时": 1 / 3.6,
        "千米每小时": 1 / 3.6,
    },
    "lx": {"lx": 1.0, "lux": 1.0, "勒克斯": 1.0, "勒": 1.0},
    "": {"": 1.0},
}
"""SI unit → how it is written, folded → factor."""

_NUMBER = re.compile(r"^[约<>≤≥=~]*\s*([+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)\s*(.*)$")


_LONGEST = 500
"""A longer text is no value, and would take the patterns forever."""


def fold(text: str) -> str:
    """Full-width forms, superscripts and case taken away: ``２．５Ｈ`` and ``2.5h`` become the same."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def read_flag(text: object) -> bool | None:
    """Yes or no, as IFC, English and Chinese tools write it; None for anything else.

    >>> read_flag("T"), read_flag("否"), read_flag("U")
    (True, False, None)
    """
    if not isinstance(text, str):
        return None
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else None


_NOT_GIVEN = frozenset({
    "", "-", "--", "—", "——", "/", "?", "无", "待定", "未定", "未知", "暂无", "n/a", "na", "none", "tbd", "unknown",
})  # fmt: skip


def is_given(text: object) -> bool:
    """Whether a text says something at all: a dash or 待定 does not.

    >>> is_given("批次 2025-07"), is_given(" — "), is_given(None)
    (True, False, False)
    """
    return isinstance(text, str) and fold(text) not in _NOT_GIVEN


def read_quantity(text: object, unit: str, plain_unit: str | None = None) -> float | None:
    """A number with its unit, in the SI unit wanted.

    Args:
        text: Such as ``900 mm``, ``0.45W/(㎡·K)``.
        unit: The SI unit wanted.
        plain_unit: How a number without a unit is meant; None: not at all.

    >>> read_quantity("900 mm", "m"), read_quantity("900", "m"), read_quantity("0.45", "W/(m2.K)", "W/(m2.K)")
    (0.9, None, 0.45)
    """
    found = _NUMBER.match(fold(text)) if isinstance(text, str) and len(text) <= _LONGEST else None
    if found is None:
        return None
    written = re.sub(r"[·⋅∙•*×^\s]", lambda m: "." if m[0] in "·⋅∙•*×" else "", found[2])
    written = written.replace("m²", "m2").replace("℃", "k").replace("°c", "k")
    factor = _UNITS[unit].get(written)
    if factor is None and not written and plain_unit is not None:
        factor = _UNITS[unit].get(fold(plain_unit), 1.0)
    if factor is None:
        return None
    return float(found[1].replace(",", ".")) * factor


_RATIO = re.compile(r"^\s*1\s*[:/∶]\s*(\d+(?:\.\d+)?)\s*$")
_STEEPEST_PLAIN_SLOPE = 0.5
"""A plain number over this is no ratio: degrees and per cent are both usual."""


def read_slope(text: object) -> float | None:
    """A slope as rise over run, from what people write: a ratio, per cent, degrees, or a plain number that can only be a ratio.

    >>> [read_slope(t) for t in ("1:12", "1／20", "8%", "0.05", "45°", "8")]
    [0.08333333333333333, 0.05, 0.08, 0.05, 1.0, None]
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    folded = fold(text)
    if found := _RATIO.match(folded):
        return 1 / float(found[1]) if float(found[1]) else None
    found = _NUMBER.match(folded)
    if found is None:
        return None
    number, unit = float(found[1].replace(",", ".")), found[2].strip()
    if unit == "%":
        return number / 100
    if unit in ("°", "度"):
        return round(tan(radians(number)), 12)
    return number if not unit and abs(number) <= _STEEPEST_PLAIN_SLOPE else None


_CLASS_HOURS = {"甲": 1.5, "乙": 1.0, "丙": 0.5}
"""Fire doors and windows. Source: GB 12955, as restated in design notes."""

_HOURS = re.compile(r"(\d+(?:\.\d+)?)\s*-?\s*(?:小时|时|(?:hours|hour|hrs|hr|h)(?![a-z]))(?:\s*(\d+)\s*(?:分钟|分|min))?")
_MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*-?\s*(?:分钟|分|(?:minutes|minute|mins|min)(?![a-z]))")
_EUROPEAN = re.compile(r"(?:(?<![a-z])(?:rei|rew|re|ei|ew|r|e|f|fd|frl|t)\s*[-_ ]?|(?<=\d)/)(\d{2,3})(?!\d|\.\d)")
_CHINESE_DOOR = re.compile(r"(?<![a-z])[abc]\s*(\d\.\d{1,2})(?!\d)")
_CLASS = re.compile(r"([甲乙丙])\s*级")


def read_fire_resistance_h(text: object) -> float | None:
    """Fire resistance in hours, from what people write into FireRating; None where it cannot be told.

    A plain number is not read: hours and minutes are both usual, and 1 or 2 may be a grade. Neither is "less than". Of several
    values the least counts.

    >>> [read_fire_resistance_h(t) for t in ("2.5h", "150 min", "1h30min", "甲级", "REI 120", "A1.50", "2", "<1h")]
    [2.5, 2.5, 1.5, 1.5, 2.0, 1.5, None, None]
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    folded = fold(text)
    if re.search("[<≤]|小于|低于", folded.replace("不小于", "").replace("不低于", "")):
        return None
    if found := _HOURS.findall(folded):
        return min(float(hours) + float(minutes or 0) / 60 for hours, minutes in found)
    for pattern, in_hours in ((_MINUTES, 1 / 60), (_CHINESE_DOOR, 1.0), (_EUROPEAN, 1 / 60)):
        if found := pattern.findall(folded):
            return min(float(number) for number in found) * in_hours
    if found := _CLASS.findall(folded):
        return min(_CLASS_HOURS[grade] for grade in found)
    return None
