"""CityJSONSeq: a CityJSON file a project, line by line, for readers that stream.

Source: CityJSON Specifications 2.0.1, section 8 (https://www.cityjson.org/specs/2.0.1/#text-sequences-and-streaming-with-cityjsonfeature).
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np

from pipelines.publish.cityjson import VERSION, CityModel, build_city_model, city_objects, dumps
from pipelines.runtime.output import written_beside
from pipelines.runtime.table_set import Tables


def write_cityjsonseq(city: Tables, project_code: str, out: Path) -> Path:
    """Write a project as ``cityjsonseq/PROJECT.city.jsonl``: the same objects, line by line, for readers that stream.

    The first line has the transform and the metadata; each further line is one feature, an object of the first level with all
    below it and with vertices of its own. Equal bytes for equal rows.

    Args:
        city: Tables of the base layer.
        project_code: The project.
        out: Folder of published files.

    Raises:
        NotFound: There is no such project.
    """
    model = build_city_model(city, project_code)
    path = out / "cityjsonseq" / f"{project_code}.city.jsonl"
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
        used = np.unique(list(_vertices_of(told["boundaries"] for one in members.values() for told in one.get("geometry", []))))
        place_of = dict(zip(used.tolist(), range(len(used)), strict=True))
        own = {key: one | _renumbered(one, place_of) for key, one in members.items()}
        vertices = model.surfaces.grid[used.astype(np.int64)].tolist()
        file.write(dumps({"type": "CityJSONFeature", "id": name, "CityObjects": own, "vertices": vertices}) + "\n")


def _vertices_of(boundaries: Iterable[Any]) -> Iterator[int]:
    """The vertices in boundaries of any depth."""
    for one in boundaries:
        if isinstance(one, int):
            yield one
        else:
            yield from _vertices_of(one)


def _renumbered(described: Mapping[str, Any], place_of: Mapping[int, int]) -> dict[str, Any]:
    def moved(boundaries: Any) -> Any:
        return place_of[boundaries] if isinstance(boundaries, int) else [moved(one) for one in boundaries]

    if "geometry" not in described:
        return {}
    return {"geometry": [one | {"boundaries": moved(one["boundaries"])} for one in described["geometry"]]}
