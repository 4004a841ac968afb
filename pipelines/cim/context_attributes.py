"""Which attribute of a context file gives which column, by the names that surveyors and planners write.

What belongs here: names of attributes, and numbers read from what stands in them. What does not: reading files.
"""

import re
from collections.abc import Iterable, Mapping

from cim_schema.codes import ContextKind
from cim_schema.errors import InvalidOption

NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "名称", "地块编号", "地块名称", "道路名称", "建筑名称", "编号", "树种"),
    "height_m": ("height_m", "height", "建筑高度", "高度", "房屋高度", "bldg_height"),
    "storeys_above": ("storeys_above", "storeys", "floors", "地上层数", "层数", "房屋层数", "bldg_level"),
    "limit_m": ("limit_m", "height_limit", "max_height", "限高", "控制高度", "建筑限高", "建筑控制高度"),
    "fire_grade": ("fire_grade", "fire_rating", "耐火等级", "建筑耐火等级"),
    "building_use": ("building_use", "use", "使用性质", "建筑用途", "房屋用途", "建筑性质", "用途"),
    "pipe_kind": ("pipe_kind", "kind", "type", "管线类型", "管线种类", "管类", "介质"),
    "pipe_diameter_m": ("pipe_diameter_m", "diameter", "管径", "外径", "公称直径", "dn"),
}
"""Column of ``ctx_feature`` → names of attributes that give it, the most trusted first; compared without case."""

WANTED: Mapping[ContextKind, tuple[str, ...]] = {ContextKind.HEIGHT_LIMIT: ("limit_m",)}
"""What a layer of a kind says nothing without."""

_NUMBERS = ("height_m", "limit_m", "pipe_diameter_m", "storeys_above")
_NUMBER = re.compile(r"(?:dn|de|φ|d)?\s*(\d+(?:\.\d+)?)\s*(mm|cm|m|毫米|厘米|米|层|f)?", re.IGNORECASE)
_IN_METRES = {"mm": 1e-3, "毫米": 1e-3, "cm": 1e-2, "厘米": 1e-2}
_THINNEST_IN_MM = 10.0
"""No pipe is ten metres thick, and none thinner than ten millimetres: from here on a plain number is in millimetres."""


def columns_of(attributes: Iterable[str], said: Mapping[str, str]) -> dict[str, str]:
    """Column → the attribute that gives it.

    Args:
        attributes: Names of a file's attributes.
        said: The same by the user, which goes before what names tell.

    Raises:
        InvalidOption: The user names a column or an attribute that is not there.
    """
    known = {name.casefold(): name for name in attributes}
    for column, attribute in said.items():
        if column not in NAMES:
            raise InvalidOption(
                {"option": "--field", "value": column, "reason": "@error_reason.one_of", "known": ", ".join(NAMES)}
            )  # fmt: skip
        if attribute.casefold() not in known:
            raise InvalidOption(
                {"option": "--field", "value": attribute, "reason": "@error_reason.one_of", "known": ", ".join(known.values())}
            )  # fmt: skip
    found = {column: known[attribute.casefold()] for column, attribute in said.items()}
    for column, names in NAMES.items():
        written = [known[name.casefold()] for name in names if name.casefold() in known]
        if written:
            found.setdefault(column, written[0])
    return found


def read_value(column: str, value: object) -> object:
    """What an attribute gives to a column: a number in metres, a count or a text; None where it says nothing."""
    if value is None or value != value:
        return None
    text = str(value).strip()
    if column not in _NUMBERS:
        return text or None
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    number, unit = float(match[1]), (match[2] or "").lower()
    if column == "storeys_above":
        return int(number) or None
    number *= _IN_METRES.get(unit, 1.0)
    if column == "pipe_diameter_m" and not unit and number >= _THINNEST_IN_MM:
        number *= 1e-3
    return number or None
