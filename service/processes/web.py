"""The process that answers requests. It holds nothing that would be lost with it."""

import logging
import socket
import sys

import uvicorn

from service.app import create_app
from service.log import open_log
from service.options import ServiceOptions

GRACE_SECONDS = 2
"""For answers under way, when the service ends: followers of a check would stay for hours."""


def main(options: ServiceOptions, listener: int) -> None:
    """Serve on a socket that the supervisor opened, so that callers wait while this process is started again."""
    open_log("web", is_quiet=options.is_quiet)
    logging.getLogger("uvicorn.access").disabled = True  # Requests are logged by ``Guards``, with their ids.
    config = uvicorn.Config(
        create_app(options), log_config=None, access_log=False, server_header=False, lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=listener)])


if __name__ == "__main__":
    main(ServiceOptions.from_json(sys.argv[1]), int(sys.argv[2]))
