"""3D Tiles of a project, made from the base layer as it stands now, and kept until the project changes."""

import re
from pathlib import Path
from threading import Lock

from fastapi import APIRouter
from fastapi.responses import FileResponse

from cim_schema.errors import NotFound
from cim_schema.messages import Language
from cim_schema.project import is_file_name
from service.access import Options, RequestLanguage, SignedIn
from service.options import ServiceOptions

router = APIRouter(prefix="/tiles", tags=["tiles"])

_FORMAT = "3dtiles"
_NEEDED = ("cim_project", "cim_part", "cim_version")
TILE_CONTENT = re.compile(r"[0-9a-f]{32}\.glb")
"""Names of tiles' contents."""
_making = Lock()
"""One set of tiles is made at a time: they stand in one release."""


@router.get("/{project}/tileset.json", response_class=FileResponse, responses={200: {"content": {"application/json": {}}}})
def project_tileset(project: str, _caller: SignedIn, options: Options, language: RequestLanguage) -> FileResponse:
    """The tileset of a project (3D Tiles 1.1, EPSG:4978); its content lies below it."""
    path = _made(project, options, language) / _FORMAT / project / "tileset.json"
    if not path.is_file():  # Nothing of it has a shape.
        raise NotFound({"what": "@service.tiles", "name": project})
    return FileResponse(path, media_type="application/json", headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


@router.get("/{project}/content/{name}", response_class=FileResponse, responses={200: {"content": {"model/gltf-binary": {}}}})
def tile_content(project: str, name: str, _caller: SignedIn, options: Options, language: RequestLanguage) -> FileResponse:
    """The content of a tile, named by its digest."""
    path = _folder(options, language) / _FORMAT / project / "content" / name
    if not is_file_name(project) or TILE_CONTENT.fullmatch(name) is None or not path.is_file():
        raise NotFound({"what": "@service.tiles", "name": f"{project}/{name}"})
    return FileResponse(path, media_type="model/gltf-binary", headers={"Cache-Control": "private, max-age=31536000, immutable"})


def _made(project: str, options: ServiceOptions, language: Language) -> Path:
    """The folder of a release that holds the project's tiles as the base layer stands.

    Raises:
        NotFound: There is no such project.
    """
    from pipelines.cim.store import open_store
    from pipelines.flows.releasing import publish
    from pipelines.publish.release import describe_projects, read_manifest

    folder = _folder(options, language)
    with _making:
        described = describe_projects(open_store(options.store_url).read_tables(_NEEDED, project))
        standing = read_manifest(folder)
        if standing is None or standing.projects.get(project) != described[project]:
            publish(options.store_url, folder, [_FORMAT], project, language=language)
    return folder


def _folder(options: ServiceOptions, language: Language) -> Path:
    """Texts for people are in the tiles, so each language has its own."""
    return options.folders.root / "tiles" / language
