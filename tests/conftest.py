"""What all tests share: the real models, and a skip that becomes a failure in CI."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pyarrow as pa
import pytest

# What CI finds is found again: it tries the same cases each time, and new ones are tried where somebody develops.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("JUESHAN_CI"):
    hypothesis.settings.load_profile("ci")

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("JUESHAN_SHARED", ROOT.parent / "shared"))


def skip_or_fail(reason: str) -> None:
    """Skip the test for want of something; in CI that is a failure, since CI installs what tests need."""
    if os.environ.get("JUESHAN_CI"):
        pytest.fail(f"CI lacks what this test needs: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real models, official cases and schemas, which lies beside the project where it is to be had."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real models (../shared, or JUESHAN_SHARED) is not here")
    return SHARED


@pytest.fixture(scope="session")
def read() -> Callable[[Path], dict[str, pa.Table]]:
    """The tables of a model but its shapes, read once a session."""
    return _read


@pytest.fixture(scope="session")
def shapes() -> Callable[[Path], dict[str, pa.Table]]:
    """What ``read_geometry`` gives for a model in one process, made once a session."""
    return _shapes


@cache
def _read(path: Path) -> dict[str, pa.Table]:
    from pipelines.ingest.model import read_model

    return read_model(path)


@cache
def _shapes(path: Path) -> dict[str, pa.Table]:
    from pipelines.ingest.geometry import read_geometry
    from pipelines.runtime.compute import Compute

    return read_geometry(path, _read(path), Compute())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium, Debian's, driven by Playwright; it makes no calls of its own."""
    where = shutil.which("chromium")
    if where is None:
        skip_or_fail("Debian's chromium")
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=quiet)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of this session's own in a temporary folder, reached by a socket in it; gives the folder.

    The database ``template1`` has PostGIS.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs or not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        skip_or_fail("PostgreSQL with PostGIS")
    programs_folder = programs[-1].parent
    # Pytest's own folders are closed to others, and paths of sockets must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    is_root = os.geteuid() == 0
    if is_root:  # The server refuses to run as root.
        shutil.chown(folder, "nobody")
    user = {"user": "nobody", "group": "nogroup"} if is_root else {}

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=120, **user)  # type: ignore[call-overload]

    encoding = ["-E", "UTF8", "--locale=C"]
    run(str(programs_folder / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "--no-sync", *encoding)
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    control = [str(programs_folder / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    run(*control, "-l", str(folder / "log"), "-o", settings, "start")
    try:
        address = ["-h", str(folder), "-U", "postgres"]
        run(str(programs_folder / "psql"), *address, "-d", "template1", "-qc", "CREATE EXTENSION postgis")
        yield str(folder)
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    import psycopg

    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(f"postgresql://postgres@/postgres?host={postgres_server}", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"postgresql://postgres@/{name}?host={postgres_server}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


_NUMBERS = itertools.count()
