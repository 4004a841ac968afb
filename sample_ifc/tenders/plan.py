"""The health station, and how carefully a bidder models it. Metres.

The local frame: x along the street from the outer south-western corner, y away from it, z up from the floor (±0.000).

There are fifteen components: a ground slab and four roof slabs, four external walls and one internal, two doors, three windows.
"""

from dataclasses import dataclass

LENGTH, DEPTH, HEIGHT = 12.6, 6.6, 3.0
WALL = 0.3
MIDDLE = 6.3
"""Of the internal wall, which is 0.2 thick."""
SLAB = 0.12
ROOF_SLABS = 4
GROUND_DEPTH = 0.15


@dataclass(frozen=True)
class BidPlan:
    """What a bidder takes care of. As it stands, of everything."""

    is_placed: bool = True
    """Whether the model has a map conversion."""
    has_vertical_datum: bool = True
    coded: tuple[str, ...] = ("slab", "wall", "door", "window")
    """Kinds of components with a classification code."""
    with_quantities: tuple[str, ...] = ("slab", "wall", "door", "window")
    scheduled: tuple[str, ...] = ("slab", "wall", "door", "window")
    """Kinds that are assigned to a task."""
    has_systems: bool = True
    """Whether slabs and walls are assigned to a building system."""
    overstated_slabs: int = 0
    """Roof slabs whose declared volume is a tenth too large."""
    precast_slabs: int = ROOF_SLABS
    """Roof slabs that say that they are precast."""
    other_slabs: str | None = None
    """How the others say that they are made; None: they do not."""
    west_wall_k: float | None = 0.42
    """W/(m²·K); None: neither K nor layers are told."""
    second_room_height: float = HEIGHT
    nameless_slabs: int = 0
    """Roof slabs without a name."""
    has_ground_container: bool = True
    """Whether the ground slab stands in a storey."""
    repeats_identity: bool = False
    """Whether two windows have one GlobalId."""


BIDS: dict[str, tuple[str, BidPlan]] = {
    "jia": ("甲建筑设计有限公司（虚构）", BidPlan()),
    "yi": ("乙工程设计院（虚构）", BidPlan(
        has_vertical_datum=False, coded=("slab", "wall"), with_quantities=("slab", "wall"), scheduled=("slab",), has_systems=False,
        overstated_slabs=1, precast_slabs=1, west_wall_k=None,
    )),
    "bing": ("丙设计事务所（虚构）", BidPlan(
        is_placed=False, coded=(), with_quantities=(), scheduled=(), has_systems=False, precast_slabs=0, other_slabs="In-Situ",
        west_wall_k=0.8, second_room_height=1.9, nameless_slabs=2, has_ground_container=False, repeats_identity=True,
    )),
}  # fmt: skip
"""Folder of a bid → bidder and plan: careful, middling, careless."""
