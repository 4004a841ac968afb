"""What glazes a building: windows, glazed outer doors, panels of curtain walls; their size in their own plane.

What belongs here: which elements glaze, and the plane and extent of a mesh. What does not: where they look (``windows``).
"""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from checkers.names import joined_names, words
from checkers.spatial_classes import WINDOWS
from pipelines.runtime.mesh import Mesh, MeshStore

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

Floats = NDArray[np.float64]

GLAZED_DOORS = ("IfcDoor", "IfcDoorStandardCase")

ROOF_LIGHT_TILT_DEG = 30.0
"""What leans back further is a roof light: it belongs to the roof."""

LEAST_SIDE_M = 0.05
GREATEST_SIDE_M = 50.0
"""A declared side beyond these is in another unit than the file says, and not believed."""

WAY_DECIMALS = 4
MOST_WAYS = 24
"""Of the directions that the faces of a mesh look in, so many are tried, those of most surface."""


def glazed_elements(tables: "Frames") -> "pd.DataFrame":
    """Give the elements that glaze: rows of ``ifc_element`` with ``glazed_part``, and sizes as declared.

    Args:
        tables: One model's ``ifc_element``, ``ifc_attribute``, ``ifc_type``, ``ifc_material``.

    Returns:
        Indexed by ``step_id``: also ``overall_width_m`` and ``overall_height_m``, null where they are not given.
    """
    import pandas as pd

    elements = tables["ifc_element"]
    windows = elements[elements["ifc_class"].isin(WINDOWS)].assign(glazed_part="window")
    doors = elements[elements["ifc_class"].isin(GLAZED_DOORS)]
    doors = doors[_is_glazed(tables, doors)].assign(glazed_part="door")
    curtains = elements[elements["ifc_class"].eq("IfcCurtainWall")]
    panels = elements[elements["ifc_class"].eq("IfcPlate") & elements["parent_step_id"].isin(curtains["step_id"])]
    whole = curtains[~curtains["step_id"].isin(panels["parent_step_id"])]
    parts = pd.concat([windows, doors, panels.assign(glazed_part="curtain_wall"), whole.assign(glazed_part="curtain_wall")])
    return parts.set_index("step_id").join(_declared_sizes(tables)).sort_index()


def _is_glazed(tables: "Frames", doors: "pd.DataFrame") -> "pd.Series[bool]":
    """By names of the door, its type and its materials."""
    import pandas as pd

    glass = words("glazing", "glass")
    types = tables["ifc_type"].set_index("step_id")["name"]
    called = types.dropna().to_dict()
    of_type = [f" {called.get(one, '')}" for one in doors["type_step_id"]]
    names = joined_names(doors) + pd.Series(of_type, index=doors.index, dtype=object)
    holders = {*doors["step_id"], *doors["type_step_id"].dropna()}
    materials = tables["ifc_material"]
    materials = materials[materials["step_id"].isin(holders)]
    of_glass = materials.loc[glass.in_texts(materials["material_name"]), "step_id"]
    in_material = doors["step_id"].isin(of_glass) | doors["type_step_id"].isin(of_glass)
    return pd.Series(glass.in_texts(names) | in_material, index=doors.index)


def _declared_sizes(tables: "Frames") -> "pd.DataFrame":
    attributes = tables["ifc_attribute"]
    columns = {"OverallWidth": "overall_width_m", "OverallHeight": "overall_height_m"}
    rows = attributes[attributes["attribute_name"].isin(columns)]
    rows = rows[rows["value_number"].between(LEAST_SIDE_M, GREATEST_SIDE_M)].drop_duplicates(["step_id", "attribute_name"])
    wide = rows.pivot(index="step_id", columns="attribute_name", values="value_number")
    return wide.reindex(columns=list(columns)).rename(columns=columns)


def plane_normal(mesh: Mesh) -> Floats | None:
    """The direction, without sign, in which a mesh is thinnest, of those that its faces look in; local frame.

    The faces of a small sash look sideways as much as forward, so their sizes do not tell.

    Returns:
        None for a mesh without surface.
    """
    vertices = mesh.vertices.astype(np.float64)
    corners = vertices[mesh.faces.astype(np.int64)]
    if not len(corners):
        return None
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    doubled = np.linalg.norm(normals, axis=1)
    large = doubled > max(1e-9, 0.002 * doubled.sum())
    if not large.any():
        return None
    normals = normals[large] / doubled[large, None]
    ways, of = np.unique(np.round(normals, WAY_DECIMALS), axis=0, return_inverse=True)
    sizes = np.bincount(of.reshape(-1), weights=doubled[large])
    ways = ways[np.argsort(-sizes, kind="stable")[:MOST_WAYS]]
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    thickness = np.round(np.ptp(vertices @ ways.T, axis=0), 3)
    direction: Floats = ways[int(np.argmin(thickness))]
    return direction


class Panes:
    """The plane, place and extent of glazing, from meshes; the plane of a mesh is looked for once, however often it is used."""

    def __init__(self, geometry: "pd.DataFrame", shapes: pa.Table) -> None:
        """Take rows of ``ifc_geometry`` with a mesh, and ``ifc_shape``."""
        rows = geometry[geometry["shape_key"].notna()]
        self._rows = dict(zip(rows["step_id"], zip(rows["shape_key"], rows["placement"], strict=True), strict=True))
        self._meshes = MeshStore([shapes])
        self._normals: dict[str, Floats | None] = {}

    def pane(self, step_id: int) -> tuple[Floats, Floats, Floats] | None:
        """Give a pane.

        Returns:
            Its normal (3,), its middle (3,) and its sizes (3,): breadth, height in its plane, thickness; metres, model frame.
            None without a mesh.
        """
        if step_id not in self._rows:
            return None
        key, placement = self._rows[step_id]
        mesh = self._meshes[key]
        if key not in self._normals:
            self._normals[key] = plane_normal(mesh)
        local = self._normals[key]
        if local is None:
            return None
        matrix = np.asarray(placement, float).reshape(4, 4)
        normal = matrix[:3, :3] @ local
        normal /= np.linalg.norm(normal)
        if abs(normal[2]) < 0.05:
            normal[2] = 0.0
            normal /= np.linalg.norm(normal)
        across = np.array([-normal[1], normal[0], 0.0])
        if np.linalg.norm(across) < 0.05:
            across = matrix[:3, 0] - normal * (matrix[:3, 0] @ normal)
        across /= max(float(np.linalg.norm(across)), 1e-12)
        axes = np.stack([across, np.cross(normal, across), normal])
        reach = mesh.placed(matrix) @ axes.T
        low, high = reach.min(axis=0), reach.max(axis=0)
        return normal, (low + high) / 2 @ axes, high - low
