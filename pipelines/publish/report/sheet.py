"""Sheets of a workbook: how cells, heads and links look, and what a cell may hold.

Every text is written as text: a name that begins with ``=`` stays a name.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.xmlwriter import XMLwriter

from cim_schema.codes import Outcome

MARKS = {Outcome.FAIL: "◆", Outcome.UNDETERMINED: "◇", Outcome.PASS: "✓", Outcome.NA: "—"}
COLOURS = {
    (Outcome.FAIL, True): "#B3261E", (Outcome.FAIL, False): "#D9705F", (Outcome.UNDETERMINED, True): "#8A5A00",
    (Outcome.UNDETERMINED, False): "#B98A3A", (Outcome.PASS, True): "#146C4A", (Outcome.PASS, False): "#146C4A",
    (Outcome.NA, True): "#6B7580", (Outcome.NA, False): "#6B7580",
}  # fmt: skip
"""Outcome and whether it is of a mandatory rule → colour, as on the page."""

SHEET_LINKS = 65_000
"""Excel takes 65,530 links a sheet; beyond that the text stands without one."""
CELL_CHARACTERS = 32_767
"""What a cell of Excel takes."""


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    target: str
    shown: str


@dataclass(frozen=True)
class Verdict:
    """A cell with an outcome's mark and colour."""

    outcome: Outcome
    shown: str
    is_mandatory: bool


Cell = str | float | int | Link | Verdict | None


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    head: str
    width: float
    choices: tuple[str, ...] = ()
    """What the reader may choose from, where the column is his to fill."""
    is_open: bool = False
    """Whether the reader writes into it freely."""


class Styles:
    """The formats of a workbook, made once."""

    def __init__(self, workbook: Any) -> None:
        """Add them to an xlsxwriter workbook."""
        font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        self.line = workbook.add_format(font)
        self.plain = workbook.add_format(font | {"text_wrap": True})
        self.title = workbook.add_format(font | {"bold": True, "font_size": 16})
        self.head = workbook.add_format(font | {"bold": True, "bg_color": "#E9EDF1", "bottom": 1, "text_wrap": True})
        self.link = workbook.add_format(font | {"font_color": "#0B57A4", "underline": 1})
        self.open = workbook.add_format(font | {"bg_color": "#FFFBE6", "border": 1, "border_color": "#E3DCB8", "text_wrap": True})
        self.verdict = {key: workbook.add_format(font | {"bold": key[1], "font_color": colour}) for key, colour in COLOURS.items()}


class Sheet:
    """One sheet, written from above."""

    def __init__(self, workbook: Any, styles: Styles, name: str) -> None:
        """Add it to the workbook."""
        self._sheet = workbook.add_worksheet(name)
        self._styles = styles
        self._row = 0
        self._links = 0

    def write_line(self, words: str = "", *, is_title: bool = False) -> None:
        """One line across the sheet; an empty one is a gap."""
        if words:
            self._sheet.write_string(self._row, 0, words[:CELL_CHARACTERS], self._styles.title if is_title else self._styles.line)
        self._row += 1

    def write_pair(self, name: str, words: str) -> None:
        """A name and what is said of it."""
        self._sheet.set_column(0, 0, 16)
        self._sheet.set_column(1, 1, 100)
        self._sheet.write_string(self._row, 0, name, self._styles.line)
        self._sheet.write_string(self._row, 1, words[:CELL_CHARACTERS], self._styles.plain)
        self._row += 1

    def write_verdict(self, verdict: Verdict, words: str) -> None:
        """An outcome and what is said of it."""
        shown = f"{MARKS[verdict.outcome]} {verdict.shown}"
        self._sheet.write_string(self._row, 0, shown, self._styles.verdict[verdict.outcome, verdict.is_mandatory])
        self._sheet.write_string(self._row, 1, words, self._styles.line)
        self._row += 1

    def write_table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], count: int) -> None:
        """A head that stays in sight, filters over it, and the rows; fills the sheet.

        Args:
            columns: Their heads.
            rows: May be made one by one; the sheet keeps none of them.
            count: Of the rows.
        """
        sheet, last = self._sheet, max(count, 1)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            if column.choices:
                sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(column.choices)})
            sheet.write_string(0, place, column.head, self._styles.head)
        self._write_rows(columns, rows)

    def _write_rows(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """The rows as XML, behind what xlsxwriter has written: cell by cell, it takes ten times as long."""
        sheet = self._sheet
        sheet._write_single_row(1)
        sheet.ignore_write_string = True  # Of a link, only where it leads is told to xlsxwriter.
        styles = [self._styles.open if column.choices or column.is_open else self._styles.plain for column in columns]
        plain = [style._get_xf_index() for style in styles]
        verdicts = {key: style._get_xf_index() for key, style in self._styles.verdict.items()}
        link = self._styles.link._get_xf_index()
        names = [xl_col_to_name(place) for place in range(len(columns))]
        write: Callable[[str], int] = sheet.row_data_fh.write
        row = 0
        for row, cells in enumerate(rows, 1):
            written = [f'<row r="{row + 1}">']
            for place, (name, style, cell) in enumerate(zip(names, plain, cells, strict=True)):
                where = f'<c r="{name}{row + 1}" s="'
                if cell is None:
                    written.append(f'{where}{style}"/>')
                elif isinstance(cell, str):
                    written.append(_text_cell(where, style, cell))
                elif isinstance(cell, Verdict):
                    shown = f"{MARKS[cell.outcome]} {cell.shown}"
                    written.append(_text_cell(where, verdicts[cell.outcome, cell.is_mandatory], shown))
                elif isinstance(cell, Link):
                    if self._links >= SHEET_LINKS:
                        written.append(f'{where}{style}"/>')
                        continue
                    self._links += 1
                    sheet.write_url(row, place, cell.target, self._styles.link, cell.shown)
                    written.append(_text_cell(where, link, cell.shown))
                else:
                    written.append(f'{where}{style}"><v>{cell:.16G}</v></c>')
            written.append("</row>")
            write("".join(written))
        sheet.ignore_write_string = False
        sheet.dim_rowmax, sheet.previous_row = max(sheet.dim_rowmax or 0, row), row + 1


_ODD = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x|^\s|\s$")
"""What may not stand in XML as it is."""


def _text_cell(where: str, style: int, text: str) -> str:
    if len(text) > CELL_CHARACTERS // 2:
        units = text.encode("utf-16-le", "surrogatepass")[: 2 * CELL_CHARACTERS]
        text = units.decode("utf-16-le", "ignore")
    space = ""
    if _ODD.search(text):
        space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        text = XMLwriter._escape_control_characters(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'{where}{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'
