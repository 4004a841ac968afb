"""Whether a model's shapes hold coordinates as large as a map's, seen without reading the shapes."""

import mmap
import re
from pathlib import Path

MAP_SIZED_M = 50_000.0


def has_far_points(path: Path, length_unit_m: float) -> bool:
    """Whether any point of the file has a first or second coordinate of 50 km or more.

    Args:
        path: The model, as plain text; in any other form there are none to be seen.
        length_unit_m: Its length unit in metres.
    """
    least = MAP_SIZED_M / length_unit_m
    digits = len(str(int(least)))
    pattern = rb"IFCCARTESIANPOINT(?:LIST[23]D)?\s*\([\s(]*(?:[^,()]{1,40},)?\s*[-+]?(\d{%d,})" % digits
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(int(match[1]) >= least for match in re.finditer(pattern, content, re.IGNORECASE))
