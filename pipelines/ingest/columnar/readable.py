"""A sender's file with its instances by column. Where its bytes are in order, they are looked through only once."""

import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from cim_schema.errors import FileNotReadable, os_reason
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.scan import Statements, scan_statements
from pipelines.ingest.file_kind import BOM, is_zip
from pipelines.ingest.readable import SCHEMAS, Readable, readable_file
from pipelines.ingest.step_scan import Integers, Scan, scan_step
from pipelines.ingest.step_strings import Mended, mend_strings

_HEAD = 2**15
_LONGEST_HEAD = 2**20
_TAIL = re.compile(rb"ENDSEC\s*;\s*END-ISO-10303-21\s*;\s*")
_BEFORE = re.compile(rb"\s*ISO-10303-21\s*;")
_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([A-Z0-9_]+)'\s*\)\s*\)")


@dataclass
class SoundScan(Scan):
    """Of a file whose statements are all in order."""

    missing: Integers = field(default_factory=lambda: np.zeros(0, np.int64))

    def repeated(self) -> Integers:
        """None."""
        return np.zeros(0, np.int64)

    def dangling(self) -> Integers:
        """As found with the columns."""
        return self.missing


@contextmanager
def columnar_file(path: Path) -> Iterator[tuple[Readable, Statements]]:
    """A file and its statements.

    Raises:
        CannotRead: As ``scan_statements`` does.
        InputError: As ``readable_file`` does.
    """
    found = [_as_it_is(path)]
    if found[0] is not None:
        # Taken out, so that the statements last no longer than whoever asked for them wants.
        yield found.pop()  # type: ignore[misc]
        return
    with readable_file(path) as readable:
        if readable.scan.odd or readable.scan.is_truncated:
            raise CannotRead("DATA", "statements that are none, or an end that is missing")
        yield readable, scan_statements(readable.data, readable.data.index(b";", readable.scan.sections["DATA"]) + 1)


def _as_it_is(path: Path) -> tuple[Readable, Statements] | None:
    """A file whose bytes can be read as they are; None where something must be mended, unpacked or told first."""
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise FileNotReadable({"file": path.name, "reason": os_reason(cause)}) from None
    with ThreadPoolExecutor(1) as aside:
        digest = aside.submit(hashlib.sha256, data)
        return _sound(path, data, lambda: digest.result().hexdigest()) if _is_plain(data) else None


def _is_plain(data: bytes) -> bool:
    if is_zip(data) or data.startswith(BOM) or not data.isascii() or b"\0" in data:
        return False
    return b"\\" not in data or mend_strings(data).data == data


def _sound(path: Path, data: bytes, digest: Callable[[], str]) -> tuple[Readable, Statements] | None:
    """The file as it is; None where its header or its end are not as they should be."""
    head = scan_step(data[:_HEAD])
    if "DATA" not in head.sections:
        head = scan_step(data[:_LONGEST_HEAD])
    schemas = [match for _, text in head.header if (match := _SCHEMA.fullmatch(text.strip()))]
    if "DATA" not in head.sections or len(schemas) != 1 or not _BEFORE.match(data):
        return None
    schema = schemas[0][1].decode("ascii")
    if schema not in SCHEMAS:
        return None
    statements = scan_statements(data, data.index(b";", head.sections["DATA"]) + 1)
    if not _TAIL.fullmatch(data, statements.end) or not len(statements.step_ids):
        return None
    sections = {**head.sections, "ENDSEC": statements.end, "END-ISO-10303-21": len(data)}
    scan = SoundScan(header=head.header, sections=sections, step_ids=statements.step_ids, offsets=statements.starts)
    readable = Readable(path, data, path.name, digest(), len(data), schema, schema, scan, Mended(data), None, None, False)
    return readable, statements
