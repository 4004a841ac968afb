"""The drawing board: lanes, houses, levels of the renewed block, and where it stands. Metres.

The local frame: x runs along the main lane from the west gate, y from the southern boundary, z up from the main lane's surface.
"""

from dataclasses import dataclass

from sample_ifc.georeference import Place

PLACE = Place(396500.000, 3930200.000, 748.600, 8.0, (35, 29, 44, 952818), (112, 51, 33, 584141))
TRUE_NORTH = (0.150611786, 0.988592985)
"""8.0° and the meridian convergence of −0.662° at this place."""

LENGTH, DEPTH = 120.0, 80.0

MAIN = (35.0, 41.0)
NORTH = (70.0, 74.5)
"""The main and the northern lane, from side to side in y."""
BRANCH_X = 110.0
"""West side of the branch that joins them."""
KERB = 0.15
KERB_TOP, WALK, LAWN, LANE = 0.12, 0.10, 0.08, 0.0
"""Levels: kerb, footways and squares, planted ground, lanes."""
FLOOR = 0.40
"""Ground floor of the houses."""

SOUTH_WALK, NORTH_WALK, HOUSE_WALK = (31.0, 33.0), (43.0, 45.0), (68.0, 69.85)
"""Footways south and north of the main lane, and before the northern houses."""
WALK_START, WALK_END = 1.0, 118.0
AISLE = (53.3, 59.3)
"""The way into the car park, in x."""
GARDEN_PATH = (5.5, 7.3)
PLAZA = (46.5, 45.0, 65.5, 64.0)
POOL = (48.5, 48.0, 53.5, 51.5)
OLD_TREE = (60.5, 57.0)

HOUSES = (("1#", 8.0, 12.0), ("2#", 68.0, 12.0), ("3#", 8.0, 50.0), ("4#", 68.0, 50.0))
"""Number and south-western corner of each house."""
HOUSE_LENGTH, HOUSE_DEPTH, UNIT, STOREY = 36.0, 12.0, 12.0, 2.9
STOREYS = 6
CLADDING = 0.10
"""Thickness of the new panels before the old walls."""
TOILET = (107.0, 19.0)
"""South-western corner of the public toilet."""


@dataclass(frozen=True)
class Entrance:
    """The entrance of one unit of a house."""

    name: str
    """Such as 1#2单元."""
    x: float
    """Its middle."""
    face: float
    """The panels' outer face, y."""
    walk: float
    """Near side of the footway, y."""


def entrances() -> tuple[Entrance, ...]:
    """The twelve entrances, all on the houses' north sides."""
    return tuple(
        Entrance(f"{number}{unit + 1}单元", x + UNIT * (unit + 0.5), y + HOUSE_DEPTH + CLADDING,
        (SOUTH_WALK if y < 30 else HOUSE_WALK)[0])
        for number, x, y in HOUSES
        for unit in range(3)
    )  # fmt: skip


@dataclass(frozen=True)
class RenewalPlan:
    """The whole renewal; what a design may get wrong is a parameter."""

    branch_width: float = 4.5
    gate_clearance: float = 5.0
    ramp_runs: tuple[tuple[str, float], ...] = ()
    """Entrances with a ramp of another length."""
    ramp_widths: tuple[tuple[str, float], ...] = ()
    """Entrances with a ramp of another width."""
    walk_paving: str = "permeable_brick"
    plaza_paving: str = "permeable_brick"
    sport_paving: str = "epdm"
    """Of the fitness ground and path."""
    pool_depth: float = 0.30
    has_waste_points: bool = True
    seats_until: float = LENGTH
    """Seats further east are left out."""
    stray_trees: tuple[tuple[str, str, float, float], ...] = ()
    """Trees at places where none should stand: name in the generator, species, x, y."""
    bollard_pitch: float = 1.4
    """Of the two at the western end of the southern footway."""
    plaza_fall: float = 0.0035
    """Rise over run, from the footway to the fitness ground, which falls back from there."""
    level_bays: tuple[str, ...] = ()
    """Parking bays that are drawn without a fall, such as 东8."""
    lamps_on_walk: tuple[float, ...] = ()
    """Lamps in the middle of the southern footway, by x."""

    def ramp(self, name: str) -> tuple[float, float]:
        """Run and width of the ramp at an entrance."""
        return dict(self.ramp_runs).get(name, 3.6), dict(self.ramp_widths).get(name, 1.30)
