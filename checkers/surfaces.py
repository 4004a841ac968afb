"""Surfaces outdoors: which they are, where they lie, and how much of the paving lets rain through.

What belongs here: outlines and areas of what is paved and planted. What does not: how wide a strip is
(``spatial.strips``), and what rules want of a surface.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checkers.names import joined_names, words
from checkers.passable_surfaces import LAYER_CLASSES, LAYERS
from checkers.properties import effective_flags, with_types
from checkers.spatial_classes import ancestry
from checkers.things import things
from cim_schema.codes import Thing

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_type", "ifc_property", "ifc_material", "msr_thing", "msr_footprint")
"""What ``paved_area`` reads."""

PAVED = (Thing.PATH, Thing.PLAZA, Thing.PAVING, Thing.PARKING_BAY, Thing.FOOTWAY)
"""Hard paving that people walk or park on."""

PROXY = "IfcBuildingElementProxy"
"""In the weak form of IFC2X3 all that lies outdoors is one of these, and hangs under some storey of a building."""


@dataclass(frozen=True)
class PavedArea:
    """Hard paving of a model outdoors, seen from above; what lies twice counts once."""

    permeable_m2: float
    sealed_m2: float
    unknown_m2: float
    """Of paving that does not say what it is."""
    unknown: tuple[int, ...] = ()
    """Step ids of such paving."""
    without_outline: tuple[int, ...] = ()
    """Step ids of paving without a shape."""

    @property
    def total_m2(self) -> float:
        """All hard paving."""
        return self.permeable_m2 + self.sealed_m2 + self.unknown_m2

    @property
    def least_share(self) -> float:
        """The permeable share, were all unknown paving sealed."""
        return self.permeable_m2 / self.total_m2 if self.total_m2 else 0.0

    @property
    def greatest_share(self) -> float:
        """The permeable share, were all unknown paving permeable."""
        return (self.permeable_m2 + self.unknown_m2) / self.total_m2 if self.total_m2 else 0.0


def outlines(tables: "Frames", table: str = "msr_footprint") -> "pd.Series[Any]":
    """Give the outline of each shape of a model that has an extent seen from above.

    Args:
        tables: One model's frames.
        table: ``msr_footprint``, or ``msr_standing`` for what stands on the ground alone.

    Returns:
        Shapely (Multi)Polygons in the model frame, metres, indexed by ``step_id``.
    """
    import pandas as pd
    import shapely

    rows = tables[table]
    found = pd.Series(shapely.from_wkb(rows["footprint"].to_numpy(object)), index=rows["step_id"], dtype="object")
    return found[~shapely.is_empty(found.to_numpy(object))]


def surface_outlines(tables: "Frames", surfaces: "pd.DataFrame") -> "pd.Series[Any]":
    """Give the outline of each surface: its own, else that of the pavement that lies in it, as in a part of a road.

    Args:
        tables: One model's ``ifc_element``, ``msr_thing`` and ``msr_footprint``.
        surfaces: As ``outdoor_surfaces`` gives them.

    Returns:
        As ``outlines`` gives them, for the surfaces that have one.
    """
    import pandas as pd
    import shapely

    shapes = outlines(tables)
    own = shapes[shapes.index.isin(surfaces["step_id"])]
    layers = _layers(tables, surfaces[~surfaces["step_id"].isin(own.index)])
    layers = layers[layers["step_id"].isin(shapes.index)]
    joined = {
        surface: shapely.union_all(shapes[shapes.index.isin(of["step_id"])].to_numpy(object))
        for surface, of in layers.groupby("surface", sort=True)
    }
    return pd.concat([own, pd.Series(joined, dtype="object")]) if joined else own


def outdoor_surfaces(tables: "Frames", *wanted: Thing) -> "pd.DataFrame":
    """Give the surfaces outdoors that are such things.

    A surface that belongs to a storey lies indoors, proxies aside. One that holds others of these, as a part of a road holds
    its pavement, is left out: they speak for it.

    Args:
        tables: One model's ``ifc_element`` and ``msr_thing``.
        *wanted: Which.

    Returns:
        Rows of ``ifc_element``, with ``thing``.
    """
    rows = things(tables, *wanted)
    rows = rows[rows["storey_step_id"].isna() | rows["ifc_class"].eq(PROXY)]
    holders: set[float] = set()
    for above in ancestry(tables["ifc_element"]):
        holders.update(above.reindex(rows["step_id"]).dropna())
    return rows[~rows["step_id"].isin(holders)]


def inherited(values: "pd.Series[float]", elements: "pd.DataFrame") -> "pd.Series[float]":
    """Give each object its own value, else that of the nearest thing that it is part of or contained in.

    Args:
        values: Indexed by ``step_id``.
        elements: One model's ``ifc_element``.
    """
    found = values.reindex(elements["step_id"])
    for above in ancestry(elements):
        found = found.fillna(above.map(values))
    return found


def paved_area(tables: "Frames") -> PavedArea | None:
    """Add up the hard paving of a model; None where it has none.

    Where sealed paving lies under or over permeable paving, the ground is sealed.

    Args:
        tables: One model's ``TABLES``.
    """
    import shapely

    surfaces = outdoor_surfaces(tables, *PAVED)
    if surfaces.empty:
        return None
    rows = surfaces.set_index("step_id")
    lets_through = _lets_through(tables, surfaces)
    shapes = surface_outlines(tables, surfaces)

    def joined(answer: str) -> Any:
        return shapely.union_all(shapes[shapes.index.isin(rows.index[lets_through.eq(answer)])].to_numpy(object))

    sealed, permeable = joined("no"), joined("yes")
    unknown = shapely.difference(joined("unknown"), shapely.union(sealed, permeable))
    return PavedArea(
        permeable_m2=float(shapely.difference(permeable, sealed).area),
        sealed_m2=float(sealed.area),
        unknown_m2=float(unknown.area),
        unknown=tuple(sorted(int(step_id) for step_id in rows.index[lets_through.eq("unknown")])),
        without_outline=tuple(sorted(int(step_id) for step_id in rows.index.difference(shapes.index))),
    )


def _lets_through(tables: "Frames", surfaces: "pd.DataFrame") -> "pd.Series[str]":
    """yes, no or unknown: as flagged, else by names, else by materials and layers, of which one that is sealed decides."""
    import pandas as pd

    permeable, sealed = words("materials", "permeable_paving"), words("materials", "sealed_paving")
    flags = effective_flags(tables, "permeable")
    label = _labels(tables, surfaces)
    layers = _layers(tables, surfaces)
    surface_of = dict(zip([*surfaces["step_id"], *layers["step_id"]], [*surfaces["step_id"], *layers["surface"]], strict=True))
    materials = with_types(tables["ifc_element"], tables["ifc_material"])
    materials = materials[materials["step_id"].isin(list(surface_of))]
    made_of = pd.DataFrame(
        {
            "surface": [*materials["step_id"].map(surface_of), *layers["surface"]],
            "words": [*materials["material_name"].fillna(""), *_labels(tables, layers)],
        },
        dtype="object",
    )
    is_permeable = permeable.in_texts(made_of["words"])
    has_permeable = set(made_of.loc[is_permeable, "surface"])
    has_sealed = set(made_of.loc[~is_permeable & sealed.in_texts(made_of["words"]), "surface"])
    by_name = permeable.in_texts(label), sealed.in_texts(label)
    told = []
    for step_id, name_is_permeable, name_is_sealed in zip(surfaces["step_id"], *by_name, strict=True):
        flag = flags.get(step_id)
        if flag is None and name_is_permeable | name_is_sealed:
            flag = bool(name_is_permeable)
        elif flag is None and step_id in has_permeable | has_sealed:
            flag = step_id not in has_sealed
        told.append("unknown" if flag is None else "yes" if flag else "no")
    return pd.Series(told, index=surfaces["step_id"], dtype="str")


def _labels(tables: "Frames", rows: "pd.DataFrame") -> "pd.Series[str]":
    """All that each object and its type are called."""
    type_names = tables["ifc_type"].set_index("step_id")["name"]
    return joined_names(
        rows.assign(type_name=rows["type_step_id"].map(type_names)), "name", "long_name", "object_type", "type_name"
    )


def _layers(tables: "Frames", surfaces: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of ``ifc_element`` that are pavements or layers in one of the surfaces, with ``surface``: the nearest one."""
    elements = tables["ifc_element"]
    told = tables["msr_thing"]
    told = told.loc[told["thing"].isin([str(thing) for thing in LAYERS]), "step_id"]
    layers = elements[elements["ifc_class"].isin(LAYER_CLASSES) | elements["step_id"].isin(told)]
    layers = layers[~layers["step_id"].isin(surfaces["step_id"])]
    nearest = layers["step_id"].map({}).astype("float64")
    for above in ancestry(elements):
        over = layers["step_id"].map(above)
        nearest = nearest.fillna(over.where(over.isin(surfaces["step_id"])))
    return layers.assign(surface=nearest)[nearest.notna()]
