"""The offset that Chinese internet maps add to every place (GCJ-02), as it has been published many times over.

It serves to recognise such coordinates. It is never taken off again: what remains is of the order of a metre.
"""

from math import pi, sin, sqrt

_ORIGIN_LON_DEG, _ORIGIN_LAT_DEG = 105.0, 35.0
LON_DEG, LAT_DEG = (72.004, 137.8347), (0.8293, 55.8271)
"""Where the offset is applied."""


def offset_m(lon_deg: float, lat_deg: float) -> tuple[float, float] | None:
    """East and north offset at a place, metres; None outside the area where internet maps have one.

    The published formula goes on to degrees, by the radii of the Krasovsky ellipsoid; on the ground that is the same.
    """
    if not (LON_DEG[0] <= lon_deg <= LON_DEG[1] and LAT_DEG[0] <= lat_deg <= LAT_DEG[1]):
        return None
    x, y = lon_deg - _ORIGIN_LON_DEG, lat_deg - _ORIGIN_LAT_DEG
    waves = _waves(x, ((20.0, 6.0), (20.0, 2.0)))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += _waves(x, ((20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30)))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += _waves(y, ((20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30)))
    return east, north


def _waves(along: float, parts: tuple[tuple[float, float], ...]) -> float:
    return sum(size * sin(frequency * along * pi) for size, frequency in parts) * 2.0 / 3.0
