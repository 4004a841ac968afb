"""Projections against the series that define them, and a worked example of the register."""

from math import asinh, atan2, atanh, cos, cosh, hypot, radians, sin, sinh

import numpy as np
import pytest

from pipelines.runtime.projection import transform


def transverse_mercator(lon_deg, lat_deg, axis_m, inverse_flattening, meridian_deg, factor, east_m, north_m):
    """Krüger's series to the fourth power of the third flattening: well below a millimetre within a zone.

    Source:
        Krüger, "Konforme Abbildung des Erdellipsoids in der Ebene", 1912.
    """
    n = 1 / (2 * inverse_flattening - 1)
    radius = axis_m / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    root = 2 * n**0.5 / (1 + n)
    lat, away = radians(lat_deg), radians(lon_deg - meridian_deg)
    conformal = sinh(atanh(sin(lat)) - root * atanh(root * sin(lat)))
    across, along = atan2(conformal, cos(away)), asinh(sin(away) / hypot(conformal, cos(away)))
    parts = list(enumerate(series, start=1))
    x = along + sum(part * cos(2 * k * across) * sinh(2 * k * along) for k, part in parts)
    y = across + sum(part * sin(2 * k * across) * cosh(2 * k * along) for k, part in parts)
    return east_m + factor * radius * x, north_m + factor * radius * y


CGCS2000, BESSEL, WGS84 = (6378137.0, 298.257222101), (6377397.155, 299.1528128), (6378137.0, 298.257223563)
GRIDS = [
    # code, the geographic system of its datum, ellipsoid, central meridian, factor, false easting and northing, a place
    ("EPSG:4546", "EPSG:4490", CGCS2000, 111.0, 1.0, 500_000.0, 0.0, (112.41, 35.49)),
    ("EPSG:4547", "EPSG:4490", CGCS2000, 114.0, 1.0, 500_000.0, 0.0, (112.851, 35.490)),
    ("EPSG:4525", "EPSG:4490", CGCS2000, 111.0, 1.0, 37_500_000.0, 0.0, (112.19, 35.69)),
    ("EPSG:4526", "EPSG:4490", CGCS2000, 114.0, 1.0, 38_500_000.0, 0.0, (113.28, 35.78)),
    ("EPSG:31468", "EPSG:4314", BESSEL, 12.0, 1.0, 4_500_000.0, 0.0, (11.72, 48.18)),
    ("EPSG:32760", "EPSG:4326", WGS84, 177.0, 0.9996, 500_000.0, 10_000_000.0, (179.08, -8.46)),
]


@pytest.mark.parametrize(("code", "base", "ellipsoid", "meridian_deg", "factor", "east_m", "north_m", "place"), GRIDS)
def test_a_projection_is_what_its_series_gives(code, base, ellipsoid, meridian_deg, factor, east_m, north_m, place):
    expected = transverse_mercator(*place, *ellipsoid, meridian_deg, factor, east_m, north_m)
    assert np.abs(transform([place], base, code)[0] - expected).max() < 1e-4
    assert np.abs(transform([expected], code, base)[0] - place).max() < 1e-9


def test_the_dutch_grid_is_the_worked_example_of_its_register():
    """Source: IOGP, Geomatics Guidance Note 7-2, Oblique Stereographic: RD New, 53°N 6°E."""
    assert transform([(6.0, 53.0)], "EPSG:4289", "EPSG:28992")[0] == pytest.approx((196105.283, 557057.739), abs=0.001)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("EPSG:4547", (395736.7, 3929563.0)),
        ("EPSG:4546", (667970.5, 3930531.5)),
        ("EPSG:4526", (38395736.7, 3929563.0)),
        ("EPSG:4525", (37667970.5, 3930531.5)),
    ],
)
def test_the_citys_point_in_its_four_grids(code, expected):
    assert transform([(112.851, 35.490)], "EPSG:4490", code)[0] == pytest.approx(expected, abs=0.05)
