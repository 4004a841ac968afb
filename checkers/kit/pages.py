"""The kit's pages: for each category and stage, which fields there are to fill in and which rules each settles."""

import csv
import io
from collections.abc import Iterator, Mapping

from checkers.kit.field_list import UNITS, ListedField, field_list
from checkers.kit.missing_fields import rules_of_fields
from checkers.registry import all_rules
from checkers.rule import Rule
from cim_schema.codes import ModelStage, ProjectCategory
from cim_schema.messages import Language, text


def pages() -> Mapping[str, str]:
    """File name → text of every page, in both languages."""
    found = {"README.md": "\n".join(_index())}
    for category in ProjectCategory:
        for stage in ModelStage:
            found[page_name(category, stage)] = "\n".join(_page(category, stage))
    return found


def page_name(category: ProjectCategory, stage: ModelStage) -> str:
    """What the page of a category and stage is called."""
    return f"{category}-{stage}.md"


def fields_of(category: ProjectCategory, stage: ModelStage) -> dict[str, tuple[str, ...]]:
    """Key of each field that the rules of such models read → the rules that it settles; the most wanted first."""
    asked = {code for code, rule in all_rules().items() if category in rule.categories and stage in _stages(rule)}
    found = {key: tuple(code for code in codes if code in asked) for key, codes in rules_of_fields().items()}
    return {key: found[key] for key in sorted(found, key=lambda key: (-len(found[key]), key)) if found[key]}


def field_table() -> str:
    """All properties as a table for spreadsheets and ArchiCAD's Property Manager; to be written with a byte order mark."""
    to = io.StringIO()
    rows = csv.writer(to)
    rows.writerow([text(f"kit.column_{one}") for one in ("field", "home", "meaning", "type", "example", "classes", "rules")])
    rules = rules_of_fields()
    for key, one in field_list().items():
        if one.kind == "property":
            rows.writerow([
                _name(one, "zh"), one.home, text(f"kit.field.{key}.meaning"), _type(one), one.example, " ".join(one.classes),
                " ".join(rules.get(key, ())),
            ])  # fmt: skip
    return to.getvalue()


def _stages(rule: Rule) -> frozenset[ModelStage]:
    """Of the models of which a rule asks something: what it says of them to IDS, else all."""
    said = [requirement.stages for requirement in rule.requirements]
    return frozenset().union(*said) if said else frozenset(ModelStage)


def _index() -> Iterator[str]:
    for language in ("zh", "en"):
        level = "#" if language == "zh" else "##"
        yield from (f"{level} {_say('index_title', language)}", "")
        yield from ((_say("made", language), "") if language == "zh" else ())
        yield from (_say("intro", language), "", f"{level}# {_say('files', language)}", "")
        for file, said in (("revit_shared_parameters.txt", "shared_parameters"), ("revit_property_sets.txt", "property_sets"),
                           ("fields.csv", "archicad")):  # fmt: skip
            yield f"- [`{file}`]({file}): {_say(said, language)}"
        yield from ("", f"{_say('mapping', language)}:" if language == "en" else f"{_say('mapping', language)}：", "")
        yield from ("```toml", *MAPPING_EXAMPLE, "```", "", f"{level}# {_say('pages', language)}", "")
        for category in ProjectCategory:
            links = (f"[{_code('model_stage', stage, language)}]({page_name(category, stage)})" for stage in ModelStage)
            yield f"- {_code('project_category', category, language)}: {' · '.join(links)}"
        yield ""


MAPPING_EXAMPLE = (
    "[[property]]", 'field = "clear_width"', 'name = "M_净通行宽"', 'set = "院标-门窗"', 'unit = "mm"', "", "[[property]]",
    'field = "fire_rating"', 'name = "防火分类"', 'words = {"A" = "甲级", "B" = "乙级"}',
)  # fmt: skip
"""Two entries of a ``mapping.toml``."""


def _page(category: ProjectCategory, stage: ModelStage) -> Iterator[str]:
    wanted = fields_of(category, stage)
    for language in ("zh", "en"):
        level = "#" if language == "zh" else "##"
        named = {"category": _code("project_category", category, language), "stage": _code("model_stage", stage, language)}
        yield from (f"{level} {text('kit.title', named, language)}", "")
        yield from ((_say("made", language), "") if language == "zh" else ())
        if not wanted:
            yield from (_say("no_fields", language), "")
            continue
        yield from (_say("intro", language), "")
        columns = ("field", "home", "meaning", "type", "example", "classes", "rules")
        yield f"| {' | '.join(_say(f'column_{one}', language) for one in columns)} |"
        yield f"| {' | '.join('---' for _ in columns)} |"
        for key, codes in wanted.items():
            one = field_list()[key]
            links = ", ".join(f"[{code}](../rules/{code}.md)" for code in codes)
            classes = ", ".join(one.classes) or _say("any_class", language)
            meaning = text(f"kit.field.{key}.meaning", language=language)
            yield f"| {_name(one, language)} | `{one.home}` | {meaning} | {_type(one)} | {one.example} | {classes} | {links} |"
        yield ""


def _name(one: ListedField, language: Language) -> str:
    return text(f"kit.field.{one.key}.name", language=language)


def _type(one: ListedField) -> str:
    unit = UNITS.get(one.data_type)
    return f"{one.data_type} ({unit})" if unit else one.data_type


def _say(key: str, language: Language) -> str:
    return text(f"kit.{key}", language=language)


def _code(list_name: str, code: str, language: Language) -> str:
    return text(f"code.{list_name}.{code}", language=language)
