"""How much of a building's concrete is precast: one measurement, read by the rule and by the scores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checkers.names import property_names, words
from checkers.properties import effective_flags, effective_numbers, rows_named, with_types
from checkers.spatial_classes import BEAMS, COLUMNS, SLABS, STAIRS, WALLS, in_buildings
from checkers.text_values import read_flag

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_quantity", "ifc_material", "ifc_spatial", "ifc_geometry")
"""What ``precast_volumes`` reads."""
MEMBERS = (*WALLS, *COLUMNS, *BEAMS, *SLABS, *STAIRS)
KINDS = ("precast", "cast_in_place", "unknown")
CONCRETE_SETS = ("Pset_ConcreteElementGeneral", "Pset_PrecastConcreteElementGeneral")
PRECAST_SET = "Pset_PrecastConcreteElementGeneral"
BELOW_GROUND_M = -1.0
"""A storey whose floor is lower than this below the model's zero is underground, where the model does not say itself."""


@dataclass(frozen=True)
class PrecastVolumes:
    """Concrete of load-bearing members above ground."""

    precast_m3: float
    cast_in_place_m3: float
    unknown_m3: float
    """Of members that do not say how they are made, or of what."""
    without_volume: tuple[int, ...] = ()
    """Step ids of members whose volume nobody knows."""
    unknown: tuple[int, ...] = ()
    """Step ids of members that do not say how they are made."""
    by_class: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Class of members → ``precast``, ``cast_in_place``, ``unknown`` → volume, m³."""

    @property
    def total_m3(self) -> float:
        """All that may count."""
        return self.precast_m3 + self.cast_in_place_m3 + self.unknown_m3

    @property
    def least_share(self) -> float:
        """The share, were all unknown members cast in place."""
        return self.precast_m3 / self.total_m3 if self.total_m3 else 0.0

    @property
    def greatest_share(self) -> float:
        """The share, were all unknown members precast."""
        return (self.precast_m3 + self.unknown_m3) / self.total_m3 if self.total_m3 else 0.0


def precast_volumes(tables: "Frames") -> PrecastVolumes | None:
    """Add up the volumes of a model; None where it has no concrete members above ground.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        Volumes as declared (NetVolume first), else as the shape encloses.
    """
    members = _members(tables)
    if members.empty:
        return None
    kind = members["kind"]
    volume = members["volume_m3"].fillna(0.0)
    return PrecastVolumes(
        precast_m3=float(volume[kind.eq("precast")].sum()),
        cast_in_place_m3=float(volume[kind.eq("cast_in_place")].sum()),
        unknown_m3=float(volume[kind.eq("unknown")].sum()),
        without_volume=tuple(int(step_id) for step_id in members.index[members["volume_m3"].isna()]),
        unknown=tuple(int(step_id) for step_id in members.index[kind.eq("unknown")]),
        by_class={
            str(ifc_class): {name: float(rows.loc[rows["kind"].eq(name), "volume_m3"].sum()) for name in KINDS}
            for ifc_class, rows in members.groupby("ifc_class")
        },
    )


def _members(tables: "Frames") -> "pd.DataFrame":
    """Indexed by step id: ``ifc_class``, ``kind`` (one of ``KINDS``) and ``volume_m3``."""
    elements = tables["ifc_element"]
    rows = elements[elements["ifc_class"].isin(MEMBERS) & ~elements["predefined_type"].eq("BASESLAB")]
    rows = in_buildings(rows, elements)
    # A stair made of flights is counted by its flights.
    is_made_of_others = rows["step_id"].isin(elements["parent_step_id"].dropna())
    rows = rows[~(rows["ifc_class"].eq("IfcStair") & is_made_of_others)].set_index("step_id")
    if rows.empty:
        return rows
    bears = effective_flags(tables, "load_bearing").reindex(rows.index).fillna(True).astype(bool)
    rows = rows[bears & ~rows["storey_step_id"].isin(_below_ground(tables))]
    kind = castings(tables, rows)
    is_concrete = _is_concrete(tables, rows)
    # What says that it is precast is concrete; steel and timber do not count at all.
    rows = rows.assign(kind=kind.where(is_concrete.ne("unknown") | kind.eq("precast"), "unknown"), volume_m3=_volumes(tables, rows))
    return rows.loc[is_concrete.ne("no"), ["ifc_class", "kind", "volume_m3"]].sort_index()


def castings(tables: "Frames", rows: "pd.DataFrame") -> "pd.Series[str]":
    """How each member is made: ``precast``, ``cast_in_place`` or ``unknown``. Of all that says it, precast outweighs the others.

    Args:
        tables: One model's ``ifc_element`` and ``ifc_property``.
        rows: Indexed by step id.
    """
    import pandas as pd

    rows_of_set = tables["ifc_property"][tables["ifc_property"]["pset_name"].eq(PRECAST_SET)]
    told = rows_named(tables["ifc_property"], "property_name", {name.casefold() for name in property_names("casting")})
    told = with_types(tables["ifc_element"], told[told["value"].notna()])
    yes = told["value"].map(read_flag)
    # 预制 = 是 says it by the name; 施工方式 = 预制 by the value.
    says_precast = words("materials", "precast").in_texts(told["value"]) | (
        yes.eq(True) & words("materials", "precast").in_texts(told["property_name"])
    )
    says_cast = words("materials", "cast_in_place").in_texts(told["value"]) | (
        yes.eq(False) & words("materials", "precast").in_texts(told["property_name"])
    )
    precast = set(told.loc[says_precast, "step_id"]) | set(with_types(tables["ifc_element"], rows_of_set)["step_id"])
    cast = set(told.loc[says_cast, "step_id"]) - precast
    made = ["precast" if step in precast else "cast_in_place" if step in cast else "unknown" for step in rows.index]
    return pd.Series(made, index=rows.index, dtype="str")


def _is_concrete(tables: "Frames", rows: "pd.DataFrame") -> "pd.Series[str]":
    """yes, no or unknown, by the materials of the member or its type, or by a property set that only concrete has."""
    import pandas as pd

    materials = with_types(tables["ifc_element"], tables["ifc_material"])
    label = materials["material_name"].fillna("") + " " + materials["material_category"].fillna("")
    is_named = label.str.strip().ne("")
    concrete = words("materials", "concrete").in_texts(label) | label.str.contains(r"(?<![A-Za-z0-9])L?C\d{2}(?!\d)", regex=True)
    yes = set(materials.loc[concrete, "step_id"])
    sets = tables["ifc_property"][tables["ifc_property"]["pset_name"].isin(CONCRETE_SETS)]
    yes |= set(with_types(tables["ifc_element"], sets)["step_id"])
    named = set(materials.loc[is_named, "step_id"])
    told = ["yes" if step in yes else "no" if step in named else "unknown" for step in rows.index]
    return pd.Series(told, index=rows.index, dtype="str")


def _volumes(tables: "Frames", rows: "pd.DataFrame") -> "pd.Series[float]":
    declared = effective_numbers(tables, "volume", "m3")["number"]
    shapes = tables["ifc_geometry"].set_index("step_id")["volume_m3"]
    return declared[declared > 0].reindex(rows.index).fillna(shapes.reindex(rows.index))


def _below_ground(tables: "Frames") -> set[int]:
    """Step ids of storeys under the ground: as they say, else by name, else by elevation."""
    storeys = tables["ifc_spatial"]
    storeys = storeys[storeys["ifc_class"].eq("IfcBuildingStorey")].set_index("step_id")
    told = effective_flags(tables, "above_ground").reindex(storeys.index)
    name = storeys["name"].fillna("")
    by_name = words("rooms", "below_ground_storey").in_texts(name) | name.str.contains(r"^\s*(?:B\d|-\d|－\d)", regex=True)
    says_below, says_above = told.eq(False), told.eq(True)
    return set(storeys.index[says_below | ~says_above & (by_name | storeys["elevation_m"].lt(BELOW_GROUND_M))])
