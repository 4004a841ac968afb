"""``evaluation.xlsx``: its cells work the points out again."""

import re
from pathlib import Path

import openpyxl
import pytest

from pipelines.flows.evaluation import evaluate_tender, write_all
from pipelines.flows.steps import Line
from pipelines.runtime.compute import open_compute
from pipelines.runtime.workspace import Workspace

pytestmark = pytest.mark.slow

TENDER = Path(__file__).parents[3] / "sample_ifc" / "tender" / "tender.yaml"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluation")
    with open_compute(1) as compute:
        evaluation = evaluate_tender(TENDER, Line(Workspace(folder / "workspace"), compute))
    for language in ("zh", "en"):
        write_all(evaluation, TENDER, folder / language, language)
    write_all(evaluation, TENDER, folder / "again", "zh")
    return folder, evaluation


@pytest.fixture(scope="module")
def book(made):
    return openpyxl.load_workbook(made[0] / "zh" / "evaluation.xlsx")


def reckoned(sheet, name):
    """What a cell comes to: ``=IF(CELL=0,A,B)`` over cells that hold numbers."""
    tested, none, else_ = re.fullmatch(r"=IF\((\w+)=0,(.+?),(.+)\)", sheet[name].value).groups()
    expression = else_ if sheet[tested].value else none
    return eval(re.sub(r"[A-Z]+\d+", lambda cell: str(sheet[cell[0]].value), expression))


def test_the_arithmetic_gives_the_points(made, book):
    _, evaluation = made
    sheet = book["得分算式"]
    sums = {bid["id"]: [0.0, 0.0, 0.0] for bid in evaluation["bids"]}
    for row in range(2, sheet.max_row + 1):
        for place, column in enumerate("KLM"):
            sums[sheet[f"A{row}"].value][place] += reckoned(sheet, f"{column}{row}")
    for bid in evaluation["bids"]:
        wanted = [bid["points"][name] for name in ("least_points", "greatest_points", "open_points")]
        assert sums[bid["id"]] == pytest.approx(wanted, abs=1e-9, rel=1e-6)


def test_the_first_sheet_adds_up_what_the_arithmetic_gives(made):
    # As Excel shows it: the values that are kept beside the formulas.
    _, evaluation = made
    kept = openpyxl.load_workbook(made[0] / "zh" / "evaluation.xlsx", data_only=True)
    points, arithmetic = kept["得分对照"], list(kept["得分算式"].iter_rows(min_row=2, values_only=True))
    formulas = openpyxl.load_workbook(made[0] / "zh" / "evaluation.xlsx")["得分对照"]
    first, last = 8, points.max_row - 2
    for place in range(len(evaluation["bids"])):
        for offset, column in ((0, 10), (1, 11)):
            shown = 0.0
            for row in range(first, last + 1):
                cell = formulas.cell(row, 4 + 3 * place + offset)
                if cell.value is None:
                    continue
                names = re.findall(r'"([^"]+)"', cell.value)
                added = sum(line[column] for line in arithmetic if list(line[:3]) == names)
                assert points.cell(row, 4 + 3 * place + offset).value == pytest.approx(added, abs=1e-5)
                shown += added
            assert points.cell(last + 1, 4 + 3 * place + offset).value == pytest.approx(shown, abs=1e-5)
            assert formulas.cell(last + 1, 4 + 3 * place + offset).value.startswith("=SUM(")


def test_people_have_open_cells_and_bidders_are_letters_but_on_the_last_sheet(made, book):
    _, evaluation = made
    assert book.sheetnames == ["得分对照", "得分算式", "失分构件", "扣分问题", "投标文件"]
    assert "不排名次" in book["得分对照"]["A2"].value
    open_rows = {str(cells.sqref) for cells in book["得分对照"].data_validations.dataValidation}
    assert len(open_rows) >= 3
    bidders = {bid["bidder"] for bid in evaluation["bids"]}
    seen = {sheet.title for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell in bidders}
    assert seen == {"投标文件"}


def test_equal_evaluations_give_equal_bytes_and_the_english_book_is_english(made):
    folder, evaluation = made
    assert (folder / "zh" / "evaluation.xlsx").read_bytes() == (folder / "again" / "evaluation.xlsx").read_bytes()
    book = openpyxl.load_workbook(folder / "en" / "evaluation.xlsx")
    said = {cell for name in ("Points", "Arithmetic") for row in book[name].iter_rows(values_only=True) for cell in row}
    given = evaluation["tender"]["name"]
    assert not [cell for cell in said if isinstance(cell, str) and given not in cell and re.search(r"[\u4e00-\u9fff]", cell)]
