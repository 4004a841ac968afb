"""The web app, put together: what is where is in ``routes/``, who may what in ``access.py``, what is remembered in ``state/``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from service.description import description_of
from service.errors import add_handlers
from service.guards import Guards
from service.lockout import Lockout
from service.options import ServiceOptions
from service.routes import changes, checks, events, health, nights, ogc, pages, projects, reports, session, tiles
from service.state.accounts import Accounts
from service.state.database import Database
from service.state.jobs import Jobs


def create_app(options: ServiceOptions) -> FastAPI:
    """The app. It reads no model: it takes files in, and shows what the runner and the nights made of them."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        database = Database(options.folders.database)
        options.folders.clear_incoming()
        app.state.accounts, app.state.jobs = Accounts(database), Jobs(database)
        yield
        database.close()

    app = FastAPI(
        title="jueshan", version=version("jueshan"), lifespan=life, openapi_url="/api/v1/openapi.json",
        # The pages of the framework would fetch their scripts from elsewhere.
        docs_url=None, redoc_url=None,
    )  # fmt: skip
    app.state.options, app.state.lockout = options, Lockout()
    app.add_middleware(Guards, uploads=checks.PATH)
    add_handlers(app)
    for subject in (health, session, checks, events, reports, projects, changes, ogc, tiles, nights):
        app.include_router(subject.router)
    app.openapi = description_of(app, options)  # type: ignore[method-assign]
    app.include_router(pages.router)  # Last: it takes every address that is left.
    return app
