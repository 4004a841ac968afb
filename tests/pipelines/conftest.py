"""A small model made of tables, for tests of the base layer and of what is published from it."""

import hashlib
import math
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
import shapely

from cim_schema.tables import TABLES
from pipelines.cim.delivery import Delivery, PartVersion, build_version, version_id_of
from pipelines.runtime.mesh import Mesh

ORIGIN = (500_100.0, 3_930_000.0, 700.0)
"""East, north, height in EPSG:4547."""
ROTATION_DEG = 30.0
WALL = (1.0, 0.2, 3.0)
"""Length, thickness, height."""
DAY = datetime(2026, 3, 4, 5, 6, 7, 891_234, UTC)

MakeTables = Callable[..., dict[str, pa.Table]]
MakeVersion = Callable[..., PartVersion]
MakeDelivery = Callable[..., Delivery]


def box_mesh(length: float, width: float, height: float, at: tuple[float, float, float] = (0, 0, 0)) -> Mesh:
    corners = np.array([[x, y, z] for x in (0, length) for y in (0, width) for z in (0, height)]) + at
    faces = [
        [0, 1, 3],
        [0, 3, 2],
        [4, 6, 7],
        [4, 7, 5],
        [0, 4, 5],
        [0, 5, 1],
        [2, 3, 7],
        [2, 7, 6],
        [0, 2, 6],
        [0, 6, 4],
        [1, 5, 7],
        [1, 7, 3],
    ]
    return Mesh(corners.astype("f4"), np.array(faces, "u4"))


def guid(step: int) -> str:
    return f"{step:022d}"


def local_to_map() -> np.ndarray:
    turn = math.radians(ROTATION_DEG)
    matrix = np.eye(4)
    matrix[:2, :2] = [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]
    matrix[:3, 3] = ORIGIN
    return matrix


def _tables(
    walls: int = 6,
    *,
    model: str = "a",
    height: float = WALL[2],
    crs: str | None = "EPSG:4547",
    mesh: Mesh | None = None,
    part: str = "arch",
) -> dict[str, pa.Table]:
    model_id = model * 64
    tree = [
        ("IfcProject", "project", None),
        ("IfcSite", "spatial", 1),
        ("IfcBuilding", "spatial", 2),
        ("IfcBuildingStorey", "spatial", 3),
    ]
    elements: list[dict[str, object]] = [
        {"step_id": step, "ifc_class": name, "family": family, "parent_step_id": parent, "name": f"{name} 层{step}"}
        for step, (name, family, parent) in enumerate(tree, 1)
    ]
    mesh = mesh or box_mesh(WALL[0], WALL[1], height)
    key = hashlib.sha256(mesh.vertices.tobytes()).hexdigest()
    geometry, footprints = [], []
    for number in range(walls):
        step, x, y = 10 + number, 2.0 * (number % 50), 3.0 * (number // 50)
        elements.append({
            "step_id": step, "ifc_class": "IfcWall", "family": "element", "name": f"墙{number}", "container_step_id": 4,
            "storey_step_id": 4, "storey": "1F",
        })  # fmt: skip
        placement = np.eye(4)
        placement[:2, 3] = x, y
        low, high = mesh.placed(placement).min(axis=0), mesh.placed(placement).max(axis=0)
        geometry.append({
            "step_id": step, **dict(zip(("min_x_m", "min_y_m", "min_z_m"), low, strict=True)),
            **dict(zip(("max_x_m", "max_y_m", "max_z_m"), high, strict=True)), "is_closed": True, "triangle_count": len(mesh.faces),
            "kernel": "test", "shape_key": key, "placement": placement.ravel().tolist(),
        })  # fmt: skip
        outline = shapely.to_wkb(shapely.box(low[0], low[1], high[0], high[1]))
        footprints.append(
            {"step_id": step, "footprint": outline, "footprint_area_m2": 0.2, "height_m": height, "has_surface": True}
        )
    for row in elements:
        row |= {"global_id": guid(int(str(row["step_id"]))), "is_product": row["family"] != "project"}
    external = {
        "step_id": 10, "holder": "occurrence", "pset_name": "Pset_WallCommon", "pset_class": "IfcPropertySet",
        "property_name": "IsExternal", "property_kind": "single", "value_role": "value", "value_index": 0, "value": "T",
        "data_type": "IfcBoolean", "unit": "",
    }  # fmt: skip
    finding = {
        "id": f"FIR-16/{part}/11", "track": f"FIR-16/{part}/11", "rule": "FIR-16", "rule_version": 1, "part": part, "step_id": 11,
        "global_id": guid(11), "ifc_class": "IfcWall", "subject": "", "outcome": "fail", "observed": "2 h", "expected": ">= 2.5 h",
        "text_code": "fir_16.fail", "text_params": "{}", "caused_by": "[]", "point_x_m": 2.5, "point_y_m": 0.1, "point_z_m": 1.5,
        "evidence_inputs": "{}",
    }  # fmt: skip
    outcome = {
        "rule": "FIR-16", "rule_version": 1, "outcome": "fail", "obligation": "mandatory", "element": "safety", "checked": walls,
        "failed": 1, "undetermined": 0,
    }  # fmt: skip
    reference = {
        "level": 50 if crs else 0, "is_usable": crs is not None, "is_weak": False, "crs": crs,
        "local_to_map": local_to_map().ravel().tolist() if crs else None,
    }  # fmt: skip
    described = {
        "ifc_schema": "IFC4", "schema_identifier": "IFC4", "byte_count": 9, "instance_count": 9, "length_unit_m": 1.0,
        "angle_unit_rad": 1.0,
    }  # fmt: skip
    rows: dict[str, list[dict[str, object]]] = {
        "ifc_element": elements, "ifc_spatial": [{"step_id": e["step_id"], "ifc_class": e["ifc_class"]} for e in elements[1:4]],
        "ifc_property": [external], "ifc_geometry": geometry, "msr_footprint": footprints, "ifc_model": [described],
        "geo_reference": [reference], "chk_outcome": [outcome], "chk_finding": [finding],
    }  # fmt: skip
    tables = {name: TABLES[name].from_rows([{"model_id": model_id, **row} for row in given]) for name, given in rows.items()}
    return tables | {"ifc_shape": TABLES["ifc_shape"].from_rows([mesh.row(key)])}


def _version(code: str = "SCH", part: str = "arch", **told: object) -> PartVersion:
    tables = _tables(part=part, **told)  # type: ignore[arg-type]
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    return build_version(
        tables, model_id=model_id, version_id=version_id_of(code, part, model_id, "rules", {}), project_code=code, part=part,
        file_name=f"{part}.ifc", profile="baseline", ruleset_digest="rules",
    )  # fmt: skip


def _delivery(*versions: PartVersion, code: str = "SCH", **told: object) -> Delivery:
    project = {"project_code": code, "name": "晋城某学校", "category": "building", "crs": "EPSG:4547"}
    return Delivery(project, versions, DAY, **told)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make_tables() -> MakeTables:
    """Tables of a model: site, building, storey, and walls on a grid of 2 m by 3 m."""
    return _tables


@pytest.fixture(scope="session")
def make_version() -> MakeVersion:
    """A version of a part, from such a model."""
    return _version


@pytest.fixture(scope="session")
def make_delivery() -> MakeDelivery:
    """A delivery of such versions."""
    return _delivery


@pytest.fixture(scope="session")
def make_box() -> Callable[..., Mesh]:
    """A mesh of a box: length, width, height, and where its corner is."""
    return box_mesh
