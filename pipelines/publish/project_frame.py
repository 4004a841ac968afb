"""The coordinate reference system that a project is published in."""

from collections import Counter

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.runtime.crs_name import crs_of
from pipelines.runtime.projection import transform


def project_crs(declared: str | None, objects: pa.Table) -> str | None:
    """The system to publish a project in: its own, else the one that most of its objects stand in; None where none has a place.

    Args:
        declared: Of the project.
        objects: Its rows of ``cim_city_object``.
    """
    used = Counter(crs for crs in objects["crs"].to_pylist() if crs is not None)
    if not used or declared in used:
        return declared if used else None
    return declared or min(used, key=lambda crs: (-used[crs], crs))


def crs_url(crs: str | None) -> str | None:
    """The OGC name of a system, such as ``https://www.opengis.net/def/crs/EPSG/0/4547``; None for one in no register."""
    if crs is None:
        return None
    authority = crs_of(crs).to_authority()
    return None if authority is None else f"https://www.opengis.net/def/crs/{authority[0]}/0/{authority[1]}"


def reprojected(points: NDArray[np.float64], own: str | None, target: str | None) -> NDArray[np.float64]:
    """Points brought from their own system to the published one; their heights, where they have any, stay.

    Args:
        points: Shape (n, 2) or (n, 3), metres.
        own: The system that they are in; None for a model's own frame, where they stay.
        target: The system to publish in.
    """
    if own is None or target is None or own == target:
        return points
    return np.column_stack([transform(points[:, :2], own, target), points[:, 2:]])
