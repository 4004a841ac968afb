"""Coordinates against reckonings that share no code with the library: series of our own, published numbers."""

from math import atan, atan2, atanh, cos, cosh, degrees, hypot, radians, sin, sinh, sqrt, tan

import numpy as np
import pytest

from pipelines.runtime.projection import (
    LONLAT,
    convergence_deg,
    false_easting_m,
    grid_factor,
    is_same_datum,
    is_within_area_of_use,
    to_lonlat,
    transform,
    unit_m,
)

CGCS2000 = (6378137.0, 298.257222101)
WGS84 = (6378137.0, 298.257223563)
BESSEL = (6377397.155, 299.1528128)
URBAN_JINCHENG = (112.851, 35.490)


def transverse_mercator(lon_deg, lat_deg, ellipsoid, meridian_deg, factor=1.0, false_east_m=500000.0, false_north_m=0.0):
    """Krüger's series in the third flattening n to its fourth power (L. Krüger, 1912), good to some micrometres in a zone."""
    a, inverse = ellipsoid
    n = (1 / inverse) / (2 - 1 / inverse)
    radius = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alphas = (
        n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3 + 41 / 180 * n**4,
        13 / 48 * n**2 - 3 / 5 * n**3 + 557 / 1440 * n**4,
        61 / 240 * n**3 - 103 / 140 * n**4,
        49561 / 161280 * n**4,
    )
    e = 2 * sqrt(n) / (1 + n)
    lat, lon = radians(lat_deg), radians(lon_deg - meridian_deg)
    t = sinh(atanh(sin(lat)) - e * atanh(e * sin(lat)))
    xi, eta = atan2(t, cos(lon)), atanh(sin(lon) / hypot(1, t))
    north = xi + sum(k * sin(2 * j * xi) * cosh(2 * j * eta) for j, k in enumerate(alphas, 1))
    east = eta + sum(k * cos(2 * j * xi) * sinh(2 * j * eta) for j, k in enumerate(alphas, 1))
    return false_east_m + factor * radius * east, false_north_m + factor * radius * north


@pytest.mark.parametrize(
    ("code", "meridian_deg", "false_east_m"),
    [("EPSG:4547", 114, 500000.0), ("EPSG:4546", 111, 500000.0), ("EPSG:4526", 114, 38500000.0), ("EPSG:4525", 111, 37500000.0)],
)
@pytest.mark.parametrize("lonlat", [URBAN_JINCHENG, (112.41, 35.49), (112.19, 35.69), (113.28, 35.78)])
def test_chinese_zones_agree_with_kruegers_series_to_a_tenth_of_a_millimetre(code, meridian_deg, false_east_m, lonlat):
    expected = transverse_mercator(*lonlat, CGCS2000, meridian_deg, false_east_m=false_east_m)
    assert np.abs(transform([lonlat], LONLAT, code)[0] - expected).max() < 1e-4
    assert np.abs(to_lonlat([expected], code)[0] - lonlat).max() < 1e-9


@pytest.mark.parametrize(
    ("code", "published"),
    [("EPSG:4547", (395736.7, 3929563.0)), ("EPSG:4546", (667970.5, 3930531.5)), ("EPSG:4526", (38395736.7, 3929563.0))],
)
def test_published_coordinates_of_the_city_hold_to_their_last_digit(code, published):
    assert np.abs(transform([URBAN_JINCHENG], LONLAT, code)[0] - published).max() <= 0.1


def test_utm_60_south_agrees_with_kruegers_series():
    lonlat = (179.08014671751448, -8.462199941806796)
    expected = transverse_mercator(*lonlat, WGS84, 177, factor=0.9996, false_north_m=10_000_000.0)
    assert np.abs(transform([lonlat], LONLAT, "EPSG:32760")[0] - expected).max() < 1e-4


def test_the_german_datum_is_shifted_and_not_ignored():
    """Gauss-Krüger zone 4 on Bessel's ellipsoid, undone and moved to WGS 84 by the seven parameters of EPSG:1777."""
    east_m, north_m = 4479541.75, 5338305.008
    lon_deg, lat_deg = 11.7, 48.2
    for _ in range(20):  # Newton's way back through the series, whose derivative is near enough a sphere's.
        e, n = transverse_mercator(lon_deg, lat_deg, BESSEL, 12, false_east_m=4500000.0)
        lat_deg += degrees((north_m - n) / 6.38e6)
        lon_deg += degrees((east_m - e) / (6.38e6 * cos(radians(lat_deg))))
    x, y, z = seven_parameters(geocentric(lon_deg, lat_deg, BESSEL), (598.1, 73.7, 418.2), (0.202, 0.045, -2.455), 6.7)
    expected = geographic(x, y, z, WGS84)
    assert np.abs(to_lonlat([[east_m, north_m]], "EPSG:31468")[0] - expected).max() < 1e-8
    assert hypot(*((np.array((lon_deg, lat_deg)) - expected) * 111_000)) > 100, "without the shift it would be this far off"


def test_the_dutch_system_agrees_with_its_own_polynomial():
    """Schreutelkamp and Strang van Hees (2001): RD to WGS 84 by polynomials, good to some decimetres."""
    east_m, north_m = 149626.31591058132, 413717.68421662884
    p, q = (east_m - 155000) * 1e-5, (north_m - 463000) * 1e-5
    to_lat = {(0, 1): 3235.65389, (2, 0): -32.58297, (0, 2): -0.24750, (2, 1): -0.84978, (0, 3): -0.06550, (2, 2): -0.01709,
              (1, 0): -0.00738, (4, 0): 0.00530, (2, 3): -0.00039, (4, 1): 0.00033, (1, 1): -0.00012}  # fmt: skip
    to_lon = {(1, 0): 5260.52916, (1, 1): 105.94684, (1, 2): 2.45656, (3, 0): -0.81885, (1, 3): 0.05594, (3, 1): -0.05607,
              (0, 1): 0.01199, (3, 2): -0.00256, (1, 4): 0.00128, (0, 2): 0.00022, (2, 0): -0.00022, (5, 0): 0.00026}  # fmt: skip
    lat_deg = 52.15517440 + sum(k * p**i * q**j for (i, j), k in to_lat.items()) / 3600
    lon_deg = 5.38720621 + sum(k * p**i * q**j for (i, j), k in to_lon.items()) / 3600
    assert np.abs((to_lonlat([[east_m, north_m]], "EPSG:28992")[0] - (lon_deg, lat_deg)) * 111_000).max() < 1.0


@pytest.mark.parametrize("code", ["EPSG:4547", "EPSG:4546", "EPSG:4526", "EPSG:32760", "EPSG:31468", "EPSG:28992"])
def test_there_and_back_is_the_same_place_within_a_millimetre(code):
    here = {
        "EPSG:4547": (395736.7, 3929563.0), "EPSG:4546": (667970.5, 3930531.5), "EPSG:4526": (38395736.7, 3929563.0),
        "EPSG:32760": (729013.35, 9063992.68), "EPSG:31468": (4479541.75, 5338305.008), "EPSG:28992": (149626.3, 413717.7),
    }[code]  # fmt: skip
    back = transform(to_lonlat([here], code), LONLAT, code)[0]
    assert np.abs(back - here).max() < 1e-3


def test_axes_are_east_and_north_whatever_the_register_says():
    east_m, north_m = transform([URBAN_JINCHENG], LONLAT, "EPSG:4547")[0]
    assert east_m < 1e6 < north_m


def test_convergence_and_factor_of_the_city_are_the_published_ones():
    assert convergence_deg("EPSG:4547", *URBAN_JINCHENG) == pytest.approx(-0.667, abs=0.001)
    assert convergence_deg("EPSG:4546", *URBAN_JINCHENG) == pytest.approx(1.075, abs=0.001)
    # sin of the latitude times the difference from the meridian, to its first order.
    assert convergence_deg("EPSG:4547", *URBAN_JINCHENG) == pytest.approx(-1.149 * sin(radians(35.49)), abs=0.001)
    assert (grid_factor("EPSG:4547", *URBAN_JINCHENG) - 1) * 1e6 == pytest.approx(134, abs=1)
    assert (grid_factor("EPSG:4546", *URBAN_JINCHENG) - 1) * 1e6 == pytest.approx(348, abs=1)


def test_a_systems_own_feet_are_metres_here():
    assert unit_m("EPSG:2277") == pytest.approx(1200 / 3937)
    east_m, _ = transform([(-100.3333333333, 30.0)], LONLAT, "EPSG:2277")[0]
    assert east_m == pytest.approx(700_000, abs=2), "the false easting is 2,296,583.333 US survey feet"


def test_areas_of_use_cross_the_antimeridian_and_have_margins():
    assert is_within_area_of_use("EPSG:4547", 112.851, 35.49)
    assert not is_within_area_of_use("EPSG:4547", 112.41, 35.49)
    assert is_within_area_of_use("EPSG:4547", 112.41, 35.49, margin_deg=1.5)
    assert not is_within_area_of_use("EPSG:4547", float("inf"), float("inf"))
    assert is_within_area_of_use("EPSG:32601", -179.0, 10.0)
    assert not is_within_area_of_use("EPSG:32601", 179.0, 10.0)
    assert is_within_area_of_use("EPSG:3832", 179.0, -8.0), "PDC Mercator runs from 98°E to 69°W"


def test_datums_and_false_eastings():
    assert is_same_datum("EPSG:4547", "EPSG:4526")
    assert not is_same_datum("EPSG:4547", "EPSG:2383")
    assert false_easting_m("EPSG:4526") == 38_500_000
    assert false_easting_m("EPSG:4547") == 500_000


def geocentric(lon_deg, lat_deg, ellipsoid):
    a, inverse = ellipsoid
    e2 = (2 - 1 / inverse) / inverse
    lon, lat = radians(lon_deg), radians(lat_deg)
    v = a / sqrt(1 - e2 * sin(lat) ** 2)
    return v * cos(lat) * cos(lon), v * cos(lat) * sin(lon), v * (1 - e2) * sin(lat)


def geographic(x, y, z, ellipsoid):
    a, inverse = ellipsoid
    e2 = (2 - 1 / inverse) / inverse
    p, lat = hypot(x, y), atan(z / hypot(x, y))
    for _ in range(20):
        v = a / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan((z + e2 * v * sin(lat)) / p)
    assert abs(tan(lat)) < 10
    return degrees(atan2(y, x)), degrees(lat)


def seven_parameters(point, shift_m, turn_arcsec, ppm):
    """Position vector transformation."""
    rx, ry, rz = (radians(value / 3600) for value in turn_arcsec)
    turn = np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
    return np.array(shift_m) + (1 + ppm * 1e-6) * turn @ np.array(point)
