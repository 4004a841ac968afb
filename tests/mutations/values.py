"""Values of properties that cannot be right, and values that are gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import ifcopenshell

from tests.mutations.kinds import KINDS, RAILINGS, Change, Ifc, Kind, is_a


@dataclass(frozen=True)
class Spoiling:
    """A value of a property that cannot be right."""

    names: tuple[str, ...]
    classes: tuple[str, ...]
    value: tuple[str, str | float]
    """Data type and value."""
    rules: tuple[str, ...]
    may: str


SPOILED = {
    "spoil_transmittance": Spoiling(
        ("ThermalTransmittance", "传热系数", "传热系数(U)"), ("IfcWall", "IfcWindow", "IfcRoof"),
        ("IfcThermalTransmittanceMeasure", 9.5), ("GRN-05", "GRN-06", "GRN-08", "GRN-09", "GRN-29"), "GRN",
    ),
    "spoil_fire_rating": Spoiling(
        ("FireRating", "耐火极限"), ("IfcWall", "IfcColumn", "IfcBeam"), ("IfcLabel", "0.10h"),
        ("FIR-16",), "FIR",
    ),
    "spoil_design_speed": Spoiling(
        ("DesignSpeed", "设计速度"), ("IfcElement", "IfcSpatialStructureElement"), ("IfcLabel", "35 km/h"),
        ("RD-01",), "RD BR",
    ),
    "spoil_service_life": Spoiling(
        ("设计工作年限", "设计使用年限", "ServiceLifeDuration"), ("IfcSpatialStructureElement",), ("IfcLabel", "8年"),
        ("BR-04",), "BR",
    ),
    "spoil_pavement_life": Spoiling(
        ("路面设计使用年限",), ("IfcSpatialStructureElement", "IfcElement"), ("IfcLabel", "3年"),
        ("RD-37",), "RD",
    ),
    "spoil_bridge_class": Spoiling(
        ("桥梁分类",), ("IfcSpatialStructureElement",), ("IfcLabel", "特大桥"),
        ("BR-14", "BR-04"), "BR",
    ),
    "spoil_lane_width": Spoiling(
        ("LaneWidth", "车道宽度", "Width"), ("IfcPavement", "IfcFacilityPart"), ("IfcLabel", "2.1 m"),
        ("RD-02", "RD-03", "RD-04"), "RD LA BR FIR-17",
    ),
    "spoil_illuminance": Spoiling(("平均照度",), ("IfcElement",), ("IfcLabel", "0.1 lx"), ("HB-03",), "HB"),
    "spoil_plant_name": Spoiling(
        ("BotanicalName", "LocalName", "学名", "树种", "植物名称", "中文名"), ("IfcElement",), ("IfcLabel", ""),
        ("LA-13",), "LA RD-17",
    ),
    "spoil_slope": Spoiling(
        ("Slope", "坡度"), ("IfcRamp", "IfcRampFlight"), ("IfcLabel", "50%"),
        ("ACC-02", "RMP-01"), "ACC RMP LA HB",
    ),
    "spoil_railing_height": Spoiling(
        ("Height", "栏杆高度", "扶手高度"), ("IfcRailing",), ("IfcLabel", "0.2 m"),
        ("BR-01", "BR-02", "LA-05", "LA-07", *RAILINGS), "BR LA RAI STR ACC RMP",
    ),
    "spoil_fire_exit_width": Spoiling(
        ("ClearWidth", "净宽", "通行净宽"), ("IfcDoor",), ("IfcLabel", "0.4 m"),
        ("FIR-01", "FIR-02", "FUN-08"), "FIR FUN ACC HB",
    ),
    "spoil_project_code": Spoiling(("项目代码", "ProjectCode"), ("IfcObjectDefinition",), ("IfcLabel", "?"), ("CIM-08",), "CIM-08"),
    "spoil_batch": Spoiling(("BatchReference", "批次"), ("IfcElement",), ("IfcLabel", ""), ("QUA-01",), "QUA"),
    "spoil_approach_slab": Spoiling(("搭板长度", "Length", "长度"), ("IfcSlab",), ("IfcLabel", "0.5 m"), ("BR-12",), "BR"),
    "spoil_evidence": Spoiling(("特色证据",), ("IfcObjectDefinition",), ("IfcLabel", ""), ("CHR-01",), "CHR"),
}  # fmt: skip


def _owners(file: ifcopenshell.file, spoiling: Spoiling) -> Iterator[tuple[Ifc, Ifc]]:
    for relation in file.by_type("IfcRelDefinesByProperties"):
        held = relation.RelatingPropertyDefinition
        if not held.is_a("IfcPropertySet"):
            continue
        owners = [one for one in relation.RelatedObjects if any(is_a(one, name) for name in spoiling.classes)]
        for prop in held.HasProperties if owners else ():
            if prop.is_a("IfcPropertySingleValue") and prop.Name in spoiling.names and prop.NominalValue is not None:
                yield owners[0], prop


def _spoil(name: str, spoiling: Spoiling) -> Kind:
    def make(file: ifcopenshell.file, rng: Random) -> Change | None:
        found = sorted(_owners(file, spoiling), key=lambda pair: pair[1].id())
        if not found:
            return None
        owner, prop = rng.choice(found)
        told, value = spoiling.value
        before = prop.NominalValue.wrappedValue
        for one in (other for holder, other in found if holder == owner):
            one.NominalValue, one.Unit = file.create_entity(told, value), None
        return Change(
            f"{prop.Name} {before} → {value} of {owner.is_a()} {owner.GlobalId}", spoiling.rules, may=spoiling.may, worse=True
        )

    make.__name__ = name
    return make


for _name, _spoiling in SPOILED.items():
    KINDS[_name] = _spoil(_name, _spoiling)


LOST = (
    "fire_rating",
    "service_life",
    "pavement_life",
    "bridge_class",
    "illuminance",
    "plant_name",
    "project_code",
    "batch",
    "evidence",
)
"""Values that nothing but the property tells."""


def _lose(spoiling: Spoiling) -> Kind:
    def make(file: ifcopenshell.file, rng: Random) -> Change | None:
        found = sorted(_owners(file, spoiling), key=lambda pair: pair[1].id())
        if not found:
            return None
        owner, prop = rng.choice(found)
        what = f"no {prop.Name} of {owner.is_a()} {owner.GlobalId}"
        for one in {other for holder, other in found if holder == owner}:
            one.Name = "X-1"
        return Change(what, spoiling.rules, may=spoiling.may, worse=True)

    return make


for _name in LOST:
    KINDS[f"lose_{_name}"] = _lose(SPOILED[f"spoil_{_name}"])
