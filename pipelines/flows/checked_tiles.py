"""3D Tiles of what was checked: each element in its place, with its verdict, before any store knows it."""

from pathlib import Path

import pyarrow as pa

from cim_schema.base_layer import BASE_LAYER
from cim_schema.messages import Language
from pipelines.flows.judgement import Judgement

CODE = "check"
"""What stands for a project in the tiles' identities."""


def tiles_folder(folder: Path) -> Path:
    """Where the tileset lies of what was checked into a folder."""
    return folder / "3dtiles" / CODE


def write_checked_tiles(judgement: Judgement, folder: Path, language: Language) -> list[Path]:
    """Write ``3dtiles/check/tileset.json`` with its content, as ``publish`` would of these models.

    Args:
        judgement: Of the models.
        folder: Where it goes.
        language: Of the attributes' texts.

    Returns:
        The files written; none where no model has a shape.
    """
    from pipelines.cim.city_objects import build_city_objects
    from pipelines.publish.tiles.scene import build_scene
    from pipelines.publish.tiles.tileset import write_tileset
    from pipelines.runtime.settings import PlaceSettings

    found = [
        build_city_objects(
            judgement.tables.of(model.model_id), model_id=model.model_id, project_code=CODE, part=model.file.part,
            version_id=model.model_id,
        )
        for model in judgement.federation.models
    ]  # fmt: skip
    shapes = pa.concat_tables([one["cim_shape"] for one in found])
    rows_of_keys = {key: row for row, key in enumerate(shapes["shape_key"].to_pylist())}  # Models may share meshes.
    city = {
        "cim_project": BASE_LAYER["cim_project"].from_rows([{"project_code": CODE, "crs": judgement.crs}]),
        "cim_city_object": BASE_LAYER["cim_city_object"].checked(pa.concat_tables([one["cim_city_object"] for one in found])),
        "cim_shape": BASE_LAYER["cim_shape"].checked(shapes.take(pa.array(list(rows_of_keys.values()), pa.int64()))),
    }
    scene = build_scene(city, CODE, undulation_m=PlaceSettings().geoid_undulation_m, language=language)
    return write_tileset(scene, folder)
