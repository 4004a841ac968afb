"""What things are: roads, plants, furniture and their parts, by class where it tells, else by the words in their names.

What belongs here: telling one thing from another. What does not: the words (``names/things.toml``), what rules want of
the thing, and what its properties say (``properties``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from checkers.names import content
from cim_schema.codes import ObjectFamily, Thing
from cim_schema.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from checkers.rule import Frames
    from pipelines.runtime.table_set import Tables

OUTSPOKEN = (
    "IfcWall", "IfcDoor", "IfcWindow", "IfcColumn", "IfcBeam", "IfcRoof", "IfcCurtainWall", "IfcBuildingStorey", "IfcSite",
    "IfcProject", "IfcReinforcing", "IfcDuct", "IfcCable", "IfcSanitary", "IfcSpaceHeater", "IfcOpening", "IfcVirtual",
)  # fmt: skip
"""Classes that say what the thing is, by how their names begin: a wall named 人行道挡墙 is a wall."""

_ROOMS = frozenset((
    Thing.PARKING_BAY, Thing.PUBLIC_TOILET, Thing.PLANTED_AREA, Thing.PLAZA, Thing.WATER, Thing.PATH, Thing.FIRE_LANE,
    Thing.FOOTWAY, Thing.CYCLE_TRACK,
))  # fmt: skip
"""What a space may be by its name: a 管道井 is no pipe."""

MOST_NAMES = 1 << 16
"""So many names are kept told: a service that runs for months sees too many to keep them all."""

PROXIES = frozenset(("IfcBuildingElementProxy", "IfcBuildingElement", "IfcBuiltElement", "IfcElementAssembly", "IfcElement"))
"""Classes that say nothing of what the object is."""

CODED = "51269"
"""In the name of the classification whose codes are known (GB/T 51269)."""

_FAMILIES = frozenset((ObjectFamily.ELEMENT, ObjectFamily.SPATIAL, ObjectFamily.FEATURE))


@dataclass(frozen=True)
class _Told:
    thing: str
    by: str
    word: str


def recognise_things(tables: "Tables") -> "dict[str, pa.Table]":
    """Tell what each object is, where anything tells.

    A class with its PredefinedType is believed first, then a class that stands for one thing alone, then of a proxy its code
    of GB/T 51269, then names: what a user-defined object is said to be, the name, the object type, the type's name.

    Args:
        tables: ``ifc_element`` and ``ifc_type`` of any number of models; ``ifc_classification`` where it is there.

    Returns:
        ``msr_thing``.
    """
    wanted = ("model_id", "step_id", "global_id", "ifc_class", "family", "predefined_type", "object_type", "name", "long_name",
              "type_step_id")  # fmt: skip
    type_names = {
        (row["model_id"], row["step_id"]): row["name"]
        for row in tables["ifc_type"].select(["model_id", "step_id", "name"]).to_pylist()
    }
    codes = _codes(tables)
    rows = []
    for row in tables["ifc_element"].select(list(wanted)).to_pylist():
        if row["family"] not in _FAMILIES:
            continue
        type_name = type_names.get((row["model_id"], row["type_step_id"]))
        told = _told_by(
            row["ifc_class"], row["predefined_type"], row["object_type"], row["name"] or row["long_name"], type_name,
            codes.get((row["model_id"], row["step_id"])) or codes.get((row["model_id"], row["type_step_id"])),
        )  # fmt: skip
        if told is not None:
            rows.append({
                "model_id": row["model_id"], "step_id": row["step_id"], "global_id": row["global_id"], "thing": told.thing,
                "recognised_by": told.by, "recognised_word": told.word,
            })  # fmt: skip
    return {"msr_thing": TABLES["msr_thing"].from_rows(rows)}


def things(tables: "Frames", *wanted: Thing) -> "pd.DataFrame":
    """Give the elements of one model that are such things.

    Args:
        tables: One model's ``ifc_element`` and ``msr_thing``.
        *wanted: Which.

    Returns:
        Rows of ``ifc_element``, with ``thing``.
    """
    told = tables["msr_thing"]
    told = told[told["thing"].isin([str(thing) for thing in wanted])]
    if told.empty:
        return tables["ifc_element"].iloc[:0].assign(thing=told["thing"])
    return tables["ifc_element"].merge(told[["step_id", "thing"]], on="step_id", how="inner")


def words_of_thing(thing: Thing) -> tuple[str, ...]:
    """Give the words that tell a thing where they stand in a name."""
    return tuple(_entries()[thing].get("words", ()))


@lru_cache(MOST_NAMES)
def _told_by(
    ifc_class: str, predefined: str | None, object_type: str | None, name: str | None, type_name: str | None,
    code: str | None = None,
) -> _Told | None:  # fmt: skip
    classes = _classes("classes")
    exact = f"{ifc_class}.{predefined}"
    if predefined and exact in classes:
        return _Told(classes[exact], "predefined_type", exact)
    if ifc_class in classes:
        return _Told(classes[ifc_class], "ifc_class", ifc_class)
    is_proxy = ifc_class in PROXIES
    coded = _coded(code) if is_proxy and code else None
    if coded is not None:
        return coded
    if not ifc_class.startswith(OUTSPOKEN):
        said = (("object_type", object_type if predefined == "USERDEFINED" else None), ("name", name),
                ("object_type", object_type), ("type_name", type_name))  # fmt: skip
        for by, text in said:
            found = _in_text(text, is_proxy) if text else None
            if found is not None and (ifc_class != "IfcSpace" or found[0] in _ROOMS):
                return _Told(found[0], by, found[1])
    last = _classes("last_classes")
    return _Told(last[ifc_class], "ifc_class", ifc_class) if ifc_class in last else None


@lru_cache(MOST_NAMES)
def _in_text(text: str, is_proxy: bool) -> tuple[str, str] | None:
    """The thing and the word that a name tells; None where it tells nothing."""
    found = max(_occurrences(text, is_proxy), default=None)
    return None if found is None else (found[3], found[4])


def _occurrences(text: str, is_proxy: bool) -> Iterator[tuple[bool, int, int, str, str]]:
    for thing, entry in _entries().items():
        if any(_pattern(word).search(text) for word in entry.get("unless", ())):
            continue
        for word in (*entry.get("words", ()), *(entry.get("proxy_words", ()) if is_proxy else ())):
            for match in _pattern(word).finditer(text):
                yield not entry.get("is_material", False), match.end(), len(word), thing, word


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z]){re.escape(word)}s?(?![a-z])" if word.isascii() else re.escape(word), re.IGNORECASE)


def _codes(tables: "Tables") -> dict[tuple[str, int], str]:
    """Model and step id of an object or type → its code of GB/T 51269."""
    if "ifc_classification" not in tables:
        return {}
    rows = tables["ifc_classification"].select(["model_id", "step_id", "depth", "system_name", "identification"]).to_pylist()
    return {
        (row["model_id"], row["step_id"]): row["identification"]
        for row in rows
        if row["depth"] == 0 and row["identification"] and CODED in (row["system_name"] or "")
    }


def _coded(code: str) -> _Told | None:
    for thing, entry in _entries().items():
        for known in entry.get("codes", ()):
            if code == known or code.startswith(f"{known}."):
                return _Told(thing, "classification", known)
    return None


@cache
def _classes(key: str) -> Mapping[str, str]:
    return {ifc_class: thing for thing, entry in _entries().items() for ifc_class in entry.get(key, ())}


@cache
def _entries() -> Mapping[str, Mapping[str, list[str]]]:
    entries = content("things")
    if unknown := set(entries) - {str(thing) for thing in Thing}:
        raise ValueError(f"things.toml names what is no Thing: {sorted(unknown)}")
    return entries
