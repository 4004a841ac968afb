"""Entity and part-of facets: of what class something is, and what it is part of, directly or through others."""

import numpy as np

from checkers.ids.columns import Integers, Mask, integers, texts
from checkers.ids.document import Constraint, EntityFacet, PartOfFacet
from checkers.ids.model_index import ModelIndex
from checkers.ids.outcome import Outcome, Reason, Reasons, one_reason, reasons_by
from checkers.ids.value_tests import fits_text

_RELATIONS = {
    "IfcRelAggregates": "IFCRELAGGREGATES",
    "IfcRelAssignsToGroup": "IFCRELASSIGNSTOGROUP",
    "IfcRelAssignsToGroupByFactor": "IFCRELASSIGNSTOGROUP",
    "IfcRelContainedInSpatialStructure": "IFCRELCONTAINEDINSPATIALSTRUCTURE",
    "IfcRelNests": "IFCRELNESTS",
    "IfcRelVoidsElement": "IFCRELVOIDSELEMENT IFCRELFILLSELEMENT",
    "IfcRelFillsElement": "IFCRELVOIDSELEMENT IFCRELFILLSELEMENT",
}
_USER_DEFINED = "USERDEFINED"


def entity_mask(index: ModelIndex, facet: EntityFacet) -> Mask:
    """Which are of the class, none of its subclasses, and of the predefined type."""
    found = class_mask(index, facet)
    if facet.predefined_type is not None:
        codes, pairs = index.predefined
        flags = np.array([_fits_predefined(facet.predefined_type, *pair) for pair in pairs], bool)
        found = found & flags[codes] if len(codes) else found
    return found


def class_mask(index: ModelIndex, facet: EntityFacet) -> Mask:
    """Which are of the class."""
    flags = np.array([fits_text(facet.name, name.upper()) for name in index.class_names], bool)
    found = flags[index.classes] if len(index) else np.zeros(0, bool)
    named = [place for place, name in index.aliases.items() if fits_text(facet.name, name)]
    found[named] = True
    return found


def _fits_predefined(constraint: Constraint, item: str, word: str) -> bool:
    """A type of the user's own goes by his word, and by USERDEFINED."""
    if not item:
        return False
    return fits_text(constraint, item) or (item == _USER_DEFINED and bool(word) and fits_text(constraint, word))


def evaluate_entity(index: ModelIndex, facet: EntityFacet) -> Outcome:
    """What a facet comes to."""
    of_class, met = class_mask(index, facet), entity_mask(index, facet)
    what = {"name": str(facet.name), "wanted": str(facet.predefined_type or "")}

    def reason(key: int) -> Reason:
        if key >= 0:
            return Reason("entity_class", {**what, "found": index.class_names[key]})
        item, word = index.predefined[1][-1 - key]
        return Reason("entity_predefined", {**what, "found": (word if item == _USER_DEFINED and word else item) or "-"})

    def explain(places: Integers) -> Reasons:
        return reasons_by(np.where(of_class[places], -1 - index.predefined[0][places], index.classes[places]), reason)

    return Outcome(met, ~of_class | met, ~met, explain, Reason("entity_class", what))


class Parts:
    """Which is part of which, by relation."""

    def __init__(self, index: ModelIndex) -> None:
        """Lay out the relations."""
        table = index.table("ifc_relation")
        codes, names = texts(table, "relation_class")
        relations = np.array([*(_RELATIONS.get(name, "") for name in names), ""], object)[codes]
        wholes = index.places(integers(table, "relating_step_id"))
        parts = index.places(integers(table, "related_step_id"))
        kept = np.flatnonzero((wholes >= 0) & (parts >= 0) & (relations != ""))
        self._relations, self._wholes, self._parts = relations[kept], wholes[kept], parts[kept]

    def below(self, index: ModelIndex, wholes: Mask, relation: str | None) -> Mask:
        """What is part of one of these, directly or through others."""
        chosen = np.flatnonzero(self._relations == relation) if relation else np.arange(len(self._parts))
        above, parts = self._wholes[chosen], self._parts[chosen]
        found = np.zeros(len(index), bool)
        reached = wholes.copy()
        while True:
            new: Integers = parts[reached[above] & ~found[parts]]
            if not len(new):
                return found
            found[new] = True
            reached[new] = True

    def evaluate(self, index: ModelIndex, facet: PartOfFacet) -> Outcome:
        """What a facet comes to."""
        met = self.below(index, entity_mask(index, facet.entity), facet.relation)
        wanted = " ".join(str(one) for one in (facet.entity.name, facet.entity.predefined_type) if one is not None)
        reason = Reason("part_missing", {"wanted": wanted, "relation": facet.relation or "-"})
        return Outcome(met, met, ~met, lambda places: one_reason(reason, len(places)), Reason("part_present", reason.params))
