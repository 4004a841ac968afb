"""What is planted in the faulty schools, and the truth about it: what a checker has to find, no more and no less."""

from sample_ifc.faults import drop_container, give_own_type, repeat_identity, spoil_code, spoil_identity
from sample_ifc.record import Record
from sample_ifc.school.delivery_faults import plant_delivery_faults
from sample_ifc.school.plan import EASTINGS
from sample_ifc.school.plan_faults import tell_plan_faults
from sample_ifc.school.spatial import BUILDING, PROJECT, SITE
from sample_ifc.truth import Truth
from sample_ifc.values import Measure
from sample_ifc.writer import Draft

YARD, FEATURE = "校园/硬质铺装", "RF/钟"


def plant_in_parts(parts: dict[str, Draft], truth: Truth) -> None:
    """Plant faults in the three IFC4 parts, before their relations are written."""
    arch, struct, mep = parts["arch"], parts["struct"], parts["mep"]
    tell_plan_faults(arch, truth)
    _georeference_of_parts(arch, struct, mep, truth)
    repeat_identity(arch, ("1F/1号教室/课桌1-1", "1F/1号教室/课桌1-2"), truth)
    spoil_identity(mep, "3F/散热器/2-0", "4zzzzzzzzzzzzzzzzzzzzz", truth, "首字符为4，超出128位")
    for draft, path in ((arch, "2F/阅览/书架1"), (arch, "校园/篮球架南"), (mep, "RF/排风机1")):
        drop_container(draft, path, truth)
    for draft, path, code in ((arch, "校园/校门", None), (arch, "1F/雨篷", "14-10.2"), (mep, "RF/排风机2", "143040")):
        spoil_code(draft, path, code, truth)
    _storey_height(struct, "storey/3F", 0.05, truth)
    _fire_ratings(struct, truth)
    _walls(arch, truth)
    _casting(struct, truth)
    _sealed_yard(arch, truth)
    arch.records[FEATURE].documents = ()
    truth.tell("CHR-01", arch, arch.records[FEATURE], "undetermined", "写了特色要素，没有佐证材料")
    truth.tell("GRN-15", arch, arch.records["2F/房间/204"], "undetermined", "教室外窗都是固定窗，通风在另一分部")
    arch.records[BUILDING].psets["JCPset_Building"]["体形系数"] = 0.42
    truth.tell("GRN-02", arch, arch.records[BUILDING], "fail", "体形系数0.42，应不大于0.40")
    plant_delivery_faults(arch, truth)
    struct.records[SITE].psets["JCPset_Project"]["项目代码"] = "2024-14052-83-01-003172"
    truth.tell("CIM-08", struct, struct.records[PROJECT], "fail", "项目代码少一位")


def plant_in_revit(draft: Draft, truth: Truth) -> None:
    """Plant faults in the one IFC2X3 model, before its relations are written."""
    tell_plan_faults(draft, truth)
    crs = draft.records[SITE].psets["ePSet_ProjectedCRS"]
    conversion = draft.records[SITE].psets["ePSet_MapConversion"]
    crs["Name"], crs["VerticalDatum"] = Measure("IfcLabel", "EPSG:32649"), Measure("IfcLabel", "1956年黄海高程系")
    conversion["Eastings"] = Measure("IfcLengthMeasure", 667895.745, draft.metre)
    conversion["Northings"] = Measure("IfcLengthMeasure", 3928937.355, draft.metre)
    site = draft.records[SITE]
    truth.tell("CIM-01", draft, site, "fail", "坐标系为EPSG:32649（UTM 49N），不在认可之列")
    truth.tell("CIM-02", draft, None, "fail", "高程基准为1956年黄海高程系")
    repeat_identity(draft, ("2F/外墙/南2/0", "2F/外墙/南2/1", "2F/外墙/南2/2"), truth)
    spoil_identity(draft, "RF/消防水箱", "0zzzz-zzzzzzzzzzzzzzzz", truth, "含有连字符")
    for path in ("校园/旗杆", "校园/乔木05", "1F/散热器/2-1"):
        drop_container(draft, path, truth)
    draft.records["type/furniture/办公桌椅"].code = None
    for record in _of_type(draft, "type/furniture/办公桌椅"):
        truth.tell("CIM-07", draft, record, "fail", "类型无分类编码")
    _fire_ratings(draft, truth)
    _walls(draft, truth)
    _casting(draft, truth)
    draft.records[YARD].material = None
    truth.tell("GRN-24", draft, draft.records[SITE], "undetermined", "硬质铺装未写材料，是否透水不明")
    draft.records[FEATURE].psets.pop("JCPset_Feature")
    draft.records[FEATURE].documents = ()
    truth.tell("CHR-01", draft, draft.records[PROJECT], "undetermined", "没有写任何特色要素")
    truth.tell("GRN-15", draft, draft.records["2F/房间/204"], "fail", "教室外窗都是固定窗，也没有送风口")
    plant_delivery_faults(draft, truth)
    draft.records[SITE].psets.pop("JCPset_Project")
    truth.tell("CIM-08", draft, draft.records[PROJECT], "fail", "未写项目代码")


def _of_type(draft: Draft, path: str) -> list[Record]:
    return [record for record in draft.records.values() if record.type_path == path]


def _georeference_of_parts(arch: Draft, struct: Draft, mep: Draft, truth: Truth) -> None:
    conversion = struct.file.by_type("IfcMapConversion")[0]
    crs = conversion.TargetCRS
    struct.file.remove(conversion)
    struct.file.remove(crs)
    truth.tell("CIM-01", struct, struct.records[SITE], "fail", "没有地图坐标转换")
    truth.tell("CIM-12", struct, None, "undetermined", "没有地图坐标转换，无从与其他分部比较")
    arch.records[SITE].entity.RefElevation = 752.0
    truth.tell("CIM-02", arch, arch.records[SITE], "fail", "场地标高752.000与正交高752.350不符")
    mep.file.by_type("IfcMapConversion")[0].Eastings = round(38_000_000 + EASTINGS, 3)
    truth.tell("CIM-03", mep, None, "fail", "带带号的东坐标使原点落在晋城以外")
    truth.tell("CIM-04", mep, None, "fail", "EPSG:4547的东坐标带了带号38")
    truth.tell("CIM-12", mep, None, "fail", "原点与建筑分部不同")
    mep.file.by_type("IfcProjectedCRS")[0].VerticalDatum = None
    truth.tell("CIM-02", mep, None, "undetermined", "未写高程基准")
    truth.tell("CIM-12", mep, None, "undetermined", "未写高程基准，无从比较")


def _storey_height(draft: Draft, path: str, step: float, truth: Truth) -> None:
    storey = draft.records[path].entity
    elevation = round(storey.Elevation + draft.shaper.length(step), 4)
    storey.Elevation = elevation
    storey.ObjectPlacement.RelativePlacement = draft.shaper.placement((0, 0, elevation / draft.dialect.units_per_metre))
    truth.tell("CIM-12", draft, draft.records[path], "fail", "3F标高比建筑分部高50 mm")


def _fire_ratings(draft: Draft, truth: Truth) -> None:
    records = draft.records
    column = records["1F/柱3"]
    column.psets["Pset_ColumnCommon"] = {"Reference": "KZ1", "LoadBearing": True, "FireRating": "1.00h"}
    truth.tell("FIR-16", draft, column, "fail", "柱耐火极限1.00 h，二级应为2.50 h")
    beam = records["3F/KL-B2"]
    beam.psets["Pset_BeamCommon"] = {"Reference": "KL", "LoadBearing": True, "FireRating": "60min"}
    truth.tell("FIR-16", draft, beam, "fail", "梁耐火极限60 min，二级应为1.50 h")
    slab = records["2F/板3A"]
    slab.psets["Pset_SlabCommon"] = {"Reference": "预制板-120", "LoadBearing": True, "FireRating": "见结构总说明"}
    truth.tell("FIR-16", draft, slab, "undetermined", "耐火极限读不出数")
    silent = records["3F/KL-C4"]
    psets = {"Pset_BeamCommon": {"Reference": "KL", "LoadBearing": True, "IsExternal": False}}
    give_own_type(draft, silent, "type/beam/无耐火极限", "IfcBeamType", "KL 300×600 补", psets, PredefinedType="BEAM")
    truth.tell("FIR-16", draft, silent, "undetermined", "未写耐火极限")


def _walls(draft: Draft, truth: Truth) -> None:
    bare = {"IsExternal": True, "LoadBearing": False, "FireRating": "1.00h"}
    for path in ("1F/外墙/东", "2F/外墙/东", "3F/外墙/东"):
        psets = {"Pset_WallCommon": {"Reference": "外墙-300-山墙", **bare, "ThermalTransmittance": 0.8}}
        give_own_type(
            draft, draft.records[path], "type/wall/山墙", "IfcWallType", "外墙-300-山墙", psets, PredefinedType="SOLIDWALL"
        )
        truth.tell("GRN-09", draft, draft.records[path], "fail", "外墙K=0.80")
        truth.tell("GRN-06", draft, draft.records[path], "fail", "外墙K=0.80，超过权衡判断的下限")
    silent = draft.records["2F/外墙/西"]
    give_own_type(
        draft, silent, "type/wall/无K", "IfcWallType", "外墙-300-待定", {"Pset_WallCommon": bare}, PredefinedType="SOLIDWALL"
    )
    # Its layers would tell the transmittance.
    draft.records["type/wall/无K"].material = None
    truth.tell("GRN-09", draft, silent, "undetermined", "外墙未写传热系数，也没有材料")
    truth.tell("GRN-06", draft, silent, "undetermined", "外墙未写传热系数，也没有材料")
    truth.tell("DEL-06", draft, silent, "fail", "外墙没有材料")
    roof = draft.records["RF/屋面"]
    roof.psets["Pset_RoofCommon"]["ThermalTransmittance"] = 0.45
    truth.tell("GRN-09", draft, roof, "fail", "屋面K=0.45")


def _sealed_yard(draft: Draft, truth: Truth) -> None:
    yard = draft.records[YARD]
    yard.material, yard.entity.ObjectType = "granite", "花岗石铺装"
    truth.tell("GRN-24", draft, draft.records[SITE], "fail", "硬质铺装全为花岗石")


def _casting(draft: Draft, truth: Truth) -> None:
    for record in draft.records.values():
        if record.ifc_class == "IfcSlab" and record.path.startswith(("2F/板", "3F/板")):
            record.psets["Pset_ConcreteElementGeneral"] = {"ConstructionMethod": "In-Situ", "StructuralClass": "C30"}
    truth.tell("PRE-07", draft, draft.records[BUILDING], "fail", "只有屋面板预制，预制体积不足35%")
