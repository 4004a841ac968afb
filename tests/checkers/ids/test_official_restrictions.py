"""Official cases of IDS 1.0 that are not at hand, rebuilt under their names: restrictions, tolerance.

Names and what is asked are those of the list of cases that buildingSMART publishes (TestCases/scripts.md).
"""

import pytest

from tests.checkers.ids.ids_files import attribute, entity, pattern
from tests.checkers.ids.official_situations import foo, having, refraction, single, told, wall

INCLUSIVE = ("double", ("minInclusive", "0"), ("maxInclusive", "10"))
EXCLUSIVE = ("double", ("minExclusive", "0"), ("maxExclusive", "10"))
TWO_OF_EACH, EITHER_CASE = pattern("[A-Z]{2}[0-9]{2}"), pattern("[A-Z]{2}[0-9]{2}", "[a-z]{2}[0-9]{2}")
THREE_OF_EACH = pattern("[a-z]{3}[0-9]{2}", "[A-Z]{3}[0-9]{2}")
TWO_OR_THREE, TWO = ("string", ("minLength", "2"), ("maxLength", "3")), ("string", ("length", "2"))


@pytest.mark.parametrize(
    ("wanted", "given", "status"),
    [
        (INCLUSIVE, "0.", "pass"),
        (INCLUSIVE, "5.", "pass"),
        (INCLUSIVE, "10.", "pass"),
        (INCLUSIVE, "100.", "fail"),
        (EXCLUSIVE, "0.", "fail"),
        (EXCLUSIVE, "5.", "pass"),
        (EXCLUSIVE, "10.", "fail"),
        (pattern(".*"), "42.", "invalid"),
    ],
)
def test_restriction_of_numbers(wanted, given, status, tmp_path):
    asked = attribute("RefractionIndex", wanted)
    assert told(tmp_path, refraction(given), entity("IFCSURFACESTYLEREFRACTION"), asked) == status


@pytest.mark.parametrize(
    ("wanted", "given", "status"),
    [
        (TWO, "A", "fail"),
        (TWO, "AB", "pass"),
        (TWO_OR_THREE, "A", "fail"),
        (TWO_OR_THREE, "AB", "pass"),
        (TWO_OR_THREE, "ABC", "pass"),
        (TWO_OR_THREE, "ABCD", "fail"),
        (TWO_OF_EACH, "AB01", "pass"),
        (TWO_OF_EACH, "XX99", "pass"),
        (TWO_OF_EACH, "A5", "fail"),
        (EITHER_CASE, "AB01", "pass"),
        (EITHER_CASE, "ab01", "pass"),
        (THREE_OF_EACH, "AB01", "fail"),
    ],
)
def test_restriction_of_texts(wanted, given, status, tmp_path):
    assert told(tmp_path, wall(f"'{given}'"), entity("IFCWALL"), attribute("Name", wanted)) == status


@pytest.mark.parametrize(
    ("wanted", "within", "beyond"),
    [
        ("100000.", "99999.899999", "99999.8999989"),
        ("100000.", "100000.100001", "100000.1000011"),
        ("1.", "0.999998", "0.9999979"),
        ("1.", "1.000002", "1.0000021"),
        ("0.0000001", "-0.0000009000001", "-0.00000090000011"),
        ("0.0000001", "0.0000011000001", "0.00000110000011"),
        ("0.", "-0.000001", "-0.0000011"),
        ("0.", "0.000001", "0.0000011"),
        ("-0.0000001", "-0.0000011000001", "-0.00000110000011"),
        ("-0.0000001", "0.0000009000001", "0.00000090000011"),
        ("-1.", "-1.000002", "-1.0000021"),
        ("-1.", "-0.999998", "-0.9999979"),
        ("-1000000.", "-1000001.000001", "-1000001.0000011"),
        ("-1000000.", "-999998.999999", "-999998.9999989"),
    ],
)
def test_tolerance(wanted, within, beyond, tmp_path):
    """The edges by hand: x ± (|x| + 1) · 1e-6."""
    for given, status in ((within, "pass"), (beyond, "fail")):
        assert told(tmp_path, having(single(f"IFCREAL({given})")), entity("IFCWALL"), foo("IFCREAL", wanted)) == status
