"""Values of a model with their types, each distinct one tested once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from checkers.ids.columns import Codes, Mask, distinct_keys
from checkers.ids.document import Constraint
from checkers.ids.model_index import ModelIndex
from checkers.ids.value_tests import Value, fits

_LOGICALS = frozenset({"IFCBOOLEAN", "IFCLOGICAL", "IFCSTRIPPEDOPTIONAL", "BOOLEAN", "LOGICAL"})
_SIMPLE = {"REAL": "xs:double", "NUMBER": "xs:double", "INTEGER": "xs:integer"}


class TypedValues:
    """A column of values: text, number in SI, data type."""

    def __init__(
        self,
        index: ModelIndex,
        texts: tuple[Codes, Sequence[str]],
        numbers: NDArray[np.float64],
        types: tuple[Codes, Sequence[str]],
    ) -> None:
        """Take the columns; a value without text is null, or an instance or a list."""
        codes, self._texts = texts
        self.type_codes, written = types
        self.type_names = [name.upper() for name in written]
        self._xml_types = [_SIMPLE.get(name) or index.data_types.get(name, "xs:string") for name in self.type_names]
        stride = len(written) + 1
        keys = (codes.astype(np.int64) + 1) * stride + self.type_codes + 1
        _, firsts, self.distinct = distinct_keys(keys, (len(self._texts) + 1) * stride)
        """Place of each value among the distinct ones."""
        self._values = [self._value(int(codes[at]), int(self.type_codes[at]), float(numbers[at])) for at in firsts.tolist()]
        self._value_types = self.type_codes[firsts]
        self.is_null: Mask = np.asarray(codes < 0)
        self.is_empty: Mask = self._each(np.array([value.text == "" for value in self._values], bool))
        self.is_given: Mask = self._each(np.array([value.is_given and value.text is not None for value in self._values], bool))
        self._fitting: dict[Constraint, Mask] = {}

    @property
    def count(self) -> int:
        """Of distinct values."""
        return len(self._values)

    def value(self, row: int) -> Value:
        """A value by its row."""
        return self._values[int(self.distinct[row])]

    def fitting(self, constraint: Constraint) -> Mask:
        """Of each distinct value, whether it is as wanted."""
        if constraint not in self._fitting:
            self._fitting[constraint] = np.array([fits(constraint, value) for value in self._values], bool)
        return self._fitting[constraint]

    def shown(self, place: int) -> str:
        """A value for people, by its place among the distinct ones."""
        value, data_type = self._values[place], int(self._value_types[place])
        if value.text is None:
            return self.type_names[data_type] if data_type >= 0 else "-"
        return {"T": "true", "F": "false", "U": "unknown"}.get(value.text, value.text) if value.is_logical else value.text

    def _value(self, text: int, data_type: int, number: float) -> Value:
        name = self.type_names[data_type] if data_type >= 0 else ""
        xml_type = self._xml_types[data_type] if data_type >= 0 else "xs:string"
        found = None if np.isnan(number) else number
        return Value(self._texts[text] if text >= 0 else None, found, xml_type, name in _LOGICALS)

    def _each(self, flags: Mask) -> Mask:
        return flags[self.distinct] if len(flags) else np.zeros(len(self.distinct), bool)
