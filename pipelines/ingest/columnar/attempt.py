"""When a model is read by columns: where that pays, and where the file allows it."""

from pathlib import Path

import pyarrow as pa

from cim_schema.errors import CimError
from pipelines.runtime.progress import Progress

LEAST_BYTES = 8 * 1024**2
"""Smaller files are read by the parser before the compiled kernels are loaded."""


def read_by_columns(path: Path, progress: Progress) -> dict[str, pa.Table] | None:
    """The tables of a model; None where the parser is to read it.

    Raises:
        InputError: As ``read_model`` does.
    """
    try:
        if path.stat().st_size < LEAST_BYTES:
            return None
    except OSError:
        return None
    try:
        # Here, so that small models do without the kernels, which cannot be compiled in every installation.
        from pipelines.ingest.columnar.model import read_model_columns

        return read_model_columns(path, progress)
    except CimError:
        raise
    except Exception:  # CannotRead above all; the parser takes over from whatever this reader stumbles on.
        return None
