"""The ground beside and below the street, the river, and the path along its bank."""

from itertools import pairwise
from math import sin

from sample_ifc.shapes import Mesh, box
from sample_ifc.street.plan import BED_Z, BRIDGE, PATH_X, PATH_Z, REACH, WATER_Z, StreetPlan
from sample_ifc.street.spatial import GROUND_CODE, SITE
from sample_ifc.writer import Draft

EDGE = 16.15
"""Offset at which the ground meets the street's outer kerb."""
OFFSETS = (EDGE - 0.15, EDGE, 19.0, 25.0, 34.0, REACH)
BELOW = 0.95
"""Of the ground under the street, below the profile."""
VALLEY = ((44.0, None), (50.0, -1.8), (53.5, -3.5), (57.5, -3.5), (61.0, -4.6), (66.0, BED_Z), (100.0, BED_Z), (104.5, -4.6),
          (107.0, -3.5), (111.5, -3.5), (116.0, -1.8), (122.0, None))  # fmt: skip
"""Distance and ground level across the river; None where the banks end."""


def build(draft: Draft, plan: StreetPlan) -> None:
    """Draw the ground, the water and the riverside path."""
    _terrain(draft, plan)
    water = box((61.2, -REACH, BED_Z - 0.1), (104.2, REACH, WATER_Z), "water")
    draft.element(
        "场地/丹水", "IfcGeographicElement", "丹水河道水面", within=SITE, container=SITE, solids=[water], code=GROUND_CODE,
        PredefinedType="USERDEFINED", ObjectType="水面", psets={"JCPset_Water": {"常水位": "732.10m", "设计洪水频率": "1/100"}},
    )  # fmt: skip
    path = box((PATH_X[0], -REACH, PATH_Z - 0.15), (PATH_X[1], REACH, PATH_Z), "paving")
    draft.element(
        "场地/滨河步道", "IfcPavement", "滨河步道", within=SITE, container=SITE, solids=[path], code=GROUND_CODE,
        PredefinedType="USERDEFINED", ObjectType="滨河步道", material="granite_paving",
    )  # fmt: skip


def _terrain(draft: Draft, plan: StreetPlan) -> None:
    distances = sorted({
        *plan.axis.stations(0.0, plan.axis.length, 2 * plan.step), *(x for x, _ in VALLEY), BRIDGE[0] - 1.0, BRIDGE[1] + 1.0,
    })  # fmt: skip
    offsets = [*(-offset for offset in reversed(OFFSETS)), 0.0, *OFFSETS]
    vertices = [
        plan.axis.at(distance).aside(offset, _ground(plan, distance, offset) - plan.axis.height(distance))
        for distance in distances
        for offset in offsets
    ]
    columns, faces = len(offsets), []
    for row in range(len(distances) - 1):
        for column in range(columns - 1):
            a, b = row * columns + column, (row + 1) * columns + column
            # The offsets run to the left: upwards is ahead before left.
            faces += [(a, b, b + 1), (a, b + 1, a + 1)]
    draft.element(
        "场地/地形", "IfcGeographicElement", "原地面地形", within=SITE, container=SITE, code=GROUND_CODE, PredefinedType="TERRAIN",
        solids=[Mesh(tuple(vertices), tuple(faces), "terrain", is_closed=False)], material="soil",
    )  # fmt: skip


def _ground(plan: StreetPlan, distance: float, offset: float) -> float:
    """Level of the ground."""
    road = plan.axis.height(distance)
    aside = abs(offset)
    if aside < EDGE:
        free = road - BELOW
    else:
        reach = (aside - EDGE) / (REACH - EDGE)
        free = road - 0.05 - reach * (0.3 + 0.5 * sin(distance / 37.0) + 0.25 * sin(offset / 9.0))
    if not VALLEY[0][0] < distance < VALLEY[-1][0]:
        return free
    for (x0, z0), (x1, z1) in pairwise(VALLEY):
        if x0 <= distance <= x1:
            low, high = (free if z is None else z for z in (z0, z1))
            return low + (high - low) * (distance - x0) / (x1 - x0)
    return free
