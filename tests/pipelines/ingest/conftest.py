"""Models as ifcopenshell has them, and small models written for one situation."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest

from pipelines.ingest.model import read_model

HEADER = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [ReferenceView]'),'2;1');
FILE_NAME('t.ifc','2026-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('{schema}'));
ENDSEC;
DATA;
"""
END = "ENDSEC;\nEND-ISO-10303-21;\n"
FIRST_DATA_LINE = HEADER.count("\n") + 1

WriteIfc = Callable[..., Path]
ReadRows = Callable[[Path, str], list[dict[str, Any]]]


@cache
def _open(path: Path) -> ifcopenshell.file:
    return ifcopenshell.open(path)


@pytest.fixture(scope="session")
def opened() -> Callable[[Path], ifcopenshell.file]:
    """A model as ifcopenshell gives it, opened once a session."""
    return _open


@pytest.fixture
def write_ifc(tmp_path: Path) -> WriteIfc:
    """Write a model from its DATA lines; the first of them is line ``FIRST_DATA_LINE`` of the file."""

    def write(*lines: str, schema: str = "IFC4", end: str = END, name: str = "t.ifc", encoding: str = "ascii") -> Path:
        path = tmp_path / name
        path.write_bytes((HEADER.format(schema=schema) + "".join(f"{line}\n" for line in lines) + end).encode(encoding))
        return path

    return write


@pytest.fixture
def rows() -> ReadRows:
    """Rows of one table of a model."""

    def read_rows(path: Path, table: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = read_model(path)[table].to_pylist()
        return found

    return read_rows
