"""Shards written by hand: what each engine is given, and what becomes of a shape that no engine makes."""

import math

import numpy as np
import pytest

from pipelines.ingest.kernels import Step
from pipelines.ingest.shapes.screening import screen
from pipelines.ingest.shapes.shards import Shard
from pipelines.ingest.shapes.tessellate import Limits, tessellate

HEAD = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','1970-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#6=IFCCARTESIANPOINT((0.,0.,0.));
#7=IFCAXIS2PLACEMENT3D(#6,$,$);
#8=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,#7,$);
#9=IFCUNITASSIGNMENT((#11));
#10=IFCPROJECT('0000000000000000000000',$,'',$,$,$,$,(#8),#9);
#11=IFCSIUNIT(*,.LENGTHUNIT.,{prefix},.METRE.);
"""
END = "ENDSEC;\nEND-ISO-10303-21;\n"
LITE = "ifclite-geom"
HYBRID = "hybrid-cgal-simple-opencascade"
BOX = "{0}=IFCEXTRUDEDAREASOLID({1},#7,{2},4.);\n{1}=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,2.,3.);\n{2}=IFCDIRECTION((0.,0.,1.));\n"


def numbered(template, first, count):
    return template.format(*(f"#{first + place}" for place in range(count)))


def extruded(profile, depth="4.", count=0):
    """An item that stands upright; the profile's own instances are numbered from {2} on."""
    text = f"{{0}}=IFCEXTRUDEDAREASOLID({{2}},#7,{{1}},{depth});\n{{1}}=IFCDIRECTION((0.,0.,1.));\n{profile}"
    return text, 3 + count


def polygon(points, radius=1.0):
    around = [(radius * math.cos(2 * math.pi * i / points), radius * math.sin(2 * math.pi * i / points)) for i in range(points)]
    names = ",".join(f"{{{4 + place}}}" for place in range(points))
    lines = [f"{{{4 + place}}}=IFCCARTESIANPOINT(({x:.12f},{y:.12f}));\n" for place, (x, y) in enumerate(around)]
    profile = f"{{2}}=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,{{3}});\n{{3}}=IFCPOLYLINE(({names},{{4}}));\n"
    return extruded(profile + "".join(lines), count=1 + points)


def needles(count):
    """A face whose border crosses itself at every turn: no engine is done with it soon."""
    names = ",".join(f"{{{4 + place}}}" for place in range(count))
    lines = [f"{{{4 + place}}}=IFCCARTESIANPOINT(({place % 2}.,{place * 37 % count / 10:.1f},0.));\n" for place in range(count)]
    head = (
        "{0}=IFCFACEBASEDSURFACEMODEL(({1}));\n{1}=IFCCONNECTEDFACESET(({2}));\n"
        "{2}=IFCFACE(({3}));\n{3}=IFCFACEOUTERBOUND(%s,.T.);\n"
    )
    loop = f"{{{4 + count}}}=IFCPOLYLOOP(({names}));\n"
    return head % f"{{{4 + count}}}" + "".join(lines) + loop, 5 + count


PLAIN_BOX = (BOX, 3)


def shard_of(*shapes, prefix="$", has_surface=None):
    """A shard as it is written from a model: each shape a list of items, each a text with its number of instances."""
    text, number = HEAD.format(prefix=prefix), 20
    products, representations = [], []
    for items in shapes:
        begins = []
        for item, count in items:
            begins.append(number)
            text += numbered(item, number, count)
            number += count
        held = []
        for begin in begins:
            text += (
                f"#{number}=IFCSHAPEREPRESENTATION(#8,'Body','SweptSolid',(#{begin}));\n"
                f"#{number + 1}=IFCPRODUCTDEFINITIONSHAPE($,$,(#{number}));\n#{number + 2}=IFCLOCALPLACEMENT($,#7);\n"
                f"#{number + 3}=IFCBUILDINGELEMENTPROXY('{number:022d}',$,$,$,$,#{number + 2},#{number + 1},$,$);\n"
            )
            held.append(number + 3)
            number += 4
        text += f"#{number}=IFCSHAPEREPRESENTATION(#8,'Body','SweptSolid',({','.join(f'#{one}' for one in begins)}));\n"
        representations.append(number)
        products.append(tuple(held))
        number += 1
    keys = tuple(f"{place:064x}" for place in range(len(shapes)))
    surfaces = tuple(has_surface or [True] * len(shapes))
    return Shard((text + END).encode("ascii"), keys, tuple(products), tuple(representations), surfaces)


def labels(made):
    return [label.partition(" ")[0] for label in made.kernels]


def mesh(made, shape):
    (a, b), (c, d) = made.vertex_offsets[shape : shape + 2], made.face_offsets[shape : shape + 2]
    return made.vertices[a:b].tobytes(), made.faces[c:d].tobytes()


def test_the_fast_engine_is_given_what_it_makes_well():
    circle = "{{2}}=IFCCIRCLEPROFILEDEF(.AREA.,$,$,{radius});\n"
    ellipse = "{2}=IFCELLIPSEPROFILEDEF(.AREA.,$,$,2.,1.);\n"
    shapes = [PLAIN_BOX, polygon(32), polygon(48), extruded(circle.format(radius="0.9")), extruded(circle.format(radius="1.5")),
              extruded(ellipse), needles(8)]  # fmt: skip
    found = screen(shard_of(*([shape] for shape in shapes)))
    assert found.is_lite_first.tolist() == [True, True, True, True, False, False, True]
    assert found.is_fine.tolist() == [False, False, True, False, False, False, False]
    assert screen(shard_of([polygon(48)], prefix=".KILO.")).is_lite_first.tolist() == [False]
    assert found.is_solid.tolist() == [True, True, True, True, True, True, False]
    assert screen(shard_of([shapes[4]], prefix=".MILLI.")).is_lite_first.tolist() == [True]
    assert screen(shard_of([polygon(8, radius=2000.0)])).is_lite_first.tolist() == [False]


def test_the_bytes_of_each_shape_are_found():
    shard = shard_of([PLAIN_BOX], [polygon(5), PLAIN_BOX], [needles(3)])
    found = screen(shard)
    parts = [shard.text[begin:end] for begin, end in zip(found.offsets[:-1], found.offsets[1:], strict=True)]
    assert found.head + b"".join(parts) + END.encode() == shard.text
    assert [part.count(b"BUILDINGELEMENTPROXY") for part in parts] == [1, 2, 1]
    assert [part.partition(b"=")[2][:13] for part in parts] == [b"IFCEXTRUDEDAR", b"IFCEXTRUDEDAR", b"IFCFACEBASEDS"]


def test_bytes_that_are_no_shard_are_read_within_bounds():
    shard = shard_of([PLAIN_BOX], [polygon(5)])
    for cut in range(0, len(shard.text), 7):
        broken = Shard(shard.text[:cut], shard.keys, shard.products, shard.representations, shard.has_surface)
        assert (np.diff(screen(broken).offsets) >= 0).all()


@pytest.mark.slow
def test_each_shape_comes_out_with_what_made_it():
    flat = extruded("{2}=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,2.,3.);\n", depth="0.")
    empty = ("{0}=IFCPOLYLINE(());\n", 1)
    curve = ("{0}=IFCPOLYLINE(({1},{2}));\n{1}=IFCCARTESIANPOINT((0.,0.,1.));\n{2}=IFCCARTESIANPOINT((5.,0.,2.));\n", 3)
    shard = shard_of(
        [PLAIN_BOX], [polygon(48)], [PLAIN_BOX, flat], [flat], [empty], [curve], has_surface=[True, True, True, True, False, False]
    )
    [made] = tessellate([shard])
    assert labels(made) == [LITE, LITE, HYBRID, "box:points", "box:placement", "box:points"]
    assert made.volumes_m3[:3] == pytest.approx([24, 4 * 24 * math.sin(math.pi / 24), 24], rel=1e-5)
    assert made.is_closed.tolist() == [True, True, True, False, False, False]
    assert np.isnan(made.volumes_m3[3:]).all()
    assert made.boxes[0] == pytest.approx(np.array([[-1, -1.5, 0], [1, 1.5, 4]]))
    assert made.boxes[3:] == pytest.approx(np.array([[[-1, -1.5, 0], [1, 1.5, 0]], np.zeros((2, 3)), [[0, 0, 1], [5, 0, 2]]]))
    assert [len(steps) for steps in made.steps] == [0, 0, 1, 5, 2, 1]
    assert made.steps[2] == (Step(LITE, "incomplete"),)
    assert made.steps[4] == (Step(HYBRID, "no_surface"), Step("box:points", "no_points"))
    assert made.triangle_counts.tolist()[3:] == [0, 0, 0]


@pytest.mark.slow
def test_a_shape_on_which_the_engine_hangs_costs_no_other_shape_its_mesh():
    shapes = [[PLAIN_BOX], [polygon(5)], [needles(6000)], [polygon(6)], [PLAIN_BOX, polygon(7)]]
    [whole] = tessellate([shard_of(*shapes)], Limits(item_seconds=1.5, group_seconds=1.0))
    assert labels(whole) == [LITE, LITE, "box:points", LITE, LITE]
    assert whole.steps[2][0] == Step(LITE, "timed_out")
    assert whole.boxes[2] == pytest.approx(np.array([[0, 0, 0], [1, 599.9, 0]]))
    for shape in (0, 1, 3, 4):
        [alone] = tessellate([shard_of(shapes[shape])])
        assert mesh(alone, 0) == mesh(whole, shape)
