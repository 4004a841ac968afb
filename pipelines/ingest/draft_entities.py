"""Drafts of IFC4X3 in the words of the final schema: entities that were renamed, and attributes that were dropped.

What belongs here: what a statement of a draft says where the final schema says it otherwise. What does not: everything
that both say alike, which is most.
Source: ISO 16739-1:2024 beside IFC4X3_RC3: IfcGeotechnicalStratum, IfcFacilityPart and its subtypes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.ingest.step_scan import Scan

_STRATA = {b"IFCSOLIDSTRATUM": b".SOLID.", b"IFCVOIDSTRATUM": b".VOID.", b"IFCWATERSTRATUM": b".WATER."}
_PART_TYPE = re.compile(
    rb"\s*IFC(ROAD|BRIDGE|RAILWAY|MARINE|FACILITY)PART(COMMON)?TYPEENUM\s*\(\s*(\.\w+\.)\s*\)\s*", re.IGNORECASE
)
_PART_ARGUMENTS = 11
_STRATUM_ARGUMENTS = 8
_KEYWORD = re.compile(rb"=\s*(IFCSOLIDSTRATUM|IFCVOIDSTRATUM|IFCWATERSTRATUM|IFCFACILITYPART)\s*(?=\()", re.IGNORECASE)
_TOKENS = re.compile(rb"'(?:[^']|'')*'|/\*.*?\*/|[(),]|[^'(),/]+|/", re.DOTALL)
_LONGEST = 1_000_000


@dataclass(frozen=True)
class Arguments:
    """The arguments of one statement, as written."""

    start: int
    """Offset of the opening parenthesis."""
    end: int
    """Offset after the closing one."""
    texts: list[bytes]


def arguments_at(data: bytes, start: int) -> Arguments | None:
    """The arguments of the statement that begins at an offset; None where its parentheses do not close."""
    depth = 0
    opened = start
    pieces: list[list[bytes]] = [[]]
    for token in _TOKENS.finditer(data, start, min(len(data), start + _LONGEST)):
        text = token[0]
        if text == b"(":
            depth += 1
            if depth == 1:
                opened = token.start()
                continue
        elif text == b")":
            depth -= 1
            if depth == 0:
                return Arguments(opened, token.end(), [b"".join(some) for some in pieces])
        if depth == 1 and text == b",":
            pieces.append([])
        elif depth >= 1:
            pieces[-1].append(text)
    return None


def translate_draft(data: bytes, scan: Scan) -> bytes:
    """The same data with the draft's statements in the final schema's words; lines stay where they are."""
    offsets = set(scan.offsets.tolist())
    pieces: list[bytes] = []
    done = 0
    for start, end, said in _translations(data, offsets):
        pieces += [data[done:start], said]
        done = end
    return b"".join([*pieces, data[done:]]) if pieces else data


def _translations(data: bytes, offsets: set[int]) -> Iterator[tuple[int, int, bytes]]:
    for found in _KEYWORD.finditer(data):
        number = re.search(rb"#\d+\s*$", data[max(0, found.start() - 40) : found.start()])
        if number is None or found.start() - len(number[0]) not in offsets:
            continue  # In a string or a comment.
        arguments = arguments_at(data, found.end())
        said = None if arguments is None else _said_finally(found[1].upper(), arguments.texts)
        if arguments is not None and said is not None:
            yield found.start(1), arguments.end, said


def _said_finally(keyword: bytes, texts: list[bytes]) -> bytes | None:
    """The entity and its arguments in the final schema; None where the statement is not as the draft has it."""
    if keyword in _STRATA:
        if len(texts) != _STRATUM_ARGUMENTS:
            return None
        return b"IFCGEOTECHNICALSTRATUM(" + b",".join([*texts, _STRATA[keyword]]) + b")"
    if len(texts) != _PART_ARGUMENTS or (kind := _PART_TYPE.fullmatch(texts[-2])) is None:
        return None
    lines = b"\n" * texts[-2].count(b"\n")
    entity = b"IFC" + kind[1].upper() + b"PART" + (b"COMMON" if kind[1].upper() == b"FACILITY" else b"")
    return entity + b"(" + b",".join([*texts[:-2], texts[-1], kind[3] + lines]) + b")"
