"""Which engine makes a shape first, told by the names of the entities that it is written with.

The fast engine makes thousands of shapes a second and works with 32-bit numbers. What it was found to make as OpenCASCADE does,
on real models and on one shape of each kind, is listed here; all else begins with the kernels of ifcopenshell.
"""

from importlib.metadata import version

LITE = "ifclite-geom"
"""The fast engine's label, without the version."""

_NEUTRAL = (
    "IfcAxis1Placement", "IfcAxis2Placement2D", "IfcAxis2Placement3D", "IfcBuildingElementProxy", "IfcCartesianPoint",
    "IfcCartesianPointList2D", "IfcCartesianPointList3D", "IfcDirection", "IfcLocalPlacement", "IfcOpeningElement",
    "IfcProductDefinitionShape", "IfcRelVoidsElement", "IfcShapeRepresentation", "IfcVector",
)  # fmt: skip
"""What every shape is written with; tells nothing."""

_MAPPINGS = (
    "IfcCartesianTransformationOperator3D", "IfcCartesianTransformationOperator3DnonUniform", "IfcMappedItem",
    "IfcRepresentationMap",
)  # fmt: skip

_SOUND_SOLIDS = ("IfcBooleanClippingResult", "IfcBooleanResult", "IfcExtrudedAreaSolid", "IfcFacetedBrep")
"""Not here: revolved solids differ by 1.1 % in volume, swept disks by 14 % at mitred corners, spheres by 2 %; tapered ones and
IfcAdvancedBrep were not found closed."""

_SOUND_SURFACES = (
    "IfcClosedShell", "IfcConnectedFaceSet", "IfcFace", "IfcFaceBasedSurfaceModel", "IfcFaceBound", "IfcFaceOuterBound",
    "IfcIndexedPolygonalFace", "IfcIndexedPolygonalFaceWithVoids", "IfcOpenShell", "IfcPolyLoop", "IfcPolygonalFaceSet",
    "IfcShellBasedSurfaceModel", "IfcTriangulatedFaceSet",
)  # fmt: skip
"""Not here: an IfcTriangulatedIrregularNetwork loses what lies outside an opening."""

_SOUND_PROFILES = (
    "IfcArbitraryClosedProfileDef", "IfcArbitraryProfileDefWithVoids", "IfcCircleHollowProfileDef", "IfcCircleProfileDef",
    "IfcCShapeProfileDef", "IfcIShapeProfileDef", "IfcLShapeProfileDef", "IfcRectangleHollowProfileDef", "IfcRectangleProfileDef",
    "IfcRoundedRectangleProfileDef", "IfcTShapeProfileDef", "IfcUShapeProfileDef",
)  # fmt: skip
"""Not here: Z shapes come out wider and open, trapezia, ellipses and centre lines not at all."""

_SOUND_CURVES = (
    "IfcCircle", "IfcCompositeCurve", "IfcCompositeCurveSegment", "IfcIndexedPolyCurve", "IfcLine", "IfcPolyline",
    "IfcTrimmedCurve",
)  # fmt: skip

_HALF_SPACES = ("IfcHalfSpaceSolid", "IfcPlane", "IfcPolygonalBoundedHalfSpace")

_SOUND = (*_SOUND_SOLIDS, *_SOUND_SURFACES, *_SOUND_PROFILES, *_SOUND_CURVES, *_HALF_SPACES)

LITE_FIRST = frozenset(name.upper() for name in (*_NEUTRAL, *_MAPPINGS, *_SOUND))
"""A shape written with these alone begins with the fast engine, unless one of the limits below speaks against it."""

SOLIDS = frozenset(name.upper() for name in (*_SOUND_SOLIDS, "IfcPolygonalFaceSet"))
"""A shape with one of these, and none of ``SURFACES``, is to be closed; where it is not, the next engine tries."""

SURFACES = frozenset({"IFCFACEBASEDSURFACEMODEL", "IFCSHELLBASEDSURFACEMODEL", "IFCTRIANGULATEDFACESET"})

MOST_POINTS = 33
"""Of a polyline. From some 40 on the fast engine leaves out points that stand out by less than some millimetres, of a circle as
many as cost 2.5 % of its volume; a shape with such a polyline is given to it enlarged."""

ENLARGED = 10.0
"""So many times as large it leaves out next to none (0.1 % of a circle's volume); a hundred times as large, cut walls came out
open."""

POINT_COUNTED = frozenset({"IFCPOLYLINE", "IFCCARTESIANPOINTLIST2D"})

MOST_RADIUS_M = 1.0
"""Of a circle. The fast engine makes 36 sides, which leaves out 4 mm at this radius."""

RADIUS_MEASURED = frozenset({"IFCCIRCLE", "IFCCIRCLEPROFILEDEF", "IFCCIRCLEHOLLOWPROFILEDEF"})

MOST_REACH_M = 1000.0
"""Of a coordinate. Farther out 32 bits tell less than 0.1 mm, and the fast engine moves the origin of all that it makes at once."""

REACH_MEASURED = frozenset({"IFCCARTESIANPOINT", "IFCCARTESIANPOINTLIST2D", "IFCCARTESIANPOINTLIST3D"})


def lite_label() -> str:
    """The fast engine with its version, as in the column ``kernel``."""
    return f"{LITE} {version(LITE)}"
