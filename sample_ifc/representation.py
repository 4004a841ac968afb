"""Solids into IFC representation items: points, profiles, placements and styles, each written once."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import ifcopenshell

from sample_ifc.shapes import Disc, Extrusion, Mesh, Outline, Point3, Solid

DECIMALS_M = 4


class Shaper:
    """Writes geometry into one file, sharing whatever is equal."""

    def __init__(
        self, file: ifcopenshell.file, units_per_metre: float, styles: dict[str, tuple[float, float, float, float]]
    ) -> None:
        self.file = file
        self._factor = units_per_metre
        self._styles = styles
        self._made: dict[Hashable, Any] = {}
        self._is_ifc4 = file.schema != "IFC2X3"
        origin = self.placement((0.0, 0.0, 0.0))
        context = file.create_entity(
            "IfcGeometricRepresentationContext",
            ContextType="Model", CoordinateSpaceDimension=3, Precision=1e-5 * units_per_metre, WorldCoordinateSystem=origin,
        )  # fmt: skip
        self.context = context
        self._views = {
            name: file.create_entity(
                "IfcGeometricRepresentationSubContext",
                ContextIdentifier=name, ContextType="Model", ParentContext=context, TargetView=view,
            )
            for name, view in (("Body", "MODEL_VIEW"), ("Axis", "GRAPH_VIEW"), ("FootPrint", "PLAN_VIEW"))
        }  # fmt: skip

    def length(self, metres: float) -> float:
        """A length in the file's unit, rounded to a tenth of a millimetre."""
        return round(round(metres, DECIMALS_M) * self._factor, DECIMALS_M) + 0.0

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made for the key before, or else what ``make`` gives."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def point(self, coordinates: Sequence[float]) -> Any:
        """A cartesian point, given in metres."""
        values = tuple(self.length(value) for value in coordinates)
        return self.once(("point", values), lambda: self.file.create_entity("IfcCartesianPoint", values))

    def direction(self, ratios: Sequence[float]) -> Any:
        """A direction."""
        values = tuple(round(value, 9) + 0.0 for value in ratios)
        return self.once(("direction", values), lambda: self.file.create_entity("IfcDirection", values))

    def placement(self, origin: Point3, axis: Point3 = (0, 0, 1), ref: Point3 = (1, 0, 0)) -> Any:
        """A frame in space."""
        upright = tuple(axis) == (0, 0, 1) and tuple(ref) == (1, 0, 0)
        point = self.point(origin)
        directions = (None, None) if upright else (self.direction(axis), self.direction(ref))
        key = ("placement", point.id(), *(d and d.id() for d in directions))
        return self.once(key, lambda: self.file.create_entity("IfcAxis2Placement3D", point, *directions))

    def _curve(self, outline: Outline) -> Any:
        closed = (*outline, outline[0])
        if self._is_ifc4:
            values = tuple((self.length(x), self.length(y)) for x, y in closed)
            return self.file.create_entity(
                "IfcIndexedPolyCurve", self.file.create_entity("IfcCartesianPointList2D", values), None, False
            )
        return self.file.create_entity("IfcPolyline", [self.point(point) for point in closed])

    def _profile(self, outline: Outline | Disc, holes: tuple[Outline, ...]) -> Any:
        def flat() -> Any:
            return self.once("flat", lambda: self.file.create_entity("IfcAxis2Placement2D", self.point((0.0, 0.0))))

        if isinstance(outline, Disc):
            return self.file.create_entity("IfcCircleProfileDef", "AREA", None, flat(), self.length(outline.radius))
        sides = _sides(outline)
        if sides and not holes:
            return self.file.create_entity("IfcRectangleProfileDef", "AREA", None, flat(), *map(self.length, sides))
        if holes:
            rings = [self._curve(hole) for hole in holes]
            return self.file.create_entity("IfcArbitraryProfileDefWithVoids", "AREA", None, self._curve(outline), rings)
        return self.file.create_entity("IfcArbitraryClosedProfileDef", "AREA", None, self._curve(outline))

    def _extrusion(self, solid: Extrusion) -> Any:
        origin, outline = solid.origin, solid.outline
        if not isinstance(outline, Disc) and _sides(outline) and not solid.holes:
            # A rectangle profile lies around its centre, so that equal rectangles share one profile wherever they are.
            cx, cy = sum(x for x, _ in outline) / 4, sum(y for _, y in outline) / 4
            up = _cross(solid.axis, solid.ref)
            x, y, z = (o + cx * r + cy * u for o, r, u in zip(origin, solid.ref, up, strict=True))
            origin = (x, y, z)
            outline = tuple((round(x - cx, 6), round(y - cy, 6)) for x, y in outline)
        area = self.once(("profile", outline, solid.holes), lambda: self._profile(outline, solid.holes))
        frame = self.placement(origin, solid.axis, solid.ref)
        return self.file.create_entity(
            "IfcExtrudedAreaSolid", area, frame, self.direction((0.0, 0.0, 1.0)), self.length(solid.depth)
        )

    def _mesh(self, solid: Mesh) -> Any:
        if self._is_ifc4:
            triangles = [(face[0] + 1, face[i] + 1, face[i + 1] + 1) for face in solid.faces for i in range(1, len(face) - 1)]
            points = self.file.create_entity(
                "IfcCartesianPointList3D", [tuple(self.length(value) for value in vertex) for vertex in solid.vertices]
            )
            return self.file.create_entity("IfcTriangulatedFaceSet", points, None, solid.is_closed, triangles)
        faces = []
        for face in solid.faces:
            loop = self.file.create_entity("IfcPolyLoop", [self.point(solid.vertices[i]) for i in face])
            faces.append(self.file.create_entity("IfcFace", [self.file.create_entity("IfcFaceOuterBound", loop, True)]))
        if not solid.is_closed:
            return self.file.create_entity("IfcShellBasedSurfaceModel", [self.file.create_entity("IfcOpenShell", faces)])
        return self.file.create_entity("IfcFacetedBrep", self.file.create_entity("IfcClosedShell", faces))

    def _style(self, name: str) -> Any:
        def make() -> Any:
            red, green, blue, transparency = self._styles[name]
            colour = self.file.create_entity("IfcColourRgb", None, red, green, blue)
            shading = self.file.create_entity(
                "IfcSurfaceStyleRendering", SurfaceColour=colour, Transparency=transparency or None, ReflectanceMethod="NOTDEFINED"
            )
            style = self.file.create_entity("IfcSurfaceStyle", name, "BOTH", [shading])
            return style if self._is_ifc4 else self.file.create_entity("IfcPresentationStyleAssignment", [style])

        return self.once(("style", name), make)

    def body(self, solids: Sequence[Solid]) -> Any:
        """A Body representation of solids of one sort."""
        if all(isinstance(solid, Extrusion) for solid in solids):
            form = "SweptSolid"
        else:
            is_closed = all(isinstance(solid, Extrusion) or solid.is_closed for solid in solids)
            form = "Tessellation" if self._is_ifc4 else "Brep" if is_closed else "SurfaceModel"
        items = []
        for solid in solids:
            item = self._extrusion(solid) if isinstance(solid, Extrusion) else self._mesh(solid)
            if solid.style:
                self.file.create_entity("IfcStyledItem", item, [self._style(solid.style)], None)
            items.append(item)
        return self.file.create_entity("IfcShapeRepresentation", self._views["Body"], "Body", form, items)

    def mapped(self, source: Any) -> Any:
        """A Body representation that shows a type's representation map where the object stands."""

        def make() -> Any:
            return self.file.create_entity(
                "IfcCartesianTransformationOperator3D", None, None, self.point((0.0, 0.0, 0.0)), 1.0, None
            )

        item = self.file.create_entity("IfcMappedItem", source, self.once("identity", make))
        return self.file.create_entity("IfcShapeRepresentation", self._views["Body"], "Body", "MappedRepresentation", [item])

    def line(self, view: str, start: tuple[float, float], end: tuple[float, float]) -> Any:
        """A plan line, as the axis of a wall or the like."""
        curve = self.file.create_entity("IfcPolyline", [self.point(start), self.point(end)])
        return self.file.create_entity("IfcShapeRepresentation", self._views[view], view, "Curve2D", [curve])

    def curve(self, view: str, form: str, curve: Any) -> Any:
        """A curve as it is, as the axis of an alignment or one of its segments."""
        return self.file.create_entity("IfcShapeRepresentation", self._views[view], view, form, [curve])

    def map_of(self, solids: Sequence[Solid]) -> Any:
        """A representation map, which many objects share."""
        return self.file.create_entity("IfcRepresentationMap", self.placement((0.0, 0.0, 0.0)), self.body(solids))


def _sides(outline: Outline) -> tuple[float, float] | None:
    """Width and height of an outline that is an upright rectangle, else None."""
    xs, ys = sorted({round(x, 6) for x, _ in outline}), sorted({round(y, 6) for _, y in outline})
    is_rectangle = len(outline) == 4 and len(xs) == 2 and len(ys) == 2 and len(set(outline)) == 4
    return (xs[1] - xs[0], ys[1] - ys[0]) if is_rectangle else None


def _cross(a: Point3, b: Point3) -> Point3:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
