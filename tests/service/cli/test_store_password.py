"""A password in the URL of a store is used, and found nowhere afterwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import options

pytestmark = pytest.mark.slow

MODEL = Path("sample_ifc/tiny/pass-cim_01-map_conversion.ifc").absolute()
PASSWORD = "kept-from-all"


def run(*arguments, cwd):
    command = [Path(sys.executable).with_name("jueshan"), *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_neither_what_is_told_nor_what_is_kept_has_it(postgres_url, tmp_path):
    url = postgres_url.replace("postgres@", f"postgres:{PASSWORD}@")
    ingested = run("ingest", MODEL, "--project", "P", "--store", url, "--log", "json", cwd=tmp_path)
    assert ingested.returncode == 0, ingested.stderr
    published = run("publish", "--store", url, "--out", "out", cwd=tmp_path)
    refused = run("publish", "--store", url.replace("host=", "host=/none"), "--out", "out", cwd=tmp_path)
    assert (published.returncode, refused.returncode != 0) == (0, True)
    told = "".join(one.stdout + one.stderr for one in (ingested, published, refused))
    assert "postgres@" in told
    assert PASSWORD not in told
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "manifest.json" for path in files)
    assert not [path for path in files if PASSWORD.encode() in path.read_bytes()]


def test_it_goes_where_libpq_looks_for_it(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "")
    assert options.take_password("postgresql://li:s%40cret@db/cim") == "postgresql://li@db/cim"
    assert os.environ["PGPASSWORD"] == "s@cret"
    assert options.take_password("gpkg:out/cim.gpkg") == "gpkg:out/cim.gpkg"
