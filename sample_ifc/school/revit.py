"""In the manner of a Chinese Revit's export: IFC2X3, millimetres, families and types, property sets of the tool's own."""

from typing import Any, Literal

from sample_ifc.dialect import Dialect, Values
from sample_ifc.record import Record
from sample_ifc.values import Measure, Quantity

CLASSES = {
    "IfcWall": "IfcWallStandardCase",
    "IfcFurniture": "IfcFurnishingElement",
    "IfcGeographicElement": "IfcBuildingElementProxy",
    "IfcGeographicElementType": "IfcBuildingElementProxyType",
    "IfcDoorType": "IfcDoorStyle",
    "IfcWindowType": "IfcWindowStyle",
    "IfcFootingType": "",
    "IfcDistributionSystem": "IfcSystem",
    "IfcLightFixture": "IfcFlowTerminal",
    "IfcSanitaryTerminal": "IfcFlowTerminal",
    "IfcFireSuppressionTerminal": "IfcFlowTerminal",
    "IfcAirTerminal": "IfcFlowTerminal",
    "IfcPipeSegment": "IfcFlowSegment",
    "IfcDuctSegment": "IfcFlowSegment",
    "IfcCableCarrierSegment": "IfcFlowSegment",
    "IfcSpaceHeater": "IfcEnergyConversionDevice",
    "IfcUnitaryEquipment": "IfcEnergyConversionDevice",
    "IfcFan": "IfcFlowMovingDevice",
    "IfcTank": "IfcFlowStorageDevice",
}
"""Class in IFC4 → class in IFC2X3; empty where there is none."""

FAMILIES = {
    "IfcWall": "基本墙",
    "IfcSlab": "楼板",
    "IfcRoof": "基本屋顶",
    "IfcCovering": "复合天花板",
    "IfcColumn": "M_混凝土-矩形-柱",
    "IfcBeam": "M_混凝土-矩形梁",
    "IfcFooting": "M_独立基础",
    "IfcWindow": "M_推拉窗",
    "IfcStair": "整体浇筑楼梯",
    "IfcStairFlight": "整体梯段",
    "IfcRailing": "栏杆扶手",
    "IfcRamp": "坡道",
    "IfcPipeSegment": "管道类型",
    "IfcDuctSegment": "矩形风管",
    "IfcCableCarrierSegment": "带配件的电缆桥架",
    "IfcLightFixture": "M_照明设备",
    "IfcSanitaryTerminal": "M_卫浴装置",
    "IfcFurniture": "M_家具",
    "IfcGeographicElement": "M_场地",
}
SPATIAL = ("IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcSpace")
QUANTITY_NAMES = {
    "Length": "长度",
    "Width": "宽度",
    "Height": "高度",
    "Depth": "厚度",
    "Area": "面积",
    "NetArea": "面积",
    "NetSideArea": "面积",
    "NetFloorArea": "面积",
    "NetVolume": "体积",
    "NetPerimeter": "周长",
}
MEASURES = {"Length": "IfcLengthMeasure", "Area": "IfcAreaMeasure", "Volume": "IfcVolumeMeasure"}
KEPT = {
    "Pset_WallCommon": ("Reference", "LoadBearing"),
    "Pset_ColumnCommon": ("Reference", "LoadBearing"),
    "Pset_BeamCommon": ("Reference", "LoadBearing"),
    "Pset_SlabCommon": ("Reference", "LoadBearing", "IsExternal"),
    "Pset_DoorCommon": ("Reference", "IsExternal"),
    "Pset_WindowCommon": ("Reference", "IsExternal"),
    "Pset_SpaceCommon": ("Reference",),
    "Pset_BuildingCommon": ("NumberOfStoreys",),
}
"""What the tool writes into the standard's sets by itself."""


class RevitDialect(Dialect):
    """A Chinese Revit's habits."""

    schema: Literal["IFC2X3", "IFC4", "IFC4X3"] = "IFC2X3"
    view_definition = "CoordinationView_V2.0"
    units_per_metre = 1000.0
    application = ("sample_ifc", "珏山样例模型生成器（仿 Revit 中文版导出）")
    site_position = ((42, 12, 46, 800000), (-71, -1, -59, -880000))
    """The tool's default place near Boston, which nobody has set right."""

    def __init__(self) -> None:
        self._last_id = 310000

    def class_name(self, ifc_class: str) -> str:
        """The IFC2X3 name of an IFC4 class."""
        return CLASSES.get(ifc_class, ifc_class)

    def describe(self, record: Record, name: str) -> dict[str, Any]:
        """``family:type:id``; spatial elements, zones and openings keep their names."""
        if record.ifc_class in SPATIAL:
            return {"Name": name}
        self._last_id += 7
        if record.ifc_class == "IfcOpeningElement":
            return {"Name": f"洞口:{self._last_id}", "Tag": str(self._last_id)}
        sort = record.ifc_class.removesuffix("Type")
        family = _family(sort, name)
        kind = f"{family}:{_type_name(sort, name)}"
        if record.ifc_class.endswith("Type"):
            return {"Name": kind, "Tag": str(self._last_id)}
        return {"Name": f"{kind}:{self._last_id}", "ObjectType": kind, "Tag": str(self._last_id)}

    def properties(self, record: Record) -> Values:
        """The tool's own sets; of the standard's only what it fills by itself."""
        known = {name: value for values in record.psets.values() for name, value in values.items()}
        is_type = record.ifc_class.endswith("Type")
        sets: Values = {name: values for name, values in record.psets.items() if name.startswith("ePSet_")}
        for name, kept in KEPT.items():
            if name in record.psets:
                sets[name] = {key: value for key, value in record.psets[name].items() if key in kept}
        identity: dict[str, Any] = {"类型标记": record.mark} if record.mark else {}
        for name, chinese in (("FireRating", "耐火极限"), ("OccupancyType", "建筑类型")):
            if name in known:
                identity[chinese] = known[name]
        sets["标识数据"] = identity
        if "ThermalTransmittance" in known:
            sets["分析属性"] = {"传热系数": known["ThermalTransmittance"]}
        if record.ifc_class == "IfcWallType":
            sets["构造"] = {"功能": "外部" if known.get("IsExternal") else "内部"}
        other: dict[str, Any] = {}
        if "FireExit" in known and not record.ifc_class.startswith("IfcStair"):
            other["疏散门"] = known["FireExit"]
        for name in ("项目代码", "通行净宽", "体形系数", "特色要素", "特色说明"):
            if name in known:
                other[name] = known[name]
        sets["其他"] = other
        if "ConstructionMethod" in known:
            sets["文字"] = {"施工方式": {"Precast": "预制", "In-Situ": "现浇"}[known["ConstructionMethod"]]}
        if not is_type and record.ifc_class not in SPATIAL and record.facts.get("storey"):
            sets["约束"] = {"标高": f"标高: {record.facts['storey']}"}
        sets["尺寸标注"] = _sizes(record)
        return {name: values for name, values in sets.items() if values}

    def quantities(self, record: Record) -> Values:
        """None: the tool was not asked for base quantities."""
        return {}


def _sizes(record: Record) -> dict[str, Any]:
    sizes: dict[str, Any] = {}
    for values in record.qtos.values():
        for name, quantity in values.items():
            if name in QUANTITY_NAMES and isinstance(quantity, Quantity):
                digits = 4 if quantity.form == "Length" else 3
                sizes[QUANTITY_NAMES[name]] = Measure(MEASURES[quantity.form], round(quantity.value, digits))
    return sizes


def _family(sort: str, name: str) -> str:
    if sort == "IfcDoor":
        return _door_family(name)
    if sort == "IfcWindow" and "固定窗" in name:
        return "M_固定窗"
    return FAMILIES.get(sort, f"M_{name.split(' ')[0]}")


def _door_family(name: str) -> str:
    if "防火门" in name:
        return "M_双扇防火门"
    return "M_双扇玻璃门" if "玻璃" in name else "M_单扇门"


def _type_name(sort: str, name: str) -> str:
    """Doors and windows are typed by size: ``木质成品门 M1021`` becomes ``1000 x 2100mm``."""
    mark = name.split(" ")[-1].removesuffix("g").removesuffix("n")
    if sort in ("IfcDoor", "IfcWindow") and mark[-4:].isdigit():
        return f"{int(mark[-4:-2]) * 100} x {int(mark[-2:]) * 100}mm"
    return name.replace(":", "-")
