"""An axis as IFC4X3 has it: IfcAlignment with its layouts and curves, referents, and what stands at a distance along it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, cos, hypot, sin, sqrt
from typing import Any

from sample_ifc.axis import Axis, PlanSegment, ProfileSegment
from sample_ifc.record import Record
from sample_ifc.values import Measure
from sample_ifc.writer import Draft

DIGITS = 9
CONTINUOUS, SMOOTH, END = "CONTSAMEGRADIENTSAMECURVATURE", "CONTSAMEGRADIENT", "DISCONTINUOUS"


@dataclass(frozen=True)
class WrittenAxis:
    """An alignment in a file."""

    path: str
    axis: Axis
    start_station: float
    curve: Any
    """IfcGradientCurve."""


def station_name(station: float) -> str:
    """``K1+200``; with decimals where there are any."""
    kilometres, metres = divmod(round(station, 3), 1000)
    return f"K{int(kilometres)}+{metres:03.0f}" if metres == int(metres) else f"K{int(kilometres)}+{metres:07.3f}"


def write_alignment(
    draft: Draft, path: str, name: str, axis: Axis, start_station: float, within: str, owner: Any, every: float = 20.0
) -> WrittenAxis:
    """Write an alignment with business logic, curves and stations; the parts of a project share it.

    Args:
        draft: Of schema IFC4X3, in metres.
        path: Its name in the generator.
        name: Its Name.
        axis: The line; begins at the frame's origin.
        start_station: Station of its beginning, metres.
        within: Path of the object whose frame it stands in.
        owner: The IfcProject that aggregates it.
        every: Distance between referents.
    """
    placement = draft.records[within].entity.ObjectPlacement
    alignment = draft.rooted("IfcAlignment", path, is_shared=True, Name=name, ObjectPlacement=placement)
    draft.records[path] = Record(path, "IfcAlignment", alignment)
    draft.rooted("IfcRelAggregates", f"{path}/of", is_shared=True, RelatingObject=owner, RelatedObjects=[alignment])
    plan = [*axis.plan, PlanSegment("LINE", 0.0)]
    curves = [_plan_curve(draft, segment, start) for segment, start in zip(plan, axis.plan_starts, strict=True)]
    horizontal = _layout(draft, f"{path}/平面", "IfcAlignmentHorizontal", "平面线形", placement)
    parameters = [_plan_parameters(draft, segment, start) for segment, start in zip(plan, axis.plan_starts, strict=True)]
    _segments(draft, f"{path}/平面", horizontal, placement, parameters, curves)
    profile = [*axis.profile, ProfileSegment(0.0, axis.profile[-1].end_gradient, axis.profile[-1].end_gradient)]
    starts = [round(sum(segment.length for segment in profile[:i]), DIGITS) for i in range(len(profile))]
    vertical = _layout(draft, f"{path}/纵断面", "IfcAlignmentVertical", "纵断面线形", placement)
    slopes = [_profile_curve(draft, segment, start, axis) for segment, start in zip(profile, starts, strict=True)]
    parameters = [_profile_parameters(draft, segment, start, axis) for segment, start in zip(profile, starts, strict=True)]
    _segments(draft, f"{path}/纵断面", vertical, placement, parameters, slopes)
    draft.rooted(
        "IfcRelNests", f"{path}/layouts", is_shared=True, RelatingObject=alignment, RelatedObjects=[horizontal, vertical]
    )  # fmt: skip
    make = draft.file.create_entity
    flat = make("IfcCompositeCurve", curves, False)
    curve = make("IfcGradientCurve", slopes, False, flat, None)
    shapes = [draft.shaper.curve("FootPrint", "Curve2D", flat), draft.shaper.curve("Axis", "Curve3D", curve)]
    alignment.Representation = make("IfcProductDefinitionShape", None, None, shapes)
    written = WrittenAxis(path, axis, start_station, curve)
    _referents(draft, written, alignment, every)
    return written


def place_along(draft: Draft, written: WrittenAxis, path: str, distance: float, offset: float) -> None:
    """Place an object at a distance along, turned as the axis is there, upright; with the Cartesian position beside it."""
    record = draft.records[path]
    record.entity.ObjectPlacement = record.placement = _linear_placement(draft, written, distance, offset)


def position_by(draft: Draft, written: WrittenAxis, paths: Sequence[str]) -> None:
    """Say that these objects are positioned by the alignment."""
    products = [draft.records[path].entity for path in paths]
    alignment = draft.records[written.path].entity
    draft.rooted(
        "IfcRelPositions", f"{written.path}/positions", RelatingPositioningElement=alignment, RelatedProducts=products
    )  # fmt: skip


def _linear_placement(draft: Draft, written: WrittenAxis, distance: float, offset: float = 0.0) -> Any:
    make, shaper = draft.file.create_entity, draft.shaper
    place = written.axis.at(distance)
    ahead = (cos(place.direction), sin(place.direction), 0.0)
    along = make("IfcPointByDistanceExpression", make("IfcLengthMeasure", distance), offset or None, None, None, written.curve)
    # The axis is said to be upright: of itself it would lean with the gradient.
    relative = make("IfcAxis2PlacementLinear", along, shaper.direction((0, 0, 1)), shaper.direction(ahead))
    position = shaper.placement(place.aside(offset), (0, 0, 1), ahead)
    return make("IfcLinearPlacement", None, relative, position)


def _layout(draft: Draft, path: str, ifc_class: str, name: str, placement: Any) -> Any:
    return draft.rooted(ifc_class, path, is_shared=True, Name=name, ObjectPlacement=placement)


def _segments(draft: Draft, path: str, layout: Any, placement: Any, parameters: list[Any], curves: list[Any]) -> None:
    segments = []
    for number, (values, curve) in enumerate(zip(parameters, curves, strict=True), start=1):
        shape = draft.file.create_entity("IfcProductDefinitionShape", None, None, [draft.shaper.curve("Axis", "Segment", curve)])
        segments.append(
            draft.rooted(
                "IfcAlignmentSegment", f"{path}/{number}", is_shared=True, Name=f"{layout.Name} {number}",
                ObjectPlacement=placement,
                Representation=shape, DesignParameters=values,
            )
        )  # fmt: skip
    draft.rooted("IfcRelNests", f"{path}/segments", is_shared=True, RelatingObject=layout, RelatedObjects=segments)


def _number(value: float) -> float:
    return round(value, DIGITS) + 0.0


def _point(draft: Draft, x: float, y: float) -> Any:
    return draft.file.create_entity("IfcCartesianPoint", (_number(x), _number(y)))


def _frame(draft: Draft, x: float, y: float, dx: float, dy: float) -> Any:
    direction = draft.file.create_entity("IfcDirection", (_number(dx), _number(dy)))
    return draft.file.create_entity("IfcAxis2Placement2D", _point(draft, x, y), direction)


def _curve_segment(draft: Draft, transition: str, frame: Any, start: float, length: float, parent: Any) -> Any:
    make = draft.file.create_entity
    begin, run = (make("IfcLengthMeasure", _number(value)) for value in (start, length))
    return make("IfcCurveSegment", transition, frame, begin, run, parent)


def _line(draft: Draft) -> Any:
    make = draft.file.create_entity
    return draft.shaper.once(
        "alignment line",
        lambda: make("IfcLine", _point(draft, 0, 0), make("IfcVector", make("IfcDirection", (1.0, 0.0)), 1.0)),
    )


def _plan_parameters(draft: Draft, segment: PlanSegment, start: Any) -> Any:
    return draft.file.create_entity(
        "IfcAlignmentHorizontalSegment",
        StartPoint=_point(draft, start.x, start.y), StartDirection=_number(start.direction),
        StartRadiusOfCurvature=segment.start_radius, EndRadiusOfCurvature=segment.end_radius,
        SegmentLength=segment.length, PredefinedType=segment.form,
    )  # fmt: skip


def _plan_curve(draft: Draft, segment: PlanSegment, start: Any) -> Any:
    frame = _frame(draft, start.x, start.y, cos(start.direction), sin(start.direction))
    transition = CONTINUOUS if segment.length else END
    if segment.form == "LINE":
        return _curve_segment(draft, transition, frame, 0.0, segment.length, _line(draft))
    centre = _frame(draft, 0, 0, 1, 0)
    if segment.form == "CIRCULARARC":
        circle = draft.file.create_entity("IfcCircle", centre, abs(segment.start_radius))
        return _curve_segment(draft, transition, frame, 0.0, segment.length * (1 if segment.start_radius > 0 else -1), circle)
    change = segment.curvature(segment.length) - segment.curvature(0.0)
    # A clothoid's curvature is A·s/|A|³: it is zero where the parent curve begins.
    constant = sqrt(segment.length / abs(change)) * (1 if change > 0 else -1)
    clothoid = draft.file.create_entity("IfcClothoid", centre, _number(constant))
    return _curve_segment(draft, transition, frame, segment.curvature(0.0) * segment.length / change, segment.length, clothoid)


def _profile_parameters(draft: Draft, segment: ProfileSegment, start: float, axis: Axis) -> Any:
    return draft.file.create_entity(
        "IfcAlignmentVerticalSegment",
        StartDistAlong=start, HorizontalLength=segment.length, StartHeight=_number(axis.height(start)),
        StartGradient=segment.start_gradient, EndGradient=segment.end_gradient,
        RadiusOfCurvature=_number(segment.radius) or None, PredefinedType=segment.form,
    )  # fmt: skip


def _profile_curve(draft: Draft, segment: ProfileSegment, start: float, axis: Axis) -> Any:
    slope = hypot(1.0, segment.start_gradient)
    frame = _frame(draft, start, axis.height(start), 1 / slope, segment.start_gradient / slope)
    transition = SMOOTH if segment.length else END
    if segment.form == "CONSTANTGRADIENT":
        return _curve_segment(draft, transition, frame, 0.0, segment.length * slope, _line(draft))
    make = draft.file.create_entity
    coefficients = (0.0, segment.start_gradient, _number(1 / (2 * segment.radius)))
    parabola = make("IfcPolynomialCurve", _frame(draft, 0, 0, 1, 0), (0.0, 1.0), coefficients, None)
    return _curve_segment(draft, transition, frame, 0.0, _parabola_length(segment), parabola)


def _parabola_length(segment: ProfileSegment) -> float:
    """∫√(1+g²)dx with dx = R·dg."""

    def primitive(gradient: float) -> float:
        return (gradient * hypot(1.0, gradient) + asinh(gradient)) / 2

    return segment.radius * (primitive(segment.end_gradient) - primitive(segment.start_gradient))


def _referents(draft: Draft, written: WrittenAxis, alignment: Any, every: float) -> None:
    referents = []
    for distance in (every * i for i in range(int(written.axis.length / every) + 1)):
        station = round(written.start_station + distance, 3)
        path = f"{written.path}/桩号/{station_name(station)}"
        placement = _linear_placement(draft, written, distance)
        entity = draft.rooted(
            "IfcReferent", path, is_shared=True, Name=station_name(station), ObjectPlacement=placement, PredefinedType="STATION"
        )
        psets = {"Pset_Stationing": {"Station": Measure("IfcLengthMeasure", station)}}
        draft.records[path] = Record(path, "IfcReferent", entity, psets=psets)
        referents.append(entity)
    draft.rooted(
        "IfcRelNests", f"{written.path}/stations", is_shared=True, RelatingObject=alignment, RelatedObjects=referents
    )  # fmt: skip
