"""Whether a value is as a constraint wants it: text, numbers with the tolerance of IDS, logicals, dates."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import isfinite

from checkers.ids.audit_names import fits_lengths
from checkers.ids.document import Constraint
from checkers.ids.lexical import to_number, to_ordinal
from checkers.ids.patterns import compile_pattern

TOLERANCE = Decimal("1e-6")
"""Of reals, both relative and absolute. What is equal by it is within an inclusive bound and not within an exclusive one, as
the official cases have it; the text on precision says open intervals, and nothing of bounds."""
_LOGICALS = {"T": ("true", "1"), "F": ("false", "0")}


@dataclass(frozen=True)
class Value:
    """A value of a model."""

    text: str | None
    """As the model tables write it; T, F or U for a logical. None for an instance or a list."""
    number: float | None = None
    """In SI."""
    xml_type: str = "xs:string"
    is_logical: bool = False

    @property
    def is_given(self) -> bool:
        """Whether it says something: an empty text and an unknown logical do not."""
        return self.text != "" and not (self.is_logical and self.text == "U")


def fits_text(constraint: Constraint, text: str | None) -> bool:
    """Whether a name or code is as wanted."""
    return text is not None and fits(constraint, Value(text))


def fits(constraint: Constraint, value: Value) -> bool:
    """Whether a value is as wanted."""
    if value.text is None or not value.is_given:
        return False
    if constraint.simple is not None:
        return _equals(constraint.simple, value)
    if constraint.enumeration and not any(_equals(one, value) for one in constraint.enumeration):
        return False
    if constraint.patterns and not _fits_patterns(constraint.patterns, value):
        return False
    if constraint.lengths and (value.number is not None or not fits_lengths(len(value.text), constraint)):
        return False
    return all(_in_bound(kind, bound, constraint.base or "", value) for kind, bound in constraint.bounds)


def _equals(wanted: str, value: Value) -> bool:
    assert value.text is not None
    if value.is_logical:
        return wanted in _LOGICALS.get(value.text, ())
    if value.xml_type not in ("xs:double", "xs:integer"):
        return wanted == value.text
    number = to_number(wanted)
    if number is None or value.number is None:
        return False
    if value.xml_type == "xs:integer":
        return number == value.number
    return _are_equal(value.number, number)


@cache
def _are_equal(found: float, wanted: float) -> bool:
    """Reckoned in decimals: the official cases stand on the very edge of the tolerance."""
    if not isfinite(found) or not isfinite(wanted):
        return found == wanted
    exact = Decimal(repr(wanted))
    return abs(Decimal(repr(found)) - exact) <= abs(exact) * TOLERANCE + TOLERANCE


def _fits_patterns(patterns: tuple[str, ...], value: Value) -> bool:
    if value.number is not None or value.text is None:
        return False
    texts = _LOGICALS.get(value.text, ()) if value.is_logical else (value.text,)
    return any(compile_pattern(pattern).fits(text) for pattern in patterns for text in texts)


def _in_bound(kind: str, bound: str, base: str, value: Value) -> bool:
    limit = to_ordinal(bound, base)
    found = value.number
    if found is None and value.text is not None and value.xml_type not in ("xs:double", "xs:integer"):
        found = to_ordinal(value.text, base)
    if limit is None or found is None:
        return False
    is_equal = _are_equal(found, limit) if value.xml_type == "xs:double" else found == limit
    if is_equal:
        return kind.endswith("Inclusive")
    return found > limit if kind.startswith("min") else found < limit
