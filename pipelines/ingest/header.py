"""What a file says of itself (``ifc_model``)."""

import pyarrow as pa

from cim_schema.codes import Severity
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.surroundings import main_contexts, postal_address, world_coordinate_system
from pipelines.ingest.units import Units


def read_header(source: Source, units: Units) -> pa.Table:
    """The one row of the model."""
    readable, header = source.readable, source.file.header
    projects = source.by_type("IfcProject")
    if len(projects) != 1:
        source.problems.add("project_count", Severity.ERROR, count=len(projects))
    project = projects[0] if projects else None
    north = _true_north(source)
    rows = Rows("ifc_model", source.model_id)
    rows.add({
        "ifc_schema": readable.schema, "schema_identifier": readable.schema_identifier, "byte_count": readable.byte_count,
        "instance_count": len(readable.scan.step_ids),
        "header_file_name": _text(header.file_name.name), "header_time_stamp": _text(header.file_name.time_stamp),
        "authoring_tool": _text(header.file_name.originating_system) or _application(source),
        "view_definition": "; ".join(_text(one) or "" for one in header.file_description.description or ()) or None,
        "project_name": source.text(project, "Name") if project else None,
        "phase": source.text(project, "Phase") if project else None,
        "length_unit_m": units.length.factor or 1.0, "angle_unit_rad": units.angle.factor or 1.0,
        "true_north_x": north[0] if north else None, "true_north_y": north[1] if north else None,
        "world_coordinate_system": world_coordinate_system(source, units), "postal_address": postal_address(source),
    })  # fmt: skip
    return rows.table()


def _text(value: object) -> str | None:
    return value or None if isinstance(value, str) else None


def _application(source: Source) -> str | None:
    for application in source.by_type("IfcApplication"):
        words = (source.text(application, "ApplicationFullName"), source.text(application, "Version"))
        if written := " ".join(word for word in words if word):
            return written
    return None


def _true_north(source: Source) -> tuple[float, float] | None:
    """Of the main context: the first that is no subcontext, one for the 3D model before others."""
    for context in main_contexts(source):
        ratios = _ratios(source, source.entity(context, "TrueNorth"))
        if ratios is not None:
            return ratios
    return None


def _ratios(source: Source, direction: Instance | None) -> tuple[float, float] | None:
    ratios = source.get(direction, "DirectionRatios") if direction else None
    if not isinstance(ratios, tuple) or len(ratios) < 2 or not all(isinstance(one, int | float) for one in ratios):
        return None
    return float(ratios[0]), float(ratios[1])
