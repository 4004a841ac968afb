"""``jueshan rules``: what is checked, by which clause, and how sure we are of the clause."""

import json
from typing import Annotated

import typer

from service.cli import options
from service.cli.language import LANGUAGE, say


def rules(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help=say("rules.code"), show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("rules.json"))] = False,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """List the rules, or one of them."""
    from checkers.registry import describe_rules

    described = describe_rules(code)
    if as_json:
        options.print_line(json.dumps(described, ensure_ascii=False, indent=1))
        return 0
    for rule in described:
        options.print_line(_line_of(rule))
    return 0


def _line_of(rule: dict[str, object]) -> str:
    name, clause = rule["name"], rule["clause"]
    assert isinstance(name, dict) and isinstance(clause, dict)  # noqa: PT018
    mark = say("rules.confirmed") if clause["confirmed"] else say("rules.unconfirmed")
    return f"{rule['code']:8} {name[LANGUAGE]}  [{clause['document']} {clause['number']}, {mark}]"
