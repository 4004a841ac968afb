"""``jueshan token``: keys for programs."""

from typing import Annotated

import typer

from service.cli import options
from service.cli.language import say
from service.cli.users import RoleOption, actor, day_of, open_accounts

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("create", help=say("token.create"))
def create(
    role: RoleOption,
    name: Annotated[str, typer.Option("--name", help=say("token.name"))] = "",
    days: Annotated[float | None, typer.Option("--days", min=0.001, max=36500, help=say("token.days"))] = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    lang: options.Lang = "zh",
) -> int:
    """Make a token and print it, now and never again."""
    with open_accounts(workspace) as accounts:
        options.print_line(accounts.create_token(role, name, days, actor()))
    return 0


@app.command("list", help=say("token.list"))
def list_tokens(workspace: options.Folder = options.DEFAULT_WORKSPACE, lang: options.Lang = "zh") -> int:
    """Print what is known of the tokens."""
    with open_accounts(workspace) as accounts:
        for one in accounts.tokens():
            until = say("token.revoked") if one.is_revoked else "" if one.expires_at is None else day_of(one.expires_at)
            options.print_line(f"{one.id}\t{one.role}\t{day_of(one.created_at)}\t{until}\t{one.name}")
    return 0


@app.command("revoke", help=say("token.revoke"))
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help=say("token.id"), show_default=False)],
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    lang: options.Lang = "zh",
) -> int:
    """Make a token worthless."""
    with open_accounts(workspace) as accounts:
        accounts.revoke_token(token_id, actor())
    options.print_line(say("token.gone", id=token_id))
    return 0
