"""Free heights over surfaces drawn by hand; each answer is worked out in the test."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from checkers.spatial.clearances import measure_clearances
from checkers.spatial.footprints import measure_footprints
from checkers.spatial.mesh_parts import connected_parts
from checkers.things import recognise_things
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh, MeshStore

pytestmark = pytest.mark.slow

QUADS = np.array([(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)])
TRIANGLES = np.concatenate([QUADS[:, (0, 1, 2)], QUADS[:, (0, 2, 3)]])
FAR = (396_123.4, 3_930_456.7, 712.3)
"""Where the models stand: single precision would lose 3 cm there."""


def box(x, y, z, tilt=0.0):
    """A box between two x, two y and two z, whose heights rise by ``tilt`` along x."""
    corners = [(x[i], y[j], z[k] + tilt * x[i]) for k in (0, 1) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
    return np.array(corners), TRIANGLES


def joined(*pieces):
    counts = np.cumsum([0, *(len(vertices) for vertices, _ in pieces)])
    faces = [faces + start for (_, faces), start in zip(pieces, counts, strict=False)]
    return np.concatenate([vertices for vertices, _ in pieces]), np.concatenate(faces)


def extruded(profile, depth):
    """A closed body from a polygon in x and z (counter-clockwise), along y over ``depth``, with its corners shared."""
    n = len(profile)
    vertices = np.array([(x, y, z) for y in depth for x, z in profile])
    caps = shapely.constrained_delaunay_triangles(shapely.Polygon(profile))
    faces = []
    for triangle in shapely.get_parts(caps):
        place = [profile.index(corner) for corner in list(triangle.exterior.coords)[:3]]
        faces += [place, [p + n for p in place[::-1]]]
    for i in range(n):
        j = (i + 1) % n
        faces += [(i, i + n, j + n), (i, j + n, j)]
    return vertices, np.array(faces)


def clearances(*shapes):
    """Rows of ``msr_clearance``; a shape is a class, a thing, a body or None, and what else its element says."""
    placement = np.eye(4)
    placement[:3, 3] = FAR
    geometry, meshes, elements, told = [], [], [], []
    for step_id, (ifc_class, thing, body, *more) in enumerate(shapes, 1):
        family = "spatial" if ifc_class in {"IfcRoadPart", "IfcSpace"} else "element"
        said = {"model_id": "m", "step_id": step_id, "ifc_class": ifc_class, "family": family, "is_product": True}
        elements.append(said | (more[0] if more else {}))
        if thing:
            told.append({"model_id": "m", "step_id": step_id, "thing": thing, "recognised_by": "name", "recognised_word": thing})
        if body is None:
            continue
        vertices, faces = body
        mesh = Mesh(vertices.astype(np.float32), faces.astype(np.uint32))
        meshes.append(mesh.row(str(step_id)))
        least, greatest = vertices.min(axis=0) + FAR, vertices.max(axis=0) + FAR
        geometry.append({
            "model_id": "m", "step_id": step_id, "is_closed": True, "triangle_count": len(faces), "kernel": "by hand",
            "shape_key": str(step_id), "placement": placement.ravel().tolist(),
            **{f"min_{axis}_m": float(value) for axis, value in zip("xyz", least, strict=True)},
            **{f"max_{axis}_m": float(value) for axis, value in zip("xyz", greatest, strict=True)},
        })  # fmt: skip
    rows = {"ifc_geometry": geometry, "ifc_shape": meshes, "ifc_element": elements, "msr_thing": told}
    tables = {name: TABLES[name].from_rows(of_table) for name, of_table in rows.items()}
    measured = measure_clearances(tables | measure_footprints(tables))["msr_clearance"].to_pandas()
    return measured.assign(point_x_m=measured["point_x_m"] - FAR[0], point_z_m=measured["point_z_m"] - FAR[2])


ROAD = ("IfcSlab", "carriageway", box((0, 40), (0, 7), (-0.2, 0)))
SLOPED_ROAD = ("IfcSlab", "carriageway", box((0, 40), (0, 7), (-0.2, 0), tilt=0.05))


def test_a_girder_over_a_road():
    measured = clearances(ROAD, ("IfcBeam", "girder", box((18, 22), (-5, 12), (4.3, 5.5))))
    assert measured[["step_id", "other_step_id"]].to_numpy().tolist() == [[1, 2]]
    assert measured["clear_height_m"][0] == pytest.approx(4.3, abs=1e-4)
    assert measured["point_z_m"][0] == pytest.approx(4.3, abs=1e-4)


def test_over_a_road_that_rises_the_upper_edge_decides():
    """The underside is level at 6 m; the road rises by 5 % and has 1.1 m at x = 22."""
    measured = clearances(SLOPED_ROAD, ("IfcBeam", "girder", box((18, 22), (-5, 12), (6.0, 7.0))))
    assert measured["clear_height_m"][0] == pytest.approx(6.0 - 22 * 0.05, abs=1e-3)
    assert measured["point_x_m"][0] == pytest.approx(22, abs=0.01)


def test_over_a_crown_the_middle_decides():
    """The road is 0.14 m higher in the middle; the slab above has no edge there."""
    crown = extruded([(0, -0.3), (7, -0.3), (7, 0), (3.5, 0.14), (0, 0)], (0, 40))
    measured = clearances(("IfcSlab", "carriageway", crown), ("IfcSlab", None, box((-5, 12), (-5, 60), (4.5, 5))))
    assert measured["clear_height_m"][0] == pytest.approx(4.5 - 0.14, abs=1e-3)


def test_what_is_high_or_beside_or_below_is_no_row():
    measured = clearances(
        ROAD,
        ("IfcBeam", "girder", box((18, 22), (-5, 12), (6.0, 7.0))),
        ("IfcWall", None, box((0, 40), (7, 7.3), (-1, 5))),
        ("IfcWall", None, box((0, 40), (6.996, 7.3), (3, 5))),
        ("IfcPipeSegment", "pipe", box((0, 40), (3, 3.5), (-2, -1.5))),
        ("IfcSlab", "bridge_deck", box((-1, 41), (-1, 8), (-1.2, -0.2))),
    )
    assert measured.empty


def test_the_crown_of_a_tree_counts_and_its_trunk_does_not():
    """The crown is 3 m wide at 2.2 m; the trunk stands in the footway beside it, the crown hangs over the road too."""
    tree = joined(box((9.9, 10.1), (-0.6, -0.4), (-0.5, 2.4)), box((8.5, 11.5), (-2, 1), (2.2, 5)))
    footway = ("IfcSlab", "footway", box((0, 40), (-3, -0.01), (-0.1, 0.15)))
    measured = clearances(ROAD, footway, ("IfcGeographicElement", "tree", tree)).set_index("step_id")["clear_height_m"]
    assert measured.to_dict() == {1: pytest.approx(2.2, abs=1e-4), 2: pytest.approx(2.05, abs=1e-4)}


def test_a_trunk_alone_hangs_over_nothing():
    assert clearances(ROAD, ("IfcGeographicElement", "tree", box((9.9, 10.1), (3, 3.2), (-0.5, 5)))).empty


def test_a_pole_with_an_arm_in_one_piece_counts_by_its_arm():
    """The pole stands at x = 0; the arm reaches to x = 3 at 5.0 m, and goes on at 4.1 m to its end."""
    lamp = extruded([(0, -0.5), (0.2, -0.5), (0.2, 5.0), (2, 5.0), (2, 4.1), (3, 4.1), (3, 5.2), (0, 5.2)], (3, 3.1))
    (row,) = clearances(ROAD, ("IfcLightFixture", "lamp", lamp)).to_dict("records")
    assert row["clear_height_m"] == pytest.approx(4.1, abs=1e-4)
    assert 2 <= row["point_x_m"] <= 3


def test_a_gantry_in_one_piece_stands_on_two_feet():
    profile = [(0, -0.5), (0.3, -0.5), (0.3, 4.2), (6, 4.2), (6, -0.5), (6.3, -0.5), (6.3, 4.8), (0, 4.8)]
    measured = clearances(ROAD, ("IfcSign", "sign", extruded(profile, (3, 3.4))))
    assert measured["clear_height_m"].tolist() == pytest.approx([4.2], abs=1e-4)


def test_low_things_that_stand_are_walked_around():
    bench = joined(box((5, 5.1), (3, 3.4), (0, 0.45)), box((6.4, 6.5), (3, 3.4), (0, 0.45)), box((5, 6.5), (3, 3.4), (0.45, 0.5)))
    railing = joined(box((0, 0.05), (6.9, 7.1), (0.1, 1.1)), box((0, 40), (6.9, 7.1), (1.0, 1.1)))
    assert clearances(ROAD, ("IfcFurniture", "seat", bench), ("IfcRailing", "railing", railing)).empty


def test_ground_and_spaces_hang_over_nothing():
    over = box((0, 40), (0, 7), (3, 3.2))
    assert clearances(
        ROAD, ("IfcCourse", "pavement_course", over), ("IfcGeographicElement", "terrain", over), ("IfcSpace", None, over),
        ("IfcEarthworksFill", None, over),
    ).empty  # fmt: skip


def test_a_thin_cable_is_not_missed():
    cable = box((10, 10.01), (-20, 20), (3.3, 3.31))
    assert clearances(ROAD, ("IfcCableSegment", "pipe", cable))["clear_height_m"].tolist() == pytest.approx([3.3], abs=1e-4)


def test_pavement_stands_for_a_road_part_without_a_body():
    course = ("IfcCourse", "pavement_course", box((0, 40), (0, 7), (-0.2, 0)), {"container_step_id": 1})
    below = ("IfcCourse", "pavement_course", box((0, 40), (0, 7), (-0.6, -0.2)), {"parent_step_id": 2})
    girder = ("IfcBeam", "girder", box((18, 22), (-5, 12), (4.3, 5.5)))
    measured = clearances(("IfcRoadPart", "carriageway", None), course, below, girder)
    assert measured[["step_id", "other_step_id"]].to_numpy().tolist() == [[1, 4]]
    assert measured["clear_height_m"][0] == pytest.approx(4.3, abs=1e-4)


def test_lanes_speak_for_the_carriageway_that_is_made_of_them():
    lane = ("IfcSlab", "traffic_lane", box((0, 40), (0, 3.5), (-0.2, 0)), {"parent_step_id": 1})
    girder = ("IfcBeam", "girder", box((18, 22), (-5, 12), (4.3, 5.5)))
    assert clearances(("IfcRoadPart", "carriageway", None), lane, girder)["step_id"].tolist() == [2]


def test_parts_are_what_shares_corners():
    vertices, faces = joined(box((0, 1), (0, 1), (0, 1)), box((5, 6), (0, 1), (0, 1)), box((1, 2), (0, 1), (0, 1)))
    unwelded = vertices[faces].reshape(-1, 3)
    mesh = Mesh(unwelded.astype(np.float32), np.arange(len(unwelded)).reshape(-1, 3).astype(np.uint32))
    assert [sorted(part) for part in connected_parts(mesh)] == [[*range(12), *range(24, 36)], [*range(12, 24)]]


Tables = dict[str, pa.Table]


def as_one_model(*models: Tables) -> Tables:
    """The models' elements and shapes under one id, with step ids a million apart."""
    found = {}
    for name in ("ifc_element", "ifc_type", "ifc_geometry", "ifc_shape"):
        frames = []
        for number, model in enumerate(models):
            frame = model[name].to_pandas()
            for column in frame.columns.intersection(["step_id", "parent_step_id", "container_step_id", "type_step_id"]):
                frame[column] += number * 1_000_000
            frames.append(frame.assign(model_id="m") if "model_id" in frame else frame)
        joined = pd.concat(frames, ignore_index=True)
        joined = joined.drop_duplicates("shape_key") if name == "ifc_shape" else joined
        found[name] = TABLES[name].from_columns({column: joined[column] for column in joined})
    return found


def corners_of(tables: Tables, step_id: int) -> np.ndarray:
    row = next(row for row in tables["ifc_geometry"].to_pylist() if row["step_id"] == step_id)
    mesh = MeshStore([tables["ifc_shape"]])[row["shape_key"]]
    return mesh.placed(np.array(row["placement"]).reshape(4, 4))[mesh.faces.astype(int)]


@pytest.mark.slow
def test_a_real_railway_bridge_over_a_real_road(
    shared: Path, read: Callable[[Path], Tables], shapes: Callable[[Path], Tables]
) -> None:
    """Two parts of one scene in one frame; the answer is sought again by points strewn over all faces of the bridge."""
    paths = [shared / f"ifc/pcert_ifc4x3/Infra-{name}.ifc" for name in ("Road", "Bridge")]
    tables = as_one_model(*({**read(path), **shapes(path)} for path in paths))
    tables |= recognise_things(tables)
    measured = measure_clearances(tables | measure_footprints(tables))["msr_clearance"].to_pandas()
    classes = dict(zip(tables["ifc_element"]["step_id"].to_pylist(), tables["ifc_element"]["ifc_class"].to_pylist(), strict=True))
    assert sorted(measured["other_step_id"].map(classes)) == ["IfcMember", "IfcMember", "IfcWall", "IfcWall"]
    (road,) = set(measured["step_id"])
    elements = tables["ifc_element"].to_pandas()
    courses = elements.loc[elements["container_step_id"].eq(road) & elements["ifc_class"].eq("IfcCourse"), "step_id"]
    surface = np.concatenate([corners_of(tables, step_id) for step_id in courses])
    top_m = surface[:, :, 2].max()
    assert np.ptp(surface[surface[:, :, 2].min(axis=1) > top_m - 0.01][:, :, 2]) < 1e-6, "the road is level"
    outline = shapely.union_all(shapely.polygons(surface[:, :, :2]))
    random = np.random.default_rng(7).dirichlet((0.6, 0.6, 0.6), 40_000)
    for row in measured.itertuples():
        strewn = np.einsum("nk,tkx->tnx", random, corners_of(tables, row.other_step_id)).reshape(-1, 3)
        strewn = strewn[shapely.contains_xy(outline, strewn[:, :2])]
        # At the road's edge 5 mm do not count, in which the arch comes down as much.
        assert row.clear_height_m == pytest.approx((strewn[:, 2] - top_m).min(), abs=0.01)


@pytest.mark.slow
def test_thousands_of_things_over_a_road_take_seconds():
    """A kilometre of road under 1,000 hangers, with 4,000 beside it."""
    road = ("IfcSlab", "carriageway", box((0, 1000), (0, 7), (-0.2, 0)))
    hangers = [("IfcMember", None, box((x, x + 0.1), (3, 3.1), (4.4 + x / 1000, 6))) for x in np.arange(0, 1000, 1)]
    beside = [("IfcMember", None, box((x, x + 0.1), (9, 9.1), (1, 6))) for x in np.arange(0, 1000, 0.25)]
    measured = clearances(road, *hangers, *beside)
    assert len(measured) == 1000
    assert measured["clear_height_m"].min() == pytest.approx(4.4, abs=1e-4)
