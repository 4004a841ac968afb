"""Writes ``requirements/``: what the rules ask of a model, as far as IDS can say it, one file a category and stage.

``python -m checkers.requirement_files`` writes them; with ``--check`` it only tells whether they are current.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from checkers.ids.document import Facet, Ids, Specification
from checkers.ids.document import Requirement as Asked
from checkers.ids.writing import write_ids
from checkers.registry import all_rules
from checkers.requirement import MADE, Requirement, is_a
from checkers.rule import PLATFORM, Rule
from cim_schema.codes import ModelStage, ProjectCategory
from cim_schema.made_pages import run
from cim_schema.messages import LANGUAGES, Language, text
from pipelines.runtime.ifc_schema import ifc_schema

FOLDER = Path(__file__).parent.parent / "requirements"
VERSION = "1"


def files() -> Mapping[str, str]:
    """Every file: its name, such as ``building-completion.ids``, and its text."""
    return {
        file_name(category, stage): _text(category, stage) for category in ProjectCategory for stage in ModelStage
    }  # fmt: skip


def file_name(category: ProjectCategory, stage: ModelStage) -> str:
    """What the file of a category and stage is called."""
    return f"{category}-{stage}.ids"


def requirements_of(category: ProjectCategory, stage: ModelStage) -> Ids:
    """All that the rules ask of a model of this category and stage, with the classes that each schema has."""
    asked = tuple(
        specification
        for rule in all_rules().values() if category in rule.categories
        for number, requirement in enumerate(rule.requirements, 1) if stage in requirement.stages
        for specification in specifications(rule, requirement, number)
    )  # fmt: skip
    return Ids(file_name(category, stage), _both("title", category=category, stage=stage), asked)


def specifications(rule: Rule, requirement: Requirement, number: int) -> Iterator[Specification]:
    """A requirement of a rule as specifications: one for all classes that the same schemas have.

    They share no class: the schemas that a specification names are a note, and it is checked in models of any.

    Args:
        rule: Whose it is.
        requirement: One of its requirements.
        number: Its place among them, from 1.
    """
    names = " / ".join(text(f"rule.{rule.code}.name", language=language) for language in LANGUAGES)
    instructions = " ".join(_instructions(rule, language) for language in LANGUAGES)
    for schemas, classes in _classes(requirement).items():
        applicability: tuple[Facet, ...] = (is_a(classes, requirement.predefined_type), *requirement.where)
        is_all = schemas == requirement.schemas
        among = "" if is_all else f", {' '.join(schemas)}"
        yield Specification(
            MADE, f"{rule.code} {names} ({requirement.subject}{among})", schemas,
            "required" if requirement.has_to_exist else "optional", applicability,
            tuple(Asked(facet) for facet in requirement.asked),
            f"{rule.code}.{number}" if is_all else "-".join((f"{rule.code}.{number}", *schemas)),
            instructions, _both("whole" if requirement.is_whole else "part", rule=rule.code),
        )  # fmt: skip


def _classes(requirement: Requirement) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Schemas → the classes, in capitals, that these have and the others have not; those of most schemas first."""
    found: dict[str, list[str]] = {}
    for schema in requirement.schemas:
        declared = ifc_schema(schema)
        wanted = declared.classes & {name.upper() for name in requirement.classes}
        if requirement.has_subtypes:
            wanted = declared.subtypes(*wanted) - declared.subtypes(*(name.upper() for name in requirement.without))
        for name in wanted:
            if not declared.is_abstract(name):
                found.setdefault(name, []).append(schema)
    groups: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, schemas in sorted(found.items(), key=lambda item: (-len(item[1]), requirement.schemas.index(item[1][0]), item[0])):
        groups[tuple(schemas)] = (*groups.get(tuple(schemas), ()), name)
    return groups


def _text(category: ProjectCategory, stage: ModelStage) -> str:
    info = {
        "version": VERSION, "description": _both("description"), "purpose": _both("purpose"),
        "milestone": _both("milestone", category=category, stage=stage),
    }  # fmt: skip
    return write_ids(requirements_of(category, stage), info)


def _instructions(rule: Rule, language: Language) -> str:
    clause = rule.clause
    document = text("ids.requirements.platform", None, language) if clause.document == PLATFORM else clause.document
    state = "read" if clause.confirmed else "convention" if clause.document == PLATFORM else "unread"
    said = {
        "clause": f"{document} {clause.number}".strip(), "state": f"@ids.requirements.{state}",
        "repair": f"@rule.{rule.code}.repair",
    }  # fmt: skip
    return text("ids.requirements.instructions", said, language)


def _both(key: str, category: ProjectCategory | None = None, stage: ModelStage | None = None, **params: object) -> str:
    """In every language, one after the other."""
    named = params | {"category": f"@code.project_category.{category}", "stage": f"@code.model_stage.{stage}"}
    return " ".join(text(f"ids.requirements.{key}", named, language) for language in LANGUAGES)


if __name__ == "__main__":
    sys.exit(run("checkers.requirement_files", FOLDER, files(), suffix=".ids"))
