"""Who carries which set of properties or quantities, by columns; and rows made from what each set says."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cim_schema import rows
from cim_schema.rows import from_texts
from pipelines.ingest.columnar.instances import Instances, Integers, Rows

Places = NDArray[np.int32]
"""Places among millions; half the memory of step ids."""


@dataclass(frozen=True)
class Holdings:
    """Sets on holders, each pair once, by step id of the holder and then of the set."""

    holders: Rows
    definitions: Rows
    is_type: NDArray[np.bool_]

    def only(self, wanted: NDArray[np.bool_]) -> "Holdings":
        """Some of them."""
        return Holdings(self.holders[wanted], self.definitions[wanted], self.is_type[wanted])


def find_holdings(instances: Instances) -> Holdings:
    """Every set on every occurrence and type."""
    relations = instances.rows_of("IfcRelDefinesByProperties")
    owners, definitions = instances.references(relations, "RelatingPropertyDefinition")
    holder_owners, holders = instances.references(relations, "RelatedObjects")
    # Each holder of a relation carries each set of it: nearly always one.
    firsts, lasts = np.searchsorted(owners, holder_owners), np.searchsorted(owners, holder_owners, "right")
    repeats = lasts - firsts
    pairs = np.repeat(np.arange(len(holders)), repeats)
    steps = np.arange(len(pairs)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    types = instances.rows_of("IfcTypeObject")
    type_owners, type_sets = instances.references(types, "HasPropertySets")
    holder_rows = np.concatenate([instances.rows_at(holders[pairs]), types[type_owners]])
    definition_rows = instances.rows_at(np.concatenate([definitions[firsts[pairs] + steps], type_sets]))
    size = max(len(instances.step_ids), 1)
    keys = distinct(holder_rows * size + definition_rows)
    holder_rows = keys // size
    return Holdings(holder_rows, keys % size, instances.is_a(holder_rows, "IfcTypeObject"))


def codes_of(strings: "pa.StringArray | pa.DictionaryArray") -> tuple[NDArray[np.int64], pa.StringArray]:
    """Equal texts as equal numbers, and the texts; null is the empty text."""
    if not isinstance(strings, pa.DictionaryArray):
        strings = strings.dictionary_encode()
    # Several spellings may be one text. Null is -1 before, and so the last.
    unique = pa.concat_arrays([strings.dictionary, from_texts([""])]).dictionary_encode()
    return rows.codes_of(unique)[rows.codes_of(strings)].astype(np.int64), unique.dictionary


def ranks_of(texts: pa.StringArray) -> Integers:
    """Place of each text among them in order."""
    order = rows.to_numpy(pc.sort_indices(texts)).astype(np.int64)
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def distinct(keys: Integers) -> Integers:
    """Each key once, in order. By sorting: a hash table of so many regular numbers is slower."""
    keys = np.sort(keys)
    found: Integers = keys[np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]])]
    return found


def first_seen(keys: Integers) -> NDArray[np.bool_]:
    """Whether each key occurs here for the first time."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    found = np.ones(len(keys), bool)
    found[order[1:][ordered[1:] == ordered[:-1]]] = False
    return found


def spans(starts: Integers, counts: Integers) -> Places:
    """``start, start + 1, …`` of each span, one behind the other."""
    found = np.repeat((starts - (np.cumsum(counts) - counts)).astype(np.int32), counts)
    return np.add(found, np.arange(len(found), dtype=np.int32), out=found)


@dataclass(frozen=True)
class Contents:
    """Entries of sets: those of set ``n`` are ``starts[n]`` and the ``counts[n] - 1`` behind it."""

    starts: Integers
    counts: Integers
    names: Integers
    """Code of each entry's name."""
    ranks: Integers
    """Of each entry its place in the order of the table, within its set."""


@dataclass(frozen=True)
class Repeat:
    """A set that says again what an earlier one of its name has said of its holder."""

    place: int
    """Of the holding."""
    count: int
    """Names that are repeated."""


def drop_repeated(holder_keys: Integers, sets: Integers, contents: Contents) -> tuple[Places, Places, list[Repeat]]:
    """Which holding each row is of and which entry it is; where sets of one name on one holder say the same, the first counts.

    Rows are in the order of the holdings, those of sets of one name on one holder together in the order of their ranks.

    Args:
        holder_keys: Of each holding a number for its holder and the name of its set; equal ones stand together.
        sets: Of each holding the place of its set in ``contents``.
        contents: What the sets say.
    """
    counts = contents.counts[sets]
    rows, entries = np.repeat(np.arange(len(sets), dtype=np.int32), counts), spans(contents.starts[sets], counts)
    _, groups, sizes = np.unique(holder_keys, return_inverse=True, return_counts=True)
    is_shared = (sizes > 1)[groups]
    shared = np.flatnonzero(is_shared)
    said: dict[int, set[int]] = {}
    repeats: list[Repeat] = []
    dropped: list[Integers] = []
    ends = np.cumsum(counts)
    for place in shared.tolist():
        known = said.setdefault(int(groups[place]), set())
        span = np.arange(ends[place] - counts[place], ends[place])
        names = contents.names[entries[span]]
        again = known.intersection(names.tolist())
        known.update(names.tolist())
        if again:
            repeats.append(Repeat(place, len(again)))
            dropped.append(span[np.isin(names, list(again))])
    if dropped:
        kept = np.ones(len(rows), bool)
        kept[np.concatenate(dropped)] = False
        rows, entries = rows[kept], entries[kept]
    mixed = np.flatnonzero(is_shared[rows])
    firsts = np.zeros(len(sizes), np.int64)
    firsts[groups[::-1]] = np.arange(len(groups))[::-1]
    order = mixed[np.lexsort((contents.ranks[entries[mixed]], firsts[groups[rows[mixed]]]))]
    rows[mixed], entries[mixed] = rows[order], entries[order]
    return rows, entries, repeats
