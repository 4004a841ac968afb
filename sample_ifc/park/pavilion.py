"""The six-sided pavilion on its mound, with steps and a ramp."""

from collections.abc import Sequence
from math import cos, pi, sin

from sample_ifc.park.plan import PAVILION, PAVILION_FLOOR, PAVILION_RADIUS, ParkPlan, ground
from sample_ifc.park.ramps import draw_ramp
from sample_ifc.park.spatial import GROVE, SITE, stand
from sample_ifc.shapes import Mesh, Outline, Solid, box, cylinder, prism
from sample_ifc.writer import At, Draft

CODE = "14-10.20.00"
PAVILION_PATH = "松风亭"
EAVES, RIDGE = 3.0, 5.0


def build(draft: Draft, plan: ParkPlan) -> None:
    """Draw the pavilion as an assembly of its parts; as parts alone where the dialect has no assemblies."""
    x, y = PAVILION
    level = ground(x, y)
    if draft.dialect.element_class("IfcElementAssembly", has_body=False):
        draft.element(
            PAVILION_PATH, "IfcElementAssembly", "松风亭", within=SITE, container=GROVE, at=stand(x, y, level), code=CODE,
            PredefinedType="USERDEFINED", ObjectType="六角亭", AssemblyPlace="SITE",
        )  # fmt: skip
    base = prism(_hexagon(PAVILION_RADIUS), -0.4, PAVILION_FLOOR, "granite")
    _part(draft, "台基", "IfcSlab", "亭台基", [base], "granite", "BASESLAB")
    for i, (a, b) in enumerate(_hexagon(2.4)):
        post = cylinder((0, 0, 0), 0.13, EAVES - PAVILION_FLOOR, "lacquer")
        foot = cylinder((0, 0, 0), 0.2, 0.18, "stone")
        at = At(round(a, 3), round(b, 3), PAVILION_FLOOR)
        _part(draft, f"柱{i + 1}", "IfcColumn", f"木柱 {i + 1}", [post, foot], "timber", "COLUMN", at)
    ring = prism(_hexagon(2.6), EAVES - 0.35, EAVES, "lacquer", (_hexagon(2.25),))
    _part(draft, "额枋", "IfcMember", "六角额枋", [ring], "timber", "MEMBER")
    _part(draft, "屋面", "IfcRoof", "攒尖瓦屋面", [_roof()], "timber", "HIP_ROOF")
    outer, inner = _hexagon(2.35), _hexagon(1.95)
    benches: list[Solid] = [prism(outer[i : i + 2] + inner[i : i + 2][::-1], 0.7, 0.76, "boards") for i in (1, 2, 3, 4)]
    _part(draft, "美人靠", "IfcFurniture", "亭内坐凳", benches, "timber", "USERDEFINED", kind="坐凳")
    east = x + PAVILION_RADIUS * cos(pi / 6)
    width = plan.pavilion_ramp_width
    draw_ramp(
        draft, "松风亭/无障碍坡道", "松风亭无障碍坡道", GROVE, stand(east - 0.02, y - width / 2, level), PAVILION_FLOOR, 4.5,
        width, {},
    )  # fmt: skip
    _steps(draft, x - PAVILION_RADIUS * cos(pi / 6), y, level)


def _hexagon(radius: float) -> Outline:
    """Corners north and south, flat sides east and west."""
    return tuple((round(radius * cos(pi / 6 + pi / 3 * i), 4), round(radius * sin(pi / 6 + pi / 3 * i), 4)) for i in range(6))


def _part(
    draft: Draft, name: str, ifc_class: str, title: str, solids: Sequence[Solid], material: str, predefined: str,
    at: At | None = None, kind: str | None = None,
) -> None:  # fmt: skip
    at, has_whole = at or At(), PAVILION_PATH in draft.records
    within, container, whole = (PAVILION_PATH, None, PAVILION_PATH) if has_whole else (SITE, GROVE, None)
    if not has_whole:
        x, y = PAVILION
        at = stand(x + at.x, y + at.y, ground(x, y) + at.z)
    draft.element(
        f"松风亭/{name}", ifc_class, title, within=within, container=container, whole=whole, at=at, solids=solids, code=CODE,
        material=material, PredefinedType=predefined, ObjectType=kind,
    )  # fmt: skip


def _roof() -> Mesh:
    """Swept-up eaves, a steep top and a knob."""
    rings = ((3.5, EAVES + 0.05), (3.5, EAVES + 0.17), (2.1, EAVES + 0.75), (1.0, EAVES + 1.4), (0.12, RIDGE), (0.2, RIDGE + 0.25))
    vertices = [(a, b, z + (0.28 if i < 2 else 0.0)) for i, (radius, z) in enumerate(rings) for a, b in _hexagon(radius)]
    vertices += [(0.0, 0.0, RIDGE + 0.55), (0.0, 0.0, EAVES + 0.2)]
    top, under = len(vertices) - 2, len(vertices) - 1
    faces: list[tuple[int, ...]] = []
    for i in range(6):
        j = (i + 1) % 6
        for ring in range(len(rings) - 1):
            low, high = 6 * ring, 6 * (ring + 1)
            faces += [(low + i, low + j, high + j), (low + i, high + j, high + i)]
        faces += [(6 * (len(rings) - 1) + i, 6 * (len(rings) - 1) + j, top), (under, j, i)]
    return Mesh(tuple(vertices), tuple(faces), "roof_tile")


def _steps(draft: Draft, face: float, y: float, level: float) -> None:
    steps: list[Solid] = [
        box((-0.35 * (2 - i), -1.0, -0.2), (-0.35 * (1 - i), 1.0, round(0.145 * i + 0.15, 3)), "granite") for i in range(2)
    ]
    draft.element(
        "松风亭/踏步", "IfcStair", "亭前踏步", within=SITE, container=GROVE, at=stand(face, y, level), solids=steps, code=CODE,
        material="granite", PredefinedType="STRAIGHT_RUN_STAIR",
        psets={"Pset_StairCommon": {"NumberOfRiser": 2, "RiserHeight": 0.15, "TreadLength": 0.35, "IsExternal": True}},
    )  # fmt: skip
