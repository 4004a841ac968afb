"""The georeference of one model, told and completed, without the rest of the line."""

from pathlib import Path
from typing import Any

from cim_schema.messages import Language
from cim_schema.project import ModelFile
from pipelines.flows.steps import Line, Model, read, tessellate


def read_to_place(file: ModelFile, line: Line) -> Model:
    """The model, with its shapes only where they tell more of its place than its placements do.

    Raises:
        InputError: The file cannot be used.
    """
    from pipelines.ingest.far_points import has_far_points

    model = read(file, line)
    unit_m = model.read["ifc_model"]["length_unit_m"][0].as_py()
    return tessellate(model, line) if has_far_points(file.path, unit_m) else model


def tell_georeference(model: Model, target_crs: str | None, control_points: Path | None, language: Language) -> dict[str, Any]:
    """Where the model stands, on what ground, and how to mend it: the JSON of the public contract.

    Raises:
        UnknownCrs: Nobody knows the target.
        InvalidControlPoints: With the file, the line and what is wrong there.
    """
    from pipelines.georeference.control_points import read_control_points
    from pipelines.georeference.report import georeference_report

    points = None if control_points is None else read_control_points(control_points)
    return georeference_report(model.tables(), model.model_id, target_crs, points, language)


def write_georeferenced(model: Model, target_crs: str | None, control_points: Path | None, out: Path) -> None:
    """Write a copy of the model in which its georeference is complete.

    Raises:
        InvalidOption: There is nothing sound to write.
        InvalidControlPoints: With the file, the line and what is wrong there.
    """
    from pipelines.georeference.control_points import read_control_points
    from pipelines.georeference.report import reference_to_write
    from pipelines.ingest.write_georeference import write_georeference

    points = None if control_points is None else read_control_points(control_points)
    write_georeference(model.file.path, out, reference_to_write(model.tables(), model.model_id, target_crs, points))
