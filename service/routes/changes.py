"""What changed in the base layer, withdrawals included."""

from datetime import UTC, datetime
from typing import Annotated

import pyarrow as pa
import pyarrow.compute as pc
from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from cim_schema.errors import NotFound
from service.access import Options, SignedIn
from service.models import ChangeAnswer, ChangeList
from service.ogc.questions import read_moment

router = APIRouter(prefix="/api/v1/changes", tags=["changes"])

LIMIT, MOST = 1_000, 10_000
"""Changes in an answer: where nothing is asked for, and at most."""


class ChangeQuestion(BaseModel):
    """What may be asked; a name that is none is refused, since a wrong one would bring everything."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[str | None, Field(json_schema_extra={"format": "date-time"})] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = LIMIT


@router.get("")
def list_changes(_caller: SignedIn, options: Options, question: Annotated[ChangeQuestion, Query()]) -> ChangeList:
    """Changes later than a time, in the order in which readers saw them; ``next`` is the time to ask for then.

    What was seen at one moment is never torn apart: an answer may be longer than asked by the rest of it.
    """
    from pipelines.cim.store import open_store

    begin = datetime.min.replace(tzinfo=UTC) if question.since is None else read_moment("since", question.since)
    try:
        table = open_store(options.store_url).read("cim_change").sort_by("change_number")
    except NotFound:  # Nothing was brought in yet.
        return ChangeList(changes=[], next=question.since, has_more=False)
    later = table.filter(pc.greater(table["changed_at"], pa.scalar(begin, table.schema.field("changed_at").type)))
    rows = later.slice(0, question.limit).to_pylist()
    rest = later.slice(len(rows))
    if rows and len(rest):
        rows += rest.filter(pc.equal(rest["changed_at"], pa.scalar(rows[-1]["changed_at"], rest["changed_at"].type))).to_pylist()
    changes = [
        ChangeAnswer(
            number=row["change_number"], project=row["project_code"], part=row["part"], change=row["change"],
            version=row["version_id"], changed_at=row["changed_at"].isoformat(timespec="milliseconds"),
        )
        for row in rows
    ]  # fmt: skip
    return ChangeList(changes=changes, next=changes[-1].changed_at if changes else question.since, has_more=len(later) > len(rows))
