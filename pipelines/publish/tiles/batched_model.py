"""The content of a 3D Tiles 1.0 tile: a Batched 3D Model around a GLB, with the features' attributes as a batch table.

Source: 3D Tiles 1.0 (OGC 18-053r2), sections 9 (batch table) and 10 (b3dm).
"""

import json
import struct

from pipelines.publish.tiles.features import FeatureTexts

_HEADER_BYTES = 28
_ALIGNMENT = 8


def batched_model(gltf: bytes, texts: FeatureTexts) -> bytes:
    """A b3dm.

    Args:
        gltf: A GLB with batch ids, a multiple of eight bytes long.
        texts: The features' attributes.
    """
    features = _padded({"BATCH_LENGTH": texts.count}, _HEADER_BYTES)
    batches = _padded(texts.columns, _HEADER_BYTES + len(features))
    size = _HEADER_BYTES + len(features) + len(batches) + len(gltf)
    return struct.pack("<4sIIIIII", b"b3dm", 1, size, len(features), 0, len(batches), 0) + features + batches + gltf


def _padded(value: object, offset: int) -> bytes:
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return told + b" " * (-(offset + len(told)) % _ALIGNMENT)
