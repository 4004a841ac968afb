"""Which results a workspace has, who uses them, and which of them go when there is no room.

Everything here happens under one lock, which is held for milliseconds: results come by one renaming and go by another.
"""

import errno
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from cim_schema.errors import WorkspaceError, os_reason

OWN_FOLDERS = ("results", "partial", "locks", "pins", "open")


class Results:
    """One process's view of the results under a root; ``workspace`` tells what lies where."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lease: FileLock | None = None
        self._in_use: set[str] = set()

    def place(self, digest: str) -> Path:
        """Where the result lies, if it is there."""
        return self.root / "results" / digest[:2] / digest

    def take(self, digest: str) -> Path | None:
        """The result's folder, from now on in use; None where it is not there or damaged. A damaged one goes."""
        if not self.place(digest).is_dir():
            return None
        with self.held():
            if self._is_whole(digest):
                self._use(digest)
                return self.place(digest)
            gone = self._dropped([digest] if self.place(digest).is_dir() else [])
        _remove(gone)
        return None

    def latest(self, stage: str, at_most: int) -> list[str]:
        """Digests of a stage's results, those used last first; so many at most."""
        found: list[str] = []
        for _, place in sorted((-_last_use(place), place) for place in (self.root / "results").glob("??/*")):
            if len(found) == at_most:
                break
            with suppress(OSError, ValueError, TypeError):
                if json.loads((place / "key.json").read_bytes()).get("stage") == stage:
                    found.append(place.name)
        return found

    def add(self, built: Path, digest: str) -> Path:
        """Let what was built be the result, from now on in use."""
        place = self.place(digest)
        with self.held():
            place.parent.mkdir(exist_ok=True)
            built.rename(place)
            self._use(digest)
        return place

    def evict(self, max_bytes: int) -> None:
        """Let the longest unused results go, but none that is pinned or in use, until all fit into so many bytes."""
        with self.held():
            keep = self._in_use | self._pinned() | self._leased()
            results = sorted(_results(self.root / "results"))
            total = sum(size for _, _, size in results)
            digests = []
            for _, digest, size in results:
                if total <= max_bytes:
                    break
                if digest not in keep:
                    digests.append(digest)
                    total -= size
            gone = self._dropped(digests)
        _remove(gone)

    def pin(self, owner: str, digests: Iterable[str]) -> None:
        """Keep these results for the owner, instead of what was kept before."""
        with self.held():
            path = self._pin_path(owner)
            beside = path.with_suffix(".new")
            beside.write_text(json.dumps({"owner": owner, "digests": sorted(set(digests))}, ensure_ascii=False), encoding="utf-8")
            beside.replace(path)

    def unpin(self, owner: str) -> None:
        """Keep nothing for the owner any more."""
        with self.held():
            self._pin_path(owner).unlink(missing_ok=True)

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            WorkspaceError: That cannot be done.
        """
        with self._told():
            for name in OWN_FOLDERS:
                (self.root / name).mkdir(parents=True, exist_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While nobody else changes what is there."""
        self.prepare()
        lock = FileLock(self.root / "locks" / "results.lock", poll_interval=0.005)
        with self._told():
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if is_full(error):
                raise
            raise WorkspaceError({"folder": str(self.root), "reason": os_reason(error)}) from None

    def _is_whole(self, digest: str) -> bool:
        place = self.place(digest)
        try:
            files = json.loads((place / "key.json").read_bytes())["files"]
            return all((place / name).stat().st_size == size for name, size in files.items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def _use(self, digest: str) -> None:
        with suppress(OSError):  # On a disk that is full or read-only the result can be used all the same.
            os.utime(self.place(digest) / "key.json")
            if self._lease is None:
                # Not local to a thread: the object may go in another than the one that first used it.
                lease = FileLock(self.root / "open" / f"{uuid.uuid4().hex}.lease", thread_local=False)
                lease.acquire()
                self._lease = lease
            if digest not in self._in_use:
                with Path(self._lease.lock_file).open("a", encoding="ascii") as lines:
                    lines.write(f"{digest}\n")
        self._in_use.add(digest)

    def _dropped(self, digests: Iterable[str]) -> list[Path]:
        """Where the results lie that have just gone; removing them takes time and needs no lock."""
        gone = []
        for digest in digests:
            path = self.root / "partial" / f"gone-{uuid.uuid4().hex}"
            self.place(digest).rename(path)
            gone.append(path)
        return gone

    def _pinned(self) -> set[str]:
        pins = [json.loads(path.read_text(encoding="utf-8")) for path in (self.root / "pins").glob("*.json")]
        return {digest for pin in pins for digest in pin["digests"]}

    def _pin_path(self, owner: str) -> Path:
        return self.root / "pins" / f"{hashlib.sha256(owner.encode()).hexdigest()[:32]}.json"

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


def is_full(error: OSError) -> bool:
    """Whether the disk, or the user's share of it, is full."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


def _results(folder: Path) -> Iterator[tuple[int, str, int]]:
    """When each result was last used (nanoseconds), its digest, its size in bytes."""
    for place in folder.glob("??/*"):
        size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        yield _last_use(place), place.name, size


def _last_use(place: Path) -> int:
    """Nanoseconds since 1970; 0 where nobody knows."""
    try:
        return (place / "key.json").stat().st_mtime_ns
    except OSError:
        return 0


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
