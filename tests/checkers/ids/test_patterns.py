"""Regular expressions of XML Schema, against its text (part 2, appendix F) and against Python's where both mean the same."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.ids.patterns import InvalidPattern, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "fitting", "not_fitting"),
    [
        ("DT.*", "DT-外墙", "ADT"),
        ("DT[0-9]{2}", "DT01", "DT012"),
        (".{3,5}", "abcd", "abcdef"),
        ("a|", "", "b"),
        ("[a-z-[aeiou]]+", "xyz", "xaz"),
        ("[^-a-c]", "d", "-"),
        (r"\i\c*", "a-b.c", "-a"),
        (r"\d+", "٣4", "x"),
        (r"\p{Lu}\P{Nd}", "Ab", "A1"),
        (r"\p{IsCJKUnifiedIdeographs}+", "外墙", "wall"),
        (r"\w+", "Foobar", "Foo bar"),
        (r"[+\-]?\d+", "-3", "--3"),
        (r"(-|[0-9]{2,3})\/(-|[0-9]{2,3})", "30/-", "3/-"),
        ("a{0}b", "b", "ab"),
        ("(ab){2,}", "ababab", "ab"),
        ("a^b", "a^b", "ab"),
    ],
)
def test_a_pattern_fits_whole_texts(pattern, fitting, not_fitting):
    compiled = compile_pattern(pattern)
    assert compiled.fits(fitting)
    assert not compiled.fits(not_fitting)


@pytest.mark.parametrize(
    "pattern", ["[a", "a)", "(a", "*a", "a{2,1}", r"\q", r"\p{Wrong}", "[b-a]", "a{x}", "[]", "(?=a)", r"(a)\1", "a**"]
)
def test_what_is_not_by_the_grammar_is_refused(pattern):
    with pytest.raises(InvalidPattern):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(((a{100}){100}){100})", "(" * 500 + ")" * 500, "a{99999999999}"])
def test_what_is_too_large_is_refused(pattern):
    with pytest.raises(InvalidPattern):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)*b", "((a*)*)*b", "(a?){50}a{50}b"])
def test_nested_quantifiers_take_no_longer_than_the_text_is_long(pattern):
    """Python's own engine would be at it for longer than the universe is old; this is no timing but an end at all."""
    before = process_time()
    assert not compile_pattern(pattern).fits("a" * 5000)
    assert process_time() - before < 60


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(ab)", "(a|b)", "[0-9]", "x-y"])
PATTERNS = st.lists(st.tuples(ATOMS, st.sampled_from(["", "?", "*", "+", "{2}", "{1,2}"])), max_size=5)


@given(PATTERNS, st.text("ab0xy-", max_size=8))
def test_it_agrees_with_python_where_both_mean_the_same(parts, text):
    pattern = "".join(atom + quantity for atom, quantity in parts)
    assert compile_pattern(pattern).fits(text) == bool(re.fullmatch(pattern, text))
