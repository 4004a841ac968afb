"""What holds of an element: its own value, else its type's, under any of the names that models use for the thing.

What belongs here: finding the value and saying where it was found. What does not: the names (``names``), what a text
means (``text_values``).
"""

import weakref
from collections.abc import Collection
from functools import cache
from math import tan
from typing import TYPE_CHECKING

from checkers.names import property_names
from checkers.remembering import worked_out_once
from checkers.resolution.declared import attribute_values, property_values, quantity_values
from checkers.resolution.ranking import STEPS, best_first
from checkers.text_values import read_flag, read_quantity, read_slope
from cim_schema.tables import TABLES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from checkers.rule import Frames

READ = ("ifc_element", "ifc_property", "ifc_quantity", "ifc_attribute", "res_property")
"""What values are read from, where it is given."""

COLUMNS = ["value", "value_number", "data_type", "unit", "set_name", "property_name", "holder", "resolved_by"]
"""Of what ``effective_values`` gives."""


@worked_out_once(*READ)
def effective_values(tables: "Frames", thing: str) -> "pd.DataFrame":
    """Give the value of a thing for each occurrence that has one.

    The occurrence's own value counts before its type's; then sets of the standard (``Pset_…``, ``Qto_…``), the project's mapping
    file, other sets; then the name that stands first in the list; then sets by name. What only a name tells (FM甲1021) comes last.
    Nulls, empty texts and placeholders count as not given.

    Args:
        tables: One model's ``ifc_element`` and ``ifc_property``; ``ifc_quantity`` and ``ifc_attribute`` where these are wanted
            too; ``res_property``, which the engine gives to every rule that reads properties, for mapped names and texts.
        thing: A list of names in ``names/properties.toml``.

    Returns:
        One row an occurrence, indexed by ``step_id``, with ``COLUMNS``.
    """
    import pandas as pd

    order = {name.casefold(): place for place, name in enumerate(property_names(thing))}
    found = []
    if len(rows := rows_named(tables["ifc_property"], "property_name", order)):
        found.append(property_values(rows))
    if "ifc_quantity" in tables and len(rows := rows_named(tables["ifc_quantity"], "quantity_name", order)):
        found.append(quantity_values(rows))
    if "ifc_attribute" in tables and len(rows := rows_named(tables["ifc_attribute"], "attribute_name", order)):
        found.append(attribute_values(rows, tables["ifc_element"]))
    resolved = _resolved(tables, thing)
    if not found and not len(resolved):
        return _no_values()
    found = [rows for rows in found if len(rows)] or [property_values(tables["ifc_property"].iloc[:0])]
    known = pd.concat(found, ignore_index=True)
    known["place"] = known["name"].map(order).astype("int64")
    known["step"] = known["is_standard"].map({True: STEPS.index("standard"), False: STEPS.index("dictionary")}).astype("int64")
    known = with_types(tables["ifc_element"], known)
    if len(resolved):
        known = pd.concat([known, resolved], ignore_index=True) if len(known) else resolved
    ranked = best_first(known)
    ranked["resolved_by"] = [STEPS[step] for step in ranked["step"]]
    return ranked.set_index("step_id")[COLUMNS]


@cache
def _no_values() -> "pd.DataFrame":
    """What is given where nothing is said; worked out once, since most models say most things not at all."""
    none = property_values(TABLES["ifc_property"].empty().to_pandas())
    known = none.assign(place=0, step=0).astype({"place": "int64", "step": "int64"})
    ranked = best_first(known)
    ranked["resolved_by"] = ranked["step"].astype("object")
    return ranked.set_index("step_id")[COLUMNS]


def with_types(elements: "pd.DataFrame", rows: "pd.DataFrame") -> "pd.DataFrame":
    """Give each occurrence's own rows and those of its type, which keep ``holder`` but stand under the occurrence's step id."""
    import pandas as pd

    own = rows[rows["holder"] == "occurrence"]
    types = rows[rows["holder"] == "type"].rename(columns={"step_id": "type_step_id"})
    if types.empty:
        return own
    typed = elements.loc[elements["type_step_id"].notna(), ["step_id", "type_step_id"]]
    typed = typed.astype("int64").merge(types, on="type_step_id").drop(columns="type_step_id")
    return pd.concat([own, typed[own.columns]], ignore_index=True)


def effective_flags(tables: "Frames", thing: str) -> "pd.Series[bool]":
    """Give True or False, as objects, for each occurrence whose value can be read as one; indexed by ``step_id``."""
    import pandas as pd

    values = effective_values(tables, thing)["value"]
    return pd.Series([read_flag(value) for value in values], index=values.index, dtype="object").dropna()


def effective_numbers(tables: "Frames", thing: str, unit: str, plain_unit: str | None = None) -> "pd.DataFrame":
    """Give a number in a unit for each occurrence.

    Args:
        tables: As for ``effective_values``.
        thing: A list of names in ``names/properties.toml``.
        unit: The SI unit wanted, such as ``m``.
        plain_unit: The unit of a number that has none, where the field has but one habit; None: such a number says nothing.

    Returns:
        What ``effective_values`` gives, and ``number``: null where the value cannot be read.
    """
    values = effective_values(tables, thing)
    is_measure = values["unit"].eq(unit) & values["value_number"].notna()
    read = [
        float(number) if measured else read_quantity(text, unit, plain_unit)
        for text, number, measured in zip(values["value"], values["value_number"], is_measure, strict=True)
    ]
    values["number"] = read
    values["number"] = values["number"].astype("float64")
    return values


def effective_slopes(tables: "Frames", thing: str) -> "pd.DataFrame":
    """Give a slope as rise over run for each occurrence.

    Args:
        tables: As for ``effective_values``.
        thing: A list of names in ``names/properties.toml``.

    Returns:
        What ``effective_values`` gives, and ``slope``, with its sign: null where the value cannot be read. IfcPlaneAngleMeasure is
        an angle; what stands in a text is read as people mean it.
    """
    values = effective_values(tables, thing)
    is_angle = values["unit"].eq("rad") & values["value_number"].notna()
    read = [
        tan(number) if angle else read_slope(text)
        for text, number, angle in zip(values["value"], values["value_number"], is_angle, strict=True)
    ]
    values["slope"] = read
    values["slope"] = values["slope"].astype("float64")
    return values


def rows_named(rows: "pd.DataFrame", column: str, names: Collection[str]) -> "pd.DataFrame":
    """Give the rows whose name in a column is one of these, in any case (``names`` are folded)."""
    import numpy as np

    # A model has some hundred different names and a million rows: only the former are folded.
    codes, texts = _encoded(rows, column)
    wanted = np.array([isinstance(name, str) and name.casefold() in names for name in texts] + [False], bool)
    return rows[wanted[codes]] if wanted.any() else rows.iloc[:0]


def rows_of_properties(rows: "pa.Table", things: Collection[str]) -> "pa.Table":
    """Give the rows of ``ifc_property`` whose name is in one of these lists of ``names/properties.toml``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = {name.casefold() for thing in things for name in property_names(thing)}
    written = [name for name in pc.unique(rows["property_name"]).to_pylist() if name is not None and name.casefold() in names]
    return rows.filter(pc.is_in(rows["property_name"], pa.array(written, rows["property_name"].type)))


BESIDE_NAMES = ("mapping", "text")
"""Steps whose values cannot be found again by the names of properties alone."""


def beside_names(rows: "pa.Table") -> "pa.Table":
    """Give the rows of ``res_property`` that ``effective_values`` cannot find itself."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return rows.filter(pc.is_in(rows["resolved_by"], pa.array(BESIDE_NAMES, pa.string())))


_ENCODED: "dict[tuple[int, str], tuple[weakref.ref[pd.DataFrame], NDArray[np.intp], list[object]]]" = {}
"""Of the frames that rules are looking at: every rule asks the same ones for other names."""


def _encoded(rows: "pd.DataFrame", column: str) -> "tuple[NDArray[np.intp], list[object]]":
    """A place in a list of different values for each row, -1 where there is none; and the list."""
    key = (id(rows), column)
    known = _ENCODED.get(key)
    if known is not None and known[0]() is rows:
        return known[1:]
    codes, texts = rows[column].factorize()
    found = (codes, texts.tolist())
    _ENCODED[key] = (weakref.ref(rows, lambda _: _ENCODED.pop(key, None)), *found)
    return found


@cache
def _none_resolved() -> "pd.DataFrame":
    return TABLES["res_property"].empty().to_pandas()


def _resolved(tables: "Frames", thing: str) -> "pd.DataFrame":
    """What the project's mapping and names tell, by occurrence; as ``property_values`` gives it, with ``step`` and ``place``."""
    rows = tables.get("res_property")
    if rows is None:
        return _none_resolved()
    rows = rows_named(rows, "resolved_field", {thing})
    if rows.empty:
        return rows
    rows = rows[rows["resolved_by"].isin(BESIDE_NAMES)]
    return rows.assign(step=rows["resolved_by"].map(STEPS.index), place=0).rename(
        columns={"source_set": "set_name", "source_name": "property_name"}
    )
