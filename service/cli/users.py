"""``jueshan users``: who may sign in."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cim_schema.codes import Role
from cim_schema.messages import text
from service.cli import options
from service.cli.language import LANGUAGE, say

if TYPE_CHECKING:
    from pathlib import Path

    from service.state.accounts import Accounts

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

RoleOption = Annotated[Role, typer.Option("--role", help=say("users.role"))]
Name = Annotated[str, typer.Argument(metavar="NAME", help=say("users.name"), show_default=False)]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help=say("users.password_stdin"))]


@app.command("add", help=say("users.add"))
def add(
    name: Name,
    role: RoleOption,
    password_stdin: PasswordStdin = False,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    lang: options.Lang = "zh",
) -> int:
    """Add a user."""
    with open_accounts(workspace) as accounts:
        accounts.add_user(name, role, _password(is_from_stdin=password_stdin), actor())
    options.print_line(say("users.added", name=name, role=role_name(role)))
    return 0


@app.command("list", help=say("users.list"))
def list_users(workspace: options.Folder = options.DEFAULT_WORKSPACE, lang: options.Lang = "zh") -> int:
    """Print the users."""
    with open_accounts(workspace) as accounts:
        for name, role, created_at in accounts.users():
            options.print_line(f"{name}\t{role}\t{day_of(created_at)}")
    return 0


@app.command("password", help=say("users.password"))
def password(
    name: Name,
    password_stdin: PasswordStdin = False,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    lang: options.Lang = "zh",
) -> int:
    """Give a user another password."""
    with open_accounts(workspace) as accounts:
        accounts.set_password(name, _password(is_from_stdin=password_stdin), actor())
    options.print_line(say("users.password_set", name=name))
    return 0


@app.command("remove", help=say("users.remove"))
def remove(name: Name, workspace: options.Folder = options.DEFAULT_WORKSPACE, lang: options.Lang = "zh") -> int:
    """Remove a user."""
    with open_accounts(workspace) as accounts:
        accounts.remove_user(name, actor())
    options.print_line(say("users.removed", name=name))
    return 0


@contextmanager
def open_accounts(workspace: "Path") -> Iterator["Accounts"]:
    """The accounts of a workspace, whether or not a service is running on it."""
    from service.state.accounts import Accounts
    from service.state.database import Database
    from service.state.folders import ServiceFolders

    database = Database(ServiceFolders(workspace).database)
    try:
        yield Accounts(database)
    finally:
        database.close()


def actor() -> str:
    """Who is at this machine, for the audit."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # A user without a name.
        return "cli"


def role_name(role: Role) -> str:
    """A role in the language of the run."""
    return text(f"code.role.{role}", {}, LANGUAGE)


def day_of(seconds: float) -> str:
    """A day as tables show it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


def _password(*, is_from_stdin: bool) -> str:
    if is_from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = typer.prompt(say("users.ask"), hide_input=True, confirmation_prompt=say("users.ask_again"))
    return given
