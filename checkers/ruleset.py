"""The values of all rules' parameters, by profile, as a file that the city may change and every report quotes.

A file names every parameter of every rule: what is not in it would be chosen by nobody.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from checkers.registry import all_rules
from checkers.rule import Parameter, Parameters, Rule, Value
from cim_schema.codes import Profile, SixElement
from cim_schema.errors import InvalidRuleset

FOLDER = Path(__file__).parent.parent / "rulesets"
"""The files that come with the project, one a profile."""


@dataclass(frozen=True)
class Ruleset:
    """One file, read and checked."""

    profile: Profile
    version: str
    """As the file says; raised whenever a value in it changes."""
    parameters: Mapping[str, Parameters]
    """Rule code → values."""
    weights: Mapping[SixElement, float]
    """Of the six elements; empty until the city sets them."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that answers depend on: each rule's version, obligation and parameters."""
        content = {
            code: {"version": rule.version, "obligation": rule.obligation.value, "parameters": self.parameters[code]}
            for code, rule in all_rules().items()
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(canonical.encode()).hexdigest()


def load_ruleset(profile: Profile | str, path: Path | None = None) -> Ruleset:
    """Read the ruleset of a profile.

    Args:
        profile: ``baseline`` or ``exemplary``.
        path: Of a file of one's own; the project's where it is not given.

    Raises:
        InvalidRuleset: A file that cannot be read, names what does not exist, leaves something out, or gives an impossible value.
    """
    if str(profile) not in list(Profile):
        raise InvalidRuleset({"file": str(profile), "reason": "@check.ruleset.no_such_profile"})
    wanted = Profile(profile)
    path = path or FOLDER / f"{wanted}.toml"
    return _Reader(path.name).ruleset(path, wanted)


@dataclass(frozen=True)
class _Reader:
    file: str

    def ruleset(self, path: Path, profile: Profile) -> Ruleset:
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
            raise self.wrong("unreadable", cause=str(cause)) from None
        if strange := sorted(set(content) - {"profile", "version", "weights", "parameters"}):
            raise self.wrong("no_such_key", key=strange[0])
        if content.get("profile") != profile:
            raise self.wrong("other_profile", wanted=profile.value)
        return Ruleset(
            profile=profile,
            version=str(content.get("version", "")),
            parameters=self.parameters(content.get("parameters", {})),
            weights=self.weights(content.get("weights", {})),
        )

    def parameters(self, given: Mapping[str, Mapping[str, object]]) -> dict[str, Parameters]:
        rules = all_rules()
        if strange := sorted(set(given) - set(rules)):
            raise self.wrong("no_such_rule", rule=strange[0])
        return {code: self.values(rule, given.get(code, {})) for code, rule in rules.items()}

    def values(self, rule: Rule, given: Mapping[str, object]) -> Parameters:
        known = {parameter.name: parameter for parameter in rule.parameters}
        if strange := sorted(set(given) ^ set(known)):
            reason = "missing_parameter" if strange[0] in known else "no_such_parameter"
            raise self.wrong(reason, rule=rule.code, parameter=strange[0])
        return Parameters({name: self.value(rule, parameter, given[name]) for name, parameter in known.items()})

    def value(self, rule: Rule, parameter: Parameter, given: object) -> Value:
        if isinstance(parameter.baseline, tuple):
            if isinstance(given, list) and given and all(isinstance(entry, str) for entry in given):
                return tuple(given)
        elif isinstance(parameter.baseline, str):
            if isinstance(given, str) and given:
                return given
        elif isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < float("inf"):
            return float(given)
        raise self.wrong("impossible_value", rule=rule.code, parameter=parameter.name, value=repr(given))

    def weights(self, given: Mapping[str, object]) -> dict[SixElement, float]:
        found: dict[SixElement, float] = {}
        for name, weight in given.items():
            if name not in list(SixElement) or not isinstance(weight, int | float) or isinstance(weight, bool) or not weight >= 0:
                raise self.wrong("impossible_weight", element=name, value=repr(weight))
            found[SixElement(name)] = float(weight)
        return found

    def wrong(self, reason: str, **params: object) -> InvalidRuleset:
        return InvalidRuleset({"file": self.file, "reason": f"@check.ruleset.{reason}", **params})
