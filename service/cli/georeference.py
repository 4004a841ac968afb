"""``jueshan georeference``: where a model stands, on what ground, and how to mend it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cim_schema.project import ModelFile
from cim_schema.units import format_number
from service.cli import options
from service.cli.language import LANGUAGE, say


def georeference(
    model: options.Model,
    target: options.Target = None,
    control_points: Annotated[
        Path | None, typer.Option("--control-points", metavar="CSV", help=say("georeference.control_points"))
    ] = None,
    json_path: Annotated[Path | None, typer.Option("--json", metavar="FILE", help=say("georeference.json"))] = None,
    write: Annotated[Path | None, typer.Option("--write", metavar="OUT.ifc", help=say("georeference.write"))] = None,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Tell the georeference of one model; write a completed copy where asked for."""
    from pipelines.flows.placing import read_to_place, tell_georeference, write_georeferenced
    from pipelines.runtime.output import written_beside

    with options.open_line(
        workspace=workspace, workers=workers, scheduler=scheduler, quiet=quiet, log=log, timeout=timeout
    ) as line:
        taken = read_to_place(ModelFile(model, model.stem), line)
        told = tell_georeference(taken, target, control_points, LANGUAGE)
        if write is not None:
            write_georeferenced(taken, target, control_points, write)
    content = json.dumps(told, ensure_ascii=False, indent=1)
    if json_path is not None:
        with written_beside(json_path) as beside:
            beside.write_text(content + "\n", encoding="utf-8")
        if not quiet:
            _summarise(told)
    else:
        options.print_line(content)
    if write is not None and not quiet:
        options.print_line(say("georeference.written", path=write))
    return 0


def _summarise(told: dict[str, Any]) -> None:
    if told["usable"]:
        east, north, height = (format_number(value) for value in told["origin_map"])
        rotation = format_number(told["rotation_deg"], 4)
        place = {"crs": told["crs"], "east": east, "north": north, "height": height, "rotation": rotation}
        options.print_line(say("georeference.usable", level=told["level"], **place))
    else:
        options.print_line(say("georeference.unusable", level=told["level"]))
    for diagnosis in told["diagnoses"]:
        options.print_line(f"  {diagnosis['severity']:8}{diagnosis['message']} {diagnosis['repair'] or ''}")
