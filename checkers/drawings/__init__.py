"""Line drawings for the rules' pages: what a rule measures, with the values of its parameters.

What belongs here: which drawing a rule has (``assigned``), the drawings (``buildings``, ``streets``), the paper they are
drawn on (``sheet``). What does not: the pages (``checkers.documentation``). Rules do not know of drawings.
"""

import textwrap
from unicodedata import east_asian_width

from checkers.drawings.assigned import ASSIGNED, Dimension
from checkers.drawings.sheet import Sheet
from checkers.rule import Parameter, Rule
from cim_schema.codes import Profile
from cim_schema.messages import Language, text
from cim_schema.units import format_number

LEGEND_COLUMNS = 88
"""Columns of a line of the legend: a Chinese character takes two."""


def draw_rule(rule: Rule) -> str | None:
    """The drawing of a rule as an SVG text; None where nothing of it is drawn.

    Its dimensions are lettered; the legend tells each letter's values, of the baseline and, where it differs, the exemplary
    profile.
    """
    if rule.code not in ASSIGNED:
        return None
    figure, dimensions = ASSIGNED[rule.code]
    sheet = Sheet()
    letters = dict(zip(dimensions, "abcdefgh", strict=False))
    figure(sheet, {name: _label(letters[name], one, rule) for name, one in dimensions.items()})
    legend = [line for name, one in dimensions.items() for line in _legend(letters[name], one, rule, "zh")]
    english = [line for name, one in dimensions.items() for line in _legend(letters[name], one, rule, "en")]
    wrapped = [part for line in legend for part in _wrap(line)]
    return sheet.svg(text(f"rule.{rule.code}.name"), "; ".join([text(f"rule.{rule.code}.name", language="en"), *english]), wrapped)


def _label(letter: str, dimension: Dimension, rule: Rule) -> str:
    named = {parameter.name: parameter for parameter in rule.parameters}
    if len(dimension.parameters) != 1:
        return letter
    parameter = named[dimension.parameters[0]]
    return " ".join(filter(None, (letter, dimension.sign, _value(parameter, Profile.BASELINE, dimension))))


def _legend(letter: str, dimension: Dimension, rule: Rule, language: Language) -> list[str]:
    named = {parameter.name: parameter for parameter in rule.parameters}
    lines = []
    for name in dimension.parameters:
        meaning = text(f"rule.{rule.code}.parameters.{name}", language=language)
        colon, semicolon = ("：", "；") if language == "zh" else (": ", "; ")
        line = f"{letter}  {meaning}{colon}{_amount(named[name], Profile.BASELINE, dimension)}"
        if named[name].baseline != named[name].exemplary:
            line += f"{semicolon}{text('code.profile.exemplary', language=language)} "
            line += _amount(named[name], Profile.EXEMPLARY, dimension)
        lines.append(line)
    return lines


def _value(parameter: Parameter, profile: Profile, dimension: Dimension) -> str:
    """As it stands on the dimension line."""
    amount = _amount(parameter, profile, dimension)
    return {"slope": "1 : ", "per": "1/"}.get(dimension.form, "") + amount


def _amount(parameter: Parameter, profile: Profile, dimension: Dimension) -> str:
    """As it stands in the legend, behind the parameter's meaning."""
    value = parameter.of(profile)
    if not isinstance(value, int | float):
        raise TypeError(f"{parameter.name} is no number: it cannot be written on a drawing")
    if dimension.form == "percent":
        return f"{format_number(value * 100, 6)} %"
    return f"{format_number(value, 6)} {parameter.unit.replace('m2', 'm²')}".rstrip()


def _wrap(line: str) -> list[str]:
    """Break a line where its columns are full; textwrap counts characters, so wide ones are counted twice first."""
    wide = sum(east_asian_width(one) in "WF" for one in line)
    columns = max(20, int(LEGEND_COLUMNS * len(line) / max(len(line) + wide, 1)))
    return textwrap.wrap(line, columns, subsequent_indent="    ", break_on_hyphens=False)
