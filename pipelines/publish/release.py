"""What a folder of published files holds: ``manifest.json`` with the size and digest of each, and whether it still does."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from cim_schema.errors import FileNotReadable, os_reason
from pipelines.runtime.output import written_beside
from pipelines.runtime.table_set import Tables

MANIFEST = "manifest.json"
_VERSION = 1


@dataclass(frozen=True, order=True)
class ReleasedFile:
    """One file of a release."""

    path: str
    """Below the folder, with ``/``."""
    format: str
    project: str | None
    """The project that it is of; None: of all that were published together."""
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Release:
    """What stands in a folder."""

    files: tuple[ReleasedFile, ...]
    """By path."""
    projects: Mapping[str, Mapping[str, Any]]
    """Project → its reference system, and of each part the version and the model."""
    blur_m: float | None
    """Side of the squares that coordinates are blurred by; None: they are exact."""
    superseded: tuple[str, ...] = ()
    """Content of tiles that the release before showed: kept for viewers that are open, gone with the next release."""

    @property
    def digest(self) -> str:
        """Of the list of files: what to compare a release with, wherever it came from."""
        return sha256("".join(f"{file.sha256}  {file.path}\n" for file in self.files).encode()).hexdigest()


@dataclass(frozen=True, order=True)
class Difference:
    """What is not as the manifest says."""

    path: str
    code: str
    """``missing``, ``changed`` or ``unlisted``."""


def describe_file(folder: Path, path: Path, format_name: str, project: str | None) -> ReleasedFile:
    """A file as it stands below a folder."""
    return ReleasedFile(path.relative_to(folder).as_posix(), format_name, project, path.stat().st_size, _digest(path))


def describe_projects(city: Tables) -> dict[str, dict[str, Any]]:
    """What of each project was published: its reference system, and of each part the version and the model."""
    versions = {row["version_id"]: row["model_id"] for row in city["cim_version"].select(["version_id", "model_id"]).to_pylist()}
    parts = city["cim_part"].filter(pc.is_valid(city["cim_part"]["version_id"]))
    found = {row["project_code"]: {"crs": row["crs"], "parts": {}} for row in city["cim_project"].to_pylist()}
    for row in parts.to_pylist():
        version = row["version_id"]
        found[row["project_code"]]["parts"][row["part"]] = {"version_id": version, "model_id": versions[version]}
    return found


def succeed(former: Release | None, new: Release, project_code: str | None) -> tuple[Release, tuple[str, ...]]:
    """A release after another in the same folder.

    Formats that the new one does not bring stay, and so do other projects where it brings one project only.

    Args:
        former: What stands there.
        new: What is brought.
        project_code: The project that is brought; None: all.

    Returns:
        What will stand there, and the paths of files that have to go.
    """
    if former is None:
        return new, ()
    formats = {file.format for file in new.files}
    paths = {file.path for file in new.files}
    kept: list[ReleasedFile] = []
    gone: list[ReleasedFile] = []
    for file in former.files:
        is_replaced = file.format in formats and project_code in (None, file.project)
        if file.path not in paths:
            (gone if is_replaced else kept).append(file)
    projects = dict(new.projects) if project_code is None and not kept else {**former.projects, **new.projects}
    superseded = tuple(sorted(file.path for file in gone if "/content/" in file.path))
    removed = {file.path for file in gone}.difference(superseded) | {*former.superseded}.difference(paths, superseded)
    files = tuple(sorted((*kept, *new.files)))
    return Release(files, projects, new.blur_m, superseded), tuple(sorted(removed))


def write_manifest(release: Release, folder: Path) -> Path:
    """Write ``manifest.json``: equal bytes for equal releases."""
    document = {
        "manifest": _VERSION, "digest": release.digest, "blur_m": release.blur_m, "projects": release.projects,
        "files": [asdict(file) for file in release.files], "superseded": list(release.superseded),
    }  # fmt: skip
    path = folder / MANIFEST
    with written_beside(path) as beside:
        beside.write_text(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def read_manifest(folder: Path) -> Release | None:
    """The release in a folder; None where there is no manifest.

    Raises:
        FileNotReadable: What stands there is no manifest.
    """
    path = folder / MANIFEST
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(sorted(ReleasedFile(**file) for file in document["files"]))
        return Release(files, document["projects"], document["blur_m"], tuple(document["superseded"]))
    except FileNotFoundError:
        return None
    except OSError as cause:
        raise FileNotReadable({"file": str(path), "reason": os_reason(cause)}) from None
    except (ValueError, KeyError, TypeError):
        raise FileNotReadable({"file": str(path), "reason": "@error_reason.no_manifest"}) from None


def verify_release(release: Release, folder: Path) -> tuple[Difference, ...]:
    """What in a folder is not as its manifest says, by path."""
    return tuple(sorted(_differences(release, folder)))


def _differences(release: Release, folder: Path) -> Iterator[Difference]:
    for file in release.files:
        path = folder / file.path
        if not path.is_file():
            yield Difference(file.path, "missing")
        elif path.stat().st_size != file.bytes or _digest(path) != file.sha256:
            yield Difference(file.path, "changed")
    known = {MANIFEST, *(file.path for file in release.files), *release.superseded}
    for name in sorted(set(_standing(folder)) - known):
        yield Difference(name, "unlisted")


def _standing(folder: Path) -> Iterable[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
