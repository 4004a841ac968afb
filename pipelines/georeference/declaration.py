"""One declaration of a model (a map conversion or a rigid operation), read into a movement in metres.

What belongs here: units, scale, axis and the name of the system, and how much had to be supplied to make sense of them.
What is wrong with them for people is told in ``diagnoses``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pipelines.runtime.crs_name import NamedCrs, crs_of, read_declared_crs, read_vertical_crs
from pipelines.runtime.projection import grid_factor, is_within_area_of_use, to_lonlat, unit_m

SCALE_TOLERANCE = 0.01
"""Grid and height factors stay within some thousandths of 1; a hundredth off is a mistake of units."""
NEAR_AREA_DEG = 1.5
"""Half a 3-degree zone: projects across a zone's edge keep to one zone, and are not lost."""
_MOST = 1e15
"""Greater numbers count as this one: squares of them, and differences of those, still are numbers."""

Row = Mapping[str, Any]
FloatArray = NDArray[np.float64]
ScaleReading = Literal["given", "unit_ratio", "without_units", "implausible", "fixed"]
AxisReading = Literal["given", "absent", "degenerate"]


@dataclass(frozen=True)
class Declaration:
    """A declaration with both sides in metres."""

    step_id: int
    form: str
    """``IfcMapConversion``, ``IfcMapConversionScaled``, ``IfcRigidOperation`` or ``ePSet_MapConversion``."""
    crs_name: str | None
    """As written."""
    crs: NamedCrs | None
    """What the name means; None where it is missing or unknown."""
    vertical_name: str | None
    vertical: str | None
    east_m: float | None
    north_m: float | None
    height_m: float | None
    map_unit_m: float
    """Unit by which eastings and northings were read."""
    has_map_unit: bool
    is_map_unit_supplied: bool
    """Whether the system's own unit was taken, since the model gives none and its length unit leads out of the area of use."""
    scale: float | None
    """As written."""
    map_scales: tuple[float, float, float]
    """Metres on the map for one metre in the model, along local x, y and z."""
    scale_reading: ScaleReading
    axis_reading: AxisReading
    rotation_deg: float
    """Counter-clockwise from map east to local +x."""
    raw: Mapping[str, Any]
    """As written, in the file's own units."""
    row: Row
    """Of ``ifc_map_conversion``: a mended declaration is read from a row with other values."""

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to compute with."""
        return self.east_m is not None and self.north_m is not None

    @property
    def is_projected(self) -> bool:
        """Whether the system is known and projected."""
        return self.crs is not None and crs_of(self.crs.code).is_projected

    def to_map(self) -> FloatArray:
        """From the context's frame to the declared system: 4 × 4, metres.

        Source:
            ISO 16739-1:2024, IfcMapConversion and IfcMapConversionScaled: scale, rotate anti-clockwise about z, translate.
        """
        angle = np.radians(self.rotation_deg)
        rotation = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
        matrix = np.eye(4)
        matrix[:3, :3] = rotation @ np.diag(self.map_scales)
        matrix[:3, 3] = (self.east_m or 0.0, self.north_m or 0.0, self.height_m or 0.0)
        return matrix


def read_declaration(row: Row, length_unit_m: float, centre: FloatArray) -> Declaration:
    """Read one row of ``ifc_map_conversion``.

    Args:
        row: Of that table.
        length_unit_m: The model's length unit in metres.
        centre: Shape (3,): the middle of the model in the context's frame, metres; the origin may lie far from the model.
    """
    row = _sound(row)
    crs = read_declared_crs(row)
    units = [row["map_unit_m"]]
    if not row["has_map_unit"] and crs is not None and row["map_unit_m"] != unit_m(crs.code):
        units.append(unit_m(crs.code))
    readings = [_with_unit(row, unit, length_unit_m, crs, centre) for unit in units]
    return next((reading for reading in readings if _makes_sense(reading, centre)), readings[0])


def finite(row: Row) -> dict[str, Any]:
    """The row with null for numbers that overflowed."""
    return {key: None if isinstance(value, float) and not isfinite(value) else value for key, value in row.items()}


def _sound(row: Row) -> Row:
    """The row without numbers that no file can mean: infinite ones, such as cannot be squared, and a map unit of no length."""
    numbers = {key: max(-_MOST, min(_MOST, value)) if isinstance(value, float) else value for key, value in finite(row).items()}
    return numbers if (numbers["map_unit_m"] or 0.0) > 0 else numbers | {"map_unit_m": 1.0, "has_map_unit": False}


def _with_unit(row: Row, map_unit_m: float, length_unit_m: float, crs: NamedCrs | None, centre: FloatArray) -> Declaration:
    ratio = map_unit_m / row["map_unit_m"]
    east_m, north_m, height_m = (
        None if row[key] is None else float(row[key]) * ratio for key in ("eastings_m", "northings_m", "orthogonal_height_m")
    )
    factor = _factor(crs, east_m, north_m, centre)
    scales, reading = _scales(row, map_unit_m / length_unit_m, factor)
    axis_reading, rotation_deg = _axis(row)
    return Declaration(
        step_id=row["step_id"],
        form=row["declaration"],
        crs_name=row["crs_name"],
        crs=crs,
        vertical_name=row["vertical_datum"],
        vertical=read_vertical_crs(row["vertical_datum"]) or (crs.vertical if crs else None),
        east_m=east_m,
        north_m=north_m,
        height_m=height_m,
        map_unit_m=map_unit_m,
        has_map_unit=row["has_map_unit"],
        is_map_unit_supplied=map_unit_m != row["map_unit_m"],
        scale=row["scale"],
        map_scales=scales,
        scale_reading=reading,
        axis_reading=axis_reading,
        rotation_deg=rotation_deg,
        raw=json.loads(row["declared"]),
        row=row,
    )


def _axis(row: Row) -> tuple[AxisReading, float]:
    abscissa, ordinate = row["x_axis_abscissa"], row["x_axis_ordinate"]
    if abscissa is None and ordinate is None:
        return "absent", 0.0
    if not abscissa and not ordinate:
        return "degenerate", 0.0
    return "given", float(np.degrees(np.arctan2(ordinate or 0.0, abscissa or 0.0)))


def _scales(row: Row, unit_ratio: float, factor: float) -> tuple[tuple[float, float, float], ScaleReading]:
    """Metres on the map for one metre in the model.

    The standard's Scale turns the model's unit into the map's, and is 1 where it is missing; with unlike units a missing
    Scale is an exporter's omission (Autodesk/revit-ifc#784). The older user guide of buildingSMART has Scale carry the
    grid's factor alone, which shows as a Scale near 1 between unlike units (IFC4.x-development#741).
    """
    if row["declaration"] == "IfcRigidOperation":
        return (1.0, 1.0, 1.0), "fixed"
    x, y, z = (1.0 if row[key] is None else float(row[key]) for key in ("scale_x", "scale_y", "scale_z"))
    written = row["scale"]
    by_standard = (1.0 if written is None else float(written)) * unit_ratio
    choices: list[tuple[float, ScaleReading]] = [(by_standard, "given")]
    if abs(unit_ratio - 1) > 1e-9:
        choices.append((1.0, "unit_ratio") if written is None else (float(written), "without_units"))
    for value, reading in choices:
        if all(_is_near(value * own, factor) for own in (x, y)):
            return (value * x, value * y, value * z), reading
    return (by_standard * x, by_standard * y, by_standard * z), "implausible"


def _is_near(scale: float, factor: float) -> bool:
    return any(abs(scale / sound - 1) <= SCALE_TOLERANCE for sound in (1.0, factor))


def _factor(crs: NamedCrs | None, east_m: float | None, north_m: float | None, centre: FloatArray) -> float:
    """The projection's own factor at the place; 1 where there is none to be had."""
    if crs is None or east_m is None or north_m is None or not crs_of(crs.code).is_projected:
        return 1.0
    lon_deg, lat_deg = to_lonlat([[east_m + centre[0], north_m + centre[1]]], crs.code)[0]
    if not is_within_area_of_use(crs.code, lon_deg, lat_deg, NEAR_AREA_DEG):
        return 1.0
    factor = grid_factor(crs.code, lon_deg, lat_deg)
    return factor if np.isfinite(factor) and factor > 0 else 1.0


def _makes_sense(declaration: Declaration, centre: FloatArray) -> bool:
    if declaration.scale_reading == "implausible" or not declaration.is_projected or not declaration.is_complete:
        return False
    assert declaration.crs is not None
    point = declaration.to_map() @ np.append(centre, 1.0)
    lon_deg, lat_deg = to_lonlat([point[:2]], declaration.crs.code)[0]
    return is_within_area_of_use(declaration.crs.code, lon_deg, lat_deg, NEAR_AREA_DEG)
