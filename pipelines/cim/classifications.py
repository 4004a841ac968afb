"""Classes of city objects, as one JSON list each."""

import json
from collections import defaultdict
from typing import Any

import pandas as pd
import pyarrow as pa

_TOLD = {"system": "system_name", "edition": "system_edition", "code": "identification", "name": "reference_name"}


def classifications_json(classified: pa.Table, elements: pd.DataFrame) -> list[str | None]:
    """System, edition, code and name of each class of an object or of its type; the edition says which code list is meant.

    Args:
        classified: ``ifc_classification`` of the model.
        elements: Rows of ``ifc_element``.

    Returns:
        A JSON list for each, sorted, in the order of ``elements``; null for one without a class.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for row in classified.select(["step_id", "depth", *_TOLD.values()]).to_pylist():
        told: dict[str, Any] = {key: row[column] for key, column in _TOLD.items() if row[column]}
        if row["depth"] == 0 and told:
            found[row["step_id"]].add(json.dumps(told, ensure_ascii=False))
    nothing: set[str] = set()
    classes = [
        found.get(step, nothing) | (nothing if pd.isna(of_type) else found.get(int(of_type), nothing))
        for step, of_type in zip(elements["step_id"], elements["type_step_id"], strict=True)
    ]
    return [f"[{', '.join(sorted(one))}]" if one else None for one in classes]
