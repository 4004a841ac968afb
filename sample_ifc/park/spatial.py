"""Project, site, park and its areas, which both parts share, and where they are on the map."""

from shapely import Point, Polygon

from sample_ifc.dialect import Dialect
from sample_ifc.georeference import conversion_properties, write_conversion
from sample_ifc.materials import PALETTE
from sample_ifc.park.plan import LAND, LOOP_LINE, PLACE, TRUE_NORTH
from sample_ifc.values import Measure
from sample_ifc.writer import At, Draft

PROJECT_NAME = "晋城城区街心游园"
PROJECT_CODE = "2024-140502-78-01-002093"
PROJECT, SITE, PARK = "project", "site", "park"
ENTRANCE, SHORE, GROVE, EDGE = "park/入口", "park/滨水", "park/林下", "park/外围"
AREAS = {ENTRANCE: "入口景观区", SHORE: "滨水游赏区", GROVE: "林下休憩区", EDGE: "外围防护区"}
FEATURE = {
    "特色要素": "老砖新用",
    "特色说明": Measure("IfcText", "园中小径用拆迁留下的青砖铺成，砖上的窑印保留在面上，沿路说明牌讲述旧街巷的来历。"),
}
FEATURE_DOCUMENT = ("JC-PARK-TS-01", "特色要素论证与影像资料")
PARK_PALETTE = PALETTE | {
    "lake": (0.30, 0.52, 0.60, 0.35),
    "pool": (0.52, 0.76, 0.82, 0.35),
    "earth": (0.52, 0.44, 0.34, 0.0),
    "lawn": (0.50, 0.66, 0.32, 0.0),
    "ground_cover": (0.38, 0.56, 0.30, 0.0),
    "rain_garden": (0.46, 0.60, 0.44, 0.0),
    "flowers": (0.80, 0.46, 0.58, 0.0),
    "loop": (0.76, 0.56, 0.44, 0.0),
    "brick_path": (0.70, 0.66, 0.60, 0.0),
    "plaza": (0.82, 0.79, 0.74, 0.0),
    "stone": (0.66, 0.66, 0.64, 0.0),
    "boards": (0.56, 0.40, 0.26, 0.0),
    "rail": (0.30, 0.26, 0.22, 0.0),
    "roof_tile": (0.34, 0.36, 0.38, 0.0),
    "lacquer": (0.55, 0.20, 0.16, 0.0),
    "grey_brick": (0.58, 0.58, 0.56, 0.0),
    "bin_green": (0.16, 0.46, 0.28, 0.0),
    "bin_grey": (0.36, 0.38, 0.40, 0.0),
    "lamp_light": (0.98, 0.95, 0.80, 0.0),
    "sign": (0.20, 0.34, 0.30, 0.0),
    "needle": (0.16, 0.36, 0.24, 0.0),
    "willow": (0.52, 0.66, 0.28, 0.0),
    "gold": (0.80, 0.68, 0.22, 0.0),
    "purple": (0.44, 0.22, 0.30, 0.0),
    "blossom": (0.90, 0.66, 0.74, 0.0),
    "hedge": (0.28, 0.46, 0.22, 0.0),
}
"""The school's colours and those of a park."""
_INSIDE = Polygon(LOOP_LINE.coords).buffer(2.6)
"""What the loop path goes around, and its verges."""


def start(project: str, part: str, dialect: Dialect, *, has_feature: bool) -> Draft:
    """A draft with the spatial tree and the georeference; one part says what makes the park its own."""
    draft = Draft(project, part, dialect, PARK_PALETTE)
    draft.shaper.context.TrueNorth = draft.shaper.direction(TRUE_NORTH)
    owner = draft.rooted(
        "IfcProject",
        PROJECT,
        is_shared=True,
        Name="JC-PARK-01",
        LongName=PROJECT_NAME,
        Phase="竣工验收",
        RepresentationContexts=[draft.shaper.context],
        UnitsInContext=draft.units,
    )
    draft.add(PROJECT, "IfcProject", owner)
    is_weak = draft.file.schema == "IFC2X3"
    psets = {"Pset_SiteCommon": {"TotalArea": round(LAND.area, 1)}, "JCPset_Project": {"项目代码": PROJECT_CODE}}
    draft.element(
        SITE,
        "IfcSite",
        "街心游园用地",
        within=None,
        is_shared=True,
        LongName="游园",
        CompositionType="ELEMENT",
        RefLatitude=PLACE.latitude,
        RefLongitude=PLACE.longitude,
        RefElevation=draft.shaper.length(PLACE.height),
        psets=psets | (conversion_properties(draft, PLACE) if is_weak else {}),
    )
    if not is_weak:
        write_conversion(draft, PLACE)
    site = draft.records[SITE].entity
    draft.rooted("IfcRelAggregates", f"{PROJECT}/IfcRelAggregates", RelatingObject=owner, RelatedObjects=[site])
    _park(draft, has_feature)
    return draft


def _park(draft: Draft, has_feature: bool) -> None:
    draft.element(
        PARK,
        "IfcFacility",
        "街心游园",
        within=SITE,
        whole=SITE,
        is_shared=True,
        ObjectType="公园",
        LongName=PROJECT_NAME,
        CompositionType="ELEMENT",
        psets={"JCPset_Feature": FEATURE} if has_feature else {},
        documents=(FEATURE_DOCUMENT,) if has_feature else (),
    )
    for path, name in AREAS.items():
        draft.element(
            path,
            "IfcFacilityPartCommon",
            name,
            within=PARK,
            whole=PARK,
            is_shared=True,
            CompositionType="ELEMENT",
            UsageType="REGION",
            PredefinedType="SEGMENT",
        )


def area_at(x: float, y: float) -> str:
    """Path of the area of the park that a place lies in."""
    if 54 < x < 106 and y < 37:
        return ENTRANCE
    if not _INSIDE.contains(Point(x, y)):
        return EDGE
    return SHORE if x > 66 else GROVE


def stand(x: float, y: float, z: float, turn: float = 0.0) -> At:
    """A place, with coordinates as they are written."""
    return At(round(x, 3), round(y, 3), round(z, 3), round(turn, 3))
