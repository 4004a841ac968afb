"""Which drawing a rule has, and which of its parameters stands on which dimension line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from checkers.drawings import alignments, buildings, edges, streets
from checkers.drawings.buildings import Labels
from checkers.drawings.sheet import Sheet

Figure = Callable[[Sheet, Labels], None]


@dataclass(frozen=True)
class Dimension:
    """What one dimension line stands for."""

    sign: str
    """How what is measured compares with the values: ``≥`` or ``≤``."""
    parameters: tuple[str, ...]
    form: Literal["plain", "percent", "slope", "per"] = "plain"
    """How the values are written: as they are, as a percentage, as ``1 : 12``, as ``1/7``."""


def _least(*names: str, form: Literal["plain", "percent", "slope", "per"] = "plain") -> Dimension:
    return Dimension("≥", names, form)


def _most(*names: str, form: Literal["plain", "percent", "slope", "per"] = "plain") -> Dimension:
    return Dimension("≤", names, form)


_SPEEDS = (20, 30, 40, 50, 60, 80, 100)
_STAIR_USES = ("kindergarten", "elderly", "primary_school", "crowded", "other", "core")

ASSIGNED: Mapping[str, tuple[Figure, Mapping[str, Dimension]]] = {
    "ACC-01": (buildings.draw_passage, {"width": _least("clear_width_m")}),
    "ACC-02": (
        buildings.draw_ramp,
        {
            "run": _most("run_per_rise", form="slope"),
            "width": _least("clear_width_m"),
            "rise": _most("rise_m"),
            "tilt": _most("crossfall", form="percent"),
        },
    ),
    "ACC-07": (edges.draw_step_free_way, {}),
    "BR-01": (buildings.draw_railing, {"height": _least("height_m"), "gap": _most("gap_m")}),
    "BR-02": (buildings.draw_railing, {"height": _least("height_m")}),
    "BR-05": (streets.draw_gradient, {"gradient": _most("gradient", form="percent")}),
    "BR-11": (streets.draw_crossfall, {"fall": Dimension("", ("least_low", "least_high", "most"), "percent")}),
    "BR-12": (streets.draw_slab, {"length": _least("length_m")}),
    "FIR-01": (buildings.draw_door, {"width": _least("clear_width_m")}),
    "FIR-02": (buildings.draw_door, {"width": _least("clear_width_m")}),
    "FIR-03": (buildings.draw_door, {"height": _least("clear_height_m")}),
    "FIR-06": (
        buildings.draw_escape,
        {"between": _most("between_exits_m"), "dead_end": _most("dead_end_m", "high_dead_end_m")},
    ),
    "FIR-07": (buildings.draw_escape, {"inside": _most("distance_m")}),
    "FIR-09": (buildings.draw_escape, {"apart": _least("apart_m")}),
    "FIR-17": (streets.draw_clearance, {"width": _least("width_m"), "height": _least("height_m")}),
    "FUN-01": (buildings.draw_room_heights, {"storey": _least("storey_height_m")}),
    "FUN-02": (buildings.draw_room_heights, {"clear": _least("clear_height_m"), "local": _least("local_clear_height_m")}),
    "FUN-03": (buildings.draw_room_heights, {"clear": _least("clear_height_m")}),
    "FUN-04": (buildings.draw_room, {"area": _least("bedroom_m2", "bedroom_living_m2"), "short": _least("short_side_m")}),
    "FUN-05": (buildings.draw_room, {"area": _least("kitchen_m2", "bathroom_m2")}),
    "FUN-07": (buildings.draw_passage, {"width": _least("entrance_width_m", "main_width_m", "service_width_m")}),
    "FUN-08": (buildings.draw_door, {"width": _least("entrance_m", "room_m", "kitchen_bathroom_m")}),
    "FUN-14": (buildings.draw_passage, {"width": _least("clear_width_m"), "height": _least("clear_height_m")}),
    "FUN-17": (buildings.draw_room_heights, {"thickness": _least("thickness_m")}),
    "FUN-21": (buildings.draw_room_heights, {"local": _least("height_m")}),
    "GRN-03": (
        buildings.draw_facade,
        {"share": _most("north_ratio", "east_west_ratio", "south_ratio", "one_room_ratio", form="percent")},
    ),
    "GRN-04": (buildings.draw_facade, {"share": _most("north_ratio", "east_west_ratio", "south_ratio", form="percent")}),
    "GRN-12": (buildings.draw_daylight, {"share": _least("floor_to_window", form="per")}),
    "GRN-24": (edges.draw_paving, {"share": _least("share", form="percent")}),
    "HB-05": (streets.draw_gradient, {"gradient": _least("least", form="percent")}),
    "HB-09": (edges.draw_tactile_paving, {"overlap": _most("overlap_m2")}),
    "HB-12": (streets.draw_bollards, {"gap": _least("gap_m")}),
    "LA-03": (
        streets.draw_path,
        {"width": _least("main_small_m", "main_medium_m", "main_large_m", "branch_m", "other_m")},
    ),
    "LA-04": (streets.draw_gradient, {"gradient": _most("main_gradient", "other_gradient", form="percent")}),
    "LA-07": (buildings.draw_railing, {"height": _least("height_m"), "gap": _most("gap_m")}),
    "LA-09": (streets.draw_trees, {"wall": _least("wall_m"), "pipe": _least("pipe_m")}),
    "LA-12": (alignments.draw_seats, {"length": Dimension(">", ("path_length_m",)), "reach": _most("reach_m")}),
    "RAI-01": (edges.draw_edge, {"height": _least("guard_height_m"), "fall": Dimension(">", ("fall_m",))}),
    "RAI-02": (
        buildings.draw_railing,
        {
            "height": _least("railing_height_m", "low_house_before_2025_m", "high_house_before_2025_m"),
            "gap": _most("bar_gap_m"),
        },
    ),
    "RAI-03": (edges.draw_edge, {"height": _least("railing_height_m")}),
    "RAI-04": (edges.draw_sill, {"sill": _least("dwelling_sill_m", "public_sill_m"), "fall": Dimension(">", ("fall_m",))}),
    "RD-02": (streets.draw_street, {"lane": _least("fast_mixed_m", "fast_cars_m", "slow_mixed_m", "slow_cars_m")}),
    "RD-03": (streets.draw_street, {"cycle_track": _least("width_m")}),
    "RD-04": (streets.draw_street, {"footway": _least("width_m")}),
    "RD-06": (
        streets.draw_gradient,
        {"gradient": _most(*(f"gradient_at_{speed}" for speed in _SPEEDS), form="percent")},
    ),
    "RD-07": (streets.draw_gradient, {"gradient": _least("gradient", form="percent")}),
    "RD-08": (streets.draw_gradient, {"length": _least(*(f"length_at_{speed}_m" for speed in _SPEEDS))}),
    "RD-09": (alignments.draw_curve, {"radius": _least(*(f"radius_at_{speed}_m" for speed in _SPEEDS))}),
    "RD-11": (
        alignments.draw_vertical_curves,
        {
            "crest": _least(*(f"crest_at_{speed}_m" for speed in _SPEEDS)),
            "sag": _least(*(f"sag_at_{speed}_m" for speed in _SPEEDS)),
        },
    ),
    "RD-12": (streets.draw_crossfall, {"fall": Dimension("", ("least", "most"), "percent")}),
    "RD-17": (streets.draw_trees, {"apart": _least("apart_m"), "lane": _least("lane_m")}),
    "RD-19": (alignments.draw_crossing, {"width": _least("arterial_m", "other_m")}),
    "RD-20": (streets.draw_street, {"footway": _least("clear_width_m"), "cycle_track": _least("two_way_cycle_track_m")}),
    "RD-22": (streets.draw_clearance, {"height": _least("motor_m", "car_m", "other_m")}),
    "RD-28": (alignments.draw_vertical_curves, {"length": _least(*(f"length_at_{speed}_m" for speed in _SPEEDS))}),
    "RD-30": (streets.draw_kerb, {"upstand": Dimension("", ("least_m", "most_m", "most_at_reserve_m"))}),
    "RD-33": (streets.draw_gradient, {"gradient": Dimension("", ("least", "most"), "percent")}),
    "RD-36": (streets.draw_street, {"tree_belt": _least("width_m")}),
    "RD-39": (alignments.draw_curve, {"length": _least(*(f"length_at_{speed}_m" for speed in _SPEEDS))}),
    "RMP-01": (buildings.draw_ramp, {"run": _most("indoor_run_per_rise", "outdoor_run_per_rise", form="slope")}),
    "STR-01": (edges.draw_flight_width, {"width": _least("clear_width_m", "railed_clear_width_m")}),
    "STR-02": (buildings.draw_steps, {"riser": _most("riser_height_m"), "tread": _least("tread_length_m")}),
    "STR-04": (
        buildings.draw_steps,
        {
            "riser": _most(*(f"{use}_riser_m" for use in _STAIR_USES)),
            "tread": _least(*(f"{use}_tread_m" for use in _STAIR_USES)),
        },
    ),
    "STR-05": (edges.draw_flight, {"depth": _least("least_m", "walled_least_m", "straight_least_m")}),
    "STR-06": (edges.draw_flight, {"headroom": _least("flight_headroom_m"), "landing": _least("landing_headroom_m")}),
    "STR-07": (buildings.draw_steps, {"count": Dimension("", ("least_risers", "greatest_risers"))}),
    "STR-08": (buildings.draw_steps, {"difference": _most("difference_m")}),
    "STR-09": (edges.draw_flight, {"door": _least("distance_m")}),
}
