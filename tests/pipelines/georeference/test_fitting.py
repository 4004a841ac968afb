"""The fit to control points: known movements come back, deviations are what they say, blunders are named.

The statistics are those of the normal distribution: quantiles of t and chi-square are from printed tables.
"""

from itertools import pairwise

import numpy as np
import pytest

from pipelines.georeference.control_points import ControlPoint
from pipelines.georeference.fitting import fit_points
from pipelines.georeference.report import georeference_report

EAST, NORTH, HEIGHT = 395736.7, 3929563.0, 745.5
SEEDS = range(200)
NOISE_M = 0.005
SPREAD = np.array([(0, 0, 0), (120, 0, 1), (120, 90, 2), (0, 90, 3), (60, -20, 0), (140, 50, 4), (55, 110, 2), (-15, 40, 1)], float)


def moved(local, rotation_deg, scale):
    turn = np.radians(rotation_deg)
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    return local @ matrix.T + (EAST, NORTH, HEIGHT)


def control_points(local, on_map):
    both = zip(local.tolist(), on_map.tolist(), strict=True)
    return tuple(ControlPoint(f"K{number + 1}", tuple(one), tuple(other)) for number, (one, other) in enumerate(both))


def noisy(seed, scale=1.0, rotation_deg=30.0):
    noise = np.random.default_rng(seed).normal(0.0, NOISE_M, SPREAD.shape)
    return fit_points(control_points(SPREAD, moved(SPREAD, rotation_deg, scale) + noise), 1.0)


@pytest.mark.parametrize("scale", [1.0, 1.000134, 0.999652])
@pytest.mark.parametrize("rotation_deg", [0.0, 30.0, 135.0, -179.9])
@pytest.mark.parametrize("count", [3, 4, 8])
def test_known_movements_come_back_within_a_tenth_of_a_millimetre(scale, rotation_deg, count):
    fit = fit_points(control_points(SPREAD[:count], moved(SPREAD[:count], rotation_deg, scale)), 1.0)
    assert np.abs(fit.chosen.local_to_map[:3, 3] - (EAST, NORTH, HEIGHT)).max() < 1e-4
    assert fit.chosen.map_scale == pytest.approx(scale, abs=1e-9)
    assert fit.chosen.rotation_deg == pytest.approx(rotation_deg, abs=1e-7)
    assert np.abs(fit.chosen.missed).max() < 1e-6
    assert fit.blunders == ()


def test_without_a_factor_the_fit_is_the_best_of_all_turns():
    """Against a search over turns by a thousandth of a degree."""
    there = moved(SPREAD, 30.0, 1.0005)
    fit = fit_points(control_points(SPREAD, there), 1.0).without_scale
    assert fit.map_scale == 1.0

    def left(rotation_deg):
        off = moved(SPREAD, rotation_deg, 1.0)[:, :2] - there[:, :2]
        return ((off - off.mean(axis=0)) ** 2).sum()

    best = min(np.arange(29.9, 30.1, 0.001), key=left)
    assert fit.rotation_deg == pytest.approx(best, abs=0.001)
    assert (fit.missed[:, :2] ** 2).sum() == pytest.approx(left(fit.rotation_deg), rel=1e-6)


def test_what_remains_has_the_size_of_the_noise():
    """The squares of what remains, over those of the noise, are chi-square with 12 degrees a seed; 2400 in all.

    Their sum lies within four deviations, 4·√(2·2400) = 277, of its mean.
    """
    total = sum((noisy(seed).with_scale.missed[:, :2] ** 2).sum() for seed in SEEDS) / NOISE_M**2
    assert 2400 - 277 < total < 2400 + 277
    heights = sum((noisy(seed).with_scale.missed[:, 2] ** 2).sum() for seed in SEEDS) / NOISE_M**2
    assert 1400 - 212 < heights < 1400 + 212, "7 degrees a seed: 4·√(2·1400) = 212"


@pytest.mark.parametrize(("form", "t_95"), [("with_scale", 2.179), ("without_scale", 2.160)])
def test_the_true_values_lie_within_the_stated_deviations_as_often_as_they_should(form, t_95):
    """Of 200 intervals of 95 %, 190 hold the truth, give or take four times √(200·0.95·0.05) = 3.1.

    12 coordinates are redundant in plan with a factor and 13 without, 7 in height: t 2.179, 2.160 and 2.365.
    """
    truth = np.array([EAST, NORTH, HEIGHT, 30.0, 1.0])
    held = np.zeros(5)
    for seed in SEEDS:
        one = getattr(noisy(seed), form)
        found = np.array([*one.local_to_map[:3, 3], one.rotation_deg, one.map_scale])
        said = one.deviations
        deviations = np.array([said.east_m, said.north_m, said.height_m, said.rotation_deg, said.map_scale])
        limits = np.array([t_95, t_95, 2.365, t_95, t_95]) * deviations
        held += np.abs(found - truth) <= limits + 1e-12
    assert (held[:4] >= 178).all()
    assert 178 <= held[4] <= 200
    assert min(held[:4]) < 200, "deviations that always hold the truth are too large"


def test_the_joint_error_is_chi_square():
    """The error of the shift at the points' middle, over its deviation: chi-square with 2 degrees a seed, 400 in all ± 4·√800."""
    total = 0.0
    middle = SPREAD.mean(axis=0)
    for seed in SEEDS:
        one = noisy(seed).with_scale
        off = (one.local_to_map[:3, :3] @ middle + one.local_to_map[:3, 3]) - moved(middle[None], 30.0, 1.0)[0]
        total += (off[:2] ** 2).sum() / (NOISE_M**2 / len(SPREAD))
    assert 400 - 113 < total < 400 + 113


def test_noise_alone_is_never_called_a_blunder_nor_a_factor():
    fits = [noisy(seed) for seed in SEEDS]
    assert not any(fit.blunders for fit in fits)
    assert sum(fit.chosen.has_scale for fit in fits) <= 8, "three deviations of a t of 12 degrees: 1.1 % of 200"


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("direction", [(1, 0, 0), (0, -1, 0), (0.6, 0.8, 0), (0, 0, 1)])
def test_one_metre_among_eight_is_named_and_left_out(place, direction):
    noise = np.random.default_rng(place).normal(0.0, NOISE_M, SPREAD.shape)
    there = moved(SPREAD, 30.0, 1.0) + noise
    there[place] += direction
    fit = fit_points(control_points(SPREAD, there), 1.0)
    assert fit.blunders == (place,)
    assert np.abs(fit.chosen.local_to_map[:3, 3] - (EAST, NORTH, HEIGHT)).max() < 0.03
    assert np.abs(-fit.chosen.missed[place] - direction).max() < 0.03


def test_two_blunders_among_eight_and_one_among_four():
    there = moved(SPREAD, 30.0, 1.0)
    there[[1, 6]] += [(1.0, 0.5, 0.0), (0.7, 0.7, 0.0)]
    assert fit_points(control_points(SPREAD, there), 1.0).blunders == (1, 6)
    four = moved(SPREAD[:4], 30.0, 1.0)
    four[2, 0] += 1.0
    assert fit_points(control_points(SPREAD[:4], four), 1.0).blunders == (2,)


def test_of_three_points_none_can_be_blamed():
    there = moved(SPREAD[:3], 30.0, 1.0)
    there[2, 0] += 1.0
    fit = fit_points(control_points(SPREAD[:3], there), 1.0)
    assert fit.blunders == ()
    assert fit.chosen.deviations is not None


def test_the_order_of_the_points_does_not_matter():
    there = moved(SPREAD, 30.0, 1.0001) + np.random.default_rng(1).normal(0.0, NOISE_M, SPREAD.shape)
    there[5] += (0.0, 1.0, 0.0)
    matrices = []
    for seed in range(6):
        order = np.random.default_rng(seed).permutation(len(SPREAD))
        fit = fit_points(control_points(SPREAD[order], there[order]), 1.0)
        assert order[list(fit.blunders)].tolist() == [5]
        matrices.append(fit.chosen.local_to_map)
    assert all(np.abs(one - other).max() < 1e-6 for one, other in pairwise(matrices))


def test_hundreds_of_points_take_no_longer_than_a_look():
    local = np.random.default_rng(3).uniform(-200, 200, (400, 3))
    there = moved(local, 12.0, 1.0)
    there[::50] += (3.0, 0.0, 0.0)
    assert fit_points(control_points(local, there), 1.0).blunders == tuple(range(0, 400, 50))


def test_the_report_names_the_blunder_and_does_not_blame_the_model(make_tables):
    there = moved(SPREAD, 0.0, 1.0)
    there[3] += (0.0, 1.0, 0.0)
    told = georeference_report(make_tables([{}]), "m" * 64, None, control_points(SPREAD, there), "en")
    assert [diagnosis["code"] for diagnosis in told["diagnoses"]] == ["control_point_blunder"]
    assert "K4" in told["diagnoses"][0]["message"]
    assert told["residuals_m"] == pytest.approx([0, 0, 0, 1, 0, 0, 0, 0], abs=1e-5)
    assert (told["fit"]["blunders"], told["fit"]["chosen"], told["usable"]) == (["K4"], "without_scale", True)
    assert told["fit"]["without_scale"]["eastings"] == pytest.approx(EAST, abs=1e-4)


@pytest.mark.parametrize(
    "grid",
    [
        "EPSG:4547+5737",
        "+proj=tmerc +lat_0=0 +lon_0=112.85 +k=1.00011 +x_0=500000 +y_0=-3000000 +ellps=GRS80 +units=m +no_defs",
        'PROJCRS["city",BASEGEOGCRS["CGCS2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101]],ID["EPSG",4490]],'
        'CONVERSION["city",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,'
        'ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",112.85,ANGLEUNIT["degree",'
        '0.0174532925199433]],PARAMETER["Scale factor at natural origin",1.00011,SCALEUNIT["unity",1]],PARAMETER["False easting",'
        '500000,LENGTHUNIT["metre",1]],PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["northing",north],'
        'AXIS["easting",east],LENGTHUNIT["metre",1]]',
    ],
    ids=["compound", "proj", "wkt2"],
)
def test_control_points_of_the_citys_own_grid(make_tables, grid):
    there = moved(SPREAD, 30.0, 1.00012)
    told = georeference_report(make_tables([]), "m" * 64, grid, control_points(SPREAD, there))
    proposal = told["proposal"]
    assert proposal["eastings"] == pytest.approx(EAST, abs=1e-4)
    assert proposal["scale"] == pytest.approx(1.00012, abs=1e-9)
    assert told["fit"]["crs"] == proposal["crs"]
