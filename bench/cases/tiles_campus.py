"""What a city waits for: from the file to tiles that a viewer streams."""

import json
from pathlib import Path

from bench.case import Ask, Case, Heat, Kind, Run, Setting


def publish_models(setting: Setting) -> Run:
    """``jueshan ingest`` of the models as one project into a new base layer, then ``jueshan publish`` of its 3D Tiles."""
    from service.cli.main import main

    folder = setting.fresh_folder()
    store = f"gpkg:{folder / 'cim.gpkg'}"
    shared = ["--store", store, "--workspace", str(folder / "workspace"), "--quiet"]

    def publish() -> Path:
        ingested = main(["ingest", *map(str, setting.models), "--project", "CAMPUS", "--workers", str(setting.cores), *shared])
        published = main(["publish", "--format", "3dtiles", "--out", str(folder / "out"), *shared]) if ingested == 0 else ingested
        if published != 0:
            raise RuntimeError(f"jueshan ended with {published}")
        return folder / "out"

    return Run(publish, _tell_tiles)


def _tell_tiles(out: Path) -> str:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    size_mb = sum(file["bytes"] for file in manifest["files"]) / 1e6
    return f"{len(manifest['files']):,} files, {size_mb:.1f} MB"


CASE = Case(
    name="tiles_campus",
    title="From a large model to 3D Tiles",
    ours_is="`jueshan ingest` into a new base layer with all rules and measurements, then `jueshan publish --format 3dtiles`.",
    ours=publish_models,
    heat=Heat.COLD,
    kind=Kind.CAMPUS,
    sizes_mb=(22, 55, 110),
    runs=3,
    ask=Ask(seconds=60, process_bytes=2 * 10**9),
)
