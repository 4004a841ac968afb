"""What a column is."""

from dataclasses import dataclass
from typing import Literal

DataType = Literal["string", "int64", "float64", "bool", "binary", "timestamp", "float64[16]"]
"""``binary`` is WKB or a packed array, as the column says; ``timestamp`` is UTC in microseconds; ``float64[16]`` is a
4 × 4 matrix, row-major, that moves column vectors."""


@dataclass(frozen=True)
class Field:
    """One column, defined once and meaning the same in every table."""

    name: str
    """Lower case; the unit or frame is the last part where there is one (``_m``, ``_local``)."""
    data_type: DataType
    """As kept in Arrow."""
    meaning: str
    """One English sentence; the Chinese one is in the catalogue ``field``."""
    unit: str = ""
    """Symbol of the SI unit; empty for text, counts, ratios and codes."""
    allowed: tuple[str, ...] = ()
    """The only values, where the column is a code."""
