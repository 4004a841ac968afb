"""``report.xlsx``: a workbook to work from, one row a finding, with a status to fill in.

Equal reports give equal bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

import xlsxwriter

from cim_schema.codes import Obligation, Outcome
from cim_schema.messages import DEFAULT_LANGUAGE, Language
from pipelines.publish.report.browser import describe_cause
from pipelines.publish.report.causes import Cause, find_causes, first_to_mend
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.features import list_features
from pipelines.publish.report.headline import write_headline
from pipelines.publish.report.page import list_missing, list_rules
from pipelines.publish.report.points import list_points
from pipelines.publish.report.sheet import Cell, Column, Link, Sheet, Styles, Verdict
from pipelines.publish.report.words import class_name, code_name, say
from pipelines.runtime.output import written_beside

SHEET_ROWS = 1_048_575
"""A sheet's rows beneath its head; more findings go on in a further sheet."""
CREATED = datetime(2000, 1, 1)
"""Written into every workbook in place of the time."""
STATUSES = ("todo", "done", "disputed", "waived")


def write_xlsx(
    report: Mapping[str, Any],
    context: ReportContext,
    path: Path,
    language: Language = DEFAULT_LANGUAGE,
    causes: Sequence[Cause] | None = None,
    *,
    sheet_rows: int = SHEET_ROWS,
) -> None:
    """Write the workbook whole or not at all; its links lead to ``report.html`` in the same folder.

    Args:
        report: As ``build_report`` gives it.
        context: Rules and tables beside it.
        path: Of the workbook.
        language: Of heads and texts.
        causes: Of the report, where they are known already.
        sheet_rows: Findings a sheet.
    """
    causes = find_causes(report, context) if causes is None else causes
    with written_beside(path) as beside:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        workbook = xlsxwriter.Workbook(str(beside), options)
        workbook.set_properties({"title": say(language, "page.title"), "created": CREATED})
        styles = Styles(workbook)
        _cover(Sheet(workbook, styles, say(language, "sheet.cover")), report, context, causes, language)
        rows, count = _finding_rows(report, context, causes, language), len(report["findings"])
        for number, start in enumerate(range(0, max(count, 1), sheet_rows), 1):
            name = say(language, "sheet.findings") + (f" {number}" if number > 1 else "")
            here = min(sheet_rows, count - start)
            Sheet(workbook, styles, name).write_table(_finding_columns(language), islice(rows, here), here)
        others = [("rules", _rules(report, context, language)), ("missing", _missing(report, context, language))]
        if features := list_features(report):
            others.append(("features", _features(features, language)))
        if points := _points(report, context, language):
            others.append(("points", points))
        for name, (columns, cells) in others:
            Sheet(workbook, styles, say(language, f"sheet.{name}")).write_table(columns, cells, len(cells))
        workbook.close()


def _cover(sheet: Sheet, report: Mapping[str, Any], context: ReportContext, causes: Sequence[Cause], language: Language) -> None:
    headline = write_headline(report, causes, language)
    sheet.write_line(say(language, "page.title"))
    sheet.write_line(headline.sentence, is_title=True)
    sheet.write_line(headline.addition)
    sheet.write_line()
    for count in headline.counts:
        mandatory = say(language, "page.of_which_mandatory", count=count.mandatory) if count.mandatory else ""
        verdict = Verdict(count.outcome, code_name(language, "outcome", count.outcome), is_mandatory=True)
        sheet.write_verdict(verdict, f"{count.rules}  {mandatory}".strip())
    sheet.write_line()
    for cause in first_to_mend(causes):
        said = describe_cause(cause, report, context, language)
        amount = say(language, "page.findings_count", count=len(cause.findings))
        sheet.write_pair(say(language, "sheet.first"), f"{cause.number}. {said['title']} · {said['should']} · {amount}")
    sheet.write_line()
    for model in report["models"]:
        identity = (model["part"], model["file"], model["schema"], f"SHA-256 {model['model_id']}")
        sheet.write_pair(say(language, "sheet.models"), " · ".join(identity))
    ruleset = report["ruleset"]
    settings = (code_name(language, "profile", ruleset["profile"]), ruleset["version"], ruleset["digest"])
    sheet.write_pair(say(language, "sheet.ruleset"), " · ".join(settings))
    sheet.write_line()
    sheet.write_line(say(language, "sheet.how_to"))


def _finding_columns(language: Language) -> list[Column]:
    widths = {
        "number": 6, "verdict": 11, "obligation": 7, "cause": 28, "finding": 52, "rule": 24, "code": 9, "clause": 22,
        "clause_confirmed": 10, "element": 7, "part": 12, "storey": 9, "ifc_class": 11, "name": 26, "type": 24, "tag": 12,
        "observed": 14, "expected": 14, "value": 10, "limit": 10, "unit": 8, "field": 26, "repair": 40, "status": 11,
        "note": 24, "link": 8,
    }  # fmt: skip
    columns = [Column(say(language, f"column.{key}"), width) for key, width in widths.items()]
    places = list(widths)
    columns[places.index("status")] = Column(
        say(language, "column.status"), widths["status"], tuple(say(language, f"status.{one}") for one in STATUSES)
    )
    columns[places.index("note")] = Column(say(language, "column.note"), widths["note"], is_open=True)
    return [*columns, Column("IFC", 20), Column("GlobalId", 25), Column("id", 20)]


def _finding_rows(
    report: Mapping[str, Any], context: ReportContext, causes: Sequence[Cause], language: Language
) -> Iterator[Sequence[Cell]]:
    parts = {model["model_id"]: model["part"] for model in report["models"]}
    rules = {rule["code"]: rule for rule in list_rules(report, context, language)}
    findings = report["findings"].of(id_ for cause in causes for id_ in cause.findings)
    number = 0
    for cause in causes:
        title = describe_cause(cause, report, context, language)["title"]
        for id_ in cause.findings:
            number += 1
            finding, rule = next(findings), rules[cause.rule]
            facts = context.facts_of(finding)
            yield (
                number,
                _verdict(finding["outcome"], rule["obligation"], language),
                code_name(language, "obligation", rule["obligation"]),
                f"{cause.number}. {title}",
                finding["message"],
                rule["name"],
                rule["code"],
                rule["clause"],
                say(language, "clause.confirmed" if rule["confirmed"] else "clause.unconfirmed") if rule["clause"] else None,
                code_name(language, "six_element", rule["element"]),
                parts[finding["model_id"]],
                finding["storey"],
                class_name(finding["ifc_class"], language),
                facts.name,
                facts.type_name,
                facts.tag,
                finding["observed"],
                finding["expected"],
                finding["observed_value"],
                finding["limit_value"],
                finding["unit"],
                context.missing_fields.get(id_),
                rule["repair"],
                say(language, "status.todo"),
                None,
                Link(f"external:report.html#f={quote(id_, safe='')}", say(language, "sheet.open")),
                finding["ifc_class"],
                finding["global_id"],
                id_,
            )


def _rules(report: Mapping[str, Any], context: ReportContext, language: Language) -> tuple[list[Column], list[Sequence[Cell]]]:
    widths = {
        "verdict": 12, "code": 10, "rule": 36, "clause": 30, "clause_confirmed": 12, "obligation": 9, "element": 9,
        "checked": 9, "failed": 9, "undetermined": 9, "repair": 60,
    }  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            _verdict(rule["outcome"], rule["obligation"], language),
            rule["code"],
            rule["name"],
            rule["clause"],
            say(language, "clause.confirmed" if rule["confirmed"] else "clause.unconfirmed") if rule["clause"] else None,
            code_name(language, "obligation", rule["obligation"]),
            code_name(language, "six_element", rule["element"]),
            rule["checked"],
            rule["failed"],
            rule["undetermined"],
            rule["repair"],
        )
        for rule in list_rules(report, context, language)
    ]
    return [Column(say(language, f"column.{key}"), width) for key, width in widths.items()], rows


def _missing(report: Mapping[str, Any], context: ReportContext, language: Language) -> tuple[list[Column], list[Sequence[Cell]]]:
    widths = {"field": 44, "settles_rules": 12, "settles_elements": 12, "rules": 50, "supplier": 26}
    rows: list[Sequence[Cell]] = [
        (
            one["field"],
            len(one["rules"]),
            one["elements"],
            "\n".join(f"{rule['code']} {rule['name']}" for rule in one["rules"]),
            one["supplier"],
        )
        for one in list_missing(report, context, language)
    ]
    return [Column(say(language, f"column.{key}"), width) for key, width in widths.items()], rows


def _features(features: Sequence[Mapping[str, Any]], language: Language) -> tuple[list[Column], list[Sequence[Cell]]]:
    widths = {"feature": 28, "statement": 60, "evidence": 44, "where": 34, "part": 12, "opinion": 40}
    rows: list[Sequence[Cell]] = [
        (
            one["feature"],
            one["statement"],
            "\n".join(one["documents"]) or say(language, "features.no_evidence"),
            one["name"],
            one["part"],
            None,
            one["global_id"],
        )
        for one in features
    ]
    columns = [Column(say(language, f"column.{key}"), width, is_open=key == "opinion") for key, width in widths.items()]
    return [*columns, Column("GlobalId", 25)], rows


def _points(
    report: Mapping[str, Any], context: ReportContext, language: Language
) -> tuple[list[Column], list[Sequence[Cell]]] | None:
    widths = {
        "criterion": 24, "measure": 36, "term": 44, "worth": 9, "count": 9, "undetermined": 9, "total": 9, "least": 10,
        "greatest": 10, "lacking": 28,
    }  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            f"{line.criterion} {line.name}", line.measure, line.term, line.worth, line.count, line.undetermined, line.total,
            line.least, line.greatest, "\n".join(line.lacking),
        )
        for line in list_points(report, context, language)
    ]  # fmt: skip
    return ([Column(say(language, f"points.{key}"), width) for key, width in widths.items()], rows) if rows else None


def _verdict(outcome: str, obligation: str, language: Language) -> Verdict:
    return Verdict(Outcome(outcome), code_name(language, "outcome", outcome), obligation == Obligation.MANDATORY)
