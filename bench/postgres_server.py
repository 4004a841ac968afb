"""A PostgreSQL server with PostGIS for a measurement: Debian's, in a folder of its own, ended with the process that started it."""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "4GB", "listen_addresses": ""}
"""The first two as any server of that size has them; what is committed is on the disk, as is the default."""
START_SECONDS = 60.0


def start_postgres() -> str:
    """Start a server; gives the URL of an empty database in it.

    Raises:
        RuntimeError: PostgreSQL with PostGIS is not installed, or does not start.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise RuntimeError("PostgreSQL is not installed")
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # Its socket lies there too, and paths of sockets must be short.
    user = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}  # The server refuses to run as root.
    if user:
        shutil.chown(folder, "nobody")

    def run(program: str, *options: str) -> None:
        subprocess.run([programs / program, *options], check=True, capture_output=True, cwd=folder, **user)  # type: ignore[call-overload]

    run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [programs / "postgres", "-D", folder / "data", "-c", f"unix_socket_directories={folder}", *settings],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **user,
    )  # type: ignore[call-overload]  # fmt: skip
    atexit.register(_end, server, folder)
    address = ["-h", str(folder), "-U", "postgres"]
    latest = time.monotonic() + START_SECONDS
    while subprocess.run([programs / "pg_isready", *address], capture_output=True).returncode:
        if server.poll() is not None or time.monotonic() > latest:
            raise RuntimeError("PostgreSQL does not start")
        time.sleep(0.1)
    run("createdb", *address, "cim")
    run("psql", *address, "-d", "cim", "-qc", "CREATE EXTENSION postgis")
    return f"postgresql://postgres@/cim?host={folder}"


def _end(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    server.terminate()  # Lets nobody in, and waits for those who are.
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)
