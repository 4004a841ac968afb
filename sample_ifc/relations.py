"""What joins objects: wholes, containers, types, property sets, materials, classification codes, systems.

Occurrences with equal property sets share one, as equal quantities share one set of quantities; a type has its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sample_ifc.materials import MATERIALS, Layers
from sample_ifc.values import write_property, write_quantity

if TYPE_CHECKING:
    from sample_ifc.record import Record
    from sample_ifc.writer import Draft

CLASSIFICATION = {"Name": "GB/T 51269", "Source": "中华人民共和国住房和城乡建设部", "Edition": "2017"}
CODE_NAMES = {
    "14-10.10": "场地",
    "14-10.20.03.03": "内墙",
    "14-10.20.03.06": "外墙",
    "14-10.20.09.03": "室内门",
    "14-10.20.09.06": "室外门",
    "14-10.20.12.03": "内窗",
    "14-10.20.12.06": "外窗",
    "14-10.20.15.03": "平屋顶",
    "14-10.20.18": "建筑楼地面",
    "14-10.20.24": "吊顶",
    "14-10.20.48.12": "雨篷",
    "14-20.20.03": "混凝土楼板",
    "14-20.20.09": "混凝土柱",
    "14-30.40.03": "风管",
    "14-40.10.03": "给水管道",
    "14-40.20.03": "排水管道",
}
"""Names that are known of codes; a parent code filled up with 00 goes without one."""


def write_relations(draft: Draft) -> None:
    """Write every relation of a draft, in the order in which its objects were made."""
    records = list(draft.records.values())
    real = [record for record in records if record.entity is not None]
    occurrences = [record for record in real if not record.entity.is_a("IfcTypeObject")]
    _write_grouped(draft, "IfcRelAggregates", [(r.whole, r) for r in occurrences], "RelatingObject", "RelatedObjects")
    contained = [(r.container, r) for r in occurrences]
    _write_grouped(draft, "IfcRelContainedInSpatialStructure", contained, "RelatingStructure", "RelatedElements")
    adhering = [(r.host, r) for r in occurrences if not r.container]
    _write_grouped(draft, "IfcRelAdheresToElement", adhering, "RelatingElement", "RelatedSurfaceFeatures")
    typed = [(r.type_path, r) for r in occurrences if r.type_path and draft.records[r.type_path].entity is not None]
    _write_grouped(draft, "IfcRelDefinesByType", typed, "RelatingType", "RelatedObjects")
    _write_groups(draft, occurrences)
    _write_properties(draft, real)
    _write_quantities(draft, occurrences)
    _write_materials(draft, real)
    _write_codes(draft, real)
    _write_documents(draft, real)


def _write_grouped(draft: Draft, relation: str, pairs: Sequence[tuple[str | None, Record]], one: str, many: str) -> None:
    groups: dict[str, list[Any]] = defaultdict(list)
    for path, record in pairs:
        if path:
            groups[path].append(record.entity)
    for path, entities in groups.items():
        if draft.records[path].entity is None:
            raise ValueError(f"{path} is left out, and {len(entities)} things refer to it")
        draft.rooted(relation, f"{path}/{relation}", **{one: draft.records[path].entity, many: entities})


def _write_groups(draft: Draft, records: list[Record]) -> None:
    groups: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        for system in record.systems:
            groups[system].append(record.entity)
    for path, entities in groups.items():
        group = draft.records[path].entity
        draft.rooted("IfcRelAssignsToGroup", f"{path}/members", RelatedObjects=entities, RelatingGroup=group)
        if group.is_a("IfcSystem"):
            buildings = [record.entity for record in records if record.entity.is_a("IfcBuilding")]
            if buildings:
                draft.rooted("IfcRelServicesBuildings", f"{path}/serves", RelatingSystem=group, RelatedBuildings=buildings)


def _write_properties(draft: Draft, records: list[Record]) -> None:
    sets: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in records:
        for name, values in draft.dialect.properties(record).items():
            if values:
                alone = record.path if record.entity.is_a("IfcTypeObject") else None
                sets[name, tuple(values.items()), alone].append(record)
    for (name, values, _), owners in sets.items():
        properties = [_property(draft, *item) for item in values]
        path = f"{owners[0].path}/{name}"
        pset = draft.rooted("IfcPropertySet", path, Name=name, HasProperties=properties)
        things = [owner.entity for owner in owners if not owner.entity.is_a("IfcTypeObject")]
        for owner in owners:
            if owner.entity.is_a("IfcTypeObject"):
                owner.entity.HasPropertySets = [*(owner.entity.HasPropertySets or ()), pset]
        if things:
            draft.rooted("IfcRelDefinesByProperties", f"{path}/of", RelatedObjects=things, RelatingPropertyDefinition=pset)


def _property(draft: Draft, name: str, value: Any) -> Any:
    """A property; equal ones are written once."""
    return draft.shaper.once(("property", name, value), lambda: write_property(draft.file, name, value, draft.shaper.length))


def _write_quantities(draft: Draft, records: list[Record]) -> None:
    sets: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in records:
        for name, values in draft.dialect.quantities(record).items():
            if values:
                sets[name, tuple((key, value.form, round(value.value, 4)) for key, value in values.items())].append(record)
    for (name, _), owners in sets.items():
        path, values = f"{owners[0].path}/{name}", draft.dialect.quantities(owners[0])[name]
        quantities = [write_quantity(draft.file, key, value, draft.shaper.length) for key, value in values.items()]
        qset = draft.rooted("IfcElementQuantity", path, Name=name, Quantities=quantities)
        things = [owner.entity for owner in owners]
        draft.rooted("IfcRelDefinesByProperties", f"{path}/of", RelatedObjects=things, RelatingPropertyDefinition=qset)


def _write_materials(draft: Draft, records: list[Record]) -> None:
    owners: dict[tuple[str, float | None], list[Record]] = defaultdict(list)
    for record in records:
        if record.material:
            owners[record.material, None].append(record)
        elif record.type_path and "layer_offset" in record.facts:
            layers = draft.records[record.type_path].material
            if layers:
                owners[layers, record.facts["layer_offset"]].append(record)
    for (key, offset), holders in owners.items():
        material = _material(draft, key)
        if offset is not None:
            length = draft.shaper.length(offset)
            material = draft.file.create_entity("IfcMaterialLayerSetUsage", material, "AXIS2", "POSITIVE", length)
        path = f"{holders[0].path}/material"
        entities = [holder.entity for holder in holders]
        draft.rooted("IfcRelAssociatesMaterial", path, RelatedObjects=entities, RelatingMaterial=material)


def _material(draft: Draft, key: str) -> Any:
    """A material or layer set; each is written once."""
    return draft.shaper.once(("material", key), lambda: _new_material(draft, key))


def _new_material(draft: Draft, key: str) -> Any:
    is_ifc4 = draft.file.schema != "IFC2X3"

    def single(name: str, category: str) -> Any:
        attributes = {"Name": name} | ({"Category": category} if is_ifc4 else {})
        return draft.shaper.once(("single", name), lambda: draft.file.create_entity("IfcMaterial", **attributes))

    spec = MATERIALS[key]
    if not isinstance(spec, Layers):
        return single(*spec)
    layers = []
    for name, category, thickness in spec.layers:
        extra = {"Name": name, "Category": category} if is_ifc4 else {}
        thick = draft.shaper.length(thickness)
        layer: dict[str, Any] = {"Material": single(name, category), "LayerThickness": thick, **extra}
        layers.append(draft.file.create_entity("IfcMaterialLayer", **layer))
    return draft.file.create_entity("IfcMaterialLayerSet", layers, spec.name)


def _write_codes(draft: Draft, records: list[Record]) -> None:
    holders: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        if record.code:
            holders[record.code].append(record.entity)
    if not holders:
        return
    system = draft.file.create_entity("IfcClassification", **CLASSIFICATION)
    is_ifc4 = draft.file.schema != "IFC2X3"
    for code, entities in sorted(holders.items()):
        attributes: dict[str, Any] = {"Identification" if is_ifc4 else "ItemReference": code, "Name": CODE_NAMES.get(code)}
        reference = draft.file.create_entity("IfcClassificationReference", **attributes, ReferencedSource=system)
        draft.rooted(
            "IfcRelAssociatesClassification", f"classification/{code}", RelatedObjects=entities, RelatingClassification=reference
        )


def _write_documents(draft: Draft, records: list[Record]) -> None:
    holders: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for record in records:
        for document in draft.dialect.documents(record):
            holders[document].append(record.entity)
    key = "DocumentId" if draft.file.schema == "IFC2X3" else "Identification"
    for (number, name), entities in sorted(holders.items()):
        information = draft.file.create_entity("IfcDocumentInformation", **{key: number, "Name": name})
        draft.rooted("IfcRelAssociatesDocument", f"document/{number}", RelatedObjects=entities, RelatingDocument=information)
