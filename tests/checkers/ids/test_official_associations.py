"""Official cases of IDS 1.0 that are not at hand, rebuilt under their names: classifications, materials, whole files.

Names and what is asked are those of the list of cases that buildingSMART publishes (TestCases/scripts.md).
"""

import pytest

from checkers.ids.check import check_ids
from checkers.ids.demand import demand_of
from checkers.ids.reading import read_ids
from pipelines.ingest.ids_tables import read_model_for_ids
from tests.checkers.ids.ids_files import attribute, entity, facet, pattern, specification, write_ids, write_model
from tests.checkers.ids.official_situations import ALL, NONE, OPTIONAL, SOME, TYPED, expected, rooted, told, wall, wall_type


def classified(number, relating, *of):
    return rooted(number, "RELASSOCIATESCLASSIFICATION", "$", "$", f"({','.join(of)})", relating)


LIBRARY = (
    rooted(1, "PROJECT", *["$"] * 7) + "#2=IFCCLASSIFICATION($,$,$,'Foobar',$,$,$);#3=IFCCLASSIFICATIONREFERENCE($,'1',$,#2,$,$);"
    "#4=IFCCLASSIFICATIONREFERENCE($,'11',$,#2,$,$);#5=IFCCLASSIFICATIONREFERENCE($,'2',$,#2,$,$);"
    "#6=IFCCLASSIFICATIONREFERENCE($,'22',$,#5,$,$);#7=IFCCLASSIFICATION($,$,$,'Foobaz',$,$,$);"
    "#8=IFCCLASSIFICATIONREFERENCE($,'X',$,#7,$,$);"
    + wall()
    + rooted(13, "SLAB", *["$"] * 7)
    + rooted(14, "COLUMN", *["$"] * 7)
    + rooted(15, "BEAM", *["$"] * 7)
    + "#16=IFCMATERIAL('Material',$,$);#17=IFCEXTERNALREFERENCERELATIONSHIP($,$,#3,(#16));"
    + classified(20, "#2", "#1")
    + classified(21, "#3", "#13")
    + classified(22, "#4", "#14")
    + classified(23, "#6", "#15")
)
OVERRIDDEN = LIBRARY + wall_type() + TYPED + classified(24, "#4", "#10") + classified(25, "#6", "#11") + classified(26, "#8", "#11")
ANY_SYSTEM = pattern(r"\w+")


def by_class(system=ANY_SYSTEM, value=None, attributes=""):
    return facet("classification", attributes, **({"value": value} if value else {}), system=system)


CLASSIFICATIONS = {
    "pass-a_classification_facet_with_no_data_matches_any_classification_2_2": ("SLAB", by_class()),
    "fail-a_classification_facet_with_no_data_matches_any_classification_1_2": ("WALL", by_class()),
    "pass-both_system_and_value_must_match__all__not_any__if_specified_1_2": ("SLAB", by_class("Foobar", "1")),
    "fail-both_system_and_value_must_match__all__not_any__if_specified_2_2": ("COLUMN", by_class("Foobar", "1")),
    "pass-non_rooted_resources_that_have_external_classification_references_should_also_pass": (
        "MATERIAL", by_class(value="1"), "IFC4"
    ),
    "fail-restrictions_can_be_used_for_systems_1_2": ("WALL", by_class(pattern("Foo.*"))),
    "pass-restrictions_can_be_used_for_systems_2_2": ("SLAB", by_class(pattern("Foo.*"))),
    "pass-restrictions_can_be_used_for_values_1_3": ("SLAB", by_class(value=pattern("1.*"))),
    "pass-restrictions_can_be_used_for_values_2_3": ("COLUMN", by_class(value=pattern("1.*"))),
    "fail-restrictions_can_be_used_for_values_3_3": ("BEAM", by_class(value=pattern("1.*"))),
    "fail-systems_should_match_exactly_2_5": ("WALL", by_class("Foobar")),
    "pass-values_match_subreferences_if_full_classifications_are_used": ("BEAM", by_class(value="2")),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASSIFICATIONS)
def test_classification(name, tmp_path):
    ifc_class, requirement, *schemas = CLASSIFICATIONS[name]
    assert told(tmp_path, LIBRARY, entity(f"IFC{ifc_class}"), requirement, schemas=schemas[0] if schemas else ALL) == expected(name)


@pytest.mark.parametrize(("value", "status"), [("11", "pass"), ("22", "fail"), ("2", "fail"), ("X", "pass")])
def test_classification_occurrences_override_the_type_classification_per_system(value, status, tmp_path):
    assert told(tmp_path, OVERRIDDEN, entity("IFCWALL"), by_class(value=value)) == status


@pytest.mark.parametrize(
    ("of_wall", "status"),
    [
        ("", "pass"),
        ("#2=IFCCLASSIFICATION($,$,$,'Sys',$,$,$);#3=IFCCLASSIFICATIONREFERENCE($,'ExpectedValue',$,#2,$,$);", "pass"),
        ("#2=IFCCLASSIFICATION($,$,$,'Sys',$,$,$);#3=IFCCLASSIFICATIONREFERENCE($,'Other',$,#2,$,$);", "fail"),
        ("#3=IFCCLASSIFICATION($,$,$,'Sys',$,$,$);", "fail"),
        ("#3=IFCCLASSIFICATION($,$,$,'',$,$,$);", "fail"),
    ],
)
def test_classification_an_optional_value_fails_only_if_there_is_another(of_wall, status, tmp_path):
    statements = wall() + of_wall + (classified(20, "#3", "#10") if of_wall else "")
    assert told(tmp_path, statements, entity("IFCWALL"), by_class(value="ExpectedValue", attributes=OPTIONAL)) == status


WALDO = attribute("Name", "Waldo")
FILES = {
    "fail-a_minimal_ids_can_check_a_minimal_ifc_1_2": (wall(), "IFC4", SOME, WALDO),
    "pass-a_minimal_ids_can_check_a_minimal_ifc_2_2": (wall("'Waldo'"), "IFC4", SOME, WALDO),
    "pass-optional_specifications_may_still_pass_if_nothing_is_applicable": ("", "IFC2X3", SOME, WALDO),
    "invalid-prohibited_specifications_invalid_if_requirements_are_specified": (wall("'Waldo'"), "IFC2X3", NONE, WALDO),
    "pass-required_specifications_need_at_least_one_applicable_entity_1_2": (
        wall("'Waldo'"), "IFC2X3", 'maxOccurs="unbounded"', WALDO
    ),
    "fail-required_specifications_need_at_least_one_applicable_entity_2_2": ("", "IFC2X3", 'maxOccurs="unbounded"', WALDO),
    "pass-specification_optionality_and_facet_optionality_can_be_combined": (
        wall("'Waldo'"), "IFC2X3", SOME, WALDO + attribute("Description", "Foobar", OPTIONAL)
    ),
    "pass-specification_version_is_purely_metadata_and_does_not_impact_pass_or_fail_result": (
        wall("'Waldo'"), "IFC2X3", SOME, WALDO
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_ids(name, tmp_path):
    statements, schemas, occurs, requirements = FILES[name]
    assert told(tmp_path, statements, entity("IFCWALL"), requirements, schemas=schemas, occurs=occurs) == expected(name)


@pytest.mark.parametrize("requirements", ["", "<requirements/>", None])
def test_ids_prohibited_specifications_pass_if_the_applicability_does_not_match(requirements, tmp_path):
    body = specification(entity("IFCWINDOW"), "", occurs=NONE, schemas="IFC2X3")
    path = write_ids(tmp_path, body if requirements is None else body.replace("<requirements></requirements>", requirements))
    ids = read_ids(path)
    assert check_ids(read_model_for_ids(write_model(tmp_path, wall()), demand_of(ids)), ids).status == "pass"


def made_of(statements, relating="#20"):
    return wall() + rooted(13, "RELASSOCIATESMATERIAL", "$", "$", "(#10)", relating) + statements


FOO = facet("material", value="Foo")
MATERIALS = {
    "fail-a_material_list_with_no_data_will_fail_a_value_check": (made_of("#20=IFCMATERIALLIST(());"), FOO),
    "pass-a_material_name_may_pass_the_value_check": (made_of("#20=IFCMATERIAL('Foo',$,$);"), FOO),
    "pass-a_required_facet_checks_all_parameters_as_normal": (made_of("#20=IFCMATERIAL('Unnamed',$,$);"), "<material/>"),
    "pass-an_optional_material_passes_if_null": (wall(), facet("material", OPTIONAL, value="Foo")),
    "pass-any_constituent_category_in_a_constituent_set_will_pass_a_value_check": (
        made_of("#20=IFCMATERIALCONSTITUENTSET($,$,(#21));#21=IFCMATERIALCONSTITUENT('Bar',$,#22,$,'Foo');#22=IFCMATERIAL('U',$,$);"),
        FOO,
    ),
    "pass-any_material_category_in_a_constituent_set_will_pass_a_value_check": (
        made_of("#20=IFCMATERIALCONSTITUENTSET($,$,(#21));#21=IFCMATERIALCONSTITUENT('B',$,#22,$,'B');#22=IFCMATERIAL('B',$,'Foo');"),
        FOO,
    ),
    "pass-any_material_name_in_a_layer_set_will_pass_a_value_check": (
        made_of("#20=IFCMATERIALLAYERSET((#21),$,$);#21=IFCMATERIALLAYER(#22,0.,$,'B',$,'B',$);#22=IFCMATERIAL('Foo',$,$);"), FOO
    ),
    "pass-any_material_name_in_a_list_will_pass_a_value_check": (
        made_of("#20=IFCMATERIALLIST((#21,#22));#21=IFCMATERIAL('B',$,$);#22=IFCMATERIAL('Foo',$,$);"), FOO
    ),
    "fail-elements_without_a_material_always_fail": (wall(), "<material/>"),
    "pass-a_layer_set_name_will_pass_a_value_check": (
        made_of(
            "#19=IFCMATERIALLAYERSETUSAGE(#20,.AXIS2.,.POSITIVE.,0.,$);#20=IFCMATERIALLAYERSET((#21),'Foo',$);"
            "#21=IFCMATERIALLAYER($,1.,$,$,$,$,$);", "#19",
        ),
        FOO,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MATERIALS)
def test_material(name, tmp_path):
    statements, requirement = MATERIALS[name]
    assert told(tmp_path, statements, entity("IFCWALL"), requirement) == expected(name)
