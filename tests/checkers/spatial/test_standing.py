"""What stands on the ground, of shapes whose feet are known."""

import ifcopenshell
import numpy as np
import pytest
import shapely

from checkers.measurements import measure
from checkers.spatial.projection import Seen
from checkers.spatial.standing import standing_outlines
from pipelines.runtime.mesh import Mesh


def boxes(*corners):
    """A mesh of boxes, each given by its lowest and highest corner."""
    vertices, faces = [], []
    quads = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))
    for low, high in corners:
        start = len(vertices)
        vertices += [[(low, high)[i & 1][0], (low, high)[i >> 1 & 1][1], (low, high)[i >> 2][2]] for i in range(8)]
        faces += [[start + a, start + b, start + c] for q in quads for a, b, c in (q[:3], (q[0], q[2], q[3]))]
    return Mesh(np.array(vertices, np.float32), np.array(faces, np.uint32))


def standing(mesh, turn=None):
    return standing_outlines([Seen(mesh, True, np.eye(3) if turn is None else turn)])[0]


def test_a_tree_stands_on_its_trunk():
    tree = boxes(((-0.1, -0.1, 0), (0.1, 0.1, 3)), ((-2, -2, 2.5), (2, 2, 6)))
    assert standing(tree).area == pytest.approx(0.04, abs=1e-4)


def test_a_gantry_stands_on_its_two_legs():
    gantry = boxes(((0, 0, 0), (0.3, 0.3, 6)), ((14.7, 0, 0), (15, 0.3, 6)), ((0, 0, 5.5), (15, 0.3, 6)))
    feet = standing(gantry)
    assert len(feet.geoms) == 2
    assert feet.area == pytest.approx(0.18, abs=1e-3)


def test_an_open_tube_stands_on_all_that_it_encloses():
    tube = boxes(((0, 0, 0), (0.2, 0.2, 4)))
    open_tube = Mesh(tube.vertices, tube.faces[4:])
    assert standing(open_tube).area == pytest.approx(0.04, abs=1e-4)


def test_what_lies_on_its_side_stands_on_its_length():
    pole = boxes(((0, 0, 0), (0.2, 0.2, 4)))
    lying = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    assert standing(pole, lying).area == pytest.approx(0.8, abs=1e-3)


@pytest.mark.slow
def test_trees_of_a_real_scene_stand_on_less_than_they_shade(shared, read, shapes):
    path = shared / "ifc/pcert_ifc4x3/Infra-Landscaping.ifc"
    tables = {**read(path), **shapes(path)}
    measured = measure(tables)
    shade = dict(
        zip(measured["msr_footprint"]["step_id"].to_pylist(), measured["msr_footprint"]["footprint"].to_pylist(), strict=True)
    )
    trees = {one.id() for one in ifcopenshell.open(str(path)).by_type("IfcGeographicElement") if one.Name.endswith("tree")}
    stands = [row for row in measured["msr_standing"].to_pylist() if row["step_id"] in trees]
    assert len(stands) == len(trees) > 5
    for row in stands:
        foot, crown = shapely.from_wkb(row["footprint"]), shapely.from_wkb(shade[row["step_id"]])
        assert 0 < foot.area < crown.area / 10
        assert crown.buffer(0.01).contains(foot)
