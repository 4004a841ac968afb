"""The tileset over the tilesets of all projects.

Source: 3D Tiles 1.1 (OGC 22-025r4) and 1.0 (OGC 18-053r2).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.publish.tiles.placed_triangles import east_north_up_at
from pipelines.publish.tiles.tileset import FOLDERS, MARGIN_M, matrix_of, write_json

_CORNERS = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)

Floats = NDArray[np.float64]


def write_city_tileset(out: Path, version: str = "1.1", standing: Path | None = None) -> list[Path]:
    """Write ``tileset.json`` over the projects' tilesets that stand in the folder; none where there are none.

    Those without a place on the map are not in it, unless none has a place.

    Args:
        out: Folder of published files.
        version: Of 3D Tiles.
        standing: The folder that ``out`` will take the place of, file by file; projects that stand only there stay.
    """
    folder = out / FOLDERS[version]
    paths = [*standing.glob(f"{FOLDERS[version]}/*/tileset.json")] if standing is not None else []
    documents = {path.parent.name: path for path in (*paths, *folder.glob("*/tileset.json"))}
    found = {code: json.loads(path.read_text(encoding="utf-8")) for code, path in sorted(documents.items())}
    on_the_map = {code: one for code, one in found.items() if one["asset"]["extras"]["is_placed"]}
    shown = on_the_map or found
    if not shown:
        return []
    corners = {code: _corners_of_root(one["root"]) for code, one in shown.items()}
    frame = east_north_up_at(np.concatenate([*corners.values()])) if on_the_map else np.eye(4)
    children = [
        {
            "boundingVolume": {"box": _box_around(corners[code], frame)},
            "geometricError": one["geometricError"],
            "content": {"uri": f"{code}/tileset.json"},
        }
        for code, one in shown.items()
    ]
    box = _box_around(np.concatenate([*corners.values()]), frame)
    size = round(2 * float(np.linalg.norm(np.array(box[3:]).reshape(3, 3).sum(axis=0))), 3)
    root = {"boundingVolume": {"box": box}, "geometricError": size, "refine": "ADD", "children": children}
    document = {"asset": {"version": version}, "geometricError": size, "root": root}
    return [write_json(folder / "tileset.json", document)]


def _corners_of_root(root: Mapping[str, Any]) -> Floats:
    """The eight corners of a tileset's box where its transform puts them: shape (8, 3)."""
    box, matrix = np.array(root["boundingVolume"]["box"]), matrix_of(root["transform"])
    corners: Floats = (box[:3] + _CORNERS @ box[3:].reshape(3, 3)) @ matrix[:3, :3].T + matrix[:3, 3]
    return corners


def _box_around(points: Floats, frame: Floats) -> list[float]:
    """A box along the axes of a frame around points, as 3D Tiles writes it: its middle, then three half axes."""
    local = (points - frame[:3, 3]) @ frame[:3, :3]
    low, high = local.min(axis=0) - MARGIN_M, local.max(axis=0) + MARGIN_M
    middle = frame[:3, :3] @ ((low + high) / 2) + frame[:3, 3]
    axes = frame[:3, :3] * ((high - low) / 2)
    return [round(value, 4) for value in (*middle.tolist(), *axes.T.ravel().tolist())]
