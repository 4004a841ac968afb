"""The colour of an object by its IFC class: the base layer keeps no colours, and viewers paint by attribute anyway."""

from collections.abc import Mapping

Colour = tuple[float, float, float, float]
"""Linear red, green, blue and opacity, 0 to 1, as glTF wants them."""

_GREY: Colour = (0.50, 0.50, 0.50, 1.0)
_CONCRETE: Colour = (0.45, 0.44, 0.42, 1.0)
_WALL: Colour = (0.72, 0.68, 0.60, 1.0)
_GLASS: Colour = (0.25, 0.45, 0.60, 0.35)
_WOOD: Colour = (0.35, 0.19, 0.08, 1.0)
_ROOF: Colour = (0.38, 0.10, 0.06, 1.0)
_STEEL: Colour = (0.28, 0.32, 0.36, 1.0)
_PIPE: Colour = (0.10, 0.30, 0.45, 1.0)
_ASPHALT: Colour = (0.06, 0.06, 0.07, 1.0)
_PAVING: Colour = (0.30, 0.29, 0.27, 1.0)
_TREE: Colour = (0.07, 0.22, 0.05, 1.0)
_LAWN: Colour = (0.18, 0.36, 0.10, 1.0)
_WATER: Colour = (0.08, 0.25, 0.38, 1.0)
_EARTH: Colour = (0.26, 0.20, 0.12, 1.0)

_OF_CLASS: Mapping[str, Colour] = {
    **dict.fromkeys(("IfcWall", "IfcCovering"), _WALL),
    **dict.fromkeys(("IfcSlab", "IfcColumn", "IfcBeam", "IfcFooting", "IfcPile", "IfcStair", "IfcStairFlight", "IfcRamp",
                     "IfcRampFlight", "IfcKerb", "IfcBearing"), _CONCRETE),
    **dict.fromkeys(("IfcWindow", "IfcCurtainWall", "IfcPlate"), _GLASS),
    **dict.fromkeys(("IfcDoor", "IfcFurniture", "IfcFurnishingElement"), _WOOD),
    **dict.fromkeys(("IfcRoof",), _ROOF),
    **dict.fromkeys(("IfcRailing", "IfcMember", "IfcRail", "IfcReinforcingBar", "IfcSign", "IfcSignal"), _STEEL),
    **dict.fromkeys(("IfcPipeSegment", "IfcPipeFitting", "IfcDuctSegment", "IfcDuctFitting", "IfcFlowSegment", "IfcFlowFitting",
                     "IfcFlowTerminal", "IfcDistributionChamberElement"), _PIPE),
    **dict.fromkeys(("IfcPavement", "IfcCourse", "IfcRoad", "IfcRoadPart"), _ASPHALT),
    **dict.fromkeys(("IfcPlant",), _TREE),
    **dict.fromkeys(("IfcSite", "IfcEarthworksFill", "IfcEarthworksCut"), _EARTH),
}  # fmt: skip
_OF_TYPE: Mapping[str, Colour] = {
    "SolitaryVegetationObject": _TREE, "PlantCover": _LAWN, "WaterBody": _WATER, "Waterway": _WATER, "TINRelief": _EARTH,
    "LandUse": _EARTH, "Road": _PAVING, "Railway": _PAVING, "TransportSquare": _PAVING, "GenericCityObject": _PAVING,
    "BuildingFurniture": _WOOD, "CityFurniture": _STEEL, "BuildingInstallation": _STEEL, "BridgeInstallation": _STEEL,
    "BuildingConstructiveElement": _WALL, "BridgeConstructiveElement": _CONCRETE, "OtherConstruction": _CONCRETE,
}  # fmt: skip
_ALIVE = frozenset(("SolitaryVegetationObject", "PlantCover", "WaterBody"))
"""What a thing turned out to be counts more than any class here."""


def colour_of(ifc_class: str, city_object_type: str) -> Colour:
    """The colour of an object: by its class where that says what it is, else by its CityJSON type."""
    by_type = _OF_TYPE.get(city_object_type, _GREY)
    return by_type if city_object_type in _ALIVE else _OF_CLASS.get(ifc_class.removesuffix("StandardCase"), by_type)
