"""Attribute facets: of the attributes whose names fit, one has to be given, and each that is given to be as wanted."""

import numpy as np

from checkers.ids.columns import Integers, any_by, integers, joined, numbers, texts
from checkers.ids.document import AttributeFacet
from checkers.ids.model_index import ModelIndex
from checkers.ids.outcome import Outcome, Reason, Reasons, reasons_by
from checkers.ids.typed_values import TypedValues
from checkers.ids.value_tests import fits_text

_TEXT_ATTRIBUTES = ("GlobalId", "Name", "Description", "Tag", "ObjectType", "LongName")


class AttributeValues:
    """The attributes that are given, by name."""

    def __init__(self, index: ModelIndex) -> None:
        """Lay out the table; those that are columns of objects and types are laid out when they are asked for."""
        self._index = index
        table = index.table("ids_attribute")
        self._codes, self._names = texts(table, "attribute_name")
        self._places, self._numbers = index.places(integers(table, "step_id")), numbers(table, "value_number")
        self._values, self._types = texts(table, "value"), texts(table, "data_type")
        self._known: dict[str, tuple[Integers, TypedValues]] = {}

    def names(self, facet: AttributeFacet) -> list[str]:
        """Of attributes that fit."""
        return [name for name in dict.fromkeys((*_TEXT_ATTRIBUTES, *self._names)) if fits_text(facet.name, name)]

    def of(self, name: str) -> tuple[Integers, TypedValues]:
        """Places and values of one attribute."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> tuple[Integers, TypedValues]:
        rows = np.flatnonzero(self._codes == self._names.index(name)) if name in self._names else np.zeros(0, np.int64)
        places, amounts = self._places[rows], self._numbers[rows]
        values, types = (self._values[0][rows], self._values[1]), (self._types[0][rows], self._types[1])
        column = self._index.text_attribute(name)
        if column is not None:
            given = np.flatnonzero(column[0] >= 0)
            values = joined(values, (column[0][given], column[1]))
            types = joined(types, (np.zeros(len(given), np.int32), ["IfcLabel"]))
            amounts = np.concatenate([amounts, np.full(len(given), np.nan)])
            places = np.concatenate([places, given])
        kept = np.flatnonzero(places >= 0)
        found = TypedValues(self._index, (values[0][kept], values[1]), amounts[kept], (types[0][kept], types[1]))
        return places[kept], found


def evaluate_attribute(index: ModelIndex, attributes: AttributeValues, facet: AttributeFacet) -> Outcome:
    """What a facet comes to. Attributes are those of the instance itself, never of its type object."""
    count = len(index)
    present, given, wrong, unmet, met = (np.zeros(count, bool) for _ in range(5))
    parts = [attributes.of(name) for name in attributes.names(facet)]
    for places, values in parts:
        # An instance or a list is something, though nothing that a value can be compared with.
        is_given = values.is_given | values.is_null
        fitting = is_given if facet.value is None else values.is_given & values.fitting(facet.value)[values.distinct]
        present[places] = True
        given |= any_by(places, is_given, count)
        wrong |= any_by(places, is_given & ~fitting, count)
        unmet |= any_by(places, ~fitting, count)
        met |= any_by(places, fitting, count)
    what = {"name": str(facet.name)}
    wanted = str(facet.value)
    missing, empty = Reason("attribute_missing", what), Reason("attribute_empty", what)
    starts = np.cumsum([0, *(values.count for _, values in parts)])

    def reason(key: int) -> Reason:
        if key < 0:
            return empty if key == -1 else missing
        part = int(np.searchsorted(starts, key, "right")) - 1
        return Reason("attribute_value", {**what, "found": parts[part][1].shown(key - int(starts[part])), "wanted": wanted})

    def explain(asked: Integers) -> Reasons:
        keys = np.where(present, -1, -2)
        # From behind: the first value that is not as wanted is the one that stays.
        for start, (places, values) in reversed(list(zip(starts, parts, strict=False))):
            if facet.value is not None:
                rows = np.flatnonzero(~values.fitting(facet.value)[values.distinct] & ~values.is_empty)[::-1]
                keys[places[rows]] = start + values.distinct[rows]
        return reasons_by(keys[asked], reason)

    prohibited = ~present if facet.value is None else ~met
    return Outcome(given & ~wrong, ~unmet, prohibited, explain, Reason("attribute_present", what))
