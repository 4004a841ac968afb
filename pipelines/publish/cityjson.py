"""CityJSON 2.0: one file a project, in the project's coordinate reference system.

Source: CityJSON Specifications 2.0.1 (https://www.cityjson.org/specs/2.0.1/).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.errors import NotFound
from cim_schema.ifc_to_cityjson import CONSTRUCTION_PARTS, CONTAINERS
from pipelines.publish.city_surfaces import Surfaces, collect_surfaces
from pipelines.publish.project_frame import crs_url, project_crs
from pipelines.runtime.output import written_beside
from pipelines.runtime.table_set import Tables

VERSION = "2.0"
GRID_M = 0.001
"""Vertices are whole millimetres."""
_ATTRIBUTES = (
    "part", "global_id", "ifc_class", "predefined_type", "name", "storey", "city_family", "cim_level", "building_code",
    "worst_outcome", "is_placed", "min_height_m", "max_height_m",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class CityModel:
    """A project as CityJSON sees it."""

    project_code: str
    objects: pa.Table
    """Its rows of ``cim_city_object``."""
    surfaces: Surfaces
    metadata: dict[str, Any]
    transform: dict[str, Any]


def build_city_model(city: Tables, project_code: str) -> CityModel:
    """The objects of a project with their surfaces on one grid, and what a file says of itself.

    Args:
        city: Tables of the base layer.
        project_code: The project.

    Raises:
        NotFound: There is no such project.
    """
    projects = {row["project_code"]: row for row in city["cim_project"].select(["project_code", "name", "crs"]).to_pylist()}
    if project_code not in projects:
        raise NotFound({"what": "@store.a_project", "name": project_code})
    objects = city["cim_city_object"].filter(pc.equal(city["cim_city_object"]["project_code"], project_code))
    crs = project_crs(projects[project_code]["crs"], objects)
    surfaces = collect_surfaces(objects, city["cim_shape"], crs, GRID_M)
    metadata: dict[str, Any] = {"title": projects[project_code]["name"] or project_code}
    if surfaces.grid.size:
        extent = np.concatenate([surfaces.grid.min(axis=0), surfaces.grid.max(axis=0)]) * GRID_M + np.tile(surfaces.origin, 2)
        metadata["geographicalExtent"] = [round(value, 3) for value in extent.tolist()]
    if (url := crs_url(crs)) is not None:
        metadata["referenceSystem"] = url
    return CityModel(project_code, objects, surfaces, metadata, {"scale": [GRID_M] * 3, "translate": surfaces.origin.tolist()})


def write_cityjson(model: CityModel, out: Path) -> Path:
    """Write a project as ``cityjson/PROJECT.city.json``: equal bytes for equal rows.

    Objects keep their shape as Solid or MultiSolid where it is closed, else as surfaces; buildings, storeys and others
    without a shape have their outline as a flat surface of LoD 0, buildings also a block of LoD 1 from their least to their
    greatest height and, as LoD 2, what of their elements is seen from outside; alignments have their axis as a line of LoD 0.
    What has no place on the map has no geometry, unless the whole project has none: then all stands in the models' own frame
    and the file names no reference system.

    Args:
        model: From ``build_city_model``.
        out: Folder of published files.
    """
    path = out / "cityjson" / f"{model.project_code}.city.json"
    with written_beside(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        _write(file, model)
    return path


def _write(file: IO[str], model: CityModel) -> None:
    surfaces = model.surfaces
    file.write(f'{{"type":"CityJSON","version":"{VERSION}","metadata":{dumps(model.metadata)},')
    file.write(f'"transform":{dumps(model.transform)},\n"CityObjects":{{')
    separator = "\n"
    for name, described in city_objects(model.objects, surfaces):
        file.write(f"{separator}{dumps(name)}:{dumps(described)}")
        separator = ",\n"
    file.write('},\n"vertices":[')
    for start in range(0, len(surfaces.grid), 100_000):
        rows = dumps(surfaces.grid[start : start + 100_000].tolist())[1:-1]
        file.write(rows if start == 0 else f",\n{rows}")
    file.write("]}\n")


def city_objects(objects: pa.Table, surfaces: Surfaces) -> Iterator[tuple[str, dict[str, Any]]]:
    """Identity and content of each object, by identity."""
    columns = ("city_object_id", "parent_city_object_id", "city_object_type", "attributes", *_ATTRIBUTES)
    rows = objects.select(list(columns)).to_pylist()
    by_id = {row["city_object_id"]: row for row in rows}
    types, parents = _hierarchy(by_id)
    children: dict[str, list[str]] = {}
    for name in sorted(parents):
        children.setdefault(parents[name], []).append(name)
    for place, row in enumerate(rows):
        name = row["city_object_id"]
        told = {key: row[key] for key in _ATTRIBUTES if row[key] is not None}
        described: dict[str, Any] = {"type": types[name], "attributes": told | json.loads(row["attributes"])}
        if name in parents:
            described["parents"] = [parents[name]]
        if name in children:
            described["children"] = children[name]
        geometries = surfaces.geometries(place, types[name])
        if geometries:
            described["geometry"] = geometries
        yield name, described


def _hierarchy(by_id: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, str]]:
    """Type and parent of each object; one that must have a parent and finds none becomes a construction of its own."""
    types: dict[str, str] = {}
    parents: dict[str, str] = {}
    for name, row in by_id.items():
        types[name] = row["city_object_type"]
        if types[name] not in CONSTRUCTION_PARTS:
            continue
        construction = "Building" if types[name].startswith("Building") else "Bridge"
        above = row["parent_city_object_id"]
        while above is not None and not _can_hold(by_id[above]["city_object_type"], construction):
            above = by_id[above]["parent_city_object_id"]
        if above is None:
            types[name] = "OtherConstruction"
        else:
            parents[name] = above
    return types, parents


def _can_hold(kind: str, construction: str) -> bool:
    return kind in CONTAINERS and kind.startswith(construction)


def dumps(value: object) -> str:
    """JSON in its shortest form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
