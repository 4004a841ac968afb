"""The service's log: one JSON line an event on standard error, from every process of it.

What belongs in a line: what happened, to which check or request. What does not: tokens, passwords, contents of files.
"""

import json
import logging
import sys
import time
from typing import Any


class _JsonLines(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(), "process": self._process, "event": record.getMessage(),
        }  # fmt: skip
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def open_log(process: str, *, is_quiet: bool = False) -> None:
    """Send all log lines of this process to standard error; warnings and worse only, where it is to be quiet."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING if is_quiet else logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # Prefect asks its server every ten seconds.


def log(event: str, level: int = logging.INFO, **fields: object) -> None:
    """Write one line."""
    logging.getLogger("jueshan").log(level, event, extra={"fields": fields})
