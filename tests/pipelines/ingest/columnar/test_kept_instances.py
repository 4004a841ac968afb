"""Instances that reading has kept: as good as those of the file itself, and taken for that file only."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipelines.ingest.columnar import attempt
from pipelines.ingest.columnar.instances import Instances
from pipelines.ingest.columnar.kept_instances import read_instances
from pipelines.ingest.columnar.readable import columnar_file
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.geometry import read_geometry
from pipelines.ingest.model import each_table, model_id_of
from pipelines.runtime.compute import Compute

DUPLEX = "ifc/duplex/Duplex_A_20110907.ifc"
BODIES = """#60=IFCWALL('0000000000000000000002',$,$,$,$,#30,#12,$,$);
#1=IFCPROJECT('0000000000000000000000',$,$,$,$,$,$,(#6),#7);
#6=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#20,$);
#7=IFCUNITASSIGNMENT((#8));
#8=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#10=IFCWALL('0000000000000000000001',$,$,$,$,#30,#12,$,$);
#12=IFCPRODUCTDEFINITIONSHAPE($,$,(#14));
#14=IFCSHAPEREPRESENTATION(#6,'Body','CSG',(#18));
#18=IFCBLOCK(#20,4.,1.,3.);
#20=IFCAXIS2PLACEMENT3D(#21,$,$);
#21=IFCCARTESIANPOINT((0.,0.,0.));
#30=IFCLOCALPLACEMENT($,#20);"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Read a model, and give the folder in which its instances are kept."""
    monkeypatch.setattr(attempt, "LEAST_BYTES", 0)

    def read(path: Path) -> Path:
        folder = tmp_path / "kept"
        folder.mkdir(exist_ok=True)
        for _ in each_table(path, keep_in=folder):
            pass
        return folder

    return read


def test_they_are_those_of_the_file(shared: Path, kept) -> None:
    path = shared / DUPLEX
    found = read_instances(kept(path), path, model_id_of(path))
    with columnar_file(path) as (readable, statements):
        wanted = Instances(readable.data, statements, Schema(readable.schema))
    assert found is not None
    for name in ("step_ids", "starts", "classes", "data", "row_of_step_id"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
    walls = found.rows_of("IfcWall")
    assert len(walls) == 57
    assert found.names == wanted.names
    assert found.texts(walls, "Name").equals(wanted.texts(walls, "Name"))


def test_geometry_is_the_same_with_them(write_ifc, kept, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_ifc(BODIES)
    folder = kept(path)
    tables = dict(each_table(path))
    wanted = read_geometry(path, tables, Compute())
    # Nobody looks through the file again.
    monkeypatch.setattr("pipelines.ingest.geometry.columnar_file", None)
    found = read_geometry(path, tables, Compute(), kept=folder)
    assert found["ifc_geometry"]["max_x_m"].to_pylist() == [4.0, 4.0]
    assert {name: rows.to_pylist() for name, rows in found.items()} == {name: rows.to_pylist() for name, rows in wanted.items()}


def test_a_file_that_has_changed_is_another(write_ifc, kept) -> None:
    path = write_ifc(BODIES)
    folder, model_id = kept(path), model_id_of(path)
    told = path.stat()
    path.write_text(path.read_text().replace("4.,1.,3.", "5.,1.,3."))
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns + 1))
    assert read_instances(folder, path, model_id) is None
    longer = dict(each_table(path))
    assert read_geometry(path, longer, Compute(), kept=folder)["ifc_geometry"]["max_x_m"].to_pylist() == [5.0, 5.0]


def test_a_copy_of_the_file_will_do(write_ifc, kept, tmp_path: Path) -> None:
    path = write_ifc(BODIES)
    folder, model_id = kept(path), model_id_of(path)
    copy = shutil.copyfile(path, tmp_path / "copy.ifc")
    path.unlink()
    found = read_instances(folder, copy, model_id)
    assert found is not None
    assert found.step_ids.tolist() == sorted(found.step_ids.tolist())
    assert read_instances(folder, path, model_id) is None


def test_what_is_damaged_or_missing_is_done_without(write_ifc, kept, tmp_path: Path) -> None:
    path = write_ifc(BODIES)
    folder, model_id = kept(path), model_id_of(path)
    (folder / "instances.arrow").write_bytes((folder / "instances.arrow").read_bytes()[:100])
    assert read_instances(folder, path, model_id) is None
    assert read_instances(tmp_path, path, model_id) is None


def test_of_a_file_that_had_to_be_mended_nothing_is_kept(write_ifc, kept) -> None:
    path = write_ifc(BODIES.replace("0000000000000000000001',$,$", "0000000000000000000001',$,'墙'"), encoding="gbk")
    assert not (kept(path) / "instances.arrow").exists()
