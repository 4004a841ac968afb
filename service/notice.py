"""What a webhook is sent: that the base layer changed, and where to ask what. No coordinates, no names of files.

Source: Standard Webhooks 1.0 (https://www.standardwebhooks.com): headers, signature, secrets.
"""

import base64
import hmac
import json
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx

from cim_schema.errors import NotFound
from service.state.webhooks import Webhook

if TYPE_CHECKING:
    import pyarrow as pa

CHANGED, PING = "base_layer.changed", "ping"
_SECONDS = 10.0
_SECRET_PREFIX = "whsec_"


@dataclass(frozen=True)
class Notice:
    """One message."""

    id: str
    """The same for the same changes, however often they are sent."""
    body: bytes
    last_number: int


def last_number_in(store_url: str) -> int:
    """Number of the last change in a base layer; 0 where there is none yet."""
    from pipelines.cim.store import open_store

    try:
        return max(open_store(store_url).read("cim_change")["change_number"].to_pylist(), default=0)
    except NotFound:
        return 0


def notice_of(one: Webhook, changes: "pa.Table") -> Notice | None:
    """The notice that a webhook is due; None where it knows all.

    Args:
        one: The webhook.
        changes: ``cim_change``.
    """
    rows = changes.select(["change_number", "project_code", "changed_at"]).sort_by("change_number").to_pylist()
    due = [row for row in rows if row["change_number"] > one.told_number]
    if not due:
        return None
    known = [row["changed_at"] for row in rows if row["change_number"] <= one.told_number]
    since = urlencode({"since": known[-1].isoformat(timespec="milliseconds")}) if known else ""
    first, last = due[0]["change_number"], due[-1]["change_number"]
    data = {
        "first": first, "last": last, "projects": sorted({row["project_code"] for row in due}),
        "changes": f"/api/v1/changes?{since}".rstrip("?"),
    }  # fmt: skip
    return Notice(_id(one, f"{first}-{last}"), _body(CHANGED, due[-1]["changed_at"].isoformat(timespec="milliseconds"), data), last)


def ping_of(one: Webhook) -> Notice:
    """A notice of nothing, for trying a webhook."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return Notice(_id(one, moment), _body(PING, moment, {}), one.told_number)


def send(one: Webhook, notice: Notice) -> tuple[bool, str]:
    """Send a notice: whether it was taken, and the answer. Follows nobody elsewhere, and goes through no proxy."""
    moment = str(int(time.time()))
    headers = {
        "Content-Type": "application/json", "webhook-id": notice.id, "webhook-timestamp": moment,
        "webhook-signature": signature(one.secret, notice.id, moment, notice.body),
    }  # fmt: skip
    try:
        with (
            httpx.Client(timeout=_SECONDS, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", one.url, content=notice.body, headers=headers) as answer,
        ):
            return answer.is_success, str(answer.status_code)
    except httpx.HTTPError as error:
        return False, type(error).__name__


def signature(secret: str, notice_id: str, moment: str, body: bytes) -> str:
    """The signature of a notice: HMAC-SHA256 over its id, the time of sending and the body."""
    key = base64.b64decode(secret.removeprefix(_SECRET_PREFIX))
    signed = hmac.new(key, f"{notice_id}.{moment}.".encode() + body, sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def _body(kind: str, moment: str, data: dict[str, Any]) -> bytes:
    return json.dumps({"type": kind, "timestamp": moment, "data": data}, ensure_ascii=False, separators=(",", ":")).encode()


def _id(one: Webhook, content: str) -> str:
    return f"msg_{sha256(f'{one.id}:{content}'.encode()).hexdigest()[:24]}"
