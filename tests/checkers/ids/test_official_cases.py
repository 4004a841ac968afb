"""The official cases of buildingSMART: of checking (IDS), and of auditing (IDS-Audit-tool)."""

from pathlib import Path

import pytest

from checkers.ids.check import check_ids
from checkers.ids.demand import demand_of
from checkers.ids.reading import read_ids
from cim_schema.errors import InvalidIds
from pipelines.ingest.ids_tables import read_model_for_ids

pytestmark = pytest.mark.slow

THEMES = ("attribute", "classification", "entity", "ids", "material", "partof", "property", "restriction", "tolerance")
REASONS = {
    "BadRichFile": (2486, "value_form"),
    "EntityImpossible": (19, "classes_disagree"),
    "InvalidApplicability": (33, "missing_element"),
    "InvalidAttributeCardinality": (22, "optional_without_value"),
    "InvalidAttributeForClass": (20, "classes_disagree"),
    "InvalidAttributeNames": (22, "unknown_attribute"),
    "InvalidClassification": (25, "empty_value"),
    "InvalidClassificationImplication": (21, "classes_disagree"),
    "InvalidCustomPsetBecauseOfPrefix": (22, "reserved_prefix"),
    "InvalidEmptyRequirements": (9, "no_owner"),
    "InvalidIfcEntityPattern": (13, "unknown_class"),
    "InvalidIfcEntityPredefinedType": (66, "unknown_predefined_type"),
    "InvalidIfcEnumerationDoubleValues": (28, "value_form"),
    "InvalidIfcEnumerationIntegerValues": (28, "value_form"),
    "InvalidIfcOccurs": (25, "attribute_value"),
    "InvalidIfcPartOf": (12, "no_owner"),
    "InvalidIfcPartOfType": (9, "no_owner"),
    "InvalidIfcPropertyInPset": (25, "unknown_property"),
    "InvalidIfcVersion": (10, "ifc_version"),
    "InvalidMeasureForStandardPsetProperty": (18, "other_data_type"),
    "InvalidPropertyCardinality": (20, "value_without_type"),
    "InvalidRestrictions": (26, "no_value"),
    "InvalidSchemaLocation": (7, "unexpected_attribute"),
    "RichFileAttribute_Ifc2x3": (87, "value_form"),
    "RichFileAttribute_Ifc4": (666, "value_form"),
    "RichFileAttribute_Ifc4x3": (294, "value_form"),
    "notAnXml": (1, "not_xml"),
    "xsdFailure": (16, "unexpected_attribute"),
}
"""File → line and reason, each read in the file itself, whose comments say what is wrong."""
INVALID_ISSUES = {
    "Issue 08 - Regex pattern", "Issue 09 - XML structure", "Issue 30 - should return error", "Issue 52 - Error 306 - not clear",
    "Issue 55 - RelationConstraintFail", "Issue 59 - PEnums", "Issue 60 - Restrictions",
}  # fmt: skip


def told(path: Path) -> str:
    """What comes of a case: pass, fail or invalid."""
    try:
        ids = read_ids(path)
    except InvalidIds:
        return "invalid"
    return check_ids(read_model_for_ids(path.with_suffix(".ifc"), demand_of(ids)), ids).status


@pytest.mark.parametrize("theme", THEMES)
def test_checking_cases_come_out_as_their_names_say(theme, shared):
    paths = sorted((shared / "ids" / "testcases" / theme).glob("*.ids"))
    assert paths
    assert {path.name: told(path) for path in paths} == {path.name: path.name.partition("-")[0] for path in paths}


def test_valid_files_of_the_audit_are_taken(shared):
    folder = shared / "ids" / "audit" / "testing.shared"
    paths = [*(folder / "ValidFiles").rglob("*.ids"), *(folder / "bsFiles").rglob("*.ids"), *(folder / "IssueFiles").rglob("*.ids")]
    taken = [path for path in paths if path.stem not in INVALID_ISSUES]
    assert len(taken) > 15
    for path in taken:
        assert read_ids(path).specifications, path.name


def test_invalid_files_of_the_audit_are_refused_for_the_reason_that_is_meant(shared):
    paths = sorted((shared / "ids" / "audit" / "testing.shared" / "InvalidFiles").glob("*.ids"))
    found = {}
    for path in paths:
        with pytest.raises(InvalidIds) as refused:
            read_ids(path)
        found[path.stem] = (refused.value.params["line"], refused.value.params["reason"].removeprefix("@ids.invalid."))
    assert found == REASONS


@pytest.mark.parametrize("name", sorted(INVALID_ISSUES))
def test_invalid_files_of_issues_are_refused(name, shared):
    with pytest.raises(InvalidIds):
        read_ids(shared / "ids" / "audit" / "testing.shared" / "IssueFiles" / f"{name}.ids")
