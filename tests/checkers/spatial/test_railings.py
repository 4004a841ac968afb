"""Railings drawn by hand, whose heights and gaps are known, and those of a real bridge."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from checkers.spatial.railings import measure_railings, railing_of
from checkers.things import recognise_things

pytestmark = pytest.mark.slow

QUADS = np.array([(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)])
TRIANGLES = np.concatenate([QUADS[:, (0, 1, 2)], QUADS[:, (0, 2, 3)]])


def bent_box(start, end, low, high, width, line):
    """Eight corners from ``start`` to ``end`` along a line that gives x, y, z for each place."""
    corners = []
    for z in (low, high):
        for place, aside in ((start, -width / 2), (end, -width / 2), (end, width / 2), (start, width / 2)):
            (x, y, ground), (nx, ny, _) = line(place), line(place + 0.01)
            tx, ty = np.array((nx - x, ny - y)) / np.hypot(nx - x, ny - y)
            corners.append((x - ty * aside, y + tx * aside, ground + z))
    return np.array(corners)


def railing(length, line, *, height=1.1, gap=0.11, bar=0.02, missing=(), post_every=2.0, bars=True):
    """Posts, a top rail and a bottom rail in pieces of a metre, and bars; as vertices and faces."""
    boxes = [bent_box(at, at + 0.05, 0, height - 0.05, 0.05, line) for at in np.arange(0, length, post_every)]
    for low, high in ((height - 0.05, height), (0.1, 0.13)):
        boxes += [bent_box(at, at + 1, low, high, 0.06, line) for at in np.arange(0, length, 1.0)]
    if bars:
        starts = np.arange(0.05 + gap, length, gap + bar)
        boxes += [bent_box(at, at + bar, 0.12, height - 0.04, bar, line) for n, at in enumerate(starts) if n not in missing]
    vertices = np.concatenate(boxes)
    return vertices, np.concatenate([TRIANGLES + 8 * n for n in range(len(boxes))])


def straight(slope=0.0, degrees=0.0):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return lambda at: (396_000 + c * at, 3_930_000 + s * at, 700 + slope * at)


def curved(radius, slope=0.0):
    return lambda at: (radius * np.sin(at / radius), radius - radius * np.cos(at / radius), slope * at)


@pytest.mark.parametrize("line", [straight(), straight(0.04, 63), straight(-0.08, 90), curved(150, 0.03), curved(25)])
def test_height_and_gap_along_slopes_and_curves(line):
    measured = railing_of(*railing(24, line))
    assert measured.height_m == pytest.approx(1.1, abs=0.008)
    assert measured.bar_gap_m == pytest.approx(0.11, abs=0.002)


def test_a_bar_that_is_missing_widens_the_gap():
    assert railing_of(*railing(24, straight(0.02, 30), missing=(77,))).bar_gap_m == pytest.approx(0.11 + 0.02 + 0.11, abs=0.002)


def test_a_low_stretch_decides():
    high, faces = railing(12, straight())
    low, more = railing(12, lambda at: straight()(12.1 + at), height=1.0)
    both = railing_of(np.concatenate([high, low]), np.concatenate([faces, more + len(high)]))
    assert both.height_m == pytest.approx(1.0, abs=0.005)


def test_a_railing_round_a_corner():
    first, faces = railing(6, straight())
    second, more = railing(6, lambda at: (396_006.0, 3_930_000 + at, 700))
    corner = railing_of(np.concatenate([first, second]), np.concatenate([faces, more + len(first)]))
    assert corner.height_m == pytest.approx(1.1, abs=0.008)
    assert corner.bar_gap_m == pytest.approx(0.11, abs=0.005)


def test_level_rails_and_solid_panels_have_no_gap_between_bars():
    assert railing_of(*railing(24, straight(), bars=False)).bar_gap_m is None
    panel = railing_of(bent_box(0, 20, 0, 1.2, 0.2, straight(0.02)), TRIANGLES)
    assert panel.height_m == pytest.approx(1.2, abs=1e-4)
    assert panel.bar_gap_m is None


def test_an_end_that_bends_down_does_not_lower_the_railing():
    vertices, faces = railing(12, straight())
    end, more = bent_box(12, 12.05, 0, 1.1, 0.06, straight()), TRIANGLES
    assert railing_of(np.concatenate([vertices, end]), np.concatenate([faces, more + len(vertices)])).height_m == pytest.approx(1.1)


def test_the_railings_of_a_real_bridge(
    shared: Path, read: Callable[[Path], dict[str, pa.Table]], shapes: Callable[[Path], dict[str, pa.Table]]
) -> None:
    """Two of 10 m, posts from -0.094 to 0.862 m, the upper of two level beams to 0.842 m; nothing upright between the posts."""
    path = shared / "ifc/pcert_ifc4x3/Infra-Bridge.ifc"
    tables = read(path)
    measured = measure_railings({**shapes(path), **recognise_things(tables)})["msr_railing"].to_pandas()
    assert measured["step_id"].tolist() == [156, 212]
    assert measured["rail_height_m"].tolist() == pytest.approx([0.936, 0.936], abs=0.002)
    assert measured["bar_gap_m"].isna().all()


def test_kilometres_of_railing_are_a_wrong_unit_and_not_measured():
    """Metres read as kilometres would be tens of thousands of stretches."""
    vertices, faces = railing(4, lambda place: (place, 0, 0))
    assert railing_of(vertices, faces) is not None
    assert railing_of(vertices * 1000, faces) is None
