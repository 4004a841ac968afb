"""Words that models use for one thing: properties, rooms, materials, datums; kept as data beside this file.

What belongs here: which words mean a thing, in which order they are believed. What does not: reading values.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Words:
    """The words for one thing, and the words that make it another thing after all."""

    words: tuple[str, ...]
    """Chinese ones count wherever they stand; Latin ones as whole words, in any case."""
    unless: tuple[str, ...] = ()

    def in_texts(self, texts: "pd.Series[str]") -> "pd.Series[bool]":
        """Which of the texts hold one of the words, and none of the others. Nulls hold nothing."""
        import numpy as np
        import pandas as pd

        # The same names stand in a model thousands of times.
        codes, known = pd.factorize(texts)
        found = np.array([*(self.is_in(str(text)) for text in known), False])
        return pd.Series(found[codes], index=texts.index)

    def is_in(self, text: str) -> bool:
        """Whether one text holds one of the words, and none of the others."""
        return _pattern(self.words).search(text) is not None and not (self.unless and _pattern(self.unless).search(text))


def joined_names(rows: "pd.DataFrame", *columns: str) -> "pd.Series[str]":
    """All that each row is called, one after the other; indexed as the rows.

    Args:
        rows: Of ``ifc_element``, for instance.
        columns: Where names stand; those of a thing itself where nothing is given.
    """
    names = [rows[column].astype("object").fillna("").astype("str") for column in columns or ("name", "long_name", "object_type")]
    joined = names[0]
    for more in names[1:]:
        joined = joined + " " + more
    return joined


@cache
def property_names(thing: str) -> tuple[str, ...]:
    """The names of properties and quantities that give this thing, the most trusted first; compared without case.

    Those of ``properties.toml`` come first, then those that single tools write (``tools``).

    Raises:
        KeyError: ``properties.toml`` does not name the thing.
    """
    of_tools = (name for tool in tools().values() for name in tool["names"].get(thing, ()))
    return tuple(dict.fromkeys((*content("properties")[thing], *of_tools)))


@cache
def tools() -> Mapping[str, dict[str, Any]]:
    """What single authoring tools write: file name → ``names``, ``units``, ``words``, ``sets``."""
    files = sorted((_FOLDER / "tools").glob("*.toml"))
    found = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}
    known = set(content("properties"))
    for tool, said in found.items():
        if unknown := set(said["names"]) - known:
            raise ValueError(f"tools/{tool}.toml names what properties.toml does not: {sorted(unknown)}")
    return {tool: {"names": {}, "units": {}, "words": {}, "sets": [], **said} for tool, said in found.items()}


def words(subject: str, thing: str) -> Words:
    """The words for a thing.

    Args:
        subject: Name of a file beside this one, such as ``rooms``.
        thing: A table in it.

    Raises:
        KeyError: The file does not name the thing.
    """
    entry: Mapping[str, list[str]] = content(subject)[thing]
    return Words(tuple(entry["words"]), tuple(entry.get("unless", ())))


@cache
def content(subject: str) -> dict[str, dict]:  # type: ignore[type-arg]
    """A whole file of words beside this one, by its name."""
    return tomllib.loads((_FOLDER / f"{subject}.toml").read_text(encoding="utf-8"))


@cache
def _pattern(some: tuple[str, ...]) -> re.Pattern[str]:
    one_of = "|".join(rf"(?<![A-Za-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in some)
    return re.compile(one_of, re.IGNORECASE)
