"""Properties and quantities of city objects, flattened to one JSON object each."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.runtime.table_set import Tables

_OWN = ("object_type", "long_name", "description", "tag")
_TRUTH = {"T": True, "F": False}
_OF_PROPERTY = [
    "step_id",
    "pset_name",
    "property_name",
    "property_kind",
    "value_role",
    "value",
    "value_number",
    "data_type",
    "value_index",
]
_ORDER = ("step_id", "pset_name", "property_name", "value_role", "value_index")
_OF_QUANTITY = ["step_id", "qset_name", "quantity_name", "value_number"]
_BATCH_ROWS = 50_000
_TRUTH_TYPES = frozenset(("IfcBoolean", "IfcLogical"))


def attributes_json(tables: Tables, elements: pd.DataFrame, further: Mapping[int, dict[str, object]] | None = None) -> list[str]:
    """The attributes of each element: ``Pset.Property`` and ``Qset.Quantity`` → value in SI.

    What the occurrence says goes before what its type says. Several values of one property are a list.

    Args:
        tables: ``ifc_property`` and ``ifc_quantity`` of the model.
        elements: Rows of ``ifc_element``.
        further: Step id → attributes that no property set says.

    Returns:
        JSON with sorted keys, in the order of ``elements``.
    """
    held = _values_by_holder(tables)
    nothing: dict[str, object] = {}
    found = []
    own = elements[list(_OWN)].to_numpy()
    for row, (step_id, type_step_id) in enumerate(zip(elements["step_id"], elements["type_step_id"], strict=True)):
        inherited = nothing if pd.isna(type_step_id) else held.get(int(type_step_id), nothing)
        said = {name: value for name, value in zip(_OWN, own[row], strict=True) if isinstance(value, str) and value}
        told = said | (further or {}).get(step_id, nothing) | inherited | held.get(step_id, nothing)
        found.append(json.dumps(told, ensure_ascii=False, sort_keys=True))
    return found


def _values_by_holder(tables: Tables) -> dict[int, dict[str, object]]:
    held: dict[int, dict[str, object]] = defaultdict(dict)
    names: dict[tuple[str, ...], str] = {}
    properties = tables["ifc_property"]
    is_told = pc.and_(pc.not_equal(properties["holder"], "material"), pc.is_valid(properties["value"]))
    properties = properties.select(_OF_PROPERTY).filter(is_told)
    ordered = pc.sort_indices(properties, [(name, "ascending") for name in _ORDER])
    for step, pset, name, kind, role, text, number, data_type, _ in _rows(properties, ordered):
        value = (
            _TRUTH.get(text, text) if data_type in _TRUTH_TYPES else text if number is None or number != number else number
        )  # NaN
        said = (pset, name) if role == "value" else (pset, name, role)
        key = names.get(said) or names.setdefault(said, ".".join(said))
        if kind in {"list", "enumerated", "table"}:
            several = held[step].setdefault(key, [])
            if isinstance(several, list):
                several.append(value)
        else:
            held[step][key] = value
    quantities = tables["ifc_quantity"].select(_OF_QUANTITY)
    for step, qset, name, number in _rows(quantities):
        if number is not None and number == number:
            key = names.get((qset, name)) or names.setdefault((qset, name), f"{qset}.{name}")
            held[step][key] = number
    return held


def _rows(table: pa.Table, order: pa.Array | None = None) -> Iterator[tuple[Any, ...]]:
    """Rows, in an order of their numbers, some thousands at a time: all of them as objects of Python are many times the table."""
    for start in range(0, len(table), _BATCH_ROWS):
        batch = table.slice(start, _BATCH_ROWS) if order is None else table.take(order.slice(start, _BATCH_ROWS))
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
