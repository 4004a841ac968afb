"""A project's or an institute's own words: which of its properties gives which field (``mapping.toml``).

```toml
[[property]]
field = "clear_width"       # a list of names in checkers/names/properties.toml
name = "M_净通行宽"          # the property as the models write it, in any case
set = "院标-门窗"            # optional: only in this set
unit = "mm"                 # optional: of a number that has no unit
words = {"甲" = "甲级"}      # optional: what a value means
```
"""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from checkers.names import content
from checkers.text_values import fold
from cim_schema.errors import InvalidMapping

if TYPE_CHECKING:
    import pandas as pd

_KEYS = frozenset({"field", "name", "set", "unit", "words"})


@dataclass(frozen=True)
class MappedProperty:
    """One property of theirs, and what it is."""

    field: str
    name: str
    set_name: str | None = None
    unit: str = ""
    words: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    def means(self, value: str) -> str:
        """A value in the words of the field; a plain number with its unit."""
        said = self.words.get(fold(value), value)
        return f"{said} {self.unit}" if self.unit and _is_number(said) else said


@dataclass(frozen=True)
class PropertyMapping:
    """All that a mapping file says."""

    properties: tuple[MappedProperty, ...] = ()
    digest: str = ""
    """Of the file's text; empty where there is none."""

    @property
    def names(self) -> frozenset[str]:
        """The properties' names, folded."""
        return frozenset(one.name.casefold() for one in self.properties)

    def rows(self, values: "pd.DataFrame") -> "pd.DataFrame":
        """Those values that the file names, in the words of the field.

        Args:
            values: As ``declared.property_values`` gives them.

        Returns:
            The same columns and ``field``; ``place`` is the entry's in the file.
        """
        import pandas as pd

        found = [values.iloc[:0].assign(field="", place=0)]
        for place, one in enumerate(self.properties):
            rows = values[values["name"].eq(one.name.casefold())]
            if one.set_name is not None:
                rows = rows[rows["set_name"].fillna("").str.casefold().eq(one.set_name.casefold())]
            said = [one.means(value) for value in rows["value"]]
            is_changed = [new != old for new, old in zip(said, rows["value"], strict=True)]
            unit = rows["unit"].mask(pd.Series(is_changed, index=rows.index, dtype=bool), "")
            found.append(rows.assign(field=one.field, place=place, value=said, unit=unit))
        return pd.concat(found, ignore_index=True)


def read_mapping(path: Path) -> PropertyMapping:
    """Read a mapping file.

    Raises:
        InvalidMapping: It cannot be read, or names a field that there is not; with its line where one can be told.
    """
    try:
        text = path.read_text(encoding="utf-8")
        entries = tomllib.loads(text).get("property", [])
    except (OSError, UnicodeDecodeError) as cause:
        raise InvalidMapping({"file": str(path), "line": None, "reason": str(cause)}) from None
    except tomllib.TOMLDecodeError as cause:
        line = next((int(word.rstrip(",")) for word in str(cause).partition("line ")[2].split()[:1]), None)
        raise InvalidMapping({"file": str(path), "line": line, "reason": str(cause)}) from None
    if not isinstance(entries, list):
        entries = [entries]
    return PropertyMapping(
        tuple(_property(entry, number, path, text) for number, entry in enumerate(entries)), sha256(text.encode()).hexdigest()
    )


def _property(entry: object, number: int, path: Path, text: str) -> MappedProperty:
    def refuse(reason: str, said: str) -> InvalidMapping:
        return InvalidMapping({"file": str(path), "line": _line(text, number), "reason": f"@error_reason.{reason}", "said": said})

    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) and entry[key].strip() for key in ("field", "name")):
        raise refuse("mapping_entry", "")
    if unknown := sorted(set(entry) - _KEYS):
        raise refuse("mapping_key", unknown[0])
    if entry["field"] not in content("properties"):
        raise refuse("mapping_field", entry["field"])
    words = entry.get("words", {})
    if not isinstance(words, dict):
        raise refuse("mapping_key", "words")
    said = {fold(str(value)): _flag(meaning) for value, meaning in words.items()}
    set_name = entry.get("set")
    return MappedProperty(
        entry["field"], entry["name"].strip(), None if set_name is None else str(set_name), str(entry.get("unit", "")), said
    )


def _line(text: str, number: int) -> int | None:
    """Where the entry begins."""
    starts = [line for line, said in enumerate(text.splitlines(), 1) if said.strip().startswith("[[property]]")]
    return starts[number] if number < len(starts) else None


def _flag(meaning: object) -> str:
    return {True: "T", False: "F"}[meaning] if isinstance(meaning, bool) else str(meaning)


def _is_number(text: str) -> bool:
    return fold(text).replace(".", "", 1).isdigit()
