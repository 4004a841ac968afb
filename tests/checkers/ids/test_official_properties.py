"""Official cases of IDS 1.0 that are not at hand, rebuilt under their names: properties.

Names and what is asked are those of the list of cases that buildingSMART publishes (TestCases/scripts.md).
"""

import pytest

from tests.checkers.ids.ids_files import entity, pattern, prop
from tests.checkers.ids.official_situations import (
    ALL,
    PROHIBITED,
    SOME,
    TYPED,
    UNITS,
    expected,
    foo,
    having,
    one_of,
    rooted,
    single,
    told,
    wall,
    wall_type,
)

TYPE_SET = (
    rooted(30, "PROPERTYSET", "'Foo_Bar'", "$", "(#31)") + "#31=IFCPROPERTYSINGLEVALUE('Foo',$,IFCLABEL('Baz'),$);"
    + wall_type("(#30)") + TYPED
)  # fmt: skip
QUANTITY = (
    UNITS + wall() + rooted(20, "ELEMENTQUANTITY", "'Foo_Bar'", "$", "$", "(#22)")
    + rooted(21, "RELDEFINESBYPROPERTIES", "$", "$", "(#10)", "#20") + "#22=IFCQUANTITYLENGTH('Foo',$,$,42.,$);"
)  # fmt: skip
OTHER_SET = having(single("IFCLABEL('AnotherValue')", "AnotherProperty"), name="Foo_Baz", number=40, owner="")
SAME_SET = having(single("IFCLABEL('Bar')"), name="Foo_Baz", number=40, owner="")
BAR = having(single("IFCLABEL('Bar')"))
FOO_SETS, FOO_NAMES, X_OR_Y = pattern("Foo_.*"), pattern("Foo.*"), one_of("x", "y")


def letters(*values):
    return having(*(single(f"IFCLABEL('{value}')", name) for value, name in zip(values, ("Foobar", "Foobaz"), strict=False)))


PROPERTIES = {
    "fail-a_logical_unknown_is_considered_false_and_will_not_pass": (having(single("IFCLOGICAL(.U.)")), foo("IFCLOGICAL"), "IFC4"),
    "pass-a_name_check_will_match_any_quantity_with_any_value": (QUANTITY, foo("IFCLENGTHMEASURE")),
    "fail-a_prohibited_facet_returns_the_opposite_of_a_required_facet": (BAR, foo(None, attributes=PROHIBITED)),
    "pass-a_zero_duration_will_pass": (having(single("IFCDURATION('P0D')")), foo("IFCDURATION"), "IFC4"),
    "fail-all_matching_properties_must_satisfy_requirements_3_3": (letters("x", "y"), foo(value="x", name=FOO_NAMES)),
    "pass-all_matching_property_sets_must_satisfy_requirements_1_3": (BAR, foo(of=FOO_SETS)),
    "fail-all_matching_property_sets_must_satisfy_requirements_2_3": (BAR + OTHER_SET, foo(of=FOO_SETS)),
    "pass-all_matching_property_sets_must_satisfy_requirements_3_3": (BAR + SAME_SET, foo(of=FOO_SETS)),
    "fail-an_empty_string_is_considered_false_and_will_not_pass": (having(single("IFCLABEL('')")), foo()),
    "fail-dates_are_treated_as_strings_2_2": (having(single("IFCDATE('2022-01-01+00:00')")), foo("IFCDATE", "2022-01-01"), "IFC4"),
    "fail-durations_are_treated_as_strings_1_2": (having(single("IFCDURATION('P2D')")), foo("IFCDURATION", "PT16H"), "IFC4"),
    "pass-durations_are_treated_as_strings_2_2": (having(single("IFCDURATION('PT16H')")), foo("IFCDURATION", "PT16H"), "IFC4"),
    "fail-if_multiple_properties_are_matched__all_values_must_satisfy_requirements_2_2": (
        letters("x", "z"), foo(value=X_OR_Y, name=FOO_NAMES)
    ),
    "pass-integer_values_are_checked_using_type_casting_1_4": (having(single("IFCINTEGER(42)")), foo("IFCINTEGER", "42")),
    "invalid-integer_values_cannot_be_stored_with_decimal_2_4": ("", foo("IFCINTEGER", "42.")),
    "invalid-integer_values_cannot_be_stored_with_decimal_3_4": ("", foo("IFCINTEGER", "42.0")),
    "pass-measures_are_used_to_specify_an_ifc_data_type_2_2": (having(single("IFCTIMEMEASURE(2.)")), foo("IFCTIMEMEASURE", "2")),
    "invalid-only_specifically_formatted_numbers_are_allowed_1_4": ("", foo("IFCREAL", "42,3")),
    "invalid-only_specifically_formatted_numbers_are_allowed_2_4": ("", foo("IFCREAL", "123,4.5")),
    "pass-only_specifically_formatted_numbers_are_allowed_3_4": (having(single("IFCREAL(1234.5)")), foo("IFCREAL", "1.2345e3")),
    "pass-only_specifically_formatted_numbers_are_allowed_4_4": (having(single("IFCREAL(1234.5)")), foo("IFCREAL", "1.2345E3")),
    "pass-properties_can_be_overriden_by_an_occurrence_1_2": (BAR + TYPE_SET, foo(value="Bar")),
    "fail-reference_properties_are_treated_as_objects_and_not_supported": (having("IFCPROPERTYREFERENCEVALUE('Foo',$,$,$)"), foo()),
    "pass-specifying_a_value_performs_a_case_sensitive_match_1_2": (BAR, foo(value="Bar")),
    "fail-specifying_a_value_performs_a_case_sensitive_match_2_2": (having(single("IFCLABEL('bar')")), foo(value="Bar")),
    "pass-unit_conversions_shall_take_place_to_ids_nominated_standard_units_2_2": (
        having(single("IFCLENGTHMEASURE(2000.)")), foo("IFCLENGTHMEASURE", "2")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROPERTIES)
def test_property(name, tmp_path):
    statements, requirement, *schemas = PROPERTIES[name]
    assert told(tmp_path, statements, entity("IFCWALL"), requirement, schemas=schemas[0] if schemas else ALL) == expected(name)


@pytest.mark.parametrize(("rating", "status"), [("-/-/-", "pass"), ("120/120/120", "pass"), ("FOOBAR", "fail")])
def test_property_sets_can_be_associated_to_relevant_object_types(rating, status, tmp_path):
    of_type = (
        rooted(30, "PROPERTYSET", "'Pset_WallCommon'", "$", "(#31)") + "#31=" + single(f"IFCLABEL('{rating}')", "FireRating") + ";"
    )
    asked = prop("Pset_WallCommon", "FireRating", "IFCLABEL", pattern(r"(-|[0-9]{2,3})\/(-|[0-9]{2,3})\/(-|[0-9]{2,3})"))
    model = UNITS + wall() + wall_type("(#30)") + TYPED + of_type
    assert told(tmp_path, model, entity("IFCWALLTYPE"), asked, schemas="IFC4", occurs=SOME) == status
    assert told(tmp_path, UNITS + wall() + wall_type() + TYPED, entity("IFCWALLTYPE"), asked, schemas="IFC4", occurs=SOME) == "fail"
