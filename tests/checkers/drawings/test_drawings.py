"""The drawings of the rules' pages: every one is a picture, with the values that the rulesets publish."""

import dataclasses
import xml.etree.ElementTree as ElementTree

import pytest

from checkers import documentation
from checkers.drawings import draw_rule
from checkers.drawings.assigned import ASSIGNED
from checkers.drawings.sheet import WIDTH
from checkers.registry import all_rules
from cim_schema.made_pages import stale_pages

SVG = "{http://www.w3.org/2000/svg}"


def drawn(code):
    return ElementTree.fromstring(draw_rule(all_rules()[code]))


def words(code):
    return [text.text for text in drawn(code).iter(f"{SVG}text")]


@pytest.mark.parametrize("code", ASSIGNED)
def test_every_dimension_is_drawn_and_told_in_the_legend(code):
    height = float(drawn(code).get("height"))
    legend = [one.text for one in drawn(code).iter(f"{SVG}text") if one.get("text-anchor") is None]
    above = " ".join(one.text for one in drawn(code).iter(f"{SVG}text") if one.get("text-anchor") is not None)
    for letter, (_, dimension) in zip("abcdefgh", ASSIGNED[code][1].items(), strict=False):
        assert letter in above.split()
        assert len([line for line in legend if line.startswith(f"{letter}  ")]) == len(dimension.parameters)
    assert all(0 <= float(one.get("x")) <= WIDTH and 0 < float(one.get("y")) < height for one in drawn(code).iter(f"{SVG}text"))


def test_a_dimension_bears_the_baseline_and_the_legend_both():
    """FIR-01: 0.80 m by GB 55037-2022 7.1.4, 0.90 m by GB 50016-2014 5.5.18."""
    assert words("FIR-01").count("a ≥ 0.8 m") == 2
    assert words("FIR-01")[-1].endswith("：0.8 m；精品加严 0.9 m")


def test_a_changed_value_changes_the_drawing():
    rule = all_rules()["BR-01"]
    height = dataclasses.replace(rule.parameters[0], baseline=1.25)
    assert "a ≥ 1.25 m" in draw_rule(dataclasses.replace(rule, parameters=(height, *rule.parameters[1:])))


def test_slopes_and_shares_are_written_as_engineers_write_them():
    assert "a ≤ 1 : 12" in words("ACC-02")
    assert "a ≥ 1/7" in words("GRN-12")
    assert "a ≥ 0.3 %" in words("RD-07")


def test_a_rule_without_geometry_has_no_drawing():
    assert draw_rule(all_rules()["CIM-08"]) is None


def test_the_drawings_are_current():
    assert stale_pages(documentation.DRAWINGS, documentation.drawings(), ".svg") == [], "run: python -m checkers.documentation"
