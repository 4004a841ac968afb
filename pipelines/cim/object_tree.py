"""The city's object tree of one model: which rows are city objects, their level, type, parent and identity."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from cim_schema.codes import CityObjectFamily, ObjectFamily
from cim_schema.ifc_to_cityjson import FACILITY_TYPES, PHYSICAL_FEATURES, city_family, city_object_type

_UNSAID = frozenset(("NOTDEFINED", "USERDEFINED"))


@dataclass(frozen=True)
class ObjectTree:
    """The city objects of one model, by step id."""

    families: Mapping[int, CityObjectFamily]
    types: Mapping[int, str]
    """CityJSON types."""
    parents: Mapping[int, int | None]
    """The city object that each is part of; never a ring."""
    ids: Mapping[int, str]

    def from_the_leaves(self) -> list[int]:
        """Every object, each after all that are part of it."""
        depths: dict[int, int] = {}
        for step in self.parents:
            chain = []
            at: int | None = step
            while at is not None and at not in depths:
                chain.append(at)
                at = self.parents[at]
            depth = -1 if at is None else depths[at]
            for below in reversed(chain):
                depth += 1
                depths[below] = depth
        return sorted(depths, key=lambda step: (-depths[step], step))


def object_tree(
    elements: pd.DataFrame, spatial: pd.DataFrame, prefix: str, things: Mapping[int, str], railways: Collection[int] = ()
) -> ObjectTree:
    """Sort out the city objects among the rows of ``ifc_element``.

    Every IfcElement is one, every site, building, facility, part, storey and space, and every IfcAlignment. Openings, ports,
    grids, referents, annotations and the analysis model are not; road markings and excavations, though features, are.
    A door is part of what contains it, not of its opening.

    Args:
        elements: ``ifc_element`` of one model.
        spatial: ``ifc_spatial`` of the model.
        prefix: What identities begin with: project and part.
        things: Step id → what the object was recognised as.
        railways: Alignments that are known to be of railways, since they have cant.
    """
    composition = _texts(spatial, "composition_type")
    classes = dict(zip(elements["step_id"], elements["ifc_class"], strict=True))
    families: dict[int, CityObjectFamily] = {}
    for step, ifc_class, family in zip(elements["step_id"], elements["ifc_class"], elements["family"], strict=True):
        if family == ObjectFamily.ELEMENT or ifc_class in PHYSICAL_FEATURES:
            families[step] = CityObjectFamily.ELEMENT
        elif ifc_class == "IfcAlignment":
            families[step] = CityObjectFamily.ALIGNMENT
        elif family == ObjectFamily.SPATIAL and (level := city_family(ifc_class, composition.get(step))) is not None:
            families[step] = level
    parents = _parents(elements, families)
    # IFC4 has no item for terrain and vegetation, and its models say it in words.
    predefined = {step: said.upper() for step, said in _texts(elements, "object_type").items()}
    predefined |= {step: said for step, said in _texts(elements, "predefined_type").items() if said not in _UNSAID}
    hosts = {step: _host(step, parents, classes) for step in families}
    only_railways = "IfcRailway" in classes.values() and "IfcRoad" not in classes.values()
    for step, family in families.items():
        if family is CityObjectFamily.ALIGNMENT and hosts[step] is None and (only_railways or step in railways):
            hosts[step] = "Railway"
    types = {
        step: city_object_type(classes[step], family, hosts[step], predefined.get(step), things.get(step))
        for step, family in families.items()
    }
    return ObjectTree(families, types, parents, _ids(elements, families, prefix))


def _parents(elements: pd.DataFrame, families: Mapping[int, CityObjectFamily]) -> dict[int, int | None]:
    features = set(elements.loc[elements["family"] == ObjectFamily.FEATURE, "step_id"]) - set(families)
    above = _links(elements, "parent_step_id")
    containers = _links(elements, "container_step_id")

    def nearest(step: int) -> int | None:
        seen = {step}
        for start in (above.get(step), containers.get(step)):
            at = start
            while at is not None and at not in seen and at not in features:
                if at in families:
                    return at
                seen.add(at)
                at = above.get(at)
        return None

    parents: dict[int, int | None] = {}
    for step in sorted(families):
        parent = nearest(step)
        # A ring, which broken files have, is cut where it would close.
        at = parent
        while at is not None and at != step:
            at = parents.get(at)
        parents[step] = None if at == step else parent
    return parents


def _texts(rows: pd.DataFrame, column: str) -> dict[int, str]:
    known = rows.dropna(subset=column)
    return dict(zip(known["step_id"], known[column], strict=True))


def _links(elements: pd.DataFrame, column: str) -> dict[int, int]:
    known = elements.dropna(subset=column)
    return dict(zip(known["step_id"], known[column].astype("int64"), strict=True))


def _host(step: int, parents: Mapping[int, int | None], classes: Mapping[int, str]) -> str | None:
    at: int | None = step
    while at is not None:
        if classes[at] in FACILITY_TYPES:
            return FACILITY_TYPES[classes[at]]
        at = parents[at]
    return None


def _ids(elements: pd.DataFrame, families: Mapping[int, CityObjectFamily], prefix: str) -> dict[int, str]:
    own = {
        step: global_id if isinstance(global_id, str) and global_id else None
        for step, global_id in zip(elements["step_id"], elements["global_id"], strict=True)
        if step in families
    }
    times = Counter(own.values())
    return {
        step: f"{prefix}/{global_id}" if global_id is not None and times[global_id] == 1 else f"{prefix}/step-{step}"
        for step, global_id in own.items()
    }
