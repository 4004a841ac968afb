"""Pipes below the main lane, with manholes and gullies."""

from sample_ifc.renewal.plan import AISLE, KERB, LANE, MAIN
from sample_ifc.renewal.spatial import MAIN_LANE, put
from sample_ifc.shapes import Solid, box, cylinder, rod
from sample_ifc.values import length
from sample_ifc.writer import At, Draft

SEWER_Y, RAIN_Y, WATER_Y = 39.5, 36.5, 38.0
RUNS = (
    ("sewer", "污水管 DN300", SEWER_Y, -2.2, 0.15, "hdpe", "14-40.20.03", "SEWAGE"),
    ("rain", "雨水管 DN400", RAIN_Y, -1.8, 0.2, "hdpe", "14-40.20.03", "STORMWATER"),
    ("water", "给水管 DN150", WATER_Y, -1.4, 0.075, "ductile_iron", "14-40.10.03", "DOMESTICCOLDWATER"),
)
"""Key, name, place in y, axis level, radius, material, code, system."""
STYLES = {"sewer": "drainage", "rain": "drainage", "water": "water_supply"}
STEP, END = 24.0, 120.0
BRANCHES = ((30.0, 24.4), (46.2, 24.4), (78.0, 24.4), (102.0, 24.4))
"""House drains: x, and where they begin in y."""


def build(draft: Draft) -> None:
    """Draw pipes from manhole to manhole."""
    for key, name, y, level, radius, material, code, sort in RUNS:
        systems = _system(draft, key, name, sort)
        for number in range(int(END / STEP)):
            solid: Solid = rod((0, 0, 0), STEP, "x", radius, STYLES[key])
            put(
                draft, f"mains/{key}/{number + 1}", "IfcPipeSegment", name, MAIN_LANE, at=At(STEP * number, y, level),
                solids=[solid], code=code,
                material=material, systems=systems, PredefinedType="RIGIDSEGMENT",
                qtos={"Qto_PipeSegmentBaseQuantities": {"Length": length(STEP)}},
            )  # fmt: skip
    sewer = ("mains/system/sewer",) if "mains/system/sewer" in draft.records else ()
    for number, (x, y) in enumerate(BRANCHES, start=1):
        put(
            draft, f"mains/house/{number}", "IfcPipeSegment", "入户污水管 DN200", MAIN_LANE, at=At(x, y, -1.6),
            code="14-40.20.03", material="hdpe",
            solids=[rod((0, 0, 0), SEWER_Y - y, "y", 0.1, "drainage")], systems=sewer, PredefinedType="RIGIDSEGMENT",
            qtos={"Qto_PipeSegmentBaseQuantities": {"Length": length(SEWER_Y - y)}},
        )  # fmt: skip
    _chambers(draft, sewer)


def _system(draft: Draft, key: str, name: str, sort: str) -> tuple[str, ...]:
    """The system of a run of pipes, where the dialect has systems."""
    ifc_class = draft.dialect.class_name("IfcDistributionSystem")
    if not ifc_class:
        return ()
    path = f"mains/system/{key}"
    return (
        draft.add(
            path, "IfcDistributionSystem", draft.rooted(ifc_class, path, Name=f"{name.split(' ')[0]}网", PredefinedType=sort)
        ),
    )


def _chambers(draft: Draft, sewer: tuple[str, ...]) -> None:
    shaft: list[Solid] = [cylinder((0, 0, -2.4), 0.5, 2.1, "concrete"), cylinder((0, 0, -0.3), 0.35, 0.305, "lamp_post")]
    of = draft.type(
        "type/manhole", "IfcDistributionChamberElementType", "污水检查井 φ1000", solids=shaft, code="14-40.20.03",
        material="concrete_c30",
        PredefinedType="MANHOLE",
    )  # fmt: skip
    for number in range(int(END / STEP) - 1):
        put(
            draft, f"mains/检查井{number + 1}", "IfcDistributionChamberElement", "污水检查井", MAIN_LANE, of=of,
            at=At(STEP * (number + 1), SEWER_Y, LANE), systems=sewer, PredefinedType="MANHOLE",
        )  # fmt: skip
    grate: list[Solid] = [
        box((-0.35, -0.2, -0.9), (0.35, 0.2, -0.02), "concrete"),
        box((-0.35, -0.2, -0.02), (0.35, 0.2, 0.004), "lamp_post"),
    ]
    gully = draft.type(
        "type/gully", "IfcDistributionChamberElementType", "偏沟式雨水口", solids=grate, code="14-40.20.03",
        material="concrete_c30",
        PredefinedType="SUMP",
    )  # fmt: skip
    for number, x in enumerate((20.0, 44.0, 68.0, 92.0), start=1):
        for side, y in (("南", MAIN[0] + 0.25), ("北", MAIN[1] - 0.25)):
            if not AISLE[0] - KERB < x < AISLE[1] + KERB:
                put(
                    draft, f"mains/雨水口{side}{number}", "IfcDistributionChamberElement", "雨水口", MAIN_LANE, of=gully,
                    at=At(x, y, LANE),
                    PredefinedType="SUMP",
                )  # fmt: skip
