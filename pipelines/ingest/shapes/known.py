"""Shapes that an earlier model of the workspace already has: equal keys are equal bodies made in the same way."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.rows import from_texts
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

_BY_CHANCE = ("timed_out", "out_of_memory", "crashed")
"""Another day they may not happen: a shape that came down by one of them is made again."""


class Earlier:
    """The shapes of earlier models."""

    def __init__(self, results: Iterable[Tables]) -> None:
        """Begin to load those of the likeliest.

        Args:
            results: Of the geometry stage, the likeliest first.
        """
        self._results = [tables for tables in results if "ifc_shape" in tables]
        aside = ThreadPoolExecutor(1)
        self._loaded = [aside.submit(lambda tables: tables["ifc_shape"], tables) for tables in self._results[:1]]
        aside.shutdown(wait=False)

    def tables(self) -> Iterator[pa.Table]:
        """``ifc_shape`` of each, loaded when it is asked for."""
        while self._loaded:
            yield self._loaded.pop().result()
        yield from (tables["ifc_shape"] for tables in self._results[1:])


def find_known(wanted: set[str], earlier: Earlier) -> pa.Table:
    """Rows of ``ifc_shape`` with a wanted key, each key once.

    Args:
        wanted: Keys, the way of making included.
        earlier: As many are looked into as it takes.
    """
    left = from_texts(sorted(wanted))
    found = [TABLES["ifc_shape"].empty()]
    for shapes in earlier.tables():
        if not len(left):
            break
        rows = shapes.filter(pc.and_(pc.is_in(shapes["shape_key"], left), _is_for_good(shapes)))
        found.append(rows)
        left = left.filter(pc.invert(pc.is_in(left, rows["shape_key"].combine_chunks())))
    return pa.concat_tables(found)


def _is_for_good(shapes: pa.Table) -> pa.ChunkedArray:
    steps = pc.fill_null(shapes["steps_down"], "")
    by_chance = pc.match_substring_regex(steps, "|".join(_BY_CHANCE))
    return pc.and_(pc.is_valid(shapes["kernel"]), pc.invert(by_chance))
