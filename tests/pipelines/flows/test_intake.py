from pathlib import Path

from pipelines.flows.intake import files_as_parts


def test_files_of_one_name_are_parts_of_their_own():
    files = files_as_parts([Path("a/m.ifc"), Path("b/m.ifc"), Path("m-2.ifc")])
    assert {str(file.path): file.part for file in files} == {"a/m.ifc": "m", "b/m.ifc": "m-3", "m-2.ifc": "m-2"}


def test_parts_come_in_one_order_whatever_the_command_line_says():
    assert [file.part for file in files_as_parts([Path("b.ifc"), Path("a.ifc")])] == ["a", "b"]
