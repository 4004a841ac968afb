"""The parser's part: a readable file becomes an ifcopenshell file. What it refuses is taken out, and said.

The parser gives up a whole file for one bad token. A statement that it stumbles over is blanked in a copy, lines kept,
and the rest is read; a header that it cannot read is replaced by one with the schema alone.
"""

import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import ifcopenshell
from ifcopenshell import ifcopenshell_wrapper

from cim_schema.codes import Severity
from cim_schema.errors import BrokenIfcFile
from pipelines.ingest.problems import Problems
from pipelines.ingest.readable import Readable
from pipelines.ingest.step_scan import Scan, line_at, scan_step

MAX_STUMBLES = 10
"""So many statements are taken out before the file is given up."""
_OFFSET = re.compile(r"at offset (\d+)")
_UNKNOWN_ENTITY = re.compile(r"Entity with name '([^']*)' not found in schema .* at offset (\d+)")
_ATTRIBUTE_COUNT = re.compile(r"Expected (\d+) attribute values, found (\d+) for instance #(\d+)")
_ENUMERATION = re.compile(r"An enumeration literal '([^']*)' is not valid for type '([^']*)' at offset (\d+)")


def parse(readable: Readable, problems: Problems) -> ifcopenshell.file:
    """Give the file to the parser.

    Raises:
        BrokenIfcFile: The parser stumbles more than ``MAX_STUMBLES`` times.
    """
    path, data = readable.path, readable.data
    line: int | None = None
    with tempfile.TemporaryDirectory(prefix="jueshan-") as folder:
        for _ in range(MAX_STUMBLES + 1):
            file, log = _open(path)
            if file is not None:
                _tell_log(log, data, problems)
                return file
            offset = _stumbled_at(log)
            scan = scan_step(data)
            if offset is None or offset < scan.sections["DATA"]:
                line = line_at(data, scan.sections["HEADER"])
                without = _with_plain_header(data, scan, readable.schema)
                problems.add("header_unreadable", Severity.WARNING, line=line)
            else:
                line = line_at(data, offset)
                start, end = _statement_around(data, scan, offset)
                without = data[:start] + _blank(data[start:end]) + data[end:]
                problems.add("statement_unreadable", Severity.ERROR, line=line, step_id=_step_id(data[start:end]))
            if without == data:
                break
            data = without
            path = Path(folder) / "model.ifc"
            path.write_bytes(data)
    raise BrokenIfcFile({"file": readable.name, "line": line, "reason": "@read_reason.unparsable"})


def _open(path: Path) -> tuple[ifcopenshell.file | None, list[str]]:
    """The file, or None, and what the parser says of it. A logger of its own: the parser's default one is shared by all threads."""
    logger = ifcopenshell_wrapper.logger()
    logger.output_format(ifcopenshell_wrapper.logger.FMT_INMEMORY)
    file: Any
    try:
        file = ifcopenshell.open(path, format=".ifc", logger=logger)
        # The file logs to it for as long as it lives and does not hold it: without this, a change to the file crashes.
        file.kept_logger = logger
    except (ifcopenshell.Error, OSError):
        file = None
    return file, [message.message for message in logger.log_messages()]


def _stumbled_at(log: list[str]) -> int | None:
    """Where the parser gave up: the last place that it names, unknown entities and references aside, which it passes over."""
    for message in reversed(log):
        found = _OFFSET.search(message)
        if found and "not found" not in message and "is not valid for type" not in message:
            return int(found[1])
    return None


def _statement_around(data: bytes, scan: Scan, offset: int) -> tuple[int, int]:
    """The instance that holds the byte, up to the next instance."""
    place = int(scan.offsets.searchsorted(offset, "right")) - 1
    if place < 0:
        return offset, offset
    end = int(scan.offsets[place + 1]) if place + 1 < len(scan.offsets) else scan.sections.get("ENDSEC", len(data))
    return int(scan.offsets[place]), end


def _step_id(statement: bytes) -> int | None:
    found = re.match(rb"#(\d{1,18})", statement)
    return int(found[1]) if found else None


def _blank(statement: bytes) -> bytes:
    return re.sub(rb"[^\r\n]", b" ", statement)


def _with_plain_header(data: bytes, scan: Scan, schema: str) -> bytes:
    """The same lines, and nothing in the header but the schema."""
    start, end = scan.sections["HEADER"], scan.sections["DATA"]
    plain = b"HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('%s'));ENDSEC;"
    plain %= schema.encode("ascii")
    if data.startswith(plain, start):
        return data
    return data[:start] + plain + b"\n" * data.count(b"\n", start, end) + data[end:]


def _tell_log(log: list[str], data: bytes, problems: Problems) -> None:
    unknown: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for message in log:
        if found := _UNKNOWN_ENTITY.search(message):
            unknown.setdefault(found[1], int(found[2]))
            counts[found[1]] += 1
        elif found := _ATTRIBUTE_COUNT.search(message):
            problems.add("attribute_count", Severity.WARNING, step_id=int(found[3]), expected=int(found[1]), found=int(found[2]))
        elif found := _ENUMERATION.search(message):
            line_number = line_at(data, int(found[3]))
            problems.add("enumeration", Severity.WARNING, line=line_number, value=found[1], ifc_type=found[2])
    for name, offset in sorted(unknown.items(), key=lambda one: one[1]):
        problems.add("unknown_entity", Severity.WARNING, line=line_at(data, offset), ifc_class=name, count=counts[name])
