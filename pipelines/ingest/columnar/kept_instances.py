"""Instances as reading found them, kept beside the model's tables, so that geometry need not look through the file again."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.ingest.columnar.instances import Instances
from pipelines.ingest.columnar.schema import Schema

Array = NDArray[Any]

_FILE = "instances.arrow"
_FORM = 1
"""To be raised when instances are kept in another form, or others are taken for sound."""


class KeptInstances(Instances):
    """Instances that were looked through before."""

    def __init__(self, data: bytes, told: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
        """Take up what was kept of a file."""
        self.data, self.schema, self.names = np.frombuffer(data, np.uint8), Schema(told["schema"]), told["names"]
        self.step_ids, self.starts = (np.cumsum(arrays[name], dtype=np.int64) for name in ("steps", "leaps"))
        self.classes = arrays["classes"]


def write_instances(folder: Path, path: Path, instances: Instances) -> None:
    """Keep the instances of a sound file in a folder of tables; they are none of them.

    Args:
        folder: Of the model's tables.
        path: The model's file.
        instances: As they were read from it.
    """
    # Differences are small numbers.
    held = {
        "steps": _narrow(np.diff(instances.step_ids, prepend=0)), "leaps": _narrow(np.diff(instances.starts, prepend=0)),
        "classes": instances.classes,
    }  # fmt: skip
    told = {
        "form": _FORM, "file": _state(path), "schema": instances.schema.declarations.name(), "names": instances.names,
        "kinds": {name: array.dtype.str for name, array in held.items()},
    }  # fmt: skip
    rows = pa.Table.from_arrays([_blob(array) for array in held.values()], names=[*held])
    rows = rows.replace_schema_metadata({"told": json.dumps(told)})
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(folder / _FILE), "wb") as file, pa.ipc.new_file(file, rows.schema, options=options) as writer:
        writer.write_table(rows)


def read_instances(folder: Path, path: Path, model_id: str) -> KeptInstances | None:
    """The instances that were kept of a model; None where there are none, or the file is another by now.

    Args:
        folder: Of the model's tables.
        path: The model's file.
        model_id: SHA-256 of what the file held.
    """
    try:
        with pa.OSFile(str(folder / _FILE)) as file:
            rows = pa.ipc.open_file(file).read_all()
        told = json.loads(rows.schema.metadata[b"told"])
        if told["form"] != _FORM:
            return None
        # A file that nobody has written since then is not hashed again.
        is_same, data = _state(path) == told["file"], path.read_bytes()
    except (OSError, pa.ArrowInvalid):
        return None
    if not is_same and hashlib.sha256(data).hexdigest() != model_id:
        return None
    arrays = {name: np.frombuffer(rows[name][0].as_buffer(), kind) for name, kind in told["kinds"].items()}
    return KeptInstances(data, told, arrays)


def _state(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns]


def _blob(array: Array) -> pa.LargeBinaryArray:
    """A column of one row."""
    # Arrow's own way from Python loads pandas.
    content = pa.py_buffer(np.ascontiguousarray(array))
    edges = pa.py_buffer(np.array([0, content.size], np.int64))
    return pa.Array.from_buffers(pa.large_binary(), 1, [None, edges, content])


def _narrow(numbers: Array) -> Array:
    """The same numbers in as few bytes as they take."""
    least, greatest = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    kinds = (np.int8, np.int16, np.int32, np.int64)
    return numbers.astype(next(kind for kind in kinds if np.iinfo(kind).min <= least and greatest <= np.iinfo(kind).max))
