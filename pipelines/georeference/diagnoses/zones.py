"""Zones of the Chinese grids: the two forms of one zone, and the zones beside it."""

from pipelines.runtime.projection import LONLAT, false_easting_m, is_same_datum

_MILLION_M = 1e6
_SERIES = (range(4491, 4502), range(4502, 4513), range(4513, 4534), range(4534, 4555))
"""EPSG codes of CGCS2000: 6-degree zones with their number before the easting and without, 3-degree zones likewise."""


def other_zone_form(code: str, east_m: float) -> str | None:
    """What the system of the same zone is called with, or without, the zone number; None where the easting suits its system."""
    false_m = false_easting_m(code)
    if false_m is None or false_m % _MILLION_M != _MILLION_M / 2:
        return None
    in_crs, in_easting = int(false_m // _MILLION_M), int(east_m // _MILLION_M)
    if in_crs == 0 and 25 <= in_easting <= 45:
        expected = 4513 + in_easting - 25
    elif in_crs == 0 and 13 <= in_easting <= 23:
        expected = 4491 + in_easting - 13
    elif in_crs > 0 and in_easting == 0:
        expected = 4534 + in_crs - 25 if in_crs >= 25 else 4502 + in_crs - 13
    else:
        return None
    return f"EPSG:{expected}" if is_same_datum(code, LONLAT) else "@place.reason.same_zone"


def neighbouring_zones(code: str) -> list[str]:
    """The zones to the west and east in the same series; none for systems of other series."""
    authority, _, number = code.partition(":")
    if authority != "EPSG" or not number.isdigit():
        return []
    series = next((series for series in _SERIES if int(number) in series), range(0))
    return [f"EPSG:{near}" for near in (int(number) - 1, int(number) + 1) if near in series]
