"""What is no sound IDS file is refused with its line and cause."""

import pytest

from checkers.ids.reading import read_ids
from cim_schema.errors import FileNotReadable, InvalidIds
from cim_schema.messages import has_text
from pipelines.runtime.ifc_schema import SCHEMAS
from pipelines.runtime.property_templates import PUBLISHED_PREFIXES, set_templates
from tests.checkers.ids.ids_files import attribute, entity, facet, part_of, pattern, prop, specification, write_ids

WALL = entity("IFCWALL")
OPTIONAL, PROHIBITED = 'cardinality="optional"', 'cardinality="prohibited"'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE ids [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE ids SYSTEM "file:///etc/passwd">'


def refused(path):
    with pytest.raises(InvalidIds) as error:
        read_ids(path)
    return error.value.params["reason"].removeprefix("@ids.invalid.")


@pytest.mark.parametrize("schema", SCHEMAS)
def test_names_of_published_sets_are_known_by_their_beginning(schema):
    """Others are not looked up: a client's own sets need no publication to be opened."""
    published = set_templates(schema)
    assert len(published) > 300
    assert all(name.startswith(PUBLISHED_PREFIXES) for name in published)
    assert all(published[name].properties for name in ("Pset_WallCommon", "Pset_DoorCommon"))


@pytest.mark.parametrize("prolog", [LAUGHS, OUTSIDE])
def test_document_types_are_not_read(prolog, tmp_path):
    assert refused(write_ids(tmp_path, specification(WALL), prolog=prolog)) == "document_type"


@pytest.mark.parametrize(
    ("facets", "reason"),
    [
        (prop("S", "P", "IFCNOTHING"), "unknown_data_type"),
        (prop("Pset_WallCommon", "FireRating", "IFCBOOLEAN"), "other_data_type"),
        (prop("Pset_Mine", "P"), "reserved_prefix"),
        (prop("S", "P", "IFCREAL", "1,5"), "value_form"),
        (prop("S", "P", "IFCREAL", ("string", ("enumeration", "1"))), "other_base"),
        (prop("S", "P", "IFCREAL", ("double", ("length", "1"))), "part_not_allowed"),
        (prop("S", "P", "IFCLABEL", ("string", ("minInclusive", "1"))), "part_not_allowed"),
        (prop("S", "P", "IFCREAL", ("double", ("minInclusive", "3"), ("maxInclusive", "2"))), "empty_range"),
        (prop("S", "P", "IFCREAL", ("double", ("minExclusive", "2"), ("maxInclusive", "2"))), "empty_range"),
        (prop("S", "P", "IFCLABEL", ("string", ("minLength", "3"), ("maxLength", "2"))), "empty_range"),
        (prop("S", "P", "IFCLABEL", ("string", ("length", "x"))), "length_value"),
        (prop("S", "P", "IFCLABEL", ("string",)), "empty_restriction"),
        (prop("S", "P", "IFCLABEL", ("colour", ("pattern", "a"))), "unknown_base"),
        (prop("S", "P", "IFCLABEL", pattern("(a")), "pattern"),
        (prop("S", "P", None, "x"), "value_without_type"),
        (prop("S", "P", attributes=OPTIONAL), "optional_without_type"),
        (prop("S", "P", "IFCLABEL", attributes=PROHIBITED), "prohibited_with_type"),
        (attribute("Nonsense"), "unknown_attribute"),
        (attribute("OwnerHistory", "x"), "attribute_without_value"),
        (attribute("Name", attributes=OPTIONAL), "optional_without_value"),
        (facet("material", OPTIONAL), "optional_without_value"),
        (facet("classification", OPTIONAL, system="S"), "optional_without_value"),
        (facet("classification", system=""), "empty_value"),
        (entity("IfcWall"), "unknown_class"),
        (entity("IFCSLAB"), "classes_disagree"),
        (part_of(entity("IFCWALL"), "IFCRELASSIGNSTOGROUP"), "no_owner"),
        (part_of(entity("IFCSPACE"), attributes=OPTIONAL), "attribute_value"),
        (part_of(entity("IFCSPACE"), "IFCRELDECLARES"), "attribute_value"),
        (facet("colour"), "unexpected_element"),
        (facet("property", propertySet="S"), "missing_element"),
        (facet("property", baseName="P", propertySet="S"), "wrong_order"),
        (facet("material", 'shade="dark"'), "unexpected_attribute"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(facets, reason, tmp_path):
    assert refused(write_ids(tmp_path, specification(WALL, facets))) == reason
    assert has_text(f"ids.invalid.{reason}")


@pytest.mark.parametrize(
    ("applicable", "facets", "reason"),
    [
        ("IFCCARTESIANPOINT", attribute("Dim"), "unknown_attribute"),
        ("IFCPERSON", attribute("EngagedIn"), "unknown_attribute"),
        ("IFCRABBIT", attribute("Name"), "unknown_class"),
        ("IFCTASK", attribute("TaskTime", "x"), "attribute_without_value"),
        ("IFCSURFACESTYLEREFRACTION", attribute("RefractionIndex", pattern(".*")), "other_base"),
        ("IFCSTAIRFLIGHT", attribute("NumberOfRisers", "42.0"), "value_form"),
        ("IFCTASK", attribute("IsMilestone", "TRUE"), "value_form"),
        ("IFCALIGNMENT", attribute("Name"), "unknown_class"),
    ],
)
def test_what_a_class_does_not_have_is_refused(applicable, facets, reason, tmp_path):
    """Derived and inverse attributes, and values that attributes cannot have."""
    assert refused(write_ids(tmp_path, specification(entity(applicable), facets))) == reason


@pytest.mark.parametrize(
    ("applicability", "requirements", "schemas"),
    [
        (entity("IFCSPACE") + attribute("Description", pattern(".*BEDROOM.*")),
         prop("Qto_SpaceBaseQuantities", "NetFloorArea", "IFCAREAMEASURE", ("double", ("minInclusive", "10"))), "IFC2X3 IFC4"),
        (WALL + prop("Pset_WallCommon", "LoadBearing", "IFCBOOLEAN", "true"),
         prop("Pset_WallCommon", "FireRating", "IFCLABEL"), "IFC2X3 IFC4"),
        (entity("IFCWALLTYPE"), prop("Pset_WallCommon", "FireRating", "IFCLABEL", pattern(r"(-|[0-9]{2})\/(-|[0-9]{2})")), "IFC4"),
        (entity("IFCWALLTYPE"), entity("IFCWALLTYPE", "WALDO"), "IFC2X3 IFC4"),
        (entity("IFCTASKTYPE"), entity("IFCTASKTYPE", "TASKY"), "IFC4"),
        (entity("IFCAIRTERMINAL"), entity("IFCAIRTERMINAL", "WALDO"), "IFC2X3"),
        (entity("IFCPRESENTATIONLAYERWITHSTYLE"), attribute("LayerOn"), "IFC2X3 IFC4"),
        (entity("IFCRELCONNECTSPATHELEMENTS"), attribute("RelatingPriorities"), "IFC2X3 IFC4"),
        (entity("IFCMATERIALLAYERSET"), attribute(pattern(".*Name.*")), "IFC2X3 IFC4"),
        (entity("IFCELEMENTASSEMBLY"), part_of(entity("IFCINVENTORY", "BUNNY"), "IFCRELASSIGNSTOGROUP"), "IFC4"),
        (entity("IFCMATERIAL"), facet("classification", value="1", system=pattern(r"\w+")), "IFC4"),
        (entity("IFCDISCRETEACCESSORY"), part_of(entity(pattern(".*")), "IFCRELNESTS"), "IFC2X3 IFC4"),
    ],
)  # fmt: skip
def test_what_can_be_asked_for_is_taken(applicability, requirements, schemas, tmp_path):
    assert len(read_ids(write_ids(tmp_path, specification(applicability, requirements, schemas=schemas))).specifications) == 1


@pytest.mark.parametrize("occurs", ["", 'minOccurs="2" maxOccurs="unbounded"', 'minOccurs="0" maxOccurs="3"'])
def test_other_numbers_of_occurrences_are_refused(occurs, tmp_path):
    assert refused(write_ids(tmp_path, specification(WALL, occurs=occurs))) == "occurrence"


def test_nothing_can_be_asked_of_what_is_prohibited(tmp_path):
    forbidden = specification(WALL, attribute("Name"), occurs='minOccurs="0" maxOccurs="0"')
    assert refused(write_ids(tmp_path, forbidden)) == "prohibited_with_requirements"


def test_deep_files_and_other_files_are_refused(tmp_path):
    path = tmp_path / "deep.ids"
    path.write_text("<a>" * 100_000 + "</a>" * 100_000)
    assert refused(path) == "too_deep"
    path.write_text("<html/>")
    assert refused(path) == "not_ids"
    path.write_bytes(b"\x00\xff\xfe")
    assert refused(path) == "not_xml"
    with pytest.raises(FileNotReadable):
        read_ids(tmp_path / "none.ids")


def test_the_line_is_that_of_the_fault(tmp_path):
    path = write_ids(tmp_path, specification(WALL, "\n\n" + attribute("Nonsense")))
    with pytest.raises(InvalidIds) as error:
        read_ids(path)
    assert error.value.params["line"] == 3
    assert "IFC4 has no attribute" in error.value.sentence("en")
