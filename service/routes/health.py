"""Whether the service answers."""

from importlib.metadata import version

from fastapi import APIRouter

from pipelines.runtime.settings import ServiceSettings
from service.access import KnownAccounts, Options
from service.models import Health

router = APIRouter(tags=["health"])


@router.get("/healthz")
def tell_health(accounts: KnownAccounts, options: Options) -> Health:
    """Open to anyone; also looks whether the database answers."""
    return Health(
        version=version("jueshan"), upload_max_bytes=ServiceSettings().upload_max_bytes, has_users=accounts.has_users(),
        has_schedule=options.has_schedule,
    )  # fmt: skip
