"""Whether a restriction says anything that can be met."""

from collections.abc import Iterator

from checkers.ids.document import Constraint
from checkers.ids.fault import Fault
from checkers.ids.lexical import ORDERED, XML_TYPES, is_of_form, same_type, to_ordinal
from checkers.ids.patterns import InvalidPattern, compile_pattern

_MOST_DIGITS = 9
"""Of a length: no text is longer."""
_LOWER, _UPPER = ("minInclusive", "minExclusive"), ("maxInclusive", "maxExclusive")


def audit_name(constraint: Constraint, name: str) -> Iterator[Fault]:
    """Faults of what a name is held to: it has to say something, and be text."""
    if constraint.is_empty:
        yield Fault(constraint.line, "empty_value", {"name": name})
        return
    yield from audit_constraint(constraint, "xs:string")


def audit_constraint(constraint: Constraint, xml_type: str) -> Iterator[Fault]:
    """Faults of a value's constraint, where values are of this type."""
    line = constraint.line
    if constraint.simple is not None:
        if not is_of_form(constraint.simple, xml_type):
            yield Fault(line, "value_form", {"value": constraint.simple, "base": xml_type})
        return
    base = constraint.base or ""
    if base not in XML_TYPES:
        yield Fault(line, "unknown_base", {"base": base})
        return
    if not same_type(base, xml_type):
        yield Fault(line, "other_base", {"base": base, "wanted": xml_type})
        return
    parts = (constraint.enumeration, constraint.patterns, constraint.bounds, constraint.lengths, constraint.unsupported)
    if not any(parts):
        yield Fault(line, "empty_restriction")
        return
    yield from _part_faults(constraint, base)
    yield from _range_faults(constraint, base)


def _part_faults(constraint: Constraint, base: str) -> Iterator[Fault]:
    line = constraint.line
    strange = list(constraint.unsupported)
    if constraint.bounds and base not in ORDERED:
        strange.append(constraint.bounds[0][0])
    if constraint.lengths and (base in ORDERED or base == "xs:boolean"):
        strange.append(constraint.lengths[0][0])
    if constraint.enumeration and base == "xs:boolean":
        strange.append("enumeration")
    for name in strange:
        yield Fault(line, "part_not_allowed", {"name": name, "base": base})
    for value in (*constraint.enumeration, *(value for _, value in constraint.bounds)):
        if not is_of_form(value, base):
            yield Fault(line, "value_form", {"value": value, "base": base})
    for pattern in constraint.patterns:
        try:
            compile_pattern(pattern)
        except InvalidPattern as cause:
            yield Fault(line, "pattern", {"value": pattern, "detail": str(cause)})


def _range_faults(constraint: Constraint, base: str) -> Iterator[Fault]:
    """Ranges and lengths that nothing can have."""
    line = constraint.line
    for name, value in constraint.lengths:
        if not (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS):
            yield Fault(line, "length_value", {"name": name, "value": value})
            return
    lengths = {name: int(value) for name, value in constraint.lengths}
    least, most = lengths.get("minLength", 0), lengths.get("maxLength")
    if (most is not None and least > most) or not least <= lengths.get("length", least) <= (most or lengths.get("length", least)):
        yield Fault(line, "empty_range")
        return
    bounds = [(name, ordinal) for name, value in constraint.bounds if (ordinal := to_ordinal(value, base)) is not None]
    for low, lower in bounds:
        for high, upper in bounds:
            if low in _LOWER and high in _UPPER:
                is_open = "Exclusive" in low or "Exclusive" in high
                if lower > upper or (lower == upper and is_open):
                    yield Fault(line, "empty_range")
                    return
