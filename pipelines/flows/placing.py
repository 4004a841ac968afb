"""The georeference of one model, told and completed, without the rest of the line."""

from pathlib import Path
from typing import Any

from cim_schema.messages import Language
from pipelines.flows.steps import Model


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
