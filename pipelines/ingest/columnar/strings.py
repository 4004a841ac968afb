r"""Strings as ISO 10303-21 writes them, read: doubled quotes, ``\X2\4E2D\X0\`` and the other directives."""

import re

from pipelines.ingest.columnar.cannot_read import CannotRead

_MARK = re.compile(r"''|\\\\|\\X2\\([0-9A-Fa-f]*)\\X0\\|\\X4\\([0-9A-Fa-f]*)\\X0\\|\\X\\([0-9A-Fa-f]{2})|\\S\\(.)|\\(.)")


def decode(written: str) -> str:
    """What stands between the quotes, as text.

    Raises:
        CannotRead: A directive that the parser treats in a way of its own, such as another code page.
    """
    return _MARK.sub(_read, written)


def _read(mark: re.Match[str]) -> str:
    if mark[0] in {"''", "\\\\"}:
        return mark[0][0]
    if mark[1] is not None:
        return bytes.fromhex(mark[1]).decode("utf-16-be")
    if mark[2] is not None:
        return bytes.fromhex(mark[2]).decode("utf-32-be")
    if mark[3] is not None:
        return chr(int(mark[3], 16))
    if mark[4] is not None:
        return chr(ord(mark[4]) + 128)
    raise CannotRead(mark[0], "a directive of strings that is seldom used")
