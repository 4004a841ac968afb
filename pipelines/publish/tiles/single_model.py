"""A whole project as one binary glTF, for programs that know no tiles."""

from pathlib import Path

import numpy as np

from pipelines.publish.tiles.binary_gltf import binary_gltf
from pipelines.publish.tiles.scene import Scene
from pipelines.publish.tiles.tile_meshes import tile_meshes
from pipelines.publish.tiles.tile_tree import Piece, Tile
from pipelines.runtime.output import written_beside


def write_glb(scene: Scene, out: Path) -> list[Path]:
    """Write ``glb/PROJECT.glb``: east, north and up from the middle of the project, or the models' own frame.

    Args:
        scene: The project.
        out: Folder of published files.

    Returns:
        The file; none where the project has no shapes.
    """
    triangles = scene.triangles
    if not len(triangles.owners):
        return []
    spans = zip(triangles.owners.tolist(), [0, *triangles.ends[:-1].tolist()], triangles.ends.tolist(), strict=True)
    low, high = triangles.vertices.min(axis=0), triangles.vertices.max(axis=0)
    whole = Tile(tuple(Piece(*span) for span in spans), low, high, 0.0)
    meshes, rows = tile_meshes(whole, triangles, scene.colours, np.zeros(3))
    path = out / "glb" / f"{scene.project_code}.glb"
    with written_beside(path) as beside:
        beside.write_bytes(binary_gltf(meshes, scene.attributes, scene.attributes.of(rows)))
    return [path]
