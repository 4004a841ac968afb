"""Files and folders that appear whole or not at all: written beside their place, then renamed into it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cim_schema.errors import FileNotReadable


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a path beside ``path`` to write to; once the block ends well, it takes the place of ``path``.

    Raises:
        FileNotReadable: The folder cannot be written to.
    """
    _make_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o644)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """Give a folder beside ``folder`` to write to; once the block ends well, its files take their places in ``folder``.

    Files of ``folder`` that the new one does not name stay. A folder that did not exist appears in one step.

    Raises:
        FileNotReadable: The folder cannot be written to.
    """
    _make_folder(folder.parent)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield beside
        beside.chmod(0o755)
        if not folder.exists():
            beside.rename(folder)
            return
        _make_folder(folder)
        for source in sorted(path for path in beside.rglob("*") if path.is_file()):
            target = folder / source.relative_to(beside)
            _make_folder(target.parent)
            source.replace(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise FileNotReadable({"file": str(folder), "reason": cause.strerror or str(cause)}) from None
