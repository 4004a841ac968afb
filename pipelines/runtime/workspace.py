"""The workspace: every result under the digest of what made it, kept between runs and shared by processes.

::

    ROOT/results/ab/abcdef…/    a result: what was built, and key.json, which says what made it and how large each file is
    ROOT/partial/abcdef…/       a result being built; whoever holds its lock may remove it
    ROOT/locks/abcdef….lock     held by the process that builds; ``results.lock`` is held while results come and go
    ROOT/pins/….json            results that somebody refers to for good
    ROOT/open/….lease           results that a running process has in use; held locked for as long as it lives

A result is complete from the moment that it is found under its name, since it is renamed there when it is. Whatever is
deleted here is made again: it costs time only. What is kept and is no result lies in folders of its own (``folder``).
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from cim_schema.errors import WorkspaceFull
from cim_schema.units import format_number
from pipelines.runtime.results import OWN_FOLDERS, Results, is_full
from pipelines.runtime.table_set import TableSet

Json = str | int | float | bool | None | list["Json"] | Mapping[str, "Json"]

SHARE_BETWEEN_SCANS = 0.05
"""What one process may add, as a share of the cap, before it looks again at how much there is."""


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
        self._results = Results(self.root)
        self._unscanned_bytes: int | None = None

    def __reduce__(self) -> tuple[type["Workspace"], tuple[Path, int | None]]:
        """Travel as the folder and the cap: what is in use is so by process."""
        return Workspace, (self.root, self.max_bytes)

    def find(self, key: ResultKey) -> TableSet | None:
        """The result, if it is there and whole. A damaged one is dropped."""
        digest = key.digest
        place = self._results.take(digest)
        return None if place is None else TableSet(place, digest)

    def latest(self, stage: str, at_most: int) -> list[TableSet]:
        """The results of a stage that were used last, the latest first: where parts of a new one may be found ready made."""
        places = [(digest, self._results.take(digest)) for digest in self._results.latest(stage, at_most)]
        return [TableSet(place, digest) for digest, place in places if place is not None]

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
            if not is_full(full):
                raise
        self._results.evict(0)
        try:
            return self._make(key, build)
        except OSError as full:
            if not is_full(full):
                raise
            free_mb = format_number(shutil.disk_usage(self.root).free / 1e6, 1)
            raise WorkspaceFull({"folder": str(self.root), "free_mb": free_mb}) from None

    def pin(self, owner: str, digests: Iterable[str]) -> None:
        """Keep these results until the owner is unpinned. What the owner had pinned before is let go."""
        self._results.pin(owner, digests)

    def unpin(self, owner: str) -> None:
        """Let go what the owner had pinned; nothing, if there was none."""
        self._results.unpin(owner)

    def folder(self, name: str) -> Path:
        """A folder for what is kept but is no result, such as Prefect's home. Never cleaned here."""
        if name in OWN_FOLDERS:
            raise ValueError(f"the workspace itself uses {name!r}")
        self._results.prepare()
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def clean(self) -> None:
        """Remove what ended processes left half built, and keep to the cap."""
        self._results.prepare()
        for path in sorted((self.root / "partial").iterdir()):
            with suppress(Timeout), self._lock(path.name, wait=False):
                shutil.rmtree(path, ignore_errors=True)
        if self.max_bytes is not None:
            self._results.evict(self.max_bytes)
        self._unscanned_bytes = 0

    def _make(self, key: ResultKey, build: Callable[[Path], None]) -> TableSet:
        self._results.prepare()
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
                place = self._results.add(partial, digest)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
        self._keep_to_cap(size)
        return TableSet(place, digest)

    def _keep_to_cap(self, added: int) -> None:
        if self._unscanned_bytes is None:
            self.clean()
        elif self.max_bytes is not None:
            self._unscanned_bytes += added
            if self._unscanned_bytes > self.max_bytes * SHARE_BETWEEN_SCANS:
                self._results.evict(self.max_bytes)
                self._unscanned_bytes = 0

    @contextmanager
    def _lock(self, digest: str, wait: bool = True) -> Iterator[None]:
        path = self.root / "locks" / f"{digest}.lock"
        with FileLock(path, blocking=wait):
            try:
                yield
            finally:
                # While it is held: whoever waits for it notices that the file is gone and makes its own.
                path.unlink(missing_ok=True)


def _seal(partial: Path, key: ResultKey) -> int:
    files = {path.relative_to(partial).as_posix(): path.stat().st_size for path in sorted(partial.rglob("*")) if path.is_file()}
    text = json.dumps(key.as_json() | {"files": files}, sort_keys=True, ensure_ascii=False, indent=1)
    (partial / "key.json").write_text(text, encoding="utf-8")
    return sum(files.values())
