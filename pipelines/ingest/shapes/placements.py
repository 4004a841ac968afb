"""Where the bodies stand."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.rows import to_numpy
from pipelines.ingest.shapes.bodies import Bodies


def matrices(bodies: Bodies, placements: pa.Table) -> NDArray[np.float64]:
    """Of each product the matrix from its own frame to the model frame; the identity where its placement is not known.

    Args:
        bodies: The products.
        placements: ``ifc_placement`` of the model.

    Returns:
        Shape (n, 4, 4), metres.
    """
    found = np.tile(np.eye(4), (len(bodies), 1, 1))
    known = to_numpy(placements["step_id"])
    order = np.argsort(known, kind="stable")
    places = np.searchsorted(known[order], bodies.step_ids)
    is_known = places < len(known)
    is_known[is_known] = known[order[places[is_known]]] == bodies.step_ids[is_known]
    values = to_numpy(placements["matrix"].combine_chunks().flatten()).reshape(-1, 4, 4)
    found[is_known] = values[order[places[is_known]]]
    return found
