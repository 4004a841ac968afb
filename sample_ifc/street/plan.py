"""The drawing board: the axis, the cross-section, levels, the bridge's spans, and where the street is. Metres.

The local frame: x runs along the first straight from station K1+200, y to the left of it, z up from the profile's beginning.
"""

from dataclasses import dataclass
from functools import cached_property

from sample_ifc.axis import Axis, PlanSegment, ProfileSegment
from sample_ifc.georeference import Place

PLACE = Place(395640.0, 3930120.0, 736.4, 18.4, (35, 29, 42, 33684), (112, 50, 59, 506308))
TRUE_NORTH = (0.326686897, 0.945132621)
"""18.4° and the meridian convergence of −0.668° at this place."""
START_STATION = 1200.0
SPEED_KMH = 40.0
LIFE = "P100Y"

SOUND_AXIS = Axis(
    (
        PlanSegment("LINE", 140.0), PlanSegment("CLOTHOID", 45.0, 0.0, 300.0), PlanSegment("CIRCULARARC", 70.0, 300.0, 300.0),
        PlanSegment("CLOTHOID", 45.0, 300.0, 0.0), PlanSegment("LINE", 60.0),
    ),
    (
        ProfileSegment(38.2, 0.02, 0.02), ProfileSegment(89.6, 0.02, -0.012), ProfileSegment(81.7, -0.012, -0.012),
        ProfileSegment(81.0, -0.012, 0.015), ProfileSegment(69.5, 0.015, 0.015),
    ),
)  # fmt: skip
"""Crest of 2800 m over the bridge, sag of 3000 m."""

BRIDGE = (50.0, 116.0)
PIERS = (72.0, 94.0)
SPANS = ((50.0, 72.0), (72.0, 94.0), (94.0, 116.0))
STRETCHES: dict[str, tuple[float, float]] = {"西段": (0.0, 50.0), "东段": (116.0, 360.0)}
"""The street before and behind the bridge."""
SIDES: dict[str, int] = {"左幅": 1, "右幅": -1}
"""Seen in the direction of the stations; 1 for the left."""

HALF = 7.25
"""From the axis to the kerb."""
KERB = 0.15
CYCLE_EDGE = 12.75
WALK = 12.90
FALL, WALK_FALL = 0.015, 0.01
GUTTER = -HALF * FALL
"""Height of the carriageway's edge over the profile."""
WEARING = 0.005
"""A lane's own thickness: what is seen of the wearing course."""
WATER_Z, BED_Z, PATH_Z = -4.3, -5.6, -3.4
PATH_X = (107.5, 111.0)
REACH = 48.0
"""Of the terrain to both sides."""


@dataclass(frozen=True)
class Side:
    """One half of the cross-section, from the axis outwards."""

    sign: int
    inner_lane: float = 3.5
    outer_lane: float = 3.5
    reserve: float = 2.0
    """Side reserve with its two kerbs."""
    walk: float = 3.0

    @property
    def reserve_edge(self) -> float:
        """Where the cycle track begins."""
        return HALF + self.reserve

    @property
    def tree_row(self) -> float:
        """Offset of trees and lamps, signed."""
        return self.sign * (HALF + self.reserve / 2)

    @property
    def walk_edge(self) -> float:
        """Outer edge of the footway."""
        return WALK + self.walk

    def level(self, offset: float) -> float:
        """Height of the surface over the profile, at an offset without sign."""
        if offset <= HALF:
            return -FALL * offset
        if offset < self.reserve_edge:
            return GUTTER + 0.06
        if offset <= CYCLE_EDGE:
            return GUTTER - 0.01 * (offset - self.reserve_edge)
        walk = GUTTER - 0.01 * (CYCLE_EDGE - self.reserve_edge) + 0.12
        return walk + WALK_FALL * (min(offset, self.walk_edge) - WALK if offset > WALK else 0.0)


@dataclass(frozen=True)
class StreetPlan:
    """The whole street; what a design may get wrong is a parameter."""

    axis: Axis = SOUND_AXIS
    narrow_lanes: bool = False
    """Of the right half east of the bridge: 3.30 and 3.10 m."""
    narrow_walk: bool = False
    """1.80 m on the right east of the bridge."""
    narrow_reserve: bool = False
    """1.50 m with its kerbs on the left east of the bridge."""
    railing_heights: tuple[float, float] = (1.40, 1.10)
    """On the left beside the shared way, on the right beside the footway."""
    low_railing: float | None = None
    """Height of the right railing in the middle span, where it differs."""
    bar_pitch: float = 0.12
    """Of the right railing in the last span."""
    gantry_clearance: float = 5.5
    crossing: tuple[float, float] = (196.0, 201.0)
    """From and to which distance people cross."""
    step: float = 5.0
    """Between two sections of what is swept along the axis."""

    def side(self, name: str, stretch: str) -> Side:
        """Half of the cross-section in a stretch."""
        sign = SIDES[name]
        if stretch != "东段":
            return Side(sign)
        lanes = (3.3, 3.1) if self.narrow_lanes and sign < 0 else (3.5, 3.5)
        return Side(
            sign, *lanes,
            reserve=1.5 if self.narrow_reserve and sign > 0 else 2.0,
            walk=1.8 if self.narrow_walk and sign < 0 else 3.0,
        )  # fmt: skip

    @cached_property
    def sides(self) -> tuple[tuple[str, str, Side], ...]:
        """Stretch, name of the side, and the half section: all four."""
        return tuple((stretch, name, self.side(name, stretch)) for stretch in STRETCHES for name in SIDES)
