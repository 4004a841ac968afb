"""Balconies with their railings, sanitary fittings, and a duct."""

from sample_ifc.apartments.plan import MIDDLE, HousePlan
from sample_ifc.apartments.storeys import PRECAST
from sample_ifc.school.plan import Storey
from sample_ifc.shapes import Solid, box, cylinder, net_area, prism, rectangle, rod
from sample_ifc.values import area, length, volume
from sample_ifc.writer import At, Draft

BALCONY_WIDTH, BALCONY_DEPTH, BALCONY_WEST = 5.0, 1.5, 4.5
BALCONY_TOP = -0.02
FITTINGS = {
    "坐便器": ("TOILETPAN", (0.4, 0.7, 0.4)),
    "洗脸盆": ("WASHHANDBASIN", (0.6, 0.5, 0.8)),
    "淋浴": ("SHOWER", (0.9, 0.9, 0.1)),
}
"""Name → predefined type, and size along x, y and z."""


def build(draft: Draft, plan: HousePlan) -> None:
    """Draw what is put into the flats and before them."""
    for storey in plan.storeys:
        for is_east in (False, True):
            is_low = storey.index == 3 and is_east
            _balcony(draft, storey, plan.low_balcony if is_low else 1.2, is_east=is_east)
            _bathroom(draft, plan, storey, is_east=is_east)
    if plan.duct_bottom is not None:
        _duct(draft, plan.duct_bottom)
    if plan.has_low_pipe:
        _pipe(draft)


def _balcony(draft: Draft, storey: Storey, height: float, *, is_east: bool) -> None:
    where, side = f"storey/{storey.name}", "东" if is_east else "西"
    west = 2 * MIDDLE - BALCONY_WEST - BALCONY_WIDTH if is_east else BALCONY_WEST
    outline = rectangle(0, -BALCONY_DEPTH, BALCONY_WIDTH, 0)
    slab = draft.type(
        "type/slab/阳台板", "IfcSlabType", "阳台板-120", code="14-20.20.03", material="concrete_c30_precast",
        PredefinedType="FLOOR", solids=[prism(outline, BALCONY_TOP - 0.12, BALCONY_TOP, "precast")],
        psets={"Pset_SlabCommon": {"Reference": "阳台板", "LoadBearing": True, "IsExternal": True, "FireRating": "1.00h"}},
    )  # fmt: skip
    draft.element(
        f"{storey.name}/阳台/{side}", "IfcSlab", "阳台板-120", within=where, container=where, of=slab, at=At(west),
        PredefinedType="FLOOR",
        psets={"Pset_ConcreteElementGeneral": PRECAST},
        qtos={
            "Qto_SlabBaseQuantities": {
                "Depth": length(0.12), "NetArea": area(net_area(outline)), "NetVolume": volume(net_area(outline) * 0.12),
            }
        },
    )  # fmt: skip
    name = f"阳台栏杆 {height:.2f}m"
    rail = draft.type(
        f"type/railing/{name}", "IfcRailingType", name, solids=_railing(height), code="14-10.20.00", material="stainless",
        PredefinedType="GUARDRAIL", psets={"Pset_RailingCommon": {"Reference": name, "Height": height, "IsExternal": True}},
    )  # fmt: skip
    draft.element(
        f"{storey.name}/阳台栏杆/{side}", "IfcRailing", name, within=where, container=where, of=rail,
        at=At(west, 0, BALCONY_TOP), PredefinedType="GUARDRAIL",
    )  # fmt: skip


def _railing(height: float) -> list[Solid]:
    """Round the free sides of a balcony; bars every 110 mm leave gaps of 90 mm."""
    inset, south, thick = 0.05, -BALCONY_DEPTH + 0.05, 0.02
    width, depth = BALCONY_WIDTH - 2 * inset, BALCONY_DEPTH - inset
    solids: list[Solid] = []
    for z, radius in ((height - thick, thick), (0.1, 0.015)):
        solids.append(rod((inset, south, z), width, "x", radius, "steel"))
        solids += [rod((x, south, z), depth, "y", radius, "steel") for x in (inset, inset + width)]
    along, across = round(width / 0.11) + 1, round(depth / 0.11) + 1
    solids += [_bar(inset + i * width / (along - 1), south, height) for i in range(along)]
    solids += [_bar(x, south + j * depth / across, height) for j in range(1, across) for x in (inset, inset + width)]
    return solids


def _bar(x: float, y: float, height: float) -> Solid:
    return cylinder((round(x, 4), round(y, 4), 0), 0.01, round(height - 0.02, 4), "steel")


def _bathroom(draft: Draft, plan: HousePlan, storey: Storey, *, is_east: bool) -> None:
    where, side = f"storey/{storey.name}", "东" if is_east else "西"
    first, _ = plan.north_walls(storey, is_east=is_east)
    west = 0.3 if plan.is_moved(storey, is_east=is_east) else first + 0.05
    y = 12.6
    for name, (predefined, (wide, deep, high)) in FITTINGS.items():
        of = draft.type(
            f"type/sanitary/{name}", "IfcSanitaryTerminalType", name, solids=[box((0, -deep, 0), (wide, 0, high), "ceramic")],
            code="14-40.00.00", material="ceramic", PredefinedType=predefined,
        )  # fmt: skip
        x = round(west + 0.1, 3)
        draft.element(
            f"{storey.name}/卫浴/{side}/{name}", "IfcSanitaryTerminal", name, within=where, container=where, of=of,
            at=At(round(2 * MIDDLE - x - wide, 3) if is_east else x, y), PredefinedType=predefined,
        )  # fmt: skip
        y = round(y - deep - 0.4, 3)


def _duct(draft: Draft, bottom: float) -> None:
    draft.element(
        "3F/走廊风管", "IfcDuctSegment", "排风管 400×250", within="storey/3F", container="storey/3F",
        solids=[box((9.8, 6.8, bottom), (14.2, 7.2, bottom + 0.25), "ventilation")], code="14-30.40.03", material="sheet",
        PredefinedType="RIGIDSEGMENT", qtos={"Qto_DuctSegmentBaseQuantities": {"Length": length(4.4)}},
    )  # fmt: skip


def _pipe(draft: Draft) -> None:
    """Across the first flight, where heads pass."""
    draft.element(
        "1F/楼梯间横管", "IfcPipeSegment", "给水横管 DN100", within="storey/1F", container="storey/1F",
        solids=[rod((11.05, 10.4, 2.6), 1.2, "x", 0.05, "water_supply")], code="14-40.10.03", material="galvanised",
        PredefinedType="RIGIDSEGMENT", qtos={"Qto_PipeSegmentBaseQuantities": {"Length": length(1.2)}},
    )  # fmt: skip
