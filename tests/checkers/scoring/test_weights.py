"""The score card."""

import re

import pytest

from checkers.ruleset import FOLDER
from checkers.scoring.weights import CRITERIA, load_weights
from cim_schema.errors import InvalidRuleset

CARD = (FOLDER / "bim_adoption.toml").read_text(encoding="utf-8")


def test_the_card_of_the_project_is_a_proposal_of_a_hundred_points_and_gives_none_for_awards():
    card = load_weights()
    assert not card.is_confirmed
    assert sum(one.points for one in card.criteria) == 100
    assert [one.code for one in card.criteria] == list(CRITERIA)
    assert {one.code: one.points for one in card.criteria}["BID-09"] == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[BID-02]  # 团队与资历\npoints = 10.0", "", "BID-02"),
        ("[BID-09]", "[BID-10]", "BID-09"),
        ("points = 15.0, level", "level", "BID-03.information.points"),
        ('level = "N2"', 'level = "N5"', "BID-03.information.level"),
        ("least_lod = 3.0", "least_lod = 300", "BID-03.smallest_unit.least_lod"),
        ("greatest_deviation = 0.05", "greatest_deviation = 5.0", "BID-06.agreeing_volumes.greatest_deviation"),
        ("scheduled = { points = 10.0 }", "scheduled = { points = 9.0 }", "BID-05"),
        ("scheduled = { points = 10.0 }", "scheduled = { points = 10.0, by = 3 }", "BID-05.scheduled.by"),
        ('rules = ["GRN-*", "PRE-*"]', "rules = []", "BID-07.green.rules"),
        ("[BID-01]  # BIM 实施方案\npoints = 15.0", "[BID-01]\npoints = -1", "BID-01.points"),
        ("[BID-01]  # BIM 实施方案\npoints = 15.0", "[BID-01]\npoints = true", "BID-01.points"),
        ("[BID-01]  # BIM 实施方案\npoints = 15.0", "[BID-01]\npoints = nan", "BID-01.points"),
        ('version = "1"', "version =", "card.toml"),
    ],
)
def test_a_card_that_cannot_be_used_is_told_with_its_place(old, new, said, tmp_path):
    assert old in CARD
    path = tmp_path / "card.toml"
    path.write_text(CARD.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidRuleset, match=re.escape(said)) as caught:
        load_weights(path)
    assert caught.value.params["file"] == "card.toml"


def test_a_source_in_one_language_will_do_and_points_change_the_digest(tmp_path):
    path = tmp_path / "card.toml"
    one_language = re.sub(r"source\.zh = .*\nsource\.en = .*", 'source = "招标人"', CARD)
    path.write_text(one_language.replace("[BID-01]  # BIM 实施方案\npoints = 15.0", "[BID-01]\npoints = 14.0"), encoding="utf-8")
    card = load_weights(path)
    assert (card.name, card.source) == ("card", {"zh": "招标人", "en": "招标人"})
    assert card.digest != load_weights().digest
