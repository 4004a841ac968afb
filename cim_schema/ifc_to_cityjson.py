"""IFC class, or what a weak class turned out to be → CityJSON 2.0 type, by what the object stands in.

Source: CityJSON 2.0.1, section 2 (types, their parents and geometries); ISO 16739-1:2024 (classes).
What belongs here: names. What does not: geometry and files.
"""

from cim_schema.codes import CityObjectFamily, Thing

FACILITY_TYPES: dict[str, str] = {
    "IfcBuilding": "Building",
    "IfcBridge": "Bridge",
    "IfcRoad": "Road",
    "IfcRailway": "Railway",
    "IfcMarineFacility": "OtherConstruction",
    "IfcFacility": "OtherConstruction",
}
"""Buildings and facilities, and the type that each is."""

PART_CLASSES = frozenset((
    "IfcFacilityPart", "IfcFacilityPartCommon", "IfcBridgePart", "IfcRoadPart", "IfcRailwayPart", "IfcMarinePart",
))  # fmt: skip
SPACE_CLASSES = frozenset(("IfcSpace", "IfcSpatialZone", "IfcExternalSpatialElement"))

_PART_TYPES = {"Building": "BuildingPart", "Bridge": "BridgePart", "Road": "Road", "Railway": "Railway"}
_ROOM_TYPES = {"Building": "BuildingRoom", "Bridge": "BridgeRoom"}

_CONSTRUCTIVE = frozenset((
    "IfcBeam", "IfcBeamStandardCase", "IfcBearing", "IfcBuiltElement", "IfcBuildingElementComponent", "IfcBuildingElementPart",
    "IfcCaissonFoundation", "IfcChimney", "IfcColumn", "IfcColumnStandardCase", "IfcCovering", "IfcCurtainWall",
    "IfcDeepFoundation", "IfcDoor", "IfcDoorStandardCase", "IfcElementAssembly", "IfcFastener", "IfcFooting",
    "IfcMechanicalFastener", "IfcMember", "IfcMemberStandardCase", "IfcPile", "IfcPlate", "IfcPlateStandardCase",
    "IfcReinforcingBar", "IfcReinforcingElement", "IfcReinforcingMesh", "IfcRoof", "IfcSlab", "IfcSlabElementedCase",
    "IfcSlabStandardCase", "IfcTendon", "IfcTendonAnchor", "IfcTendonConduit", "IfcWall", "IfcWallElementedCase",
    "IfcWallStandardCase", "IfcWindow", "IfcWindowStandardCase",
))  # fmt: skip
_FURNITURE = frozenset(("IfcFurniture", "IfcFurnishingElement", "IfcSystemFurnitureElement"))
_STREET_FURNITURE = frozenset(("IfcSign", "IfcSignal", "IfcImpactProtectionDevice", "IfcMooringDevice", "IfcNavigationElement"))
_PAVED = frozenset(("IfcPavement", "IfcKerb", "IfcCourse"))
_TRACK = frozenset(("IfcRail", "IfcTrackElement"))
_EARTHWORKS = frozenset(("IfcEarthworksCut", "IfcEarthworksElement", "IfcEarthworksFill", "IfcReinforcedSoil"))
_GROUND = frozenset(("IfcGeotechnicalElement", "IfcGeotechnicalStratum", "IfcSolidStratum", "IfcVoidStratum", "IfcWaterStratum"))
PHYSICAL_FEATURES = frozenset(("IfcSurfaceFeature", "IfcEarthworksCut"))
"""Features that are there to be seen, unlike openings: road markings, rumble strips, excavations."""
_GEOGRAPHIC = {"TERRAIN": "TINRelief", "VEGETATION": "SolitaryVegetationObject"}
_CONSTRUCTIONS = frozenset(("Building", "Bridge"))
_WEAK_ANYWHERE = frozenset((
    "IfcBuildingElementProxy", "IfcCivilElement", "IfcGeographicElement", "IfcBuiltElement", "IfcTransportElement",
))  # fmt: skip
_WEAK_OUTDOORS = frozenset((
    "IfcSlab", "IfcSlabStandardCase", "IfcSlabElementedCase", "IfcPlate", "IfcPlateStandardCase", "IfcMember", "IfcCovering",
    "IfcElementAssembly", "IfcFooting", "IfcSpace", "IfcSpatialZone", "IfcExternalSpatialElement", *_FURNITURE,
))  # fmt: skip
"""Classes that stand for many things outside of a building: there what the thing is counts more."""
_ROAD_THINGS = (
    Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE, Thing.CYCLE_TRACK, Thing.FOOTWAY, Thing.PATH, Thing.FIRE_LANE, Thing.PLAZA, Thing.PAVING,
    Thing.PAVEMENT_COURSE, Thing.PARKING_BAY, Thing.TACTILE_PAVING, Thing.KERB, Thing.DIVIDER, Thing.CROSSING, Thing.ROAD,
)  # fmt: skip
_FURNITURE_THINGS = (
    Thing.LAMP, Thing.SEAT, Thing.SIGN, Thing.BOLLARD, Thing.WASTE_POINT, Thing.MANHOLE, Thing.RAILING, Thing.GUARDRAIL,
)  # fmt: skip
_BRIDGE_THINGS = (
    Thing.BRIDGE_DECK, Thing.GIRDER, Thing.BEARING, Thing.PIER, Thing.ABUTMENT, Thing.FOUNDATION,
)  # fmt: skip
_BUILT_THINGS = (*_BRIDGE_THINGS, Thing.DOOR, Thing.WINDOW)
_THING_TYPES: dict[str, str] = {
    **dict.fromkeys(_ROAD_THINGS, "Road"),
    **dict.fromkeys(_FURNITURE_THINGS, "CityFurniture"),
    **dict.fromkeys(_BUILT_THINGS, "OtherConstruction"),
    Thing.TREE: "SolitaryVegetationObject",
    Thing.SHRUB: "PlantCover",
    Thing.PLANTED_AREA: "PlantCover",
    Thing.WATER: "WaterBody",
    Thing.TERRAIN: "TINRelief",
}
"""What a thing is, where it is no part of a bridge."""

CONSTRUCTION_PARTS = frozenset(
    f"{construction}{part}"
    for construction in ("Building", "Bridge")
    for part in ("Part", "Storey", "Room", "Unit", "Installation", "ConstructiveElement", "Furniture")
)
"""Types that must have a parent, and stand under a Building or a Bridge."""
CONTAINERS = frozenset(("Building", "BuildingPart", "BuildingStorey", "BuildingRoom", "Bridge", "BridgePart", "BridgeRoom"))
"""Types that others may have as their parent."""
SURFACE_TYPES = frozenset(("LandUse", "Road", "Railway", "TINRelief"))
"""Types whose geometry is never a solid."""
MULTI_SOLID_TYPES = frozenset((
    "BuildingInstallation", "BuildingConstructiveElement", "BuildingFurniture", "BridgeInstallation",
    "BridgeConstructiveElement", "BridgeFurniture", "CityFurniture", "OtherConstruction", "GenericCityObject",
    "SolitaryVegetationObject", "PlantCover",
))  # fmt: skip
"""Types that may be several solids at once."""


def city_family(ifc_class: str, composition_type: str | None = None) -> CityObjectFamily | None:
    """The level of a spatial class in the city's object tree; None for a class that is no spatial element."""
    if ifc_class == "IfcSite":
        return CityObjectFamily.SITE
    if ifc_class in FACILITY_TYPES:
        return CityObjectFamily.PART if composition_type == "PARTIAL" else CityObjectFamily.BUILDING
    if ifc_class in PART_CLASSES:
        return CityObjectFamily.PART
    if ifc_class == "IfcBuildingStorey":
        return CityObjectFamily.STOREY
    return CityObjectFamily.SPACE if ifc_class in SPACE_CLASSES else None


def city_object_type(
    ifc_class: str, family: CityObjectFamily, host: str | None, predefined_type: str | None = None, thing: str | None = None
) -> str:
    """The CityJSON 2.0 type of a city object.

    Args:
        ifc_class: Entity name.
        family: Its level in the city's object tree.
        host: Type of the nearest building or facility that it belongs to (itself, for a facility); None outside of any.
        predefined_type: Of the object; tells terrain from vegetation.
        thing: What it was recognised as (``msr_thing``); counts where the class says little.
    """
    if family is CityObjectFamily.SITE:
        return "LandUse"
    if family is CityObjectFamily.BUILDING:
        return FACILITY_TYPES.get(ifc_class, "OtherConstruction")
    if family is CityObjectFamily.PART:
        return _PART_TYPES.get(host or "", "OtherConstruction")
    if family is CityObjectFamily.STOREY:
        return "BuildingStorey" if host == "Building" else "GenericCityObject"
    if family is CityObjectFamily.ALIGNMENT:
        return "Railway" if host == "Railway" else "Road"
    by_thing = _thing_type(ifc_class, host, thing)
    if by_thing is not None:
        return by_thing
    if family is CityObjectFamily.SPACE:
        return _ROOM_TYPES.get(host or "", "GenericCityObject") if ifc_class == "IfcSpace" else "GenericCityObject"
    return _element_type(ifc_class, host, predefined_type)


def _thing_type(ifc_class: str, host: str | None, thing: str | None) -> str | None:
    """The type of what a weak class turned out to be; None where the class is to decide."""
    is_weak = ifc_class in _WEAK_ANYWHERE or (ifc_class in _WEAK_OUTDOORS and host not in _CONSTRUCTIONS)
    if thing is None or not is_weak:
        return None
    if host in _CONSTRUCTIONS and thing in _FURNITURE_THINGS:
        return f"{host}Installation"
    if host in _CONSTRUCTIONS and thing in _BUILT_THINGS:
        return f"{host}ConstructiveElement"
    return _THING_TYPES.get(thing)


def _element_type(ifc_class: str, host: str | None, predefined_type: str | None) -> str:
    if ifc_class == "IfcGeographicElement":
        return _GEOGRAPHIC.get(predefined_type or "", "GenericCityObject")
    if ifc_class in _STREET_FURNITURE:
        return "CityFurniture"
    if ifc_class in _PAVED:
        return "Road"
    if ifc_class == "IfcSurfaceFeature":
        return "Road" if host not in _CONSTRUCTIONS else f"{host}Installation"
    if ifc_class in _TRACK:
        return "Railway"
    if ifc_class in _EARTHWORKS:
        return "OtherConstruction"
    if ifc_class in _GROUND or ifc_class == "IfcVirtualElement":
        return "GenericCityObject"
    construction = host if host in _CONSTRUCTIONS else None
    if ifc_class in _FURNITURE:
        return f"{construction}Furniture" if construction else "CityFurniture"
    if ifc_class in _CONSTRUCTIVE:
        return f"{construction}ConstructiveElement" if construction else "OtherConstruction"
    # What is neither structure nor furniture is equipment: pipes, ducts, lights, stairs, railings, proxies.
    if construction:
        return f"{construction}Installation"
    return "OtherConstruction" if ifc_class == "IfcBuildingElementProxy" else "CityFurniture"
