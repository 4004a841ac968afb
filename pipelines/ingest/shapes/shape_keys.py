"""A key for each body: the digest of all that its mesh depends on, and of nothing else.

Bodies with one key are written alike, so one mesh serves them all: in copies of a building, in next week's model, in another
project. Instance numbers, GlobalIds, owner history, names, styles, layers, whitespace, the order of statements and the
product's own placement do not count.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.instances import Instances, Integers, Rows
from pipelines.ingest.columnar.marks import STRING
from pipelines.ingest.shapes.bodies import Bodies, ranges
from pipelines.ingest.shapes.graph_marks import DIGEST_DIGITS, SOUND, WAITING
from pipelines.ingest.shapes.graph_texts import Digests, Findings, Graphs, GraphTexts
from pipelines.ingest.shapes.openings import Openings, find_openings
from pipelines.ingest.shapes.surroundings import Surroundings, find_surroundings

_VERSION = b"1"
"""To be raised when shards are written in another way."""
_FEWEST = 500
"""Fewer graphs than these are not worth a thread."""


@dataclass(frozen=True)
class ShapeKeys:
    """Keys of the bodies, and what shards are made from."""

    keys: tuple[str | None, ...]
    """Of each body 64 hexadecimal digits. None where it has none: nothing to draw, or a graph that refers to itself, to what is not
    in the file, or to what is no part of a shape."""
    sizes: Integers
    """Of each body about as many bytes of a shard as its shape takes."""
    graphs: Graphs
    """Of each body its items, and of each opening in it, in the order of their digests, its placement and its items."""
    openings: Openings
    opening_order: Integers
    """Places among ``openings``, those of each body in the order of their digests."""
    kinds: tuple[bytes, ...]
    """Of each body the RepresentationType of its best representation as it is written."""
    surroundings: Surroundings

    def distinct(self) -> dict[str, list[int]]:
        """Of each key the places of its bodies; keys in the order of their first body."""
        found: dict[str, list[int]] = {}
        for place, key in enumerate(self.keys):
            if key is not None:
                found.setdefault(key, []).append(place)
        return found


def shape_keys(instances: Instances, bodies: Bodies, threads: int = 2) -> ShapeKeys:
    """Make the key of each body.

    Args:
        instances: The model.
        bodies: Its bodies.
        threads: So many share the work; the keys are the same for any number.

    Raises:
        CannotRead: A text that only the parser reads.
    """
    texts = [GraphTexts(instances) for _ in range(max(1, threads))]
    surroundings = find_surroundings(instances, texts[0])
    openings = find_openings(instances, bodies)
    makers = [_Maker(one, surroundings) for one in texts]
    digests = _map_digests(instances, makers)
    kinds = _kinds(instances, bodies)
    opening_graphs = _opening_graphs(bodies, openings)
    opening_frames = [
        b"opening" + kinds[opening] + matrix_text(matrix, axis)
        for opening, matrix, axis in zip(openings.openings.tolist(), openings.matrices, openings.axes.tolist(), strict=True)
    ]
    opening_keys, opening_sizes, _ = _keys(makers, opening_graphs, opening_frames, digests)
    for place in np.flatnonzero(~np.isfinite(openings.matrices).all(axis=(1, 2))).tolist():
        opening_keys[place] = None
    owners = np.repeat(np.arange(len(bodies)), np.diff(openings.offsets))
    order = np.array(sorted(range(len(openings)), key=lambda place: (owners[place], opening_keys[place] or "", place)), np.int64)
    frames = [b"body" + kind for kind in kinds]
    keyless = set(np.flatnonzero(openings.is_circular | (np.diff(bodies.item_offsets) == 0)).tolist())
    for place in order.tolist():
        body, key = int(owners[place]), opening_keys[place]
        if key is None:
            keyless.add(body)
        else:
            frames[body] += key.encode("ascii")
    keys, sizes, _ = _keys(makers, Graphs(bodies.items, bodies.item_offsets), frames, digests)
    for place in keyless:
        keys[place] = None
    np.add.at(sizes, owners, opening_sizes)
    graphs = _joined(bodies, opening_graphs, openings, order)
    return ShapeKeys(tuple(keys), sizes, graphs, openings, order, kinds, surroundings)


def matrix_text(matrix: NDArray[np.float64], axis: int) -> bytes:
    """Location, axis and reference direction as they are written in a file; nothing where a placement of the file tells them."""
    if axis >= 0:
        return b""
    columns = (matrix[:3, 3], matrix[:3, 2], matrix[:3, 0])
    return ";".join(",".join(_real(value) for value in column.tolist()) for column in columns).encode("ascii")


def _real(value: float) -> str:
    digits, _, power = repr(value).partition("e")
    digits = digits if "." in digits else f"{digits}."
    return f"{digits}E{power}" if power else digits


class _Maker:
    """Makes keys on one thread."""

    def __init__(self, texts: GraphTexts, surroundings: Surroundings) -> None:
        self.texts = texts
        self._base = hashlib.sha256(_VERSION + b"\0" + surroundings.text + b"\0")

    def keys(self, graphs: Graphs, frames: Sequence[bytes], digests: Digests) -> tuple[list[str | None], Findings]:
        findings, found = Findings.room_for(graphs), list[str | None]()
        for written in self.texts.write(graphs, findings, digests):
            begin = 0
            for place, end in enumerate(written.ends.tolist(), written.first):
                if findings.statuses[place] != SOUND:
                    found.append(None)
                    continue
                digest = self._base.copy()
                digest.update(frames[place])
                digest.update(written.text[begin:end])
                found.append(digest.hexdigest())
                begin = end
        return found, findings


def _keys(
    makers: list[_Maker], graphs: Graphs, frames: Sequence[bytes], digests: Digests
) -> tuple[list[str | None], Integers, NDArray[np.int8]]:
    """Keys, sizes and statuses of the graphs, shared out over the makers."""
    shares = min(len(makers), 1 + len(graphs) // _FEWEST)
    cuts = [len(graphs) * share // shares for share in range(shares + 1)]
    parts = [_part(graphs, begin, end) for begin, end in pairwise(cuts)]
    with ThreadPoolExecutor(shares) as threads:
        made = list(
            threads.map(
                lambda share: makers[share].keys(parts[share], frames[cuts[share] : cuts[share + 1]], digests), range(shares)
            )
        )
    sizes, statuses = (np.concatenate([getattr(findings, name) for _, findings in made]) for name in ("sizes", "statuses"))
    return [key for keys, _ in made for key in keys], sizes, statuses


def _part(graphs: Graphs, begin: int, end: int) -> Graphs:
    edges = graphs.edges[begin : end + 1]
    return Graphs(graphs.roots[edges[0] : edges[-1]], edges - edges[0])


def _map_digests(instances: Instances, makers: list[_Maker]) -> Digests:
    """Of all maps that mapped items refer to; those in a circle have none."""
    mapped = instances.rows_of("IfcMappedItem")
    rows = np.unique(instances.rows_at(instances.entities(mapped, "MappingSource")))
    waiting = rows[rows >= 0]
    waiting = waiting[instances.is_a(waiting, "IfcRepresentationMap")]
    digests = Digests(np.full(len(instances.step_ids), -1, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.int64))
    while len(waiting):
        keys, of_maps, statuses = _keys(makers, Graphs(waiting, np.arange(len(waiting) + 1)), [b"map"] * len(waiting), digests)
        is_made = statuses == SOUND
        if not is_made.any():
            break
        texts = np.frombuffer("".join(key for key in keys if key).encode("ascii"), np.uint8)
        digests.places[waiting[is_made]] = len(digests.sizes) + np.arange(len(texts) // DIGEST_DIGITS, dtype=np.int32)
        sizes = np.concatenate([digests.sizes, of_maps[is_made]])
        digests = Digests(digests.places, np.concatenate([digests.texts, texts]), sizes)
        waiting = waiting[statuses == WAITING]
    return digests


def _kinds(instances: Instances, bodies: Bodies) -> tuple[bytes, ...]:
    best = bodies.best
    found = [b"$"] * len(bodies)
    chosen = np.flatnonzero(best >= 0)
    cells = instances.cells(bodies.representations[best[chosen]], "RepresentationType")
    codes, firsts = cells.encoded(cells.kinds == STRING)
    texts = [b"'" + cells.raw(first) + b"'" for first in firsts.tolist()]
    for place, code in zip(chosen.tolist(), codes.tolist(), strict=True):
        if code >= 0:
            found[place] = texts[code]
    return tuple(found)


def _opening_graphs(bodies: Bodies, openings: Openings) -> Graphs:
    """Of each opening its placement, where that is relative to the body's own, and its items."""
    begins, ends = bodies.item_offsets[openings.openings], bodies.item_offsets[openings.openings + 1]
    has_axis = openings.axes >= 0
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(ends - begins + has_axis)])
    roots = np.empty(edges[-1], np.int64)
    roots[edges[:-1][has_axis]] = openings.axes[has_axis]
    roots[ranges(edges[:-1] + has_axis, edges[1:])] = bodies.items[ranges(begins, ends)]
    return Graphs(roots, edges)


def _joined(bodies: Bodies, opening_graphs: Graphs, openings: Openings, order: Integers) -> Graphs:
    """Of each body its items, and the roots of its openings behind them."""
    begins, ends = opening_graphs.edges[order], opening_graphs.edges[order + 1]
    behind = np.concatenate([np.zeros(1, np.int64), np.cumsum(ends - begins)])[openings.offsets]
    edges = bodies.item_offsets + behind
    roots: Rows = np.empty(edges[-1], np.int64)
    counts = np.diff(bodies.item_offsets)
    roots[ranges(edges[:-1], edges[:-1] + counts)] = bodies.items
    roots[ranges(edges[:-1] + counts, edges[1:])] = opening_graphs.roots[ranges(begins, ends)]
    return Graphs(roots, edges)
