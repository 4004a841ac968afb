"""What the report shows of points: each criterion of the score card with its arithmetic, and concrete by class of members."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cim_schema.messages import Language, text
from cim_schema.units import format_number
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.words import class_name, say


@dataclass(frozen=True)
class PointLine:
    """One term of one measure; of a criterion or measure with nothing to count, one line."""

    criterion: str
    name: str
    """Of the criterion."""
    measure: str
    """What is measured of it; empty where people judge."""
    term: str
    """What is counted; empty where nothing is."""
    worth: float
    """Points that the line may give."""
    count: int | None = None
    undetermined: int | None = None
    total: int | None = None
    least: float | None = None
    greatest: float | None = None
    lacking: tuple[str, ...] = ()
    """GlobalIds of the first that are not as wanted."""


@dataclass(frozen=True)
class ConcreteLine:
    """Concrete of one class of members, m³, and its precast share at worst and at best."""

    members: str
    precast_m3: float
    unknown_m3: float
    total_m3: float
    least_share: float
    greatest_share: float
    note: str = ""
    """Of an item of GB/T 51129: the shares for which it gives points."""


def list_points(report: Mapping[str, Any], context: ReportContext, language: Language) -> list[PointLine]:
    """The lines of the score card, in its order; none where nothing was scored."""
    lines = []
    for criterion in report["scores"]["bim_adoption"].get("criteria", []):
        code = criterion["criterion"]
        name = text(f"scoring.criterion.{code}", None, language)
        if not criterion["measures"] and criterion["points"]:
            lines.append(PointLine(code, name, "", say(language, "points.by_people"), criterion["points"]))
        for measure in criterion["measures"]:
            said = _measure(measure, language)
            if not measure["terms"]:
                lines.append(PointLine(code, name, said, say(language, "points.open"), measure["points"]))
            lines += [
                PointLine(
                    code, name, said, _term(term, context, language), term["points"], term["count"], term["undetermined"],
                    term["total"], term["least_points"], term["greatest_points"],
                    tuple(one["global_id"] for one in term["lacking"] if one["global_id"]),
                )
                for term in measure["terms"]
            ]  # fmt: skip
    return lines


def list_concrete(report: Mapping[str, Any], language: Language) -> list[ConcreteLine]:
    """Concrete by class of members, then by item of GB/T 51129."""
    rate = report["scores"]["precast_rate"]
    lines = [_concrete(class_name(row["ifc_class"], language), row, "") for row in rate.get("classes", [])]
    for item in rate.get("items", []):
        shares = {name: format_number(item[name] * 100) for name in ("from_share", "full_share")}
        note = say(language, "points.item", document=item["document"], **shares)
        lines.append(_concrete(text(f"scoring.item.{item['item']}", None, language), item, note))
    return lines


def _concrete(members: str, row: Mapping[str, Any], note: str) -> ConcreteLine:
    return ConcreteLine(
        members, row["precast_m3"], row["unknown_m3"], row["total_m3"], row["least_share"], row["greatest_share"], note
    )


def _measure(measure: Mapping[str, Any], language: Language) -> str:
    setting = measure["setting"]
    if isinstance(setting, float):
        setting = f"{format_number(setting * 100)} %" if setting < 1 else f"{setting:.1f}"
    return text(f"scoring.measure.{measure['measure']}", {"setting": setting}, language)


def _term(term: Mapping[str, Any], context: ReportContext, language: Language) -> str:
    if term["outcome"] is None:
        return text(f"scoring.term.{term['term']}", None, language)
    return f"{term['term']} {context.rule_name(term['term'], language)}"
