"""Making all shapes of a large model in which no shape is there twice."""

import hashlib
from pathlib import Path
from typing import Any

from bench.case import Ask, Case, Heat, Kind, Run, Setting
from cim_schema.project import ModelFile
from pipelines.flows.steps import Line, Model
from pipelines.runtime.table_set import TableSet


def make_shapes(setting: Setting) -> Run:
    """The geometry stage, from the file's bytes to tables in an empty workspace; the models' other tables are there before."""
    from pipelines.flows.steps import tessellate

    models = read_all(setting, setting.models)

    def make() -> list[TableSet]:
        line = open_line(setting)
        made = [tessellate(model, line).shapes for model in models]
        line.compute.close()
        return [shapes for shapes in made if shapes is not None]

    return Run(make, tell_shapes)


def iterate_with_opencascade(setting: Setting) -> Run:
    """Ifcopenshell's iterator over the open models."""
    import ifcopenshell
    import ifcopenshell.geom

    files: list[Any] = [ifcopenshell.open(path) for path in setting.models]

    def iterate() -> tuple[int, int]:
        elements = triangles = 0
        for file in files:
            iterator: Any = ifcopenshell.geom.iterator(
                ifcopenshell.geom.settings(), file, setting.cores, geometry_library="opencascade"
            )
            going = iterator.initialize()
            while going:
                elements += 1
                triangles += len(iterator.get().geometry.faces) // 3
                going = iterator.next()
        return elements, triangles

    return Run(iterate, lambda found: f"{found[0]:,} elements, {found[1]:,} triangles")


def open_line(setting: Setting) -> Line:
    """A line with an empty workspace."""
    from pipelines.runtime.compute import Compute
    from pipelines.runtime.workspace import Workspace

    return Line(Workspace(setting.fresh_folder()), Compute(setting.cores))


def read_all(setting: Setting, paths: tuple[Path, ...]) -> list[Model]:
    """The models, read, in the order of the paths."""
    from pipelines.flows.steps import read

    line = open_line(setting)
    return [read(ModelFile(path, path.stem), line) for path in paths]


def tell_shapes(made: list[TableSet]) -> str:
    """How many, and a digest over every byte of the tables."""
    digest = hashlib.sha256()
    for shapes in made:
        for path in sorted(shapes.folder.glob("*.parquet")):
            digest.update(path.read_bytes())
    elements = sum(len(shapes["ifc_geometry"]) for shapes in made)
    meshes = sum(len(shapes["ifc_shape"]) for shapes in made)
    return f"{elements:,} elements, {meshes:,} shapes, digest {digest.hexdigest()[:8]}"


CASE = Case(
    name="geometry_vary",
    title="Shapes of a large model, each its own",
    ours_is="The geometry stage from the file's bytes to its tables, nothing kept from before.",
    ours=make_shapes,
    peer_is="`ifcopenshell.geom.iterator` with OpenCASCADE and as many threads as cores; opening the file is not counted.",
    peer=iterate_with_opencascade,
    heat=Heat.FIRST,
    kind=Kind.VARIED,
    sizes_mb=(22, 55, 110),
    peer_runs=2,
    ask=Ask(times_faster=10),
)
