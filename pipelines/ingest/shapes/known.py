"""Shapes that an earlier model of the workspace already has: equal keys are equal bodies made in the same way."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

_BY_CHANCE = ("timed_out", "out_of_memory", "crashed")
"""Another day they may not happen: a shape that came down by one of them is made again."""


def find_known(wanted: set[str], earlier: Iterable[Tables]) -> pa.Table:
    """Rows of ``ifc_shape`` with a wanted key, each key once.

    Args:
        wanted: Keys, the way of making included.
        earlier: Results of the geometry stage, the likeliest first; as many are looked into as it takes.
    """
    left = pa.array(sorted(wanted), pa.string())
    found = [TABLES["ifc_shape"].empty()]
    for tables in earlier:
        if not len(left):
            break
        if "ifc_shape" not in tables:
            continue
        shapes = tables["ifc_shape"]
        rows = shapes.filter(pc.and_(pc.is_in(shapes["shape_key"], left), _is_for_good(shapes)))
        found.append(rows)
        left = left.filter(pc.invert(pc.is_in(left, rows["shape_key"].combine_chunks())))
    return pa.concat_tables(found)


def _is_for_good(shapes: pa.Table) -> pa.ChunkedArray:
    steps = pc.fill_null(shapes["steps_down"], "")
    by_chance = pc.match_substring_regex(steps, "|".join(_BY_CHANCE))
    return pc.and_(pc.is_valid(shapes["kernel"]), pc.invert(by_chance))
