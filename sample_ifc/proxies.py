"""The weak form of roads, bridges, streets and parks: IFC2X3 in millimetres, nearly everything a proxy with a Chinese name.

In the manner of Chinese Revit and Civil exports: ``family:type:number``, a building and a storey as the only structure,
what is known in texts of the tool's own property sets.
What belongs here: that manner. What does not: what any of the samples holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import tan
from typing import TYPE_CHECKING, Any, Literal

from sample_ifc.dialect import Dialect, Values
from sample_ifc.record import Record
from sample_ifc.values import Measure, Quantity

if TYPE_CHECKING:
    from sample_ifc.writer import Draft

FACILITIES = ("IfcRoad", "IfcBridge", "IfcFacility", "IfcRailway", "IfcMarineFacility")
"""Become buildings."""
PARTS = (
    "IfcRoadPart", "IfcBridgePart", "IfcFacilityPart", "IfcFacilityPartCommon", "IfcSpatialZone", "IfcExternalSpatialElement",
    "IfcSpace",
)  # fmt: skip
"""Become proxies where they have a body; are left out where they have none."""
LEFT_OUT = ("IfcAlignment", "IfcReferent", "IfcAnnotation", "IfcZone", "IfcDistributionSystem", "IfcElementAssembly")
"""What the tool does not export."""
KEPT = ("IfcProject", "IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcWall", "IfcWallType", "IfcOpeningElement")
"""What the tool has a class for."""

FAMILIES = {
    "IfcRoadPart": "场地_自适应面",
    "IfcCourse": "分层构件",
    "IfcPavement": "分层构件",
    "IfcKerb": "轮廓_放样",
    "IfcGeographicElement": "环境",
    "IfcLightFixture": "电气_户外",
    "IfcRailing": "基于线的构件",
    "IfcBeam": "结构_梁",
    "IfcColumn": "结构_柱",
    "IfcPile": "结构_桩",
    "IfcFurniture": "环境_小品",
    "IfcWall": "基本墙",
}
"""Class in IFC4X3 → the tool's family; other things are of a common family."""
COMMON_FAMILY = "常规模型"


def metres(value: float) -> str:
    """``1.2m``."""
    return f"{value:g}m"


def centimetres(value: float) -> str:
    """``15cm``."""
    return f"{round(value * 100, 2):g}cm"


def kilometres_an_hour(value: float) -> str:
    """``40km/h``, of metres a second."""
    return f"{round(value * 3.6, 1):g}km/h"


def percent(value: float) -> str:
    """``1.5%``."""
    return f"{round(value * 100, 3):g}%"


def ratio(value: float) -> str:
    """``1:12``, of a plane angle in radians."""
    return f"1:{round(1 / tan(value), 2):g}"


def lux(value: float) -> str:
    """``20lx``."""
    return f"{value:g}lx"


def years(value: str) -> str:
    """``100年``, of ``P100Y``."""
    return f"{value.removeprefix('P').removesuffix('Y')}年"


@dataclass(frozen=True)
class Told:
    """Where and how the tool's user wrote down what the standard has a property for."""

    set_name: str
    name: str
    form: Callable[[Any], str] | None = None
    """None: the value as it is, ``是`` or ``否`` for flags."""


SIZES, IDENTITY, OTHER = "尺寸标注", "标识数据", "其他"
CHINESE: dict[str, Told] = {
    "DesignSpeed": Told(OTHER, "设计速度", kilometres_an_hour),
    "RoadDesignClass": Told(OTHER, "道路等级"),
    "Width": Told(SIZES, "宽度", metres),
    "LaneWidth": Told(SIZES, "车道宽度", metres),
    "NominalWidth": Told(SIZES, "宽度", metres),
    "Height": Told(SIZES, "高度", metres),
    "NominalThickness": Told(SIZES, "厚度", metres),
    "ClearWidth": Told(SIZES, "净宽", metres),
    "ClearHeight": Told(SIZES, "净高", metres),
    "ServiceLifeDuration": Told(OTHER, "设计使用年限", years),
    "Manufacturer": Told(IDENTITY, "制造商"),
    "BatchReference": Told(IDENTITY, "批次"),
    "BotanicalName": Told(OTHER, "学名"),
    "LocalName": Told(OTHER, "树种"),
    "OccupancyType": Told(IDENTITY, "建筑类型"),
    "Slope": Told(SIZES, "坡度", ratio),
    "HandicapAccessible": Told(OTHER, "无障碍"),
    "TotalArea": Told(SIZES, "用地面积", lambda value: f"{value:g}m²"),
    "平均照度": Told(OTHER, "平均照度", lux),
    "最小照度": Told(OTHER, "最小照度", lux),
    "胸径": Told(SIZES, "胸径", centimetres),
    "最大纵坡": Told(OTHER, "最大纵坡", percent),
}
"""Property → how it stands in the weak form; a property with a Chinese name needs no line, one with an English name is dropped."""
QUANTITIES = {"Length": "长度", "Width": "宽度", "Height": "高度", "Area": "面积", "NetArea": "面积", "NetVolume": "体积"}
MEASURES = {"Length": "IfcLengthMeasure", "Area": "IfcAreaMeasure", "Volume": "IfcVolumeMeasure"}


class ProxyDialect(Dialect):
    """IFC2X3 proxies in millimetres."""

    schema: Literal["IFC2X3", "IFC4", "IFC4X3"] = "IFC2X3"
    view_definition = "CoordinationView_V2.0"
    units_per_metre = 1000.0
    application = ("sample_ifc", "珏山样例模型生成器（仿中文市政设计软件导出）")

    def __init__(self) -> None:
        self._last_id = 520000

    def class_name(self, ifc_class: str) -> str:
        """The IFC2X3 name of an IFC4X3 class; empty for what is left out."""
        if ifc_class in KEPT or ifc_class.startswith("IfcRel"):
            return ifc_class
        if ifc_class in FACILITIES:
            return "IfcBuilding"
        if ifc_class in LEFT_OUT:
            return ""
        return "IfcBuildingElementProxyType" if ifc_class.endswith("Type") else "IfcBuildingElementProxy"

    def element_class(self, ifc_class: str, *, has_body: bool) -> str:
        """As ``class_name``; parts of facilities without a body are left out."""
        return "" if ifc_class in PARTS and not has_body else self.class_name(ifc_class)

    def describe(self, record: Record, name: str) -> dict[str, Any]:
        """``family:type:number``; sites, buildings and storeys keep their names."""
        if record.ifc_class in FACILITIES or record.ifc_class in KEPT[:4]:
            return {"Name": name}
        self._last_id += 7
        family = FAMILIES.get(record.ifc_class.removesuffix("Type"), COMMON_FAMILY)
        type_name = record.facts.get("type_name") or name
        kind = f"{family}:{type_name.replace(':', '-')}"
        if record.ifc_class.endswith("Type"):
            return {"Name": kind, "Tag": str(self._last_id)}
        own = kind if type_name == name else f"{kind} {name.replace(':', '-')}"
        return {"Name": f"{own}:{self._last_id}", "ObjectType": kind, "Tag": str(self._last_id)}

    def properties(self, record: Record) -> Values:
        """Texts in the tool's own sets; the georeference as it is."""
        sets: Values = {name: values for name, values in record.psets.items() if name.startswith("ePSet_")}
        texts: Values = {IDENTITY: {}, SIZES: _sizes(record), OTHER: {}}
        for name, values in record.psets.items():
            if not name.startswith("ePSet_"):
                for key, value in values.items():
                    _tell(texts, key, value)
        for number, name in record.documents:
            is_acceptance = "验收" in name
            texts[IDENTITY if is_acceptance else OTHER]["进场验收记录" if is_acceptance else "佐证材料"] = f"{number} {name}"
        return sets | {name: values for name, values in texts.items() if values}

    def quantities(self, record: Record) -> Values:
        """None: sizes stand in the tool's own set."""
        return {}

    def documents(self, record: Record) -> tuple[tuple[str, str], ...]:
        """None: what there is, a property says."""
        return ()

    def settle(self, draft: "Draft") -> None:
        """Give each building a storey, and put everything else into the storey of what it belongs to."""
        storeys = [_storey(draft, record) for record in list(draft.records.values()) if _is(record, "IfcBuilding")]
        for record in list(draft.records.values()):
            if not _is(record, "IfcElement") or not (record.container or record.whole or record.host):
                continue
            record.container, record.whole, record.host = _storey_above(draft, record) or storeys[0], None, None
            record.facts["storey"] = draft.records[record.container].entity.Name


def _is(record: Record, ifc_class: str) -> bool:
    return record.entity is not None and bool(record.entity.is_a(ifc_class))


def _storey(draft: "Draft", building: Record) -> str:
    """Path of a building's first storey, made where it has none."""
    for record in draft.records.values():
        if record.whole == building.path and _is(record, "IfcBuildingStorey"):
            return record.path
    path = f"{building.path}/标高"
    draft.element(
        path, "IfcBuildingStorey", "标高 1", within=building.path, whole=building.path, is_shared=True, Elevation=0.0,
        CompositionType="ELEMENT",
    )  # fmt: skip
    return path


def _storey_above(draft: "Draft", record: Record) -> str | None:
    path = record.container or record.whole or record.host
    while path:
        above = draft.records[path]
        if _is(above, "IfcBuildingStorey"):
            return path
        if _is(above, "IfcBuilding"):
            return _storey(draft, above)
        path = above.container or above.whole or above.host
    return None


def _tell(texts: Values, name: str, value: Any) -> None:
    told = CHINESE.get(name)
    if told is None and name.isascii():
        return
    is_length = isinstance(value, Measure) and value.ifc_type in ("IfcLengthMeasure", "IfcPositiveLengthMeasure")
    plain = value.value if isinstance(value, Measure) else value
    if told is not None and told.form is not None:
        text = told.form(plain) if not isinstance(plain, str) or told.form is years else plain
    elif isinstance(plain, bool):
        text = "是" if plain else "否"
    elif is_length:
        text = metres(plain)
    else:
        text = f"{plain:g}" if isinstance(plain, float) else str(plain)
    set_name, key = (told.set_name, told.name) if told else (SIZES if is_length else OTHER, name)
    texts[set_name][key] = text


def _sizes(record: Record) -> dict[str, Any]:
    sizes: dict[str, Any] = {}
    for values in record.qtos.values():
        for name, quantity in values.items():
            if name in QUANTITIES and isinstance(quantity, Quantity):
                sizes[QUANTITIES[name]] = Measure(MEASURES[quantity.form], round(quantity.value, 4))
    return sizes
