"""Our shapes beside those of OpenCASCADE's iterator: ``python -m bench.parity MODEL...``."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ifcopenshell
import numpy as np
from ifcopenshell import geom
from numpy.typing import NDArray

from pipelines.ingest.columnar.instances import Instances
from pipelines.ingest.columnar.readable import columnar_file
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.shapes.bodies import list_bodies
from pipelines.ingest.shapes.engines import LITE_FIRST
from pipelines.ingest.shapes.gather import ShardShapes
from pipelines.ingest.shapes.placed_boxes import placed_boxes
from pipelines.ingest.shapes.screening import screen
from pipelines.ingest.shapes.shape_keys import shape_keys
from pipelines.ingest.shapes.shards import Shard, make_shards
from pipelines.ingest.shapes.tessellate import tessellate
from pipelines.ingest.tessellation import settle

MOST_BOX_M = 0.005
MOST_VOLUME = 0.01
"""Of the volume."""

_NAME = re.compile(rb"=([A-Z0-9_]+)\(")
_TELLING = ("SOLID", "BREP", "MODEL", "SET", "RESULT", "PROFILE", "CIRCLE", "CURVE", "RELVOIDS", "NETWORK")


@dataclass(frozen=True)
class Deviation:
    """One element whose shape is not that of OpenCASCADE."""

    step_id: int
    kinds: tuple[str, ...]
    """``missing``, ``box``, ``volume``, ``open`` where theirs is closed, ``closed`` where theirs is open."""
    box_m: float
    """The farthest that a side of the box is off."""
    volume: float
    """Ours over theirs, less 1; NaN where one of them is open."""
    kernel: str
    entities: tuple[str, ...]
    """What the shape is written with."""


@dataclass(frozen=True, eq=False)
class Parity:
    """All elements of a model."""

    compared: int
    ours: int
    closed_in_both: int
    deviations: tuple[Deviation, ...]


def compare(path: Path, threads: int = 2) -> Parity:
    """Make the shapes of a model both ways."""
    with columnar_file(path) as (readable, statements):
        instances = Instances(readable.data, statements, Schema(readable.schema))
        bodies = list_bodies(instances)
        keys = shape_keys(instances, bodies)
        shards = list(make_shards(instances, bodies, keys))
    made = tessellate(shards)
    where = {key: (number, place) for number, shard in enumerate(shards) for place, key in enumerate(shard.keys)}
    own = {int(step_id): where[key] for step_id, key in zip(bodies.step_ids.tolist(), keys.keys, strict=True) if key is not None}
    found = list[Deviation]()
    compared = closed = 0
    for step_id, matrix, theirs in _their_shapes(path, threads):
        compared += 1
        if step_id not in own:
            found.append(Deviation(step_id, ("missing",), np.nan, np.nan, "", ()))
            continue
        number, place = own[step_id]
        deviation = _compare(step_id, matrix, theirs, made[number], place)
        closed += theirs.is_closed and bool(made[number].is_closed[place])
        if deviation.kinds:
            found.append(_told(deviation, shards[number], place))
    return Parity(compared, len(own), closed, tuple(found))


def _their_shapes(path: Path, threads: int) -> Iterator[tuple[int, NDArray[np.float64], Any]]:
    settings: Any = geom.settings()
    settings.set("no-normals", True)
    model = ifcopenshell.open(path)  # The iterator does not keep it alive.
    iterator: Any = geom.iterator(settings, model, threads, geometry_library="opencascade")
    if not iterator.initialize():
        return
    while True:
        shape = iterator.get()
        geometry = shape.geometry
        faces = np.frombuffer(geometry.faces_buffer, np.int32).reshape(-1, 3).astype(np.int64)
        items = np.frombuffer(geometry.item_ids_buffer, np.int32).astype(np.int64)
        matrix = np.array(shape.transformation.matrix, np.float64).reshape(4, 4).T
        vertices = np.frombuffer(geometry.verts_buffer, np.float64).reshape(-1, 3)
        settled = settle(vertices, faces, items if len(items) == len(faces) else np.zeros(len(faces), np.int64), matrix)
        if settled is not None:
            yield int(shape.id), matrix, settled
        if not iterator.next():
            return


def _compare(step_id: int, matrix: NDArray[np.float64], theirs: Any, made: ShardShapes, place: int) -> Deviation:
    moved = matrix.copy()
    moved[:3, 3] += matrix[:3, :3] @ made.shifts[place]
    [box] = placed_boxes(made.vertices, made.vertex_offsets, np.array([place]), moved[None])
    box_m = float(np.abs(box - theirs.box).max())
    is_closed = bool(made.is_closed[place])
    volume = float(made.volumes_m3[place] / theirs.volume_m3 - 1) if is_closed and theirs.is_closed else np.nan
    told = {
        "no triangles": not made.triangle_counts[place],
        "box": box_m > MOST_BOX_M,
        "volume": abs(volume) > MOST_VOLUME,
        "open": theirs.is_closed and not is_closed,
        "closed": is_closed and not theirs.is_closed,
    }
    return Deviation(step_id, tuple(kind for kind, is_so in told.items() if is_so), box_m, volume, made.kernels[place], ())


def _told(deviation: Deviation, shard: Shard, place: int) -> Deviation:
    begin, end = screen(shard).offsets[place : place + 2].tolist()
    names = {name.decode("ascii") for name in _NAME.findall(shard.text[begin:end])}
    telling = sorted(name for name in names if name not in LITE_FIRST or any(part in name for part in _TELLING))
    return Deviation(deviation.step_id, deviation.kinds, deviation.box_m, deviation.volume, deviation.kernel, tuple(telling))


def main(paths: list[str]) -> None:
    """Print how many deviate and in what, and each kind of cause once."""
    for path in paths:
        parity = compare(Path(path))
        kinds = Counter(kind for one in parity.deviations for kind in one.kinds)
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "none deviates"
        print(
            f"{Path(path).name}: {parity.compared} of theirs, {parity.ours} of ours, {parity.closed_in_both} closed in both; {told}"
        )
        causes = Counter((one.kinds, one.kernel.partition(" ")[0], one.entities) for one in parity.deviations)
        for (deviates, kernel, entities), count in causes.most_common():
            same = [one for one in parity.deviations if (one.kinds, one.entities) == (deviates, entities)]
            box, volume = max(one.box_m for one in same), max(abs(one.volume) for one in same)
            print(f"  {count:4} {'+'.join(deviates):16} box {box:.4f} m, volume {volume:.2%}  {kernel}: {' '.join(entities)}")


if __name__ == "__main__":
    main(sys.argv[1:])
