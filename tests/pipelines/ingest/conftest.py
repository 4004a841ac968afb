"""Models as ifcopenshell has them, and small models written for one situation."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import ifcopenshell
import numpy as np
import pytest

from pipelines.ingest.model import read_model

HEADER = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [ReferenceView]'),'2;1');
FILE_NAME('t.ifc','2026-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('{schema}'));
ENDSEC;
DATA;
"""
END = "ENDSEC;\nEND-ISO-10303-21;\n"
FIRST_DATA_LINE = HEADER.count("\n") + 1

WriteIfc = Callable[..., Path]
ReadRows = Callable[[Path, str], list[dict[str, Any]]]


@cache
def _open(path: Path) -> ifcopenshell.file:
    return ifcopenshell.open(path)


@pytest.fixture(scope="session")
def opened() -> Callable[[Path], ifcopenshell.file]:
    """A model as ifcopenshell gives it, opened once a session."""
    return _open


@pytest.fixture
def write_ifc(tmp_path: Path) -> WriteIfc:
    """Write a model from its DATA lines; the first of them is line ``FIRST_DATA_LINE`` of the file."""

    def write(*lines: str, schema: str = "IFC4", end: str = END, name: str = "t.ifc", encoding: str = "ascii") -> Path:
        path = tmp_path / name
        path.write_bytes((HEADER.format(schema=schema) + "".join(f"{line}\n" for line in lines) + end).encode(encoding))
        return path

    return write


@pytest.fixture
def rows() -> ReadRows:
    """Rows of one table of a model."""

    def read_rows(path: Path, table: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = read_model(path)[table].to_pylist()
        return found

    return read_rows


@pytest.fixture(scope="session")
def kernel_plan() -> Callable[..., np.ndarray]:
    """Points of plan segments at distances, by ifcopenshell: its own mapping of segments to curves, evaluated by its kernel."""
    return _kernel_plan


def _kernel_plan(runs: list[Any], distances: np.ndarray) -> np.ndarray:
    import ifcopenshell.api.alignment
    import ifcopenshell.api.context
    import ifcopenshell.api.unit
    import ifcopenshell.geom
    from ifcopenshell import ifcopenshell_wrapper

    file = ifcopenshell.file(schema="IFC4X3")
    file.createIfcProject(ifcopenshell.guid.new())
    metre = file.createIfcSIUnit(UnitType="LENGTHUNIT", Name="METRE")
    radian = file.createIfcSIUnit(UnitType="PLANEANGLEUNIT", Name="RADIAN")
    ifcopenshell.api.unit.assign_unit(file, units=[metre, radian])
    ifcopenshell.api.context.add_context(file, context_type="Model")
    alignment = ifcopenshell.api.alignment.create(file, "A")
    layout = ifcopenshell.api.alignment.get_horizontal_layout(alignment)
    for run in runs:
        design = file.createIfcAlignmentHorizontalSegment(
            StartPoint=file.createIfcCartesianPoint((run.x_m, run.y_m)), StartDirection=run.direction_rad,
            StartRadiusOfCurvature=1 / run.start_curvature if run.start_curvature else 0.0,
            EndRadiusOfCurvature=1 / run.end_curvature if run.end_curvature else 0.0,
            SegmentLength=run.length_m, PredefinedType=run.kind,
        )  # fmt: skip
        ifcopenshell.api.alignment.create_layout_segment(file, layout, design)
    settings = ifcopenshell.geom.settings()
    curve = ifcopenshell_wrapper.map_shape(settings, ifcopenshell.api.alignment.get_basis_curve(alignment))
    evaluator = ifcopenshell_wrapper.function_item_evaluator(settings, curve)
    return np.array([np.array(evaluator.evaluate(float(at)))[:2, 3] for at in distances])
