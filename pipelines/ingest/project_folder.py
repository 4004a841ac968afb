"""What is delivered together: a folder with ``project.yaml``, or files named on the command line."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import TypeVar

import yaml

from cim_schema.codes import ApprovalStage, ModelStage, ProjectCategory
from cim_schema.errors import FileNotReadable, InvalidProjectFile
from cim_schema.project import ModelFile, Project, is_file_name, is_investment_code

PROJECT_FILE = "project.yaml"
MAPPING_FILE = "mapping.toml"
MAPPING_VARIABLE = "JUESHAN_MAPPING"
"""Names the mapping file of projects that bring none of their own."""
SUFFIXES = (".ifc", ".ifczip")
Code = TypeVar("Code", ProjectCategory, ModelStage, ApprovalStage)
_KEYS = frozenset({"code", "name", "category", "stage", "approval_stage", "investment_code", "crs", "date", "parts"})


def project_places(inbox: Path) -> list[Path]:
    """Where projects lie in an inbox: each folder with a model in it, and each model file lying directly in the inbox.

    Raises:
        FileNotReadable: There is no such folder.
    """
    if not inbox.is_dir():
        raise FileNotReadable({"file": str(inbox), "reason": "@error_reason.no_such_folder"})
    return [path for path in sorted(inbox.iterdir()) if (_has_project(path) if path.is_dir() else _is_model(path))]


def read_project(place: Path) -> Project:
    """One project: a folder whose files are its parts, named by ``project.yaml`` where there is one; or a single file.

    A file that no pattern of ``parts`` names is a part of its own, named after the file, so that nothing is left behind.

    Raises:
        InvalidProjectFile: The project.yaml cannot be used.
    """
    if not place.is_dir():
        return Project(code=place.stem, models=(ModelFile(place, place.stem, _mapping(place.parent)),))
    path = place / PROJECT_FILE
    described = _read_description(path) if path.is_file() else {}
    code = str(described.get("code") or place.name)
    if not is_file_name(code):
        raise InvalidProjectFile({"file": str(path), "line": None, "reason": "@error_reason.not_a_file_name"})
    files = sorted(file for file in place.iterdir() if file.is_file() and _is_model(file))
    return Project(
        code=code,
        name=str(described.get("name") or ""),
        category=_code(ProjectCategory, described, "category", path),
        stage=_code(ModelStage, described, "stage", path),
        approval_stage=_code(ApprovalStage, described, "approval_stage", path),
        investment_code=_investment_code(described, path),
        crs=str(described["crs"]) if described.get("crs") else None,
        day=_day(described, path),
        models=tuple(replace(model, mapping=_mapping(place)) for model in name_parts(files, _patterns(described, path), path)),
    )


def institute_mapping() -> Path | None:
    """What the institute's own property names mean, where a file says so for all projects."""
    named = os.environ.get(MAPPING_VARIABLE)
    return Path(named) if named else None


def name_parts(files: Sequence[Path], patterns: Mapping[str, str], described_in: Path | None = None) -> tuple[ModelFile, ...]:
    """Give each file its part: of the first pattern that fits its name, else the file's stem.

    Raises:
        InvalidProjectFile: Two files claim one part.
    """
    named: dict[str, Path] = {}
    for file in files:
        part = next((part for part, pattern in patterns.items() if fnmatch(file.name, pattern)), file.stem)
        if part in named:
            raise InvalidProjectFile({
                "file": str(described_in or file), "line": None, "reason": "@error_reason.part_claimed_twice",
                "part": part, "first": named[part].name, "second": file.name,
            })  # fmt: skip
        named[part] = file
    return tuple(ModelFile(path, part) for part, path in sorted(named.items()))


def _mapping(folder: Path) -> Path | None:
    """The project's mapping file, else the institute's."""
    own = folder / MAPPING_FILE
    return own if own.is_file() else institute_mapping()


def _is_model(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")


def _has_project(folder: Path) -> bool:
    return (folder / PROJECT_FILE).is_file() or any(path.is_file() and _is_model(path) for path in folder.iterdir())


def _read_description(path: Path) -> dict[str, object]:
    try:
        described = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InvalidProjectFile({"file": str(path), "line": None, "reason": "@error_reason.not_utf8"}) from None
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        reason = getattr(cause, "problem", None) or "YAML"
        raise InvalidProjectFile({"file": str(path), "line": mark.line + 1 if mark else None, "reason": str(reason)}) from None
    if described is None:
        return {}
    if not isinstance(described, dict):
        raise InvalidProjectFile({"file": str(path), "line": 1, "reason": "@error_reason.not_a_mapping"})
    unknown = sorted(set(map(str, described)) - _KEYS)
    if unknown:
        raise InvalidProjectFile({"file": str(path), "line": None, "reason": "@error_reason.unknown_key", "key": unknown[0]})
    return described


def _patterns(described: Mapping[str, object], path: Path) -> dict[str, str]:
    parts = described.get("parts") or {}
    if not isinstance(parts, dict) or not all(isinstance(pattern, str) for pattern in parts.values()):
        raise InvalidProjectFile({"file": str(path), "line": None, "reason": "@error_reason.parts_not_patterns"})
    return {str(part): pattern for part, pattern in parts.items()}


def _day(described: Mapping[str, object], path: Path) -> date | None:
    value = described.get("date")
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InvalidProjectFile({
            "file": str(path), "line": None, "reason": "@error_reason.not_a_date", "value": str(value),
        }) from None  # fmt: skip


def _investment_code(described: Mapping[str, object], path: Path) -> str | None:
    value = described.get("investment_code")
    if value is None:
        return None
    if not is_investment_code(str(value).strip()):
        raise InvalidProjectFile({
            "file": str(path), "line": None, "reason": "@error_reason.not_an_investment_code", "value": str(value),
        })  # fmt: skip
    return str(value).strip()


def _code(kind: type[Code], described: Mapping[str, object], key: str, path: Path) -> Code | None:
    value = described.get(key)
    if not value:
        return None
    try:
        return kind(str(value))
    except ValueError:
        raise InvalidProjectFile({
            "file": str(path), "line": None, "reason": "@error_reason.unknown_code", "key": key, "value": str(value),
            "known": ", ".join(kind),
        }) from None  # fmt: skip
