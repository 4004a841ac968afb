"""Sheets of a workbook: how cells, heads and links look, and what a cell may hold.

Every text is written as text: a name that begins with ``=`` stays a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
        self._write(self._row, 0, verdict, self._styles.line)
        self._sheet.write_string(self._row, 1, words, self._styles.line)
        self._row += 1

    def write_table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """A head that stays in sight, filters over it, and the rows; fills the sheet."""
        sheet, last = self._sheet, max(len(rows), 1)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            if column.choices:
                sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(column.choices)})
            sheet.write_string(0, place, column.head, self._styles.head)
        for row, cells in enumerate(rows, 1):
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
                self._write(row, place, cell, self._styles.open if column.choices or column.is_open else self._styles.plain)

    def _write(self, row: int, place: int, cell: Cell, style: Any) -> None:
        if cell is None:
            self._sheet.write_blank(row, place, None, style)
        elif isinstance(cell, Verdict):
            shown = f"{MARKS[cell.outcome]} {cell.shown}"
            self._sheet.write_string(row, place, shown, self._styles.verdict[cell.outcome, cell.is_mandatory])
        elif isinstance(cell, Link) and self._links < SHEET_LINKS:
            self._links += 1
            self._sheet.write_url(row, place, cell.target, self._styles.link, cell.shown)
        elif isinstance(cell, Link):
            self._sheet.write_blank(row, place, None, style)
        elif isinstance(cell, str):
            self._sheet.write_string(row, place, cell[:CELL_CHARACTERS], style)
        else:
            self._sheet.write_number(row, place, cell, style)
