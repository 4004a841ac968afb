"""The precast share as a score: volumes by class of members, and what is known of the item points of GB/T 51129.

Of GB/T 51129-2017 the formula and the shares between which points are given are known from other sources only, the points of
most items from none: so shares stand beside what they would have to reach, and no points are given.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from checkers.precast import KINDS, PrecastVolumes
from checkers.scoring.arithmetic import DIGITS
from checkers.spatial_classes import BEAMS, COLUMNS, SLABS, STAIRS, WALLS


@dataclass(frozen=True)
class Item:
    """An item of the standard's table, as far as volumes tell of it."""

    code: str
    classes: tuple[str, ...]
    from_share: float
    """With less of it precast there are no points."""
    full_share: float


ITEMS = (
    Item("q1a", (*COLUMNS, *WALLS), 0.35, 0.80),
    Item("q1b", (*BEAMS, *SLABS, *STAIRS), 0.70, 0.80),
)
"""Upright members by volume; beams, slabs, stairs, which the standard takes by area seen from above and which are taken by volume
here. Source: GB/T 51129-2017, not read; the shares of q1a from one second source, those of q1b from none."""


def precast_rate(of_models: Iterable[PrecastVolumes | None]) -> dict[str, Any]:
    """Volumes and shares of a project; empty where no concrete is.

    Returns:
        ``least_share`` and ``greatest_share``: were all unknown members cast in place, or precast. Volumes in m³, by class of
        members too, and ``items``: shares beside those for which the standard gives points, all of them advisory.
    """
    found = [one for one in of_models if one is not None]
    if not found:
        return {}
    classes = sorted({name for one in found for name in one.by_class})
    volumes = {name: {kind: sum(one.by_class.get(name, {}).get(kind, 0.0) for one in found) for kind in KINDS} for name in classes}
    whole = _shares(
        sum(one.precast_m3 for one in found), sum(one.cast_in_place_m3 for one in found), sum(one.unknown_m3 for one in found)
    )
    rows = [{"ifc_class": name} | _shares(*volumes[name].values()) for name in classes]
    return whole | {"classes": rows, "items": [_item(item, volumes) for item in ITEMS if set(item.classes) & set(classes)]}


def _shares(precast_m3: float, cast_in_place_m3: float, unknown_m3: float) -> dict[str, Any]:
    total_m3 = precast_m3 + cast_in_place_m3 + unknown_m3
    return {
        "least_share": round(precast_m3 / total_m3, DIGITS) if total_m3 else 0.0,
        "greatest_share": round((precast_m3 + unknown_m3) / total_m3, DIGITS) if total_m3 else 0.0,
        "precast_m3": round(precast_m3, DIGITS), "total_m3": round(total_m3, DIGITS), "unknown_m3": round(unknown_m3, DIGITS),
    }  # fmt: skip


def _item(item: Item, volumes: dict[str, dict[str, float]]) -> dict[str, Any]:
    here = [volumes[name] for name in item.classes if name in volumes]
    sums = (sum(one[kind] for one in here) for kind in KINDS)
    known = {"document": "GB/T 51129-2017", "from_share": item.from_share, "full_share": item.full_share, "confirmed": False}
    return {"item": item.code, **known, **_shares(*sums)}
