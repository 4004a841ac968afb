"""Properties and quantities of a model in the order of their names, so that those of one name lie together."""

from collections.abc import Iterable

import numpy as np

from checkers.ids.columns import Codes, Integers, Mask, distinct_keys, integers, joined, numbers, texts
from checkers.ids.document import Constraint
from checkers.ids.model_index import ModelIndex
from checkers.ids.typed_values import TypedValues
from checkers.ids.value_tests import fits_text

_QUANTITIES = {
    "length": "IfcLengthMeasure", "area": "IfcAreaMeasure", "volume": "IfcVolumeMeasure", "count": "IfcCountMeasure",
    "weight": "IfcMassMeasure", "time": "IfcTimeMeasure", "number": "IfcNumericMeasure",
}  # fmt: skip
"""Kind of a quantity → its measure."""


class PropertyValues:
    """All values of properties and quantities; a pair is a name of a set with a name of a property."""

    def __init__(self, index: ModelIndex) -> None:
        """Lay out the tables."""
        properties, quantities = index.table("ifc_property"), index.table("ifc_quantity")
        sets = joined(texts(properties, "pset_name"), texts(quantities, "qset_name"))
        names = joined(texts(properties, "property_name"), texts(quantities, "quantity_name"))
        holders = index.places(np.concatenate([integers(properties, "step_id"), integers(quantities, "step_id")]))
        amounts = numbers(quantities, "value_number")
        distinct, codes = np.unique(amounts, return_inverse=True)
        written = [repr(amount) for amount in distinct.tolist()]
        quantity_texts = np.where(np.isnan(amounts), -1, codes).astype(np.int32)
        kind_codes, kinds = texts(quantities, "quantity_kind")
        values = joined(texts(properties, "value"), (quantity_texts, written))
        types = joined(texts(properties, "data_type"), (kind_codes, [_QUANTITIES[kind] for kind in kinds]))
        whole = np.concatenate([numbers(properties, "value_number"), amounts])
        count = len(quantities)
        forms = joined(texts(properties, "property_kind"), (np.zeros(count, np.int32), ["single"]))
        roles = joined(texts(properties, "value_role"), (np.zeros(count, np.int32), ["value"]))
        stride = max(len(names[1]), 1)
        keys = sets[0].astype(np.int64) * stride + names[0]
        kept = np.flatnonzero((holders >= 0) & ~_of_complex(index, names))
        pairs, _, places = distinct_keys(keys[kept], len(sets[1]) * stride)
        # Short numbers are sorted by their digits, many times faster.
        by_pair = np.argsort(places.astype(np.uint16) if len(pairs) < 2**16 else places, kind="stable")
        order = kept[by_pair]
        self.holders: Integers = holders[order]
        self.pairs: Integers = places[by_pair]
        self._ends = np.searchsorted(self.pairs, np.arange(len(pairs) + 1))
        self.values = TypedValues(index, (values[0][order], values[1]), whole[order], (types[0][order], types[1]))
        self.forms: tuple[Codes, list[str]] = (forms[0][order], forms[1])
        self.roles: tuple[Codes, list[str]] = (roles[0][order], roles[1])
        self.set_names, self.names = sets[1], names[1]
        self.pair_sets: Integers = pairs // stride
        self.pair_names: Integers = pairs % stride
        self._fitting: dict[tuple[str, Constraint], Mask] = {}
        self._carriers: dict[Constraint, Integers] = {}

    def rows(self, pairs: Iterable[int]) -> Integers:
        """The rows of some pairs."""
        found = [np.arange(self._ends[pair], self._ends[pair + 1]) for pair in pairs]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def sets_fitting(self, constraint: Constraint) -> Mask:
        """Of each name of a set, whether it is as wanted."""
        return self._names_fitting("set", self.set_names, constraint)

    def names_fitting(self, constraint: Constraint) -> Mask:
        """Of each name of a property, whether it is as wanted."""
        return self._names_fitting("name", self.names, constraint)

    def carriers(self, index: ModelIndex, constraint: Constraint) -> Integers:
        """What carries sets that fit, of its own or from its type object: place times the number of sets, and the set."""
        if constraint not in self._carriers:
            stride = max(len(self.set_names), 1)
            sets = self.sets_fitting(constraint)
            pairs = np.flatnonzero(sets[self.pair_sets]) if len(self.pair_sets) else np.zeros(0, np.int64)
            rows = self.rows(pairs.tolist())
            own = np.unique(self.holders[rows] * stride + self.pair_sets[self.pairs[rows]])
            sources, places = index.inherited(own // stride)
            self._carriers[constraint] = np.concatenate([own, places * stride + own[sources] % stride])
        return self._carriers[constraint]

    def _names_fitting(self, kind: str, names: list[str], constraint: Constraint) -> Mask:
        if (kind, constraint) not in self._fitting:
            self._fitting[kind, constraint] = np.array([fits_text(constraint, name) for name in names], bool)
        return self._fitting[kind, constraint]


def _of_complex(index: ModelIndex, names: tuple[Codes, list[str]]) -> Mask:
    """The parts of complex properties, which the tables name after both, joined by dots."""
    complexes = tuple(f"{name}." for name in texts(index.table("ids_complex_property"), "property_name")[1])
    flags = np.array([bool(complexes) and name.startswith(complexes) for name in names[1]] + [False], bool)
    return np.asarray(flags[names[0]])
