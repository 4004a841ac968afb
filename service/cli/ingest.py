"""``jueshan ingest``: a project's models into the base layer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cim_schema.codes import ModelStage, Profile, ProjectCategory
from cim_schema.errors import FileNotReadable, InvalidOption
from cim_schema.project import is_file_name
from service.cli import options
from service.cli.language import say

if TYPE_CHECKING:
    from cim_schema.project import Project


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=say("ingest.paths"), show_default=False)],
    project: Annotated[str, typer.Option("--project", metavar="CODE", help=say("ingest.project"))],
    part: Annotated[str | None, typer.Option("--part", metavar="NAME", help=say("ingest.part"))] = None,
    category: options.Category = None,
    stage: options.StageOption = None,
    profile: options.ProfileOption = Profile.BASELINE,
    target: options.Target = None,
    store: options.StoreUrl = options.DEFAULT_STORE,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Replace the parts that are named and keep the others."""
    from pipelines.cim.store import open_store
    from pipelines.flows.delivery import deliver
    from pipelines.flows.intake import judge_project, take_in_all
    from pipelines.flows.surroundings import Around

    for option, name in (("--project", project), ("--part", part)):
        if name is not None and not is_file_name(name):
            raise InvalidOption({"option": option, "value": name, "reason": "@error_reason.not_a_file_name"})
    open_store(store)
    sent = _sent(paths, project, part, category, stage)
    with options.open_line(
        workspace=workspace, workers=workers, scheduler=scheduler, quiet=quiet, log=log, timeout=timeout
    ) as line:
        judgement = judge_project(sent, take_in_all(sent.models, line), line, profile, target, Around(store, project))
        changes = deliver(sent, judgement, line, store, is_whole=False)
    for change in changes:
        told = "new" if change.change == "reinstated" else str(change.change)
        options.print_line(
            say(f"ingest.{told}", project=project, part=change.part, number=change.version_number, version=change.version_id)
        )
    return 0


def _sent(paths: list[Path], code: str, part: str | None, category: ProjectCategory | None, stage: ModelStage | None) -> "Project":
    from dataclasses import replace

    from cim_schema.project import Project
    from pipelines.flows.intake import files_as_parts
    from pipelines.ingest.project_folder import read_project

    folders = [path for path in paths if path.is_dir()]
    if folders and len(paths) > 1:
        raise InvalidOption({"option": "PATH", "value": str(folders[0]), "reason": "@error_reason.one_folder_or_files"})
    if folders:
        described = read_project(folders[0])
        if not described.models:
            raise FileNotReadable({"file": str(folders[0]), "reason": "@error_reason.no_model_in_folder"})
        sent = replace(described, code=code, category=category or described.category, stage=stage or described.stage)
    else:
        sent = Project(code=code, models=files_as_parts(paths), category=category, stage=stage)
    if part is None:
        return sent
    if len(sent.models) != 1:
        raise InvalidOption({"option": "--part", "value": part, "reason": "@error_reason.part_of_one_file"})
    return replace(sent, models=(replace(sent.models[0], part=part),))
