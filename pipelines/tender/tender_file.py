"""``tender.yaml``: what is tendered, and who bids with which models."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from cim_schema.codes import ModelStage, Profile, ProjectCategory
from cim_schema.errors import FileNotReadable, InvalidTender

SUFFIXES = (".ifc", ".ifczip")
_TENDER_KEYS = frozenset({"code", "name", "category", "stage", "profile", "crs", "date", "weights", "bids"})
_BID_KEYS = frozenset({"bidder", "models"})
Code = TypeVar("Code", ProjectCategory, ModelStage, Profile)


@dataclass(frozen=True)
class Bid:
    """What a bidder sent."""

    bidder: str
    models: tuple[Path, ...]
    """In the order of their paths."""


@dataclass(frozen=True)
class Tender:
    """What is tendered, and the bids."""

    code: str
    bids: tuple[Bid, ...]
    name: str = ""
    category: ProjectCategory | None = None
    stage: ModelStage | None = None
    profile: Profile = Profile.BASELINE
    crs: str | None = None
    day: date | None = None
    """By whose rules the bids are judged, where editions differ."""
    weights: str | None = None
    """A score card of the project by its name, or a file ``.toml``, made absolute."""


def read_tender(path: Path) -> Tender:
    """Read a tender; the models that it names are there.

    Args:
        path: Of the YAML file; paths and patterns in it start in its folder.

    Raises:
        FileNotReadable: There is no such file.
        InvalidTender: It cannot be used; the error names the line.
    """
    if not path.is_file():
        reason = "@error_reason.is_a_folder" if path.is_dir() else "@error_reason.no_such_file"
        raise FileNotReadable({"file": str(path), "reason": reason})
    return _Reader(path).tender()


@dataclass(frozen=True)
class _Reader:
    path: Path

    def tender(self) -> Tender:
        root = self.compose()
        given = self.mapping(root, _TENDER_KEYS)
        weights = self.text(given["weights"]) if "weights" in given else None
        return Tender(
            code=self.text(given["code"]) if "code" in given else self.path.stem,
            name=self.text(given["name"]) if "name" in given else "",
            category=self.code(ProjectCategory, given, "category"),
            stage=self.code(ModelStage, given, "stage"),
            profile=self.code(Profile, given, "profile") or Profile.BASELINE,
            crs=self.text(given["crs"]) if "crs" in given else None,
            day=self.day(given["date"]) if "date" in given else None,
            weights=str((self.path.parent / weights).resolve()) if weights and weights.endswith(".toml") else weights,
            bids=self.bids(self.required(given, "bids", root)),
        )

    def compose(self) -> yaml.Node:
        try:
            root = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except UnicodeDecodeError:
            raise self.wrong(None, "not_utf8") from None
        except yaml.YAMLError as cause:
            mark = getattr(cause, "problem_mark", None)
            reason = str(getattr(cause, "problem", None) or "YAML")
            raise InvalidTender({"file": str(self.path), "line": mark.line + 1 if mark else None, "reason": reason}) from None
        if root is None:
            raise InvalidTender({"file": str(self.path), "line": 1, "reason": "@error_reason.not_a_mapping"})
        return root

    def bids(self, node: yaml.Node) -> tuple[Bid, ...]:
        found: dict[str, Bid] = {}
        for one in self.sequence(node):
            given = self.mapping(one, _BID_KEYS)
            bidder = self.text(self.required(given, "bidder", one))
            if bidder in found:
                raise self.wrong(given["bidder"], "bidder_twice", bidder=bidder)
            patterns = self.required(given, "models", one)
            models = {file for pattern in self.sequence(patterns) for file in self.files(pattern)}
            found[bidder] = Bid(bidder, tuple(sorted(models)))
        return tuple(found.values())

    def files(self, node: yaml.Node) -> list[Path]:
        pattern = self.text(node)
        named = self.path.parent / pattern
        start = Path(named.anchor)
        try:
            found = [named] if named.is_file() else list(start.glob(str(named.relative_to(start))))
        except (ValueError, OSError):
            found = []
        models = [file for file in found if file.is_file() and file.suffix.lower() in SUFFIXES]
        if not models:
            raise self.wrong(node, "no_models", pattern=pattern)
        return models

    def mapping(self, node: yaml.Node, known: Collection[str]) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(node, "not_a_mapping")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if name not in known:
                raise self.wrong(key, "unknown_key", key=name)
            if name in found:
                raise self.wrong(key, "key_twice", key=name)
            found[name] = value
        return found

    def sequence(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.wrong(node, "not_a_list")
        return list(node.value)

    def required(self, given: Mapping[str, yaml.Node], key: str, within: yaml.Node) -> yaml.Node:
        if key not in given:
            raise self.wrong(within, "missing_key", key=key)
        return given[key]

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self.wrong(node, "not_a_text")
        return str(node.value).strip()

    def day(self, node: yaml.Node) -> date:
        value = self.text(node)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.wrong(node, "not_a_date", value=value) from None

    def code(self, kind: type[Code], given: Mapping[str, yaml.Node], key: str) -> Code | None:
        if key not in given:
            return None
        value = self.text(given[key])
        try:
            return kind(value)
        except ValueError:
            raise self.wrong(given[key], "unknown_code", key=key, value=value, known=", ".join(kind)) from None

    def wrong(self, node: yaml.Node | None, reason: str, **params: object) -> InvalidTender:
        line = None if node is None else node.start_mark.line + 1
        return InvalidTender({"file": str(self.path), "line": line, "reason": f"@error_reason.{reason}", **params})
