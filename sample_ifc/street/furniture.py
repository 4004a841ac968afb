"""What stands on the street or lies below it: lamps, signs, seats, trees, shrubs, chambers, pipes."""

from math import degrees
from typing import Any

from sample_ifc.alignment import WrittenAxis, place_along, position_by
from sample_ifc.shapes import Solid, blob, box, cylinder, trunk
from sample_ifc.street.plan import STRETCHES, Side, StreetPlan
from sample_ifc.street.spatial import GROUND_CODE, ROAD, SITE
from sample_ifc.street.traces import TRACES
from sample_ifc.values import Measure, length
from sample_ifc.writer import At, Draft

LAMP_CODE, PIPE_CODE = "14-50.00.00", "14-40.20.03"
LAMP_EVERY = 30.0
SPECIES: dict[str, tuple[str, str, float, float, float]] = {
    "国槐": ("Styphnolobium japonicum", "leaf", 0.16, 4.0, 9.0),
    "栾树": ("Koelreuteria paniculata", "leaf_light", 0.14, 3.6, 8.4),
}
"""Species → botanical name, style, trunk and crown diameter, height."""
CROWN_FOOT = 5.0
"""Where a tree's crown begins: above the clearance of lorries."""
GANTRY = 300.0
SIGNS = (20.0, 190.0, 330.0)
PIPE_ROW = 4.6
CHAMBER_EVERY = 40.0


def build(draft: Draft, plan: StreetPlan, written: WrittenAxis | None, *, with_lamps: bool = True) -> None:
    """Draw what stands along both stretches."""
    lamps_at = [15.0 + LAMP_EVERY * i for i in range(12)]
    lamps = []
    for stretch, name, side in plan.sides:
        start, end = STRETCHES[stretch]
        where = f"{ROAD}/{stretch}"
        for distance in lamps_at if with_lamps else ():
            if start < distance < end:
                lamps.append(lamp(draft, plan, written, where, name, side, distance))
        _trees(draft, plan, where, name, side, start, end, lamps_at)
        _drains(draft, plan, where, name, side, start, end)
    if written and lamps:
        position_by(draft, written, lamps)
    _signs(draft, plan)
    _seats(draft, plan)


def _at(plan: StreetPlan, side: Side, distance: float, offset: float, level: float | None = None) -> At:
    """A place by distance and offset, turned as the axis is there; by default on the surface."""
    place = plan.axis.at(distance)
    x, y, z = place.aside(offset, side.level(abs(offset)) if level is None else level)
    return At(round(x, 4), round(y, 4), round(z, 4), round(degrees(place.direction) + (180 if side.sign > 0 else 0), 4))


def lamp(draft: Draft, plan: StreetPlan, written: WrittenAxis | None, where: str, name: str, side: Side, distance: float) -> str:
    """A street lamp in the side reserve, its arm over the lanes; its path."""
    trace = TRACES["lamp"]
    body: list[Solid] = [
        cylinder((0, 0, -0.3), 0.09, 10.1, "lamp_post"), box((-0.05, 0, 9.65), (0.05, 2.4, 9.75), "lamp_post"),
        box((-0.16, 1.7, 9.55), (0.16, 2.5, 9.65), "lamp_light"), box((-0.05, -1.4, 7.9), (0.05, 0, 8.0), "lamp_post"),
        box((-0.12, -1.5, 7.8), (0.12, -0.9, 7.9), "lamp_light"),
    ]  # fmt: skip
    of = draft.type(
        "type/lamp", "IfcLightFixtureType", "双臂路灯 LED 150W+60W", solids=body, code=LAMP_CODE, material="park_steel",
        PredefinedType="POINTSOURCE", documents=trace.documents,
        psets=trace.of_type | {"Pset_LightFixtureTypeCommon": {"NumberOfSources": Measure("IfcCountMeasure", 2)}},
    )  # fmt: skip
    path = f"{where}/{name}路灯{distance:03.0f}"
    draft.element(
        path, "IfcLightFixture", f"{name}路灯 {distance:03.0f}", within=SITE, container=where, of=of, PredefinedType="POINTSOURCE",
        at=_at(plan, side, distance, side.tree_row) if written is None or side.sign > 0 else None, psets=trace.of_occurrence,
    )  # fmt: skip
    if written is not None and side.sign < 0:
        # On the right the lamp's own axes lie as those of the alignment; its foot reaches below the profile.
        place_along(draft, written, path, distance, round(side.tree_row, 3))
    return path


def planting(botanical: str, local: str, trunk_m: float | None, crown: float, height: float) -> dict[str, dict[str, Any]]:
    """Name and sizes of a plant."""
    sizes = {"胸径": trunk_m, "冠幅": crown, "株高": height}
    measured = {name: Measure("IfcPositiveLengthMeasure", value) for name, value in sizes.items() if value is not None}
    return {"Pset_VegetationCommon": {"BotanicalName": botanical, "LocalName": local}, "JCPset_Planting": measured}


def tree(draft: Draft, path: str, species: str, container: str, at: At) -> None:
    """A street tree of a species."""
    botanical, style, diameter, crown, height = SPECIES[species]
    body: list[Solid] = [
        trunk((0, 0, 0), diameter / 2, CROWN_FOOT + 0.6, "bark"),
        blob((0, 0, CROWN_FOOT), crown / 2, height - CROWN_FOOT, style),
    ]
    of = draft.type(
        f"type/tree/{species}", "IfcGeographicElementType", f"{species} 胸径{diameter * 100:.0f}cm", solids=body, code=GROUND_CODE,
        PredefinedType="VEGETATION",
    )  # fmt: skip
    draft.element(
        path, "IfcGeographicElement", f"行道树 {species}", within=SITE, container=container, of=of, at=at,
        PredefinedType="VEGETATION",
        psets=planting(botanical, species, diameter, crown, height),
    )  # fmt: skip


def _trees(
    draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, start: float, end: float, lamps_at: list[float]
) -> None:  # fmt: skip
    ball = draft.type(
        "type/shrub", "IfcGeographicElementType", "大叶黄杨球 冠幅80cm", code=GROUND_CODE, PredefinedType="VEGETATION",
        solids=[blob((0, 0, 0), 0.4, 0.7, "leaf_dark", 6)],
    )  # fmt: skip
    for number in range(int((end - start) // 8)):
        distance = start + 4.0 + 8.0 * number
        if all(abs(distance - other) > 2.0 for other in lamps_at):
            at = _at(plan, side, distance, side.tree_row)
            tree(draft, f"{where}/{name}乔木{number + 1:02d}", "国槐" if number % 2 else "栾树", where, at)
        if number % 2:
            draft.element(
                f"{where}/{name}灌木{number + 1:02d}", "IfcGeographicElement", "大叶黄杨球", within=SITE, container=where, of=ball,
                at=_at(plan, side, distance - 3.0, side.tree_row), PredefinedType="VEGETATION",
                psets=planting("Euonymus japonicus", "大叶黄杨", None, 0.8, 0.7),
            )  # fmt: skip


def _drains(draft: Draft, plan: StreetPlan, where: str, name: str, side: Side, start: float, end: float) -> None:
    """A storm drain below the outer lane with its chambers."""
    first, last = start + 6.0, end - 6.0
    chamber = draft.type(
        "type/manhole", "IfcDistributionChamberElementType", "雨水检查井 D700", code=PIPE_CODE, material="concrete_c30_precast",
        PredefinedType="MANHOLE",
        solids=[cylinder((0, 0, -2.2), 0.5, 2.17, "concrete"), cylinder((0, 0, -0.03), 0.35, 0.03, "lamp_post")],
    )  # fmt: skip
    places = [first + CHAMBER_EVERY * i for i in range(int((last - first) // CHAMBER_EVERY) + 1)]
    for number, distance in enumerate(places, start=1):
        draft.element(
            f"{where}/{name}检查井{number}", "IfcDistributionChamberElement", f"{name}雨水检查井 Y{number}", within=SITE,
            container=where,
            of=chamber, at=_at(plan, side, distance, side.sign * PIPE_ROW), PredefinedType="MANHOLE",
        )  # fmt: skip
    for number, (begin, finish) in enumerate(zip(places, [*places[1:], last], strict=True), start=1):
        if finish - begin > 2.0:
            pipe(draft, plan, where, f"{name}雨水管{number}", "雨水管 DN600", side.sign * PIPE_ROW, -2.0, 0.3, begin, finish)


def pipe(draft: Draft, plan: StreetPlan, where: str, path: str, name: str, offset: float, dz: float, radius: float,
         start: float, end: float) -> None:  # fmt: skip
    """A buried pipe along the axis, eight-sided."""
    ring = ((1, 0), (0.7071, 0.7071), (0, 1), (-0.7071, 0.7071), (-1, 0), (-0.7071, -0.7071), (0, -1), (0.7071, -0.7071))
    section = tuple((offset + radius * a, dz + radius * b) for a, b in ring)
    draft.element(
        f"{where}/{path}", "IfcPipeSegment", name, within=SITE, container=where, code=PIPE_CODE, material="hdpe",
        PredefinedType="RIGIDSEGMENT", solids=[plan.axis.sweep(start, end, section, "drainage", 2 * plan.step)],
        qtos={"Qto_PipeSegmentBaseQuantities": {"Length": length(round(end - start, 3))}},
    )  # fmt: skip


def _signs(draft: Draft, plan: StreetPlan) -> None:
    panel: list[Solid] = [
        cylinder((0, 0, 0), 0.05, 3.2, "steel"), box((0.06, -0.4, 2.3), (0.08, 0.4, 3.1), "sign_blue"),
    ]  # fmt: skip
    of = draft.type(
        "type/sign", "IfcSignType", "指路标志 0.8×0.8", solids=panel, code=GROUND_CODE, material="aluminium_plate",
        PredefinedType="PICTORAL"
    )  # fmt: skip
    for number, distance in enumerate(SIGNS, start=1):
        stretch = next(name for name, (start, end) in STRETCHES.items() if start <= distance <= end)
        side = plan.side("右幅", stretch)
        draft.element(
            f"{ROAD}/{stretch}/标志{number}", "IfcSign", f"指路标志 {number}", within=SITE, container=f"{ROAD}/{stretch}", of=of,
            at=_at(plan, side, distance, side.tree_row), PredefinedType="PICTORAL",
        )  # fmt: skip
    side, clear = plan.side("右幅", "东段"), plan.gantry_clearance
    foot = side.level(abs(side.tree_row))
    # The sign hangs over the lanes; its clearance is over the carriageway's middle, which lies higher than its edge.
    low = round(clear - foot, 3)
    gantry: list[Solid] = [
        cylinder((0, 0, 0), 0.16, low + 1.6, "steel"), box((-0.1, 0, low + 1.2), (0.1, 6.4, low + 1.4), "steel"),
        box((-0.16, 2.4, low), (-0.1, 6.2, low + 2.0), "sign_blue"),
    ]  # fmt: skip
    kind = draft.type(
        "type/gantry", "IfcSignType", "单悬臂指路标志 3.8×2.0", solids=gantry, code=GROUND_CODE, material="aluminium_plate",
        PredefinedType="PICTORAL",
    )  # fmt: skip
    draft.element(
        f"{ROAD}/东段/悬臂标志", "IfcSign", "单悬臂指路标志", within=SITE, container=f"{ROAD}/东段", of=kind,
        PredefinedType="PICTORAL",
        at=_at(plan, side, GANTRY, side.tree_row),
    )  # fmt: skip


def seat(draft: Draft, path: str, where: str, at: At) -> None:
    """A bench."""
    body: list[Solid] = [box((-0.9, -0.2, 0.4), (0.9, 0.2, 0.45), "timber")]
    body += [box((x, -0.2, 0), (x + 0.1, 0.2, 0.4), "steel") for x in (-0.8, 0.7)]
    of = draft.type(
        "type/seat", "IfcFurnitureType", "防腐木坐凳 1.8m", solids=body, code="14-10.00.00", material="preserved_timber"
    )
    draft.element(path, "IfcFurniture", "坐凳", within=SITE, container=where, of=of, at=at)


def _seats(draft: Draft, plan: StreetPlan) -> None:
    for number, distance in enumerate((150.0, 210.0, 270.0), start=1):
        side = plan.side("左幅", "东段")
        at = _at(plan, side, distance, side.sign * (side.walk_edge - 0.3))
        seat(draft, f"{ROAD}/东段/坐凳{number}", f"{ROAD}/东段", at)
