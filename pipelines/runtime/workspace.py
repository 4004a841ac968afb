"""The workspace: every result under the digest of what made it, kept between runs and shared by processes.

::

    ROOT/results/ab/abcdef…/    a result: what was built, and key.json, which says what made it and how large each file is
    ROOT/partial/abcdef…/       a result being built; whoever holds its lock may remove it
    ROOT/locks/abcdef….lock     held by the process that builds; ``catalogue.lock`` is held while results come and go
    ROOT/pins/….json            results that somebody refers to for good
    ROOT/open/….lease           results that a running process has in use; held locked for as long as it lives

A result is complete from the moment that it is found under its name, since it is renamed there when it is. Whatever is
deleted here is made again: it costs time only. What is kept and is no result lies in folders of its own (``folder``).
"""

import errno
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from cim_schema.errors import WorkspaceError, WorkspaceFull, os_reason
from cim_schema.units import format_number
from pipelines.runtime.table_set import TableSet

Json = str | int | float | bool | None | list["Json"] | Mapping[str, "Json"]

_OWN_FOLDERS = ("results", "partial", "locks", "pins", "open")
_SHARE_BETWEEN_SCANS = 0.05
"""What this process may add, as a share of the cap, before it looks again at how much there is."""


@dataclass(frozen=True)
class ResultKey:
    """What makes a result what it is. Equal keys are equal results."""

    stage: str
    """What was done, such as ``read``."""
    version: str
    """Of the code that did it, and of the libraries whose change would change the result."""
    inputs: tuple[str, ...]
    """Digests of what it was done to, in order."""
    parameters: Mapping[str, Json] = field(default_factory=dict, hash=False)
    """Whatever else the result depends on."""

    @property
    def digest(self) -> str:
        """SHA-256 of the key, in hexadecimal: the result's name."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Json]:
        """The key as ``key.json`` has it."""
        return {
            "stage": self.stage,
            "version": self.version,
            "inputs": list(self.inputs),
            "parameters": dict(self.parameters),
        }


class Workspace:
    """One process's door to a workspace.

    What it has found or made stays until the object is gone, whatever other processes add.
    """

    def __init__(self, root: Path, max_bytes: int | None = None) -> None:
        """Take the folder, which is made at first need, and the cap over all results; None: no cap."""
        self.root = Path(root).absolute()
        self.max_bytes = max_bytes
        self._lease: FileLock | None = None
        self._in_use: set[str] = set()
        self._unscanned_bytes: int | None = None

    def __reduce__(self) -> tuple[type["Workspace"], tuple[Path, int | None]]:
        """Travel as the folder and the cap: what is in use is so by process."""
        return Workspace, (self.root, self.max_bytes)

    def find(self, key: ResultKey) -> TableSet | None:
        """The result, if it is there and whole. A damaged one is dropped."""
        digest = key.digest
        if not self._result(digest).is_dir():
            return None
        with self._catalogue():
            damaged = self._dropped([digest]) if not self._is_whole(digest) else []
            if not damaged:
                return self._opened(digest)
        _remove(damaged)
        return None

    def make(self, key: ResultKey, build: Callable[[Path], None]) -> TableSet:
        """The result, built now if it is not there.

        Processes that want the same result wait for the one that builds it. On a full disk all results go that nobody
        refers to or uses, and it is tried once more.

        Args:
            key: What makes the result what it is.
            build: Writes the result's files into the empty folder that it is given.

        Raises:
            WorkspaceFull: There is no room, also after giving up all that may go. What was there before still is.
            WorkspaceError: The folder cannot be written.
        """
        found = self.find(key)
        if found is not None:
            return found
        try:
            return self._make(key, build)
        except OSError as full:
            if not _is_full(full):
                raise
        self._evict(0)
        try:
            return self._make(key, build)
        except OSError as full:
            if not _is_full(full):
                raise
            free_mb = format_number(shutil.disk_usage(self.root).free / 1e6, 1)
            raise WorkspaceFull({"folder": str(self.root), "free_mb": free_mb}) from None

    def pin(self, owner: str, digests: Iterable[str]) -> None:
        """Keep these results until the owner is unpinned. What the owner had pinned before is let go."""
        with self._catalogue():
            path = self._pin_path(owner)
            beside = path.with_suffix(".new")
            beside.write_text(json.dumps({"owner": owner, "digests": sorted(set(digests))}, ensure_ascii=False), encoding="utf-8")
            beside.replace(path)

    def unpin(self, owner: str) -> None:
        """Let go what the owner had pinned; nothing, if there was none."""
        with self._catalogue():
            self._pin_path(owner).unlink(missing_ok=True)

    def folder(self, name: str) -> Path:
        """A folder for what is kept but is no result, such as Prefect's home. Never cleaned here."""
        if name in _OWN_FOLDERS:
            raise ValueError(f"the workspace itself uses {name!r}")
        self._prepare()
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def clean(self) -> None:
        """Remove what ended processes left half built, and keep to the cap."""
        self._prepare()
        for path in sorted((self.root / "partial").iterdir()):
            with suppress(Timeout), self._lock(path.name, wait=False):
                shutil.rmtree(path, ignore_errors=True)
        if self.max_bytes is not None:
            self._evict(self.max_bytes)
        self._unscanned_bytes = 0

    # Building.

    def _make(self, key: ResultKey, build: Callable[[Path], None]) -> TableSet:
        self._prepare()
        digest = key.digest
        partial = self.root / "partial" / digest
        with self._lock(digest):
            found = self.find(key)
            if found is not None:
                return found
            try:
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir()
                build(partial)
                size = _seal(partial, key)
                with self._catalogue():
                    place = self._result(digest)
                    place.parent.mkdir(exist_ok=True)
                    partial.rename(place)
                    made = self._opened(digest)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
        self._keep_to_cap(size)
        return made

    def _keep_to_cap(self, added: int) -> None:
        if self._unscanned_bytes is None:
            self.clean()
        elif self.max_bytes is not None:
            self._unscanned_bytes += added
            if self._unscanned_bytes > self.max_bytes * _SHARE_BETWEEN_SCANS:
                self._evict(self.max_bytes)
                self._unscanned_bytes = 0

    # What is there, under the catalogue lock.

    def _result(self, digest: str) -> Path:
        return self.root / "results" / digest[:2] / digest

    def _is_whole(self, digest: str) -> bool:
        place = self._result(digest)
        try:
            files = json.loads((place / "key.json").read_bytes())["files"]
            return all((place / name).stat().st_size == size for name, size in files.items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def _opened(self, digest: str) -> TableSet:
        place = self._result(digest)
        with suppress(OSError):  # On a disk that is full or read-only the result can be used all the same.
            os.utime(place / "key.json")
            self._note_use(digest)
        self._in_use.add(digest)
        return TableSet(place, digest)

    def _note_use(self, digest: str) -> None:
        if self._lease is None:
            # Not local to a thread: the object may go in another than the one that first used it.
            lease = FileLock(self.root / "open" / f"{uuid.uuid4().hex}.lease", thread_local=False)
            lease.acquire()
            self._lease = lease
        if digest not in self._in_use:
            with Path(self._lease.lock_file).open("a", encoding="ascii") as lines:
                lines.write(f"{digest}\n")

    def _evict(self, max_bytes: int) -> None:
        with self._catalogue():
            keep = self._in_use | self._pinned() | self._leased()
            results = [(found.used_ns, found.digest, found.size) for found in _results(self.root / "results")]
            total = sum(size for _, _, size in results)
            gone = []
            for _, digest, size in sorted(results):
                if total <= max_bytes:
                    break
                if digest not in keep:
                    gone.append(digest)
                    total -= size
            trash = self._dropped(gone)
        _remove(trash)

    def _dropped(self, digests: Iterable[str]) -> list[Path]:
        """Where the results lie that have just gone; removing them takes time and needs no lock."""
        trash = []
        for digest in digests:
            path = self.root / "partial" / f"gone-{uuid.uuid4().hex}"
            self._result(digest).rename(path)
            trash.append(path)
        return trash

    def _pinned(self) -> set[str]:
        pins = [json.loads(path.read_text(encoding="utf-8")) for path in (self.root / "pins").glob("*.json")]
        return {digest for pin in pins for digest in pin["digests"]}

    def _leased(self) -> set[str]:
        leased: set[str] = set()
        for path in (self.root / "open").glob("*.lease"):
            if self._lease is not None and str(path) == self._lease.lock_file:
                continue
            try:
                with FileLock(path, blocking=False):
                    path.unlink(missing_ok=True)  # Its process has ended.
            except Timeout:
                leased.update(path.read_text(encoding="ascii").split())
        return leased

    def _pin_path(self, owner: str) -> Path:
        return self.root / "pins" / f"{hashlib.sha256(owner.encode()).hexdigest()[:32]}.json"

    # Folders and locks.

    def _prepare(self) -> None:
        try:
            for name in _OWN_FOLDERS:
                (self.root / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if _is_full(error):
                raise
            raise WorkspaceError({"folder": str(self.root), "reason": os_reason(error)}) from None

    @contextmanager
    def _catalogue(self) -> Iterator[None]:
        self._prepare()
        lock = FileLock(self.root / "locks" / "catalogue.lock", poll_interval=0.005)
        try:
            lock.acquire()
        except OSError as error:
            if _is_full(error):
                raise
            raise WorkspaceError({"folder": str(self.root), "reason": os_reason(error)}) from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _lock(self, digest: str, wait: bool = True) -> Iterator[None]:
        path = self.root / "locks" / f"{digest}.lock"
        with FileLock(path, blocking=wait):
            try:
                yield
            finally:
                # While it is held: whoever waits for it notices that the file is gone and makes its own.
                path.unlink(missing_ok=True)


@dataclass(frozen=True)
class _Found:
    digest: str
    size: int
    used_ns: int


def _results(folder: Path) -> Iterator[_Found]:
    for place in folder.glob("??/*"):
        sizes = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
        key = place / "key.json"
        yield _Found(place.name, sum(sizes), key.stat().st_mtime_ns if key.is_file() else 0)


def _seal(partial: Path, key: ResultKey) -> int:
    files = {path.relative_to(partial).as_posix(): path.stat().st_size for path in sorted(partial.rglob("*")) if path.is_file()}
    text = json.dumps(key.as_json() | {"files": files}, sort_keys=True, ensure_ascii=False, indent=1)
    (partial / "key.json").write_text(text, encoding="utf-8")
    return sum(files.values())


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _is_full(error: OSError) -> bool:
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
