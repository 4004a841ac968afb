"""Finds every rule under ``checkers/rules``: adding a file adds a rule."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from checkers import rules
from checkers.editions import clause_in_force
from checkers.rule import Rule
from cim_schema.errors import UnknownRule
from cim_schema.messages import LANGUAGES, text


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by code, in the order of the codes.

    Raises:
        ValueError: Two files declare one code.
    """
    found: dict[str, Rule] = {}
    for module in walk_packages(rules.__path__, f"{rules.__name__}."):
        rule = getattr(import_module(module.name), "RULE", None)
        if rule is None:
            continue
        if rule.code in found:
            raise ValueError(f"{rule.code} is declared by {module.name} and by {found[rule.code].check.__module__}")
        found[rule.code] = rule
    return dict(sorted(found.items()))


def select_rules(codes: Collection[str] | None) -> tuple[Rule, ...]:
    """The rules of these codes, or all; in the order of the codes.

    Raises:
        UnknownRule: No rule has this code.
    """
    known = all_rules()
    if codes is None:
        return tuple(known.values())
    for code in sorted(codes):
        if code not in known:
            raise UnknownRule({"rule": code, "known": ", ".join(known)})
    return tuple(known[code] for code in sorted(set(codes)))


def describe_rules(code: str | None = None, day: date | None = None) -> list[dict[str, object]]:
    """What ``jueshan rules --json`` prints: all rules, or one.

    Args:
        code: Of the one.
        day: Of the clauses that a rule has, the one that is in force on it is told; None: now.

    Raises:
        UnknownRule: No rule has this code.
    """
    return [_description(rule, day) for rule in select_rules(None if code is None else [code])]


def _description(rule: Rule, day: date | None) -> dict[str, object]:
    clause = clause_in_force(rule.clauses, day) or rule.clause
    return {
        "code": rule.code,
        "name": {language: text(f"rule.{rule.code}.name", language=language) for language in LANGUAGES},
        "family": rule.family.value,
        "element": rule.element.value,
        "categories": sorted(category.value for category in rule.categories),
        "obligation": rule.obligation.value,
        "clause": {
            "document": clause.document, "number": clause.number, "edition": clause.edition, "confirmed": clause.confirmed,
        },
        "parameters": [
            {"name": p.name, "unit": p.unit, "baseline": _as_json(p.baseline), "exemplary": _as_json(p.exemplary)}
            for p in rule.parameters
        ],
        "version": rule.version,
    }  # fmt: skip


def _as_json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
