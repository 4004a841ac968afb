"""``jueshan publish``: the base layer in the formats that others open."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options
from service.cli.language import say

ALL_FORMATS = "cityjson,geoparquet,geopackage"


def publish(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("publish.out"))],
    store: options.StoreUrl = options.DEFAULT_STORE,
    formats: Annotated[str, typer.Option("--format", metavar="NAME,...", help=say("publish.format"))] = ALL_FORMATS,
    project: Annotated[str | None, typer.Option("--project", metavar="CODE", help=say("publish.project"))] = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,  # Keeps nothing there; a script may say it to every command.
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Write the formats that are asked for."""
    from pipelines.flows.delivery import publish as write_formats

    names = options.split_codes("--format", formats) or ()
    with options.time_limit(timeout):
        published = write_formats(store, out, names, project)
    if not quiet:
        for paths in published.paths.values():
            for path in paths:
                options.print_line(str(path))
    return 0
