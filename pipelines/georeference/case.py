"""What is known of one model before it is placed: its declarations, its site, its middle and its extent."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.georeference.declaration import Declaration, Row, finite, read_declaration
from pipelines.runtime.table_set import Tables, rows_of_model

MAP_SIZED_M = 50_000.0
"""Local coordinates beyond this are map coordinates: no project is as large, no map's coordinates are as small."""
_ASSUMED_HALF_EXTENT_M = 100.0
_FORMS = ("IfcMapConversionScaled", "IfcMapConversion", "ePSet_MapConversion", "IfcRigidOperation")

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Site:
    """What an IfcSite says of where it is."""

    step_id: int
    global_id: str | None
    lat_deg: float | None
    lon_deg: float | None
    elevation_m: float | None
    origin_local: FloatArray
    """Shape (3,): origin of the site's placement, which the latitude and longitude are those of. Metres, model frame."""

    @property
    def has_position(self) -> bool:
        """Whether both latitude and longitude are given and are somewhere on Earth."""
        return self.lat_deg is not None and self.lon_deg is not None and abs(self.lat_deg) <= 90 and abs(self.lon_deg) <= 180

    def position(self) -> dict[str, object]:
        """Latitude and longitude for a sentence, to a decimetre; of a site that has them."""
        return {"latitude_deg": round(self.lat_deg or 0.0, 6), "longitude_deg": round(self.lon_deg or 0.0, 6)}


@dataclass(frozen=True)
class Case:
    """One model."""

    model_id: str
    length_unit_m: float
    postal_address: str | None
    true_north_deg: float | None
    """Counter-clockwise from local +x to true north; None where TrueNorth is not given."""
    from_context: FloatArray
    """4 × 4, metres: from the frame that declarations start from to the model frame. The identity in nearly every model."""
    declarations: tuple[Declaration, ...]
    """The one to use first."""
    site: Site | None
    low_local: FloatArray
    high_local: FloatArray
    """Corners of the model's box, each of shape (3,); metres, model frame."""
    centre_local: FloatArray
    """Where most of the model is: the median of its parts, which one stray part does not move."""
    is_extent_known: bool
    """Whether the box is the model's own; else it is a guess around its placements."""

    def declared_as(self, declaration: Declaration, **changes: object) -> Declaration:
        """The declaration as it would be read with other values in its row of ``ifc_map_conversion``."""
        centre = (self.to_context @ np.append(self.centre_local, 1.0))[:3]
        return read_declaration({**declaration.row, **changes}, self.length_unit_m, centre)

    @property
    def declaration(self) -> Declaration | None:
        """The declaration that the model is placed by."""
        return self.declarations[0] if self.declarations else None

    @property
    def to_context(self) -> FloatArray:
        """From the model frame to the frame that declarations start from: 4 × 4, metres."""
        return np.asarray(np.linalg.inv(self.from_context), dtype=np.float64)

    @property
    def level(self) -> int:
        """Level of georeferencing.

        Source:
            Clemen, Görne, "Level of Georeferencing (LoGeoRef) using IFC for BIM", Journal of Geodesy, Cartography and
            Cadastre, 2019: 10 address, 20 latitude and longitude, 30 placement of the site, 40 context, 50 map conversion.
        """
        if self.declarations:
            return 50
        if np.abs(self.from_context[:2, 3]).max() >= MAP_SIZED_M:
            return 40
        if self.site is not None and np.abs(self.site.origin_local[:2]).max() >= MAP_SIZED_M:
            return 30
        if self.site is not None and self.site.has_position:
            return 20
        return 10 if self.postal_address else 0


def read_cases(tables: Tables) -> list[Case]:
    """One case a row of ``ifc_model``, in its order."""
    return [_read_case(tables, finite(model)) for model in tables["ifc_model"].to_pylist()]


def _read_case(tables: Tables, model: Row) -> Case:
    model_id = model["model_id"]
    placements = _placements(rows_of_model(tables, "ifc_placement", model_id))
    low, high, centre, is_known = _extent(rows_of_model(tables, "ifc_geometry", model_id), placements)
    frame = model["world_coordinate_system"]
    from_context = np.eye(4) if frame is None else np.asarray(frame, dtype=np.float64).reshape(4, 4)
    centre_in_context = (np.linalg.inv(from_context) @ np.append(centre, 1.0))[:3]
    rows = rows_of_model(tables, "ifc_map_conversion", model_id).to_pylist()
    rows.sort(key=lambda row: (_FORMS.index(row["declaration"]), row["step_id"]))
    north_x, north_y = model["true_north_x"], model["true_north_y"]
    has_north = north_x is not None and north_y is not None and (north_x or north_y)
    return Case(
        model_id=model_id,
        length_unit_m=model["length_unit_m"],
        postal_address=model["postal_address"],
        true_north_deg=float(np.degrees(np.arctan2(north_y, north_x))) if has_north else None,
        from_context=from_context,
        declarations=tuple(read_declaration(row, model["length_unit_m"], centre_in_context) for row in rows),
        site=_site(rows_of_model(tables, "ifc_spatial", model_id), placements),
        low_local=low,
        high_local=high,
        centre_local=centre,
        is_extent_known=is_known,
    )


def _placements(rows: pa.Table) -> dict[int, FloatArray]:
    origins = np.array(rows["matrix"].to_pylist(), dtype=np.float64).reshape(-1, 16)[:, [3, 7, 11]]
    return dict(zip(rows["step_id"].to_pylist(), origins, strict=True))


def _extent(boxes: pa.Table, placements: dict[int, FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray, bool]:
    if len(boxes):
        low, high = (
            np.column_stack([boxes[f"{end}_{axis}_m"].to_numpy() for axis in "xyz"]).astype(np.float64) for end in ("min", "max")
        )
        return low.min(axis=0), high.max(axis=0), np.median((low + high) / 2, axis=0), True
    origins = np.array(list(placements.values()) or [np.zeros(3)])
    middle = np.median(origins, axis=0)
    return middle - _ASSUMED_HALF_EXTENT_M, middle + _ASSUMED_HALF_EXTENT_M, middle, False


def _site(spatial: pa.Table, placements: dict[int, FloatArray]) -> Site | None:
    sites = [finite(row) for row in spatial.to_pylist() if row["ifc_class"] == "IfcSite"]
    if not sites:
        return None
    # Of several, one with a position; then the outermost, which files write first.
    row = min(sites, key=lambda row: (row["ref_latitude_deg"] is None or row["ref_longitude_deg"] is None, row["step_id"]))
    return Site(
        step_id=row["step_id"],
        global_id=row["global_id"],
        lat_deg=row["ref_latitude_deg"],
        lon_deg=row["ref_longitude_deg"],
        elevation_m=row["ref_elevation_m"],
        origin_local=placements.get(row["step_id"], np.zeros(3)),
    )
