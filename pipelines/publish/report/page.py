"""What ``report.html`` shows: parts that the template sets, set in the reader's language."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

import pyarrow as pa

from cim_schema.codes import Obligation, Severity, SixElement
from cim_schema.messages import Language, text
from pipelines.publish.report.browser import browser_data, describe_cause
from pipelines.publish.report.causes import Cause, find_causes, first_to_mend
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.features import list_features
from pipelines.publish.report.findings import Findings
from pipelines.publish.report.headline import WORST_FIRST, Headline, verdict_by_rule, write_headline
from pipelines.publish.report.plan import Plan, draw_plans
from pipelines.publish.report.points import ConcreteLine, PointLine, list_concrete, list_points
from pipelines.publish.report.rows import rows_of
from pipelines.publish.report.suppliers import supplier_of
from pipelines.publish.report.words import code_name, say

FINDINGS_OF_A_RULE = 5_000
"""Most findings of one rule that the page lists: with some ten thousand a browser is slow, and a mail does not take it."""
MARKS = 300
"""Most marks drawn on one plan."""
MARKS_ACROSS = 30
"""So many marks side by side are as long as the plan."""


@dataclass(frozen=True)
class Page:
    """Everything on the page, in the reader's language."""

    report: Mapping[str, Any]
    headline: Headline
    causes: tuple[Cause, ...]
    first: list[dict[str, Any]]
    elements: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    features: list[dict[str, Any]]
    points: list[PointLine]
    concrete: list[ConcreteLine]
    alarms: list[str]
    plans: tuple[Plan, ...]
    pictures: list[dict[str, Any]]
    """Of the plans on which there is something to point out."""
    open_plan: str | None
    """Key of the plan with the first cause."""
    plans_without_room: int
    parts: Mapping[str, str]
    left_out: list[dict[str, Any]]
    """Rules of which the page lists only some findings: the files beside it have all."""
    data: dict[str, Any]
    """For the script: plain JSON."""


def build_page(
    report: Mapping[str, Any], context: ReportContext, language: Language, causes: tuple[Cause, ...] | None = None
) -> Page:
    """Take together what the page shows; the same for the same report and tables."""
    causes = find_causes(report, context) if causes is None else causes
    shown = list_shown(report["findings"], causes)
    parts = {model["model_id"]: model["part"] for model in report["models"]}
    cause_of = {id_: cause for cause in causes for id_ in cause.findings}
    plans, without = draw_plans(report, context, shown)
    pictures = [_plan(plan, parts, report, cause_of, context, language) for plan in plans]
    pictures = [one for one in pictures if one["marks"]]
    rules = list_rules(report, context, language)
    return Page(
        report=report,
        headline=write_headline(report, causes, language),
        causes=causes,
        first=[describe_cause(cause, report, context, language) for cause in first_to_mend(causes)],
        elements=_elements(rules, language),
        rules=rules,
        missing=list_missing(report, context, language),
        features=list_features(report),
        points=list_points(report, context, language),
        concrete=list_concrete(report, language),
        alarms=_alarms(context, language),
        plans=plans,
        pictures=pictures,
        open_plan=min(pictures, key=lambda one: one["legend"][0]["number"])["plan"].key if pictures else None,
        plans_without_room=without,
        parts=parts,
        left_out=_left_out(rules, shown),
        data=browser_data(report, context, causes, shown or report["findings"], plans, rules, language),
    )


def list_shown(findings: Findings, causes: Sequence[Cause]) -> Findings | None:
    """The findings that a page can list: of each rule so many, some of each cause before more of any. None: all."""
    by_rule: dict[str, list[tuple[int, int, str]]] = {}
    for cause in causes:
        by_rule.setdefault(cause.rule, []).extend((rank, cause.number, id_) for rank, id_ in enumerate(cause.findings))
    if all(len(found) <= FINDINGS_OF_A_RULE for found in by_rule.values()):
        return None
    listed = [id_ for found in by_rule.values() for _, _, id_ in nsmallest(FINDINGS_OF_A_RULE, found)]
    places = sorted(findings.places[id_] for id_ in listed)
    return Findings(findings.table.take(pa.array(places, pa.int64())), findings.language)


def _left_out(rules: Sequence[Mapping[str, Any]], shown: Findings | None) -> list[dict[str, Any]]:
    if shown is None:
        return []
    listed = Counter(shown.column("rule"))
    found = [(rule, rule["failed"] + rule["undetermined"] - listed[rule["code"]]) for rule in rules]
    return [
        {"code": rule["code"], "name": rule["name"], "listed": listed[rule["code"]], "more": more} for rule, more in found if more
    ]


def list_rules(report: Mapping[str, Any], context: ReportContext, language: Language) -> list[dict[str, Any]]:
    """Each rule with its verdict and its counts over all models, worst first."""
    found: dict[str, dict[str, Any]] = {}
    verdicts = verdict_by_rule(report)
    for row in report["outcomes"]:
        code = row["rule"]
        document, is_confirmed = context.clause(code)
        rule = found.setdefault(
            code,
            {
                "code": code,
                "name": context.rule_name(code, language),
                "outcome": str(verdicts[code]),
                "obligation": row["obligation"],
                "element": row["element"],
                "clause": document,
                "confirmed": is_confirmed,
                "repair": context.repair(code, language),
                "crashed": code in context.crashed,
                "checked": 0,
                "failed": 0,
                "undetermined": 0,
            },
        )
        for number in ("checked", "failed", "undetermined"):
            rule[number] += row[number]
    obligations = list(Obligation)
    return sorted(
        found.values(), key=lambda rule: (WORST_FIRST.index(rule["outcome"]), obligations.index(rule["obligation"]), rule["code"])
    )


def _elements(rules: Sequence[Mapping[str, Any]], language: Language) -> list[dict[str, Any]]:
    counts = Counter((rule["element"], rule["outcome"]) for rule in rules)
    return [
        {
            "code": str(element),
            "name": code_name(language, "six_element", element),
            "counts": [(str(outcome), counts[element, outcome]) for outcome in WORST_FIRST],
        }
        for element in SixElement
    ]


def list_missing(report: Mapping[str, Any], context: ReportContext, language: Language) -> list[dict[str, Any]]:
    """Each missing field, the one that settles the most rules first, and who can supply it."""
    missing = report["determination"].get("missing", [])
    fields = sorted(missing, key=lambda one: (-len(one["rules"]), -one["elements"], one["field"]))
    return [
        {
            "field": one["field"],
            "elements": one["elements"],
            "rules": [{"code": code, "name": context.rule_name(code, language)} for code in one["rules"]],
            "supplier": say(language, f"supplier.{supplier_of(one['field'])}"),
        }
        for one in fields
    ]


def _alarms(context: ReportContext, language: Language) -> list[str]:
    """What makes the report incomplete: the errors on the way."""
    errors = [row for row in rows_of(context.tables, "run_problem") if row["severity"] == Severity.ERROR]
    return list(dict.fromkeys(text(row["text_code"], json.loads(row["text_params"]), language) for row in errors))


def _plan(
    plan: Plan,
    parts: Mapping[str, str],
    report: Mapping[str, Any],
    cause_of: Mapping[str, Cause],
    context: ReportContext,
    language: Language,
) -> dict[str, Any]:
    marked = sorted(
        (id_ for id_ in plan.marks if cause_of[id_].rule not in plan.widespread), key=lambda id_: (cause_of[id_].number, id_)
    )
    here = Counter(cause_of[id_].number for id_ in marked)
    causes = {cause_of[id_].number: cause_of[id_] for id_ in marked}
    size = max(max(plan.width, plan.height) // MARKS_ACROSS, 12)
    return {
        "plan": plan,
        "part": parts[plan.model_id],
        "storey": plan.storey or say(language, "plan.no_storey"),
        "marks": _marks(plan, marked[:MARKS], cause_of, size),
        "unmarked": max(0, len(marked) - MARKS),
        "outlines": [{"cause": cause_of[id_], "path": plan.outlines[id_]} for id_ in reversed(marked) if id_ in plan.outlines],
        "legend": [{**describe_cause(causes[number], report, context, language), "here": here[number]} for number in sorted(here)],
        "widespread": [{"code": code, "name": context.rule_name(code, language)} for code in plan.widespread],
        "is_tall": plan.height > plan.width,
        "size": size,
        "scale_m": _scale_bar(plan),
    }


def _marks(plan: Plan, ids: Sequence[str], cause_of: Mapping[str, Cause], size: int) -> list[dict[str, Any]]:
    """The marks of a plan, the first cause on top; one that would cover another goes to the nearest free place."""
    taken: set[tuple[int, int]] = set()
    marks = []
    for id_ in ids:
        x, y = plan.marks[id_]
        places = ((x + dx * size, y + dy * size) for dx, dy in _RINGS)
        x, y = next((place for place in places if _is_free(place, taken, size)), (x, y))
        taken.add((x, y))
        marks.append({"id": id_, "x": x - size // 2, "y": y - size // 2, "cause": cause_of[id_]})
    return marks[::-1]


_RINGS = sorted(((dx, dy) for dx in range(-3, 4) for dy in range(-3, 4)), key=lambda step: (step[0] ** 2 + step[1] ** 2, step))


def _is_free(place: tuple[int, int], taken: Collection[tuple[int, int]], size: int) -> bool:
    return all(abs(place[0] - x) + abs(place[1] - y) >= size for x, y in taken)


def _scale_bar(plan: Plan) -> int:
    """The longest of 1, 2, 5, 10 … metres that takes at most a quarter of the width."""
    steps = [base * 10**power for power in range(5) for base in (1, 2, 5)]
    return max((step for step in steps if step * 100 <= plan.width / 4), default=1)
