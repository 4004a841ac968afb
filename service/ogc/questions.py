"""What a request for items asks: box, time, system, properties, page.

Source: OGC 17-069r4 (Features, Part 1: Core), 18-058r1 (Part 2).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

from cim_schema.errors import InvalidQuery
from cim_schema.messages import DEFAULT_LANGUAGE, LANGUAGES
from pipelines.cim.search import Layer, Search
from service.ogc.reference_systems import DEFAULT, ReferenceSystem

LIMIT, MOST = 100, 10_000
"""Features on a page: where nothing is asked for, and at most."""
_OWN = frozenset(("bbox", "bbox-crs", "datetime", "limit", "crs", "after", "f", "lang"))
_SEGMENTS_OF_VERSION = 3
MOMENT = r"\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2}))?"
"""A time of RFC 3339, or a day."""
_MOMENT = re.compile(MOMENT)


@dataclass(frozen=True)
class Question:
    """A request for items, read."""

    search: Search
    system: ReferenceSystem
    limit: int


def read_question(given: Iterable[tuple[str, str]], layer: Layer, systems: Mapping[str, ReferenceSystem]) -> Question:
    """Read the parameters of a request for items.

    Args:
        given: Names and values, as the address has them.
        layer: What is asked.
        systems: On offer.

    Raises:
        InvalidQuery: A name that is none, one that comes twice, or a value that cannot be used.
    """
    said: dict[str, str] = {}
    for name, value in given:
        if name in said:
            raise InvalidQuery({"name": name, "reason": "@ogc.reason.twice"})
        if name not in _OWN and name not in layer.plain_columns:
            raise InvalidQuery({"name": name, "reason": "@ogc.reason.no_such_name"})
        said[name] = value
    _require_known_form(said)
    box = None
    if "bbox" in said:
        box = _system("bbox-crs", said, systems).box_in_lonlat(_box(said["bbox"]))
    elif "bbox-crs" in said:
        _system("bbox-crs", said, systems)
    search = Search(
        layer, box, {name: _value(name, value, layer) for name, value in said.items() if name not in _OWN},
        _shown_from(said["datetime"]) if "datetime" in said else None,
        key_of(layer, said["after"], "after") if "after" in said else None,
    )  # fmt: skip
    return Question(search, _system("crs", said, systems), _limit(said.get("limit")))


def read_system(given: Iterable[tuple[str, str]], systems: Mapping[str, ReferenceSystem]) -> ReferenceSystem:
    """The system in which one feature is asked for.

    Raises:
        InvalidQuery: It is not on offer, or something else is asked.
    """
    said = dict(given)
    for name in said:
        if name not in {"crs", "f", "lang"}:
            raise InvalidQuery({"name": name, "reason": "@ogc.reason.no_such_name"})
    _require_known_form(said)
    return _system("crs", said, systems)


def _require_known_form(said: Mapping[str, str]) -> None:
    if said.get("f", "json") != "json":
        raise InvalidQuery({"name": "f", "reason": "@ogc.reason.only_json"})
    if said.get("lang", DEFAULT_LANGUAGE) not in LANGUAGES:
        raise InvalidQuery({"name": "lang", "reason": "@ogc.reason.no_value"})


def key_of(layer: Layer, feature_id: str, name: str = "id") -> tuple[str, ...]:
    """The key of the row that a feature's id stands for.

    Raises:
        InvalidQuery: It is no id of this layer.
    """
    if len(layer.table.primary_key) == 1:
        return (feature_id,)
    # A version is project, part and digest, and no project or part has a stroke in its name.
    parts = feature_id.split("/", _SEGMENTS_OF_VERSION)
    if len(parts) <= _SEGMENTS_OF_VERSION:
        raise InvalidQuery({"name": name, "reason": "@ogc.reason.no_id"})
    return "/".join(parts[:_SEGMENTS_OF_VERSION]), parts[-1]


def _system(name: str, said: Mapping[str, str], systems: Mapping[str, ReferenceSystem]) -> ReferenceSystem:
    asked = said.get(name)
    if asked is None:
        return DEFAULT
    if asked not in systems:
        raise InvalidQuery({"name": name, "reason": "@ogc.reason.no_such_crs"})
    return systems[asked]


def _box(said: str) -> tuple[float, float, float, float]:
    numbers = said.split(",")
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        values = []
    if len(values) == 6:  # With heights, which are not looked at.
        values = [*values[:2], *values[3:5]]
    if len(values) != 4 or not all(map(isfinite, values)):
        raise InvalidQuery({"name": "bbox", "reason": "@ogc.reason.four_numbers"})
    return values[0], values[1], values[2], values[3]


def _limit(said: str | None) -> int:
    if said is None:
        return LIMIT
    if not (said.isascii() and said.isdigit() and len(said) < 10 and int(said) > 0):
        raise InvalidQuery({"name": "limit", "reason": "@ogc.reason.whole_number"})
    return min(int(said), MOST)


def _shown_from(said: str) -> datetime | None:
    """The end of the time asked for: what is shown now is shown since its part last changed, and has no end."""
    begin, stroke, end = said.partition("/")
    first = _moment(begin) if begin not in {"", ".."} or not stroke else None
    last = (_moment(end) if end not in {"", ".."} else None) if stroke else first
    if first is not None and last is not None and first > last:
        raise InvalidQuery({"name": "datetime", "reason": "@ogc.reason.time"})
    return last


def _moment(said: str) -> datetime:
    return read_moment("datetime", said)


def read_moment(name: str, said: str) -> datetime:
    """A time of RFC 3339, or a day, which begins by UTC.

    Raises:
        InvalidQuery: It is none.
    """
    try:
        # A plus sign that nobody encoded arrives as a blank.
        written = re.sub(r" (?=\d{2}:\d{2}$)", "+", said)
        written = re.sub(r"(?<=:\d{2}):60(?=[.Zz+-])", ":59", written)  # A leap second, which Python does not know.
        if _MOMENT.fullmatch(written) is None or not written.isascii():
            raise ValueError(written)
        found = datetime.fromisoformat(written.upper())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidQuery({"name": name, "reason": "@ogc.reason.time"}) from None


def _value(name: str, said: str, layer: Layer) -> object:
    kinds = {field.name: field.data_type for field in layer.table.fields}
    try:
        if kinds[name] == "bool":
            return {"true": True, "false": False}[said.lower()]
        if kinds[name] == "int64":
            number = int(said)
            if not -(2**63) <= number < 2**63:
                raise ValueError
            return number
        if kinds[name] == "float64":
            return float(said)
    except (KeyError, ValueError):
        raise InvalidQuery({"name": name, "reason": "@ogc.reason.no_value"}) from None
    if "\0" in said:
        raise InvalidQuery({"name": name, "reason": "@ogc.reason.no_value"})
    return said
