"""``jueshan check``: what a designer asks before the submission."""

from pathlib import Path
from typing import Annotated

import typer

from cim_schema.codes import Profile
from service.cli import options
from service.cli.language import LANGUAGE, say


def check(
    models: options.Models,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("check.out"))],
    category: options.Category = None,
    stage: options.StageOption = None,
    profile: options.ProfileOption = Profile.BASELINE,
    rules: Annotated[str | None, typer.Option("--rules", metavar="CODE,...", help=say("check.rules"))] = None,
    ids: Annotated[list[Path] | None, typer.Option("--ids", metavar="FILE", help=say("check.ids"))] = None,
    context: Annotated[
        str | None, typer.Option("--context", metavar="URL", help=say("check.context"), callback=options.take_password)
    ] = None,
    project: Annotated[str | None, typer.Option("--project", metavar="CODE", help=say("check.project"))] = None,
    target: options.Target = None,
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
    """Check the models as one federation and write the reports."""
    from checkers.ids.reading import read_ids
    from checkers.registry import select_rules
    from pipelines.flows.intake import files_as_parts, take_in_all
    from pipelines.flows.judgement import judge, outcome_counts, write_reports
    from pipelines.flows.steps import Federation
    from pipelines.flows.surroundings import Around, require_surroundings
    from pipelines.runtime.output import require_folder

    around = None if context is None else Around(context, project)
    if around is not None:
        require_surroundings(around)
    codes = options.split_codes("--rules", rules)
    select_rules(codes)
    asked = [read_ids(path) for path in ids or ()]
    require_folder(out)
    with options.open_line(
        workspace=workspace, workers=workers, scheduler=scheduler, quiet=quiet, log=log, timeout=timeout
    ) as line:
        taken = take_in_all(files_as_parts(models, mapping), line, geometry=not no_geometry)
        judgement = judge(Federation(taken, category, stage), line, profile, codes, target, asked, around)
        sentence = write_reports(judgement, line, out, LANGUAGE)
    if not quiet:
        options.print_line(say("check.done", sentence=sentence))
        options.print_line(say("check.counts", **outcome_counts(judgement.checked["chk_outcome"])))
        options.print_line(say("check.report", path=out / "report.html"))
    return 1 if judgement.is_refused else 0
