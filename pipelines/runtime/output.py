"""Files and folders that appear whole or not at all: written beside their place, then renamed into it."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cim_schema.errors import DiskFull, FileNotReadable, os_reason


def require_folder(folder: Path) -> None:
    """See that results can be written to a folder, before the work that makes them.

    Raises:
        FileNotReadable: A file stands there, or the folder cannot be made or written to.
    """
    _make_folder(folder.parent)
    if folder.exists() and not folder.is_dir():
        raise FileNotReadable({"file": str(folder), "reason": "@error_reason.not_a_folder"})
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        raise FileNotReadable({"file": str(folder), "reason": "@error_reason.no_permission"})


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a path beside ``path`` to write to; once the block ends well, it takes the place of ``path``.

    Raises:
        FileNotReadable: The folder cannot be written to.
        DiskFull: No space is left.
    """
    _make_folder(path.parent)
    if path.is_dir():
        raise FileNotReadable({"file": str(path), "reason": "@error_reason.is_a_folder"})
    with _refused(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o644)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    except OSError as cause:
        raise _told(cause, path) from None
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """Give a folder beside ``folder`` to write to; once the block ends well, its files take their places in ``folder``.

    Files of ``folder`` that the new one does not name stay. A folder that did not exist appears in one step.

    Raises:
        FileNotReadable: The folder cannot be written to.
        DiskFull: No space is left.
    """
    _make_folder(folder.parent)
    with _refused(folder):
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
    except OSError as cause:
        raise _told(cause, folder) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _make_folder(folder: Path) -> None:
    with _refused(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise FileNotReadable({"file": str(path), "reason": os_reason(cause)}) from None


def _told(cause: OSError, path: Path) -> Exception:
    """A full disk as an error of ours; any other error as it is."""
    return DiskFull({"file": str(path)}) if cause.errno in (errno.ENOSPC, errno.EDQUOT) else cause
