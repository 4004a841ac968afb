"""``jueshan publish``: the base layer in the formats that others open."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from cim_schema.errors import InvalidOption, NotFound
from service.cli import options
from service.cli.language import LANGUAGE, say

_DAY_LETTERS = len("2026-11-23")
DEFAULT_FORMATS = "cityjson,geoparquet,3dtiles,geopackage"


def publish(
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=say("publish.out"))] = None,
    store: options.StoreUrl = options.DEFAULT_STORE,
    formats: Annotated[str, typer.Option("--format", metavar="NAME,...", help=say("publish.format"))] = DEFAULT_FORMATS,
    project: Annotated[str | None, typer.Option("--project", metavar="CODE", help=say("publish.project"))] = None,
    blur: Annotated[float | None, typer.Option("--blur", metavar="METRES", help=say("publish.blur"))] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="TIME", help=say("publish.as_of"))] = None,
    verify: Annotated[Path | None, typer.Option("--verify", metavar="DIR", help=say("publish.verify"))] = None,
    workspace: options.Folder = options.DEFAULT_WORKSPACE,  # Keeps nothing there; a script may say it to every command.
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    log: options.Log = "text",
    lang: options.Lang = "zh",
) -> int:
    """Write the formats that are asked for; or see whether what was written still stands."""
    from pipelines.flows.releasing import publish as write_formats

    if verify is not None:
        if out is not None:
            raise InvalidOption({"option": "--verify", "value": str(verify), "reason": "@error_reason.verify_without_out"})
        with options.time_limit(timeout):
            return _verify(verify, is_quiet=quiet)
    if out is None:
        raise InvalidOption({"option": "--out", "value": "", "reason": "@error_reason.out_or_verify"})
    names = options.split_codes("--format", formats) or ()
    with options.time_limit(timeout):
        published = write_formats(store, out, names, project, blur_m=blur, as_of=_moment(as_of), language=LANGUAGE)
    if not quiet:
        for paths in published.paths.values():
            for path in paths:
                options.print_line(str(path))
        for code, count in published.unplaced.items():
            options.print_line(say("publish.unplaced", project=code, count=count))
        options.print_line(say("publish.digest", digest=published.digest))
    return 0


def _moment(said: str | None) -> datetime | None:
    """A time of RFC 3339; a day alone is meant to its end."""
    if said is None:
        return None
    from service.ogc.questions import read_moment

    found = read_moment("--as-of", said)
    return found + timedelta(days=1, milliseconds=-1) if len(said) == _DAY_LETTERS else found


def _verify(folder: Path, *, is_quiet: bool) -> int:
    from pipelines.publish.release import MANIFEST, read_manifest, verify_release

    release = read_manifest(folder)
    if release is None:
        raise NotFound({"what": "@store.a_release", "name": str(folder / MANIFEST)})
    differences = verify_release(release, folder)
    for difference in differences:
        options.print_line(say(f"publish.{difference.code}", path=difference.path))
    if not is_quiet:
        options.print_line(say("publish.differs" if differences else "publish.stands", folder=folder, digest=release.digest))
    return 1 if differences else 0
