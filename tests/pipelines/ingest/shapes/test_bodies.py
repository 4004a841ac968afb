"""The bodies that columns tell are those that the parser tells."""

from pathlib import Path

import pytest

from pipelines.ingest import geometry_bodies
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.model import read_model
from pipelines.ingest.shapes.bodies import list_bodies
from pipelines.ingest.shapes.placements import matrices

ROOT = Path(__file__).parents[4]
MODELS = [
    "duplex/Duplex_A_20110907.ifc", "duplex/Duplex_Electrical_20121207.ifc", "fzk/AC20-FZK-Haus.ifc",
    "office/Office_A_20110811.ifc", "pcert_ifc4/Building-Architecture.ifc", "pcert_ifc4/Infra-Rail.ifc",
    "pcert_ifc4x3/Infra-Bridge.ifc", "whale/TallBuilding.ifc", "georef/ifcgref_file.ifc",
]  # fmt: skip
WALL = """#1=IFCWALL('0000000000000000000001',$,$,$,$,$,#2,$,$);
#2=IFCPRODUCTDEFINITIONSHAPE($,$,(#3,#9));
#3=IFCSHAPEREPRESENTATION($,'Body','MappedRepresentation',(#4));
#4=IFCMAPPEDITEM(#5,$);
#5=IFCREPRESENTATIONMAP($,#6);
#6=IFCSHAPEREPRESENTATION($,'Body','X',(#7,#8));
#7=IFCCARTESIANPOINT((0.,0.,0.));
#8=IFCBLOCK($,1.,1.,1.);
#9=IFCSHAPEREPRESENTATION($,'Axis','X',(#7));
#10=IFCSHAPEREPRESENTATION($,'Box','BoundingBox',(#11));
#11=IFCBOUNDINGBOX(#7,1.,1.,1.);"""


def assert_equal(instances, path: Path) -> int:
    found = list_bodies(instances)
    wanted = geometry_bodies.list_bodies(path)
    told = [
        (
            step_id,
            tuple(
                (int(instances.step_ids[row]), found.names[code], bool(has_surface))
                for row, code, has_surface in zip(
                    found.representations[begin:end], found.name_codes[begin:end], found.has_surface[begin:end], strict=True
                )
            ),
        )
        for step_id, begin, end in zip(found.step_ids.tolist(), found.offsets[:-1], found.offsets[1:], strict=True)
    ]
    assert told == [
        (body.step_id, tuple((one.step_id, one.name, one.has_surface) for one in body.representations)) for body in wanted
    ]
    return len(told)


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_real_models(shared: Path, columns, name: str) -> None:
    assert assert_equal(columns(shared / "ifc" / name), shared / "ifc" / name) > 2


@pytest.mark.slow
def test_samples(columns) -> None:
    for path in sorted((ROOT / "sample_ifc").rglob("*.ifc")):
        try:
            instances = columns(path)
        except CannotRead:
            continue
        assert_equal(instances, path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""), ("$,#2,$,$)", "$,#99,$,$)"), ("(#3,#9)", "(#99)"), ("(#3,#9)", "(#9,#3,#99)"), ("(#3,#9)", "(#9,#10,#6)"),
        ("(#3,#9)", "(#10)"), ("(#4)", "(#99)"), ("(#5,$)", "(#99,$)"), ("($,#6)", "($,#99)"), ("(#7,#8)", "(#99,#98)"),
        ("$,#2,$,$)", "$,#7,$,$)"), ("(#3,#9)", "(#7,#3)"), ("(#5,$)", "(#7,$)"), ("($,#6)", "($,$)"), ("(#7,#8)", "(#4)"),
        ("(#4)", "$"), ("'Body','Mapped", "$,'Mapped"), ("'Body','Mapped", "'Surface','Mapped"),
    ],
)  # fmt: skip
def test_representations_of_all_sorts(write_ifc, columns, old: str, new: str) -> None:
    assert old in WALL
    path = write_ifc(WALL.replace(old, new, 1))
    assert_equal(columns(path), path)


def test_items_are_those_of_the_best_representation(write_ifc, columns) -> None:
    instances = columns(write_ifc(WALL.replace("(#3,#9)", "(#10,#6,#3)")))
    bodies = list_bodies(instances)
    assert instances.step_ids[bodies.items].tolist() == [7, 8]
    assert bodies.item_offsets.tolist() == [0, 2]


def test_matrices_are_those_of_the_placements(shared: Path, columns) -> None:
    path = shared / "ifc/pcert_ifc4/Building-Architecture.ifc"
    table = read_model(path)["ifc_placement"]
    wanted = {row["step_id"]: row["matrix"] for row in table.to_pylist()}
    bodies = list_bodies(columns(path))
    found = matrices(bodies, table)
    assert len(bodies) == len(found) == 14
    for step_id, matrix in zip(bodies.step_ids.tolist(), found, strict=True):
        assert matrix.ravel().tolist() == wanted[step_id]
    without = matrices(bodies, table.slice(0, 0))
    assert (without == without[0]).all()
    assert without[0].trace() == 4
