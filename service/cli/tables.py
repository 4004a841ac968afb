"""``jueshan tables``: a model as Parquet files."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options
from service.cli.language import say


def tables(
    model: options.Model,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("tables.out"))],
    no_geometry: options.NoGeometry = False,
    mapping: options.MappingFile = None,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Read one model and write its tables."""
    from pipelines.flows.intake import files_as_parts, take_in_all
    from pipelines.runtime.output import folder_beside, require_folder
    from pipelines.runtime.table_set import write_tables

    require_folder(out)
    with options.open_line(
        workspace=workspace, workers=workers, scheduler=scheduler, quiet=quiet, log=log, timeout=timeout
    ) as line:
        (taken,) = take_in_all(files_as_parts([model], mapping), line, geometry=not no_geometry)
        found = taken.tables()
        with folder_beside(out) as beside:
            write_tables(beside, found)
    if not quiet:
        options.print_line(say("tables.done", count=len(found), folder=out, model_id=taken.model_id))
        for name in sorted(found):
            options.print_line(f"  {name:24}{len(found[name]):>10}")
    return 0
