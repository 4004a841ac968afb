"""A shard is a sound IFC file, and what a kernel makes of it is what it makes of the whole model."""

from pathlib import Path

import ifcopenshell
import numpy as np
import pytest
from ifcopenshell import geom, validate

from pipelines.ingest.shapes.bodies import list_bodies
from pipelines.ingest.shapes.shape_keys import shape_keys
from pipelines.ingest.shapes.shards import Shard, make_shards

WITHIN_M = 1e-6
PARTS = """#1=IFCPROJECT('0000000000000000000000',$,$,$,$,$,$,(#6),#7);
#6=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#20,$);
#7=IFCUNITASSIGNMENT((#8));
#8=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#10=IFCWALL('0000000000000000000001',$,$,$,$,#30,$,$,$);
#11=IFCBUILDINGELEMENTPART('0000000000000000000002',$,$,$,$,#31,#12,$,$);
#12=IFCPRODUCTDEFINITIONSHAPE($,$,(#14));
#13=IFCPRODUCTDEFINITIONSHAPE($,$,(#15));
#14=IFCSHAPEREPRESENTATION(#6,'Body','CSG',(#18));
#15=IFCSHAPEREPRESENTATION(#6,'Body','CSG',(#19));
#16=IFCOPENINGELEMENT('0000000000000000000003',$,$,$,$,#32,#13,$,$);
#17=IFCRELVOIDSELEMENT('0000000000000000000004',$,$,$,#10,#16);
#18=IFCBLOCK(#20,4.,1.,3.);
#19=IFCBLOCK(#22,1.,3.,1.);
#20=IFCAXIS2PLACEMENT3D(#21,$,$);
#21=IFCCARTESIANPOINT((0.,0.,0.));
#22=IFCAXIS2PLACEMENT3D(#23,$,$);
#23=IFCCARTESIANPOINT((1.,-1.,1.));
#24=IFCAXIS2PLACEMENT3D(#23,#26,#25);
#25=IFCDIRECTION((0.,1.,0.));
#26=IFCDIRECTION((0.,0.,1.));
#30=IFCLOCALPLACEMENT($,#24);
#31=IFCLOCALPLACEMENT(#30,#20);
#32=IFCLOCALPLACEMENT(#30,#20);
#33=IFCRELAGGREGATES('0000000000000000000005',$,$,$,#10,(#11));"""


def shards_of(instances, size: int = 2**20) -> tuple[dict[str, int], list[Shard]]:
    bodies = list_bodies(instances)
    keys = shape_keys(instances, bodies)
    firsts = {key: int(bodies.step_ids[places[-1]]) for key, places in keys.distinct().items()}
    return firsts, list(make_shards(instances, bodies, keys, size=size))


def open_quietly(shard: Shard) -> ifcopenshell.file:
    ifcopenshell.get_log()
    model = ifcopenshell.file.from_string(shard.text.decode("latin-1"))
    assert ifcopenshell.get_log() == ""
    return model


def triangles(kernel, product, representation) -> np.ndarray:
    try:
        geometry = kernel.create_shape(product, representation).geometry
    except RuntimeError:
        return np.zeros((0, 3, 3))
    points = np.frombuffer(geometry.verts_buffer, np.float64).reshape(-1, 3)
    return points[np.frombuffer(geometry.faces_buffer, np.int32)].reshape(-1, 3, 3)


def kernel_of(model: ifcopenshell.file):
    settings = geom.settings()
    settings.set("no-normals", True)
    return geom.kernel(settings, model, "hybrid-cgal-simple-opencascade")


def assert_same_points(found: np.ndarray, wanted: np.ndarray) -> None:
    """Every vertex has its fellow; the order of openings may cut faces into other triangles."""
    if found.shape == wanted.shape and np.abs(found - wanted).max(initial=0.0) < WITHIN_M:
        return
    for some, others in ((found, wanted), (wanted, found)):
        near = [np.abs(others.reshape(-1, 3) - point).max(axis=1).min() for point in np.unique(some.reshape(-1, 3), axis=0)]
        assert max(near, default=0.0) < WITHIN_M
    assert area(found) == pytest.approx(area(wanted), rel=1e-9)


def area(corners: np.ndarray) -> float:
    return float(np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum() / 2)


def assert_same_meshes(model: ifcopenshell.file, instances) -> int:
    whole, compared = kernel_of(model), 0
    firsts, shards = shards_of(instances)
    assert sorted(firsts) == [key for shard in shards for key in shard.keys]
    bodies = list_bodies(instances)
    best = dict(zip(bodies.step_ids.tolist(), instances.step_ids[bodies.representations[bodies.best]].tolist(), strict=True))
    for shard in shards:
        small = open_quietly(shard)
        kernel = kernel_of(small)
        for key, products, representation, has_surface in zip(
            shard.keys, shard.products, shard.representations, shard.has_surface, strict=True
        ):
            assert len(small.by_id(representation).Items) == len(products)
            if not has_surface:
                continue
            made = [small.by_id(product) for product in products]
            found = np.concatenate([triangles(kernel, one, one.Representation.Representations[0]) for one in made])
            assert_same_points(found, triangles(whole, model.by_id(firsts[key]), model.by_id(best[firsts[key]])))
            compared += len(found) > 0
    return compared


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("duplex/Duplex_A_20110907.ifc", 150), ("fzk/AC20-FZK-Haus.ifc", 40), ("office/Office_A_20110811.ifc", 700),
        ("pcert_ifc4x3/Building-Architecture.ifc", 12), ("pcert_ifc4x3/Infra-Bridge.ifc", 20),
    ],
)  # fmt: skip
def test_meshes_are_those_of_the_whole_model(shared: Path, opened, columns, name: str, least: int) -> None:
    assert assert_same_meshes(opened(shared / "ifc" / name), columns(shared / "ifc" / name)) >= least


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""), ("(#30,#20);\n#32", "(#30,#22);\n#32"), ("#32=IFCLOCALPLACEMENT(#30,#20)", "#32=IFCLOCALPLACEMENT(#31,#24)"),
        ("#32=IFCLOCALPLACEMENT(#30,#20)", "#32=IFCLOCALPLACEMENT($,#24)"), ("IFCRELAGGREGATES", "IFCRELNESTS"),
    ],
)  # fmt: skip
def test_parts_have_the_openings_of_the_whole(write_ifc, columns, old: str, new: str) -> None:
    assert old in PARTS
    path = write_ifc(PARTS.replace(old, new))
    assert assert_same_meshes(ifcopenshell.open(path), columns(path)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fzk/AC20-FZK-Haus.ifc", "pcert_ifc4x3/Infra-Bridge.ifc"])
def test_shards_are_sound_files(shared: Path, columns, name: str) -> None:
    _, shards = shards_of(columns(shared / "ifc" / name))
    logger = validate.json_logger()
    for shard in shards:
        validate.validate(open_quietly(shard), logger)
    assert [(one["instance"], one["message"]) for one in logger.statements] == []


@pytest.mark.slow
def test_the_same_model_written_otherwise_gives_the_same_bytes(shared: Path, tmp_path: Path, columns, rewritten) -> None:
    source, path = shared / "ifc/duplex/Duplex_A_20110907.ifc", tmp_path / "model.ifc"
    path.write_text(rewritten(source.read_text("latin-1")), "latin-1")
    _, wanted = shards_of(columns(source), 200_000)
    assert len(wanted) > 2
    assert shards_of(columns(path), 200_000)[1] == wanted


def test_only_what_is_wanted_is_written_and_in_shards_of_the_size_that_is_asked_for(write_ifc, columns) -> None:
    instances = columns(write_ifc(PARTS))
    bodies = list_bodies(instances)
    keys = shape_keys(instances, bodies)
    assert len(bodies) == 2
    [shard] = make_shards(instances, bodies, keys, np.array([1]))
    assert shard.keys == (keys.keys[1],)
    assert [len(shard.keys) for shard in make_shards(instances, bodies, keys, size=1)] == [1, 1]
    assert list(make_shards(instances, bodies, keys, np.zeros(0, np.int64))) == []
