"""Surfaces and what stands on them, from shapes made by hand."""

import numpy as np
import pytest

from checkers.measurements import measure
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh

pytestmark = pytest.mark.slow


def block(*boxes):
    """One mesh of boxes, each (from, to)."""
    vertices, faces = [], []
    for low, high in boxes:
        start = len(vertices)
        vertices += [[(low, high)[bit >> axis & 1][axis] for axis in range(3)] for bit in range(8)]
        corners = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
        faces += [tuple(start + c for c in face) for a, b, c, d in corners for face in ((a, b, c), (a, c, d))]
    return Mesh(np.array(vertices, np.float32), np.array(faces, np.uint32))


def strips(*things):
    """What is measured of (class, name, mesh or None, holder or None), with step ids from 1."""
    elements, geometry, shapes = [], [], []
    for step_id, (ifc_class, name, mesh, holder) in enumerate(things, 1):
        family = "spatial" if ifc_class == "IfcRoadPart" else "element"
        elements.append({
            "model_id": "m", "step_id": step_id, "global_id": f"g{step_id}", "ifc_class": ifc_class, "family": family,
            "is_product": True, "name": name, "container_step_id": holder,
        })  # fmt: skip
        if mesh is None:
            continue
        low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
        geometry.append({
            "model_id": "m", "step_id": step_id, "is_closed": True, "triangle_count": len(mesh.faces), "kernel": "by hand",
            "shape_key": f"s{step_id}", "placement": np.eye(4).ravel().tolist(),
            **{f"min_{axis}_m": float(value) for axis, value in zip("xyz", low, strict=True)},
            **{f"max_{axis}_m": float(value) for axis, value in zip("xyz", high, strict=True)},
        })  # fmt: skip
        shapes.append(mesh.row(f"s{step_id}"))
    made = {"ifc_element": elements, "ifc_geometry": geometry, "ifc_shape": shapes, "ifc_type": []}
    tables = {name: TABLES[name].from_rows(rows) for name, rows in made.items()}
    return measure(tables)["msr_strip"].to_pandas().set_index("step_id")


FOOTWAY = ("IfcSlab", "人行道", block(((0, 0, -0.2), (40, 2.5, 0))), None)


def pole(x, y, foot=0.0):
    """A post of 0.2 m, 8 m high, with an arm over the road."""
    return block(
        ((x - 0.1, y - 0.1, foot), (x + 0.1, y + 0.1, foot + 8)), ((x - 0.1, y - 0.1, foot + 7.8), (x + 0.1, y + 3, foot + 8))
    )


def test_a_lamp_takes_its_foot_from_the_footway_not_its_arm():
    measured = strips(FOOTWAY, ("IfcLightFixture", "路灯", pole(20, 0.4), None))
    assert list(measured.index) == [1]
    assert measured.loc[1, ["width_m", "mean_width_m", "strip_length_m"]].tolist() == pytest.approx([2.5, 2.5, 40], abs=1e-3)
    assert measured.loc[1, "clear_width_m"] == pytest.approx(2.0, abs=0.01)


def test_nothing_on_it_is_told_from_no_room():
    assert np.isnan(strips(FOOTWAY).loc[1, "clear_width_m"])
    barred = strips(FOOTWAY, ("IfcBuildingElementProxy", "车止石", block(((20, 0, 0), (20.3, 2.5, 0.6))), None))
    assert barred.loc[1, "clear_width_m"] == 0


@pytest.mark.parametrize(
    ("name", "foot"),
    [("路灯", 5.0), ("路灯", -12.0), ("坐凳", -3.0)],
    ids=["on-the-bridge-above", "in-the-pit-below", "below-the-deck"],
)
def test_what_stands_elsewhere_is_not_in_the_way(name, foot):
    measured = strips(FOOTWAY, ("IfcBuildingElementProxy", name, pole(20, 1, foot), None))
    assert np.isnan(measured.loc[1, "clear_width_m"])


def test_a_foundation_under_the_footway_does_not_hide_the_lamp():
    assert strips(FOOTWAY, ("IfcLightFixture", "路灯", pole(20, 1.25, -1.2), None)).loc[1, "clear_width_m"] == pytest.approx(
        1.15, abs=0.01
    )


def test_a_road_part_without_shape_has_that_of_the_paving_in_it():
    pieces = [("IfcCourse", "面层", block(((x, 0, 0), (x + 20, 3.5, 0.1))), 1) for x in (0, 20)]
    measured = strips(("IfcRoadPart", "机动车道", None, None), *pieces)
    assert measured.loc[1, ["width_m", "strip_length_m"]].tolist() == pytest.approx([3.5, 40], abs=1e-3)


def test_other_things_have_no_strip():
    assert strips(
        ("IfcWall", "墙", block(((0, 0, 0), (5, 0.2, 3))), None),
        ("IfcSlab", "人行道标线", block(((0, 0, 0), (5, 0.2, 0.01))), None),
    ).empty
