"""The fast engine at work, in an isolated process: it may panic, overflow its stack or never come back.

A process begins within some 40 ms because this module imports the engine and the standard library only.
"""

from dataclasses import dataclass

import ifclite_geom

from pipelines.ingest.shapes.raw_meshes import RawMeshes


@dataclass(frozen=True)
class LiteTask:
    """A file in pieces, and the products in it to make."""

    text: bytes
    products: tuple[int, ...]


class MovedOrigin(ValueError):
    """The engine has moved the origin: what it makes would depend on what else is in the file."""


def make_meshes(task: LiteTask) -> RawMeshes:
    """Make the products of one file.

    Raises:
        MovedOrigin: A coordinate is far from the origin.
        RuntimeError: The engine panicked.
    """
    try:
        made = ifclite_geom.geometry_data_buffers(task.text, ids=set(task.products))
    except Exception:
        raise
    except BaseException as error:  # A panic is none of the exceptions that the process survives.
        raise RuntimeError(str(error)) from None
    if any(made["rtc_offset"]):
        raise MovedOrigin(str(made["rtc_offset"]))
    elements = made["elements"]
    found = [elements.get(product) for product in task.products]
    return RawMeshes.of([(one["vertices"], one["faces"]) if one else None for one in found])
