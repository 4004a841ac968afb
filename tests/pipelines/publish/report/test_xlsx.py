from zipfile import ZipFile

import openpyxl
import pytest

from pipelines.publish.report.sheet import CELL_CHARACTERS
from pipelines.publish.report.xlsx import write_xlsx

HOSTILE = {"</script><img src=x onerror=alert(1)>'\"&<!--", '=HYPERLINK("http://evil","x")'}


@pytest.fixture
def workbook(case, tmp_path):
    write_xlsx(case.report(), case.context, tmp_path / "report.xlsx")
    return openpyxl.load_workbook(tmp_path / "report.xlsx")


def rows_of(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_one_row_a_finding_in_the_order_of_mending(case, workbook):
    rows = rows_of(workbook["逐条"])
    assert sorted(row["id"] for row in rows) == sorted(one["id"] for one in case.report()["findings"])
    assert [row["结论"] for row in rows] == ["◆ 不满足"] * 7 + ["◇ 缺数据"] * 4
    assert rows[0] | {"实测值": 0.75, "限值": 0.9, "单位": "m", "构件类别": "门", "图元号": "9001", "处理状态": "待处理"} == rows[0]


def test_it_is_ready_to_work_from(workbook):
    sheet = workbook["逐条"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:AC12"
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"待处理,已修改,有异议,不处理"'
    links = {cell.hyperlink.target + "#" + cell.hyperlink.location for cell in sheet[2] if cell.hyperlink}
    assert links == {"report.html#f=f00001"}


def test_names_are_never_formulas(workbook):
    sheet = workbook["逐条"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells if cell.value in HOSTILE} == HOSTILE
    assert "f" not in {cell.data_type for cell in cells}


def test_rules_and_missing_fields_have_their_sheets(workbook):
    assert [row["编号"] for row in rows_of(workbook["按规则"])] == ["FIR-01", "CIM-12", "FIR-16", "CIM-05"]
    assert rows_of(workbook["缺数据"])[0]["缺的字段"] == "Pset_WallCommon.FireRating"
    assert "1 项强制不满足，改好 2 处即可消除全部 5 个问题" in {row[0] for row in workbook["封面"].iter_rows(values_only=True)}


def test_claims_of_character_have_a_sheet_for_the_judges(case, claimed, tmp_path):
    write_xlsx(case.report(scores=claimed), case.context, tmp_path / "report.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["特色要素"]
    first, second = rows_of(sheet)
    assert (first["特色要素"], first["佐证材料"]) == ("红砖山花与大钟", 'TS-01 评审意见\n=HYPERLINK("http://evil","x")')
    assert (first["部分"], second["部分"]) == ("arch", "struct")
    assert (second["佐证材料"], second["专家意见"]) == ("未附佐证", None)
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_equal_reports_give_equal_bytes(case, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(case.report(), case.context, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_findings_that_fill_a_sheet_go_on_in_the_next(case, tmp_path):
    write_xlsx(case.report(), case.context, tmp_path / "report.xlsx", sheet_rows=4)
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == ["封面", "逐条", "逐条 2", "逐条 3", "按规则", "缺数据"]
    assert sum(len(rows_of(book[name])) for name in ("逐条", "逐条 2", "逐条 3")) == 11


def test_a_text_longer_than_a_cell_is_cut_and_signs_of_control_do_no_harm(case, make_finding, tmp_path):
    rows = [make_finding(1, observed="长" * 40_000), make_finding(2, observed="a\x00b\x1bc")]
    other = case.with_findings(rows)
    write_xlsx(other.report(), other.context, tmp_path / "report.xlsx")
    seen = {row["实测"] for row in rows_of(openpyxl.load_workbook(tmp_path / "report.xlsx")["逐条"])}
    assert "长" * CELL_CHARACTERS in seen


def test_it_names_no_time_and_no_person(case, tmp_path):
    write_xlsx(case.report(), case.context, tmp_path / "report.xlsx")
    with ZipFile(tmp_path / "report.xlsx") as archive:
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
