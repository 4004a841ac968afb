"""Writes the pages and drawings under ``docs/rules`` from the rules themselves.

``python -m checkers.documentation`` writes them; with ``--check`` it only tells whether they are current.
"""

import sys
from collections.abc import Mapping
from inspect import cleandoc, getmodule
from pathlib import Path

from checkers.drawings import draw_rule
from checkers.kit.field_list import field_list
from checkers.kit.missing_fields import rules_of_fields
from checkers.registry import all_rules
from checkers.rule import Rule, Value
from cim_schema.made_pages import run
from cim_schema.messages import text
from cim_schema.units import format_number

FOLDER = Path(__file__).parent.parent / "docs" / "rules"
DRAWINGS = FOLDER / "drawings"
HEADINGS = ("Why", "Fails", "Passes", "Not applicable")
"""Of a rule module's docstring, in this order, after the statement that is true when all is well."""


def sections(rule: Rule) -> dict[str, str]:
    """Split the docstring of a rule's module: heading → text; the statement is under the empty heading."""
    found = {"": ""}
    heading = ""
    module = getmodule(rule.check)
    for line in cleandoc((module.__doc__ if module else None) or "").splitlines():
        if line in HEADINGS:
            heading = line
            found[heading] = ""
        else:
            found[heading] = f"{found[heading]} {line.strip()}".strip()
    return found


def pages() -> Mapping[str, str]:
    """Every page: file name → content."""
    rules = all_rules()
    found = {"README.md": _index(rules)}
    found.update({f"{code}.md": _page(rule) for code, rule in rules.items()})
    return found


def drawings() -> Mapping[str, str]:
    """Every drawing: file name → SVG text."""
    drawn = {f"{code}.svg": draw_rule(rule) for code, rule in all_rules().items()}
    return {name: drawing for name, drawing in drawn.items() if drawing is not None}


def _index(rules: Mapping[str, Rule]) -> str:
    lines = ["# Rules 校核规则", "", "Written by `python -m checkers.documentation` from the rules; do not edit.", ""]
    lines += ["| code | 名称 | name | 要素 | clause | read in the source | obligation |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for code, rule in rules.items():
        clause = f"{rule.clause.document} {rule.clause.number}".strip()
        read = "yes" if rule.clause.confirmed else "no"
        lines.append(
            f"| [{code}]({code}.md) | {text(f'rule.{code}.name')} | {text(f'rule.{code}.name', language='en')} "
            f"| {text(f'code.six_element.{rule.element}')} | {clause} | {read} | {rule.obligation} |"
        )
    return "\n".join(lines) + "\n"


def _page(rule: Rule) -> str:
    said = sections(rule)
    code = rule.code
    lines = [f"# {code} {text(f'rule.{code}.name')}", "", said[""], ""]
    for heading in HEADINGS:
        lines += [f"**{heading}.** {said[heading]}", ""]
    if draw_rule(rule) is not None:
        lines += [f"![{text(f'rule.{code}.name')} {text(f'rule.{code}.name', language='en')}](drawings/{code}.svg)", ""]
    lines += ["| | |", "| --- | --- |"]
    lines += [f"| name | `{rule.name}`, version {rule.version} |"]
    lines += [f"| element of quality | {text(f'code.six_element.{rule.element}')} {rule.element} |"]
    lines += [f"| categories | {', '.join(sorted(rule.categories))} |", f"| obligation | {rule.obligation} |"]
    lines += [f"| looks at | {'each model by itself' if rule.scope == 'model' else 'all models of a project together'} |"]
    declared = [name for name in rule.tables if not name.startswith("msr_")]
    measured = [name for name in rule.tables if name.startswith("msr_")]
    lines += [f"| reads what the model declares in | {', '.join(f'`{name}`' for name in declared) or 'nothing'} |"]
    lines += [f"| reads what was measured in | {', '.join(f'`{name}`' for name in measured) or 'nothing'} |"]
    lines += [f"| in the IDS files | {_in_ids(rule)} |", "", "## Where it is written", ""]
    for clause in rule.clauses:
        edition = f" ({clause.edition})" if clause.edition else ""
        read = "read in the source" if clause.confirmed else "not yet read in the source"
        since = f"; in effect from {clause.effective_from}" if clause.effective_from else ""
        until = f" until {clause.effective_until}" if clause.effective_until else ""
        lines.append(f"- {clause.document}{edition} {clause.number}: {read}{since}{until}".replace(" :", ":"))
    if rule.parameters:
        lines += ["", "## Parameters", "", "| name | unit | baseline | exemplary | 含义 | meaning |"]
        lines += ["| --- | --- | --- | --- | --- | --- |"]
        for parameter in rule.parameters:
            key = f"rule.{code}.parameters.{parameter.name}"
            values = f"{_shown(parameter.baseline)} | {_shown(parameter.exemplary)}"
            lines.append(f"| `{parameter.name}` | {parameter.unit} | {values} | {text(key)} | {text(key, language='en')} |")
    lines += _fields(code)
    lines += ["", "## How to mend", "", f"{text(f'rule.{code}.repair')}", "", f"{text(f'rule.{code}.repair', language='en')}"]
    lines += ["", "## Cases", "", f"[tests/checkers/rules/{_case_file(code)}](../../tests/checkers/rules/{_case_file(code)})"]
    return "\n".join(lines) + "\n"


def _in_ids(rule: Rule) -> str:
    """What of a rule the files in ``requirements`` ask."""
    if not rule.requirements:
        return "no: IDS cannot say it"
    whole = "all of it" if all(requirement.is_whole for requirement in rule.requirements) else "a part"
    subjects = dict.fromkeys(f"`{requirement.subject}`" for requirement in rule.requirements)
    return f"{whole}: {', '.join(subjects)}; see [requirements](../../requirements/README.md)"


def _fields(code: str) -> list[str]:
    """The fields that settle a rule where nothing can be measured, as the designers' kit lists them."""
    keys = [key for key, codes in rules_of_fields().items() if code in codes]
    if not keys:
        return []
    lines = ["", "## Fields that settle it", "", "| field | 含义 | meaning | example |", "| --- | --- | --- | --- |"]
    for key in keys:
        meaning = f"{text(f'kit.field.{key}.meaning')} | {text(f'kit.field.{key}.meaning', language='en')}"
        lines.append(f"| `{field_list()[key].home}` | {meaning} | {field_list()[key].example} |")
    return lines


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else format_number(value, 6)


def _case_file(code: str) -> str:
    return f"{code.lower().replace('-', '_')}.yml"


if __name__ == "__main__":
    sys.exit(run("checkers.documentation", FOLDER, pages()) | run("checkers.documentation", DRAWINGS, drawings(), suffix=".svg"))
