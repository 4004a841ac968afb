"""JSON as people can read it: indented by one space, every sign as it is. The same text as Python's ``json`` gives, sooner."""

from json.encoder import encode_basestring
from math import isfinite


def encode(value: object, depth: int = 0) -> str:
    """The text of a value that stands so deep.

    Raises:
        ValueError: A number is infinite or none.
        TypeError: JSON has no such value.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"JSON has no number {value!r}")
        return float.__repr__(value)
    around, within = "\n" + " " * depth, "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        if not value:
            return "{}"
        members = [f"{within}{encode_basestring(name)}: {encode(member, depth + 1)}" for name, member in value.items()]
        return f"{{{','.join(members)}{around}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join([within + encode(member, depth + 1) for member in value])}{around}]" if value else "[]"
    raise TypeError(f"JSON has no {type(value).__name__}")


_WORDS: dict[object, str] = {None: "null", True: "true", False: "false"}
