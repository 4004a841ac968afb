from pathlib import Path

import pytest

from checkers.resolution.mapping import read_mapping
from checkers.resolution.resolve import resolve
from cim_schema.errors import InvalidMapping
from pipelines.runtime.table_set import frames

from checkers.properties import beside_names, effective_flags, effective_numbers, effective_values  # isort: skip

SCHOOL = Path(__file__).parents[3] / "sample_ifc" / "clean" / "school_revit" / "school_revit.ifc"


def write(folder: Path, text: str) -> Path:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[property]]\nfield = "fire_rating"\nname = "X"\n\n[[property]]\nfield = "door_colour"\nname = "Y"\n', 5, "door_colour"),
        ('[[property]]\nfield = "fire_rating"\nname = "X"\ncolour = 1\n', 1, "colour"),
        ('[[property]]\nname = "X"\n', 1, ""),
        ("[[property]\n", 1, None),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_its_line(tmp_path, text, line, said):
    with pytest.raises(InvalidMapping) as refused:
        read_mapping(write(tmp_path, text))
    assert refused.value.params["line"] == line
    assert refused.value.params.get("said") == said


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidMapping):
        read_mapping(tmp_path / "none.toml")


def rows(mapping, tables):
    """What rules are given."""
    found = resolve(tables, mapping)
    return {**frames(tables, ("ifc_element", "ifc_property")), "res_property": beside_names(found["res_property"]).to_pandas()}


def test_an_institutes_name_unit_and_words_are_read(read, tmp_path):
    """The school's 标高 and 厚度 stand for an institute's own names, which say something else."""
    tables = read(SCHOOL)
    mapping = read_mapping(write(tmp_path, """
[[property]]
field = "fire_exit"
name = "标高"
set = "约束"
words = {"标高: 1F" = true, "标高: 2F" = false}

[[property]]
field = "clear_width"
name = "类型标记"
unit = "mm"
words = {"M1021" = "850", "M0921" = "0.75 m"}
"""))  # fmt: skip
    given = rows(mapping, tables)
    elements = given["ifc_element"].set_index("step_id")
    doors = elements[elements["ifc_class"].eq("IfcDoor")]
    own = given["ifc_property"]
    # The school says 疏散门 of each door; a mapped name goes before the dictionary's.
    flags = effective_flags(given, "fire_exit").reindex(doors.index).dropna()
    floors = own[own["property_name"].eq("标高")].set_index("step_id")["value"].reindex(flags.index)
    assert set(floors[flags.astype(bool)]) == {"标高: 1F"}
    assert set(floors[~flags.astype(bool)]) == {"标高: 2F"}
    widths = effective_numbers(given, "clear_width", "m")
    marks = own[own["property_name"].eq("类型标记")].set_index("step_id")["value"].reindex(widths.index)
    assert set(widths.loc[marks.eq("M1021"), "number"]) == {0.85}
    assert set(widths.loc[marks.eq("M0921"), "number"]) == {0.75}
    assert set(widths.loc[marks.eq("M1021"), "resolved_by"]) == {"mapping"}


def test_another_mapping_gives_other_rows_and_none_gives_none(read, tmp_path):
    tables = read(SCHOOL)
    mapping = read_mapping(write(tmp_path, '[[property]]\nfield = "batch"\nname = "类型标记"\n'))
    assert "batch" in set(resolve(tables, mapping)["res_property"]["resolved_field"].to_pylist())
    assert "batch" not in set(resolve(tables)["res_property"]["resolved_field"].to_pylist())
    assert effective_values({**frames(tables, ("ifc_element", "ifc_property"))}, "batch").empty
