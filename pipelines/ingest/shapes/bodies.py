"""Which products have a 3D body, and which of their representations hold it; from columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cim_schema.rows import codes_of
from pipelines.ingest.columnar.instances import Instances, Integers, Rows
from pipelines.ingest.geometry_bodies import BODY_IDENTIFIERS, SURFACES_AND_SOLIDS

Flags = NDArray[np.bool_]

_SURFACE_RANK = len(BODY_IDENTIFIERS)
_BOX_RANK = _SURFACE_RANK + 1
_UNRANKED = 50
_WITHOUT_SURFACE = 100
"""Behind every representation that has a surface."""


@dataclass(frozen=True)
class Bodies:
    """The products that have a body, by step id. Those whose representations cannot be followed have none of them."""

    step_ids: Integers
    products: Rows
    offsets: Integers
    """Of each product the range of its representations; one more than there are products."""
    representations: Rows
    """Of each product the best first; the further ones are for when it fails."""
    has_surface: Flags
    """Of each representation, whether an engine has something to do."""
    name_codes: NDArray[np.int32]
    """Of each representation, into ``names``."""
    names: tuple[str, ...]
    """Identifier and type, joined by a slash."""
    item_offsets: Integers
    """Of each product the range of the items of its best representation."""
    items: Rows

    def __len__(self) -> int:
        return len(self.step_ids)

    @property
    def best(self) -> Integers:
        """Of each product the place of its best representation; -1 where it has none."""
        return np.where(self.offsets[1:] > self.offsets[:-1], self.offsets[:-1], -1)

    @property
    def best_has_surface(self) -> Flags:
        """Of each product, whether its best representation has a surface."""
        best = self.best
        found = np.zeros(len(best), bool)
        found[best >= 0] = self.has_surface[best[best >= 0]]
        return found


def list_bodies(instances: Instances) -> Bodies:
    """Every IfcProduct with a 3D body.

    A product counts where a representation is identified as a body, or holds a surface or solid under whatever name;
    a bounding box counts where there is nothing better.

    Raises:
        CannotRead: A text that only the parser reads.
    """
    products = instances.rows_of("IfcProduct")
    shapes = instances.rows_at(instances.entities(products, "Representation"))
    products, shapes = products[shapes >= 0], shapes[shapes >= 0]
    owners, step_ids = instances.references(shapes, "Representations")
    held = instances.rows_at(step_ids)
    is_broken = ~instances.is_a(shapes, "IfcProductRepresentation")
    is_representation = instances.is_a(held, "IfcRepresentation")
    is_broken[owners[~is_representation]] = True
    distinct, inverse = np.unique(held[is_representation], return_inverse=True)
    item_owners, items = _items(instances, distinct)
    with_surface, unfollowed = _with_surface(instances, items)
    has_surface = _any(item_owners, with_surface, len(distinct))
    is_unfollowed = _any(item_owners, unfollowed, len(distinct)) & ~has_surface
    owners = owners[is_representation]
    is_broken[owners[is_unfollowed[inverse]]] = True
    ranks, codes, names = _ranked(instances, distinct, has_surface)
    order = np.lexsort((ranks[inverse], owners))
    order = order[(ranks[inverse[order]] < _WITHOUT_SURFACE + _UNRANKED) & ~is_broken[owners[order]]]
    counts = np.bincount(owners[order], minlength=len(products))
    kept = np.flatnonzero((counts > 0) | is_broken)
    chosen = inverse[order]
    offsets = _offsets(counts[kept])
    item_ends = np.searchsorted(item_owners, np.arange(len(distinct) + 1))
    best = chosen[offsets[:-1][counts[kept] > 0]]
    item_counts = np.zeros(len(kept), np.int64)
    item_counts[counts[kept] > 0] = item_ends[best + 1] - item_ends[best]
    return Bodies(
        instances.step_ids[products[kept]], products[kept], offsets, distinct[chosen], has_surface[chosen], codes[chosen], names,
        _offsets(item_counts), items[ranges(item_ends[best], item_ends[best + 1])],
    )  # fmt: skip


def ranges(begins: Integers, ends: Integers) -> Integers:
    """The whole numbers of all ranges, one range behind the other."""
    counts = ends - begins
    starts = np.cumsum(counts) - counts
    found: Integers = np.arange(counts.sum()) + np.repeat(begins - starts, counts)
    return found


def _offsets(counts: Integers) -> Integers:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _items(instances: Instances, representations: Rows) -> tuple[Integers, Rows]:
    owners, step_ids = instances.references(representations, "Items")
    return owners, instances.rows_at(step_ids)


def _any(owners: Integers, flags: Flags, count: int) -> Flags:
    found = np.zeros(count, bool)
    found[owners[flags]] = True
    return found


def _with_surface(instances: Instances, items: Rows) -> tuple[Flags, Flags]:
    """Of each item whether it holds a surface; and whether it leads to a mapped item that does not lead on."""
    holds, breaks = np.zeros(len(instances.step_ids), bool), np.zeros(len(instances.step_ids), bool)
    passed = np.zeros(len(instances.step_ids), bool)
    outers, inners = [], []
    level = np.unique(items)
    while len(level):
        passed[level] = True
        mapped = level[instances.is_a(level, "IfcMappedItem")]
        sets = level[instances.is_a(level, "IfcGeometricSet")]
        holds[level[instances.is_a(level, *SURFACES_AND_SOLIDS)]] = True
        sources = instances.rows_at(instances.entities(mapped, "MappingSource"))
        targets = np.full(len(sources), -1, np.int64)
        is_map = (sources >= 0) & instances.is_a(sources, "IfcRepresentationMap")
        targets[is_map] = instances.rows_at(instances.entities(sources[is_map], "MappedRepresentation"))
        leads_on = (targets >= 0) & instances.is_a(targets, "IfcRepresentation")
        breaks[mapped[~leads_on]] = True
        mapped = mapped[leads_on]
        distinct, inverse = np.unique(targets[leads_on], return_inverse=True)
        owners, found = _items(instances, distinct)
        ends = np.searchsorted(owners, np.arange(len(distinct) + 1))
        outers.append(np.repeat(mapped, (ends[1:] - ends[:-1])[inverse]))
        inners.append(found[ranges(ends[inverse], ends[inverse + 1])])
        owners, step_ids = instances.references(sets, "Elements")
        outers.append(sets[owners])
        inners.append(instances.rows_at(step_ids))
        level = np.unique(np.concatenate(inners[-2:]))
        level = level[~passed[level]]
    outer, inner = np.concatenate([items[:0], *outers]), np.concatenate([items[:0], *inners])
    for flags in (holds, breaks):
        while (fresh := outer[flags[inner] & ~flags[outer]]).size:
            flags[fresh] = True
    return holds[items], breaks[items]


def _ranked(instances: Instances, rows: Rows, has_surface: Flags) -> tuple[Integers, NDArray[np.int32], tuple[str, ...]]:
    """Of each representation its rank, the least best, and its name."""
    identifier_codes, identifiers = _labels(instances, rows, "RepresentationIdentifier")
    kind_codes, kinds = _labels(instances, rows, "RepresentationType")
    known = [BODY_IDENTIFIERS.index(one) if one in BODY_IDENTIFIERS else -1 for one in identifiers]
    ranks = np.array(known, np.int64)[identifier_codes]
    is_box = np.array([one == "BoundingBox" for one in kinds], bool)[kind_codes]
    others = np.where(has_surface, _SURFACE_RANK, np.where(is_box, _BOX_RANK, _UNRANKED))
    found = np.where(ranks >= 0, ranks, others) + np.where(has_surface, 0, _WITHOUT_SURFACE)
    pairs, codes = np.unique(identifier_codes * len(kinds) + kind_codes, return_inverse=True)
    names = (f"{identifiers[pair // len(kinds)]}/{kinds[pair % len(kinds)]}" for pair in pairs.tolist())
    return found, codes.astype(np.int32), tuple(names)


def _labels(instances: Instances, rows: Rows, attribute: str) -> tuple[Integers, list[str]]:
    """Of each instance a place among the texts; nothing as an empty one."""
    labels = instances.labels(rows, attribute)
    codes, texts = codes_of(labels).astype(np.int64), labels.dictionary.to_pylist()
    return np.where(codes < 0, len(texts), codes), [*texts, ""]
