"""What a file seems to be, by its first bytes, where it is no IFC file in the STEP form."""

BOM = b"\xef\xbb\xbf"

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"%PDF", "pdf"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"AC10", "dwg"),
    (b"SQLite format 3", "sqlite"),
    (b"glTF", "gltf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<html", "html"),
    (b"<!doctype html", "html"),
    (b"ifc", "ifcxml"),
    (b"iso_10303", "ifcxml"),
)
_LOOKED_AT = 4096


def seems_to_be(data: bytes) -> str | None:
    """Name what the file is; None where it begins as a STEP file.

    Returns:
        A key of the catalogue ``read_reason``, such as ``pdf``.
    """
    head = data[:_LOOKED_AT].removeprefix(BOM).lstrip()
    if head[:12].upper() == b"ISO-10303-21":
        return None
    if not head:
        return "empty"
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"<"):
        lower = head.lower()
        return next((kind for mark, kind in _MARKUP if mark in lower), "xml")
    if head.startswith((b"{", b"[")):
        return "json"
    return "text" if _is_text(head) else "binary"


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip archive."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_text(head: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return control == 0
