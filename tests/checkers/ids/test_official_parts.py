"""Official cases of IDS 1.0 that are not at hand, rebuilt under their names: parts.

Names and what is asked are those of the list of cases that buildingSMART publishes (TestCases/scripts.md).
"""

import pytest

from tests.checkers.ids.ids_files import entity, part_of, pattern
from tests.checkers.ids.official_situations import ALL, PROHIBITED, expected, rooted, told, wall


def aggregates(whole, part, number=30):
    return rooted(number, "RELAGGREGATES", "$", "$", f"#{whole}", f"(#{part})")


def nests(whole, part, number=30):
    return rooted(number, "RELNESTS", "$", "$", f"#{whole}", f"(#{part})")


def contains(space, element, number=30):
    return rooted(number, "RELCONTAINEDINSPATIALSTRUCTURE", "$", "$", f"(#{element})", f"#{space}")


def assigns(group, element, number=30):
    return rooted(number, "RELASSIGNSTOGROUP", "$", "$", f"(#{element})", "$", f"#{group}")


def element(number, ifc_class, count=9):
    return rooted(number, ifc_class, *["$"] * (count - 2))


ASSEMBLY, SPACE, GROUP = element(10, "ELEMENTASSEMBLY", 10), element(20, "SPACE", 11), element(20, "GROUP", 5)
FURNITURE, ACCESSORY = element(10, "FURNITURE"), element(11, "DISCRETEACCESSORY")
BUILDING = element(21, "BUILDING", 12)
ANY = entity(pattern(".*"))
PARTS = {
    "fail-a_non_aggregated_element_fails_an_aggregate_relationship": (ASSEMBLY + wall(number=11), "WALL", ANY, "AGGREGATES"),
    "fail-a_non_grouped_element_fails_a_group_relationship": (ASSEMBLY + GROUP, "ELEMENTASSEMBLY", ANY, "ASSIGNSTOGROUP"),
    "pass-a_grouped_element_passes_a_group_relationship": (
        ASSEMBLY + GROUP + assigns(20, 10), "ELEMENTASSEMBLY", ANY, "ASSIGNSTOGROUP"
    ),
    "fail-a_prohibited_facet_returns_the_opposite_of_a_required_facet": (
        ASSEMBLY + wall(number=11) + aggregates(10, 11), "WALL", ANY, "AGGREGATES", PROHIBITED
    ),
    "pass-a_required_facet_checks_all_parameters_as_normal": (
        ASSEMBLY + wall(number=11) + aggregates(10, 11), "WALL", ANY, "AGGREGATES"
    ),
    "pass-an_aggregate_entity_may_pass_any_ancestral_whole_passes": (
        ASSEMBLY + element(11, "SLAB") + element(12, "BEAM") + aggregates(10, 11) + aggregates(11, 12, 31), "BEAM",
        entity("IFCELEMENTASSEMBLY"), "AGGREGATES",
    ),
    "pass-an_aggregate_may_specify_the_entity_of_the_whole_1_2": (
        element(10, "SLAB") + element(11, "BEAM") + aggregates(10, 11), "BEAM", entity("IFCSLAB"), "AGGREGATES"
    ),
    "fail-an_aggregate_may_specify_the_entity_of_the_whole_2_2": (
        element(10, "SLAB") + element(11, "BEAM") + aggregates(10, 11), "BEAM", entity("IFCWALL"), "AGGREGATES"
    ),
    "fail-any_contained_element_passes_a_containment_relationship_1_2": (
        ASSEMBLY + SPACE, "ELEMENTASSEMBLY", ANY, "CONTAINEDINSPATIALSTRUCTURE"
    ),
    "pass-any_contained_element_passes_a_containment_relationship_2_2": (
        ASSEMBLY + SPACE + contains(20, 10), "ELEMENTASSEMBLY", ANY, "CONTAINEDINSPATIALSTRUCTURE"
    ),
    "fail-the_container_itself_always_fails": (ASSEMBLY + SPACE + contains(20, 10), "SPACE", ANY, "CONTAINEDINSPATIALSTRUCTURE"),
    "pass-any_nested_part_passes_a_nest_relationship": (
        FURNITURE + ACCESSORY + nests(10, 11), "DISCRETEACCESSORY", ANY, "NESTS"
    ),
    "pass-nesting_may_be_indirect": (
        FURNITURE + ACCESSORY + element(12, "MECHANICALFASTENER", 11) + nests(10, 11) + nests(11, 12, 31), "MECHANICALFASTENER",
        entity("IFCFURNITURE"), "NESTS", "", "IFC4",
    ),
    "pass-the_containment_can_be_indirect_1_2": (
        SPACE + BUILDING + element(10, "BEAM") + aggregates(20, 10) + aggregates(21, 20, 31), "BEAM", entity("IFCBUILDING"),
        "AGGREGATES",
    ),
    "pass-the_nest_entity_must_match_exactly_2_2": (
        FURNITURE + ACCESSORY + nests(10, 11), "DISCRETEACCESSORY", entity("IFCFURNITURE"), "NESTS", "", "IFC4"
    ),
    "pass-the_container_predefined_type_must_match_exactly_2_2": (
        # As in the case itself: an attribute too many.
        ASSEMBLY + rooted(20, "SPACE", "$", "$", "'BURROW'", *["$"] * 4, ".USERDEFINED.", "$", "$") + contains(20, 10),
        "ELEMENTASSEMBLY", entity("IFCSPACE", "BURROW"), "CONTAINEDINSPATIALSTRUCTURE", "", "IFC4",
    ),
    "pass-the_nest_predefined_type_must_match_exactly_2_2": (
        rooted(10, "FURNITURE", "$", "$", "'WATERBOTTLE'", *["$"] * 3, ".USERDEFINED.") + ACCESSORY + nests(10, 11),
        "DISCRETEACCESSORY", entity("IFCFURNITURE", "WATERBOTTLE"), "NESTS", "", "IFC4",
    ),
    "invalid-a_group_predefined_type_must_match_exactly_1_2": (
        "", "ELEMENTASSEMBLY", entity("IFCINVENTORY", "BUNNARY"), "ASSIGNSTOGROUP"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_part_of(name, tmp_path):
    statements, ifc_class, whole, relation, *rest = PARTS[name]
    attributes, schemas = (*rest, "", ALL)[:2] if len(rest) < 2 else rest
    requirement = part_of(whole, f"IFCREL{relation}", attributes)
    assert told(tmp_path, statements, entity(f"IFC{ifc_class}"), requirement, schemas=schemas or ALL) == expected(name)
