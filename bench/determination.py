"""Writes ``docs/determination.md``: of which rules the real models let us decide, and what is missing for the others.

``python -m bench.determination`` (``make determination``). The models that are not ours lie beside the project
(``JUESHAN_SHARED``); without them the page is not written.
"""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cim_schema.codes import Outcome, Profile, ProjectCategory
from cim_schema.messages import text

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "determination.md"
SHARED = Path(os.environ.get("JUESHAN_SHARED", ROOT.parent / "shared")) / "ifc"

MODELS = (
    ("学校（IFC4，三个专业）", ROOT / "sample_ifc" / "clean" / "school"),
    ("学校（IFC2X3，Revit 习惯）", ROOT / "sample_ifc" / "clean" / "school_revit"),
    ("Office_A", SHARED / "office" / "Office_A_20110811.ifc"),
    ("Duplex_A", SHARED / "duplex" / "Duplex_A_20110907.ifc"),
    ("AC20-FZK-Haus", SHARED / "fzk" / "AC20-FZK-Haus.ifc"),
    ("PCERT Building-Architecture IFC4", SHARED / "pcert_ifc4" / "Building-Architecture.ifc"),
    ("PCERT Building-Architecture IFC4X3", SHARED / "pcert_ifc4x3" / "Building-Architecture.ifc"),
)

SIGNS = {Outcome.PASS: "通过", Outcome.FAIL: "不通过", Outcome.UNDETERMINED: "缺数据"}


@dataclass(frozen=True)
class Determined:
    """What the rules say of one model or project."""

    name: str
    outcomes: dict[str, Outcome]
    """Rule → what it says of all parts together; rules with nothing to look at left out."""
    missing: dict[str, Counter[str]]
    """Rule → field → number of subjects that lack it."""

    @property
    def determined(self) -> int:
        """Rules that say pass or fail."""
        return sum(outcome is not Outcome.UNDETERMINED for outcome in self.outcomes.values())


def determine(name: str, place: Path, workspace: Path) -> Determined:
    """Check a model, or a project's folder, as a building."""
    from pipelines.flows.intake import take_in_all
    from pipelines.flows.judgement import judge
    from pipelines.flows.steps import Federation, Line
    from pipelines.ingest.project_folder import read_project
    from pipelines.runtime.compute import Compute
    from pipelines.runtime.workspace import Workspace

    line = Line(Workspace(workspace), Compute())
    project = read_project(place)
    models = take_in_all([replace(model, mapping=None) for model in project.models], line)
    federation = Federation(models, project.category or ProjectCategory.BUILDING, project.stage, project.crs)
    checked = judge(federation, line, Profile.BASELINE).checked
    said: dict[str, set[str]] = {}
    for row in checked["chk_outcome"].select(["rule", "outcome"]).to_pylist():
        said.setdefault(row["rule"], set()).add(row["outcome"])
    missing: dict[str, Counter[str]] = {}
    for row in checked["chk_finding"].select(["rule", "missing_field"]).to_pylist():
        if row["missing_field"] is not None:
            missing.setdefault(row["rule"], Counter())[row["missing_field"]] += 1
    outcomes = {rule: _together(words) for rule, words in sorted(said.items()) if words != {Outcome.NA}}
    return Determined(name, outcomes, missing)


def page(models: Sequence[Determined]) -> str:
    """The page: the rates first, then rule by rule."""
    lines = [
        "# 可判定率 Determination", "",
        "本页由 `make determination` 生成，请勿手工修改。", "",
        "可判定率＝结论为“通过”或“不通过”的规则数 ÷ 适用的规则数（有对象可查的规则，即结论不是“不适用”的规则）。",
        "任一对象不通过即可判定；没有不通过而有对象缺数据的，为未判定。", "",
        "## Summary 汇总", "",
        "| 模型 model | 适用 applicable | 可判定 determined | 可判定率 rate | 通过 pass | 不通过 fail | 缺数据 undetermined |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for model in models:
        counts = Counter(model.outcomes.values())
        rate = model.determined / max(len(model.outcomes), 1)
        lines.append(
            f"| {model.name} | {len(model.outcomes)} | {model.determined} | {rate:.0%} | {counts[Outcome.PASS]} "
            f"| {counts[Outcome.FAIL]} | {counts[Outcome.UNDETERMINED]} |"
        )
    for model in models:
        lines += [
            "",
            f"## {model.name}",
            "",
            "| 规则 rule | 名称 name | 结论 outcome | 缺少的字段 missing |",
            "| --- | --- | --- | --- |",
        ]
        lines += _rows(model)
    return "\n".join(lines) + "\n"


def _rows(model: Determined) -> Iterator[str]:
    for rule, outcome in model.outcomes.items():
        fields = "、".join(f"`{field}` × {count}" for field, count in sorted(model.missing.get(rule, Counter()).items()))
        shown = fields if outcome is Outcome.UNDETERMINED else ""
        yield f"| [{rule}](rules/{rule}.md) | {text(f'rule.{rule}.name')} | {SIGNS[outcome]} | {shown} |"


def _together(words: set[str]) -> Outcome:
    order = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.PASS)
    return next(outcome for outcome in order if outcome in words)


def main() -> int:
    """Write the page; gives the exit status."""
    absent = [str(place) for _, place in MODELS if not place.exists()]
    if absent:
        sys.stderr.write(f"not there: {', '.join(absent)}\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(page([determine(name, place, Path(folder)) for name, place in MODELS]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
