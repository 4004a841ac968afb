"""How services are drawn: types, things of a type, runs of pipe and duct; and the systems they belong to."""

from collections.abc import Sequence

from sample_ifc.school.spatial import ROOF
from sample_ifc.shapes import Solid
from sample_ifc.values import length
from sample_ifc.writer import At, Draft

SYSTEMS = {
    "lighting": ("照明系统", "LIGHTING"),
    "power": ("供配电系统", "ELECTRICAL"),
    "water_supply": ("给水系统", "DOMESTICCOLDWATER"),
    "drainage": ("排水系统", "WASTEWATER"),
    "fire_water": ("消火栓系统", "FIREPROTECTION"),
    "heating": ("供暖系统", "HEATING"),
    "ventilation": ("通风系统", "VENTILATION"),
}
"""Key of a system, which is also its style → name, sort."""


def add_systems(draft: Draft) -> None:
    """Make the systems known."""
    own_class = draft.dialect.class_name("IfcDistributionSystem")
    for key, (name, sort) in SYSTEMS.items():
        path = f"system/{key}"
        draft.add(path, own_class, draft.rooted(own_class, path, Name=name, LongName=name, PredefinedType=sort))


def kind(
    draft: Draft, ifc_class: str, name: str, solids: Sequence[Solid], predefined: str, code: str, material: str | None = None
) -> str:
    """A type of equipment; its path."""
    path = f"type/{name}"
    return draft.type(path, f"{ifc_class}Type", name, solids=solids, PredefinedType=predefined, code=code, material=material)


def put(draft: Draft, path: str, of: str, storey: str, at: At, system: str) -> None:
    """A thing of a type, somewhere on a storey."""
    record, where = draft.records[of], _level(storey)
    draft.element(
        path,
        record.ifc_class.removesuffix("Type"),
        str(record.facts["type_name"]),
        within=where,
        container=where,
        at=at,
        of=of,
        systems=(f"system/{system}",),
        PredefinedType=record.facts["predefined"],
    )


def run(
    draft: Draft, path: str, ifc_class: str, name: str, storey: str, system: str, solids: Sequence[Solid], metres: float,
    code: str, material: str, predefined: str = "RIGIDSEGMENT",
) -> None:  # fmt: skip
    """A straight run of pipe, duct or tray, drawn in the storey's frame."""
    where = _level(storey)
    draft.element(
        path,
        ifc_class,
        name,
        within=where,
        container=where,
        solids=solids,
        systems=(f"system/{system}",),
        code=code,
        material=material,
        qtos={f"Qto_{ifc_class.removeprefix('Ifc')}BaseQuantities": {"Length": length(metres)}},
        PredefinedType=predefined,
    )


def _level(storey: str) -> str:
    return ROOF if storey == "RF" else f"storey/{storey}"
