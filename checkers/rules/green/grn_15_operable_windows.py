"""Rooms of public buildings that people stay in have a window that opens, or a device that brings in air.

Why
    A classroom whose windows are fixed has stale air whenever the plant stands still.
Fails
    An office with two fixed windows in a building with ventilation, none of which reaches that room.
Passes
    A room with at least one outer window or glazed outer door that opens: by the operation of its panels, or by its name (推拉窗,
    Casement); or with an air terminal in it.
Not applicable
    Dwellings, works, car parks; buildings whose rooms have no outer windows; toilets, stairs, corridors, stores, plant rooms.
    A room is undetermined where nothing tells whether its windows open, or where all are fixed and the model has no ventilation
    at all: that may be in another model.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.energy_buildings import TABLES, public_buildings
from checkers.names import joined_names, words
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

if TYPE_CHECKING:
    import pandas as pd

TERMINALS = ("IfcAirTerminal", "IfcFan", "IfcUnitaryEquipment", "IfcAirTerminalBox")
MAYBE_TERMINALS = ("IfcFlowTerminal", "IfcBuildingElementProxy", "IfcFlowMovingDevice", "IfcEnergyConversionDevice")
"""Told by their names."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each room that has outer windows."""
    own = [building.building for building in public_buildings(tables)]
    windows = tables["msr_window"]
    windows = windows[windows["building_step_id"].isin(own) & windows["is_exterior"].eq(True)]
    windows = windows[windows["room_step_id"].notna() & windows["room_number"].eq(0)]
    if windows.empty:
        return
    elements = tables["ifc_element"].set_index("step_id", drop=False)
    windows = windows.assign(opens=_opens(tables, elements.loc[windows["step_id"]]).to_numpy())
    terminals = _terminals(tables["ifc_element"])
    ventilated = set(terminals["container_step_id"].dropna())
    rooms = elements.loc[sorted({int(room) for room in windows["room_step_id"]})]
    labels = dict(zip(rooms["step_id"], joined_names(rooms, "name", "long_name", "object_type"), strict=True))
    minor = words("glazing", "minor_room")
    opens: dict[int, list[object]] = {}
    for room, flag in zip(windows["room_step_id"].astype("int64"), windows["opens"], strict=True):
        opens.setdefault(int(room), []).append(flag)
    for room, its in sorted(opens.items()):
        label = labels[room].strip()
        if minor.is_in(label):
            continue
        if True in its or room in ventilated:
            yield Passed(1)
            continue
        said: dict[str, Any] = {"step_id": room, "params": {"room": label, "count": len(its)}, "table": "msr_window"}
        if not all(flag is False for flag in its):
            yield Undetermined(**said, missing_field="IfcWindowPanelProperties.OperationType")
        elif terminals.empty:
            yield Undetermined(**said, text="fixed_only", missing_field="IfcAirTerminal")
        else:
            yield Failed(**said, observed="0", expected=">= 1")


def _opens(tables: Frames, windows: "pd.DataFrame") -> "pd.Series[object]":
    """True, False or None of each: by the operation of its panels, else by its names and its type's."""
    import pandas as pd

    types = tables["ifc_type"].set_index("step_id")["name"]
    rows = tables["ifc_property"]
    holders = {*windows["step_id"], *windows["type_step_id"].dropna()}
    panels = rows[rows["step_id"].isin(holders) & rows["property_name"].eq("OperationType")]
    panels = panels[panels["pset_class"].ne("IfcPropertySet")]
    said = {step_id: " ".join(map(str, values)) for step_id, values in panels.groupby("step_id")["value"]}
    called = types.dropna().to_dict()
    own, of_type = windows["step_id"].tolist(), windows["type_step_id"].tolist()
    panels_say = [f"{said.get(one, '')} {said.get(other, '')}" for one, other in zip(own, of_type, strict=True)]
    panel = pd.Series(panels_say, index=windows.index)
    names = joined_names(windows) + pd.Series([f" {called.get(other, '')}" for other in of_type], index=windows.index)
    opens, fixed = words("glazing", "operable"), words("glazing", "fixed")
    found = pd.Series([None] * len(windows), index=windows.index, dtype="object")
    for told in (names, panel):  # What the panels say is said last, and holds.
        found = found.mask(fixed.in_texts(told).to_numpy(bool), False).mask(opens.in_texts(told).to_numpy(bool), True)
    is_door = windows["ifc_class"].isin(("IfcDoor", "IfcDoorStandardCase")).to_numpy(bool)
    return found.mask(is_door, True)


def _terminals(elements: "pd.DataFrame") -> "pd.DataFrame":
    maybe = elements[elements["ifc_class"].isin(MAYBE_TERMINALS)]
    told = maybe.loc[words("glazing", "ventilation").in_texts(joined_names(maybe)), "step_id"]
    return elements[elements["ifc_class"].isin(TERMINALS) | elements["step_id"].isin(told)]


RULE = Rule(
    code="GRN-15",
    name="green.operable_windows",
    version=1,
    family=RuleFamily.GREEN,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55015-2021", "3.1.14", confirmed=True),),
    tables=(*TABLES, "ifc_type", "msr_window"),
    check=check,
)
