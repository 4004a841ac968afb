"""``jueshan webhooks``: programs that are told of changes of the base layer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import options
from service.cli.language import say
from service.cli.users import actor, day_of

if TYPE_CHECKING:
    from service.state.webhooks import Webhooks

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

WebhookId = Annotated[str, typer.Argument(metavar="ID", help=say("webhooks.id"), show_default=False)]


@app.command("add", help=say("webhooks.add"))
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help=say("webhooks.url"), show_default=False)],
    store: options.StoreUrl = options.DEFAULT_STORE,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    lang: options.Lang = "zh",
) -> int:
    """Add a webhook; print its id and its secret, now and never again."""
    from pipelines.runtime.settings import WebhookSettings
    from service.notice import last_number_in

    with _webhooks(workspace) as webhooks:
        one = webhooks.add(url, WebhookSettings().webhook_hosts, last_number_in(store), actor())
    options.print_line(f"{one.id}\t{one.secret}")
    return 0


@app.command("list", help=say("webhooks.list"))
def list_webhooks(workspace: options.Folder = options.DEFAULT_WORKSPACE, lang: options.Lang = "zh") -> int:
    """Print the webhooks and how their last notices went."""
    with _webhooks(workspace) as webhooks:
        for one in webhooks.all():
            state = say("webhooks.off") if one.disabled_at is not None else say("webhooks.failing", count=one.attempts)
            shown = state if one.attempts else ""
            options.print_line(
                f"{one.id}\t{day_of(one.created_at)}\t{one.told_number}\t{one.last_answer or ''}\t{shown}\t{one.url}"
            )
    return 0


@app.command("remove", help=say("webhooks.remove"))
def remove(webhook_id: WebhookId, workspace: options.Folder = options.DEFAULT_WORKSPACE, lang: options.Lang = "zh") -> int:
    """Forget a webhook."""
    with _webhooks(workspace) as webhooks:
        webhooks.remove(webhook_id, actor())
    options.print_line(say("webhooks.removed", id=webhook_id))
    return 0


@app.command("enable", help=say("webhooks.enable"))
def enable(webhook_id: WebhookId, workspace: options.Folder = options.DEFAULT_WORKSPACE, lang: options.Lang = "zh") -> int:
    """Try a webhook again that was turned off."""
    with _webhooks(workspace) as webhooks:
        webhooks.enable(webhook_id, actor())
    options.print_line(say("webhooks.enabled", id=webhook_id))
    return 0


@app.command("test", help=say("webhooks.test"))
def try_out(webhook_id: WebhookId, workspace: options.Folder = options.DEFAULT_WORKSPACE, lang: options.Lang = "zh") -> int:
    """Send a webhook a notice of nothing, and print the answer."""
    from pipelines.runtime.settings import WebhookSettings
    from service.notice import ping_of, send
    from service.state.webhooks import require_allowed

    with _webhooks(workspace) as webhooks:
        one = webhooks.find(webhook_id)
    require_allowed(one.url, WebhookSettings().webhook_hosts)
    is_taken, answer = send(one, ping_of(one))
    options.print_line(say("webhooks.taken" if is_taken else "webhooks.not_taken", answer=answer))
    return 0


@contextmanager
def _webhooks(workspace: Path) -> "Iterator[Webhooks]":
    from service.state.database import Database
    from service.state.folders import ServiceFolders
    from service.state.webhooks import Webhooks

    database = Database(ServiceFolders(workspace).database)
    try:
        yield Webhooks(database)
    finally:
        database.close()
