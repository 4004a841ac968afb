"""Fire resistance grades of buildings (耐火等级) as people write them."""

from checkers.text_values import fold

GRADES = ("一级", "二级", "三级", "四级")
"""The best first."""
_WORDS = {"一": 0, "1": 0, "ⅰ": 0, "i": 0, "二": 1, "2": 1, "ii": 1, "三": 2, "3": 2, "iii": 2, "四": 3, "4": 3, "iv": 3}


def read_fire_grade(text: str) -> int | None:
    """The place of a grade in ``GRADES``; None where it cannot be read."""
    return _WORDS.get(fold(text).removeprefix("耐火等级").removesuffix("级").removesuffix("等").strip(" :：第"))
