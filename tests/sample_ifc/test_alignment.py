"""The street's axis: what the generator works out is what the kernel evaluates from the file, and what a hand works out."""

from math import hypot

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import pytest
from ifcopenshell import ifcopenshell_wrapper

from sample_ifc.axis import PlanSegment
from sample_ifc.generate import HERE
from sample_ifc.street.faulty_plan import FAULTY_AXIS
from sample_ifc.street.plan import SOUND_AXIS

ROADS = {"clean": SOUND_AXIS, "faulty": FAULTY_AXIS}


def evaluated(folder: str, distances: list[float]) -> np.ndarray:
    file = ifcopenshell.open(str(HERE / folder / "street" / "street_road.ifc"))
    settings = ifcopenshell.geom.settings()
    curve = ifcopenshell_wrapper.map_shape(settings, file.by_type("IfcGradientCurve")[0])
    evaluator = ifcopenshell_wrapper.function_item_evaluator(settings, curve)
    return np.array([np.array(evaluator.evaluate(distance))[:3, 3] for distance in distances])


@pytest.mark.parametrize("folder", ROADS)
def test_the_kernel_finds_the_axis_where_the_generator_draws_it(folder):
    axis = ROADS[folder]
    distances = [float(distance) for distance in range(0, 361, 12)]
    drawn = np.array([[place.x, place.y, place.z] for place in map(axis.at, distances)])
    assert np.abs(evaluated(folder, distances) - drawn).max() < 1e-5


def test_a_clothoid_is_its_series():
    # x = L - L^5/(40 A^4), y = L^3/(6 A^2) - L^7/(336 A^6) with A^2 = 45 * 300.
    x, y = PlanSegment("CLOTHOID", 45.0, 0.0, 300.0).run(45.0)
    a2 = 45.0 * 300.0
    assert x == pytest.approx(45 - 45**5 / (40 * a2**2), abs=1e-5)
    assert y == pytest.approx(45**3 / (6 * a2) - 45**7 / (336 * a2**3), abs=1e-6)


def test_the_sound_axis_keeps_to_forty_kilometres_an_hour():
    radii = [abs(segment.start_radius) for segment in SOUND_AXIS.plan if segment.form == "CIRCULARARC"]
    crests = [-segment.radius for segment in SOUND_AXIS.profile if segment.radius < 0]
    sags = [segment.radius for segment in SOUND_AXIS.profile if segment.radius > 0]
    assert radii == pytest.approx([300.0])
    assert crests == pytest.approx([2800.0])
    assert sags == pytest.approx([3000.0])


@pytest.mark.parametrize("folder", ROADS)
def test_parts_share_the_alignment_and_its_stations_are_one_thousand_two_hundred_on(folder):
    roads = [ifcopenshell.open(str(path)) for path in sorted((HERE / folder / "street").glob("*.ifc"))]
    assert len({file.by_type("IfcAlignment")[0].GlobalId for file in roads}) == 1
    referents = roads[0].by_type("IfcReferent")
    assert [referent.Name for referent in referents[:2]] == ["K1+200", "K1+220"]
    for referent in referents:
        along = referent.ObjectPlacement.RelativePlacement.Location.DistanceAlong.wrappedValue
        (definition,) = referent.IsDefinedBy
        station = definition.RelatingPropertyDefinition.HasProperties[0].NominalValue.wrappedValue
        assert station == pytest.approx(1200.0 + along)


def test_a_lamp_stands_at_its_distance_along_and_beside():
    file = ifcopenshell.open(str(HERE / "clean" / "street" / "street_road.ifc"))
    lamps = [lamp for lamp in file.by_type("IfcLightFixture") if lamp.ObjectPlacement.is_a("IfcLinearPlacement")]
    assert len(lamps) == 10
    for lamp in lamps:
        along = lamp.ObjectPlacement.RelativePlacement.Location
        axis = SOUND_AXIS.at(along.DistanceAlong.wrappedValue)
        x, y, _ = lamp.ObjectPlacement.CartesianPosition.Location.Coordinates
        assert hypot(x - axis.x, y - axis.y) == pytest.approx(abs(along.OffsetLateral), abs=1e-3)
        shape = ifcopenshell.geom.create_shape(ifcopenshell.geom.settings(), lamp)
        assert shape.transformation.matrix[12:14] == pytest.approx((x, y), abs=1e-3)
