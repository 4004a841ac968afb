"""Building services: lighting, heating, water, drainage, fire water, ventilation."""

from sample_ifc.school.plan import CLASS_BAYS, FACE, HALL_BAY, OFFICE_BAY, STAIR_BAYS, TOILET_BAY, SchoolPlan, Storey, X, Y
from sample_ifc.school.spatial import ROOF
from sample_ifc.shapes import Solid, box, cylinder, rod
from sample_ifc.values import length
from sample_ifc.writer import At, Draft

SYSTEMS = {
    "lighting": ("照明系统", "LIGHTING"),
    "power": ("供配电系统", "ELECTRICAL"),
    "water_supply": ("给水系统", "DOMESTICCOLDWATER"),
    "drainage": ("排水系统", "WASTEWATER"),
    "fire_water": ("消火栓系统", "FIREPROTECTION"),
    "heating": ("供暖系统", "HEATING"),
    "ventilation": ("通风系统", "VENTILATION"),
}
CORRIDOR = (Y[1] + Y[2] + FACE) / 2


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Draw the services of all storeys and what stands on the roof."""
    for key, (name, kind) in SYSTEMS.items():
        draft.add(
            f"system/{key}",
            "IfcDistributionSystem",
            draft.rooted(
                draft.dialect.class_name("IfcDistributionSystem"), f"system/{key}", Name=name, LongName=name, PredefinedType=kind
            ),
        )
    for storey in plan.storeys:
        _lights(draft, plan, storey)
        _heaters(draft, storey)
        _sanitary(draft, storey)
        _fire_water(draft, plan, storey)
        _mains(draft, plan, storey)
    _risers(draft, plan)
    _roof(draft)


def _put(
    draft: Draft,
    path: str,
    ifc_class: str,
    name: str,
    storey: str,
    at: At,
    system: str,
    *,
    of: str | None = None,
    solids: list[Solid] | None = None,
    run: float | None = None,
    predefined: str | None = None,
    code: str | None = None,
    material: str | None = None,
) -> None:
    where = f"storey/{storey}" if storey != "RF" else ROOF
    sort = ifc_class.removeprefix("Ifc")
    qtos = {f"Qto_{sort}BaseQuantities": {"Length": length(run)}} if run else {}
    draft.element(
        path,
        ifc_class,
        name,
        within=where,
        container=where,
        at=at,
        of=of,
        solids=solids or (),
        systems=(f"system/{system}",),
        PredefinedType=predefined,
        code=code,
        material=material,
        qtos=qtos,
    )


def _type(
    draft: Draft, ifc_class: str, name: str, solids: list[Solid], predefined: str, code: str, material: str | None = None
) -> str:
    return draft.type(
        f"type/{name}", f"{ifc_class}Type", name, solids=solids, PredefinedType=predefined, code=code, material=material
    )


def _lights(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    lamp = _type(
        draft,
        "IfcLightFixture",
        "LED教室灯 1200×300",
        [box((-0.6, -0.15, 0), (0.6, 0.15, 0.06), "lighting")],
        "DIRECTIONSOURCE",
        "14-50.00.00",
    )
    disc = _type(
        draft, "IfcLightFixture", "LED吸顶灯 φ300", [cylinder((0, 0, 0), 0.15, 0.07, "lighting")], "POINTSOURCE", "14-50.00.00"
    )
    z, ceiling = round(min(3.0, plan.beam_soffit(storey)) - 0.1, 3), round(min(3.0, plan.beam_soffit(storey) - 0.05) - 0.07, 3)
    for bay in (*CLASS_BAYS, HALL_BAY, OFFICE_BAY):
        columns = 3
        for i in range(columns):
            for row in range(3):
                x = X[bay] + (X[bay + 1] - X[bay]) * (i + 0.5) / columns
                _put(
                    draft,
                    f"{storey.name}/灯/{bay + 1}-{i}{row}",
                    "IfcLightFixture",
                    "LED教室灯 1200×300",
                    storey.name,
                    At(x, 1.3 + 2.6 * row, z),
                    "lighting",
                    of=lamp,
                    predefined="DIRECTIONSOURCE",
                )
    for i in range(16):
        _put(
            draft,
            f"{storey.name}/灯/走廊{i + 1}",
            "IfcLightFixture",
            "LED吸顶灯 φ300",
            storey.name,
            At(2.0 + 4.2 * i, CORRIDOR, ceiling),
            "lighting",
            of=disc,
            predefined="POINTSOURCE",
        )
    for i, x in enumerate((X[TOILET_BAY] + 1.95, X[TOILET_BAY + 1] - 1.95)):
        for j, y in enumerate((1.8, 5.4)):
            _put(
                draft,
                f"{storey.name}/灯/卫{i}{j}",
                "IfcLightFixture",
                "LED吸顶灯 φ300",
                storey.name,
                At(x, y, ceiling),
                "lighting",
                of=disc,
                predefined="POINTSOURCE",
            )


def _heaters(draft: Draft, storey: Storey) -> None:
    fins: list[Solid] = [box((0.08 * i, 0, 0), (0.08 * i + 0.06, 0.1, 0.6), "heating") for i in range(15)]
    pipes: list[Solid] = [box((0, 0.03, z), (1.2, 0.07, z + 0.04), "heating") for z in (0.05, 0.5)]
    radiator = _type(draft, "IfcSpaceHeater", "钢制柱式散热器 15柱", [*fins, *pipes], "RADIATOR", "14-30.00.00", "steel")
    for bay in (*CLASS_BAYS, HALL_BAY, OFFICE_BAY):
        if bay == HALL_BAY and storey.index == 0:
            continue
        middle = (X[bay] + X[bay + 1]) / 2
        steps = (-2.7, 0.0, 2.7) if bay in CLASS_BAYS else (-2.0, 2.0)
        for i, step in enumerate(steps):
            _put(
                draft,
                f"{storey.name}/散热器/{bay + 1}-{i}",
                "IfcSpaceHeater",
                "钢制柱式散热器 15柱",
                storey.name,
                At(middle + step - 0.6, -FACE + 0.06, 0.15),
                "heating",
                of=radiator,
                predefined="RADIATOR",
            )


def _sanitary(draft: Draft, storey: Storey) -> None:
    pan: list[Solid] = [box((-0.2, 0, 0), (0.2, 0.55, 0.4), "ceramic"), box((-0.2, -0.18, 0), (0.2, 0, 0.8), "ceramic")]
    basin: list[Solid] = [box((-0.28, 0, 0.62), (0.28, 0.45, 0.82), "ceramic"), box((-0.08, 0, 0), (0.08, 0.2, 0.62), "ceramic")]
    urinal: list[Solid] = [box((-0.18, 0, 0.3), (0.18, 0.32, 0.95), "ceramic")]
    kinds = {
        "坐便器": (pan, "TOILETPAN"),
        "洗手盆": (basin, "WASHHANDBASIN"),
        "小便器": (urinal, "URINAL"),
    }
    for name, (solids, predefined) in kinds.items():
        _type(draft, "IfcSanitaryTerminal", name, solids, predefined, "14-40.00.00", "ceramic")
    x0, x1 = X[TOILET_BAY], X[TOILET_BAY + 1]
    middle = (x0 + x1) / 2
    places = [("坐便器", x0 + 0.3, 0.6 + 1.1 * i, 270.0) for i in range(4)] + [
        ("小便器", middle - 0.08, 0.8 + 0.9 * i, 90.0) for i in range(5)
    ]
    places += [("坐便器", x1 - 0.3, 0.6 + 1.1 * i, 90.0) for i in range(5)] + [
        ("坐便器", middle + 0.25, 0.6 + 1.1 * i, 270.0) for i in range(4)
    ]
    places += [("洗手盆", x0 + 0.12, 5.6 + 0.8 * i, 270.0) for i in range(2)] + [
        ("洗手盆", x1 - 0.12, 6.3 - 0.0 * i, 90.0) for i in range(1)
    ]
    if storey.index == 2:
        places += [("坐便器", X[-1] - 0.5, 3.85, 0.0), ("洗手盆", X[-1] - 1.5, 3.7, 0.0)]
    for number, (name, x, y, turn) in enumerate(places):
        _put(
            draft,
            f"{storey.name}/洁具/{number + 1}",
            "IfcSanitaryTerminal",
            name,
            storey.name,
            At(round(x, 3), round(y, 3), 0, turn),
            "drainage",
            of=f"type/{name}",
            predefined=kinds[name][1],
        )


def _fire_water(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    cabinet = _type(
        draft,
        "IfcFireSuppressionTerminal",
        "室内消火栓箱 SN65",
        [box((-0.35, 0, 0.5), (0.35, 0.22, 1.5), "fire_water")],
        "FIREHYDRANT",
        "14-40.30.09",
        "steel",
    )
    for i, x in enumerate((8.4, 26.6, 43.2, 58.6)):
        # Hung on the corridor side of the wall on axis B; at the entrance hall, which has no such wall, beside the column.
        x = x if storey.index or i != 1 else X[HALL_BAY] - 1.6
        _put(
            draft,
            f"{storey.name}/消火栓/{i + 1}",
            "IfcFireSuppressionTerminal",
            "室内消火栓箱 SN65",
            storey.name,
            At(x, Y[1] + 0.11, 0),
            "fire_water",
            of=cabinet,
            predefined="FIREHYDRANT",
        )
    z = _above_ceiling(plan, storey)
    _put(
        draft,
        f"{storey.name}/消防干管",
        "IfcPipeSegment",
        "消防给水干管 DN100",
        storey.name,
        At(0, 0, 0),
        "fire_water",
        solids=[rod((1.0, CORRIDOR + 0.75, z), 65.0, "x", 0.057, "fire_water")],
        run=65.0,
        predefined="RIGIDSEGMENT",
        code="14-40.30.09",
        material="galvanised",
    )


def _above_ceiling(plan: SchoolPlan, storey: Storey) -> float:
    """The level of mains over the corridor's ceiling, between its beams' underside and the ceiling."""
    return round(min(3.0, plan.beam_soffit(storey) - 0.05) + 0.1, 3)


def _mains(draft: Draft, plan: SchoolPlan, storey: Storey) -> None:
    z = _above_ceiling(plan, storey)
    tray: list[Solid] = [
        box((1.0, CORRIDOR - 0.95, z - 0.05), (66.0, CORRIDOR - 0.65, z - 0.04), "power"),
        box((1.0, CORRIDOR - 0.95, z - 0.04), (66.0, CORRIDOR - 0.94, z + 0.05), "power"),
        box((1.0, CORRIDOR - 0.66, z - 0.04), (66.0, CORRIDOR - 0.65, z + 0.05), "power"),
    ]
    _put(
        draft,
        f"{storey.name}/桥架",
        "IfcCableCarrierSegment",
        "槽式电缆桥架 300×100",
        storey.name,
        At(),
        "power",
        solids=tray,
        run=65.0,
        predefined="CABLETRAYSEGMENT",
        code="14-50.40.00",
        material="sheet",
    )
    for name, y in (("供暖供水管 DN50", CORRIDOR + 0.35), ("供暖回水管 DN50", CORRIDOR + 0.5)):
        _put(
            draft,
            f"{storey.name}/{name}",
            "IfcPipeSegment",
            name,
            storey.name,
            At(),
            "heating",
            solids=[rod((1.0, y, z), 65.0, "x", 0.03, "heating")],
            run=65.0,
            predefined="RIGIDSEGMENT",
            code="14-30.20.03",
            material="galvanised",
        )
    x0, x1 = X[TOILET_BAY] + 0.35, X[TOILET_BAY + 1] - 0.35
    _put(
        draft,
        f"{storey.name}/给水横管",
        "IfcPipeSegment",
        "给水管 DN40",
        storey.name,
        At(),
        "water_supply",
        solids=[rod((x0, 7.3, z + 0.05), x1 - x0, "x", 0.024, "water_supply")],
        run=x1 - x0,
        predefined="RIGIDSEGMENT",
        code="14-40.10.03",
        material="galvanised",
    )
    duct_z = z + 0.02
    grille = _type(
        draft,
        "IfcAirTerminal",
        "排风口 300×300",
        [box((-0.15, -0.15, 0), (0.15, 0.15, 0.05), "ventilation")],
        "GRILLE",
        "14-30.40.00",
    )
    for i, x in enumerate((X[TOILET_BAY] + 1.4, X[TOILET_BAY + 1] - 1.4)):
        _put(
            draft,
            f"{storey.name}/排风管{i + 1}",
            "IfcDuctSegment",
            "排风管 250×120",
            storey.name,
            At(),
            "ventilation",
            solids=[box((x - 0.125, 0.5, duct_z), (x + 0.125, 7.2, duct_z + 0.12), "ventilation")],
            run=6.7,
            predefined="RIGIDSEGMENT",
            code="14-30.40.03",
            material="sheet",
        )
        for j, y in enumerate((1.5, 4.5)):
            _put(
                draft,
                f"{storey.name}/排风口{i}{j}",
                "IfcAirTerminal",
                "排风口 300×300",
                storey.name,
                At(x, y, round(duct_z - 0.13, 3)),
                "ventilation",
                of=grille,
                predefined="GRILLE",
            )


def _risers(draft: Draft, plan: SchoolPlan) -> None:
    top = plan.roof_elevation
    x = X[TOILET_BAY] + 0.45
    for name, dx, radius, key, code, material, z0, z1 in (
        ("排水立管 DN150", 0.0, 0.08, "drainage", "14-40.20.03", "pvc", -1.2, top + 2.0),
        ("给水立管 DN50", 0.3, 0.03, "water_supply", "14-40.10.03", "galvanised", -0.8, top - 0.8),
    ):
        _put(
            draft,
            f"1F/{name}",
            "IfcPipeSegment",
            name,
            "1F",
            At(),
            key,
            solids=[rod((x + dx, 7.4, z0), z1 - z0, "z", radius, key)],
            run=z1 - z0,
            predefined="RIGIDSEGMENT",
            code=code,
            material=material,
        )
    for number, bay in enumerate(STAIR_BAYS):
        _put(
            draft,
            f"1F/消防立管{number + 1}",
            "IfcPipeSegment",
            "消防给水立管 DN100",
            "1F",
            At(),
            "fire_water",
            solids=[rod((X[bay] + 3.3, Y[1] + 0.32, -0.8), top - 0.2 + 0.8, "z", 0.057, "fire_water")],
            run=top + 0.6,
            predefined="RIGIDSEGMENT",
            code="14-40.30.09",
            material="galvanised",
        )


def _roof(draft: Draft) -> None:
    cabinet: list[Solid] = [
        box((0, 0, 0.1), (3.2, 1.6, 1.7), "steel"),
        box((0.2, -0.02, 0.4), (1.2, 0.0, 1.4), "ventilation"),
        box((0, 0.1, 0), (0.2, 1.5, 0.1), "frame"),
        box((3.0, 0.1, 0), (3.2, 1.5, 0.1), "frame"),
    ]
    unit = _type(draft, "IfcUnitaryEquipment", "屋顶新风机组 5000m³/h", cabinet, "AIRHANDLER", "14-30.00.00", "steel")
    fan = _type(
        draft,
        "IfcFan",
        "屋顶排风机",
        [cylinder((0, 0, 0), 0.4, 0.5, "steel"), cylinder((0, 0, 0.5), 0.55, 0.25, "ventilation")],
        "CENTRIFUGALAIRFOIL",
        "14-30.40.00",
        "steel",
    )
    tank = _type(
        draft,
        "IfcTank",
        "高位消防水箱 18m³",
        [box((0, 0, 0.4), (3.6, 2.5, 2.4), "fire_water"), box((0.1, 0.1, 0), (3.5, 2.4, 0.4), "frame")],
        "STORAGE",
        "14-40.30.09",
        "stainless",
    )
    z = 0.2
    _put(
        draft,
        "RF/新风机组1",
        "IfcUnitaryEquipment",
        "屋顶新风机组 5000m³/h",
        "RF",
        At(15.5, 3.0, z),
        "ventilation",
        of=unit,
        predefined="AIRHANDLER",
    )
    _put(
        draft,
        "RF/新风机组2",
        "IfcUnitaryEquipment",
        "屋顶新风机组 5000m³/h",
        "RF",
        At(41.5, 3.0, z),
        "ventilation",
        of=unit,
        predefined="AIRHANDLER",
    )
    for i, x in enumerate((18.7, 44.7)):
        _put(
            draft,
            f"RF/新风管{i + 1}",
            "IfcDuctSegment",
            "新风管 800×400",
            "RF",
            At(),
            "ventilation",
            solids=[
                box((x, 3.4, 0.8), (x + 2.5, 4.2, 1.2), "ventilation"),
                box((x + 1.7, 3.4, 0.2), (x + 2.5, 4.2, 0.8), "ventilation"),
            ],
            run=3.3,
            predefined="RIGIDSEGMENT",
            code="14-30.40.03",
            material="sheet",
        )
    for i, x in enumerate((X[TOILET_BAY] + 1.4, X[TOILET_BAY + 1] - 1.4)):
        _put(
            draft,
            f"RF/排风机{i + 1}",
            "IfcFan",
            "屋顶排风机",
            "RF",
            At(x, 7.2, z),
            "ventilation",
            of=fan,
            predefined="CENTRIFUGALAIRFOIL",
        )
    _put(draft, "RF/消防水箱", "IfcTank", "高位消防水箱 18m³", "RF", At(60.5, 4.0, z), "fire_water", of=tank, predefined="STORAGE")
