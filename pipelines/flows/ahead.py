"""Reading ahead: while one project is judged, the next ones are read, tessellated and measured in another process.

What it makes lies in the workspace, where the flow finds it; what goes wrong there goes wrong again in the flow, and is
told there. So it changes no answer, only when a night ends: it also works while Prefect's server is still starting.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path

from cim_schema.errors import CimError
from pipelines.flows.intake import take_in
from pipelines.flows.steps import Line
from pipelines.ingest.project_folder import project_places, read_project
from pipelines.runtime.compute import open_compute
from pipelines.runtime.lifeline import watch_parent
from pipelines.runtime.workspace import Workspace


@contextmanager
def reading_ahead(inbox: Path, line: Line) -> Iterator[None]:
    """Read ahead in an inbox for as long as the block lasts; where there is but one process, or a cluster, nothing is done."""
    if line.compute.workers < 2 or line.compute.scheduler is not None:
        yield
        return
    process = get_context("spawn").Process(target=_read_ahead, args=(inbox, line.workspace, os.getpid()), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()
        process.close()


def _read_ahead(inbox: Path, workspace: Workspace, parent: int) -> None:
    watch_parent(parent)
    with open_compute(1, None) as compute:
        for place in project_places(inbox):
            with suppress(CimError, OSError):
                take_in(read_project(place).models, Line(workspace, compute))
