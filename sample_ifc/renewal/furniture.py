"""Lamps, seats, waste sorting points, signs, fitness equipment, cycle shed."""

from sample_ifc.renewal.grounds import WASTE_PADS
from sample_ifc.renewal.plan import GARDEN_PATH, LAWN, MAIN, NORTH, NORTH_WALK, PLAZA, SOUTH_WALK, WALK, RenewalPlan
from sample_ifc.renewal.spatial import GROUND_CODE, MAIN_LANE, NORTH_LANE, SITE, put
from sample_ifc.renewal.traces import acceptance, origin
from sample_ifc.shapes import Solid, box, cylinder, panel, profile, rod
from sample_ifc.writer import At, Draft

SEATS = (
    *((x, SOUTH_WALK[0] - 0.4, 180.0) for x in (22.0, 45.0, 82.0, 112.0)),
    *((x, NORTH_WALK[1] + 0.4, 0.0) for x in (30.0, 57.0, 90.0)),
    *((x, GARDEN_PATH[1] + 0.4, 0.0) for x in (12.0, 57.0, 103.0)),
    (47.2, 55.0, 90.0), (64.8, 52.0, -90.0), (57.5, 57.0, -90.0), (63.5, 57.0, 90.0),
)  # fmt: skip
"""Place and turn of each seat; its front looks to the local −y, turned."""
EQUIPMENT = (("漫步机", 49.0), ("太极揉推器", 52.5), ("上肢牵引器", 56.0), ("扭腰器", 59.5), ("健骑机", 63.0))


def build(draft: Draft, plan: RenewalPlan) -> None:
    """Set everything up."""
    _lamps(draft, plan)
    _seats(draft, plan)
    if plan.has_waste_points:
        _waste_points(draft)
    _signs(draft)
    _equipment(draft)
    _shed(draft)


def _lamps(draft: Draft, plan: RenewalPlan) -> None:
    """Street lamps with an arm to local +y; garden lamps."""
    post: list[Solid] = [
        cylinder((0, 0, 0), 0.13, 0.5, "lamp_post"), cylinder((0, 0, 0.5), 0.07, 6.3, "lamp_post"),
        rod((0, 0, 6.75), 1.5, "y", 0.035, "lamp_post"), box((-0.14, 1.0, 6.64), (0.14, 1.7, 6.72), "lamp_light"),
    ]  # fmt: skip
    low: list[Solid] = [
        cylinder((0, 0, 0), 0.06, 3.2, "lamp_post"),
        cylinder((0, 0, 3.2), 0.17, 0.42, "lamp_light"),
        cylinder((0, 0, 3.62), 0.24, 0.06, "lamp_post"),
    ]
    types = {}
    for key, name, solids, watt in (("street", "LED路灯 6.8m", post, 60), ("garden", "LED庭院灯 3.6m", low, 30)):
        types[key] = draft.type(
            f"type/lamp/{key}", "IfcLightFixtureType", name, solids=solids, code="14-50.00.00", material="aluminium",
            psets={"JCPset_Lamp": {"额定功率W": watt, "色温K": 3000}, **origin("lamp")}, documents=acceptance("lamp"),
            PredefinedType="POINTSOURCE",
        )  # fmt: skip
    placed = [("street", MAIN_LANE, x, MAIN[0] - 0.6, LAWN, 0.0) for x in (14.0, 38.0, 62.0, 86.0, 110.0)]
    placed += [("street", MAIN_LANE, x, MAIN[1] + 0.6, LAWN, 180.0) for x in (26.0, 50.0, 74.0, 98.0)]
    placed += [("street", NORTH_LANE, x, NORTH[1] + 0.6, LAWN, 180.0) for x in (14.0, 38.0, 62.0, 86.0, 110.0)]
    placed += [("garden", SITE, x, GARDEN_PATH[0] - 0.4, LAWN, 0.0) for x in (8.0, 28.0, 48.0, 68.0, 88.0, 108.0)]
    x0, y0, x1, y1 = PLAZA
    placed += [("garden", SITE, x, y, WALK, 0.0) for x in (x0 + 0.6, x1 - 0.6) for y in (y0 + 0.6, y1 - 0.6)]
    placed += [("garden", SITE, x, 30.4, WALK, 0.0) for x in (105.6, 117.0)]
    placed += [("garden", MAIN_LANE, x, sum(SOUTH_WALK) / 2, WALK, 0.0) for x in plan.lamps_on_walk]
    for number, (key, container, x, y, z, turn) in enumerate(placed, start=1):
        name = "LED路灯" if key == "street" else "LED庭院灯"
        put(
            draft, f"lamp/{number:02d}", "IfcLightFixture", name, container, of=types[key], at=At(x, y, z, turn),
            PredefinedType="POINTSOURCE",
        )  # fmt: skip


def _furniture(draft: Draft, key: str, name: str, solids: list[Solid], material: str) -> str:
    return draft.type(
        f"type/{key}", "IfcFurnitureType", name, solids=solids, code=GROUND_CODE, material=material, PredefinedType="USERDEFINED",
        ElementType=name, AssemblyPlace="NOTDEFINED",
    )  # fmt: skip


def _stand(draft: Draft, path: str, name: str, of: str, at: At) -> None:
    put(draft, path, "IfcFurniture", name, SITE, of=of, at=at, PredefinedType="USERDEFINED", ObjectType=name)


def _seats(draft: Draft, plan: RenewalPlan) -> None:
    planks: list[Solid] = [box((-0.8, y, 0.4), (0.8, y + 0.12, 0.45), "timber") for y in (-0.22, -0.08, 0.06)]
    planks += [box((-0.8, 0.2, z), (0.8, 0.24, z + 0.12), "timber") for z in (0.55, 0.72)]
    planks += [box((x, -0.22, 0), (x + 0.06, 0.24, 0.4), "lamp_post") for x in (-0.65, 0.59)]
    planks += [box((x, 0.2, 0.4), (x + 0.06, 0.24, 0.84), "lamp_post") for x in (-0.65, 0.59)]
    of = _furniture(draft, "seat", "防腐木休闲座椅", planks, "timber")
    for number, (x, y, turn) in enumerate(SEATS, start=1):
        if x <= plan.seats_until:
            _stand(draft, f"seat/{number:02d}", "休闲座椅", of, At(x, y, WALK, turn))


def _waste_points(draft: Draft) -> None:
    body: list[Solid] = [box((-1.6, x, 0), (-1.5, x + 0.1, 2.3), "lamp_post") for x in (-0.7, 0.6)]
    body += [box((1.5, x, 0), (1.6, x + 0.1, 2.3), "lamp_post") for x in (-0.7, 0.6)]
    body += [box((-1.8, -0.95, 2.3), (1.8, 0.95, 2.4), "grey_tile"), box((-1.6, 0.62, 0.2), (1.6, 0.66, 2.2), "white")]
    for i, style in enumerate(("bin_blue", "bin_green", "rim", "grey_brick")):
        x = -1.3 + 0.7 * i
        body += [box((x, -0.35, 0.05), (x + 0.55, 0.3, 0.95), style), box((x - 0.02, -0.38, 0.95), (x + 0.57, 0.33, 1.02), style)]
    of = _furniture(draft, "waste", "四分类垃圾投放亭", body, "steel")
    for number, (x0, y0, x1, y1) in enumerate(WASTE_PADS, start=1):
        _stand(draft, f"waste/{number}", "垃圾分类投放点", of, At((x0 + x1) / 2, (y0 + y1) / 2, WALK, 0.0))


def _signs(draft: Draft) -> None:
    plates = (
        ("消防车道禁止占用标识牌", 6.0, MAIN[0] - 0.7, "fire_door", MAIN_LANE, 90.0),
        ("和平里导览标识牌", 5.0, 46.2, "sign_blue", SITE, 0.0),
        ("停车场指示牌", 61.0, MAIN[0] - 1.2, "sign_blue", MAIN_LANE, 0.0), ("公共厕所指示牌", 104.2, 30.2, "sign_blue", SITE, 0.0),
        ("消防车道净高标志牌", 4.6, MAIN[1] + 0.9, "fire_door", MAIN_LANE, 90.0),
    )  # fmt: skip
    for number, (name, x, y, style, container, turn) in enumerate(plates, start=1):
        solids: list[Solid] = [
            cylinder((0, 0, 0), 0.04, 2.4, "steel"),
            panel(((-0.4, 1.7), (0.4, 1.7), (0.4, 2.4), (-0.4, 2.4)), -0.06, -0.04, style),
        ]
        put(
            draft, f"sign/{number}", "IfcSign", name, container, at=At(x, y, LAWN, turn), solids=solids, material="aluminium",
            psets={"Pset_SignCommon": {"Reference": f"BP{number}", "IsExternal": True}}, PredefinedType="PICTORAL",
        )  # fmt: skip


def _equipment(draft: Draft) -> None:
    for name, x in EQUIPMENT:
        solids: list[Solid] = [
            cylinder((-0.6, 0, 0), 0.06, 1.6, "bin_blue"), cylinder((0.6, 0, 0), 0.06, 1.6, "bin_blue"),
            rod((-0.6, 0, 1.55), 1.2, "x", 0.04, "tactile"),
            box((-0.45, -0.25, 0.15), (0.45, 0.25, 0.22), "tactile"),
        ]  # fmt: skip
        of = _furniture(draft, f"equipment/{name}", name, solids, "steel")
        _stand(draft, f"equipment/{name}", name, of, At(x, 66.0, WALK))


def _shed(draft: Draft) -> None:
    """A light roof over two rows of stands, with charging cabinets."""
    solids: list[Solid] = [
        cylinder((x, y, 0), 0.06, 2.4 if y < 1 else 2.7, "lamp_post") for x in (0.3, 3.8, 7.3, 10.8) for y in (0.3, 4.2)
    ]
    roof = ((-0.3, 2.4), (4.8, 2.72), (4.8, 2.78), (-0.3, 2.46))
    solids.append(profile(roof, 0.0, 11.1, "canopy"))
    solids += [box((0.6 + 0.55 * i, 0.8, 0.0), (0.64 + 0.55 * i, 1.6, 0.45), "steel") for i in range(18)]
    solids += [box((0.6 + 0.55 * i, 2.9, 0.0), (0.64 + 0.55 * i, 3.7, 0.45), "steel") for i in range(18)]
    solids += [box((x, 4.25, 0.2), (x + 1.0, 4.5, 1.6), "bin_green") for x in (1.0, 5.0, 9.0)]
    put(
        draft, "shed", "IfcBuildingElementProxy", "非机动车棚及充电设施", SITE, at=At(105.7, 9.7, WALK), solids=solids,
        material="steel",
        psets={"JCPset_Shed": {"停放辆数": 36, "充电接口数": 18}},
    )  # fmt: skip
