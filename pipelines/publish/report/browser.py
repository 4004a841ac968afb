"""The data that the page's script browses: every finding, short enough that thousands fit a mail attachment."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cim_schema.codes import Obligation, Outcome, SixElement
from cim_schema.messages import DEFAULT_LANGUAGE, Language, subject_texts, text
from pipelines.publish.report.causes import Cause
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.findings import Findings
from pipelines.publish.report.plan import Plan
from pipelines.publish.report.rows import rows_of
from pipelines.publish.report.words import class_name, code_name, say

EVIDENCE_CHARACTERS = 600
"""Of the inputs shown with a finding; all of them are in ``report.json``."""


def browser_data(
    report: Mapping[str, Any],
    context: ReportContext,
    causes: Sequence[Cause],
    shown: Findings,
    plans: Sequence[Plan],
    rules: Sequence[Mapping[str, Any]],
    language: Language,
) -> dict[str, Any]:
    """Plain JSON; a key that would be null or empty is left out of a finding.

    Args:
        report: As ``build_report`` gives it.
        context: Rules and tables beside it.
        causes: Of the report.
        shown: The findings that the page lists.
        plans: The pictures.
        rules: As ``list_rules`` gives them.
        language: Of the texts.
    """
    number_of = {id_: cause.number for cause in causes for id_ in cause.findings}
    listed = Counter(number_of[id_] for id_ in shown.column("id"))
    return {
        "texts": _texts(language),
        "parts": [{"part": model["part"], "file": model["file"]} for model in report["models"]],
        "rules": {rule["code"]: rule for rule in rules},
        "classes": _class_names(report, language),
        "storeys": _storeys(context),
        "plans": [{"key": plan.key, "w": plan.width, "h": plan.height} for plan in plans],
        "causes": [
            describe_cause(cause, report, context, language) | {"listed": listed[cause.number]}
            for cause in causes
            if listed[cause.number]
        ],
        "total": len(report["findings"]),
        "findings": _findings(report, context, shown, number_of, plans),
    }


def describe_cause(cause: Cause, report: Mapping[str, Any], context: ReportContext, language: Language) -> dict[str, Any]:
    """A cause as the page names it: what to mend, and what should then hold."""
    return {
        "number": cause.number,
        "rule": cause.rule,
        "outcome": cause.outcome,
        "obligation": cause.obligation,
        "title": _title(cause, report, language),
        "should": say(language, "cause.should", name=context.rule_name(cause.rule, language)),
        "count": len(cause.findings),
    }


def _title(cause: Cause, report: Mapping[str, Any], language: Language) -> str:
    # A name from a model that begins with @ would be taken for the code of a text.
    shown = {"label": cause.label.lstrip("@"), "ifc_class": class_name(cause.ifc_class, language)}
    title = say(language, f"cause.{cause.form}", **shown).strip()
    part = next((model["part"] for model in report["models"] if model["model_id"] == cause.model_id), None)
    if part is None or len(report["models"]) == 1:
        return title
    return say(language, "cause.in_part", title=title.lstrip("@"), part=part.lstrip("@")) if title else part


def _texts(language: Language) -> dict[str, str]:
    """What the script says, and the words of the lists of codes."""
    script = [code for code in sorted(subject_texts("report", DEFAULT_LANGUAGE)) if code.startswith("report.script.")]
    lists = {"outcome": Outcome, "obligation": Obligation, "six_element": SixElement}
    words = {f"{name}.{one}": code_name(language, name, one) for name, codes in lists.items() for one in codes}
    return {code.removeprefix("report.script."): text(code, None, language) for code in script} | words


def _storeys(context: ReportContext) -> list[str]:
    """Names of storeys, lowest first."""
    rows = rows_of(context.tables, "ifc_spatial", ("ifc_class", "name", "elevation_m"))
    named = [row for row in rows if row["ifc_class"] == "IfcBuildingStorey" and row["name"]]
    return list(dict.fromkeys(row["name"] for row in sorted(named, key=lambda row: (row["elevation_m"] or 0.0, row["name"]))))


def _class_names(report: Mapping[str, Any], language: Language) -> dict[str, str]:
    classes = sorted({ifc_class for ifc_class in report["findings"].column("ifc_class") if ifc_class})
    return {ifc_class: class_name(ifc_class, language) for ifc_class in classes}


def _findings(
    report: Mapping[str, Any], context: ReportContext, shown: Findings, number_of: Mapping[str, int], plans: Sequence[Plan]
) -> list[dict[str, Any]]:
    model_number = {model["model_id"]: number for number, model in enumerate(report["models"])}
    places = {id_: (number, *mark) for number, plan in enumerate(plans) for id_, mark in plan.marks.items()}
    outlines = {id_: path for plan in plans for id_, path in plan.outlines.items()}
    found = []
    for finding in shown:
        facts = context.facts_of(finding)
        inputs = json.dumps(finding["evidence"]["inputs"], ensure_ascii=False)
        record = {
            "id": finding["id"],
            "rule": finding["rule"],
            "model": model_number[finding["model_id"]],
            "step": finding["step_id"],
            "gid": finding["global_id"],
            "cls": finding["ifc_class"],
            "storey": finding["storey"],
            "outcome": finding["outcome"],
            "seen": finding["observed"],
            "want": finding["expected"],
            "value": finding["observed_value"],
            "limit": finding["limit_value"],
            "unit": finding["unit"],
            "text": finding["message"],
            "name": facts.name,
            "tag": facts.tag,
            "type": facts.type_name,
            "field": context.missing_fields.get(finding["id"]),
            "cause": number_of[finding["id"]],
            "at": places.get(finding["id"]),
            "shape": outlines.get(finding["id"]),
            "table": finding["evidence"]["table"],
            "inputs": inputs if inputs != "{}" else None,
        }
        if record["inputs"] and len(inputs) > EVIDENCE_CHARACTERS:
            record["inputs"] = inputs[:EVIDENCE_CHARACTERS] + "…"
        found.append({key: value for key, value in record.items() if value not in (None, "")})
    return found
