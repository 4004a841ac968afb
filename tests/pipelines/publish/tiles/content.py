"""A second reading of what tiles hold, from the standards' own words: GLB, its property table, b3dm."""

import itertools
import json
import struct
from pathlib import Path

import numpy as np

TYPES = {5123: "<u2", 5125: "<u4", 5126: "<f4"}
WIDTHS = {"SCALAR": 1, "VEC3": 3}


def chunks(data):
    """The JSON and the binary chunk of a GLB."""
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON"
    binary_size, binary_kind = struct.unpack_from("<I4s", data, 20 + size)
    assert binary_kind == b"BIN\0"
    assert 28 + size + binary_size == len(data)
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def viewed(document, binary, number):
    view = document["bufferViews"][number]
    return binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]


def accessed(document, binary, number):
    accessor = document["accessors"][number]
    values = np.frombuffer(viewed(document, binary, accessor["bufferView"]), TYPES[accessor["componentType"]])
    return values.reshape(accessor["count"], WIDTHS[accessor["type"]])


def strings(document, binary, described, count):
    offsets = np.frombuffer(viewed(document, binary, described["stringOffsets"]), "<u4")
    assert len(offsets) == count + 1
    values = viewed(document, binary, described["values"])
    return [values[begin:end].decode() for begin, end in itertools.pairwise(offsets)]


def triangles(data, features="_FEATURE_ID_0"):
    """Corners (n, 3, 3) as they stand in the tile's frame, z upwards, and the feature of each triangle."""
    document, binary = chunks(data)
    turned = np.array(document["nodes"][0]["matrix"]).reshape(4, 4).T
    # A tile's content is glTF, y upwards: the viewer turns it so that z is.
    upright = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]])
    corners, owners = [], []
    for primitive in document["meshes"][0]["primitives"]:
        points = accessed(document, binary, primitive["attributes"]["POSITION"]).astype(float)
        faces = accessed(document, binary, primitive["indices"]).reshape(-1, 3)
        ids = accessed(document, binary, primitive["attributes"][features])[:, 0].astype(int)
        assert (ids[faces] == ids[faces[:, :1]]).all(), "a triangle of two features"
        corners.append((points @ turned[:3, :3].T @ upright.T)[faces])
        owners.append(ids[faces[:, 0]])
    return np.concatenate(corners), np.concatenate(owners)


def rows(data):
    """The rows of the property table of a GLB."""
    document, binary = chunks(data)
    (table,) = document["extensions"]["EXT_structural_metadata"]["propertyTables"]
    columns = {name: strings(document, binary, one, table["count"]) for name, one in table["properties"].items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def batched(data):
    """The rows of the batch table and the GLB in a b3dm."""
    magic, version, length, *sizes = struct.unpack_from("<4sIIIIII", data)
    assert (magic, version, length) == (b"b3dm", 1, len(data))
    features, feature_binary, batches, batch_binary = sizes
    assert feature_binary == batch_binary == 0
    count = json.loads(data[28 : 28 + features])["BATCH_LENGTH"]
    columns = json.loads(data[28 + features : 28 + features + batches])
    assert {len(column) for column in columns.values()} == {count}
    begin = 28 + features + batches
    assert begin % 8 == 0
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)], data[begin:]


def tiles(path):
    """Every tile with content below a tileset: its transform to the top, the content's path, and its box's corners there."""
    document = json.loads(Path(path).read_text(encoding="utf-8"))

    def walk(tile, above):
        matrix = above @ np.array(tile.get("transform", np.eye(4).ravel())).reshape(4, 4).T
        box = np.array(tile["boundingVolume"]["box"])
        if "content" in tile:
            yield matrix, Path(path).parent / tile["content"]["uri"], box
        for child in tile.get("children", ()):
            yield from walk(child, matrix)

    return list(walk(document["root"], np.eye(4)))
