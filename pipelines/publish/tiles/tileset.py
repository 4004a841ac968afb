"""3D Tiles: the tileset of a project.

Source: 3D Tiles 1.1 (OGC 22-025r4) and 1.0 (OGC 18-053r2).
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.publish.tiles.batched_model import batched_model
from pipelines.publish.tiles.binary_gltf import binary_gltf
from pipelines.publish.tiles.scene import Scene
from pipelines.publish.tiles.tile_meshes import tile_meshes
from pipelines.publish.tiles.tile_tree import Tile, build_tree
from pipelines.runtime.output import written_beside

FOLDERS = {"1.1": "3dtiles", "1.0": "3dtiles10"}
"""Version of 3D Tiles → folder of published files."""
CONTENT = "content"
MARGIN_M = 0.001
"""What rounding to single precision may push a corner out of its box, and more."""

Floats = NDArray[np.float64]


def write_tileset(scene: Scene, out: Path, version: str = "1.1") -> list[Path]:
    """Write the tiles of a project: ``PROJECT/tileset.json`` and its content, named by its digest.

    Tiles stand on the Earth (EPSG:4978) by the transform of the root, in double precision; their corners are single-precision
    metres around each tile's middle. A project without a place on the map stands in its models' own frame. What the tileset
    does not show, and whether heights are above the ellipsoid, is said in ``asset.extras``. Equal scenes give equal bytes.

    Args:
        scene: The project.
        out: Folder of published files.
        version: Of 3D Tiles: 1.1 (GLB with one property table), or 1.0 (b3dm with a batch table) for older viewers.

    Returns:
        The files written; none where the project has no shapes.
    """
    tree = build_tree(scene.triangles)
    if tree is None:
        return []
    folder = out / FOLDERS[version] / scene.project_code
    written: set[Path] = set()

    def described(tile: Tile, above: Floats) -> dict[str, Any]:
        middle = np.round((tile.low + tile.high) / 2, 3)
        moved = np.eye(4)
        moved[:3, 3] = middle - above
        half = np.diag((tile.high - tile.low) / 2 + MARGIN_M)
        centre = (tile.low + tile.high) / 2 - middle
        told: dict[str, Any] = {
            "transform": _column_major(moved),
            "boundingVolume": {"box": [round(value, 4) for value in (*centre.tolist(), *half.ravel().tolist())]},
            "geometricError": round(tile.error_m, 3),
            "refine": "ADD",
        }
        if tile.pieces:
            content, suffix = _content(scene, tile, middle, version)
            path = folder / CONTENT / f"{sha256(content).hexdigest()[:32]}.{suffix}"
            with written_beside(path) as beside:
                beside.write_bytes(content)
            written.add(path)
            told["content"] = {"uri": f"{CONTENT}/{path.name}"}
        children = [described(child, middle) for child in tile.children]
        return told | ({"children": children} if children else {})

    root = described(tree, np.zeros(3))
    if scene.triangles.to_earth is not None:
        root["transform"] = _column_major(scene.triangles.to_earth @ matrix_of(root["transform"]))
    document = {
        "asset": {"version": version, "extras": _told_of_place(scene)},
        "geometricError": round(float(np.linalg.norm(tree.high - tree.low)), 3),
        "root": root,
    }
    return sorted({*written, write_json(folder / "tileset.json", document)})


def _content(scene: Scene, tile: Tile, middle: Floats, version: str) -> tuple[bytes, str]:
    """The content of a tile and the suffix of its file."""
    meshes, rows = tile_meshes(tile, scene.triangles, scene.colours, middle)
    texts = scene.attributes.of(rows)
    if version == "1.1":
        return binary_gltf(meshes, scene.attributes, texts), "glb"
    return batched_model(binary_gltf(meshes, scene.attributes, None), texts), "b3dm"


def _told_of_place(scene: Scene) -> dict[str, Any]:
    told: dict[str, Any] = {"project": scene.project_code, "is_placed": scene.is_placed}
    if scene.is_placed:
        told |= {
            "crs": "EPSG:4978",
            "geoid_undulation_m": scene.undulation_m or 0.0,
            "is_undulation_known": scene.undulation_m is not None,
            "unplaced_objects": scene.unplaced,
        }
    return told


def matrix_of(column_major: list[float]) -> Floats:
    """A transform as 3D Tiles writes it, as a matrix: shape (4, 4)."""
    return np.array(column_major).reshape(4, 4).T


def _column_major(matrix: Floats) -> list[float]:
    listed: list[float] = matrix.T.ravel().tolist()
    return listed


def write_json(path: Path, document: Mapping[str, Any]) -> Path:
    """Write JSON in its shortest form."""
    with written_beside(path) as beside:
        beside.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")
    return path
