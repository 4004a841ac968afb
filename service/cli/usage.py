"""A command line that cannot be used, told in the language of the run; the library that reads it knows English only."""

import os
import re
import sys
from typing import Any

import typer

from cim_schema.messages import has_text
from service.cli.language import say

_DETAILS = {
    "not_one_of": re.compile(r"(?P<value>'.*') is not one of (?P<known>.+?)\.?$"),
    "too_small": re.compile(r"greater than or equal to (?P<limit>\S+)"),
    "not_an_integer": re.compile(r"valid integer"),
    "not_a_number": re.compile(r"valid number"),
    "no_such_command": re.compile(r"No such command (?P<value>'.*')"),
    "no_value": re.compile(r"requires an argument|requires \d+ arguments"),
    "needless_value": re.compile(r"does not take a value"),
    "too_many": re.compile(r"unexpected extra arguments?(?:\(s\))? \((?P<value>.*)\)"),
}
"""Key below ``cli.usage_detail`` → what the library says."""


def usage_sentence(error: typer.TyperException) -> str:
    """What is wrong with the command line, and where to look for what is right."""
    kind = type(error).__name__
    option = getattr(error, "option_name", None) or _name_of(error)
    detail = _detail(str(getattr(error, "message", "") or error))
    if has_text(f"cli.usage.{kind}"):
        return say(f"usage.{kind}", option=option, detail=detail)
    return say("usage.other", detail=f"{option} {detail}" if option else detail)


def _detail(message: str) -> str:
    for key, pattern in _DETAILS.items():
        if found := pattern.search(message):
            return say(f"usage_detail.{key}", **found.groupdict())
    return message.removeprefix("Value error, ").removesuffix(".")


def _name_of(error: Any) -> str:
    """The option, argument or environment variable that the error is about."""
    param = getattr(error, "param", None)
    if param is None:
        return str(getattr(error, "param_hint", None) or "")
    options = [name for name in getattr(param, "opts", []) if name.startswith("--")]
    if not options:
        return str(param.metavar or param.name)
    is_given = any(argument.partition("=")[0] in options for argument in sys.argv[1:])
    variable = getattr(param, "envvar", None)
    return str(variable) if not is_given and isinstance(variable, str) and variable in os.environ else options[0]
