import json
from pathlib import Path

import ifcopenshell
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_schema.messages import text
from pipelines.ingest.step_strings import encode_string, guess_encoding, mend_strings

NAMED = ("ifc_element", "ifc_type", "ifc_spatial", "ifc_property", "ifc_material", "ifc_model")


@pytest.mark.parametrize(("file", "encoding"), [("rawGBK", "GBK"), ("rawUTF8", "UTF-8")])
def test_raw_chinese_is_read_as_it_was_meant(shared: Path, read, file: str, encoding: str) -> None:
    sound = read(shared / "ifc/chinese/PCERT-Architecture-zh.ifc")
    path = shared / f"ifc/chinese/PCERT-Architecture-zh-{file}-nonconforming.ifc"
    raw = read(path)
    for name in NAMED:
        without = ["model_id", *(["byte_count"] if name == "ifc_model" else [])]
        assert raw[name].drop_columns(without).equals(sound[name].drop_columns(without)), name
    (problem,) = raw["run_problem"].to_pylist()
    assert problem["text_code"] == "read.raw_characters"
    assert encoding in text(problem["text_code"], json.loads(problem["text_params"]))
    lines = path.read_bytes().splitlines()
    assert problem["line"] == next(number for number, line in enumerate(lines, 1) if not line.isascii())


def test_sound_files_are_left_alone(shared: Path) -> None:
    data = (shared / "ifc/chinese/PCERT-Architecture-zh.ifc").read_bytes()
    assert mend_strings(data).data is data


@given(st.text(st.characters(codec="utf-8", exclude_characters="'\\", min_codepoint=32), max_size=20))
def test_the_parser_reads_back_what_is_written(name: str) -> None:
    head = "ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('IFC4'));ENDSEC;DATA;"
    step = head + "#1=IFCPERSON($,'" + encode_string(name).decode("ascii") + "',$,$,$,$,$,$);ENDSEC;END-ISO-10303-21;"
    assert ifcopenshell.file.from_string(step).by_id(1).FamilyName == name


@pytest.mark.parametrize(
    ("strings", "encoding"),
    [
        (["住宅楼".encode("gbk"), "3号楼-珏山".encode("gbk")], "gb18030"),
        (["住宅楼".encode(), "Tür".encode()], "utf-8"),
        (["Tür".encode("latin-1"), "Fenêtre".encode("latin-1"), "Füße".encode("latin-1")], "latin-1"),
    ],
)
def test_the_encoding_is_guessed(strings: list[bytes], encoding: str) -> None:
    assert guess_encoding(strings) == encoding


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\X2\4E2D", r"a\X2\4E2D"),
        (r"D:\BIM\new", r"D:\BIM\new"),
        (r"a\X2\\X0\b", "ab"),
        (r"\X2\D83DDE00\X0\!", "\N{GRINNING FACE}!"),
        (r"\X2\4E2D6587\X0\ \\ \S\d", "中文 \\ ä"),
    ],
)
def test_broken_directives_keep_their_text(write_ifc, rows, written: str, meant: str) -> None:
    path = write_ifc(f"#1=IFCPROJECT('0000000000000000000001',$,'{written}',$,$,$,$,$,$);", "#2=IFCPERSON($,$,'z',$,$,$,$,$);")
    assert rows(path, "ifc_element")[0]["name"] == meant
