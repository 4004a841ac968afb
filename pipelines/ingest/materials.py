"""Materials of occurrences and types (``ifc_material``)."""

from collections.abc import Iterator

import pyarrow as pa

from pipelines.ingest.associations import associations
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units

Row = dict[str, object]
_SETS = {
    "IfcMaterialLayerSet": ("layer_set", "MaterialLayers", "LayerSetName"),
    "IfcMaterialProfileSet": ("profile_set", "MaterialProfiles", "Name"),
    "IfcMaterialConstituentSet": ("constituent_set", "MaterialConstituents", "Name"),
}
"""Class → form, attribute of the parts, attribute of the name."""
_USAGES = {"IfcMaterialLayerSetUsage": "ForLayerSet", "IfcMaterialProfileSetUsage": "ForProfileSet"}


def read_materials(source: Source, units: Units) -> pa.Table:
    """Every material in its place, on the occurrence or type that it is associated with."""
    rows = Rows("ifc_material", source.model_id)
    known: dict[int, list[Row]] = {}
    for association in associations(source, "IfcRelAssociatesMaterial", "RelatingMaterial"):
        relating = association.relating
        if relating.id() not in known:
            known[relating.id()] = list(_read(source, units, relating))
        for ordinal, row in enumerate(known[relating.id()]):
            rows.add({**association.columns, "ordinal": ordinal, **row})
    return rows.table()


def _read(source: Source, units: Units, relating: Instance) -> Iterator[Row]:
    for ifc_class, attribute in _USAGES.items():
        if source.is_a(relating, ifc_class):
            inner = source.entity(relating, attribute)
            if inner is not None:
                yield from _read(source, units, inner)
            return
    for ifc_class, (form, parts, name) in _SETS.items():
        if source.is_a(relating, ifc_class):
            for part in source.entities(relating, parts):
                yield {"material_form": form, "set_name": source.text(relating, name), **_part(source, units, part)}
            return
    if relating.is_a() == "IfcMaterialList":
        for material in source.entities(relating, "Materials"):
            yield {"material_form": "list", **_material(source, material)}
    elif relating.is_a() == "IfcMaterial":
        yield {"material_form": "material", **_material(source, relating)}
    else:
        # A single layer, profile or constituent stands for the set that it belongs to.
        forms: dict[str, str] = {"Layer": "layer_set", "Profile": "profile_set", "Constituent": "constituent_set"}
        form = next((form for word, form in forms.items() if word in relating.is_a()), "material")
        yield {"material_form": form, **_part(source, units, relating)}


def _part(source: Source, units: Units, part: Instance) -> Row:
    """A layer, profile or constituent with its material."""
    material = source.entity(part, "Material")
    row = _material(source, material) if material else {}
    ventilated = source.get(part, "IsVentilated")
    return row | {
        "part_name": source.text(part, "Name"),
        "material_category": source.text(part, "Category") or row.get("material_category"),
        "thickness_m": units.length.to_si(source.number(part, "LayerThickness")),
        "fraction": source.number(part, "Fraction"),
        "is_ventilated": None if ventilated is None else {True: "T", False: "F"}.get(ventilated, "U"),
    }


def _material(source: Source, material: Instance) -> Row:
    return {
        "material_step_id": material.id(),
        "material_name": source.text(material, "Name"),
        "material_category": source.text(material, "Category"),
    }
