"""Damage to a file that still is ISO 10303-21: statements lost, and values and references that mean nothing."""

import re
from collections.abc import Callable, Mapping
from random import Random

from tests.invariance.rewriting import split_statements

_NUMBER = re.compile(rb"(?<=[(,])-?\d+\.\d*(?:[eE][-+]?\d+)?(?=[,)])")
_REFERENCE = re.compile(rb"#\d+")
_TEXT = re.compile(rb"'(?:[^']|'')*'")
_VALUE = re.compile(rb"(?<=[(,])(?:#\d+|'(?:[^']|'')*'|-?\d+\.\d*|\.\w+\.)(?=[,)])")
_NUMBERS = (b"0.", b"-1.", b"1.E300", b"1.E-300", b"-1.E17", b"1.E9")
_TEXTS = (b"''", b"' '", b"'-1'", b"'1e999'", b"'NaN'", b"'" + b"9" * 300 + b"'", rb"'\X2\96EF\X0\'")

SHARE = 0.03
"""Of the statements, so many are damaged."""


def _each(pattern: re.Pattern[bytes], others: tuple[bytes, ...]) -> Callable[[bytes, Random], bytes]:
    """Put something else in place of every second match."""
    return lambda body, random: pattern.sub(lambda found: random.choice(others) if random.random() < 0.5 else found[0], body)


DAMAGES: Mapping[str, Callable[[bytes, Random], bytes] | None] = {
    "statements lost": None,
    "references crossed": None,
    "numbers absurd": _each(_NUMBER, _NUMBERS),
    "texts absurd": _each(_TEXT, _TEXTS),
    "values lost": _each(_VALUE, (b"$",)),
}


def damage(content: bytes, kind: str, random: Random) -> bytes:
    """Damage a file in one way; the same for the same state of ``random``."""
    begin, statements, end = split_statements(content)
    spoil = DAMAGES[kind]
    if kind == "references crossed":
        spoil = _each(_REFERENCE, tuple(statement.partition(b"=")[0].strip() for statement in statements))
    kept = []
    for statement in statements:
        if random.random() < SHARE:
            if spoil is None:
                continue
            name, _, body = statement.partition(b"=")
            statement = name + b"=" + spoil(body, random)
        kept.append(statement + b";")
    return begin + b"\n".join(kept) + end
