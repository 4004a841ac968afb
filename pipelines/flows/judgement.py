"""A federation judged: checked, placed, and told in a report."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cim_schema.codes import Obligation, Outcome, Profile
from cim_schema.messages import Language
from pipelines.flows.steps import Federation, Line, check, check_by_ids, place, project_crs
from pipelines.flows.surroundings import Around, check_in_surroundings, surroundings
from pipelines.runtime.compute import Compute
from pipelines.runtime.table_set import Merged, Tables, TableSet, read_columns

if TYPE_CHECKING:
    from checkers.ids.document import Ids
    from pipelines.publish.report.causes import Cause
    from pipelines.publish.report.content import Report
    from pipelines.publish.report.context import ReportContext

MANY_FINDINGS = 5_000
"""From here on the second report for people is worth a process of its own."""


@dataclass(frozen=True)
class Judgement:
    """What is known of a federation once it has been down the line."""

    federation: Federation
    profile: Profile
    crs: str
    """The project's coordinate reference system."""
    checked: TableSet
    placed: TableSet
    asked: "tuple[Ids, ...]" = ()
    """IDS files whose specifications were checked beside the rules."""
    around: TableSet | None = None
    """The surroundings that the rules saw; None where nobody looked at any."""

    @property
    def tables(self) -> Merged:
        """Everything: of the models, their measurements, findings and places, and every problem on the way; read when asked for."""
        return self.federation.tables(self.placed, self.checked)

    @cached_property
    def scores(self) -> dict[str, Any]:
        """As in ``report.json``."""
        from checkers.ruleset import load_ruleset
        from checkers.scores import scores

        return scores(self.tables, load_ruleset(self.profile).weights)

    @property
    def is_refused(self) -> bool:
        """Whether a mandatory rule failed."""
        return any(
            row["outcome"] == Outcome.FAIL and row["obligation"] == Obligation.MANDATORY
            for row in self.checked["chk_outcome"].select(["outcome", "obligation"]).to_pylist()
        )


def judge(
    federation: Federation,
    line: Line,
    profile: Profile,
    rules: Collection[str] | None = None,
    target_crs: str | None = None,
    asked: "Sequence[Ids]" = (),
    around: Around | None = None,
) -> Judgement:
    """Check the models by the rules, among their surroundings and by IDS files where some are given, and place them.

    Raises:
        RuleError: No such rule, or an unusable ruleset.
        UnknownCrs: Nobody knows the target.
        StoreError: The store of the surroundings cannot be read.
    """
    crs = project_crs(federation, line, target_crs)
    checked = check(federation, line, profile, rules)
    placed = place(federation, line, crs)
    found = None if around is None else surroundings(federation, placed, line, around)
    if found is not None:
        checked = check_in_surroundings(federation, checked, found, line, profile, rules)
    if asked:
        checked = check_by_ids(federation, checked, line, asked)
    return Judgement(federation, profile, crs, checked, placed, tuple(asked), found)


def outcome_counts(outcomes: pa.Table) -> dict[str, int]:
    """How many rule-and-model pairs came to each outcome."""
    found = outcomes["outcome"].to_pylist()
    return {str(outcome): found.count(outcome) for outcome in Outcome}


def write_reports(judgement: Judgement, line: Line, folder: Path, language: Language) -> str:
    """Write ``report.json``, ``report.html`` and ``report.xlsx``, all or none; give the sentence for a person in a hurry."""
    from pipelines.publish.report.causes import find_causes
    from pipelines.publish.report.content import write_json
    from pipelines.publish.report.context import ReportContext
    from pipelines.publish.report.headline import write_headline
    from pipelines.publish.report.html import write_html
    from pipelines.publish.report.xlsx import write_xlsx
    from pipelines.runtime.output import folder_beside

    start = perf_counter()
    rules = _described_rules(judgement.asked, judgement.federation.day)
    context = ReportContext(judgement.tables, rules)
    report = _report(judgement, line, language)
    causes = find_causes(report, context)
    is_apart = line.compute.workers > 1 and len(report["findings"]) >= MANY_FINDINGS
    with folder_beside(folder) as beside:
        sheets = [
            _Sheet(write_html, report, context, beside / "report.html", language, causes),
            _Sheet(write_xlsx, report, context, beside / "report.xlsx", language, causes),
        ]
        near = line.compute if is_apart else Compute(1)
        with line.progress.stage("progress.report", len(sheets), "file") as stage, near.beside(_write, sheets[1]) as second:
            _write(sheets[0])
            stage.advance()
            second()
            stage.advance()
        line.timed("report", start)
        report["timings_s"] = _timings(line)
        write_json(report, beside / "report.json")
    return write_headline(report, causes, language).sentence


@dataclass(frozen=True)
class _Sheet:
    """One of the reports for people, which may be written in a process of its own. Travels by pickle."""

    write: "Callable[[Report, ReportContext, Path, Language, tuple[Cause, ...]], object]"
    report: "Report"
    context: "ReportContext"
    path: Path
    language: Language
    causes: "tuple[Cause, ...]"


def _write(sheet: _Sheet) -> None:
    sheet.write(sheet.report, sheet.context, sheet.path, sheet.language, sheet.causes)


def _report(judgement: Judgement, line: Line, language: Language) -> dict[str, Any]:
    from checkers.determination import determination
    from checkers.ruleset import load_ruleset
    from pipelines.georeference.report import georeference_report
    from pipelines.publish.report.content import ReportModel, ReportRuleset, build_report

    ruleset = load_ruleset(judgement.profile)
    federation = judgement.federation
    tables = judgement.tables
    known = read_columns(tables, "ifc_model", ("model_id", "ifc_schema", "byte_count")).to_pylist()
    kept = {row["model_id"]: row for row in known}
    models = [
        ReportModel(
            model.model_id, model.file.part, model.file.path.name, kept[model.model_id]["ifc_schema"],
            kept[model.model_id]["byte_count"], federation.category, federation.stage,
        )
        for model in federation.models
    ]  # fmt: skip
    return build_report(
        tables, models, ReportRuleset(str(ruleset.profile), ruleset.version, ruleset.digest),
        determination=determination(tables["chk_outcome"], tables["chk_finding"], tables["res_unresolved"]),
        scores=judgement.scores,
        georeference=[
            {"model_id": model.model_id, "part": model.file.part}
            | georeference_report(tables.of(model.model_id), model.model_id, judgement.crs, language=language)
            for model in federation.models
        ],
        timings_s=_timings(line), engines=_engines(tables), language=language,
    )  # fmt: skip


def _described_rules(asked: "Sequence[Ids]", day: date | None) -> Mapping[str, Mapping[str, Any]]:
    from checkers.registry import describe_rules

    described = {str(rule["code"]): rule for rule in describe_rules(day=day)}
    if asked:
        from checkers.ids.findings import specification_rules

        described |= {rule.code: rule.describe() for of_file in specification_rules(asked) for rule in of_file}
    return described


def _timings(line: Line) -> dict[str, float]:
    """Seconds by the stages that the report names; measuring counts as geometry, placing as checking."""
    spent = line.seconds
    told = {
        "read": ("read",), "geometry": ("geometry", "measure"), "check": ("check", "place"), "report": ("report",),
    }  # fmt: skip
    return {name: round(sum(spent.get(stage, 0.0) for stage in stages), 3) for name, stages in told.items()}


def _engines(tables: Tables) -> dict[str, str]:
    kernels = sorted(read_columns(tables, "ifc_geometry", ("kernel",))["kernel"].unique().to_pylist())
    return {"ifcopenshell": version("ifcopenshell"), "geometry_kernel": ", ".join(kernels), "pyproj": version("pyproj")}
