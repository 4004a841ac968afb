"""Project, site, road and bridge, which the parts of the street share, where they are, and how things are put into them."""

from typing import Any

from sample_ifc.alignment import WrittenAxis, write_alignment
from sample_ifc.dialect import Dialect
from sample_ifc.georeference import conversion_properties, write_conversion
from sample_ifc.materials import PALETTE
from sample_ifc.record import Record
from sample_ifc.street.plan import LIFE, PLACE, SPEED_KMH, START_STATION, STRETCHES, TRUE_NORTH, StreetPlan
from sample_ifc.values import Measure
from sample_ifc.writer import Draft

PROJECT_NAME = "丹水示范路（K1+200～K1+560）及丹水一号中桥工程"
PROJECT_CODE = "2024-140502-48-01-003157"
PROJECT, SITE, ROAD, BRIDGE, AXIS = "project", "site", "road", "bridge", "alignment"
GROUND_CODE, CONCRETE_CODE, RAILING_CODE = "14-10.10", "14-20.20.00", "14-10.20.00"
FEATURE = {
    "JCPset_Feature": {
        "特色要素": "海绵街道与太行石材",
        "特色说明": "侧分带下凹绿地接纳路面雨水；桥栏与路缘采用当地太行青石，纹样取自晋城泽州铁器",
    }
}
FEATURE_DOCUMENT = ("DS-TS-001", "特色说明书及实景照片")
LIFE_TEXT = {"P100Y": "100年", "P50Y": "50年", "P30Y": "30年"}


def start(project: str, part: str, dialect: Dialect, plan: StreetPlan) -> tuple[Draft, WrittenAxis | None]:
    """A draft with the spatial tree, the georeference and, where the schema has one, the alignment."""
    draft = Draft(project, part, dialect, PALETTE)
    shaper = draft.shaper
    shaper.context.TrueNorth = shaper.direction(TRUE_NORTH)
    owner = draft.rooted(
        "IfcProject", PROJECT, is_shared=True, Name="JC-STREET-01", LongName=PROJECT_NAME, Phase="竣工",
        RepresentationContexts=[shaper.context], UnitsInContext=draft.units,
    )  # fmt: skip
    draft.records[PROJECT] = Record(PROJECT, "IfcProject", owner)
    _site(draft)
    draft.rooted(
        "IfcRelAggregates", f"{PROJECT}/IfcRelAggregates", RelatingObject=owner, RelatedObjects=[draft.records[SITE].entity]
    )  # fmt: skip
    draft.element(
        ROAD, "IfcRoad", "丹水示范路", within=SITE, whole=SITE, is_shared=True, LongName="丹水示范路 K1+200～K1+560",
        CompositionType="ELEMENT", documents=(FEATURE_DOCUMENT,),
        psets={
            "Pset_RoadDesignCriteriaCommon": {
                "DesignSpeed": Measure("IfcLinearVelocityMeasure", round(SPEED_KMH / 3.6, 4)), "RoadDesignClass": "次干路",
                "NumberOfThroughLanes": Measure("IfcCountMeasure", 4),
            },
            "JCPset_Pavement": {"路面设计使用年限": "15年"},
            **FEATURE,
        },
    )  # fmt: skip
    if dialect.schema != "IFC4X3":
        return draft, None
    return draft, write_alignment(draft, AXIS, "丹水示范路设计中线", plan.axis, START_STATION, SITE, owner)


def _site(draft: Draft) -> None:
    psets: dict[str, dict[str, Any]] = {
        "Pset_SiteCommon": {"TotalArea": 34560.0}, "JCPset_Project": {"项目代码": PROJECT_CODE},
    }  # fmt: skip
    if draft.file.schema == "IFC2X3":
        psets |= conversion_properties(draft, PLACE)
    draft.element(
        SITE, "IfcSite", "丹水示范路用地", within=None, is_shared=True, LongName="道路红线内及沿河用地", CompositionType="ELEMENT",
        RefLatitude=PLACE.latitude, RefLongitude=PLACE.longitude, RefElevation=draft.shaper.length(PLACE.height), psets=psets,
    )  # fmt: skip
    if draft.file.schema != "IFC2X3":
        write_conversion(draft, PLACE)


def draw_stretches(draft: Draft) -> None:
    """The street's two stretches, with their carriageways."""
    for stretch in STRETCHES:
        part(draft, f"{ROAD}/{stretch}", "IfcRoadPart", stretch, ROAD, "ROADSEGMENT")
        part(draft, f"{ROAD}/{stretch}/车行道", "IfcRoadPart", f"{stretch}车行道", f"{ROAD}/{stretch}", "CARRIAGEWAY", "LATERAL")


def draw_bridge(draft: Draft) -> None:
    """The bridge and its parts."""
    draft.element(
        BRIDGE, "IfcBridge", "丹水一号中桥", within=SITE, whole=SITE, is_shared=True, LongName="丹水一号中桥 3×22 m",
        CompositionType="ELEMENT", PredefinedType="GIRDER", psets=_bridge_properties(),
    )  # fmt: skip
    for name, predefined, usage in (
        ("上部结构", "SUPERSTRUCTURE", "VERTICAL"), ("下部结构", "SUBSTRUCTURE", "VERTICAL"), ("基础", "FOUNDATION", "VERTICAL"),
        ("附属设施", "SURFACESTRUCTURE", "VERTICAL"),
    ):  # fmt: skip
        part(draft, f"{BRIDGE}/{name}", "IfcBridgePart", name, BRIDGE, predefined, usage)
    part(draft, f"{BRIDGE}/桥面", "IfcBridgePart", "桥面系", f"{BRIDGE}/上部结构", "DECK", "VERTICAL")
    for name, predefined in (("0号桥台", "ABUTMENT"), ("1号墩", "PIER"), ("2号墩", "PIER"), ("3号桥台", "ABUTMENT")):
        part(draft, f"{BRIDGE}/{name}", "IfcBridgePart", name, f"{BRIDGE}/下部结构", predefined)
    part(draft, f"{ROAD}/桥梁段", "IfcRoadPart", "桥梁段", ROAD, "ROADSEGMENT")
    part(draft, f"{ROAD}/桥梁段/车行道", "IfcRoadPart", "桥上车行道", f"{ROAD}/桥梁段", "CARRIAGEWAY", "LATERAL")


def _bridge_properties() -> dict[str, dict[str, Any]]:
    """What is known of the whole bridge."""
    return {
        "Pset_BridgeCommon": {"StructureIndicator": "COMPOSITE"},
        "JCPset_Bridge": {
            "桥梁分类": "中桥", "桥梁总长": Measure("IfcLengthMeasure", 66.0), "单孔跨径": Measure("IfcLengthMeasure", 22.0),
            "设计工作年限": LIFE_TEXT[LIFE], "设计荷载": "城-A级", "设计洪水频率": "1/100",
        },
    }  # fmt: skip


def part(
    draft: Draft, path: str, ifc_class: str, name: str, whole: str, predefined: str, usage: str = "LONGITUDINAL", **attributes: Any
) -> str:  # fmt: skip
    """A part of a facility; its path."""
    return draft.element(
        path, ifc_class, name, within=SITE, whole=whole, CompositionType="ELEMENT", UsageType=usage, PredefinedType=predefined,
        **attributes,
    )  # fmt: skip
