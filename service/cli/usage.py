"""A command line that cannot be used, told in the language of the run; the library that reads it knows English only."""

from typing import Any

import typer

from cim_schema.messages import has_text
from service.cli.language import LANGUAGE, say


def usage_sentence(error: typer.TyperException) -> str:
    """What is wrong with the command line, and where to look for what is right."""
    told: Any = error
    kind = type(error).__name__
    detail = str(getattr(error, "message", "") or error)
    code = f"usage.{kind}" if has_text(f"cli.usage.{kind}") else "usage.other"
    params = {
        "option": getattr(told, "option_name", None) or _name_of(told),
        "detail": detail if LANGUAGE == "en" else detail.removeprefix("Value error, "),
    }
    return say(code, **params)


def _name_of(error: Any) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return str(getattr(error, "param_hint", None) or "")
    options = [name for name in getattr(param, "opts", []) if name.startswith("--")]
    return options[0] if options else str(param.metavar or param.name)
