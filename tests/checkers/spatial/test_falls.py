"""How surfaces fall, on slabs whose falls are known by hand and on the street, whose drawing says how it falls.

The second method for the street is its own plan: carriageways fall 1.5 % to both gutters, cycle tracks and footways 1 %.
"""

from collections.abc import Callable
from math import cos, radians, sin
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely

from checkers.measurements import measure
from checkers.spatial.falls import falls_of

Tables = dict[str, pa.Table]
ReadTables = Callable[[Path], Tables]
STREET = Path(__file__).parents[3] / "sample_ifc/clean/street/street_road.ifc"


def slab(along: float, across: float, turn_deg: float = 0.0, length: float = 40.0, width: float = 3.5) -> tuple[np.ndarray, object]:
    """Faces of the top of a strip of ten quads that runs along x, turned and moved far off; and its outline."""
    x = np.linspace(0.0, length, 11)
    low, high = np.stack([x, 0 * x], axis=1), np.stack([x, 0 * x + width], axis=1)
    quads = [(low[i], low[i + 1], high[i + 1], high[i]) for i in range(10)]
    flat = np.array([[a, b, c] for a, b, c, _ in quads] + [[a, c, d] for a, _, c, d in quads])
    heights = along * flat[..., 0] + across * flat[..., 1]
    turn = radians(turn_deg)
    matrix = np.array([[cos(turn), sin(turn)], [-sin(turn), cos(turn)]])
    moved = flat @ matrix + [400_000.0, 3_900_000.0]
    corners = np.concatenate([moved, heights[..., None]], axis=-1)
    border = np.array([[0, 0], [length, 0], [length, width], [0, width]]) @ matrix + [400_000.0, 3_900_000.0]
    return corners, shapely.Polygon(border)


@pytest.mark.parametrize("turn_deg", [0.0, 37.0, 90.0, 211.5])
def test_a_leaning_slab_turned_and_far_off(turn_deg: float) -> None:
    corners, outline = slab(0.02, -0.015, turn_deg)
    measured = falls_of(corners, outline)
    assert measured["crossfall"] == pytest.approx(0.015, abs=1e-5)
    assert measured["along_fall"] == pytest.approx(0.02, abs=1e-5)
    assert measured["mean_fall"] == pytest.approx(0.025, abs=1e-5)


def test_the_steepest_tenth_is_told_from_the_rest() -> None:
    gentle, _ = slab(0.01, 0.0, length=90.0)
    steep, _ = slab(0.10, 0.0, length=12.0)
    steep += np.array([90.0, 0.0, 0.9])
    outline = shapely.box(400_000.0, 3_900_000.0, 400_102.0, 3_900_003.5)
    measured = falls_of(np.concatenate([gentle, steep]), outline)
    assert measured["along_fall"] == pytest.approx(0.01, abs=1e-5)
    assert measured["steepest_along_fall"] == pytest.approx(0.10, abs=1e-5)


def test_what_has_no_run_has_no_crossfall() -> None:
    corners, _ = slab(0.0, 0.01)
    assert falls_of(corners, None) == {
        "crossfall": None, "along_fall": None, "steepest_along_fall": None, "mean_fall": pytest.approx(0.01, abs=1e-6),
    }  # fmt: skip


@pytest.fixture(scope="module")
def street(read: ReadTables, shapes: ReadTables) -> Tables:
    tables = {**read(STREET), **shapes(STREET)}
    return tables | measure(tables)


@pytest.mark.slow
def test_the_street_falls_as_it_was_drawn(street: Tables) -> None:
    rows = street["msr_fall"].to_pandas().merge(street["msr_thing"].to_pandas()[["step_id", "thing"]], on="step_id")
    by_thing = {thing: of["crossfall"] for thing, of in rows.groupby("thing")}
    for thing, drawn in (("traffic_lane", 0.015), ("carriageway", 0.015), ("cycle_track", 0.01), ("footway", 0.01)):
        assert np.allclose(by_thing[thing], drawn, atol=4e-4), thing
    lanes = rows[rows["thing"].eq("traffic_lane")]
    assert set(lanes["steepest_along_fall"].round(3)) == {0.02, 0.015}, "2 % west of the bridge, at most 1.5 % east of it"


@pytest.mark.slow
def test_the_kerbs_stand_as_they_were_drawn(street: Tables) -> None:
    """15 cm at the reserves and 12 cm before the footways; flush ones have no lane beside them."""
    rows = street["msr_kerb"].to_pandas()
    assert len(rows) == 12
    assert np.allclose(rows.loc[rows["is_at_reserve"], "upstand_m"], 0.15, atol=0.004)
    assert np.allclose(rows.loc[~rows["is_at_reserve"], "upstand_m"], 0.12, atol=0.004)
