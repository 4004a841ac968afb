"""What changed in the base layer, withdrawals included."""

from datetime import UTC, datetime

from fastapi import APIRouter

from cim_schema.errors import NotFound
from service.access import Options, SignedIn
from service.models import ChangeAnswer, ChangeList
from service.ogc.questions import read_moment

router = APIRouter(prefix="/api/v1/changes", tags=["changes"])


@router.get("")
def list_changes(_caller: SignedIn, options: Options, since: str | None = None) -> ChangeList:
    """All changes later than a time, in the order in which readers saw them; ``next`` is the time to ask for then."""
    from pipelines.cim.store import open_store

    begin = datetime.min.replace(tzinfo=UTC) if since is None else read_moment("since", since)
    try:
        rows = open_store(options.store_url).read("cim_change").to_pylist()
    except NotFound:  # Nothing was brought in yet.
        rows = []
    changes = [
        ChangeAnswer(
            number=row["change_number"], project=row["project_code"], part=row["part"], change=row["change"],
            version=row["version_id"], changed_at=row["changed_at"].isoformat(timespec="milliseconds"),
        )
        for row in rows if row["changed_at"] > begin
    ]  # fmt: skip
    return ChangeList(changes=changes, next=changes[-1].changed_at if changes else since)
