"""What is looked for in a layer of the base layer; how each kind of store finds it is its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cim_schema.base_layer import BASE_LAYER
from cim_schema.table import Table

Box = tuple[float, float, float, float]
"""West, south, east, north: longitudes and latitudes, EPSG:4490. West of a box over the 180th meridian is greater than east."""
BATCH_ROWS = 500
"""Rows that are in memory at a time while an answer is written."""


@dataclass(frozen=True)
class Layer:
    """What is shown of one table."""

    name: str
    table: Table
    condition: str = ""
    """SQL that its rows keep, the same in every kind of store."""

    @property
    def plain_columns(self) -> tuple[str, ...]:
        """Columns that are texts, numbers or truth values."""
        return tuple(f.name for f in self.table.fields if f.data_type in {"string", "int64", "float64", "bool"})


LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer("cim_project", BASE_LAYER["cim_project"]),
        Layer("cim_city_object", BASE_LAYER["cim_city_object"]),
        Layer("cim_alignment", BASE_LAYER["cim_city_object"], "city_family = 'alignment'"),
        Layer("chk_finding", BASE_LAYER["chk_finding"]),
    )
}


@dataclass(frozen=True)
class Search:
    """A question to one layer; rows come in the order of the table's key."""

    layer: Layer
    box: Box | None = None
    """Only what meets it; what has no place on the map does not."""
    equal: Mapping[str, object] = field(default_factory=dict)
    """Column → the value that it must have."""
    shown_from: datetime | None = None
    """Only what was shown as it is now no later than this."""
    after: tuple[str, ...] | None = None
    """Only what comes after the row with this key."""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The box, in two where it lies over the 180th meridian; none where no place is asked for."""
        if self.box is None:
            return ()
        west, south, east, north = self.box
        return (self.box,) if west <= east else ((west, south, 180.0, north), (-180.0, south, east, north))

    def conditions(self, mark: str) -> tuple[list[str], list[object]]:
        """SQL conditions that every kind of store understands, and the values for their marks."""
        key = self.layer.table.primary_key
        told: list[str] = [self.layer.condition] if self.layer.condition else []
        values: list[object] = []
        for column, value in self.equal.items():
            told.append(f"{column} = {mark}")
            values.append(value)
        if self.after is not None:
            told.append(f"({', '.join(key)}) > ({', '.join([mark] * len(key))})")
            values += self.after
        return told, values


def columns_of(layer: Layer) -> tuple[str, ...]:
    """The columns that a found row has, in order: the plain ones, the exact geometry, and the searchable one last."""
    exact = tuple(name for name in ("footprint_map", "axis_map", "point_map") if name in layer.table.columns)
    return (*layer.plain_columns, *exact, layer.table.geometry)
