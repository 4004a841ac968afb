"""``evaluation.xlsx``: the points side by side, worked out in the cells, so that an evaluator can retrace each of them.

Bids are called by letters but on the last sheet. Cells of people's points are open. Equal evaluations give equal bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from cim_schema.messages import Language, has_text, text
from pipelines.runtime.output import written_beside
from pipelines.tender.evaluation import Evaluation

CREATED = datetime(2000, 1, 1)
"""Written into every workbook in place of the time."""
_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
_POINTS = "0.00"
_OF_BID = ("least", "greatest", "people")
"""Columns that each bid has on the first sheet."""


def write_workbook(evaluation: Evaluation, rule_names: Mapping[str, str], path: Path, language: Language) -> None:
    """Write the workbook whole or not at all.

    Args:
        evaluation: As ``build_evaluation`` gives it.
        rule_names: Rule code → its name in the language.
        path: Of the workbook.
        language: Of heads and texts.
    """
    with written_beside(path) as beside:
        workbook = xlsxwriter.Workbook(str(beside), {"strings_to_formulas": False, "strings_to_urls": False})
        workbook.set_properties({"title": text("tender.title", None, language), "created": CREATED})
        _Book(workbook, evaluation, rule_names, language).write()
        workbook.close()


@dataclass(frozen=True)
class _Line:
    """A row of the arithmetic: one term of one bid."""

    bid: str
    criterion: str
    measure: str
    name: str
    term: Mapping[str, Any] | None
    """None: nothing could be counted, the points are open."""
    points: float
    """Of the measure."""
    terms: int


class _Book:
    def __init__(self, workbook: Any, evaluation: Evaluation, rule_names: Mapping[str, str], language: Language) -> None:
        self.workbook, self.evaluation, self.rule_names, self.language = workbook, evaluation, rule_names, language
        self.bids: list[dict[str, Any]] = evaluation["bids"]
        self.lines = [line for bid in self.bids for line in self.lines_of(bid)]
        make = workbook.add_format
        self.plain, self.wrap = make(_FONT), make(_FONT | {"text_wrap": True})
        self.title = make(_FONT | {"bold": True, "font_size": 16})
        self.head = make(_FONT | {"bold": True, "bg_color": "#E9EDF1", "bottom": 1, "text_wrap": True})
        self.head_right = make(_FONT | {"bold": True, "bg_color": "#E9EDF1", "bottom": 1, "text_wrap": True, "align": "right"})
        self.bid_head = make(_FONT | {"bold": True, "bg_color": "#E9EDF1", "align": "center", "left": 1})
        self.number = make(_FONT | {"num_format": _POINTS})
        self.total = make(_FONT | {"num_format": _POINTS, "bold": True, "top": 1})
        self.total_name = make(_FONT | {"bold": True, "top": 1})
        self.open = make(_FONT | {"num_format": _POINTS, "bg_color": "#FFFBE6", "border": 1, "border_color": "#E3DCB8"})

    def write(self) -> None:
        for name in ("points", "arithmetic", "origins", "findings", "files"):
            getattr(self, f"write_{name}")(self.workbook.add_worksheet(self.say(f"sheet.{name}")))

    def say(self, key: str, **params: object) -> str:
        return text(f"tender.{key}", params, self.language)

    def lines_of(self, bid: Mapping[str, Any]) -> list[_Line]:
        found = []
        for criterion in bid["criteria"]:
            for measure in criterion["measures"]:
                shown = _setting(measure["setting"])
                name = text(f"scoring.measure.{measure['measure']}", {"setting": shown}, self.language)
                for term in measure["terms"] or [None]:
                    found.append(
                        _Line(
                            bid["id"], criterion["criterion"], measure["measure"], name, term, measure["points"],
                            max(len(measure["terms"]), 1),
                        )
                    )  # fmt: skip
        return found

    def term_name(self, term: Mapping[str, Any] | None) -> str:
        if term is None:
            return self.say("open")
        if term["outcome"] is not None:
            return f"{term['term']} {self.rule_names.get(term['term'], '')}".strip()
        return text(f"scoring.term.{term['term']}", None, self.language)

    # The points, side by side.

    def write_points(self, sheet: Any) -> None:
        tender, card = self.evaluation["tender"], self.evaluation["weights"]
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 8)
        sheet.set_column(3, 3 + len(_OF_BID) * max(len(self.bids), 1), 10)
        sheet.write_string(0, 0, f"{tender['code']} {tender['name']}".strip(), self.title)
        sheet.write_string(1, 0, self.evaluation["statement"][self.language], self.plain)
        confirmed = self.say("confirmed" if card["confirmed"] else "unconfirmed")
        sheet.write_string(
            2,
            0,
            self.say("card", name=card["name"], version=card["version"], source=card["source"][self.language], state=confirmed),
            self.plain,
        )
        sheet.write_string(3, 0, self.say("how_to"), self.plain)
        top = 5
        for column, key in enumerate(("criterion", "measure", "worth")):
            sheet.write_string(top + 1, column, self.say(f"column.{key}"), self.head)
            sheet.write_blank(top, column, None, self.head)
        for place, bid in enumerate(self.bids):
            start = 3 + place * len(_OF_BID)
            sheet.merge_range(top, start, top, start + len(_OF_BID) - 1, self.say("bid", id=bid["id"]), self.bid_head)
            for offset, key in enumerate(_OF_BID):
                sheet.write_string(top + 1, start + offset, self.say(f"column.{key}"), self.head_right)
        sheet.freeze_panes(top + 2, 3)
        rows = list(self.point_rows())
        for number, (criterion, measure, name, worth) in enumerate(rows, top + 2):
            sheet.write_string(number, 0, criterion, self.plain)
            sheet.write_string(number, 1, name, self.wrap)
            sheet.write_number(number, 2, worth, self.number)
            for place, bid in enumerate(self.bids):
                self.write_cells(sheet, number, 3 + place * len(_OF_BID), bid, criterion, measure)
        self.write_totals(sheet, top + 2, top + 2 + len(rows))

    def point_rows(self) -> list[tuple[str, str | None, str, float]]:
        """Criterion, measure, what it is called, what it is worth; a criterion that people judge is one row."""
        first: Sequence[Mapping[str, Any]] = next((bid["criteria"] for bid in self.bids if bid["criteria"]), [])
        rows: list[tuple[str, str | None, str, float]] = []
        for criterion in first:
            code = criterion["criterion"]
            name = text(f"scoring.criterion.{code}", None, self.language)
            if not criterion["measures"]:
                rows.append((code, None, f"{name} · {self.say('by_people')}", criterion["points"]))
            for measure in criterion["measures"]:
                said = text(f"scoring.measure.{measure['measure']}", {"setting": _setting(measure["setting"])}, self.language)
                rows.append((code, measure["measure"], f"{name} · {said}", measure["points"]))
        return rows

    def write_cells(self, sheet: Any, row: int, column: int, bid: Mapping[str, Any], criterion: str, measure: str | None) -> None:
        of_criterion = next((one for one in bid["criteria"] if one["criterion"] == criterion), None)
        found = next((one for one in of_criterion["measures"] if one["measure"] == measure), None) if of_criterion else None
        if found is not None and not found["open_points"]:
            for offset, key in enumerate(("least_points", "greatest_points")):
                formula = self.sum_of(bid["id"], criterion, str(measure), key)
                sheet.write_formula(row, column + offset, formula, self.number, found[key])
            sheet.write_blank(row, column + 2, None, self.plain)
            return
        worth = self.points_of(criterion, measure)
        if not worth:
            return
        sheet.write_blank(row, column + 2, None, self.open)
        sheet.data_validation(
            row, column + 2, row, column + 2, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": worth}
        )

    def points_of(self, criterion: str, measure: str | None) -> float:
        return next(worth for code, name, _, worth in self.point_rows() if (code, name) == (criterion, measure))

    def sum_of(self, bid: str, criterion: str, measure: str, key: str) -> str:
        sheet = f"'{self.say('sheet.arithmetic')}'"
        last = len(self.lines) + 1

        def column(name: str) -> str:
            letter = xl_col_to_name(ARITHMETIC.index(name))
            return f"{sheet}!${letter}$2:${letter}${last}"

        matches = ((column("bid"), bid), (column("criterion"), criterion), (column("measure_code"), measure))
        return f"=SUMIFS({column(key)}," + ",".join(f'{where},"{value}"' for where, value in matches) + ")"

    def write_totals(self, sheet: Any, first: int, last: int) -> None:
        for offset, key in enumerate(("machine", "with_people")):
            sheet.write_string(last + offset, 0, "", self.total_name)
            sheet.write_string(last + offset, 1, self.say(f"total.{key}"), self.total_name)
            worth = f"=SUM({xl_rowcol_to_cell(first, 2)}:{xl_rowcol_to_cell(last - 1, 2)})"
            possible = sum(row[3] for row in self.point_rows())
            if key == "with_people":
                sheet.write_formula(last + offset, 2, worth, self.total, possible)
            else:
                sheet.write_blank(last + offset, 2, None, self.total)
        for place, bid in enumerate(self.bids):
            start = 3 + place * len(_OF_BID)
            for offset, key in enumerate(("least_points", "greatest_points")):
                span = f"{xl_rowcol_to_cell(first, start + offset)}:{xl_rowcol_to_cell(last - 1, start + offset)}"
                people = f"{xl_rowcol_to_cell(first, start + 2)}:{xl_rowcol_to_cell(last - 1, start + 2)}"
                value = bid["points"].get(key, 0.0)
                sheet.write_formula(last, start + offset, f"=SUM({span})", self.total, value)
                sheet.write_formula(last + 1, start + offset, f"=SUM({span})+SUM({people})", self.total, value)
            for offset in range(2):
                sheet.write_blank(last + offset, start + 2, None, self.total)

    # How each point came about.

    def write_arithmetic(self, sheet: Any) -> None:
        widths = (6, 10, 18, 40, 44, 9, 8, 9, 9, 9, 11, 11, 11)
        self.write_heads(
            sheet, [(self.say(f"column.{key}"), width) for key, width in zip(ARITHMETIC, widths, strict=True)], len(self.lines)
        )
        for row, line in enumerate(self.lines, 1):
            term = line.term
            for column, value in enumerate((line.bid, line.criterion, line.measure, line.name, self.term_name(term))):
                sheet.write_string(row, column, value, self.wrap if column > 2 else self.plain)
            counts = (line.points, line.terms, *((term[key] for key in ("count", "undetermined", "total")) if term else (0, 0, 0)))
            for column, value in enumerate(counts, 5):
                sheet.write_number(row, column, value, self.plain)
            points, terms, count, unknown, total = (xl_rowcol_to_cell(row, column) for column in range(5, 10))
            least = f"=IF({total}=0,0,{points}/{terms}*{count}/{total})"
            greatest = f"=IF({total}=0,0,{points}/{terms}*({count}+{unknown})/{total})"
            sheet.write_formula(row, 10, least, self.number, term["least_points"] if term else 0)
            sheet.write_formula(row, 11, greatest, self.number, term["greatest_points"] if term else 0)
            sheet.write_formula(row, 12, f"=IF({total}=0,{points},0)", self.number, 0 if term else line.points)

    def write_origins(self, sheet: Any) -> None:
        heads = {"bid": 6, "criterion": 10, "measure": 36, "term": 44, "outcome": 10, "part": 18, "ifc_class": 14}
        rows: list[tuple[object, ...]] = []
        for line in self.lines:
            if line.term is None:
                continue
            parts = self.parts_of(line.bid)
            said = line.term["outcome"]
            outcome = text(f"code.outcome.{said}", None, self.language) if said else ""
            shared = (line.bid, line.criterion, line.name, self.term_name(line.term), outcome)
            rows += [
                (*shared, parts.get(one["model_id"], ""), self.class_name(one["ifc_class"]), one["global_id"] or "", one["step_id"])
                for one in line.term["lacking"]
            ]
        columns = [(self.say(f"column.{key}"), width) for key, width in heads.items()]
        self.write_rows(sheet, [*columns, ("GlobalId", 26), ("STEP", 10)], rows)

    def write_findings(self, sheet: Any) -> None:
        heads = {
            "bid": 6, "criterion": 12, "outcome": 10, "rule": 36, "finding": 60, "part": 18, "storey": 9, "ifc_class": 14,
            "observed": 14, "expected": 14,
        }  # fmt: skip
        criteria: dict[tuple[str, str], list[str]] = {}
        for line in self.lines:
            if line.term is not None:
                criteria.setdefault((line.bid, line.term["term"]), []).append(line.criterion)
        rows = [self.finding_row(bid["id"], one, criteria) for bid in self.bids for one in bid["findings"]]
        rows += [
            (bid["id"], "", "", rule, self.say("left_out", count=count), "", "", "", "", "", "")
            for bid in self.bids
            for rule, count in bid["findings_left_out"].items()
        ]
        self.write_rows(sheet, [*((self.say(f"column.{key}"), width) for key, width in heads.items()), ("GlobalId", 26)], rows)

    def finding_row(self, bid: str, one: Mapping[str, Any], criteria: Mapping[tuple[str, str], list[str]]) -> tuple[object, ...]:
        return (
            bid, "、".join(criteria.get((bid, one["rule"]), [])), text(f"code.outcome.{one['outcome']}", None, self.language),
            f"{one['rule']} {self.rule_names.get(one['rule'], '')}".strip(),
            text(one["text"]["code"], one["text"]["params"], self.language), one["part"], one["storey"],
            self.class_name(one["ifc_class"]), one["observed"], one["expected"], one["global_id"],
        )  # fmt: skip

    def write_files(self, sheet: Any) -> None:
        heads = {"bid": 6, "bidder": 30, "part": 22, "file": 30, "schema": 12, "bytes": 12, "note": 60}
        rows: list[tuple[object, ...]] = []
        for bid in self.bids:
            note = self.say("same_models", ids="、".join(bid["same_models_as"])) if bid["same_models_as"] else ""
            rows += [
                (bid["id"], bid["bidder"], one["part"], one["file"], one["schema"], one["bytes"], note, one["model_id"])
                for one in bid["models"]
            ]
            rows += [
                (bid["id"], bid["bidder"], one["part"], one["file"], "", "", one["message"][self.language], "")
                for one in bid["refused"]
            ]
        self.write_rows(sheet, [*((self.say(f"column.{key}"), width) for key, width in heads.items()), ("SHA-256", 66)], rows)

    def parts_of(self, bid: str) -> dict[str, str]:
        return {model["model_id"]: model["part"] for one in self.bids if one["id"] == bid for model in one["models"]}

    def class_name(self, ifc_class: str | None) -> str:
        key = f"report.ifc_class.{ifc_class}"
        return text(key, None, self.language) if ifc_class and has_text(key) else ifc_class or ""

    def write_heads(self, sheet: Any, columns: Sequence[tuple[str, float]], count: int) -> None:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        for place, (name, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, self.head)

    def write_rows(self, sheet: Any, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[object]]) -> None:
        self.write_heads(sheet, columns, len(rows))
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int | float):
                    sheet.write_number(row, column, cell, self.plain)
                elif cell:
                    sheet.write_string(row, column, str(cell), self.wrap)


ARITHMETIC = (
    "bid", "criterion", "measure_code", "measure", "term", "worth", "terms", "count", "undetermined", "total", "least_points",
    "greatest_points", "open_points",
)  # fmt: skip
"""Columns of the arithmetic, in their order."""


def _setting(value: object) -> str:
    """What a measure is held against, as people write it: 5 % for 0.05."""
    if isinstance(value, float):
        return f"{value * 100:g} %" if value < 1 else f"{value:.1f}"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
