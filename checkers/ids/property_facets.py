"""Property facets: every set that fits has to hold a property that fits, and every such property to be as wanted."""

from dataclasses import dataclass

import numpy as np

from checkers.ids.columns import Codes, Integers, Mask, any_by, integers, texts
from checkers.ids.document import Constraint, PropertyFacet
from checkers.ids.model_index import ModelIndex
from checkers.ids.outcome import Outcome, Reason, Reasons, reasons_by
from checkers.ids.property_values import PropertyValues
from checkers.ids.value_tests import fits_text

_MISSING, _EMPTY, _TYPES = -1, -2, -3
"""What a reason stands for: none, an empty one, and from here on downwards one of another type; from 0 on a distinct value."""


@dataclass(frozen=True)
class _Held:
    """Properties on what has them, of its own or from its type object; one entry a property."""

    places: Integers
    pairs: Integers
    exists: Mask
    """It has a value, if only an empty one."""
    is_given: Mask
    is_typed: Mask
    """It has a value of the wanted data type."""
    is_met: Mask
    rows: Integers
    """A row of it to show."""


def evaluate_property(index: ModelIndex, values: PropertyValues, facet: PropertyFacet) -> Outcome:
    """What a facet comes to.

    A property of an occurrence stands before that of the same name in the same set of its type object.
    """
    sets, names = values.sets_fitting(facet.property_set), values.names_fitting(facet.base_name)
    in_sets = np.flatnonzero(sets[values.pair_sets]) if len(values.pair_sets) else np.zeros(0, np.int64)
    wanted = in_sets[names[values.pair_names[in_sets]]]
    held = _inherit(index, _held(values, facet, values.rows(wanted.tolist())))
    count = len(index)
    present = any_by(held.places, np.ones(len(held.places), bool), count)
    wrong = any_by(held.places, held.is_given & ~held.is_met, count)
    full = _full_sets(index, values, facet, held)
    required = full & ~wrong
    optional = ~any_by(held.places, held.exists & ~held.is_met, count)
    what = {"set": str(facet.property_set), "name": str(facet.base_name)}
    missing, empty = Reason("property_missing", what), Reason("property_empty", what)
    all_values = values.values

    def reason(key: int) -> Reason:
        if key < 0:
            return {_MISSING: missing, _EMPTY: empty}.get(key) or _other_type(key)
        return Reason("property_value", {**what, "found": all_values.shown(key), "wanted": str(facet.value)})

    def _other_type(key: int) -> Reason:
        names = [*all_values.type_names, "-"]
        return Reason("property_type", {**what, "found": names[_TYPES - key], "wanted": facet.data_type or ""})

    def explain(places: Integers) -> Reasons:
        keys = np.full(count, _MISSING)
        keys[held.places[~held.is_given]] = _EMPTY
        # From behind: the first that is not as wanted is the one that stays.
        entries = np.flatnonzero(held.is_given & ~held.is_met)[::-1]
        rows = held.rows[entries]
        types = all_values.type_codes[rows].astype(np.int64) % (len(all_values.type_names) + 1)
        keys[held.places[entries]] = np.where(held.is_typed[entries], all_values.distinct[rows], _TYPES - types)
        return reasons_by(keys[places], reason)

    return Outcome(required, optional, ~present, explain, Reason("property_present", what))


def _held(values: PropertyValues, facet: PropertyFacet, rows: Integers) -> _Held:
    """The properties in these rows, on what carries them itself."""
    stride = max(len(values.pair_sets), 1)
    keys, firsts, groups = np.unique(values.holders[rows] * stride + values.pairs[rows], return_index=True, return_inverse=True)
    forms, form_names = values.forms
    is_reference = _is_one_of(forms[rows], form_names, "reference")
    given = values.values.is_given[rows] & ~is_reference
    typed = given & _is_typed(values, facet.data_type, rows)
    count = len(keys)
    met = _met(values, facet.value, rows, groups, typed, count)
    shown = rows[firsts] if len(rows) else rows
    return _Held(
        keys // stride, keys % stride, any_by(groups, ~values.values.is_null[rows], count), any_by(groups, given, count),
        any_by(groups, typed, count), met, shown,
    )  # fmt: skip


def _is_typed(values: PropertyValues, data_type: str | None, rows: Integers) -> Mask:
    if data_type is None:
        return np.ones(len(rows), bool)
    flags = np.array([name == data_type for name in values.values.type_names] + [False], bool)
    return np.asarray(flags[values.values.type_codes[rows]])


def _met(values: PropertyValues, wanted: Constraint | None, rows: Integers, groups: Integers, typed: Mask, count: int) -> Mask:
    """Whether each property is as wanted: of several values one has to be, in a range all of them."""
    has_typed = any_by(groups, typed, count)
    if wanted is None or (wanted.simple == ""):
        return has_typed
    fitting = values.values.fitting(wanted)[values.values.distinct[rows]] if len(rows) else np.zeros(0, bool)
    met = has_typed & ~any_by(groups, typed & ~fitting, count) if wanted.bounds else any_by(groups, typed & fitting, count)
    forms, names = values.forms
    for group in np.unique(groups[_is_one_of(forms[rows], names, "bounded")]).tolist():
        met[group] = has_typed[group] and _bounded(values, wanted, rows[(groups == group) & typed], bool(met[group]))
    return met


def _bounded(values: PropertyValues, wanted: Constraint, rows: Integers, met: bool) -> bool:
    """A bounded value: against a range neither end may be open where the range is not; without a set point, what lies between."""
    codes, names = values.roles
    by_role = {names[int(codes[row])]: values.values.value(row).number for row in rows.tolist()}
    lower, upper = by_role.get("lower"), by_role.get("upper")
    if wanted.bounds:
        kinds = {kind[:3] for kind, _ in wanted.bounds}
        return met and not ("min" in kinds and lower is None) and not ("max" in kinds and upper is None)
    if "set_point" in by_role or met:
        return met
    exact = (wanted.simple,) if wanted.simple is not None else wanted.enumeration
    for text in exact:
        try:
            number = float(text or "")
        except ValueError:
            continue
        if (lower is None or lower <= number) and (upper is None or number <= upper):
            return True
    return False


def _inherit(index: ModelIndex, own: _Held) -> _Held:
    """The same, with what type objects give to occurrences that do not say it themselves."""
    givers = np.flatnonzero(index.is_type()[own.places]) if len(own.places) else np.zeros(0, np.int64)
    sources, places = index.inherited(own.places[givers])
    if not len(places):
        return own
    entries = givers[sources]
    stride = int(own.pairs.max()) + 1
    is_new = ~np.isin(places * stride + own.pairs[entries], own.places * stride + own.pairs)
    taken = np.concatenate([np.arange(len(own.places)), entries[is_new]])
    return _Held(
        np.concatenate([own.places, places[is_new]]), own.pairs[taken], own.exists[taken], own.is_given[taken],
        own.is_typed[taken], own.is_met[taken], own.rows[taken],
    )  # fmt: skip


def _full_sets(index: ModelIndex, values: PropertyValues, facet: PropertyFacet, held: _Held) -> Mask:
    """Which have a set that fits, and in each such set a property that fits and is given."""
    count = len(index)
    has_given = any_by(held.places, held.is_given, count)
    if facet.property_set.simple is not None:
        return has_given
    stride = max(len(values.set_names), 1)
    carriers = values.carriers(index, facet.property_set)
    full = np.unique(held.places[held.is_given] * stride + values.pair_sets[held.pairs[held.is_given]])
    lacking = any_by(carriers // stride, ~np.isin(carriers, full), count)
    return has_given & ~lacking & ~_with_empty_sets(index, facet)


def _with_empty_sets(index: ModelIndex, facet: PropertyFacet) -> Mask:
    """Which carry a set that fits and holds nothing at all."""
    table = index.table("ids_property_set")
    codes, names = texts(table, "pset_name")
    flags = np.array([fits_text(facet.property_set, name) for name in names] + [False], bool)
    holders = index.places(integers(table, "step_id"))
    chosen = flags[codes] & (holders >= 0)
    found = any_by(holders, chosen, len(index))
    _, places = index.inherited(holders[chosen])
    found[places] = True
    return found


def _is_one_of(codes: Codes, names: list[str], wanted: str) -> Mask:
    return np.asarray(codes == names.index(wanted)) if wanted in names else np.zeros(len(codes), bool)
