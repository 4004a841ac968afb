"""CityJSONSeq: a CityJSON file a project, line by line, for readers that stream.

Source: CityJSON Specifications 2.0.1, section 8 (https://www.cityjson.org/specs/2.0.1/#text-sequences-and-streaming-with-cityjsonfeature).
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any

import numpy as np

from pipelines.publish.cityjson import VERSION, CityModel, city_objects, dumps
from pipelines.runtime.output import written_beside

_DEPTHS = {"MultiPoint": 1, "MultiLineString": 2, "MultiSurface": 3, "CompositeSurface": 3, "Solid": 4, "MultiSolid": 5}
"""Type of a geometry → how deep its vertices lie in its boundaries."""


def write_cityjsonseq(model: CityModel, out: Path) -> Path:
    """Write a project as ``cityjsonseq/PROJECT.city.jsonl``: the same objects, line by line, for readers that stream.

    The first line has the transform and the metadata; each further line is one feature, an object of the first level with all
    below it and with vertices of its own. Equal bytes for equal rows.

    Args:
        model: From ``build_city_model``.
        out: Folder of published files.
    """
    path = out / "cityjsonseq" / f"{model.project_code}.city.jsonl"
    with written_beside(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        _write_lines(file, model)
    return path


def _write_lines(file: IO[str], model: CityModel) -> None:
    head = {"type": "CityJSON", "version": VERSION, "metadata": model.metadata, "transform": model.transform}
    file.write(dumps(head | {"CityObjects": {}, "vertices": []}) + "\n")
    features: dict[str, dict[str, Any]] = {}
    first_level: dict[str, str] = {}
    described_by_name = dict(city_objects(model.objects, model.surfaces))
    for name in described_by_name:
        above = name
        while above not in first_level and "parents" in described_by_name[above]:
            (above,) = described_by_name[above]["parents"]
        first_level[name] = first_level.get(above, above)
        features.setdefault(first_level[name], {})[name] = described_by_name[name]
    for name, members in sorted(features.items()):
        geometries = [told for one in members.values() for told in one.get("geometry", [])]
        used = np.unique([place for told in geometries for place in _vertices_of(told)])
        place_of = dict(zip(used.tolist(), range(len(used)), strict=True))
        own = {key: one | _renumbered(one, place_of) for key, one in members.items()}
        vertices = model.surfaces.grid[used.astype(np.int64)].tolist()
        file.write(dumps({"type": "CityJSONFeature", "id": name, "CityObjects": own, "vertices": vertices}) + "\n")


def _vertices_of(geometry: Mapping[str, Any]) -> Iterable[int]:
    """The vertices in a geometry's boundaries."""
    flat: Iterable[Any] = geometry["boundaries"]
    for _ in range(_DEPTHS[geometry["type"]] - 1):
        flat = chain.from_iterable(flat)
    return flat


def _renumbered(described: Mapping[str, Any], place_of: Mapping[int, int]) -> dict[str, Any]:
    def moved(boundaries: Any, depth: int) -> Any:
        return list(map(place_of.__getitem__, boundaries)) if depth == 1 else [moved(one, depth - 1) for one in boundaries]

    if "geometry" not in described:
        return {}
    return {
        "geometry": [one | {"boundaries": moved(one["boundaries"], _DEPTHS[one["type"]])} for one in described["geometry"]]
    }  # fmt: skip
