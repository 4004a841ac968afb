"""Strangers' files and patterns are taken or refused: no other error, no end of memory, no hang."""

import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checkers.ids.patterns import InvalidPattern, Pattern
from tests.checkers.ids.fuzz.ids_targets import HEAD, TAIL, take_file, take_pattern
from tests.checkers.ids.ids_files import attribute, entity, facet, part_of, prop

TEXTS = st.one_of(
    st.sampled_from(
        ["", "IFCWALL", "IFCDOOR", "Name", "Pset_WallCommon", "FireRating", "1", "-1e999", "NaN", "2026-02-30", "9" * 5000]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters='<>&"'), max_size=12),
)
PIECES = [
    "a",
    "(",
    ")",
    "[",
    "]",
    "^",
    "-",
    "|",
    "*",
    "+",
    "?",
    "{2}",
    "{1,99999}",
    "{",
    "}",
    ",",
    ".",
    "\\",
    "\\p{L}",
    "\\i",
    "中",
    "$",
]
PATTERNS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
KINDS = st.sampled_from(
    ["pattern", "enumeration", "minInclusive", "maxExclusive", "length", "minLength", "maxLength", "totalDigits"]
)
BASES = st.sampled_from(["string", "double", "integer", "date", "duration", "boolean", "colour", ""])
PARTS = st.lists(st.tuples(KINDS, st.one_of(TEXTS, PATTERNS)), max_size=3)
VALUES = st.one_of(TEXTS, st.tuples(BASES, PARTS).map(lambda one: (one[0], *one[1])))
MARKS = st.sampled_from(["", 'cardinality="optional"', 'cardinality="prohibited"', 'cardinality="maybe"'])
TYPES = st.sampled_from([None, "IFCLABEL", "IFCREAL", "IFCBOOLEAN", "IFCDURATION", "IFCNOTHING"])
ENTITIES = st.builds(entity, VALUES, st.one_of(st.none(), VALUES))
FACETS = st.one_of(
    ENTITIES,
    st.builds(attribute, VALUES, VALUES, MARKS),
    st.builds(prop, VALUES, VALUES, TYPES, VALUES, MARKS),
    st.builds(part_of, ENTITIES, st.sampled_from([None, "IFCRELAGGREGATES", "IFCRELNESTS", "?"]), MARKS),
    st.builds(lambda value, marks: facet("material", marks, value=value), VALUES, MARKS),
    st.builds(lambda system, value, marks: facet("classification", marks, value=value, system=system), VALUES, VALUES, MARKS),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(FACETS, st.lists(FACETS, max_size=2))
@example(entity("IFCWALL"), [part_of(entity(("string", ("pattern", "Schedul(eFinish"))), "IFCRELAGGREGATES")])
@example(entity("IFCWALL"), [attribute("Name", ("string", ("length", "9" * 5000)))])
def test_any_facets_are_taken_or_refused(applicable, required):
    asked = f"{applicable}</applicability><requirements>{''.join(required)}</requirements>"
    with TemporaryDirectory() as folder:
        take_file(HEAD + asked.encode() + TAIL, Path(folder))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=200), st.integers(0, 1000))
def test_any_bytes_are_taken_or_refused(junk, place):
    whole = HEAD + entity("IFCWALL").encode() + b"</applicability>" + TAIL
    with TemporaryDirectory() as folder:
        take_file(junk, Path(folder))
        take_file(whole[: place % len(whole)] + junk + whole[place % len(whole) :], Path(folder))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(PATTERNS, st.text("a中(-", max_size=30))
def test_any_pattern_is_taken_or_refused(pattern, text):
    take_pattern(pattern, text)


@pytest.mark.parametrize(
    "pattern", ["a{1,99999}", "((a{30}){30}){30}", "(a|b){5000}", "[a-z]{0,99999}", "(" * 101 + "a" + ")" * 101]
)
def test_what_would_take_too_much_memory_is_refused_and_says_so(pattern):
    with pytest.raises(InvalidPattern, match="too"):
        Pattern(pattern)


def test_what_is_kept_of_the_way_over_a_text_is_bounded():
    """As an automaton without choices this pattern has two to the power of a thousand states."""
    pattern = Pattern("(a|b)*a(a|b){600}")
    text = "".join("ab"[(place * place // 7) % 2] for place in range(4000))
    tracemalloc.start()
    pattern.fits(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100e6
