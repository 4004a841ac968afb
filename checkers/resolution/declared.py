"""Values that stand in properties, quantities and attributes under a name that is known.

A placeholder counts as not given: tools export parameters that nobody filled in with their own name as value.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from checkers.names import tools
from checkers.text_values import fold, read_flag

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

COLUMNS = ["value", "value_number", "data_type", "unit", "set_name", "property_name", "holder"]
"""Of a value, beside ``step_id``, ``name`` (folded) and ``is_standard``."""

LEAST_MM = 20.0
"""A smaller plain number is no size in millimetres."""

_KEPT = ["step_id", "name", "is_standard", *COLUMNS]


def property_values(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of ``ifc_property`` that give a value, in the words of the dictionary.

    What single tools write is said in words, and their plain numbers get the unit in which that tool means them. A number that
    stands for a word and is none of those known, and a word where only yes or no is meant, is left out.

    Args:
        rows: Those of the names that are asked for.

    Returns:
        ``step_id`` (of the holder), ``name``, ``is_standard`` and ``COLUMNS``.
    """
    rows = rows[rows["value_role"].eq("value") & rows["value_index"].eq(0) & rows["value"].notna()]
    rows = rows.rename(columns={"pset_name": "set_name"})
    is_standard = _is_standard(rows["set_name"])
    name_codes, names = rows["property_name"].factorize()
    value_codes, values = rows["value"].factorize()
    # A model has a million rows, and some thousand different values.
    pairs, codes = np.unique(name_codes.astype(np.int64) * max(len(values), 1) + value_codes, return_inverse=True)
    said = [_meanings(names[pair // len(values)], values[pair % len(values)]) for pair in pairs.tolist()]
    is_given = np.array([one.is_given for one in said], bool)[codes]
    is_meant = np.array([one.words is not None for one in said], bool)[codes]
    in_words = np.array([one.words for one in said], object)[codes]
    with_unit = np.array([one.with_unit for one in said], object)[codes]
    value = rows["value"].astype("object").to_numpy()
    unit = rows["unit"].astype("object").fillna("").to_numpy()
    meant = np.where(is_standard, value, np.where(unit == "", with_unit, in_words))
    rows = rows.assign(
        name=np.array([name.casefold() for name in names], object)[name_codes], is_standard=is_standard, value=meant,
        unit=np.where(meant == value, unit, ""),
    )  # fmt: skip
    return rows.loc[is_given & (is_standard | is_meant), _KEPT]


def quantity_values(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of ``ifc_quantity``, as ``property_values`` gives them."""
    columns = {"qset_name": "set_name", "quantity_name": "property_name", "quantity_kind": "data_type"}
    rows = rows[rows["value_number"].notna()].rename(columns=columns)
    name = rows["property_name"].astype("object").str.casefold()
    value = rows["value_number"].astype("str")
    return rows.assign(value=value, name=name, is_standard=_is_standard(rows["set_name"]))[_KEPT]


def attribute_values(rows: "pd.DataFrame", elements: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of ``ifc_attribute``, as ``property_values`` gives them: attributes of the schema itself, such as OverallWidth."""
    rows = rows[rows["value"].notna() & rows["value_index"].eq(0)]
    is_own = rows["step_id"].isin(elements["step_id"])
    return rows.assign(
        name=rows["attribute_name"].astype("object").str.casefold(), property_name=rows["attribute_name"], set_name=None,
        is_standard=True, holder=is_own.map({True: "occurrence", False: "type"}),
    )[_KEPT]  # fmt: skip


def is_placeholder(name: str, value: str) -> bool:
    """Whether nobody filled in the value: it is blank, or the property's own name, as in ``FireRating`` = ``Fire Rating``."""
    bare = _bare(value)
    return not bare or bare == _bare(name)


class _Meaning(NamedTuple):
    """Of one value of one property."""

    is_given: bool
    words: str | None
    """None: nothing that the property may say."""
    with_unit: str | None


def _meanings(name: str, value: str) -> _Meaning:
    if is_placeholder(name, value):
        return _Meaning(False, None, None)
    folded = name.casefold()
    said = _in_words(_tool_words()[folded], value) if folded in _tool_words() else value
    return _Meaning(True, said, _with_unit(said, _tool_units().get(folded)))


def _is_standard(sets: "pd.Series[str]") -> "NDArray[np.bool_]":
    codes, names = sets.factorize()
    is_standard = np.array([*(name.startswith(("Pset_", "Qto_")) for name in names), False], bool)
    return np.asarray(is_standard[codes], bool)


def _bare(text: str) -> str:
    return fold(text).replace(" ", "").replace("_", "")


def _in_words(words: Mapping[str, str], value: str) -> str | None:
    folded = fold(value)
    if folded in words:
        return words[folded]
    if folded.replace(".", "", 1).isdigit() or (set(words.values()) <= {"T", "F"} and read_flag(value) is None):
        return None
    return value


def _with_unit(value: str | None, unit: str | None) -> str | None:
    is_plain = value is not None and unit is not None and fold(value).replace(".", "", 1).isdigit()
    # A size of 0.2 was written in metres after all.
    return f"{value} {unit}" if is_plain and (unit != "mm" or float(fold(value or "")) >= LEAST_MM) else value


@cache
def _tool_words() -> Mapping[str, Mapping[str, str]]:
    """Property name, folded → what its values mean, folded → in words."""
    found: dict[str, dict[str, str]] = {}
    for tool in tools().values():
        for name, words in tool["words"].items():
            found.setdefault(name.casefold(), {}).update({fold(value): meaning for value, meaning in words.items()})
    return found


@cache
def _tool_units() -> Mapping[str, str]:
    """Property name, folded → how a number without a unit is meant."""
    return {name.casefold(): unit for tool in tools().values() for name, unit in tool["units"].items()}
