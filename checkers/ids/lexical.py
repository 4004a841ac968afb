"""How XML Schema writes values of its types, as IDS 1.0 takes them (DataTypes, XML base types), and what they come to."""

import re
from datetime import datetime, timedelta
from functools import cache

_ZONE = r"(Z|[+-]\d{2}:\d{2})?"
_FORMS = {
    "xs:anyURI": r"\S+",
    "xs:boolean": "true|false|0|1",
    "xs:date": rf"\d{{4}}-\d{{2}}-\d{{2}}{_ZONE}",
    "xs:dateTime": rf"\d{{4}}-\d{{2}}-\d{{2}}T\d{{2}}:\d{{2}}:\d{{2}}(\.\d+)?{_ZONE}",
    "xs:time": rf"\d{{2}}:\d{{2}}:\d{{2}}(\.\d+)?{_ZONE}",
    "xs:duration": r"[-+]?P(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
    "xs:integer": r"[+-]?\d+",
    "xs:double": r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|NaN|[-+]INF",
}
_FORMS |= {"xs:float": _FORMS["xs:double"], "xs:decimal": _FORMS["xs:double"], "xs:anyUri": _FORMS["xs:anyURI"]}
_COMPILED = {name: re.compile(form, re.ASCII) for name, form in _FORMS.items()}
XML_TYPES = frozenset({*_FORMS, "xs:string"})
NUMBERS = frozenset({"xs:integer", "xs:double", "xs:float", "xs:decimal"})
ORDERED = NUMBERS | {"xs:date", "xs:dateTime", "xs:time", "xs:duration"}
"""Types whose values can be greater or less."""
_DURATION = re.compile(r"([-+]?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?", re.ASCII)
_DAYS = (365.2425, 365.2425 / 12, 1.0)


def is_of_form(text: str, xml_type: str) -> bool:
    """Whether a text is written as the type wants it; anything is a string."""
    form = _COMPILED.get(xml_type)
    return form is None or form.fullmatch(text) is not None


def same_type(one: str, other: str) -> bool:
    """Whether two types are the same for IDS, which spells one of them in two ways."""
    return one.casefold() == other.casefold()


@cache
def to_number(text: str) -> float | None:
    """The number that is written; None where none is."""
    if not _COMPILED["xs:double"].fullmatch(text):
        return None
    return float(text.replace("INF", "inf"))


def to_ordinal(text: str, xml_type: str) -> float | None:
    """A number that orders values of a type: itself, or seconds; None where the text is none of that type."""
    if xml_type in NUMBERS:
        return to_number(text)
    if not is_of_form(text, xml_type):
        return None
    if xml_type == "xs:duration":
        return _seconds(text)
    try:
        return _instant(text, xml_type)
    except (ValueError, OverflowError):
        return None


def _seconds(text: str) -> float | None:
    """Of a duration, a year and a month as long as they are on average."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    sign, *parts = found.groups()
    years, months, days, hours, minutes, seconds = (float(part or 0) for part in parts)
    total = sum(count * size for count, size in zip((years, months, days), _DAYS, strict=True)) * 86400
    return (total + hours * 3600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)


def _instant(text: str, xml_type: str) -> float:
    """Seconds since an epoch; a value without a zone is taken as UTC."""
    zone = re.search(r"(Z|[+-]\d{2}:\d{2})$", text[8:] if xml_type == "xs:date" else text)
    written = text[: -len(zone[0])] if zone else text
    padded = {"xs:date": f"{written}T00:00:00", "xs:time": f"1970-01-01T{written}"}.get(xml_type, written)
    offset = timedelta()
    if zone and zone[0] != "Z":
        hours, minutes = zone[0][1:].split(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if zone[0][0] == "-" else 1)
    return (datetime.fromisoformat(padded) - offset - datetime(1970, 1, 1)).total_seconds()
