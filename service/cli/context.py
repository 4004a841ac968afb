"""``jueshan context``: what lies around the projects: red lines, plots, buildings, pipes, trees."""

from pathlib import Path
from typing import Annotated

import typer

from cim_schema.errors import InvalidOption
from cim_schema.messages import text
from service.cli import options
from service.cli.language import LANGUAGE, say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

LayerName = Annotated[str, typer.Option("--layer", metavar="NAME", help=say("context.layer"))]


@app.command("load", help=say("context.load"))
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("context.file"), show_default=False)],
    layer: LayerName,
    crs: Annotated[str | None, typer.Option("--crs", metavar="CRS", help=say("context.crs"))] = None,
    source_layer: Annotated[str | None, typer.Option("--source-layer", metavar="NAME", help=say("context.source_layer"))] = None,
    field: Annotated[list[str] | None, typer.Option("--field", metavar="COLUMN=ATTRIBUTE", help=say("context.field"))] = None,
    store: options.StoreUrl = options.DEFAULT_STORE,
    timeout: options.Timeout = None,
    quiet: options.Quiet = False,
    lang: options.Lang = "zh",
) -> int:
    """Put a layer in the place of the one of its name."""
    from pipelines.flows.context_loading import take_layer_in

    fields = _fields(field or ())
    with options.time_limit(timeout):
        taken = take_layer_in(store, file, layer, crs=crs, source_layer=source_layer, fields=fields)
    if not quiet:
        read, loaded = taken.layer, taken.loaded
        told = "loaded" if loaded.is_new else "unchanged"
        kind = text(f"code.context_kind.{read.kind}", {}, LANGUAGE)
        options.print_line(say(f"context.{told}", layer=layer, kind=kind, version=loaded.version, number=len(read.features)))
        if read.left_out:
            options.print_line(say("context.left_out", number=read.left_out))
        if read.is_off_city:
            options.print_line(say("context.off_city"))
        if taken.looks_shifted:
            options.print_line(say("context.looks_shifted"))
    return 0


@app.command("list", help=say("context.list"))
def list_layers(store: options.StoreUrl = options.DEFAULT_STORE, lang: options.Lang = "zh") -> int:
    """Print the layers."""
    from pipelines.cim.context_store import open_context
    from pipelines.cim.store import open_store

    for row in open_context(open_store(store)).layers():
        told = (row["context_layer"], row["layer_version"], row["feature_count"], row["crs"], row["file_name"])
        options.print_line("\t".join(str(one) for one in (*told, row["loaded_at"].isoformat())))
    return 0


@app.command("remove", help=say("context.remove"))
def remove(layer: LayerName, store: options.StoreUrl = options.DEFAULT_STORE, lang: options.Lang = "zh") -> int:
    """Take a layer away."""
    from pipelines.cim.context_layers import remove_layer
    from pipelines.cim.store import open_store

    remove_layer(open_store(store), layer)
    options.print_line(say("context.removed", layer=layer))
    return 0


def _fields(said: "list[str] | tuple[()]") -> dict[str, str]:
    found = {}
    for one in said:
        column, equals, attribute = one.partition("=")
        if not (equals and column.strip() and attribute.strip()):
            raise InvalidOption({"option": "--field", "value": one, "reason": "@context.no_pair"})
        found[column.strip()] = attribute.strip()
    return found
