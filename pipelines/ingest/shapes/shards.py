"""Small self-contained IFC files with some shapes in them, each in its own frame at the origin.

The text of a shape depends on what its key is made of alone, instance numbers apart: a mesh does not depend on which model,
copy or shard it is made from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipelines.ingest.columnar.instances import Instances, Integers
from pipelines.ingest.shapes.bodies import Bodies, ranges
from pipelines.ingest.shapes.graph_marks import SOUND
from pipelines.ingest.shapes.graph_texts import Findings, Graphs, GraphTexts
from pipelines.ingest.shapes.shape_keys import ShapeKeys, matrix_text
from pipelines.ingest.shapes.shape_statements import Opening, count_around, state_around

SHARD_BYTES = 4 * 2**20

_END = b"ENDSEC;\nEND-ISO-10303-21;\n"


@dataclass(frozen=True)
class Shard:
    """A self-contained IFC file with some shapes in it, each in its own frame at the origin. Travels by pickle."""

    text: bytes
    """Header, project, units and context, then the shapes."""
    keys: tuple[str, ...]
    """Shape keys, one a shape."""
    products: tuple[tuple[int, ...], ...]
    """Of each shape the step ids, within the shard, of its products: one for each item of the representation."""
    representations: tuple[int, ...]
    """Of each shape the step id, within the shard, of a representation of all items."""
    has_surface: tuple[bool, ...]
    """Of each shape, whether an engine has something to do."""


def make_shards(
    instances: Instances, bodies: Bodies, keys: ShapeKeys, wanted: Integers | None = None, size: int = SHARD_BYTES
) -> Iterator[Shard]:
    """Write the shapes of some bodies, each once, in the order of their keys.

    Args:
        instances: The model.
        bodies: Its bodies.
        keys: Their keys.
        wanted: Places of the bodies whose shapes are wanted; all where not given. Those without a key are left out.
        size: About how many bytes a shard may have; a shape that is larger has one of its own.

    Yields:
        The same shards for the same shapes, whatever their step ids.
    """
    chosen = dict[str, int]()
    for place in range(len(bodies)) if wanted is None else np.sort(wanted).tolist():
        key = keys.keys[place]
        if key is not None:
            chosen.setdefault(key, place)
    places = np.array([chosen[key] for key in sorted(chosen)], np.int64)
    texts, begin = GraphTexts(instances), 0
    while begin < len(places):
        filled = np.cumsum(keys.sizes[places[begin:]])
        end = begin + max(1, int(np.searchsorted(filled, size, "right")))
        yield _make_shard(texts, bodies, keys, places[begin:end])
        begin = end


def excerpt(shard: Shard, head: bytes, offsets: Integers, places: Sequence[int]) -> bytes:
    """The text of a file with some of a shard's shapes.

    Args:
        shard: The shard.
        head: What stands in it before the first shape.
        offsets: Of each shape where it begins in the text; one more than there are shapes.
        places: The shapes wanted.
    """
    edges = offsets.tolist()
    return b"".join([head, *(shard.text[edges[place] : edges[place + 1]] for place in places), _END])


def _make_shard(texts: GraphTexts, bodies: Bodies, keys: ShapeKeys, places: Integers) -> Shard:
    graphs, surroundings = _graphs(keys, places), keys.surroundings
    item_counts = bodies.item_offsets[places + 1] - bodies.item_offsets[places]
    findings = Findings.room_for(graphs)
    texts_of_graphs = list[bytes]()
    for written in texts.write(graphs, findings, spare=_spare(keys, places, item_counts), number=surroundings.first_number):
        ends = written.ends.tolist()
        texts_of_graphs += (bytes(written.text[begin:end]) for begin, end in pairwise([0, *ends]))
    names = tuple(keys.keys[place] or "" for place in places.tolist())
    if (findings.statuses != SOUND).any():
        raise AssertionError(f"a shape that has a key cannot be written: {names[int(findings.statuses.argmax())]}")
    pieces, products, representations = [surroundings.text], list[tuple[int, ...]](), list[int]()
    roots, edges = findings.root_numbers.tolist(), graphs.edges.tolist()
    behind = (findings.numbers + findings.counts).tolist()
    for shape, (body, item_count) in enumerate(zip(places.tolist(), item_counts.tolist(), strict=True)):
        first, end = edges[shape] + item_count, edges[shape + 1]
        openings = _openings(bodies, keys, body, roots[first:end]) if end > first else []
        items = roots[edges[shape] : first]
        around = state_around(names[shape], behind[shape], keys.kinds[body], items, openings, surroundings.opening_end)
        pieces += (texts_of_graphs[shape], around.text)
        products.append(around.products)
        representations.append(around.representation)
    pieces.append(_END)
    has_surface = tuple(bodies.best_has_surface[places].tolist())
    return Shard(b"".join(pieces), names, tuple(products), tuple(representations), has_surface)


def _graphs(keys: ShapeKeys, places: Integers) -> Graphs:
    begins, ends = keys.graphs.edges[places], keys.graphs.edges[places + 1]
    return Graphs(keys.graphs.roots[ranges(begins, ends)], np.concatenate([np.zeros(1, np.int64), np.cumsum(ends - begins)]))


def _spare(keys: ShapeKeys, places: Integers, item_counts: Integers) -> Integers:
    """Of each shape the number of statements around its graph."""
    begins, ends = keys.openings.offsets[places], keys.openings.offsets[places + 1]
    matrices = np.concatenate([np.zeros(1, np.int64), np.cumsum(keys.openings.axes < 0)])
    return count_around(item_counts, ends - begins, matrices[ends] - matrices[begins])


def _openings(bodies: Bodies, keys: ShapeKeys, body: int, numbers: list[int]) -> list[Opening]:
    """The openings of a body; ``numbers`` are those of their placements and items in the shard."""
    found, at = list[Opening](), 0
    for pair in keys.opening_order[keys.openings.offsets[body] : keys.openings.offsets[body + 1]].tolist():
        place, axis = int(keys.openings.openings[pair]), int(keys.openings.axes[pair])
        begin = at + (1 if axis >= 0 else 0)
        end = begin + int(bodies.item_offsets[place + 1] - bodies.item_offsets[place])
        matrix = matrix_text(keys.openings.matrices[pair], axis)
        found.append(Opening(keys.kinds[place], numbers[at] if axis >= 0 else -1, matrix, numbers[begin:end]))
        at = end
    return found
