"""``jueshan serve``: the service and its pages."""

import errno
import socket
from pathlib import Path
from typing import Annotated

import typer

from cim_schema.codes import Profile
from cim_schema.errors import InvalidOption, os_reason
from service.cli import options
from service.cli.language import say

LOOPBACK = "127.0.0.1"


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help=say("serve.host"))] = LOOPBACK,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help=say("serve.port"))] = 8000,
    inbox: Annotated[Path, typer.Option("--inbox", metavar="DIR", help=say("nightly.inbox"))] = Path("inbox"),
    store: options.StoreUrl = options.DEFAULT_STORE,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("nightly.out"))] = Path("out"),
    no_schedule: Annotated[bool, typer.Option("--no-schedule", help=say("serve.no_schedule"))] = False,
    profile: options.ProfileOption = Profile.BASELINE,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    lang: options.Lang = "zh",
) -> int:
    """Serve until told to end."""
    from pipelines.runtime.settings import ScheduleSettings, ServiceSettings
    from service.log import open_log
    from service.processes.supervisor import Supervisor
    from service.state.accounts import Accounts
    from service.state.database import Database

    _require_store(store)
    ScheduleSettings(), ServiceSettings()  # What cannot be used is told now and not by a process that dies of it.
    asked = options.service_options(
        workspace, store, inbox, out, profile, workers, scheduler, has_schedule=not no_schedule, quiet=quiet
    )
    database = Database(asked.folders.database)
    has_users = Accounts(database).has_users()
    database.close()
    with _listener(host, port) as listener:
        open_log("supervisor", is_quiet=quiet)
        if not quiet:
            options.print_line(say("serve.ready", address=_address(listener)))
            if not has_users:
                options.print_line(say("serve.no_users"))
        with options.time_limit(timeout):
            Supervisor(asked, listener).run()
    return 0


def _require_store(url: str) -> None:
    """Refuse a URL that is none, without the seconds that opening a good one would cost here."""
    if not url.startswith("gpkg:") or url == "gpkg:":
        from pipelines.cim.store import open_store

        open_store(url)


def _listener(host: str, port: int) -> socket.socket:
    """A socket that callers may come to from now on; they wait until the web process takes it.

    Raises:
        InvalidOption: The port is taken, or the address is none of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise InvalidOption({"option": "--host", "value": host, "reason": "@service.reason.no_such_address"}) from None
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(256)
    except OSError as cause:
        listener.close()
        reason = "@service.reason.port_taken" if cause.errno == errno.EADDRINUSE else os_reason(cause)
        raise InvalidOption({"option": "--port", "value": f"{host}:{port}", "reason": reason}) from None
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
