"""Building services of the rooms: lights, radiators, sanitary ware, hydrants."""

from sample_ifc.school import mains
from sample_ifc.school.equipment import add_systems, kind, put
from sample_ifc.school.mains import CORRIDOR
from sample_ifc.school.plan import CLASS_BAYS, FACE, HALL_BAY, OFFICE_BAY, TOILET_BAY, SchoolPlan, Storey, X, Y
from sample_ifc.shapes import Solid, box, cylinder
from sample_ifc.writer import At, Draft


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Draw the services of all storeys and what stands on the roof."""
    add_systems(draft)
    for storey in plan.storeys:
        _lights(draft, plan, storey)
        _heaters(draft, storey)
        _sanitary(draft, storey)
        _hydrants(draft, storey)
        mains.build_storey(draft, plan, storey)
    mains.build_risers(draft, plan)
    mains.build_roof(draft)


def _lights(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    strip: list[Solid] = [box((-0.6, -0.15, 0), (0.6, 0.15, 0.06), "lighting")]
    lamp = kind(draft, "IfcLightFixture", "LED教室灯 1200×300", strip, "DIRECTIONSOURCE", "14-50.00.00")
    disc: list[Solid] = [cylinder((0, 0, 0), 0.15, 0.07, "lighting")]
    spot = kind(draft, "IfcLightFixture", "LED吸顶灯 φ300", disc, "POINTSOURCE", "14-50.00.00")
    z = round(min(3.0, plan.beam_soffit(storey)) - 0.1, 3)
    ceiling = round(plan.ceiling(storey) - 0.07, 3)
    for bay in (*CLASS_BAYS, HALL_BAY, OFFICE_BAY):
        if bay == OFFICE_BAY and storey.index == 2:
            continue
        for i in range(3):
            for row in range(3):
                x = X[bay] + (X[bay + 1] - X[bay]) * (i + 0.5) / 3
                put(draft, f"{storey.name}/灯/{bay + 1}-{i}{row}", lamp, storey.name, At(x, 1.3 + 2.6 * row, z), "lighting")
    for i in range(16):
        put(draft, f"{storey.name}/灯/走廊{i + 1}", spot, storey.name, At(2.0 + 4.2 * i, CORRIDOR, ceiling), "lighting")
    for i, x in enumerate((X[TOILET_BAY] + 1.95, X[TOILET_BAY + 1] - 1.95)):
        for j, y in enumerate((1.8, 5.4)):
            put(draft, f"{storey.name}/灯/卫{i}{j}", spot, storey.name, At(x, y, ceiling), "lighting")
    if storey.index == 2:
        flat = ((61.4, 1.8), (61.4, 5.6), (65.4, 1.0), (65.4, 4.5), (65.4, 6.4))
        for i, (x, y) in enumerate(flat):
            put(draft, f"3F/灯/周转房{i + 1}", spot, "3F", At(x, y, round(min(2.8, plan.ceiling(storey)) - 0.07, 3)), "lighting")


def _heaters(draft: Draft, storey: Storey) -> None:
    fins: list[Solid] = [box((0.08 * i, 0, 0), (0.08 * i + 0.06, 0.1, 0.6), "heating") for i in range(15)]
    pipes: list[Solid] = [box((0, 0.03, z), (1.2, 0.07, z + 0.04), "heating") for z in (0.05, 0.5)]
    radiator = kind(draft, "IfcSpaceHeater", "钢制柱式散热器 15柱", [*fins, *pipes], "RADIATOR", "14-30.00.00", "steel")
    for bay in (*CLASS_BAYS, HALL_BAY, OFFICE_BAY):
        if bay == HALL_BAY and storey.index == 0:
            continue
        middle = (X[bay] + X[bay + 1]) / 2
        for i, step in enumerate((-2.7, 0.0, 2.7) if bay in CLASS_BAYS else (-2.0, 2.0)):
            at = At(middle + step - 0.6, -FACE + 0.06, 0.15)
            put(draft, f"{storey.name}/散热器/{bay + 1}-{i}", radiator, storey.name, at, "heating")


def _sanitary(draft: Draft, storey: Storey) -> None:
    pan: list[Solid] = [box((-0.2, 0, 0), (0.2, 0.55, 0.4), "ceramic"), box((-0.2, -0.18, 0), (0.2, 0, 0.8), "ceramic")]
    basin: list[Solid] = [box((-0.28, 0, 0.62), (0.28, 0.45, 0.82), "ceramic"), box((-0.08, 0, 0), (0.08, 0.2, 0.62), "ceramic")]
    urinal: list[Solid] = [box((-0.18, 0, 0.3), (0.18, 0.32, 0.95), "ceramic")]
    for name, solids, predefined in (
        ("坐便器", pan, "TOILETPAN"),
        ("洗手盆", basin, "WASHHANDBASIN"),
        ("小便器", urinal, "URINAL"),
    ):
        kind(draft, "IfcSanitaryTerminal", name, solids, predefined, "14-40.00.00", "ceramic")
    x0, x1 = X[TOILET_BAY], X[TOILET_BAY + 1]
    middle = (x0 + x1) / 2
    places = [("坐便器", x0 + 0.3, 0.6 + 1.1 * i, 270.0) for i in range(4)]
    places += [("小便器", middle - 0.08, 0.8 + 0.9 * i, 90.0) for i in range(5)]
    places += [("坐便器", x1 - 0.3, 0.6 + 1.1 * i, 90.0) for i in range(5)]
    places += [("坐便器", middle + 0.25, 0.6 + 1.1 * i, 270.0) for i in range(4)]
    places += [("洗手盆", x0 + 0.12, 5.6, 270.0), ("洗手盆", x0 + 0.12, 6.4, 270.0), ("洗手盆", x1 - 0.12, 6.3, 90.0)]
    if storey.index == 2:
        places += [("坐便器", X[-1] - 0.5, 3.85, 0.0), ("洗手盆", X[-1] - 1.5, 3.7, 0.0)]
    for number, (name, x, y, turn) in enumerate(places):
        at = At(round(x, 3), round(y, 3), 0, turn)
        put(draft, f"{storey.name}/洁具/{number + 1}", f"type/{name}", storey.name, at, "drainage")


def _hydrants(draft: Draft, storey: Storey) -> None:
    """On the corridor side of the wall on axis B; at the entrance hall, which has no such wall, beside it."""
    body: list[Solid] = [box((-0.35, 0, 0.5), (0.35, 0.22, 1.5), "fire_water")]
    cabinet = kind(draft, "IfcFireSuppressionTerminal", "室内消火栓箱 SN65", body, "FIREHYDRANT", "14-40.30.09", "steel")
    for i, x in enumerate((8.4, 26.6 if storey.index else X[HALL_BAY] - 2.4, 43.2, 58.6)):
        put(draft, f"{storey.name}/消火栓/{i + 1}", cabinet, storey.name, At(x, Y[1] + 0.11, 0), "fire_water")
