"""What all tests share: the real models, and a skip that becomes a failure in CI."""

import os
import shutil
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
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=quiet)
        yield browser
        browser.close()
