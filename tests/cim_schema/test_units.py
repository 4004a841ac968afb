import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_schema.units import SI_PREFIXES, SI_SYMBOLS, format_number, is_at_least, is_at_most, is_equal

# The numbers of buildingSMART's IDS 1.0 test cases, Documentation/ImplementersDocumentation/TestCases/tolerance.
EQUAL = [
    (-1000001.0000010000, -1000000.0),
    (0.0000009000001, -0.0000001),
    (-1.0000020000, -1.0),
    (1.000002, 1.0),
    (100000.100001, 100000.0),
]
NOT_EQUAL = [
    (-999998.9999989, -1000000.0),
    (0.00000090000011, -0.0000001),
    (99999.8999989, 100000.0),
    (100000.1000011, 100000.0),
    (0.0000011, 0.0),
]


@pytest.mark.parametrize(("value", "reference"), EQUAL)
def test_the_official_cases_that_pass_are_equal(value, reference):
    assert is_equal(value, reference)


@pytest.mark.parametrize(("value", "reference"), NOT_EQUAL)
def test_the_official_cases_that_fail_are_not_equal(value, reference):
    assert not is_equal(value, reference)


def test_inclusive_ranges_follow_the_official_cases():
    assert is_at_least(-0.000001, 0)
    assert not is_at_least(-0.0000011, 0)
    assert is_at_most(0.000001, 0)
    assert not is_at_most(0.0000011, 0)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_value_equals_itself_and_is_within_both_limits(value):
    assert is_equal(value, value)
    assert is_at_least(value, value)
    assert is_at_most(value, value)


def test_what_is_no_finite_number_equals_nothing_else():
    assert not is_equal(1.0, math.inf)
    assert not is_equal(math.inf, 1.0)
    assert not is_equal(math.nan, math.nan)


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (0.9, 3, "0.9"),
        (12.0, 3, "12"),
        (100.0, 0, "100"),
        (-0.0001, 3, "0"),
        (-1.2345, 3, "-1.234"),
        (1e6, 3, "1000000"),
        (0.75, 1, "0.8"),
        (math.nan, 3, "—"),
        (math.inf, 3, "—"),
    ],
)
def test_numbers_are_written_without_trailing_zeros(value, digits, written):
    assert format_number(value, digits) == written


def test_prefixes_and_unit_types_are_those_of_the_standard():
    """The EXPRESS enumerations themselves, read by the parser of ifcopenshell."""
    import ifcopenshell

    declarations = ifcopenshell.schema_by_name("IFC4X3_ADD2")
    prefixes = declarations.declaration_by_name("IfcSIPrefix").enumeration_items()
    unit_types = {
        *declarations.declaration_by_name("IfcUnitEnum").enumeration_items(),
        *declarations.declaration_by_name("IfcDerivedUnitEnum").enumeration_items(),
    }
    assert set(SI_PREFIXES) == set(prefixes)
    assert set(SI_SYMBOLS) <= unit_types
