"""What names say: of the object, its type, its layers. Each reader gives None where it is not sure.

What belongs here: which field is read from whose names, in which order. What does not: the words (``names/texts.toml``),
and what sizes and ratings look like (``free_text``).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from checkers.names import words
from checkers.resolution.free_text import (
    read_concrete_grade,
    read_opening_size,
    read_rating,
    read_thickness,
    read_transmittance,
    without_number,
)
from checkers.spatial_classes import BEAMS, COLUMNS, DOORS, SLABS, STAIRS, WALLS

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

WINDOWS = ("IfcWindow", "IfcWindowStandardCase")
ENVELOPE = (*WALLS, *DOORS, *WINDOWS, "IfcCurtainWall")
CONCRETE = (*WALLS, *SLABS, *BEAMS, *COLUMNS, *STAIRS, "IfcFooting", "IfcPile")


@dataclass(frozen=True)
class TextField:
    """A field that names may tell."""

    field: str
    classes: tuple[str, ...]
    read: Callable[[str], str | None]


def _flag_of(yes: str, no: str) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        is_yes, is_no = words("texts", yes).is_in(text), words("texts", no).is_in(text)
        return None if is_yes == is_no else "T" if is_yes else "F"

    return read


def _exit(text: str) -> str | None:
    return "T" if words("texts", "fire_exit").is_in(text) else None


def _side(place: int) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        size = read_opening_size(text)
        return None if size is None else f"{size[place]:g} m"

    return read


@cache
def text_fields() -> tuple[TextField, ...]:
    """All fields that are read from names."""
    return (
        TextField("fire_rating", (*ENVELOPE, *SLABS, *BEAMS, *COLUMNS), read_rating),
        TextField("is_external", ENVELOPE, _flag_of("external", "internal")),
        TextField("load_bearing", WALLS, _flag_of("bearing", "not_bearing")),
        TextField("fire_exit", DOORS, _exit),
        TextField("thermal_transmittance", (*ENVELOPE, *SLABS, "IfcRoof"), read_transmittance),
        TextField("opening_width", (*DOORS, *WINDOWS), _side(0)),
        TextField("opening_height", (*DOORS, *WINDOWS), _side(1)),
        TextField("thickness", (*WALLS, *SLABS), read_thickness),
        TextField("concrete_grade", CONCRETE, read_concrete_grade),
    )


def text_values(tables: "Frames") -> "pd.DataFrame":
    """Give what names tell of each object, its own names before its type's, and these before its layers'.

    Args:
        tables: One model's ``ifc_element``; ``ifc_type`` and ``ifc_material`` where they are there.

    Returns:
        ``step_id``, ``field``, ``value``, ``property_name`` (which name told) and ``holder``.
    """
    import pandas as pd

    elements = tables["ifc_element"]
    found: list[pd.DataFrame] = []
    wanted = {ifc_class for one in text_fields() for ifc_class in one.classes}
    elements = elements[elements["ifc_class"].isin(wanted)]
    sources = list(_sources(tables, elements))
    for one in text_fields():
        open_steps = elements.loc[elements["ifc_class"].isin(one.classes), "step_id"]
        for property_name, holder, texts in sources:
            said = texts[texts.index.isin(open_steps)]
            if said.empty:
                continue
            meaning = {text: one.read(text) for text in said.unique()}
            told = said.map(meaning).dropna()
            told = told[~told.index.duplicated()]
            if not told.empty:
                found.append(pd.DataFrame({
                    "step_id": told.index, "field": one.field, "value": told.to_numpy(), "property_name": property_name,
                    "holder": holder,
                }))  # fmt: skip
                open_steps = open_steps[~open_steps.isin(told.index)]
    if not found:
        return pd.DataFrame(columns=["step_id", "field", "value", "property_name", "holder"])
    return pd.concat(found, ignore_index=True)


def _sources(tables: "Frames", elements: "pd.DataFrame") -> "Iterator[tuple[str, str, pd.Series[str]]]":
    """Name of the source, whose it is, and the texts by step id of the object; nulls left out."""
    by_step = elements.set_index("step_id")
    for column in ("name", "object_type", "description"):
        yield column, "occurrence", by_step[column].dropna().map(_plain)
    types = tables.get("ifc_type")
    if types is not None and not types.empty:
        of_type = types.drop_duplicates("step_id").set_index("step_id")
        for column in ("name", "description"):
            names = by_step["type_step_id"].dropna().map(of_type[column].dropna()).dropna()
            yield f"type.{column}", "type", names.map(_plain)
    materials = tables.get("ifc_material")
    if materials is not None and not materials.empty:
        named = materials[materials["holder"].eq("occurrence")]
        for column in ("set_name", "material_name"):
            rows = named[named[column].notna()].drop_duplicates(["step_id", column])
            # An object of several materials is not what one of them is.
            rows = rows[~rows["step_id"].duplicated(keep=False)].set_index("step_id")
            yield f"material.{column}", "occurrence", rows[column].map(_plain)


@cache
def _plain(text: str) -> str:
    return without_number(text)
