import zipfile
from pathlib import Path

import pytest

from cim_schema.errors import BrokenIfcFile, FileNotReadable, NotAnIfcFile, UnsupportedIfcSchema
from cim_schema.messages import has_text
from pipelines.ingest.model import model_id_of, read_model

PERSON = "#1=IFCPERSON($,$,'x',$,$,$,$,$);"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"PK\x03\x04rest", "zip"),
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "html"),
        (b'<?xml version="1.0"?><ifcXML xmlns="http://www.buildingsmart-tech.org/ifcXML">', "ifcxml"),
        (b'<?xml version="1.0"?><note/>', "xml"),
        (b'{"type": "ifcJSON"}', "json"),
        ("\ufeffISO-10303-21;".encode("utf-16-le"), "utf16"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"AC1032\x00\x00", "dwg"),
        (b"just some words\n", "text"),
        (b"\x01\x02\x00\x00\x7f", "binary"),
    ],
)
def test_what_is_no_ifc_file_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "a.ifc"
    path.write_bytes(content)
    with pytest.raises(NotAnIfcFile) as caught:
        read_model(path)
    assert caught.value.params == {"file": "a.ifc", "reason": f"@read_reason.{kind}"}
    assert has_text(f"read_reason.{kind}", "zh")


def test_a_missing_file_and_a_folder_are_not_readable(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ifc", tmp_path):
        with pytest.raises(FileNotReadable):
            read_model(path)
        with pytest.raises(FileNotReadable):
            model_id_of(path)


@pytest.mark.parametrize("schema", ["IFC2X2_FINAL", "IFC2X4_RC3", "IFC5", "AUTOMOTIVE_DESIGN", "IFC4', 'IFC2X3", ""])
def test_other_schemas_are_refused_with_the_line(write_ifc, schema: str) -> None:
    with pytest.raises(UnsupportedIfcSchema) as caught:
        read_model(write_ifc(PERSON, schema=schema))
    assert caught.value.params["line"] == 5


@pytest.mark.parametrize("schema", ["IFC4X1", "IFC4X2", "IFC4X3_RC2", "ifc4x3_rc4"])
def test_drafts_of_ifc4x3_are_read_by_it_and_told(write_ifc, schema: str) -> None:
    tables = read_model(write_ifc(PERSON, schema=schema))
    assert tables["ifc_model"]["ifc_schema"].to_pylist() == ["IFC4X3_ADD2"]
    assert tables["ifc_model"]["schema_identifier"].to_pylist() == [schema]
    assert "read.draft_schema" in tables["run_problem"]["text_code"].to_pylist()


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("IFC4X3", "IFC4X3_ADD2"),
        ("IFC4X3_ADD1", "IFC4X3_ADD2"),
        ("IFC4X3_TC1", "IFC4X3_ADD2"),
        ("IFC2X3_TC1", "IFC2X3"),
        ("ifc4", "IFC4"),
    ],
)
def test_editions_are_read_by_their_schema_and_said(write_ifc, rows, written: str, read_as: str) -> None:
    path = write_ifc(PERSON, schema=written)
    (model,) = rows(path, "ifc_model")
    assert (model["ifc_schema"], model["schema_identifier"]) == (read_as, written)
    assert "read.schema_identifier" in {row["text_code"] for row in rows(path, "run_problem")}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"ISO-10303-21;\nDATA;\n#1=IFCPERSON($,$,'x',$,$,$,$,$);\nENDSEC;\nEND-ISO-10303-21;\n", 1),
        (b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nEND-ISO-10303-21;", 5),
        (b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n#1=IFCPER", 6),
        (b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA((IFC4'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;", 3),
    ],
)
def test_a_file_without_its_sections_is_broken_at_a_line(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "a.ifc"
    path.write_bytes(content)
    with pytest.raises(BrokenIfcFile) as caught:
        read_model(path)
    assert caught.value.params["line"] == line


def test_a_zipped_model_equals_the_plain_one_but_for_its_identity(shared: Path, tmp_path: Path, read) -> None:
    plain = shared / "ifc/fzk/AC20-FZK-Haus.ifc"
    packed = tmp_path / "fzk.ifczip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "folder/AC20-FZK-Haus.ifc")
        archive.writestr("readme.txt", "hello")
    tables = read_model(packed)
    assert set(tables["ifc_model"]["model_id"].to_pylist()) == {model_id_of(packed)}
    for name, expected in read(plain).items():
        without = ["model_id", *(["byte_count"] if name == "ifc_model" else [])]
        assert tables[name].drop_columns(without).equals(expected.drop_columns(without)), name


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "zip_without_model"),
        ({"a.ifcxml": b"<ifcXML/>"}, "ifcxml"),
        ({"a.ifc": b"x", "b.ifc": b"y"}, "zip_with_several"),
        ({"../../a.ifc": b"x"}, "zip_traversal"),
        ({"/etc/a.ifc": b"x"}, "zip_traversal"),
        ({"c:\\a.ifc": b"x"}, "zip_traversal"),
        ({"a.ifc": b"0" * 30_000_000}, "zip_bomb"),
    ],
)
def test_archives_without_exactly_one_sound_model_are_refused(tmp_path: Path, members: dict[str, bytes], reason: str) -> None:
    path = tmp_path / "a.ifczip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(NotAnIfcFile) as caught:
        read_model(path)
    assert caught.value.params["reason"] == f"@read_reason.{reason}"


def test_a_damaged_archive_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.ifczip"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(BrokenIfcFile):
        read_model(path)
