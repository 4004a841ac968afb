"""A sender's file made readable: unpacked, looked through, its strings mended in a copy. Never changes the file itself."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cim_schema.errors import BrokenIfcFile, FileNotReadable, NotAnIfcFile, UnsupportedIfcSchema, os_reason
from pipelines.ingest.archive import unpack_model
from pipelines.ingest.draft_entities import translate_draft
from pipelines.ingest.file_kind import BOM, is_zip, seems_to_be
from pipelines.ingest.step_scan import Scan, line_at, scan_step
from pipelines.ingest.step_strings import Mended, mend_strings

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")
READ_AS: dict[str, str] = {
    "IFC2X3_TC1": "IFC2X3", "IFC2X3_FINAL": "IFC2X3",
    "IFC4_ADD1": "IFC4", "IFC4_ADD2": "IFC4", "IFC4_ADD2_TC1": "IFC4",
    "IFC4X3": "IFC4X3_ADD2", "IFC4X3_ADD1": "IFC4X3_ADD2", "IFC4X3_TC1": "IFC4X3_ADD2",
}  # fmt: skip
"""Identifiers of editions and corrigenda that the schema beside them reads."""
DRAFTS = frozenset({"IFC4X1", "IFC4X2", "IFC4X3_RC1", "IFC4X3_RC2", "IFC4X3_RC3", "IFC4X3_RC4"})
"""Drafts and interim extensions on the way to IFC4X3. Models in them are about, and most entities are as they became, so
they are read by IFC4X3_ADD2, the few that were renamed in its words, and it is told what that schema does not know."""
_SCHEMA_LIST = re.compile(rb"FILE_SCHEMA\s*\(\s*\(([^)]*)\)\s*\)", re.IGNORECASE)
_QUOTED = re.compile(rb"'([^']*)'")
_CHUNK = 1024**2


@dataclass(frozen=True)
class Readable:
    """What is given to the parser, and what was found on the way."""

    path: Path
    """The sender's file, or the mended copy."""
    data: bytes
    """What the path holds."""
    name: str
    """Of the sender's file, without its folder."""
    model_id: str
    byte_count: int
    """Of the sender's file."""
    schema: str
    """The schema that it is read by."""
    schema_identifier: str
    """FILE_SCHEMA as written."""
    scan: Scan
    mended: Mended
    raw_line: int | None
    """Line of the first string with raw characters."""
    directive_line: int | None
    """Line of the first string with a broken directive."""
    has_bom: bool


def model_id_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal.

    Raises:
        FileNotReadable: Missing, a folder, or no permission.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError as cause:
        raise FileNotReadable({"file": path.name, "reason": os_reason(cause)}) from None
    return digest.hexdigest()


@contextmanager
def readable_file(path: Path) -> Iterator[Readable]:
    """Make a file readable for the parser; a mended copy lives as long as the block.

    Raises:
        FileNotReadable: Missing, a folder, or no permission.
        NotAnIfcFile: Something else, empty, or an archive without exactly one model.
        UnsupportedIfcSchema: A schema that is not read here, several, or none.
        BrokenIfcFile: No HEADER or DATA section, no instances, or a damaged archive.
    """
    try:
        original = path.read_bytes()
    except OSError as cause:
        raise FileNotReadable({"file": path.name, "reason": os_reason(cause)}) from None
    data = unpack_model(original, path.name) if is_zip(original) and path.suffix.lower() == ".ifczip" else original
    if kind := seems_to_be(data):
        raise NotAnIfcFile({"file": path.name, "reason": f"@read_reason.{kind}"})
    has_bom = data.startswith(BOM)
    mended = mend_strings(data.removeprefix(BOM))
    scan = scan_step(mended.data)
    identifier, schema = _schema_of(mended.data, scan, path.name)
    _refuse_without_sections(mended.data, scan, path.name)
    ready = mended.data
    if identifier != schema:
        if identifier.strip().upper() in DRAFTS:
            ready = translate_draft(ready, scan)
        ready = _with_identifier(ready, scan_step(ready), schema)
        scan = scan_step(ready)
    with tempfile.TemporaryDirectory(prefix="jueshan-") as folder:
        place = path
        if ready != original:
            place = Path(folder) / "model.ifc"
            place.write_bytes(ready)
        yield Readable(
            place, ready, path.name, hashlib.sha256(original).hexdigest(), len(original), schema, identifier, scan, mended,
            line_at(data, mended.raw_offset) if mended.raw_count else None,
            line_at(data, mended.directive_offset) if mended.directive_count else None,
            has_bom,
        )  # fmt: skip


def _schema_of(data: bytes, scan: Scan, file: str) -> tuple[str, str]:
    """FILE_SCHEMA as written, and the schema to read by."""
    for offset, text in scan.header:
        if not text.upper().startswith(b"FILE_SCHEMA"):
            continue
        line = line_at(data, offset)
        match = _SCHEMA_LIST.search(text)
        names = [name.decode("ascii", "replace") for name in _QUOTED.findall(match[1])] if match else []
        if not names:
            raise BrokenIfcFile({"file": file, "line": line, "reason": "@read_reason.schema_unreadable"})
        written = ", ".join(names)
        plain = written.strip().upper()
        schema = "IFC4X3_ADD2" if plain in DRAFTS else READ_AS.get(plain, plain)
        if schema not in SCHEMAS:
            raise UnsupportedIfcSchema({"file": file, "schema": written or "@read_reason.schema_empty", "line": line})
        return written, schema
    if scan.unfinished is not None and "DATA" not in scan.sections:
        line = line_at(data, scan.unfinished)
        raise BrokenIfcFile({"file": file, "line": line, "reason": "@read_reason.header_unfinished"})
    if "HEADER" not in scan.sections:
        raise BrokenIfcFile({"file": file, "line": 1, "reason": "@read_reason.no_header"})
    line = line_at(data, scan.sections["HEADER"])
    raise UnsupportedIfcSchema({"file": file, "schema": "@read_reason.schema_missing", "line": line})


def _refuse_without_sections(data: bytes, scan: Scan, file: str) -> None:
    last = line_at(data, len(data.rstrip()))
    if "DATA" not in scan.sections:
        raise BrokenIfcFile({"file": file, "line": last, "reason": "@read_reason.no_data"})
    if not len(scan.step_ids) and scan.is_truncated:
        raise BrokenIfcFile({"file": file, "line": last, "reason": "@read_reason.no_instances"})


def _with_identifier(data: bytes, scan: Scan, schema: str) -> bytes:
    """The data with the schema's exact identifier in its header."""
    offset, text = next(one for one in scan.header if one[1].upper().startswith(b"FILE_SCHEMA"))
    lines = b"\n" * text.count(b"\n")
    return data[:offset] + b"FILE_SCHEMA(('" + schema.encode("ascii") + b"'))" + lines + data[offset + len(text) :]
