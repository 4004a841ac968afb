"""A project as it is drawn: its objects, their triangles on the map, colours and attributes. Made once for all formats."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.codes import CityObjectFamily
from cim_schema.errors import NotFound
from cim_schema.messages import DEFAULT_LANGUAGE, Language
from pipelines.publish.tiles.features import Attributes
from pipelines.publish.tiles.palette import Colour, colour_of
from pipelines.publish.tiles.placed_triangles import PlacedTriangles, place_triangles
from pipelines.runtime.table_set import Tables


@dataclass(frozen=True, eq=False)
class Scene:
    """What is drawn of one project."""

    project_code: str
    triangles: PlacedTriangles
    colours: list[Colour]
    """Of each object, by its row."""
    attributes: Attributes
    unplaced: int
    """How many objects have a shape and are not drawn, since they have no place on the map and others have."""
    undulation_m: float | None
    """Height of the geoid above the ellipsoid that was added to heights; None: not known, taken as 0."""

    @property
    def is_placed(self) -> bool:
        """Whether it stands on the map, not in its models' own frame."""
        return self.triangles.to_earth is not None


def build_scene(
    city: Tables, project_code: str, *, undulation_m: float | None = None, language: Language = DEFAULT_LANGUAGE
) -> Scene:
    """Draw a project: its objects with a place on the map, or all in their models' own frame where none has one.

    Args:
        city: Tables of the base layer.
        project_code: The project.
        undulation_m: Height of the geoid above the ellipsoid, metres; None is taken as 0.
        language: Of the attributes' texts.

    Raises:
        NotFound: There is no such project.
    """
    if project_code not in city["cim_project"]["project_code"].to_pylist():
        raise NotFound({"what": "@store.a_project", "name": project_code})
    objects = city["cim_city_object"].filter(pc.equal(city["cim_city_object"]["project_code"], project_code))
    is_placed = objects["crs"].null_count < len(objects)
    triangles = place_triangles(objects, city["cim_shape"], is_placed=is_placed, undulation_m=undulation_m or 0.0)
    return Scene(
        project_code, triangles, _colours(objects), Attributes(objects, language), _unplaced(objects) if is_placed else 0,
        undulation_m,
    )  # fmt: skip


def _colours(objects: pa.Table) -> list[Colour]:
    kinds = zip(objects["ifc_class"].to_pylist(), objects["city_object_type"].to_pylist(), strict=True)
    return [colour_of(ifc_class, kind) for ifc_class, kind in kinds]


def _unplaced(objects: pa.Table) -> int:
    is_drawn = pc.and_(pc.is_valid(objects["shape_key"]), pc.not_equal(objects["city_family"], str(CityObjectFamily.SPACE)))
    return int(pc.sum(pc.and_(is_drawn, pc.is_null(objects["crs"]))).as_py() or 0)
