"""The bridge's structure: foundations, abutments, piers, bearings, girders, deck."""

from sample_ifc.axis import Section, skin
from sample_ifc.shapes import Solid, box, cylinder
from sample_ifc.street.plan import BRIDGE, PIERS, SPANS, StreetPlan
from sample_ifc.street.spatial import BRIDGE as WHOLE
from sample_ifc.street.spatial import CONCRETE_CODE, ROAD, SITE
from sample_ifc.street.traces import TRACES
from sample_ifc.values import Measure, length
from sample_ifc.writer import At, Draft

GIRDERS = tuple(round(-14.5 + 2.9 * i, 2) for i in range(11))
"""Offsets."""
DECK_LOW, GIRDER_DEPTH, BEARING = -0.55, 1.0, 0.15
SEAT = DECK_LOW - GIRDER_DEPTH - BEARING
"""Where the bearings stand, relative to the profile."""
CAP, CAP_DEPTH, STEM, STEMS = 1.8, 1.2, 0.6, (-12.0, -4.0, 4.0, 12.0)
HALF_DECK = 16.4
PILE, PILE_CAP = 0.6, (-7.2, -5.9)
DECK_TOP: Section = ((-HALF_DECK, DECK_LOW), (HALF_DECK, DECK_LOW), (HALF_DECK, -0.346), (0.0, -0.1), (-HALF_DECK, -0.346))
IN_SITU = {"Pset_ConcreteElementGeneral": {"CastingMethod": Measure("IfcLabel", "INSITU"), "StructuralClass": "C30"}}
LIFE_PROPERTIES = {"Pset_ServiceLife": {"ServiceLifeDuration": Measure("IfcDuration", "P100Y")}}


def build(draft: Draft, plan: StreetPlan) -> None:
    """Draw the structure from below."""
    _foundations(draft)
    _abutments(draft, plan)
    _piers(draft, plan)
    _spans(draft, plan)
    _deck(draft, plan)


def _concrete(draft: Draft, path: str, ifc_class: str, name: str, container: str, solids: list[Solid], predefined: str,
              material: str = "concrete_c30") -> None:  # fmt: skip
    draft.element(
        path, ifc_class, name, within=SITE, container=container, solids=solids, code=CONCRETE_CODE, material=material,
        PredefinedType=predefined,
        psets=IN_SITU | LIFE_PROPERTIES,
    )  # fmt: skip


def _foundations(draft: Draft) -> None:
    where = f"{WHOLE}/基础"
    pile = draft.type(
        "type/pile", "IfcPileType", "桩基 D1200 钻孔灌注", solids=[cylinder((0, 0, -12.0), PILE, 12.0, "footing")],
        code=CONCRETE_CODE,
        material="concrete_c30", PredefinedType="BORED",
    )  # fmt: skip
    ends = (BRIDGE[0] - 0.9, *PIERS, BRIDGE[1] + 0.9)
    for number, x in enumerate(ends):
        is_end = number in (0, len(ends) - 1)
        low, high = (-6.0, -4.8) if is_end else PILE_CAP
        _concrete(
            draft, f"{WHOLE}/承台{number}", "IfcFooting", f"{number}号承台", where,
            [box((x - 1.5, -HALF_DECK, low), (x + 1.5, HALF_DECK, high), "footing")], "PILE_CAP",
        )  # fmt: skip
        for y in STEMS:
            draft.element(
                f"{WHOLE}/桩{number}/{y:g}", "IfcPile", f"{number}号墩台桩基 {STEMS.index(y) + 1}", within=SITE, container=where,
                of=pile,
                at=At(x, y, low), PredefinedType="BORED",
            )  # fmt: skip


def _abutments(draft: Draft, plan: StreetPlan) -> None:
    for number, edge, out in ((0, BRIDGE[0], -1), (3, BRIDGE[1], 1)):
        z, where = plan.axis.height(edge), f"{WHOLE}/{number}号桥台"
        x0, x1 = sorted((edge + out * 0.3 - 0.3 * out, edge + out * 1.8))
        seat, back = round(z + SEAT, 3), sorted((edge + out * 1.3, edge + out * 1.8))
        _concrete(
            draft, f"{where}/台身", "IfcWall", f"{number}号桥台台身", where,
            [
                box((x0, -HALF_DECK, -4.8), (x1, HALF_DECK, seat), "concrete"),
                box((back[0], -HALF_DECK, seat), (back[1], HALF_DECK, round(z - 0.36, 3)), "concrete"),
            ],
            "RETAININGWALL",
        )  # fmt: skip


def _piers(draft: Draft, plan: StreetPlan) -> None:
    for number, x in enumerate(PIERS, start=1):
        where, z = f"{WHOLE}/{number}号墩", plan.axis.height(x)
        top = round(z + SEAT, 3)
        low = round(top - CAP_DEPTH, 3)
        _concrete(
            draft, f"{where}/盖梁", "IfcBeam", f"{number}号墩盖梁", where,
            [box((x - CAP / 2, -15.8, low), (x + CAP / 2, 15.8, top), "concrete")], "PIERCAP",
        )  # fmt: skip
        for order, y in enumerate(STEMS, start=1):
            _concrete(
                draft, f"{where}/墩柱{order}", "IfcColumn", f"{number}号墩柱 {order}", where,
                [cylinder((x, y, PILE_CAP[1]), STEM, round(low - PILE_CAP[1], 3), "concrete")], "PIERSTEM",
            )  # fmt: skip


def _spans(draft: Draft, plan: StreetPlan) -> None:
    girder, bearing = TRACES["girder"], TRACES["bearing"]
    where = f"{WHOLE}/上部结构"
    pad = draft.type(
        "type/bearing", "IfcBearingType", "板式橡胶支座 GYZ400", solids=[box((-0.2, -0.2, 0), (0.2, 0.2, BEARING), "lamp_post")],
        code=CONCRETE_CODE, material="natural_rubber", PredefinedType="ELASTOMERIC", documents=bearing.documents,
        psets=bearing.of_type,
    )  # fmt: skip
    for span, (start, end) in enumerate(SPANS, start=1):
        z0, z1 = plan.axis.height(start), plan.axis.height(end)
        low = DECK_LOW - GIRDER_DEPTH
        rings = [
            ((x, -0.6, z - z0 + low), (x, 0.6, z - z0 + low), (x, 0.6, z - z0 + DECK_LOW), (x, -0.6, z - z0 + DECK_LOW))
            for x, z in ((0.04, z0), (end - start - 0.04, z1))
        ]
        of = draft.type(
            f"type/girder/{span}", "IfcBeamType", f"预制小箱梁 22m 第{span}跨", solids=[skin(rings, "precast")], code=CONCRETE_CODE,
            material="concrete_c50_precast", PredefinedType="GIRDER_SEGMENT", documents=girder.documents,
            psets=girder.of_type
            | {
                "Pset_ConcreteElementGeneral": {"CastingMethod": Measure("IfcLabel", "PRECAST"), "StructuralClass": "C50"},
                "Pset_BeamCommon": {"Span": Measure("IfcPositiveLengthMeasure", 22.0), "LoadBearing": True},
            },
        )  # fmt: skip
        for number, y in enumerate(GIRDERS, start=1):
            draft.element(
                f"{WHOLE}/小箱梁{span}-{number}", "IfcBeam", f"小箱梁 {span}-{number}", within=SITE, container=where, of=of,
                at=At(start, y, round(z0, 4)), PredefinedType="GIRDER_SEGMENT", psets=girder.of_occurrence | LIFE_PROPERTIES,
                qtos={"Qto_BeamBaseQuantities": {"Length": length(21.92)}},
            )  # fmt: skip
            for order, x in enumerate((start + 0.45, end - 0.45), start=1):
                draft.element(
                    f"{WHOLE}/支座{span}-{number}-{order}", "IfcBearing", f"板式橡胶支座 {span}-{number}-{order}", within=SITE,
                    container=where,
                    of=pad, at=At(round(x, 3), y, round(z0 + (z1 - z0) * (x - start) / (end - start) + SEAT, 4)),
                    PredefinedType="ELASTOMERIC", psets=bearing.of_occurrence,
                )  # fmt: skip


def _deck(draft: Draft, plan: StreetPlan) -> None:
    where = f"{WHOLE}/桥面"
    draft.element(
        f"{WHOLE}/桥面板", "IfcSlab", "桥面板 C40现浇层", within=SITE, container=where,
        solids=[plan.axis.sweep(*BRIDGE, DECK_TOP, "concrete", plan.step)], code=CONCRETE_CODE, material="concrete_c35",
        PredefinedType="FLOOR", psets=LIFE_PROPERTIES,
    )  # fmt: skip
    for number, x in enumerate((BRIDGE[0], BRIDGE[1])):
        z = round(plan.axis.height(x), 3)
        draft.element(
            f"{WHOLE}/伸缩缝{number}", "IfcDiscreteAccessory", f"伸缩缝 D80 {number}号台", within=SITE, container=where,
            solids=[box((x - 0.04, -7.2, z - 0.2), (x + 0.04, 7.2, z - 0.105), "steel")], code=CONCRETE_CODE, material="park_steel",
            PredefinedType="EXPANSION_JOINT_DEVICE",
        )  # fmt: skip
    for number, (x, out) in enumerate(((BRIDGE[0] - 0.04, -1), (BRIDGE[1] + 0.04, 1))):
        x0, x1 = sorted((x, x + out * 6.0))
        draft.element(
            f"{WHOLE}/搭板{number}", "IfcSlab", f"桥头搭板 6m {number}号台", within=SITE, container=f"{ROAD}/桥梁段",
            solids=[plan.axis.sweep(x0, x1, ((-7.2, -0.95), (7.2, -0.95), (7.2, -0.64), (-7.2, -0.64)), "concrete", plan.step)],
            code=CONCRETE_CODE, material="concrete_c30", PredefinedType="APPROACH_SLAB",
        )  # fmt: skip
