"""A city of many buildings, made from the tables of one: what stores are measured with."""

import hashlib
import math
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from cim_schema.base_layer import BASE_LAYER
from cim_schema.project import ModelFile
from cim_schema.tables import TABLES
from pipelines.cim.delivery import Delivery, PartVersion, build_version
from pipelines.cim.outlines import as_wkb, from_wkb, to_lonlat
from pipelines.cim.search import Box
from pipelines.flows.steps import Line, measure, read, tessellate
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace

CRS = "EPSG:4547"
SIDE_M = 110.0
"""From one building to the next; they stand in a square."""
CORNER = (395_000.0, 3_920_000.0)
_BASE = "B/a"
_GUID_LENGTH = 22


def read_building(path: Path) -> PartVersion:
    """One building as the base layer has it, from its file, unchecked."""
    line = Line(Workspace(Path(tempfile.mkdtemp())), Compute())
    model = measure(tessellate(read(ModelFile(path, "a"), line), line), line)
    tables = {name: model.tables()[name] for name in model.tables()}
    place = {"level": 50, "is_usable": True, "is_weak": False, "crs": CRS, "local_to_map": np.eye(4).ravel().tolist()}
    tables["geo_reference"] = TABLES["geo_reference"].from_rows([{"model_id": model.model_id, **place}])
    return build_version(
        tables, model_id=model.model_id, version_id=f"{_BASE}/0", project_code="B", part="a", file_name=path.name,
        profile="baseline", ruleset_digest="",
    )  # fmt: skip


def make_city(building: PartVersion, objects: int, each: int) -> Iterator[Delivery]:
    """Projects of one part, each of the building many times over, until there are so many objects.

    Every copy has GlobalIds of its own and its own place, every project meshes of its own.

    Args:
        building: From ``read_building``.
        objects: In all.
        each: In each project, about.
    """
    size = len(building.tables["cim_city_object"])
    copies, count = max(1, round(each / size)), round(objects / size)
    for number, first in enumerate(range(0, count, copies)):
        code = f"P{number:05d}"
        version_id = f"{code}/a/{number:016x}"
        own = {"project_code": code, "part": "a", "version_id": version_id}
        rows = [_copy(building, own, at, count) for at in range(first, min(first + copies, count))]
        shapes = building.tables["cim_shape"]
        tables = {
            "cim_city_object": BASE_LAYER["cim_city_object"].checked(pa.concat_tables(rows)),
            "cim_shape": BASE_LAYER["cim_shape"].checked(_with(shapes, {"shape_key": _digests(shapes["shape_key"], code)})),
            **{name: BASE_LAYER[name].empty() for name in ("chk_outcome", "chk_finding")},
        }
        version = PartVersion({**building.row, **own}, tables)
        yield Delivery({"project_code": code, "crs": CRS}, (version,), datetime.now(UTC), is_whole=True)


def boxes_in_city(building: PartVersion, objects: int, number: int) -> list[Box]:
    """Boxes, each of one building and what stands near, over all of ``make_city``."""
    size = len(building.tables["cim_city_object"])
    count = round(objects / size)
    outlines = from_wkb(building.tables["cim_city_object"]["footprint_map"].to_pylist())
    low_x, low_y, high_x, high_y = shapely.total_bounds(np.array(outlines, object))
    boxes: list[Box] = []
    for at in np.linspace(0, count - 1, number).astype(int):
        east, north = _corner(int(at), count)
        own = shapely.box(low_x + east, low_y + north, high_x + east, high_y + north)
        west, south, east, north = shapely.bounds(to_lonlat(np.array([own], object), CRS)[0]).tolist()
        boxes.append((west, south, east, north))
    return boxes


def write_city(deliveries: Iterable[Delivery], folder: Path) -> list[Path]:
    """Keep deliveries for later, one file each."""
    paths = []
    for number, delivery in enumerate(deliveries):
        path = folder / f"{number:05d}.pickle"
        with path.open("wb") as file:
            pickle.dump(delivery, file, protocol=5)
        paths.append(path)
    return paths


def read_delivery(path: Path) -> Delivery:
    """One that ``write_city`` kept."""
    with path.open("rb") as file:
        delivery: Delivery = pickle.load(file)
    return delivery


def _corner(at: int, count: int) -> tuple[float, float]:
    """East and north of a place in the square."""
    side = math.ceil(math.sqrt(count))
    return CORNER[0] + SIDE_M * (at % side), CORNER[1] + SIDE_M * (at // side)


def _copy(building: PartVersion, own: dict[str, str], at: int, count: int) -> pa.Table:
    """The building's objects at a place of the square."""
    objects = building.tables["cim_city_object"]
    shift = np.array(_corner(at, count))
    outlines = np.array(from_wkb(objects["footprint_map"].to_pylist()), object)
    outlines = np.asarray(shapely.transform(outlines, lambda xy: xy + shift), object)
    moved = np.eye(4)
    moved[:2, 3] = shift
    matrices = [None if one is None else (moved @ np.reshape(one, (4, 4))).ravel() for one in objects["map_matrix"].to_pylist()]
    prefix = f"{own['project_code']}/a/{at}."
    return _with(objects, {
        **{name: [value] * len(objects) for name, value in own.items()},
        "step_id": pc.add(objects["step_id"], at * 10**7),
        "global_id": _digests(objects["global_id"], str(at), _GUID_LENGTH),
        "city_object_id": _renamed(objects["city_object_id"], prefix),
        "parent_city_object_id": _renamed(objects["parent_city_object_id"], prefix),
        "shape_key": _digests(objects["shape_key"], own["project_code"]),
        "footprint_map": as_wkb(outlines),
        "geom": as_wkb(to_lonlat(outlines, CRS)),
        "map_matrix": matrices,
    })  # fmt: skip


def _renamed(ids: pa.ChunkedArray, prefix: str) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(pa.scalar(prefix), pc.utf8_slice_codeunits(ids, len(_BASE) + 1), "")


def _digests(names: pa.ChunkedArray, salt: str, length: int | None = None) -> list[str | None]:
    """Names that are as even as digests are, of their own for each salt."""
    known: list[str | None] = names.to_pylist()
    return [None if name is None else hashlib.sha256(f"{salt} {name}".encode()).hexdigest()[:length] for name in known]


def _with(table: pa.Table, columns: dict[str, Any]) -> pa.Table:
    for name, values in columns.items():
        field = table.schema.field(name)
        values = values.cast(field.type) if isinstance(values, pa.ChunkedArray) else pa.array(values, field.type)
        table = table.set_column(table.schema.get_field_index(name), field, values)
    return table
