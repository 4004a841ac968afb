import math

import numpy as np
import pytest
import shapely

from pipelines.ingest.layout_geometry import SAGITTA_M, HorizontalRun, VerticalRun, chain_of, gaps_between, heights_at

QUARTER_M = 100 * math.pi / 2


def end_of(run):
    points, directions = run.at(np.array([run.length_m]))
    return (*points[0], math.degrees(directions[0]))


@pytest.mark.parametrize(("sign", "y", "direction"), [(1, 100, 90), (-1, -100, -90)])
def test_a_quarter_circle_ends_at_its_radius(sign, y, direction):
    run = HorizontalRun("CIRCULARARC", 0, 0, 0, QUARTER_M, sign / 100, sign / 100)
    assert end_of(run) == pytest.approx((100, y, direction), abs=1e-9)


def test_a_clothoid_ends_where_the_series_of_the_handbooks_puts_it():
    radius, length = 250.0, 80.0
    tau = length / (2 * radius)
    x = length * (1 - tau**2 / 10 + tau**4 / 216 - tau**6 / 9360)
    y = length * (tau / 3 - tau**3 / 42 + tau**5 / 1320 - tau**7 / 75600)
    assert end_of(HorizontalRun("CLOTHOID", 0, 0, 0, length, 0, 1 / radius)) == pytest.approx((x, y, math.degrees(tau)), abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["CLOTHOID", "BLOSSCURVE", "COSINECURVE", "SINECURVE", "CUBIC"])
@pytest.mark.parametrize("radii", [(0.0, 300.0), (-300.0, 0.0), (300.0, 500.0), (-500.0, -300.0)])
def test_transition_curves_are_those_of_ifcopenshell(kind, radii, kernel_plan):
    at = np.linspace(0, 100, 9)
    run = HorizontalRun(kind, 10, 20, 0.3, 100, *(1 / radius if radius else 0.0 for radius in radii))
    assert np.abs(run.at(at)[0] - kernel_plan([run], at)).max() < 1e-5


@pytest.mark.parametrize(
    ("kind", "share"),
    [
        ("HELMERTCURVE", lambda s: np.where(s < 0.5, 2 * s**2, 1 - 2 * (1 - s) ** 2)),
        ("VIENNESEBEND", lambda s: 35 * s**4 - 84 * s**5 + 70 * s**6 - 20 * s**7),
    ],
)
def test_other_transition_curves_follow_their_curvature(kind, share):
    s = (np.arange(200_000) + 0.5) / 200_000
    angles = np.cumsum(share(s)) / 200_000 * 100 / 300
    by_sum = np.cos(angles).mean() * 100, np.sin(angles).mean() * 100
    assert end_of(HorizontalRun(kind, 0, 0, 0, 100, 0, 1 / 300))[:2] == pytest.approx(by_sum, abs=1e-3)


def test_a_parabola_is_that_of_the_handbook():
    # Grades +2 % and −3 % over 200 m from height 100: the crest is 80 m on, at 100 + 0.02 · 80 / 2.
    run = VerticalRun("PARABOLICARC", 50, 200, 100, 0.02, -0.03)
    assert run.at(np.array([50.0, 130.0, 250.0, 260.0])) == pytest.approx([100, 100.8, 99, 98.7])


def test_a_vertical_circle_keeps_its_radius():
    run = VerticalRun("CIRCULARARC", 0, 30, 10, 0.1, -0.1)
    radius = 15 * math.sqrt(1 + 0.1**2) / 0.1
    centre = (15, 10 - 15 / 0.1)
    at = np.linspace(0, 30, 7)
    assert np.hypot(at - centre[0], run.at(at) - centre[1]) == pytest.approx(np.full(7, radius))
    assert run.at(np.array([30.0])) == pytest.approx([10])


def test_the_chain_stays_near_the_curve_and_holds_the_ends_of_segments():
    plan = [
        HorizontalRun("LINE", -100, 0, 0, 100),
        HorizontalRun("CIRCULARARC", 0, 0, 0, QUARTER_M, 0.01, 0.01),
        HorizontalRun("LINE", 100, 100, math.pi / 2, 50),
    ]
    profile = [VerticalRun("CONSTANTGRADIENT", 0, 150, 5, 0.01, 0.01), VerticalRun("PARABOLICARC", 150, 100, 6.5, 0.01, 0.03)]
    chain = chain_of(plan, profile)
    assert (chain.distances[0], chain.distances[-1]) == pytest.approx((0, 150 + QUARTER_M))
    line = shapely.linestrings(chain.points[:, :2])
    arc = [(100 * math.sin(t), 100 - 100 * math.cos(t)) for t in np.linspace(0, math.pi / 2, 997)]
    assert shapely.distance(shapely.points(arc), line).max() <= SAGITTA_M
    for corner in ((-100, 0), (0, 0), (100, 100), (100, 150)):
        assert np.abs(chain.points[:, :2] - corner).sum(axis=1).min() < 1e-9
    assert (np.diff(chain.distances) > 0).all()
    # After the last segment its gradient goes on: 8.5 at 250 m, then 3 %.
    assert chain.points[-1, 2] == pytest.approx(8.5 + 0.03 * (150 + QUARTER_M - 250))


def test_segments_that_do_not_join_are_measured():
    plan = [HorizontalRun("LINE", 0, 0, 0, 100), HorizontalRun("LINE", 103, 4, 0, 100)]
    assert gaps_between(plan) == pytest.approx([5])


def test_without_length_there_is_no_chain_and_without_profile_no_height():
    assert chain_of([HorizontalRun("LINE", 0, 0, 0, 0)], []) is None
    assert heights_at([], np.array([1.0, 2.0])).tolist() == [0, 0]
