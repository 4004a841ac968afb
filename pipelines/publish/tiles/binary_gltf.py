"""Binary glTF 2.0 with what each triangle is of: EXT_mesh_features and EXT_structural_metadata, or batch ids for 3D Tiles 1.0.

Source: glTF 2.0 (ISO/IEC 12113:2022); 3D Tiles 1.1 (OGC 22-025r4) with its metadata specification.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.publish.tiles.features import Attributes, FeatureTexts
from pipelines.publish.tiles.palette import Colour

FEATURE_CLASS = "city_object"
_FLOAT, _USHORT, _UINT = 5126, 5123, 5125
_VERTICES, _INDICES = 34962, 34963
_MOST_SHORT = 65_535
"""An index of 65535 would restart the primitive."""
_ALIGNMENT = 8
_HEADER_BYTES, _CHUNK_HEADER_BYTES = 12, 8
_JSON_CHUNK, _BINARY_CHUNK = 0x4E4F534A, 0x004E4942


@dataclass(frozen=True, eq=False)
class ColouredMesh:
    """Triangles of one colour."""

    colour: Colour
    vertices: NDArray[np.float32]
    """Shape (n, 3): x, y and upward z."""
    features: NDArray[np.float32]
    """Shape (n,): the feature that each vertex is of."""
    faces: NDArray[np.int64]
    """Shape (m, 3): rows of ``vertices``."""


@dataclass
class _Buffer:
    data: bytearray = field(default_factory=bytearray)
    views: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)

    def view(self, content: bytes, target: int | None = None) -> int:
        self.data.extend(b"\0" * (-len(self.data) % _ALIGNMENT))
        view = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(content)}
        self.views.append(view | ({} if target is None else {"target": target}))
        self.data.extend(content)
        return len(self.views) - 1

    def accessor(self, values: NDArray[Any], component: int, kind: str, target: int) -> int:
        described: dict[str, Any] = {
            "bufferView": self.view(values.tobytes(), target), "componentType": component, "count": len(values), "type": kind,
        }  # fmt: skip
        if kind == "VEC3":
            described |= {"min": values.min(axis=0).tolist(), "max": values.max(axis=0).tolist()}
        self.accessors.append(described)
        return len(self.accessors) - 1


def binary_gltf(meshes: Sequence[ColouredMesh], attributes: Attributes, texts: FeatureTexts | None) -> bytes:
    """A GLB: equal bytes for equal meshes.

    Args:
        meshes: One primitive each.
        attributes: Names the columns.
        texts: The features' attributes, as a property table; None writes batch ids, whose attributes stand outside of the GLB.
    """
    buffer = _Buffer()
    primitives = [_primitive(mesh, number, buffer, has_table=texts is not None) for number, mesh in enumerate(meshes)]
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "jueshan"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        # glTF has its y axis upwards; viewers of 3D Tiles turn it back.
        "nodes": [{"mesh": 0, "matrix": [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1]}],
        "meshes": [{"primitives": primitives}],
        "materials": [_material(mesh.colour) for mesh in meshes],
    }
    if texts is not None:
        document["extensionsUsed"] = ["EXT_mesh_features", "EXT_structural_metadata"]
        document["extensions"] = {"EXT_structural_metadata": _metadata(attributes, texts, buffer)}
    # Whole before its length is told: a chunk longer than its buffer is a fault.
    buffer.data.extend(b"\0" * (-(len(buffer.data) + _CHUNK_HEADER_BYTES) % _ALIGNMENT))
    document |= {"accessors": buffer.accessors, "bufferViews": buffer.views, "buffers": [{"byteLength": len(buffer.data)}]}
    return _container(document, bytes(buffer.data))


def _primitive(mesh: ColouredMesh, material: int, buffer: _Buffer, *, has_table: bool) -> dict[str, Any]:
    is_short = len(mesh.vertices) <= _MOST_SHORT
    indices = mesh.faces.reshape(-1).astype("<u2" if is_short else "<u4")
    features = "_FEATURE_ID_0" if has_table else "_BATCHID"
    primitive: dict[str, Any] = {
        "attributes": {
            "POSITION": buffer.accessor(mesh.vertices.astype("<f4"), _FLOAT, "VEC3", _VERTICES),
            features: buffer.accessor(mesh.features.astype("<f4"), _FLOAT, "SCALAR", _VERTICES),
        },
        "indices": buffer.accessor(indices, _USHORT if is_short else _UINT, "SCALAR", _INDICES),
        "material": material,
    }
    if has_table:
        of_table = {"featureCount": len(np.unique(mesh.features)), "attribute": 0, "propertyTable": 0}
        primitive["extensions"] = {"EXT_mesh_features": {"featureIds": [of_table]}}
    return primitive


def _material(colour: Colour) -> dict[str, Any]:
    # Bodies from models are not always closed or turned the right way round.
    described: dict[str, Any] = {
        "doubleSided": True,
        "pbrMetallicRoughness": {"baseColorFactor": list(colour), "metallicFactor": 0, "roughnessFactor": 1},
    }
    return described | ({"alphaMode": "BLEND"} if colour[3] < 1 else {})


def _metadata(attributes: Attributes, texts: FeatureTexts, buffer: _Buffer) -> dict[str, Any]:
    properties = {}
    for name, column in texts.columns.items():
        encoded = [value.encode() for value in column]
        offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4")
        # A view may not be empty, though all its texts are.
        properties[name] = {"values": buffer.view(b"".join(encoded) or b"\0"), "stringOffsets": buffer.view(offsets.tobytes())}
    described = {name: {"name": label, "type": "STRING", "required": True} for name, label in attributes.labels.items()}
    return {
        "schema": {"id": "jueshan", "classes": {FEATURE_CLASS: {"name": attributes.title, "properties": described}}},
        "propertyTables": [{"class": FEATURE_CLASS, "count": texts.count, "properties": properties}],
    }


def _container(document: dict[str, Any], binary: bytes) -> bytes:
    told = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    # Padded to eight, so that it may stand in a 3D Tiles 1.0 container as well.
    told += b" " * (-(len(told) + _HEADER_BYTES + _CHUNK_HEADER_BYTES) % _ALIGNMENT)
    chunks = struct.pack("<II", len(told), _JSON_CHUNK) + told + struct.pack("<II", len(binary), _BINARY_CHUNK) + binary
    return struct.pack("<4sII", b"glTF", 2, _HEADER_BYTES + len(chunks)) + chunks
