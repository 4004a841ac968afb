"""From the base layer to published files: one release, whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cim_schema.errors import InvalidOption
from cim_schema.messages import DEFAULT_LANGUAGE, Language

if TYPE_CHECKING:
    from pipelines.runtime.table_set import Tables

FORMATS = ("cityjson", "cityjsonseq", "geoparquet", "geopackage", "glb", "3dtiles", "3dtiles10")
DEFAULT_FORMATS = ("cityjson", "geoparquet", "3dtiles", "geopackage")
"""What is published when nobody says otherwise."""
TILES_VERSIONS = {"3dtiles": "1.1", "3dtiles10": "1.0"}
"""Format → version of 3D Tiles."""
LEAST_BLUR_M, MOST_BLUR_M = 1.0, 100_000.0


@dataclass(frozen=True)
class Published:
    """What was written."""

    paths: dict[str, tuple[Path, ...]]
    """Format → the files to open; the content of tiles is not among them."""
    digest: str
    """Of the release, as its manifest says."""
    unplaced: dict[str, int]
    """Project → how many of its objects tiles do not show, since they have no place on the map."""


def publish(
    store_url: str, out: Path, formats: Sequence[str] = DEFAULT_FORMATS, project_code: str | None = None, *,
    blur_m: float | None = None, as_of: datetime | None = None, language: Language = DEFAULT_LANGUAGE,
) -> Published:  # fmt: skip
    """Write the base layer, or one project of it, in the formats that others open, all or none.

    Formats and projects that stand in the folder from before and are not written again stay, as its manifest says.

    Args:
        store_url: The base layer.
        out: The folder of the release.
        formats: Of ``FORMATS``.
        project_code: One project; all where it is not given.
        blur_m: Side of the squares that coordinates are blurred by, metres; None: exact.
        as_of: The moment whose state is published; None: now.
        language: Of texts in the files.

    Raises:
        NotFound: There is no such store or project, or a version that was shown then has not been kept.
        InvalidOption: No such format; or the folder holds files whose coordinates are not blurred alike.
    """
    from pipelines.cim.past import tables_as_of
    from pipelines.cim.store import open_store
    from pipelines.publish.blurred import blur_city
    from pipelines.publish.release import Release, describe_file, describe_projects, read_manifest, succeed, write_manifest
    from pipelines.runtime.output import folder_beside

    for name in formats:
        if name not in FORMATS:
            raise _refused("--format", name, "@error_reason.one_of", known=", ".join(FORMATS))
    if blur_m is not None and not LEAST_BLUR_M <= blur_m <= MOST_BLUR_M:
        raise _refused("--blur", blur_m, "@error_reason.out_of_range", low=LEAST_BLUR_M, high=MOST_BLUR_M)
    former = read_manifest(out)
    is_alike = former.blur_m == blur_m if former is not None else blur_m is None or not (out.is_dir() and any(out.iterdir()))
    if not is_alike:
        raise _refused("--blur", blur_m or 0, "@error_reason.not_blurred_alike", folder=str(out))
    store = open_store(store_url)
    city = store.read_tables(project_code=project_code) if as_of is None else tables_as_of(store, as_of, project_code)
    if blur_m is not None:
        city = blur_city(city, blur_m, language)
    with folder_beside(out) as beside:
        written = [*_write_by_project(city, formats, beside, language)]
        written += _write_of_all(city, formats, beside, project_code, store_url if blur_m is None and as_of is None else None)
        written += _write_city_tilesets(formats, beside, out if project_code is not None else None)
        files = {describe_file(beside, path, one.format, one.project) for one in written for path in one.paths}
        release, gone = succeed(former, Release(tuple(sorted(files)), describe_projects(city), blur_m), project_code)
        write_manifest(release, beside)
    for path in gone:
        (out / path).unlink(missing_ok=True)
    shown = {name: tuple(out / path.relative_to(beside) for one in written if one.format == name for path in one.shown)
             for name in formats}  # fmt: skip
    return Published(shown, release.digest, {one.project: one.unplaced for one in written if one.project and one.unplaced})


@dataclass(frozen=True)
class _Written:
    format: str
    project: str | None
    paths: tuple[Path, ...]
    shown: tuple[Path, ...]
    """Those to open."""
    unplaced: int = 0


def _write_by_project(city: "Tables", formats: Sequence[str], out: Path, language: Language) -> Iterator[_Written]:
    """The formats that have files of their own for each project; what is drawn is made once for all of them."""
    from pipelines.publish.cityjson import build_city_model, write_cityjson
    from pipelines.publish.cityjsonseq import write_cityjsonseq
    from pipelines.publish.tiles.scene import build_scene
    from pipelines.publish.tiles.single_model import write_glb
    from pipelines.publish.tiles.tileset import write_tileset
    from pipelines.runtime.settings import PlaceSettings

    undulation_m = PlaceSettings().geoid_undulation_m
    for code in sorted(city["cim_project"]["project_code"].to_pylist()):
        writers = {"cityjson": write_cityjson, "cityjsonseq": write_cityjsonseq}
        if writers.keys() & set(formats):
            model = build_city_model(city, code)
            for name, write in writers.items():
                if name in formats:
                    path = write(model, out)
                    yield _Written(name, code, (path,), (path,))
        if not {"glb", *TILES_VERSIONS}.intersection(formats):
            continue
        scene = build_scene(city, code, undulation_m=undulation_m, language=language)
        if "glb" in formats:
            paths = tuple(write_glb(scene, out))
            yield _Written("glb", code, paths, paths, scene.unplaced)
        for name, version in TILES_VERSIONS.items():
            if name in formats:
                paths = tuple(write_tileset(scene, out, version))
                yield _Written(name, code, paths, (), scene.unplaced)


def _write_of_all(
    city: "Tables", formats: Sequence[str], out: Path, project_code: str | None, store_url: str | None
) -> Iterator[_Written]:
    """The formats that have all projects together; ``store_url`` is what a GeoPackage may be copied from, None where it may not."""
    from pipelines.cim.geopackage_store import write_tables
    from pipelines.publish.geopackage import write_geopackage
    from pipelines.publish.geoparquet import write_geoparquet

    if "geoparquet" in formats:
        paths = write_geoparquet(city, out)
        yield _Written("geoparquet", project_code, paths, paths)
    if "geopackage" in formats:
        scheme, _, place = (store_url or "").partition(":")
        path = write_geopackage(Path(place), out, project_code) if scheme == "gpkg" else write_tables(city, out / "cim.gpkg")
        yield _Written("geopackage", project_code, (path,), (path,))


def _write_city_tilesets(formats: Sequence[str], out: Path, standing: Path | None) -> Iterator[_Written]:
    """The tilesets over all projects, with those that stand in the folder already."""
    from pipelines.publish.tiles.city_tileset import write_city_tileset

    for name, version in TILES_VERSIONS.items():
        if name in formats:
            paths = tuple(write_city_tileset(out, version, standing))
            yield _Written(name, None, paths, paths)


def _refused(option: str, value: object, reason: str, **params: object) -> InvalidOption:
    return InvalidOption({"option": option, "value": value, "reason": reason, **params})
