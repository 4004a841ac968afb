"""Which characters a class of a regular expression of XML Schema holds (part 2, appendix F)."""

import unicodedata
from collections.abc import Callable

Test = Callable[[str], bool]
_CATEGORIES = frozenset(
    f"{major}{minor}"
    for major, minors in {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}.items()
    for minor in ("", *minors)
)
_BLOCKS = {
    "BasicLatin": (0x0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F), "IPAExtensions": (0x250, 0x2AF), "SpacingModifierLetters": (0x2B0, 0x2FF),
    "CombiningDiacriticalMarks": (0x300, 0x36F), "Greek": (0x370, 0x3FF), "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF), "Armenian": (0x530, 0x58F), "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF),
    "Devanagari": (0x900, 0x97F), "Thai": (0xE00, 0xE7F), "HangulJamo": (0x1100, 0x11FF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF), "GreekExtended": (0x1F00, 0x1FFF), "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F), "CurrencySymbols": (0x20A0, 0x20CF), "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F), "Arrows": (0x2190, 0x21FF), "MathematicalOperators": (0x2200, 0x22FF),
    "CJKRadicalsSupplement": (0x2E80, 0x2EFF), "KangxiRadicals": (0x2F00, 0x2FDF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F), "Hiragana": (0x3040, 0x309F), "Katakana": (0x30A0, 0x30FF),
    "Bopomofo": (0x3100, 0x312F), "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DB5), "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7A3), "PrivateUse": (0xE000, 0xF8FF), "CJKCompatibilityIdeographs": (0xF900, 0xFAFF),
    "CJKCompatibilityForms": (0xFE30, 0xFE4F), "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF), "Specials": (0xFFF0, 0xFFFD),
}  # fmt: skip


def property_test(name: str) -> Test | None:
    """A category or block of Unicode; None for a name that is neither."""
    if name in _CATEGORIES:
        return lambda one: unicodedata.category(one).startswith(name)
    if name.startswith("Is") and name[2:] in _BLOCKS:
        low, high = _BLOCKS[name[2:]]
        return lambda one: low <= ord(one) <= high
    return None


def class_test(tests: tuple[Test, ...], is_negative: bool, without: Test | None) -> Test:
    """One of the tests, or none of them, and never what is taken away."""

    def holds(one: str) -> bool:
        found = any(test(one) for test in tests) != is_negative
        return found and not (without is not None and without(one))

    return holds


def range_test(first: str, last: str) -> Test:
    """From one character to another."""
    return lambda one: first <= one <= last


def negated(test: Test) -> Test:
    """Whatever a test does not hold for."""
    return lambda one: not test(one)


def _is_name_start(one: str) -> bool:
    return one in "_:" or unicodedata.category(one) in ("Ll", "Lu", "Lo", "Lt", "Nl")


def _is_name_character(one: str) -> bool:
    return one in "_:-.·" or unicodedata.category(one) in ("Ll", "Lu", "Lo", "Lt", "Nl", "Mc", "Me", "Mn", "Lm", "Nd")


MULTIPLE: dict[str, Test] = {
    "s": lambda one: one in " \t\n\r",
    "d": lambda one: unicodedata.category(one) == "Nd",
    "w": lambda one: unicodedata.category(one)[0] not in "PZC",
    "i": _is_name_start,
    "c": _is_name_character,
}
"""Letter of an escape → what it stands for."""
