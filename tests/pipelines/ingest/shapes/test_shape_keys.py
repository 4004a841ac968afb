"""What a shape key depends on, and what not."""

import re
from pathlib import Path

import pytest

from pipelines.ingest.shapes import graph_texts
from pipelines.ingest.shapes import shape_keys as subject
from pipelines.ingest.shapes.bodies import list_bodies
from pipelines.ingest.shapes.shape_keys import shape_keys

CUBES = """#1=IFCPROJECT('0000000000000000000000',$,$,$,$,$,$,(#6),#7);
#6=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#20,$);
#7=IFCUNITASSIGNMENT((#8));
#8=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#10=IFCWALL('0000000000000000000001',$,$,$,$,#30,#12,$,$);
#11=IFCWALL('0000000000000000000002',$,$,$,$,#31,#13,$,$);
#12=IFCPRODUCTDEFINITIONSHAPE($,$,(#14));
#13=IFCPRODUCTDEFINITIONSHAPE($,$,(#15));
#14=IFCSHAPEREPRESENTATION(#6,'Body','CSG',(#16));
#15=IFCSHAPEREPRESENTATION(#6,'Body','CSG',(#17));
#16=IFCBOOLEANRESULT(.DIFFERENCE.,#18,#19);
#17=IFCBOOLEANRESULT(.DIFFERENCE.,#18,#19);
#18=IFCBLOCK(#20,4.,1.,3.);
#19=IFCBLOCK(#20,1.,1.,1.);
#20=IFCAXIS2PLACEMENT3D(#21,$,$);
#21=IFCCARTESIANPOINT((0.,0.,0.));
#22=IFCAXIS2PLACEMENT3D(#23,$,$);
#23=IFCCARTESIANPOINT((7.,0.,0.));
#30=IFCLOCALPLACEMENT($,#20);
#31=IFCLOCALPLACEMENT($,#22);"""


def keys_of(instances, threads: int = 2) -> dict[int, str | None]:
    bodies = list_bodies(instances)
    return dict(zip(bodies.step_ids.tolist(), shape_keys(instances, bodies, threads).keys, strict=True))


def test_the_same_shape_at_two_places_has_one_key(write_ifc, columns) -> None:
    found = keys_of(columns(write_ifc(CUBES)))
    assert found[10] is not None
    assert found[10] == found[11]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#17=IFCBOOLEANRESULT(.DIFFERENCE.", "#17=IFCBOOLEANRESULT(.UNION."),
        ("#17=IFCBOOLEANRESULT(.DIFFERENCE.,#18,#19)", "#17=IFCBOOLEANRESULT(.DIFFERENCE.,#19,#18)"),
        ("'CSG',(#17)", "'CSG',(#17,#18)"), ("'CSG',(#17)", "'CSG',(#17,#17)"),
        ("#17=IFCBOOLEANRESULT", "#17=IFCBOOLEANCLIPPINGRESULT"),
    ],
)  # fmt: skip
def test_other_shapes_have_other_keys(write_ifc, columns, old: str, new: str) -> None:
    assert old in CUBES
    before, after = keys_of(columns(write_ifc(CUBES))), keys_of(columns(write_ifc(CUBES.replace(old, new))))
    assert after[10] == before[10]
    assert after[11] not in (None, before[11])


@pytest.mark.parametrize(("old", "new"), [("$,.METRE.", ".MILLI.,.METRE."), ("1.E-5", "1.E-4")])
def test_units_and_precision_count(write_ifc, columns, old: str, new: str) -> None:
    before, after = keys_of(columns(write_ifc(CUBES))), keys_of(columns(write_ifc(CUBES.replace(old, new, 1))))
    assert after[10] != before[10]
    assert after[10] == after[11]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#17=IFCBOOLEANRESULT(.DIFFERENCE.,#18,#19)", "#17=IFCBOOLEANRESULT(.DIFFERENCE.,#17,#19)"),
        ("#17=IFCBOOLEANRESULT(.DIFFERENCE.,#18,#19)", "#17=IFCBOOLEANRESULT(.DIFFERENCE.,#99,#19)"),
        ("#17=IFCBOOLEANRESULT(.DIFFERENCE.,#18,#19)", "#17=IFCBOOLEANRESULT(.DIFFERENCE.,#10,#19)"),
        (
            "#17=IFCBOOLEANRESULT(.DIFFERENCE.,#18,#19)",
            "#17=IFCMAPPEDITEM(#50,$);\n#50=IFCREPRESENTATIONMAP(#20,#51);\n#51=IFCSHAPEREPRESENTATION(#6,'Body','X',(#18,#17))",
        ),
        ("'CSG',(#17)", "'CSG',(#98)"),
    ],
)
def test_a_graph_that_cannot_be_written_has_no_key(write_ifc, columns, old: str, new: str) -> None:
    assert old in CUBES
    found = keys_of(columns(write_ifc(CUBES.replace(old, new))))
    assert found[10] is not None
    assert found[11] is None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["duplex/Duplex_A_20110907.ifc", "pcert_ifc4x3/Infra-Bridge.ifc"])
def test_nothing_but_the_shape_counts(shared: Path, tmp_path: Path, columns, rewritten, name: str) -> None:
    text = (shared / "ifc" / name).read_text("latin-1")
    path = tmp_path / "model.ifc"
    path.write_text(rewritten(text), "latin-1")
    before, after = keys_of(columns(shared / "ifc" / name)), keys_of(columns(path))
    assert sorted(key or "" for key in after.values()) == sorted(key or "" for key in before.values())
    assert None not in before.values()


@pytest.mark.slow
@pytest.mark.parametrize("nth", [40, 900, 4000, 7777])
def test_one_point_changes_the_keys_of_the_bodies_that_reach_it(shared: Path, tmp_path: Path, columns, opened, nth: int) -> None:
    source = shared / "ifc/duplex/Duplex_A_20110907.ifc"
    text = source.read_text("latin-1")
    point = list(re.finditer(r"#(\d+)=\s*IFCCARTESIANPOINT\(\(", text))[nth]
    path = tmp_path / "model.ifc"
    path.write_text(f"{text[: point.end()]}1{text[point.end() :].lstrip('-')}", "latin-1")
    before, after = keys_of(columns(source)), keys_of(columns(path))
    model = opened(source)
    reaching = set()
    for step_id in before:
        product = model.by_id(step_id)
        openings = [one.RelatedOpeningElement for one in getattr(product, "HasOpenings", ())]
        for one in getattr(product, "Decomposes", ()):
            openings += [cut.RelatedOpeningElement for cut in getattr(one.RelatingObject, "HasOpenings", ())]
        roots = [shape for one in (product, *openings) for shape in one.Representation.Representations if is_body(shape)]
        roots += [one.ObjectPlacement.RelativePlacement for one in openings]
        if any(one.id() == int(point[1]) for root in roots for one in model.traverse(root)):
            reaching.add(step_id)
    assert {step_id for step_id in before if before[step_id] != after[step_id]} == reaching


def is_body(shape) -> bool:
    return shape.RepresentationIdentifier == "Body"


@pytest.mark.slow
def test_keys_are_the_same_for_any_number_of_threads(shared: Path, columns, monkeypatch: pytest.MonkeyPatch) -> None:
    instances = columns(shared / "ifc/duplex/Duplex_A_20110907.ifc")
    alone = keys_of(instances, 1)
    monkeypatch.setattr(subject, "_FEWEST", 1)
    assert keys_of(instances, 3) == alone


@pytest.mark.slow
def test_keys_are_the_same_for_any_room_to_write_in(shared: Path, columns, monkeypatch: pytest.MonkeyPatch) -> None:
    instances = columns(shared / "ifc/duplex/Duplex_A_20110907.ifc")
    wanted = keys_of(instances)
    monkeypatch.setattr(graph_texts, "_TEXT_BYTES", 200)
    monkeypatch.setattr(graph_texts, "_EDGES", 3)
    assert keys_of(instances) == wanted


def test_a_model_without_bodies_has_no_keys(write_ifc, columns) -> None:
    assert keys_of(columns(write_ifc("#1=IFCPROJECT('0000000000000000000000',$,$,$,$,$,$,$,$);"))) == {}
