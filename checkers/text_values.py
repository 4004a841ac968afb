"""What people write into text properties: yes and no, numbers with units, fire resistance.

Each reader gives None where it is not sure: a wrong guess would become a wrong verdict.
"""

import re
import unicodedata

_YES = frozenset({"t", "true", ".t.", "yes", "y", "1", "1.0", "是", "有", "真"})
_NO = frozenset({"f", "false", ".f.", "no", "n", "0", "0.0", "否", "无", "假", "非"})

_UNITS: dict[str, dict[str, float]] = {
    "m": {"mm": 1e-3, "毫米": 1e-3, "cm": 1e-2, "厘米": 1e-2, "m": 1.0, "米": 1.0},
    "m2": {"m2": 1.0, "平方米": 1.0, "平米": 1.0, "㎡": 1.0, "mm2": 1e-6, "cm2": 1e-4},
    "m3": {"m3": 1.0, "立方米": 1.0, "mm3": 1e-9},
    "W/(m2.K)": {"w/(m2.k)": 1.0, "w/m2.k": 1.0, "w/(m2k)": 1.0, "w/m2k": 1.0},
    "": {"": 1.0},
}
"""SI unit → how it is written, folded → factor."""

_NUMBER = re.compile(r"^[约<>≤≥=~]*\s*([+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)\s*(.*)$")


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


def read_quantity(text: object, unit: str, plain_unit: str | None = None) -> float | None:
    """A number with its unit, in the SI unit wanted.

    Args:
        text: Such as ``900 mm``, ``0.45W/(㎡·K)``.
        unit: The SI unit wanted.
        plain_unit: How a number without a unit is meant; None: not at all.

    >>> read_quantity("900 mm", "m"), read_quantity("900", "m"), read_quantity("0.45", "W/(m2.K)", "W/(m2.K)")
    (0.9, None, 0.45)
    """
    found = _NUMBER.match(fold(text)) if isinstance(text, str) else None
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
    if not isinstance(text, str):
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
