"""What the scan of the bytes has to say to people: truncation, raw characters, repeated numbers, dangling references."""

import numpy as np

from cim_schema.codes import Severity
from pipelines.ingest.problems import SHOWN, Problems
from pipelines.ingest.readable import DRAFTS, Readable
from pipelines.ingest.step_scan import first_uses, line_at


def tell_bytes(readable: Readable, problems: Problems) -> None:
    """Add what is wrong with the bytes of a file that can be read all the same."""
    _tell_end(readable, problems)
    _tell_strings(readable, problems)
    if readable.schema_identifier != readable.schema:
        code = "draft_schema" if readable.schema_identifier.strip().upper() in DRAFTS else "schema_identifier"
        problems.add(code, Severity.WARNING, written=readable.schema_identifier, schema=readable.schema)
    _tell_statements(readable, problems)
    _tell_repeated(readable, problems)
    _tell_dangling(readable, problems)


def _tell_end(readable: Readable, problems: Problems) -> None:
    scan, data = readable.scan, readable.data
    if not scan.is_truncated:
        return
    line = line_at(data, len(data.rstrip()))
    if scan.unfinished is not None:
        begins = line_at(data, scan.unfinished)
        problems.add("truncated", Severity.ERROR, line=line, begins=begins)
    else:
        problems.add("no_end", Severity.ERROR, line=line)


def _tell_strings(readable: Readable, problems: Problems) -> None:
    mended = readable.mended
    if readable.has_bom:
        problems.add("byte_order_mark", Severity.WARNING, line=1)
    if mended.encoding:
        problems.add(
            "raw_characters", Severity.WARNING, line=readable.raw_line, count=mended.raw_count,
            encoding=f"@read.encoding.{mended.encoding.replace('-', '')}",
        )  # fmt: skip
    if mended.directive_count:
        problems.add("broken_directive", Severity.WARNING, line=readable.directive_line, count=mended.directive_count)
    if mended.nul_count:
        problems.add("nul", Severity.WARNING, count=mended.nul_count)


def _tell_statements(readable: Readable, problems: Problems) -> None:
    for number, (offset, reason) in enumerate(readable.scan.odd):
        line = line_at(readable.data, offset) if number < SHOWN else None
        problems.add("odd_statement", Severity.ERROR, line=line, reason=f"@read_reason.{reason}")


def _tell_repeated(readable: Readable, problems: Problems) -> None:
    scan = readable.scan
    for number, step_id in enumerate(scan.repeated().tolist()):
        lines: list[int] = []
        if number < SHOWN:
            lines = [line_at(readable.data, int(at)) for at in scan.offsets[np.flatnonzero(scan.step_ids == step_id)[:SHOWN]]]
        problems.add(
            "repeated_step_id", Severity.ERROR, step_id=step_id, line=lines[-1] if lines else None,
            lines=", ".join(str(line) for line in lines),
        )  # fmt: skip


def _tell_dangling(readable: Readable, problems: Problems) -> None:
    dangling = readable.scan.dangling()
    uses = first_uses(readable.data, readable.scan, dangling[:SHOWN]) if len(dangling) else {}
    for step_id in dangling.tolist():
        user, offset = uses.get(step_id, (None, None))
        line = line_at(readable.data, offset) if offset is not None else None
        problems.add("dangling_reference", Severity.ERROR, step_id=user, line=line, missing=step_id)
