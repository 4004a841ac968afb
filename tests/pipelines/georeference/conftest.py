"""Model tables made by hand, a row at a time, so that what is read from them can be reckoned on paper."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from cim_schema.tables import TABLES

MODEL = "m" * 64
Tables = dict[str, pa.Table]


def _model(**given):
    row = {
        "model_id": MODEL, "ifc_schema": "IFC4", "schema_identifier": "IFC4", "byte_count": 1, "instance_count": 1,
        "length_unit_m": 1.0, "angle_unit_rad": 1.0,
    }  # fmt: skip
    return row | given


def _conversion(**given):
    row = {
        "model_id": MODEL, "step_id": 1, "declaration": "IfcMapConversion",
        "eastings_m": 395736.7, "northings_m": 3929563.0, "orthogonal_height_m": 745.5,
        "crs_name": "EPSG:4547", "vertical_datum": "EPSG:5737", "map_unit_m": 1.0, "has_map_unit": True, "declared": "{}",
    }  # fmt: skip
    return row | given


def _site(**given):
    return {"model_id": MODEL, "step_id": 10, "ifc_class": "IfcSite"} | given


@pytest.fixture
def make_tables() -> Callable[..., Tables]:
    """Tables of one model: ``conversions`` and ``site`` as mappings that change a sound default; ``box`` low and high corner;
    ``site_matrix`` 4 × 4."""

    def make(conversions=({},), site=None, model=None, box=None, site_matrix=None):
        placements = [] if site is None else [
            {"model_id": MODEL, "step_id": 10, "placement_class": "IfcLocalPlacement",
             "matrix": np.asarray(np.eye(4) if site_matrix is None else site_matrix, dtype=float).ravel().tolist()}
        ]  # fmt: skip
        boxes = [] if box is None else [
            {"model_id": MODEL, "step_id": 20, "min_x_m": box[0][0], "min_y_m": box[0][1], "min_z_m": box[0][2],
             "max_x_m": box[1][0], "max_y_m": box[1][1], "max_z_m": box[1][2], "is_closed": True, "triangle_count": 12,
             "kernel": "none", "placement": np.eye(4).ravel().tolist()}
        ]  # fmt: skip
        rows = {
            "ifc_model": [_model(**(model or {}))],
            "ifc_map_conversion": [_conversion(**{"step_id": place + 1, **given}) for place, given in enumerate(conversions)],
            "ifc_spatial": [] if site is None else [_site(**site)],
            "ifc_placement": placements,
            "ifc_geometry": boxes,
        }
        return {name: TABLES[name].from_rows(rows[name]) for name in rows}

    return make


@pytest.fixture
def conversion_in_file() -> Callable[[Path], dict[str, object]]:
    """The map conversion and projected system of a STEP file, read by a regular expression instead of a library."""

    def read(path: Path) -> dict[str, object]:
        text = path.read_bytes().decode("latin-1")
        values = re.search(r"IFCMAPCONVERSION\(#\d+,\s*#(\d+),([^)]*)\)", text)
        assert values is not None
        crs = re.search(rf"#{values[1]}\s*=\s*IFCPROJECTEDCRS\('([^']*)'.*?(#\d+|\$)\);", text)
        assert crs is not None
        numbers = [None if cell.strip() == "$" else float(cell) for cell in values[2].split(",")]
        unit = re.search(rf"{crs[2]}\s*=\s*IFCSIUNIT\(\*,\.LENGTHUNIT\.,(\$|\.MILLI\.)", text) if crs[2] != "$" else None
        unit_m = {"$": 1.0, ".MILLI.": 0.001}[unit[1]] if unit else 1.0
        easting, northing, height = (value * unit_m for value in numbers[:3])
        return {
            "eastings_m": easting, "northings_m": northing, "orthogonal_height_m": height, "crs_name": crs[1],
            "x_axis_abscissa": numbers[3], "x_axis_ordinate": numbers[4], "scale": numbers[5],
            "map_unit_m": unit_m, "has_map_unit": unit is not None, "vertical_datum": None, "declared": json.dumps({}),
        }  # fmt: skip

    return read
