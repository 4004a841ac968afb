"""When a model is read by columns: where that pays, and where the file allows it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from cim_schema.errors import CimError
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.runtime.progress import Progress

LEAST_BYTES = 8 * 1024**2
"""Smaller files are read by the parser before the compiled kernels are loaded."""
_log = logging.getLogger(__name__)


def is_worth_columns(path: Path) -> bool:
    """Whether a file is large enough; packed ones are larger than they look."""
    try:
        return path.stat().st_size >= (LEAST_BYTES // 8 if path.suffix.lower() == ".ifczip" else LEAST_BYTES)
    except OSError:
        return False


def each_table_if_columns(path: Path, progress: Progress, keep_in: Path | None) -> Iterator[tuple[str, pa.Table] | None]:
    """The tables of a model; None, perhaps after some of them, where the parser is to read all of it.

    Raises:
        InputError: As ``read_model`` does.
    """
    try:
        # Here, so that small models do without the kernels, which cannot be compiled in every installation.
        from pipelines.ingest.columnar.model import each_table_by_columns

        yield from each_table_by_columns(path, progress, keep_in)
    except CimError:
        raise
    except CannotRead as cause:
        _log.debug("%s is read by the parser: %s", path.name, cause)
        yield None
    except Exception:  # The parser takes over from whatever this reader stumbles on, but that must not stay unseen.
        _log.warning("%s is read by the parser, as the reader by columns failed", path.name, exc_info=True)
        yield None
