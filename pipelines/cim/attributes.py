"""Properties and quantities of city objects, flattened to one JSON object each."""

import json
from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from pipelines.runtime.table_set import Tables, frames

_OWN = ("object_type", "long_name", "description", "tag")
_TRUTH = {"T": True, "F": False}
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
    data = frames(tables, ("ifc_property", "ifc_quantity"))
    held: dict[int, dict[str, object]] = defaultdict(dict)
    properties = data["ifc_property"]
    properties = properties[(properties["holder"] != "material") & properties["value"].notna()]
    properties = properties.sort_values(["step_id", "pset_name", "property_name", "value_role", "value_index"])
    columns = ("step_id", "pset_name", "property_name", "property_kind", "value_role", "value", "value_number", "data_type")
    for step, pset, name, kind, role, text, number, data_type in zip(*(properties[c].tolist() for c in columns), strict=True):
        value = _TRUTH.get(text, text) if data_type in _TRUTH_TYPES else text if number != number else number  # NaN
        key = f"{pset}.{name}" if role == "value" else f"{pset}.{name}.{role}"
        if kind in {"list", "enumerated", "table"}:
            several = held[step].setdefault(key, [])
            if isinstance(several, list):
                several.append(value)
        else:
            held[step][key] = value
    quantities = data["ifc_quantity"].dropna(subset="value_number")
    of_quantity = ("step_id", "qset_name", "quantity_name", "value_number")
    for step, qset, name, number in zip(*(quantities[c].tolist() for c in of_quantity), strict=True):
        held[step][f"{qset}.{name}"] = number
    return held
