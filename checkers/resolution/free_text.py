"""Sizes, ratings and grades as people write them into names. None where a name does not tell for sure."""

import re

from checkers.text_values import fold, read_fire_resistance_h

LONGEST = 300
"""A longer text is no name."""

INCH_M = 0.0254
_SIZES_M = (0.3, 12.0)
"""A door or window is no smaller and no larger."""

_REVIT_NUMBER = re.compile(r":\d{4,}$")

_NUMBER = r"(\d{1,5}(?:\.\d+)?)"
_PAIR_MM = re.compile(rf"(?<![\d.x]){_NUMBER}\s*(?:mm)?x{_NUMBER}\s*(?:mm)?(?![\d.x\"'])")
_PAIR_INCH = re.compile(rf"(?<![\d.]){_NUMBER}\s*(?:\"|in\b\.?)?x{_NUMBER}\s*(?:\"|in(?:ch|ches)?\b)")
_FEET = r"(\d{1,2})'\s*-?\s*(\d{1,2})?\"?"
_PAIR_FEET = re.compile(rf"{_FEET}x{_FEET}")
_MARK = re.compile(
    r"(?<![a-z0-9])(?:[a-z]{0,3}[mc]|fm|fc|tlm|mlc|lmc|fdm|fhm)(?:[甲乙丙])?[-_]?(\d{2})(\d{2})(?:[甲乙丙a-z]{0,2})(?![0-9a-z])"
)
"""M0921, C1512, FM甲1021, MLC1824: width and height in decimetres. Source: habit of Chinese drawings."""

_FIRE_DOOR = (
    re.compile(r"(甲|乙|丙)\s*级?\s*[^甲乙丙级,，;；、]{0,6}(?:防火|耐火)"),
    re.compile(r"(?:防火|耐火)[门窗卷帘]{0,2}[^甲乙丙,，;；、]{0,3}(甲|乙|丙)"),
    re.compile(r"(?<![a-z])[a-z]{0,2}f[mc][-_ ]?\d*[-_ ]?(甲|乙|丙)"),
)
"""乙级防火门, 防火门（甲级）, FM甲1021, FM1021甲."""
_BRITISH = re.compile(r"(?<![a-z0-9])fd\s?(20|30|60|90|120)s?(?![0-9a-z])")
_EUROPEAN = re.compile(r"(?<![a-z0-9])r?ei[12]?\s?-?\s?(15|20|30|45|60|90|120|180|240)(?![0-9])")
_AMERICAN = re.compile(r"(?<![\d.])(\d(?:\.\d)?|1/2)\s?-?\s?(?:hr|hour)s?(?![a-z])")
_FIRE_WORDS = re.compile(r"耐火|防火|fire|rated|feuer")

_K = re.compile(r"(?:(?<![a-z])[ku](?:值|-?value)?|传热系数)\s*(?:[=:]|为)\s*(\d{1,2}\.\d{1,3})(?![\d.])")

_THICK = (
    re.compile(r"(?<![\d.x×*])(\d{2,4})\s*(?:mm)?\s*厚"),
    re.compile(r"厚度?\s*[:=]?\s*(\d{2,4})\s*(?:mm)?(?![\d.x×*])"),
    re.compile(r"\(\s*(\d{2,4})\s?mm\s*\)"),
    re.compile(r"[-–—]\s?(\d{2,4})\s?mm$"),
    re.compile(r"(?:墙|板|楼面|地坪)\s*[-_]?\s*(\d{2,3})(?:mm)?(?![\d.x×*])"),
)
_THINNEST_MM, _THICKEST_MM = 20, 1500

_CONCRETE = re.compile(r"(?<![a-z0-9])c(15|20|25|30|35|40|45|50|55|60|65|70|75|80)(?![0-9a-z×x*.])")
_NO_CONCRETE = re.compile(r"钢|檩|steel|metal|窗|门")


def without_number(name: str) -> str:
    """A name without the number that Revit puts behind it: ``M_单扇门:900 x 2100mm:283764``."""
    return _REVIT_NUMBER.sub("", name)


def read_rating(text: str) -> str | None:
    """Fire resistance as ``FireRating`` would say it.

    >>> [read_rating(t) for t in ("钢质乙级防火门 FM乙1521", "FM1021甲", "FD60S", "Rated 1-HR", "甲级防盗门")]
    ['乙级', '甲级', '60 min', '1h', None]
    """
    if len(text) > LONGEST:
        return None
    folded = fold(text)
    grades = {found for pattern in _FIRE_DOOR for found in pattern.findall(folded)}
    if grades:
        return f"{grades.pop()}级" if len(grades) == 1 else None
    for pattern in (_BRITISH, _EUROPEAN):
        if found := set(pattern.findall(folded)):
            return f"{found.pop()} min" if len(found) == 1 else None
    if found := set(_AMERICAN.findall(folded)):
        hours = found.pop().replace("1/2", "0.5")
        return f"{hours}h" if not found and float(hours) <= 4 else None
    if _FIRE_WORDS.search(folded) and not re.search("[甲乙丙]", folded):
        hours_read = read_fire_resistance_h(re.sub(r"[a-z]?\d{3,}", " ", folded))
        return None if hours_read is None or not 0 < hours_read <= 4 else f"{hours_read:g}h"
    return None


def read_opening_size(text: str) -> tuple[float, float] | None:
    r"""Width and height in metres of a door or window.

    >>> [read_opening_size(t) for t in ("M0921", "M_Single-Flush:0915 x 2134mm", '48" x 84"', "3'-0\" x 7'-0\"", "1000mm")]
    [(0.9, 2.1), (0.915, 2.134), (1.2192, 2.1336), (0.9144, 2.1336), None]
    """
    if len(text) > LONGEST:
        return None
    folded = fold(text).replace("”", '"').replace("“", '"').replace("′", "'").replace("″", '"').replace("''", '"')
    folded = re.sub(r"\s*[x×*]\s*", "x", folded)
    sizes: set[tuple[float, float]] = set()
    for feet_w, inch_w, feet_h, inch_h in _PAIR_FEET.findall(folded):
        sizes.add(((int(feet_w) * 12 + int(inch_w or 0)) * INCH_M, (int(feet_h) * 12 + int(inch_h or 0)) * INCH_M))
    if not sizes:
        sizes = {(float(width) * INCH_M, float(height) * INCH_M) for width, height in _PAIR_INCH.findall(folded)}
    if not sizes:
        sizes = {(float(width) / 1000, float(height) / 1000) for width, height in _PAIR_MM.findall(folded)}
    if not sizes:
        sizes = {(int(width) / 10, int(height) / 10) for width, height in _MARK.findall(folded)}
    if len(sizes) != 1:
        return None
    width, height = (round(side, 6) for side in sizes.pop())
    least, most = _SIZES_M
    return (width, height) if least <= width <= most and least <= height <= most else None


def read_transmittance(text: str) -> str | None:
    """A heat transfer coefficient in W/(m²·K).

    >>> read_transmittance("断桥铝窗 K=2.0"), read_transmittance("外墙 传热系数:0.45"), read_transmittance("K≤0.5")
    ('2.0', '0.45', None)
    """
    found = set(_K.findall(fold(text))) if len(text) <= LONGEST else set()
    return found.pop() if len(found) == 1 else None


def read_thickness(text: str) -> str | None:
    """The thickness of a wall or slab, with its unit.

    >>> [read_thickness(t) for t in ("200厚加气混凝土", "内墙-200", "Foundation - Concrete (417mm)", "Partition (92mm Stud)")]
    ['200 mm', '200 mm', '417 mm', None]
    """
    if len(text) > LONGEST:
        return None
    folded = fold(text)
    for pattern in _THICK:
        found = {int(size) for size in pattern.findall(folded)}
        if len(found) == 1 and _THINNEST_MM <= min(found) <= _THICKEST_MM:
            return f"{found.pop()} mm"
        if found:
            return None
    return None


def read_concrete_grade(text: str) -> str | None:
    """The strength class of concrete, as GB/T 50010 writes it.

    >>> read_concrete_grade("C30预制混凝土"), read_concrete_grade("推拉窗 C1512"), read_concrete_grade("C20 钢檩条")
    ('C30', None, None)
    """
    folded = fold(text)
    found = set(_CONCRETE.findall(folded)) if len(text) <= LONGEST and not _NO_CONCRETE.search(folded) else set()
    return f"C{found.pop()}" if len(found) == 1 else None
