"""Official cases of IDS 1.0 that are not at hand, rebuilt under their names: attributes and entities.

Names and what is asked are those of the list of cases that buildingSMART publishes (TestCases/scripts.md).
"""

import pytest

from tests.checkers.ids.ids_files import attribute, entity, pattern
from tests.checkers.ids.official_situations import ALL, OPTIONAL, TYPED, expected, one_of, refraction, rooted, told, wall, wall_type

LAYER = "#10=IFCPRESENTATIONLAYERWITHSTYLE('Foo',$,(#11),$,{on},.F.,.F.,{styles});#11=IFCCARTESIANPOINT((0.,0.,0.));"
CONNECTED = rooted(
    12, "RELCONNECTSPATHELEMENTS", "$", "$", "$", "#10", "#11", "()", "()", ".ATSTART.", ".ATEND."
) + wall() + wall(number=11)  # fmt: skip
IDENTIFIER = "123456789012345" + "0123456789" * 24
BETWEEN_42 = ("double", ("minInclusive", "42"), ("maxInclusive", "42"))


def task(milestone=".F.", time="$"):
    return rooted(10, "TASK", *["$"] * 7, milestone, "$", time, "$")


def task_time(critical="$", duration="$"):
    return f"#11=IFCTASKTIME($,$,$,$,{duration},$,$,$,$,$,$,$,$,{critical},$,$,$,$,$,$);"


def classification_dated(written):
    return f"#10=IFCCLASSIFICATION($,$,{written},'Name',$,$,$);"


ATTRIBUTES = {
    "pass-an_optional_attribute_passes_if_specified": (wall("'Foobar'"), "WALL", attribute("Name", "Foobar", OPTIONAL)),
    "pass-an_optional_attribute_passes_if_null": (wall(), "WALL", attribute("Name", "Foobar", OPTIONAL)),
    "pass-attributes_referencing_an_object_should_pass": (task(time="#11") + task_time(), "TASK", attribute("TaskTime"), "IFC4"),
    "pass-attributes_with_a_boolean_true_should_pass": (task_time(".T."), "TASKTIME", attribute("IsCritical"), "IFC4"),
    "fail-attributes_with_a_logical_unknown_always_fail": (
        LAYER.format(on=".U.", styles="()"), "PRESENTATIONLAYERWITHSTYLE", attribute("LayerOn")
    ),
    "pass-attributes_with_a_string_value_should_pass": (wall("'Foobar'"), "WALL", attribute("Name")),
    "fail-attributes_with_an_empty_list_always_fail": (CONNECTED, "RELCONNECTSPATHELEMENTS", attribute("RelatingPriorities")),
    "fail-attributes_with_an_empty_set_always_fail": (
        LAYER.format(on=".T.", styles="()"), "PRESENTATIONLAYERWITHSTYLE", attribute("LayerStyles")
    ),
    "fail-attributes_with_null_values_always_fail": (wall(), "WALL", attribute("Name")),
    "pass-booleans_must_be_specified_as_lowercase_strings_3_3": (task(), "TASK", attribute("IsMilestone", "false")),
    "fail-dates_are_treated_as_strings_1_2": (
        classification_dated("'2022-01-01+00:00'"), "CLASSIFICATION", attribute("EditionDate", "2022-01-01"), "IFC4"
    ),
    "invalid-derived_attributes_cannot_be_checked_and_always_fail": (LAYER, "CARTESIANPOINT", attribute("Dim")),
    "pass-durations_are_treated_as_strings_1_2": (
        task_time(duration="'PT16H'"), "TASKTIME", attribute("ScheduleDuration", "PT16H"), "IFC4"
    ),
    "fail-durations_are_treated_as_strings_2_2": (
        task_time(duration="'P2D'"), "TASKTIME", attribute("ScheduleDuration", "PT16H"), "IFC4"
    ),
    "fail-ids_does_not_handle_string_truncation_such_as_for_identifiers": (
        f"#10=IFCPERSON('{IDENTIFIER}',$,$,$,$,$,$,$);", "PERSON",
        attribute("Identification", f"{IDENTIFIER}_extra_characters"), "IFC4",
    ),
    "invalid-integers_cannot_be_expressed_as_floating_point_numbers_2_2": (
        "", "STAIRFLIGHT", attribute("NumberOfRisers", "42.0"), "IFC4"
    ),
    "invalid-inverse_attributes_cannot_be_checked_and_always_fail": ("", "PERSON", attribute("EngagedIn")),
    "pass-name_restrictions_will_match_any_result_1_3": (
        "#10=IFCMATERIALLAYERSET((#11),'Foo',$);#11=IFCMATERIALLAYER($,1.,$,$,$,$,$);", "MATERIALLAYERSET",
        attribute(pattern(".*Name.*")),
    ),
    "pass-name_restrictions_will_match_any_result_2_3": (
        wall("'Foo'"), "WALL", attribute(("string", ("enumeration", "Name"), ("enumeration", "Description")))
    ),
    "pass-name_restrictions_will_match_any_result_3_3": (
        wall("$", "'Bar'"), "WALL", attribute(("string", ("enumeration", "Name"), ("enumeration", "Description")))
    ),
    "pass-non_ascii_characters_are_treated_without_encoding": (
        wall("'\\X2\\266B\\X0\\Don''t\\X\\C4rgerh\\X2\\00F4\\X0\\tel\\X2\\040A04350442\\X0\\'"), "WALL",
        attribute("Name", "♫Don'tÄrgerhôtelЊет"),
    ),
    "pass-strict_numeric_checking_may_be_done_with_a_bounds_restriction": (
        refraction("42."), "SURFACESTYLEREFRACTION", attribute("RefractionIndex", BETWEEN_42)
    ),
}  # fmt: skip
"""Name → statements, class without its prefix, requirement, and the schemas where it is not all."""


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attribute(name, tmp_path):
    statements, ifc_class, requirement, *schemas = ATTRIBUTES[name]
    assert told(tmp_path, statements, entity(f"IFC{ifc_class}"), requirement, schemas=schemas[0] if schemas else ALL) == expected(
        name
    )


WALL_OR_SLAB = one_of("IFCWALL", "IFCSLAB")
TYPED_TASK = rooted(10, "TASKTYPE", *["$"] * 6, "'TASKY'", ".USERDEFINED.", "$")
ENTITIES = {
    "pass-a_matching_entity_should_pass": (wall(), "WALL", entity("IFCWALL")),
    "pass-a_predefined_type_may_specify_a_user_defined_element_type": (
        wall_type(predefined=".USERDEFINED.", element_type="'WALDO'"), "WALLTYPE", entity("IFCWALLTYPE", "WALDO")
    ),
    "pass-userdefined_predefined_types_may_be_specified": (
        wall_type(predefined=".USERDEFINED.", element_type="'WALDO'"), "WALLTYPE", entity("IFCWALLTYPE", "USERDEFINED")
    ),
    "pass-a_predefined_type_may_specify_a_user_defined_object_type": (
        wall(object_type="'WALDO'", predefined=".USERDEFINED."), "WALL", entity("IFCWALL", "WALDO"), "IFC4"
    ),
    "pass-a_predefined_type_may_specify_a_user_defined_process_type": (
        TYPED_TASK, "TASKTYPE", entity("IFCTASKTYPE", "TASKY"), "IFC4"
    ),
    "fail-an_entity_not_matching_a_specified_predefined_type_will_fail": (
        wall(predefined=".PARTITIONING."), "WALL", entity("IFCWALL", "SOLIDWALL"), "IFC4"
    ),
    "pass-entities_can_be_specified_as_a_xsd_regex_pattern_2_2": (
        wall_type(predefined=".USERDEFINED."), "WALLTYPE", entity(pattern("IFC.*TYPE"))
    ),
    "pass-entities_can_be_specified_as_an_enumeration_1_3": (wall(), "WALL", entity(WALL_OR_SLAB)),
    "pass-entities_can_be_specified_as_an_enumeration_2_3": (rooted(10, "SLAB", *["$"] * 7), "SLAB", entity(WALL_OR_SLAB)),
    "invalid-invalid_entities_always_fail": (wall(), "WALL", entity("IFCRABBIT")),
    "pass-overridden_predefined_types_should_pass": (
        wall(object_type="'X'", predefined=".USERDEFINED.") + wall_type() + TYPED, "WALL", entity("IFCWALL", "X"), "IFC4"
    ),
    "pass-restrictions_can_be_specified_for_the_predefined_type_1_3": (
        wall(object_type="'FOOBAR'", predefined=".USERDEFINED."), "WALL", entity("IFCWALL", pattern("FOO.*")), "IFC4"
    ),
    "pass-restrictions_can_be_specified_for_the_predefined_type_2_3": (
        wall(object_type="'FOOBAZ'", predefined=".USERDEFINED."), "WALL", entity("IFCWALL", pattern("FOO.*")), "IFC4"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENTITIES)
def test_entity(name, tmp_path):
    statements, ifc_class, requirement, *schemas = ENTITIES[name]
    assert told(tmp_path, statements, entity(f"IFC{ifc_class}"), requirement, schemas=schemas[0] if schemas else ALL) == expected(
        name
    )
