"""Building services between the rooms: mains over the corridor's ceiling, risers, and what stands on the roof."""

from sample_ifc.school.equipment import kind, put, run
from sample_ifc.school.plan import FACE, STAIR_BAYS, TOILET_BAY, SchoolPlan, Storey, X, Y
from sample_ifc.shapes import Solid, box, cylinder, rod
from sample_ifc.writer import At, Draft

CORRIDOR = (Y[1] + Y[2] + FACE) / 2
WEST, EAST = 1.0, 66.0
"""Where the mains begin and end."""
DUCTS = (X[TOILET_BAY] + 1.4, X[TOILET_BAY + 1] - 1.4)


def build_storey(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    """Draw the mains of a storey, just above the corridor's ceiling, and the toilets' air ducts."""
    z, name, span = round(plan.ceiling(storey) + 0.1, 3), storey.name, EAST - WEST
    for title, y, radius, system, code in (
        ("消防给水干管 DN100", CORRIDOR + 0.75, 0.057, "fire_water", "14-40.30.09"),
        ("供暖供水管 DN50", CORRIDOR + 0.35, 0.03, "heating", "14-30.20.03"),
        ("供暖回水管 DN50", CORRIDOR + 0.5, 0.03, "heating", "14-30.20.03"),
    ):
        pipe = rod((WEST, y, z), span, "x", radius, system)
        run(draft, f"{name}/{title}", "IfcPipeSegment", title, name, system, [pipe], span, code, "galvanised")
    low, high = CORRIDOR - 0.95, CORRIDOR - 0.65
    tray: list[Solid] = [box((WEST, low, z - 0.05), (EAST, high, z - 0.04), "power")]
    tray += [box((WEST, y, z - 0.04), (EAST, y + 0.01, z + 0.05), "power") for y in (low, high - 0.01)]
    title = "槽式电缆桥架 300×100"
    run(
        draft,
        f"{name}/桥架",
        "IfcCableCarrierSegment",
        title,
        name,
        "power",
        tray,
        span,
        "14-50.40.00",
        "sheet",
        "CABLETRAYSEGMENT",
    )
    x0, x1 = X[TOILET_BAY] + 0.35, X[TOILET_BAY + 1] - 0.35
    pipe = rod((x0, 7.3, z + 0.05), x1 - x0, "x", 0.024, "water_supply")
    run(
        draft,
        f"{name}/给水横管",
        "IfcPipeSegment",
        "给水管 DN40",
        name,
        "water_supply",
        [pipe],
        x1 - x0,
        "14-40.10.03",
        "galvanised",
    )
    _exhaust(draft, name, round(z + 0.02, 3))


def _exhaust(draft: Draft, storey: str, z: float) -> None:
    body: list[Solid] = [box((-0.15, -0.15, 0), (0.15, 0.15, 0.05), "ventilation")]
    grille = kind(draft, "IfcAirTerminal", "排风口 300×300", body, "GRILLE", "14-30.40.00")
    for i, x in enumerate(DUCTS):
        duct = box((x - 0.125, 0.5, z), (x + 0.125, 7.2, z + 0.12), "ventilation")
        path, title = f"{storey}/排风管{i + 1}", "排风管 250×120"
        run(draft, path, "IfcDuctSegment", title, storey, "ventilation", [duct], 6.7, "14-30.40.03", "sheet")
        for j, y in enumerate((1.5, 4.5)):
            put(draft, f"{storey}/排风口{i}{j}", grille, storey, At(x, y, round(z - 0.13, 3)), "ventilation")


def build_risers(draft: Draft, plan: SchoolPlan) -> None:
    """Draw what goes up through all storeys."""
    top, wet = plan.roof_elevation, X[TOILET_BAY] + 0.45
    risers = [
        ("排水立管 DN150", wet, 7.4, 0.08, "drainage", "14-40.20.03", "pvc", -1.2, top + 2.0),
        ("给水立管 DN50", wet + 0.3, 7.4, 0.03, "water_supply", "14-40.10.03", "galvanised", -0.8, top - 0.8),
    ]
    for number, bay in enumerate(STAIR_BAYS):
        title = f"消防给水立管 DN100-{number + 1}"
        risers.append((title, X[bay] + 3.3, Y[1] + 0.32, 0.057, "fire_water", "14-40.30.09", "galvanised", -0.8, top - 0.2))
    for title, x, y, radius, system, code, material, z0, z1 in risers:
        pipe = rod((x, y, z0), z1 - z0, "z", radius, system)
        run(draft, f"1F/{title}", "IfcPipeSegment", title, "1F", system, [pipe], z1 - z0, code, material)


def build_roof(draft: Draft) -> None:
    """Draw the machines on the roof."""
    cabinet: list[Solid] = [
        box((0, 0, 0.1), (3.2, 1.6, 1.7), "steel"),
        box((0.2, -0.02, 0.4), (1.2, 0.0, 1.4), "ventilation"),
        *(box((x, 0.1, 0), (x + 0.2, 1.5, 0.1), "frame") for x in (0.0, 3.0)),
    ]
    rotor: list[Solid] = [cylinder((0, 0, 0), 0.4, 0.5, "steel"), cylinder((0, 0, 0.5), 0.55, 0.25, "ventilation")]
    basin: list[Solid] = [box((0, 0, 0.4), (3.6, 2.5, 2.4), "fire_water"), box((0.1, 0.1, 0), (3.5, 2.4, 0.4), "frame")]
    unit = kind(draft, "IfcUnitaryEquipment", "屋顶新风机组 5000m³/h", cabinet, "AIRHANDLER", "14-30.00.00", "steel")
    fan = kind(draft, "IfcFan", "屋顶排风机", rotor, "CENTRIFUGALAIRFOIL", "14-30.40.00", "steel")
    tank = kind(draft, "IfcTank", "高位消防水箱 18m³", basin, "STORAGE", "14-40.30.09", "stainless")
    z = 0.2
    for i, x in enumerate((15.5, 41.5)):
        put(draft, f"RF/新风机组{i + 1}", unit, "RF", At(x, 3.0, z), "ventilation")
        near, bend, far = x + 3.2, x + 4.9, x + 5.7
        duct: list[Solid] = [
            box((near, 3.4, 0.8), (far, 4.2, 1.2), "ventilation"),
            box((bend, 3.4, 0.2), (far, 4.2, 0.8), "ventilation"),
        ]
        title = "新风管 800×400"
        run(draft, f"RF/新风管{i + 1}", "IfcDuctSegment", title, "RF", "ventilation", duct, 3.3, "14-30.40.03", "sheet")
    for i, x in enumerate(DUCTS):
        put(draft, f"RF/排风机{i + 1}", fan, "RF", At(x, 7.2, z), "ventilation")
    put(draft, "RF/消防水箱", tank, "RF", At(60.5, 4.0, z), "fire_water")
