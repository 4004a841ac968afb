"""Uploads, written to disk as they come: no file is ever held in memory, and one that is broken off leaves nothing.

Whether a file may be a model is told from its first bytes, never from its name or from what the sender calls it.
"""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from anyio import move_on_after
from anyio.to_thread import run_sync
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from cim_schema.errors import DiskFull, InvalidRequest, NotAnIfcFile, UploadTooLarge
from pipelines.ingest.file_kind import is_zip, seems_to_be
from service.state.database import is_disk_full

MOST_FILES = 50
IDS_FIELD = "ids"
IDS_SUFFIX = ".ids"
"""By which the files of a check are told apart: no model keeps it."""
FIELD_BYTES = 1000
"""Of a field that is no file."""
NAME_BYTES = 180
"""Of a file's name on our disk."""
_KEPT_FREE_BYTES = 64 * 2**20
_CHUNK = 2**20
_HEAD_BYTES = 4096
_DRAINED_BYTES = 64 * 2**20
_DRAINED_SECONDS = 10.0
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


@dataclass
class UploadedFile:
    """One file that came."""

    path: Path
    byte_count: int = 0
    head: bytes = b""
    is_ids: bool = False
    """Whether it came as an IDS file by which the models are to be checked."""


@dataclass
class Upload:
    """What a request brought."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[UploadedFile] = field(default_factory=list)


@asynccontextmanager
async def received_upload(request: Request, folder: Path, limit: int) -> AsyncIterator[Upload]:
    """The files of a request in a new folder, which goes again unless the block moves it away.

    Args:
        request: Its body is multipart; files are in its fields ``model`` and ``ids``.
        folder: Made here.
        limit: On the bytes of the whole body.

    Raises:
        UploadTooLarge: More than the limit.
        InvalidRequest: No multipart, no file, an empty file, too many files, or a field that is none of ours.
        NotAnIfcFile: A file that begins as no IFC file and no zip archive.
        DiskFull: No space is left.
    """
    too_large = UploadTooLarge({"limit_mb": limit // 2**20})
    body = _Body(request)
    try:
        length = int(request.headers.get("content-length", "0"))
        if length > limit:
            raise too_large
        _make_room(folder, length)
        receiver = _Receiver(request.headers.get("content-type", ""), folder)
        while (chunk := await body.read()) is not None:
            if body.taken > limit:
                raise too_large
            await run_sync(receiver.take, chunk)
        yield await run_sync(receiver.finish)
    except OSError as cause:
        if is_disk_full(cause):
            raise DiskFull({"file": "model"}) from None
        raise
    finally:
        await body.drain()
        await run_sync(lambda: shutil.rmtree(folder, ignore_errors=True))


def safe_name(sent: str, number: int) -> str:
    """A name that is one on every system, as near to the sender's as can be."""
    name = _UNSAFE.sub("_", sent.replace("\\", "/").rpartition("/")[2]).strip(" .")
    name = "".join(sign for sign in name if sign.isprintable()) or f"model-{number}"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = name, "ifc"
    while len(stem.encode()) > NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}.{suffix}"


def _named(name: str, is_ids: bool) -> str:
    """The name, ending as those of IDS files do exactly where it is one."""
    if is_ids == name.lower().endswith(IDS_SUFFIX):
        return name
    return f"{name.rpartition('.')[0]}{IDS_SUFFIX if is_ids else '.ifc'}"


class _Receiver:
    """Takes the body bit by bit. Its methods are called one at a time, in threads."""

    def __init__(self, content_type: str, folder: Path) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise InvalidRequest({"reason": "@service.reason.no_multipart"})
        self._folder = folder
        self._upload = Upload()
        self._header_name = self._header_value = b""
        self._headers: dict[bytes, bytes] = {}
        self._field: tuple[str, bytearray] | None = None
        self._file: BinaryIO | None = None
        self._is_ended = False
        self._parser = MultipartParser(options[b"boundary"], {
            "on_part_begin": self._begin_part, "on_header_field": self._take_name, "on_header_value": self._take_value,
            "on_header_end": self._end_header, "on_headers_finished": self._begin_content, "on_part_data": self._take_content,
            "on_part_end": self._end_part, "on_end": self._end,
        })  # fmt: skip

    def take(self, chunk: bytes) -> None:
        """Take the next bytes."""
        try:
            self._parser.write(chunk)
        except MultipartParseError:
            raise InvalidRequest({"reason": "@service.reason.no_multipart"}) from None

    def finish(self) -> Upload:
        """The whole upload."""
        self._close()
        if not self._is_ended:
            raise InvalidRequest({"reason": "@service.reason.broken_off"})
        if all(one.is_ids for one in self._upload.files):
            raise InvalidRequest({"reason": "@service.reason.no_model"})
        return self._upload

    def _begin_part(self) -> None:
        self._headers = {}

    def _take_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _begin_content(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name not in {"model", IDS_FIELD}:
            self._field = (name, bytearray())
            return
        if len(self._upload.files) >= MOST_FILES:
            raise InvalidRequest({"reason": "@service.reason.too_many_files", "most": MOST_FILES})
        self._folder.mkdir(parents=True, exist_ok=True)
        sent = options.get(b"filename", b"").decode("utf-8", "replace")
        path = self._free_path(_named(safe_name(sent, len(self._upload.files) + 1), name == IDS_FIELD))
        self._file = path.open("wb", buffering=_CHUNK)
        self._upload.files.append(UploadedFile(path, is_ids=name == IDS_FIELD))

    def _take_content(self, data: bytes, start: int, end: int) -> None:
        if self._field is not None:
            name, value = self._field
            value += data[start:end]
            if len(value) > FIELD_BYTES:
                raise InvalidRequest({"reason": "@service.reason.fields", "names": name[:100]})
            return
        assert self._file is not None
        uploaded = self._upload.files[-1]
        self._file.write(data[start:end])
        uploaded.byte_count += end - start
        if len(uploaded.head) < _HEAD_BYTES:
            uploaded.head += data[start : min(end, start + _HEAD_BYTES)]

    def _end_part(self) -> None:
        if self._field is not None:
            name, value = self._field
            self._upload.fields[name] = value.decode("utf-8", "replace")
            self._field = None
            return
        self._close()
        uploaded = self._upload.files[-1]
        if not uploaded.byte_count:
            raise InvalidRequest({"reason": "@service.reason.empty_file", "name": uploaded.path.name})
        if uploaded.is_ids:
            return
        if is_zip(uploaded.head):
            # The line takes an archive for one by its name.
            self._rename(uploaded, uploaded.path.with_suffix(".ifczip"))
        elif kind := seems_to_be(uploaded.head):
            raise NotAnIfcFile({"file": uploaded.path.name, "reason": f"@read_reason.{kind}"})

    def _rename(self, uploaded: UploadedFile, wanted: Path) -> None:
        if wanted != uploaded.path:
            uploaded.path = uploaded.path.rename(self._free_path(wanted.name))

    def _free_path(self, name: str) -> Path:
        stem, _, suffix = name.rpartition(".")
        taken = {one.path.name.lower() for one in self._upload.files}
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}-{number}.{suffix}"
        return self._folder / name

    def _close(self) -> None:
        if self._file is not None:
            with self._file as file:
                file.flush()
                os.fsync(file.fileno())
            self._file = None

    def _end(self) -> None:
        self._is_ended = True


def _make_room(folder: Path, byte_count: int) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder.parent).free < byte_count + _KEPT_FREE_BYTES:
        raise DiskFull({"file": "model"})


class _Body:
    """A request's body, bit by bit."""

    def __init__(self, request: Request) -> None:
        self._receive = request.receive
        self._is_over = False
        self.taken = 0

    async def read(self) -> bytes | None:
        """The next bytes; None where there are no more, because all came or the sender went away."""
        if self._is_over:
            return None
        message = await self._receive()
        chunk: bytes = message.get("body", b"")
        self._is_over = not message.get("more_body", False)
        self.taken += len(chunk)
        return chunk

    async def drain(self) -> None:
        """Read on for a while, so that the sender's program comes to read the answer."""
        bound = self.taken + _DRAINED_BYTES
        with move_on_after(_DRAINED_SECONDS):
            while not self._is_over and self.taken < bound:
                await self.read()
