"""Control points: places known both in the model and on the map, read from a CSV and compared with a placement."""

import csv
import io
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cim_schema.errors import FileNotReadable, InvalidControlPoints, os_reason

COLUMNS = ("name", "x_local", "y_local", "z_local", "easting", "northing", "height")

_MOST = 1e12
"""No coordinate is as large in any unit; beyond, squares lose their digits."""

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class ControlPoint:
    """One place, known twice."""

    name: str
    local: tuple[float, float, float]
    """x, y, z in the model's own length unit."""
    on_map: tuple[float, float, float]
    """Easting, northing, height; metres."""


def read_control_points(path: Path) -> tuple[ControlPoint, ...]:
    """Read a CSV with the header ``name,x_local,y_local,z_local,easting,northing,height``; columns may be in any order.

    Raises:
        FileNotReadable: There is no such file, or no permission.
        InvalidControlPoints: With the file, the line and what is wrong there.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as cause:
        raise FileNotReadable({"file": path.name, "reason": os_reason(cause)}) from None
    except UnicodeDecodeError as cause:
        raise _invalid(path, cause.object[: cause.start].count(b"\n") + 1, "not_utf8") from None
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    header = [column.strip() for column in next(reader, [])]
    if not header:
        raise _invalid(path, 1, "empty")
    for column in COLUMNS:
        if column not in header:
            raise _invalid(path, 1, "header", column=column)
    points: dict[str, ControlPoint] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        point = _read_point(path, reader.line_num, header, cells)
        if point.name in points:
            raise _invalid(path, reader.line_num, "repeated_name", name=point.name)
        points[point.name] = point
    if not points:
        raise _invalid(path, reader.line_num, "no_points")
    return tuple(points.values())


def differences(points: tuple[ControlPoint, ...], local_to_map: FloatArray, length_unit_m: float) -> FloatArray:
    """Computed minus given place of each point: shape (n, 3), east, north, height in metres."""
    local, on_map = point_arrays(points, length_unit_m)
    computed: FloatArray = local @ local_to_map[:3, :3].T + local_to_map[:3, 3]
    return computed - on_map


def point_arrays(points: tuple[ControlPoint, ...], length_unit_m: float) -> tuple[FloatArray, FloatArray]:
    """Places in the model and on the map: shape (n, 3) each, metres."""
    return np.array([point.local for point in points]) * length_unit_m, np.array([point.on_map for point in points])


def _read_point(path: Path, line: int, header: list[str], cells: list[str]) -> ControlPoint:
    if len(cells) != len(header):
        raise _invalid(path, line, "column_count", found=len(cells), expected=len(header))
    row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    if not row["name"]:
        raise _invalid(path, line, "no_name")
    numbers: list[float] = []
    for column in COLUMNS[1:]:
        try:
            number = float(row[column])
        except ValueError:
            number = float("nan")
        if not isfinite(number):
            raise _invalid(path, line, "not_a_number", column=column, value=row[column])
        if abs(number) > _MOST:
            raise _invalid(path, line, "too_large", column=column, value=row[column])
        numbers.append(number)
    x, y, z, easting, northing, height = numbers
    return ControlPoint(row["name"], (x, y, z), (easting, northing, height))


def _invalid(path: Path, line: int, reason: str, **params: object) -> InvalidControlPoints:
    return InvalidControlPoints({"file": path.name, "line": line, "reason": f"@place.reason.{reason}", **params})
