"""Classification and material facets, which occurrences take over from their type objects where they have none of their own."""

import numpy as np

from checkers.ids.columns import Integers, Lists, Mask, any_by, integers, texts
from checkers.ids.document import ClassificationFacet, Constraint, MaterialFacet
from checkers.ids.model_index import ModelIndex
from checkers.ids.outcome import Outcome, Reason, Reasons, reasons_by
from checkers.ids.value_tests import fits_text


class Classifications:
    """References with those above them, a type object's where the occurrence has none of the same system."""

    def __init__(self, index: ModelIndex) -> None:
        """Lay out the table."""
        table = index.table("ids_classification")
        places = index.places(integers(table, "step_id"))
        kept = np.flatnonzero(places >= 0)
        systems, self.systems = texts(table, "system_name")
        codes, self.codes = texts(table, "identification")
        self.places, self._systems, self._codes = places[kept], systems[kept], codes[kept]
        self._inherit(index)
        self._lists = Lists(self.places, self._codes, self.codes)

    def _inherit(self, index: ModelIndex) -> None:
        givers = np.flatnonzero(index.is_type()[self.places]) if len(self.places) else np.zeros(0, np.int64)
        sources, places = index.inherited(self.places[givers])
        rows = givers[sources]
        stride = len(self.systems) + 1
        own = self.places * stride + self._systems + 1
        is_new = ~np.isin(places * stride + self._systems[rows] + 1, own)
        self.places = np.concatenate([self.places, places[is_new]])
        self._systems = np.concatenate([self._systems, self._systems[rows[is_new]]])
        self._codes = np.concatenate([self._codes, self._codes[rows[is_new]]])

    def evaluate(self, index: ModelIndex, facet: ClassificationFacet) -> Outcome:
        """What a facet comes to; a reference also counts as each of those above it."""
        count = len(index)
        of_system = _fitting(facet.system, self.systems)[self._systems]
        fitting = of_system if facet.value is None else of_system & _fitting(facet.value, self.codes)[self._codes]
        # A reference to a system without a name may be one of the system that is meant.
        is_nameless = np.array([not name for name in self.systems] + [True], bool)[self._systems]
        has_system, met = any_by(self.places, of_system | is_nameless, count), any_by(self.places, fitting, count)
        what = {"system": str(facet.system), "wanted": str(facet.value or "")}

        def explain(places: Integers) -> Reasons:
            lists, written = self._lists.of(places)
            missing = Reason("classification_missing", what)
            return reasons_by(
                np.where(has_system[places], lists, -1),
                lambda key: missing if key < 0 else Reason("classification_value", {**what, "found": written[key]}),
            )

        return Outcome(met, ~has_system | met, ~met, explain, Reason("classification_present", what))


class Materials:
    """The words by which materials are known; a type object's where the occurrence has no material."""

    def __init__(self, index: ModelIndex) -> None:
        """Lay out the table."""
        table = index.table("ids_material")
        places = index.places(integers(table, "step_id"))
        kept = np.flatnonzero(places >= 0)
        codes, self.words = texts(table, "material_name")
        own, words = places[kept], codes[kept]
        givers = np.flatnonzero(index.is_type()[own]) if len(own) else np.zeros(0, np.int64)
        sources, inheriting = index.inherited(own[givers])
        is_new = ~np.isin(inheriting, own)
        self.places: Integers = np.concatenate([own, inheriting[is_new]])
        self._codes = np.concatenate([words, words[givers[sources][is_new]]])
        self._lists = Lists(self.places, self._codes, self.words)

    def evaluate(self, index: ModelIndex, facet: MaterialFacet) -> Outcome:
        """What a facet comes to."""
        count = len(index)
        present = any_by(self.places, np.ones(len(self.places), bool), count)
        met = present if facet.value is None else any_by(self.places, _fitting(facet.value, self.words)[self._codes], count)
        what = {"wanted": str(facet.value or "")}

        def explain(places: Integers) -> Reasons:
            lists, written = self._lists.of(places)
            missing = Reason("material_missing", what)
            return reasons_by(
                np.where(present[places], lists, -1),
                lambda key: missing if key < 0 else Reason("material_value", {**what, "found": written[key]}),
            )

        return Outcome(met, ~present | met, ~met, explain, Reason("material_present", what))


def _fitting(constraint: Constraint, words: list[str]) -> Mask:
    """Of each word whether it is as wanted; and of none, that it is not."""
    return np.array([fits_text(constraint, word) for word in words] + [False], bool)
