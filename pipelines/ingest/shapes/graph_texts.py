"""Texts of reference graphs, many at a time: what a shape is written with, whitespace and instance numbers apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columnar.instances import Instances, Integers, Rows
from pipelines.ingest.columnar.machine_code import Kernel
from pipelines.ingest.shapes.graph_marks import CONTEXT, FOREIGN, LEAF, MAP, NAMELESS

FIRST_NUMBER = 100
"""Of the instances of shapes; those before it are the same in every shard."""
CONTEXT_NUMBER = 8
"""Of the one representation context."""

_TRAITS = (
    (LEAF, ("IfcCartesianPoint", "IfcDirection", "IfcCartesianPointList")),
    (CONTEXT, ("IfcRepresentationContext",)),
    (FOREIGN, ("IfcRoot", "IfcObjectPlacement", "IfcProductRepresentation")),
    (NAMELESS, ("IfcProfileDef",)),
    (MAP, ("IfcRepresentationMap",)),
)
_TEXT_BYTES = 4 * 2**20
_EDGES = 2**18
_GROWTH = 4
_write_graphs = Kernel(
    "shapes.graph_kernels", "write_graphs",
    "u1[] i8[] i2[] i4[] u1[] u1[] i8[] i4[] u1[] i8[] i8[] i8[] i8 i8[] i8 i8[] i8[] i4[] i4[] i4[] i4[] i4[] u1[] i8[] i8[] i8[] "
    "i1[] i8[] i8[]",
)  # fmt: skip
KERNELS = (_write_graphs,)


@dataclass(frozen=True)
class Graphs:
    """What is to be written: of each graph the rows that it begins with."""

    roots: Rows
    edges: Integers
    """Of each graph the range of its roots; one more than there are graphs."""

    def __len__(self) -> int:
        return len(self.edges) - 1


@dataclass(frozen=True)
class Digests:
    """Digests of the representation maps that are known so far."""

    places: NDArray[np.int32]
    """Of each instance, into ``texts``; -1 where there is none."""
    texts: NDArray[np.uint8]
    """``DIGEST_DIGITS`` of each, one behind the other."""
    sizes: Integers
    """Bytes of the text behind each."""


@dataclass(frozen=True)
class Written:
    """Some graphs, one behind the other."""

    first: int
    """Place of the first of them."""
    text: memoryview
    ends: Integers
    """Of each where its text ends."""


@dataclass(frozen=True)
class Findings:
    """What is known of each graph once it is written."""

    numbers: Integers
    """Its first instance number."""
    counts: Integers
    """Its instances."""
    statuses: NDArray[np.int8]
    sizes: Integers
    """Bytes, those behind digests included."""
    root_numbers: Integers
    """Instance number of each root."""

    @classmethod
    def room_for(cls, graphs: Graphs) -> "Findings":
        """To be filled in."""
        size = len(graphs)
        return cls(
            np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int8), np.zeros(size, np.int64),
            np.zeros(len(graphs.roots), np.int64),
        )  # fmt: skip


class GraphTexts:
    """Writes graphs of a model. One for each thread."""

    def __init__(self, instances: Instances) -> None:
        """Lay out the classes of the model."""
        self._instances = instances
        names = [name.upper().encode("ascii") for name in instances.names]
        self._class_text = np.frombuffer(b"".join(names), np.uint8)
        self._class_edges = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(name) for name in names])]).astype(np.int64)
        self._traits = np.array(
            [sum(trait for trait, classes in _TRAITS if not above.isdisjoint(classes)) for above in instances.supertypes], np.uint8
        )
        self._marks = np.zeros(len(instances.step_ids), np.int64)
        self._following = np.ones(2, np.int64)
        self._make_room(1)

    def write(
        self,
        graphs: Graphs,
        findings: Findings,
        digests: Digests | None = None,
        spare: Integers | None = None,
        number: int = FIRST_NUMBER,
    ) -> Iterator[Written]:
        """Write all graphs in order, as many at a time as there is room for.

        Args:
            graphs: What to write.
            findings: Filled in as the graphs are written.
            digests: Given where the text is to be hashed: maps stand as their digests, every graph is numbered alike.
            spare: Given where not: so many numbers are left free behind each graph.
            number: Of the first instance.

        Yields:
            Texts that stand until the next are asked for.
        """
        known = digests or Digests(np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.int64))
        left_free = np.zeros(0, np.int64) if spare is None else spare
        first, instances, self._following[0] = 0, self._instances, number
        while first < len(graphs):
            ends = np.zeros(len(graphs) - first, np.int64)
            behind = _write_graphs(
                instances.data, instances.long_starts, instances.classes, instances.row_of_step_id, self._traits,
                self._class_text, self._class_edges, known.places, known.texts, known.sizes, graphs.roots, graphs.edges, first,
                left_free, CONTEXT_NUMBER, self._following, self._marks, self._queue, self._edge_begins, self._edges,
                self._referrers, self._free, self._out,
                ends, findings.numbers, findings.counts, findings.statuses, findings.sizes, findings.root_numbers,
            )  # fmt: skip
            if behind == first:
                self._make_room(_GROWTH * self._room)
            else:
                yield Written(first, self._out.data, ends[: behind - first])
            first = behind

    def _make_room(self, room: int) -> None:
        self._room = room
        self._out = np.empty(_TEXT_BYTES * room, np.uint8)
        self._edges = np.empty(_EDGES * room, np.int32)
        most = min(len(self._marks), _EDGES * room) + 1
        self._queue, self._edge_begins = np.empty(most, np.int32), np.empty(most + 1, np.int32)
        self._referrers, self._free = np.empty(most, np.int32), np.empty(most, np.int32)
