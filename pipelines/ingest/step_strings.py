r"""Strings of STEP files that are not written as ISO 10303-21 asks, brought into its form.

ISO 10303-21 allows printable ASCII; everything else is written ``\X2\4E2D\X0\``. Exporters nevertheless write raw GBK or
UTF-8, and break the directives. The parser loses such characters without a word, or refuses the whole file. Here they
are written rightly, in a copy; lines keep their numbers.
"""

import re
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["utf-8", "gb18030", "latin-1"]

_LITERAL = re.compile(rb"/\*.*?\*/|'[^']*'", re.DOTALL)
_DIRECTIVE = re.compile(
    rb"\\\\|\\X2\\((?:[0-9A-Fa-f]{4})+)\\X0\\|\\X4\\((?:[0-9A-Fa-f]{8})+)\\X0\\"
    rb"|\\X\\[0-9A-Fa-f]{2}|\\S\\[ -&(-~]|\\P[A-I]\\|\\[NFT]\\|(\\X[24]\\\\X0\\)|(\\)"
)
"""What may stand behind a backslash; the last two groups are an empty directive and a stray backslash."""
_SURROGATE = re.compile(rb"\\X2\\(?:[0-9A-Fa-f]{4})*?[Dd][89A-Fa-f][0-9A-Fa-f]{2}")
_SECTION_SIGN = re.compile(rb"\\S\\''(?=\s*[,)])")
"""The one directive that holds an apostrophe; rewritten so that apostrophes tell strings from the rest everywhere else."""
_RAW = re.compile(rb"[\x80-\xff]")
_GB2312_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_GBK_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_TO_ASCII = bytes(range(128)) + b"?" * 128
"""For raw bytes in comments and between strings."""
MIN_SHARE = 0.9
"""Of the strings, resp. character pairs, that must be sound GBK, resp. in GB 2312, for text to be taken as Chinese.
Western text in one byte a character makes pairs too, but half of them outside GB 2312."""


@dataclass(frozen=True)
class Mended:
    """A file's bytes with every string in the standard's form, and what was wrong."""

    data: bytes
    encoding: Encoding | None = None
    """What raw characters were read as; None where there are none."""
    raw_count: int = 0
    """Strings with raw characters."""
    raw_offset: int = 0
    """Where the first of them begins in the original bytes."""
    directive_count: int = 0
    """Strings with a broken directive."""
    directive_offset: int = 0
    """Where the first of them begins in the original bytes."""
    nul_count: int = 0
    """Zero bytes, which became spaces."""


def mend_strings(data: bytes) -> Mended:
    """Bring every string into the standard's form; the same bytes where all are."""
    nul_count = data.count(b"\0")
    # At the very end they are what is left of a file that was never written: cut off, not text.
    data = data.rstrip(b"\0").replace(b"\0", b" ") if nul_count else data
    data = _SECTION_SIGN.sub(rb"\\X\\A7'", data)
    has_raw = _RAW.search(data) is not None
    if not has_raw and not _has_broken_directive(data):
        return Mended(data, nul_count=nul_count)
    encoding = guess_encoding(_raw_strings(data)) if has_raw else None
    pieces: list[bytes] = []
    raw: list[int] = []
    broken: list[int] = []
    done = 0
    for match in _LITERAL.finditer(data):
        literal = match[0]
        if literal.startswith(b"/*") or not (b"\\" in literal or (has_raw and _RAW.search(literal))):
            continue
        mended = literal
        if has_raw and _RAW.search(literal):
            mended = _without_raw(literal, encoding or "latin-1")
            raw.append(match.start())
        if b"\\" in mended and _has_broken_directive(mended):
            mended = _with_sound_directives(mended)
            broken.append(match.start())
        if mended is not literal:
            pieces += (data[done : match.start()], mended)
            done = match.end()
    return Mended(
        b"".join((*pieces, data[done:])).translate(_TO_ASCII),
        encoding if raw else None, len(raw), raw[0] if raw else 0, len(broken), broken[0] if broken else 0, nul_count,
    )  # fmt: skip


def guess_encoding(strings: list[bytes]) -> Encoding:
    """What raw characters seem to be: UTF-8 where all are, GB 18030 where nearly all are Chinese, else Latin-1."""
    if all(_is_decodable(one, "utf-8") for one in strings):
        return "utf-8"
    sound = sum(_is_decodable(one, "gb18030") for one in strings)
    pairs = [pair for one in strings for pair in _GBK_PAIR.findall(one)]
    chinese = sum(_GB2312_PAIR.fullmatch(pair) is not None for pair in pairs)
    if pairs and sound >= MIN_SHARE * len(strings) and chinese >= MIN_SHARE * len(pairs):
        return "gb18030"
    return "latin-1"


def encode_string(text: str) -> bytes:
    """Text as it stands in a STEP string, between its quotes; backslashes and quotes are left as they are."""
    return b"".join(
        part.encode("ascii") if part.isascii() else _directive(part) for part in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]+", text)
    )


def _directive(part: str) -> bytes:
    wide = any(ord(character) > 0xFFFF for character in part)
    digits = part.encode("utf-32-be" if wide else "utf-16-be", "replace").hex().upper()
    return f"\\X{4 if wide else 2}\\{digits}\\X0\\".encode("ascii")


def _raw_strings(data: bytes) -> list[bytes]:
    return [m[0] for m in _LITERAL.finditer(data) if not m[0].startswith(b"/*") and _RAW.search(m[0])]


def _is_decodable(one: bytes, encoding: str) -> bool:
    try:
        one.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _without_raw(literal: bytes, encoding: Encoding) -> bytes:
    return encode_string(literal.decode(encoding, "replace"))


def _has_broken_directive(data: bytes) -> bool:
    if b"\\" not in data:
        return False
    return _SURROGATE.search(data) is not None or any(m.lastindex in {3, 4} for m in _DIRECTIVE.finditer(data))


def _with_sound_directives(literal: bytes) -> bytes:
    return _DIRECTIVE.sub(_sound_directive, literal)


def _sound_directive(match: re.Match[bytes]) -> bytes:
    if match.lastindex == 4:
        return b"\\\\"
    if match.lastindex == 3:
        return b""
    if match.lastindex == 1:
        # The parser knows no surrogate pairs; written as one character of four bytes they survive.
        return encode_string(bytes.fromhex(match[1].decode("ascii")).decode("utf-16-be", "replace"))
    return match[0]
