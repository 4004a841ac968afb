"""Names of coordinate reference systems, as models and people write them, to codes that can be computed with.

What belongs here: reading a name. What does not: computing with coordinates (``projection.py``).
A name that nobody can read for sure is None, never the likeliest guess.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError

from cim_schema.errors import InvalidOption, UnknownCrs

ZONE_PREFIX_FROM_M, ZONE_PREFIX_TO_M = 13e6, 46e6
"""Eastings with a zone number before them: zones 13 to 23 of 6 degrees, 25 to 45 of 3 degrees."""

NATIONAL_HEIGHT_1985 = "EPSG:5737"
NATIONAL_HEIGHT_1956 = "EPSG:5736"

_REGULAR = re.compile(r"EPSG:\d{4,6}(\+(EPSG:)?\d{4,6})?")
_CODES = (
    re.compile(r"urn:ogc:def:crs:(?P<authority>\w+):[\w.]*:(?P<code>\d{4,6})", re.IGNORECASE),
    re.compile(r"https?://www\.opengis\.net/def/crs/(?P<authority>\w+)/[\w.]+/(?P<code>\d{4,6})", re.IGNORECASE),
    re.compile(
        r"(?<![a-z])(?P<authority>epsg|esri)[\s:_\-]*(?P<code>\d{4,6})(?!\d)(\s*\+\s*(epsg[\s:_\-]*)?(?P<vertical>\d{4,6}))?",
        re.IGNORECASE,
    ),
    re.compile(r"^\s*(?P<authority>)(?P<code>\d{4,5})\s*$"),
)
_WKT = re.compile(r"\s*(PROJ|GEOG|GEOD|COMP|BOUND)\w*\s*\[", re.IGNORECASE)

_CHINESE_DATUMS = (
    # Datum, then the EPSG codes of its first zone and its first central meridian in the 3-degree and the 6-degree series:
    # zone 25 and 75°E, zone 13 and 75°E. A test holds them against the register's names.
    (re.compile(r"cgcs\s*-?\s*2000|2000\s*国家大地|国家\s*2000|china geodetic coordinate system 2000", re.IGNORECASE),
     {3: (4513, 4534), 6: (4491, 4502)}),
    (re.compile(r"西安\s*(19)?80|(19)?80\s*西安|xi'?an\s*(19)?80", re.IGNORECASE), {3: (2349, 2370), 6: (2327, 2338)}),
    (re.compile(r"北京\s*(19)?54|(19)?54\s*北京|beijing\s*(19)?54", re.IGNORECASE), {3: (2401, 2422), 6: (21413, 21453)}),
)  # fmt: skip
_FIRST_ZONE = {3: 25, 6: 13}
_LAST_MERIDIAN_DEG = 135
_WIDTH = re.compile(r"(?<![\d.])([36])\s*[-_ ]?\s*(?:degrees?|deg|度|°)|(三|六)度", re.IGNORECASE)
_MERIDIAN = re.compile(
    r"(?:\bcm|central meridian|中央子午线|中央经线)\D{0,4}(?P<a>\d{2,3}(?:\.\d+)?)|(?<![\d.])(?P<b>\d{2,3}(?:\.\d+)?)\s*°?\s*e\b",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:\bzone|带号)\D{0,3}(?P<a>\d{2})(?!\d)|(?<![\d.])(?P<b>\d{2})\s*号?带", re.IGNORECASE)
_UTM = re.compile(r"utm\D{0,12}?(?P<zone>\d{1,2})\s*(?P<half>[ns])\b", re.IGNORECASE)
_WGS84 = re.compile(r"wgs[\s_-]*(19)?84", re.IGNORECASE)

_HEIGHTS = (
    (re.compile(r"(19)?85\s*国家高程|国家\s*(19)?85|国家高程\D*1985|黄海\D*(19)?85|(19)?85\D*黄海|yellow\s*sea\D*1985|1985\D*yellow\s*sea"
                r"|national\D*height\D*1985|1985\D*national\D*(height|vertical)", re.IGNORECASE), NATIONAL_HEIGHT_1985),
    (re.compile(r"(19)?56\D*黄海|黄海\D*(19)?56|yellow\s*sea\D*1956|1956\D*yellow\s*sea", re.IGNORECASE), NATIONAL_HEIGHT_1956),
)  # fmt: skip


@dataclass(frozen=True)
class NamedCrs:
    """What a name means."""

    code: str
    """Horizontal part: ``EPSG:4547``; a PROJ string or WKT where it has no code."""
    vertical: str | None = None
    """Vertical part, where the name has one."""
    is_regular: bool = True
    """Whether the name was written as the standard asks: ``EPSG:`` and a number."""


@cache
def crs_of(code: str) -> CRS:
    """The system behind a code, a PROJ string or WKT.

    Raises:
        UnknownCrs: There is none.
    """
    try:
        return CRS.from_user_input(code)
    except CRSError:
        raise UnknownCrs({"crs": code}) from None


def read_declared_crs(row: Mapping[str, Any]) -> NamedCrs | None:
    """The system that a row of ``ifc_map_conversion`` means by its name, other words and well-known text; None: not sure."""
    name = str(row["crs_name"] or "").strip()
    hints = tuple(str(row[key]) for key in ("geodetic_datum", "map_projection", "map_zone", "crs_description") if row[key])
    if not (name or hints or row["crs_wkt"]):
        return None
    east_m = row["eastings_m"]
    # A zone number before the six digits, whether the digits were meant in the unit told or in metres.
    eastings = () if east_m is None else (east_m, east_m / row["map_unit_m"])
    return read_crs(name, hints, row["crs_wkt"], any(ZONE_PREFIX_FROM_M <= value < ZONE_PREFIX_TO_M for value in eastings))


@cache
def read_crs(name: str, hints: tuple[str, ...] = (), wkt: str | None = None, has_prefix: bool = False) -> NamedCrs | None:
    """Read the name of a coordinate reference system.

    Args:
        name: As written: a code, a PROJ string, WKT, or a name in words.
        hints: Datum, projection, zone and description, as written. Their words serve where the name holds no code; codes in
            them are mostly those of datums, and are not taken for the system's.
        wkt: The system's well-known text, where the model gives it.
        has_prefix: Whether the eastings carry a zone number before the six digits, which tells the two systems of one zone apart.

    Returns:
        What it means; None where it cannot be read for sure.
    """
    with_code = next(_codes_in(name), None)
    if with_code is not None:
        return _of_code(*with_code, is_regular=_REGULAR.fullmatch(name) is not None)
    for text in (wkt, name):
        if text and (_WKT.match(text) or "+proj=" in text):
            return _of_text(text.strip(), is_regular=text is wkt)
    registered = _of_register_name(name)
    if registered is not None and crs_of(registered.code).is_projected:
        return registered
    return _of_words(" ".join((name, *hints)), has_prefix) or registered


def wanted_crs(name: str) -> NamedCrs:
    """The coordinate reference system that someone asks for.

    Raises:
        UnknownCrs: Nobody knows it.
        InvalidOption: It is geographic or has no metres: models cannot be placed in it.
    """
    found = read_crs(name)
    if found is None:
        raise UnknownCrs({"crs": name})
    if not crs_of(found.code).is_projected:
        raise InvalidOption({"option": "--target", "value": name, "reason": "@place.reason.not_projected"})
    return found


def read_vertical_crs(text: str | None) -> str | None:
    """The code of a vertical datum as written; None where it cannot be read for sure."""
    if not text:
        return None
    with_code = next(_codes_in(text), None)
    if with_code is not None:
        code = f"{with_code[0]}:{with_code[1]}"
        return code if _is_known(code) and crs_of(code).is_vertical else None
    for pattern, code in _HEIGHTS:
        if pattern.search(text):
            return code
    return _register(PJType.VERTICAL_CRS).get(_bare(text))


def _codes_in(text: str) -> Iterator[tuple[str, str, str | None]]:
    for pattern in _CODES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            yield groups["authority"].upper() or "EPSG", groups["code"], groups.get("vertical")


def _of_code(authority: str, code: str, vertical: str | None, is_regular: bool) -> NamedCrs | None:
    text = f"{authority}:{code}"
    if not _is_known(text) or (vertical is not None and not _is_known(f"EPSG:{vertical}")):
        return None
    found = _of_crs(crs_of(text), text, is_regular)
    if found is None or vertical is None:
        return found
    return NamedCrs(found.code, f"EPSG:{vertical}", is_regular) if crs_of(f"EPSG:{vertical}").is_vertical else None


def _of_text(text: str, is_regular: bool) -> NamedCrs | None:
    try:
        return _of_crs(CRS.from_user_input(text), text, is_regular)
    except CRSError:
        return None


def _of_crs(crs: CRS, text: str, is_regular: bool) -> NamedCrs | None:
    if crs.is_bound and crs.source_crs is not None:
        # Parameters to WGS 84 that somebody attached; the register's own are better known.
        return _of_crs(crs.source_crs, crs.source_crs.to_wkt(), is_regular)
    if crs.is_compound:
        horizontal, vertical = crs.sub_crs_list[0], crs.sub_crs_list[1]
        plan = _of_crs(horizontal, horizontal.to_wkt(), is_regular)
        return None if plan is None else NamedCrs(plan.code, _code_of(vertical), is_regular)
    if crs.is_vertical:
        return None
    return NamedCrs(_code_of(crs) or text, None, is_regular)


def _of_register_name(name: str) -> NamedCrs | None:
    code = _register(PJType.PROJECTED_CRS, PJType.COMPOUND_CRS, PJType.GEOGRAPHIC_2D_CRS).get(_bare(name))
    return _of_crs(crs_of(code), name, is_regular=False) if code else None


@cache
def _register(*types: PJType) -> dict[str, str]:
    """Bare name to code, of the systems of these types. The library's own search also answers to names merely alike."""
    return {_bare(info.name): f"{info.auth_name}:{info.code}" for info in query_crs_info("EPSG", list(types))}


def _of_words(words: str, has_prefix: bool) -> NamedCrs | None:
    utm = _UTM.search(words)
    if utm and _WGS84.search(words) and 1 <= int(utm["zone"]) <= 60:
        return NamedCrs(f"EPSG:{(32600 if utm['half'].lower() == 'n' else 32700) + int(utm['zone'])}", None, False)
    series = [codes for pattern, codes in _CHINESE_DATUMS if pattern.search(words)]
    if len(series) != 1:
        return None
    zone, meridian = _one(_ZONE, words), _one(_MERIDIAN, words)
    widths = {3 if "3" in found or "三" in found else 6 for found in (match.group() for match in _WIDTH.finditer(words))}
    places = {width: _place(zone, meridian, width) for width in widths or (3, 6)}
    found = [(width, place) for width, place in places.items() if place is not None]
    if len(found) != 1:
        return None
    ((width, place),) = found
    by_zone, by_meridian = series[0][width]
    return NamedCrs(f"EPSG:{(by_zone if has_prefix else by_meridian) + place}", None, False)


def _place(zone: float | None, meridian: float | None, width: int) -> int | None:
    """Place in the series from 75°E; None where zone or meridian is not of it, or they disagree."""
    told = ((zone, _FIRST_ZONE[width], 1), (meridian, 75, width))
    places = {(value - first) / step for value, first, step in told if value is not None}
    if len(places) != 1:
        return None
    place = places.pop()
    return int(place) if place == int(place) and 0 <= place <= (_LAST_MERIDIAN_DEG - 75) / width else None


def _one(pattern: re.Pattern[str], words: str) -> float | None:
    found = {float(match["a"] or match["b"]) for match in pattern.finditer(words)}
    return found.pop() if len(found) == 1 else None


def _code_of(crs: CRS) -> str | None:
    authority = crs.to_authority(min_confidence=100)
    if authority:
        return f"{authority[0]}:{authority[1]}"
    # Well-known text names its code itself, though its axes are often in another order than the register's.
    own = crs.to_json_dict().get("id", {})
    if own.get("authority") == "EPSG" and _is_known(f"EPSG:{own['code']}"):
        return f"EPSG:{own['code']}"
    code = _register(PJType.PROJECTED_CRS, PJType.GEOGRAPHIC_2D_CRS, PJType.VERTICAL_CRS).get(_bare(crs.name))
    return code if code and crs_of(code).equals(crs, ignore_axis_order=True) else None


@cache
def _is_known(code: str) -> bool:
    try:
        crs_of(code)
    except UnknownCrs:
        return False
    return True


def _bare(name: str) -> str:
    """A name without the liberties that registers and programs take in writing it."""
    name = re.sub(r"gau(ss|ß)[\s_-]*kr(u|ue|ü)ger", "gk", name.lower())
    return re.sub(r"[\W_]+", "", name)
