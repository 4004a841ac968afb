import csv
import io
import uuid

import ifcopenshell.util.pset
import pytest

from checkers.kit.__main__ import FOLDER, files, stale
from checkers.kit.field_list import field_list, field_meant
from checkers.kit.missing_fields import missing_fields, rules_of_fields
from checkers.kit.pages import fields_of
from checkers.names import content
from checkers.registry import all_rules
from cim_schema.codes import ModelStage, ProjectCategory
from cim_schema.messages import LANGUAGES, subject_texts


@pytest.mark.parametrize("code", all_rules())
def test_whatever_a_rule_misses_is_a_listed_field(code):
    assert {missing for missing in missing_fields()[code] if field_meant(missing) is None} == set(), "add it to names/fields.toml"


def test_every_list_of_property_names_is_a_listed_field():
    assert set(content("properties")) <= set(field_list())
    for language in LANGUAGES:
        said = {code for code in subject_texts("kit", language) if code.startswith("kit.field.")}
        assert said == {f"kit.field.{key}.{part}" for key in field_list() for part in ("name", "meaning")}


def test_standard_homes_are_those_of_the_standard():
    """Asked of the templates of buildingSMART that come with ifcopenshell."""
    templates = [ifcopenshell.util.pset.get_template(schema) for schema in ("IFC2X3", "IFC4", "IFC4X3")]
    for one in field_list().values():
        for set_name, name, _ in one.sets:
            if set_name.startswith(("Pset_", "Qto_")):
                sets = [found for template in templates if (found := template.get_by_name(set_name))]
                assert any(name == prop.Name for found in sets for prop in found.HasPropertyTemplates), f"{set_name}.{name}"


def test_what_rules_say_in_their_cases_is_found_in_their_source():
    """FIR-01 and FIR-16 build their fields in several ways."""
    assert {field_meant(missing).key for missing in missing_fields()["FIR-16"]} == {"fire_rating", "load_bearing"}
    assert {"fire_exit"} <= {field_meant(missing).key for missing in missing_fields()["FIR-01"]}
    assert "FIR-16" in rules_of_fields()["fire_rating"]
    assert field_meant("净高").key == "clear_height"
    assert field_meant("Pset_DoorCommon.Colour") is None


def test_the_files_are_current():
    assert [path.name for path in stale(files())] == [], "run make docs"


def test_shared_parameters_are_as_revit_writes_them():
    written = files()[FOLDER / "revit_shared_parameters.txt"]
    assert written.startswith(b"\xff\xfe")
    lines = written.decode("utf-16").splitlines()
    heads = [line for line in lines if line.startswith("*")]
    assert [line.split("\t")[0] for line in heads] == ["*META", "*GROUP", "*PARAM"]
    columns = heads[2].split("\t")
    params = [line.split("\t") for line in lines if line.startswith("PARAM\t")]
    assert all(len(param) == len(columns) for param in params)
    assert len({param[1] for param in params}) == len({param[2] for param in params}) == len(params)
    assert {uuid.UUID(param[1]).version for param in params} == {5}
    assert {param[3] for param in params} <= {"TEXT", "YESNO", "INTEGER", "NUMBER", "LENGTH", "AREA", "VOLUME"}
    # A GUID that changes would make every project's parameters strangers.
    assert {param[2]: param[1] for param in params}["FireExit"] == "e0e523d7-a3f1-548c-a624-676368304045"


def test_property_sets_are_as_the_exporter_reads_them():
    lines = files()[FOLDER / "revit_property_sets.txt"].decode("utf-8-sig").splitlines()
    in_set = False
    for line in lines:
        if line.startswith("#"):
            in_set = False
        elif line.startswith("PropertySet:"):
            head, name, scope, classes = line.split("\t")
            in_set = (
                head == "PropertySet:"
                and bool(name)
                and scope in {"I", "T"}
                and all(one.startswith("Ifc") for one in classes.split(","))
            )
            assert in_set, line
        else:
            blank, name, data_type, parameter = line.split("\t")
            assert in_set
            assert not blank
            assert name == parameter
            assert data_type in {"Boolean", "Integer", "Real", "Length", "Area", "Volume", "Text"}


def test_the_table_holds_every_property():
    rows = list(csv.reader(io.StringIO(files()[FOLDER / "fields.csv"].decode("utf-8-sig"))))
    assert len(rows) - 1 == sum(one.kind == "property" for one in field_list().values())
    assert {len(row) for row in rows} == {7}


def test_a_field_is_on_the_pages_of_the_projects_whose_rules_read_it():
    assert "fire_rating" in fields_of(ProjectCategory.BUILDING, ModelStage.SCHEME)
    assert "fire_rating" not in fields_of(ProjectCategory.LANDSCAPE, ModelStage.SCHEME)
    assert "crown_diameter" in field_list()
