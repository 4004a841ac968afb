"""One fault of an IDS file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """Where, and what."""

    line: int
    reason: str
    """Key below ``ids.invalid``."""
    params: Mapping[str, object] = field(default_factory=dict)
