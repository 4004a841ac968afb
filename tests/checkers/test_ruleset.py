"""Ruleset files: the two that come with the project, and what is refused."""

from pathlib import Path

import pytest

from checkers.registry import all_rules
from checkers.ruleset import FOLDER, load_ruleset
from cim_schema.codes import Profile
from cim_schema.errors import InvalidRuleset


@pytest.mark.parametrize("profile", Profile)
def test_the_files_quote_what_the_rules_publish(profile: Profile) -> None:
    ruleset = load_ruleset(profile)
    published = {code: {p.name: p.of(profile) for p in rule.parameters} for code, rule in all_rules().items()}
    assert {code: dict(values) for code, values in ruleset.parameters.items()} == published
    assert ruleset.weights == {}


def test_the_digest_follows_the_values(tmp_path: Path) -> None:
    baseline = load_ruleset("baseline")
    assert load_ruleset("baseline").digest == baseline.digest
    assert load_ruleset("exemplary").digest != baseline.digest
    path = tmp_path / "own.toml"
    written = (FOLDER / "baseline.toml").read_text(encoding="utf-8")
    path.write_text(written.replace("clear_width_m = 0.8\n", "clear_width_m = 0.85\n"), encoding="utf-8")
    own = load_ruleset("baseline", path)
    assert own.parameters["FIR-01"].number("clear_width_m") == 0.85
    assert own.digest != baseline.digest


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("clear_width_m = 0.8", "", "clear_width_m of rule FIR-01 is missing"),
        ("clear_width_m = 0.8", "clear_width_m = 0.8\nwidth_m = 0.8", "no parameter width_m"),
        ("clear_width_m = 0.8", 'clear_width_m = "wide"', "cannot be 'wide'"),
        ("clear_width_m = 0.8", "clear_width_m = true", "cannot be True"),
        ("clear_width_m = 0.8", "clear_width_m = nan", "cannot be nan"),
        ('grade = "二级"', "grade = 2", "grade of rule FIR-16 cannot be 2"),
        ("[parameters.FIR-01]", "[parameters.FIR-99]", "no rule FIR-99"),
        ("[weights]", "[weights]\nsafety = -1", "weight safety"),
        ("[weights]", "[weights]\nbeauty = 1", "weight beauty"),
        ("[weights]", "[weight]", "unknown entry"),
        ('profile = "baseline"', 'profile = "exemplary"', "profile should be"),
        ('profile = "baseline"', "profile = ", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path: Path, before: str, after: str, reason: str) -> None:
    written = (FOLDER / "baseline.toml").read_text(encoding="utf-8")
    assert before in written
    path = tmp_path / "own.toml"
    path.write_text(written.replace(before, after), encoding="utf-8")
    with pytest.raises(InvalidRuleset) as caught:
        load_ruleset("baseline", path)
    assert reason in str(caught.value)
    assert "own.toml" in str(caught.value)
    assert "{" not in caught.value.sentence("zh")


def test_a_profile_or_file_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRuleset, match="luxury"):
        load_ruleset("luxury")
    with pytest.raises(InvalidRuleset, match=r"absent\.toml"):
        load_ruleset("baseline", tmp_path / "absent.toml")
