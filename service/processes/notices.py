"""The process that tells webhooks of changes: at least once, in order, and again after a failure or a restart."""

import logging
import sys
import time

from cim_schema.errors import CimError, InvalidOption
from service.log import log, open_log
from service.options import ServiceOptions
from service.state.database import Database
from service.state.webhooks import Webhooks, require_allowed

LOOK_SECONDS = 1.0


def tell_once(webhooks: Webhooks, store_url: str, seen: str) -> str:
    """Tell every webhook that is due what changed since it last took a notice.

    Args:
        webhooks: All.
        store_url: The base layer.
        seen: Its revision at the last look.

    Returns:
        Its revision now.
    """
    due = [one for one in webhooks.all() if one.disabled_at is None and one.next_try_at <= time.time()]
    if not due:
        return ""
    from pipelines.cim.store import open_store
    from pipelines.runtime.settings import WebhookSettings
    from service.notice import notice_of, send

    store = open_store(store_url)
    revision = store.revision()
    if not revision or (revision == seen and not any(one.attempts for one in due)):
        return revision
    settings, changes = WebhookSettings(), store.read("cim_change")
    for one in due:
        notice = notice_of(one, changes)
        if notice is None:
            continue
        try:
            require_allowed(one.url, settings.webhook_hosts)
            is_taken, answer = send(one, notice)
        except InvalidOption:
            is_taken, answer = False, "host not allowed"
        if is_taken:
            webhooks.taken(one, notice.last_number, answer)
        else:
            webhooks.failed(one, answer, settings.webhook_pause_seconds)
        level = logging.INFO if is_taken else logging.WARNING
        log("webhook", level, id=one.id, notice=notice.id, answer=answer, attempt=one.attempts + 1)
    return revision


def main(options: ServiceOptions) -> None:
    """Stay, and tell."""
    open_log("notices", is_quiet=options.is_quiet)
    webhooks = Webhooks(Database(options.folders.database))
    seen = ""
    while True:
        try:
            seen = tell_once(webhooks, options.store_url, seen)
        except CimError as error:  # The store is being repaired, or is away: the next look may find it.
            log("webhook.store", logging.WARNING, error=error.code)
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main(ServiceOptions.from_json(sys.argv[1]))
