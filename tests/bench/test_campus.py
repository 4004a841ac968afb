from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.util.placement
import ifcopenshell.validate
import pytest

from bench.campus import DEEPER, multiply
from bench.change import choose_extrusions

SCHOOL = Path(__file__).parents[2] / "sample_ifc/clean/school/school_struct.ifc"
COPIES = 3


@pytest.fixture(scope="module")
def building():
    return ifcopenshell.open(SCHOOL)


@pytest.fixture(scope="module")
def campus(tmp_path_factory):
    path = tmp_path_factory.mktemp("campus") / "campus.ifc"
    multiply(SCHOOL, path, COPIES)
    return ifcopenshell.open(path)


def test_each_copy_has_all_of_the_building_and_the_project_is_there_once(building, campus):
    names = {product.is_a() for product in building.by_type("IfcProduct")}
    assert {name: len(campus.by_type(name)) for name in names} == {name: COPIES * len(building.by_type(name)) for name in names}
    assert len(campus.by_type("IfcProject")) == len(campus.by_type("IfcUnitAssignment")) == 1


def test_a_campus_keeps_to_the_schema(campus):
    logger = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(campus, logger)
    assert logger.statements == []


def test_no_global_id_is_there_twice_and_the_first_copy_keeps_its_own(building, campus):
    global_ids = [root.GlobalId for root in campus.by_type("IfcRoot")]
    assert len(set(global_ids)) == len(global_ids)
    assert {root.GlobalId for root in building.by_type("IfcRoot")} < set(global_ids)


def test_copies_stand_200_m_apart_and_hold_the_same_properties(building, campus):
    here = {beam.Name: beam for beam in building.by_type("IfcBeam")}
    there = [beam for beam in campus.by_type("IfcBeam") if beam.Name == next(iter(here))]
    places = [ifcopenshell.util.placement.get_local_placement(beam.ObjectPlacement)[:3, 3] for beam in there]
    metres = 0.001 if "MILLI" in str(building.by_type("IfcUnitAssignment")[0].Units[0]) else 1.0
    steps = [tuple(round(float(step) * metres, 6) for step in place - places[0]) for place in places[1 : len(places) // 3 * 3]]
    assert (200.0, 0.0, 0.0) in steps
    assert (0.0, 200.0, 0.0) in steps
    properties = [set(ifcopenshell.util.element.get_psets(beam)) for beam in there]
    assert all(one == properties[0] for one in properties)


def test_a_varied_campus_scales_each_copys_points_a_little_more(building, tmp_path):
    multiply(SCHOOL, tmp_path / "varied.ifc", COPIES, vary=0.001)
    varied = ifcopenshell.open(tmp_path / "varied.ifc")
    point = next(one for one in building.by_type("IfcColumn")[-1].ObjectPlacement[1] if one.is_a("IfcCartesianPoint"))
    step = (max(one.id() for one in varied) + 1) // COPIES
    assert any(point.Coordinates)
    for copy in range(COPIES):
        scaled = tuple(value * (1 + copy * 0.001) for value in point.Coordinates)
        assert varied.by_id(point.id() + copy * step).Coordinates == pytest.approx(scaled)


def test_campuses_that_count_on_have_only_the_project_in_common(tmp_path):
    global_ids = []
    for number in range(2):
        multiply(SCHOOL, tmp_path / "part.ifc", 2, vary=0.001, first_copy=2 * number)
        global_ids.append({root.GlobalId for root in ifcopenshell.open(tmp_path / "part.ifc").by_type("IfcRoot")})
    (project,) = global_ids[0] & global_ids[1]
    assert project == ifcopenshell.open(SCHOOL).by_type("IfcProject")[0].GlobalId


def test_a_changed_campus_differs_in_the_depth_of_one_percent_of_the_elements(campus, tmp_path):
    chosen = choose_extrusions(SCHOOL, COPIES)
    multiply(SCHOOL, tmp_path / "changed.ifc", COPIES, deeper=chosen)
    changed = ifcopenshell.open(tmp_path / "changed.ifc")
    pairs = [(one, changed.by_id(one.id())) for one in campus if str(one) != str(changed.by_id(one.id()))]
    assert all(was.is_a("IfcExtrudedAreaSolid") and now.Depth == pytest.approx(DEEPER * was.Depth) for was, now in pairs)
    users = [
        {user.id() for user in campus.get_inverse(was, allow_duplicate=False) if user.is_a("IfcRepresentation")} for was, _ in pairs
    ]
    shaped = [one for one in campus.by_type("IfcProduct") if one.Representation]
    assert len(pairs) == len(chosen) == round(0.01 * len(shaped))
    assert all(len(one) <= 1 for one in users)


def test_text_that_is_no_statement_is_refused(tmp_path):
    source = tmp_path / "odd.ifc"
    source.write_bytes(SCHOOL.read_bytes().replace(b"DATA;", b"DATA;\n/* a comment */", 1))
    with pytest.raises(ValueError, match=r"odd\.ifc cannot be multiplied"):
        multiply(source, tmp_path / "campus.ifc", 2)
