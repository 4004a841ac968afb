"""The pages: built files where there are any, else a page that says how to build them."""

from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from cim_schema.messages import LANGUAGES, text
from pipelines.runtime.settings import ServiceSettings
from service.methods import EVERYWHERE, methods_at

router = APIRouter(include_in_schema=False)

_YEAR = "public, max-age=31536000, immutable"
_OF_PROGRAMS = frozenset(("api", "ogc", "tiles"))
"""Where programs ask, to whom a page would be no answer."""
_BESIDE_THE_PROGRAM = Path(__file__).parents[2] / "web" / "dist"


@router.api_route(EVERYWHERE, methods=["GET", "HEAD"])
def page(path: str, request: Request) -> Response:
    """A built file by its name, else the page that finds its way by the address."""
    first, _, rest = path.partition("/")
    if methods_at(request.app, request.url.path):
        raise HTTPException(405)
    if first in _OF_PROGRAMS:
        raise HTTPException(404)
    folder = ServiceSettings().web or _BESIDE_THE_PROGRAM
    found = _inside(folder, path)
    if found is not None:
        return FileResponse(found, headers={"Cache-Control": _YEAR if first == "assets" and rest else "no-cache"})
    if first == "assets" or "." in path.rpartition("/")[2]:
        raise HTTPException(404)
    index = folder / "index.html"
    if index.is_file():
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
    return HTMLResponse(_not_built(), headers={"Cache-Control": "no-cache"})


def _inside(folder: Path, path: str) -> Path | None:
    """The file of that name, unless the name leads out of the folder."""
    if not path or "\0" in path:
        return None
    root = folder.resolve()
    try:
        wanted = (root / path).resolve()
    except OSError:
        return None
    return wanted if wanted.is_relative_to(root) and wanted.is_file() else None


def _not_built() -> str:
    told = "".join(
        f'<section lang="{language}"><h1>{escape(text("service.not_built.title", {}, language))}</h1>'
        f"<p>{escape(text('service.not_built.why', {}, language))}</p>"
        f"<p>{escape(text('service.not_built.meanwhile', {}, language))}</p></section>"
        for language in LANGUAGES
    )
    title = escape(text("service.not_built.title"))
    return f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head><body>{told}</body></html>'
