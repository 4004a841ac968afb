"""Flights of stairs as rules read them: what is declared of their steps beside what was measured.

What belongs here: gathering what several rules ask of stairs. What does not: limits, and measuring (``spatial.stairs``).
"""

from typing import TYPE_CHECKING, Any

from checkers.buildings import BuildingUse, building_use
from checkers.names import joined_names, words
from checkers.properties import READ as PROPERTIES_READ
from checkers.properties import effective_numbers
from checkers.remembering import worked_out_once
from checkers.spatial_classes import in_buildings
from checkers.things import things
from cim_schema.codes import Thing

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_attribute", "msr_thing", "msr_stair_flight")
"""What ``stair_flights`` reads."""

RISER, TREAD, COUNT = (
    "Pset_StairFlightCommon.RiserHeight", "Pset_StairFlightCommon.TreadLength", "Pset_StairFlightCommon.NumberOfRiser",
)  # fmt: skip

WITHIN_M = 0.001
"""Steps of meshes are that near to the drawn ones."""

WRONG_UNIT_TIMES = 2.0
"""A declared length so many times the measured one was written in another unit (Revit: feet in a file of metres)."""

MOST_STOREYS_OF_HOUSES = 3
"""Houses of one family; in higher ones several flats share the stairs."""

GREATEST_DECLARED_M = {"riser_height": 0.4, "tread_length": 1.2}
"""Where nothing was measured, a greater one is no step."""


@worked_out_once(*TABLES, *PROPERTIES_READ)
def stair_flights(tables: "Frames") -> "pd.DataFrame":
    """Give the flights of a building's stairs; steps before doors and in gardens are none.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        One row a flight, by step id and number: ``step_id``, ``flight_number``, ``stair_step_id``, ``label``,
        ``declared_riser_m``, ``declared_tread_m``, ``declared_risers``, and the columns of ``msr_stair_flight``: null where
        nothing is known.
    """
    stairs = in_buildings(things(tables, Thing.STEPS), tables["ifc_element"])
    label = joined_names(stairs)
    is_flight = stairs["ifc_class"].eq("IfcStairFlight")
    outside = words("stairs", "outdoor_steps").in_texts(label) & ~is_flight
    is_whole = stairs["step_id"].isin(stairs.loc[is_flight, "parent_step_id"].dropna())
    stairs = stairs.assign(label=label)[~outside & ~is_whole]
    measured = tables["msr_stair_flight"].drop(columns=["model_id", "global_id"], errors="ignore")
    flights = stairs[["step_id", "ifc_class", "parent_step_id", "label"]].merge(measured, on="step_id", how="left")
    flights["stair_step_id"] = flights["stair_step_id"].fillna(flights["parent_step_id"]).fillna(flights["step_id"]).astype("int64")
    flights["flight_number"] = flights["flight_number"].fillna(0).astype("int64")
    riser = _declared(tables, flights, "riser_height", "riser_height_m")
    tread = _declared(tables, flights, "tread_length", "tread_length_m")
    counts = effective_numbers(_of_properties(tables), "riser_count", "")["number"]
    flights = flights.assign(declared_riser_m=riser, declared_tread_m=tread, declared_risers=flights["step_id"].map(counts))
    return flights.sort_values(["step_id", "flight_number"]).reset_index(drop=True)


def shared_dwelling_flights(tables: "Frames") -> "pd.DataFrame":
    """Give the flights that all dwellers of a house use: those that say so, and in higher houses those that say nothing else.

    Args:
        tables: One model's ``TABLES``, ``ifc_classification`` and ``msr_building``.

    Returns:
        As ``stair_flights``; empty where the building is no dwelling house.
    """
    flights = stair_flights(tables)
    if building_use(tables).use != BuildingUse.RESIDENTIAL:
        return flights[:0]
    storeys = tables["msr_building"]["storeys_above"].max()
    shared = words("stairs", "shared").in_texts(flights["label"])
    if storeys == storeys and storeys > MOST_STOREYS_OF_HOUSES:
        shared |= ~words("stairs", "private").in_texts(flights["label"])
    return flights[shared]


def _of_properties(tables: "Frames") -> "dict[str, pd.DataFrame]":
    names = ("ifc_element", "ifc_property", "ifc_attribute", "res_property")
    return {name: tables[name] for name in names if name in tables}


def _declared(tables: "Frames", flights: "pd.DataFrame", thing: str, measured: str) -> "pd.Series[Any]":
    """A length of the flight, else of its stair; what was written in another unit is left out."""
    found = effective_numbers(_of_properties(tables), thing, "m", "mm")["number"]
    said = flights["step_id"].map(found).fillna(flights["stair_step_id"].map(found)).astype("float64")
    times = said / flights[measured].astype("float64")
    plausible = times.between(1 / WRONG_UNIT_TIMES, WRONG_UNIT_TIMES) | times.isna()
    return said.where(plausible & said.gt(0) & said.le(GREATEST_DECLARED_M[thing]))
