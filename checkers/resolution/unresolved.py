"""Property names that nobody knows, and what each is most like: proposals to the designer, never values."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from checkers.names import content, property_names, tools
from checkers.resolution.declared import is_placeholder
from checkers.resolution.mapping import PropertyMapping
from checkers.text_values import fold
from cim_schema.tables import TABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_ALIKE = 0.65
LEAST_ALIKE_LATIN = 0.8
"""Names that have less in common are not proposed; Latin ones share many pairs of letters by chance."""

_STANDARD = ("Pset_", "Qto_", "ePSet_", "EPset_", "JCPset_")
"""Sets whose names are somebody's standard: nobody has to map them."""


def unresolved_names(properties: pa.Table, mapping: PropertyMapping, model_id: str) -> pa.Table:
    """List the names that no field has.

    Args:
        properties: ``ifc_property`` of one model, its texts as codes where they can be.
        mapping: The project's own names, which count as known.
        model_id: Whose they are.

    Returns:
        ``res_unresolved``.
    """
    if not len(properties):
        return TABLES["res_unresolved"].empty()
    sets, set_codes = _encoded(properties, "pset_name")
    names, name_codes = _encoded(properties, "property_name")
    known = _known_names() | mapping.names
    foreign_set = np.array([not one.startswith(_STANDARD) for one in sets])
    unknown_name = np.array([name.casefold() not in known for name in names])
    wanted = foreign_set[set_codes] & unknown_name[name_codes]
    if not wanted.any():
        return TABLES["res_unresolved"].empty()
    steps = properties["step_id"].to_numpy()[wanted]
    pairs = set_codes[wanted].astype(np.int64) * len(names) + name_codes[wanted]
    # Of a list or table each value is a row; the object counts once.
    order = np.lexsort((steps, pairs))
    is_first = np.ones(len(order), bool)
    is_first[1:] = (np.diff(pairs[order]) != 0) | (np.diff(steps[order]) != 0)
    keys, counts = np.unique(pairs[order][is_first], return_counts=True)
    samples = _samples(properties, wanted, pairs, keys)
    rows = []
    for key, count, sample in zip(keys.tolist(), counts.tolist(), samples, strict=True):
        set_name, name = sets[key // len(names)], names[key % len(names)]
        if sample is None or is_placeholder(name, sample):
            continue
        field, similarity = nearest_field(name)
        rows.append({
            "model_id": model_id, "source_set": set_name, "source_name": name, "element_count": count, "sample_value": sample,
            "guessed_tool": tool_of_set(set_name), "nearest_field": field, "similarity": similarity,
            "rule_count": len(rules_of_fields().get(field, ())) if field else 0,
        })  # fmt: skip
    return TABLES["res_unresolved"].from_rows(rows)


@cache
def nearest_field(name: str) -> tuple[str | None, float | None]:
    """Give the field whose known names are most like this one, and how alike they are; nothing where none is.

    Likeness is that of the names' pairs of characters (Dice). Of equals, the field that comes first by name.
    """
    own = _pairs(name)
    shared = Counter(place for pair in own for place in _places_of_pairs().get(pair, ()))
    if not shared:
        return None, None
    known = _dictionary()
    # Fields stand in the order of their names, so of equals the first place counts.
    best, place = max((2 * count / (len(own) + len(known[place][1])), -place) for place, count in shared.items())
    similarity, field = round(best, 3), known[-place][0]
    return (field, similarity) if similarity >= (LEAST_ALIKE_LATIN if name.isascii() else LEAST_ALIKE) else (None, None)


@cache
def tool_of_set(set_name: str) -> str | None:
    """The tool that names its sets so, by ``names/tools``."""
    return next((tool for tool, said in tools().items() if set_name.startswith(tuple(said["sets"]))), None)


def rules_of_fields() -> Mapping[str, list[str]]:
    """Field → codes of the rules that miss it where nobody gives it; as ``checkers.kit`` wrote them down."""
    return content("rules_of_fields")["rules"]


@cache
def _known_names() -> frozenset[str]:
    return frozenset(name.casefold() for field in content("properties") for name in property_names(field))


@cache
def _dictionary() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (field, pairs) for field in sorted(content("properties")) for name in property_names(field) if (pairs := _pairs(name))
    )  # fmt: skip


@cache
def _places_of_pairs() -> Mapping[str, list[int]]:
    """Pair of characters → places in the dictionary of the names that have it."""
    found: dict[str, list[int]] = {}
    for place, (_, pairs) in enumerate(_dictionary()):
        for pair in pairs:
            found.setdefault(pair, []).append(place)
    return found


@cache
def _pairs(name: str) -> frozenset[str]:
    """Neighbouring characters of a name without signs, units and case."""
    bare = re.sub(r"\(.*?\)|[\W_]+", "", fold(name))
    return frozenset(bare[place : place + 2] for place in range(len(bare) - 1))


def _encoded(rows: pa.Table, column: str) -> "tuple[list[str], NDArray[np.int64]]":
    values = rows[column].combine_chunks()
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks)
    values = values if isinstance(values, pa.DictionaryArray) else values.dictionary_encode()
    return values.dictionary.to_pylist(), values.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _samples(
    properties: pa.Table, wanted: "NDArray[np.bool_]", pairs: "NDArray[np.int64]", keys: "NDArray[np.int64]"
) -> list[str | None]:
    """Of each pair of set and name, the least of its values as text."""
    values = properties["value"].combine_chunks()
    values = pa.concat_arrays(values.chunks) if isinstance(values, pa.ChunkedArray) else values
    values = values if isinstance(values, pa.DictionaryArray) else values.dictionary_encode()
    texts = np.array([*values.dictionary.to_pylist()], dtype=object)
    rank = np.empty(len(texts) + 1, np.int64)
    order = sorted(range(len(texts)), key=lambda place: texts[place])
    rank[order] = np.arange(len(texts))
    rank[-1] = len(texts)
    codes = values.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)[wanted]
    least = np.full(len(keys), len(texts), np.int64)
    np.minimum.at(least, np.searchsorted(keys, pairs), rank[codes])
    return [texts[order[place]] if place < len(texts) else None for place in least.tolist()]
