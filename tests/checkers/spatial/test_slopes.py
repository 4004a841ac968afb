"""Slopes of tops that are known from their corners."""

from math import cos, radians, sin, tan

import numpy as np
import pytest

from checkers.spatial.slopes import top_slope
from pipelines.runtime.mesh import Mesh


def sheet(*quads):
    vertices = np.array([corner for quad in quads for corner in quad], np.float32)
    faces = [[4 * i + a, 4 * i + b, 4 * i + c] for i in range(len(quads)) for a, b, c in ((0, 1, 2), (0, 2, 3))]
    return Mesh(vertices, np.array(faces, np.uint32))


def run(x0, z0, x1, z1, y0=0.0, y1=1.5):
    """A strip of surface along x, looking up."""
    return ((x0, y0, z0), (x1, y0, z1), (x1, y1, z1), (x0, y1, z0))


def test_a_ramp_with_landings_is_as_steep_as_its_runs():
    ramp = sheet(run(0, 0, 1.5, 0), run(1.5, 0, 7.5, 0.5), run(7.5, 0.5, 9, 0.5))
    assert top_slope(ramp, np.eye(4)) == pytest.approx(1 / 12)


def test_a_bevel_is_not_the_ramp():
    ramp = sheet(run(0, 0, 6, 0.5), run(6, 0.5, 6.05, 0.4))
    assert top_slope(ramp, np.eye(4)) == pytest.approx(1 / 12)


def test_the_steeper_of_two_runs_counts():
    assert top_slope(sheet(run(0, 0, 6, 0.5), run(6, 0.5, 8, 0.7)), np.eye(4)) == pytest.approx(0.1)


def test_the_frame_says_what_is_up():
    angle = radians(5)
    turned = np.eye(4)
    turned[:3, :3] = [[cos(angle), 0, -sin(angle)], [0, 1, 0], [sin(angle), 0, cos(angle)]]
    assert top_slope(sheet(run(0, 0, 6, 0)), turned) == pytest.approx(tan(angle))


def test_walls_have_no_top():
    assert top_slope(sheet(((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1))), np.eye(4)) is None
