"""Shapes of real models against OpenCASCADE by itself, against the quantities that the authors wrote, and against themselves."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from checkers.spatial.footprints import measure_footprints
from pipelines.ingest import geometry
from pipelines.ingest.geometry import read_geometry
from pipelines.ingest.kernels import LADDER, Kernel
from pipelines.ingest.model import read_model
from pipelines.ingest.shapes import shards
from pipelines.ingest.shapes.tessellate import Limits, tessellate
from pipelines.runtime.compute import Compute

pytestmark = pytest.mark.slow

CORNERS = ["min_x_m", "min_y_m", "min_z_m", "max_x_m", "max_y_m", "max_z_m"]

OPENCASCADE = """
import json, sys
import ifcopenshell, ifcopenshell.geom
model = ifcopenshell.open(sys.argv[1])
settings = ifcopenshell.geom.settings()
settings.set("use-world-coords", True)
found = {}
for shape in ifcopenshell.geom.iterator(settings, model, 1, geometry_library="opencascade"):
    if shape.geometry.faces:
        found[shape.id] = [shape.geometry.verts, shape.geometry.faces]
json.dump(found, sys.stdout)
"""
"""In a process of its own, as any kernel."""

QUANTITIES = """
import json, sys
import ifcopenshell
from ifcopenshell.util.element import get_psets
model = ifcopenshell.open(sys.argv[1])
json.dump({e.id(): get_psets(e, qtos_only=True)["BaseQuantities"] for c in sys.argv[2:] for e in model.by_type(c)}, sys.stdout)
"""


def ask(script, *arguments):
    done = subprocess.run([sys.executable, "-c", script, *map(str, arguments)], capture_output=True, check=True, timeout=300)
    return {int(step_id): found for step_id, found in json.loads(done.stdout).items()}


def volume_if_closed(vertices, faces):
    """By coordinates, not by indices as in the code under test."""
    names = {}
    corners = [names.setdefault(tuple(np.round(vertex, 6)), len(names)) for vertex in vertices]
    edges = [(corners[face[i]], corners[face[(i + 1) % 3]]) for face in faces for i in range(3)]
    if len(set(edges)) != len(edges) or {(b, a) for a, b in edges} != set(edges):
        return None
    a, b, c = (vertices[faces[:, i]] - vertices[0] for i in range(3))
    return abs(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


@pytest.mark.parametrize(
    "name",
    [
        "fzk/AC20-FZK-Haus.ifc",
        "pcert_ifc4x3/Infra-Rail.ifc",
        pytest.param("duplex/Duplex_A_20110907.ifc", marks=pytest.mark.slow),
    ],
)
def test_shapes_agree_with_opencascade(shared, shapes, name):
    path = shared / "ifc" / name
    truth = ask(OPENCASCADE, path)
    ours = shapes(path)["ifc_geometry"].to_pandas().set_index("step_id")
    assert set(truth) <= set(ours.index)
    compared = 0
    for step_id, (flat, indices) in truth.items():
        vertices, faces = np.array(flat).reshape(-1, 3), np.array(indices).reshape(-1, 3)
        row = ours.loc[step_id]
        used = vertices[np.unique(faces)]
        assert np.abs(row[CORNERS].to_numpy(float) - [*used.min(axis=0), *used.max(axis=0)]).max() < 0.005
        volume = volume_if_closed(vertices, faces)
        if row["is_closed"] and volume is not None:
            compared += 1
            assert row["volume_m3"] == pytest.approx(volume, rel=0.01)
    assert compared > len(truth) / 2


def test_volumes_and_outlines_agree_with_what_the_author_declared(shared, shapes):
    path = shared / "ifc/fzk/AC20-FZK-Haus.ifc"
    declared = ask(QUANTITIES, path, "IfcSlab", "IfcSpace", "IfcWall")
    ours = shapes(path)["ifc_geometry"].to_pandas().set_index("step_id")
    outlines = measure_footprints(shapes(path))["msr_footprint"].to_pandas().set_index("step_id")
    assert len(declared) == 24
    for step_id, quantities in declared.items():
        assert ours.loc[step_id, "volume_m3"] == pytest.approx(quantities["NetVolume"], rel=0.006)
        for area in ("GrossFloorArea", "GrossFootprintArea"):
            if area in quantities:
                assert outlines.loc[step_id, "footprint_area_m2"] == pytest.approx(quantities[area], rel=1e-4)


def read(path, compute=None, **options):
    return read_geometry(path, read_model(path), compute or Compute(), **options)


class Reversed(Compute):
    """Runs its tasks from the last to the first."""

    def each(self, function, items, **options):
        taken = list(items)
        for place in reversed(range(len(taken))):
            yield place, function(taken[place])


def test_tables_are_equal_however_the_work_is_cut_and_shared(shared, shapes, monkeypatch):
    path = shared / "ifc/pcert_ifc4x3/Infra-Rail.ifc"
    whole = shapes(path)
    monkeypatch.setattr(shards.make_shards, "__defaults__", (None, 20_000))
    for compute in (Compute(2), Reversed(1)):
        parts = read(path, compute)
        assert all(parts[name].equals(whole[name]) for name in whole)


def test_what_an_earlier_model_has_is_not_made_again_and_changes_no_row(shared, shapes, tmp_path, monkeypatch):
    old = shared / "ifc/duplex/Duplex_A_20110907.ifc"
    text = old.read_text("latin-1")
    first = next(re.finditer(r"=IFCEXTRUDEDAREASOLID\((.*),([0-9.]+)\);", text))
    new = tmp_path / "new.ifc"
    new.write_text(f"{text[: first.start(2)]}{float(first[2]) + 0.5}{text[first.end(2) :]}", "latin-1")
    fresh, earlier = read(new), shapes(old)
    made = []
    monkeypatch.setattr(geometry, "tessellate", lambda shards, limits: made.extend(shards) or tessellate(shards, limits))
    again = read(new, earlier=[earlier])
    assert all(again[name].equals(fresh[name]) for name in fresh)
    changed = set(fresh["ifc_shape"]["shape_key"].to_pylist()) - set(earlier["ifc_shape"]["shape_key"].to_pylist())
    assert 0 < len(changed) < 10
    assert {key for shard in made for key in shard.keys} == {key.partition("-")[0] for key in changed}


@pytest.mark.slow
def test_a_kernel_that_crashes_loses_nothing(shared, shapes, monkeypatch):
    monkeypatch.setattr("pipelines.ingest.shapes.tessellate._is_fast", lambda shard, _: np.zeros(len(shard.keys), bool))
    path = shared / "ifc/duplex/Duplex_A_20110907.ifc"
    sound = shapes(path)["ifc_geometry"].to_pandas().set_index("step_id")
    tables = read(path, limits=Limits(ladder=(Kernel("manifold"), *LADDER)))
    ours = tables["ifc_geometry"].to_pandas().set_index("step_id")
    problems = tables["run_problem"].to_pandas()
    crashed = set(problems.loc[problems["text_params"].str.contains("reason.crashed"), "step_id"])
    assert list(ours.index) == list(sound.index)
    assert crashed
    assert ours.index.max() > max(crashed)
    assert not ours.loc[list(crashed), "kernel"].str.startswith("manifold").any()
    assert ours["kernel"].str.startswith("manifold").any()
    assert (ours.loc[sorted(crashed), CORNERS] - sound.loc[sorted(crashed), CORNERS]).abs().to_numpy().max() < 1e-5


def test_a_cut_off_file_gives_the_shapes_that_are_there(shared, shapes):
    whole = shapes(shared / "ifc/chinese/PCERT-Architecture-zh.ifc")["ifc_geometry"].to_pandas()
    cut_off = read(shared / "ifc/chinese/PCERT-Architecture-zh-truncated.ifc")["ifc_geometry"].to_pandas()
    assert 0 < len(cut_off) < len(whole)
    assert set(cut_off["global_id"]) < set(whole["global_id"])


def test_progress_counts_every_element(shared):
    class Counting:
        told = 0.0
        total = None

        def stage(self, code, total, unit, **params):
            assert (code, unit, params) == ("progress.geometry", "element", {"file": "Building-Architecture.ifc"})
            self.total = total
            return self

        def advance(self, amount=1):
            self.told += amount

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

    counting = Counting()
    path = shared / "ifc/pcert_ifc4/Building-Architecture.ifc"
    rows = read_geometry(path, read_model(path), Compute(), counting)["ifc_geometry"]
    assert counting.told == counting.total == len(rows)
