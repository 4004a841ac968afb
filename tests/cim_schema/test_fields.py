import re
from enum import StrEnum

import pytest

from cim_schema import codes
from cim_schema.base_layer import BASE_LAYER
from cim_schema.fields import FIELDS
from cim_schema.messages import subject_texts
from cim_schema.tables import TABLES
from cim_schema.units import SI_SYMBOLS

UNIT_IN_NAME = {"m": "m", "m2": "m2", "m3": "m3", "deg": "deg", "rad": "rad"}


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_a_field_is_a_lower_case_name_with_a_sentence(field):
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", field.name)
    assert field.meaning[0].isalnum()
    assert field.meaning.endswith(".")
    assert "|" not in field.meaning, "it would break the table of the page"


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_the_unit_is_the_last_part_of_the_name(field):
    suffix = field.name.rpartition("_")[2]
    if field.unit in UNIT_IN_NAME:
        assert suffix == UNIT_IN_NAME[field.unit]
    else:
        assert suffix not in UNIT_IN_NAME.values(), "the name says a unit that the field does not"
        assert field.unit in {"", "B", *SI_SYMBOLS.values()}


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_a_boolean_begins_with_is_or_has_and_nothing_else_does(field):
    asks = field.name.startswith(("is_", "has_"))
    assert asks == (field.data_type == "bool") or field.name == "is_ventilated"


def test_every_field_is_used_by_a_table():
    used = {column for table in (*TABLES.values(), *BASE_LAYER.values()) for column in table.columns}
    assert set(FIELDS) - used == set()


def test_every_field_has_its_chinese_meaning_and_no_other_has():
    assert {f"field.{name}" for name in FIELDS} == set(subject_texts("field", "zh"))


@pytest.mark.parametrize(
    ("name", "enum"),
    [
        ("family", codes.ObjectFamily),
        ("outcome", codes.Outcome),
        ("worst_outcome", codes.Outcome),
        ("obligation", codes.Obligation),
        ("element", codes.SixElement),
        ("stage", codes.RunStage),
        ("severity", codes.Severity),
        ("category", codes.ProjectCategory),
        ("model_stage", codes.ModelStage),
        ("approval_stage", codes.ApprovalStage),
        ("data_class", codes.DataClass),
        ("profile", codes.Profile),
        ("city_family", codes.CityObjectFamily),
    ],
)
def test_the_values_of_a_code_are_those_of_its_enum(name, enum):
    assert FIELDS[name].allowed == tuple(member.value for member in enum)


def test_codes_are_lower_case_words_as_in_urls():
    enums = [one for one in vars(codes).values() if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum]
    assert len(enums) >= 12
    for enum in enums:
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", member.value) for member in enum)
