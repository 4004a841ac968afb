"""Low window sills over a fall are guarded.

Why
    A child leans on a low sill, and who cleans the pane stands on it.
Fails
    A dwelling's window on the second storey with its sill at 0.60 m and no railing before it.
Passes
    A sill at 0.90 m or higher in dwellings, 0.80 m in other buildings for people; a lower one with a railing before it whose top
    is so high over the floor. Where the building's use is not told, what keeps both limits passes and what breaks both fails.
Not applicable
    Windows of the lowest floor, from which nobody falls 0.70 m; curtain walls, roof lights and glazed doors, which have no sill.
    A window without a shape and without a sill height is undetermined, and so is one whose
    room is not known.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from checkers.buildings import DWELT_IN, building_use
from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import STOREYS, ancestors
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

DWELLINGS = Clause("GB 55038-2025", "4.1.16", confirmed=True, effective_from=date(2025, 5, 1))
BEFORE = Clause("GB 50096-2011", "5.8.1", confirmed=True, effective_until=date(2025, 5, 1))
"""Wants the same sill, so that the day changes nothing."""

SILL, OCCUPANCY = "JCPset_Window.窗台高度", "Pset_BuildingCommon.OccupancyType"

WITHIN_M = 0.005
"""Sills of meshes are that near to the drawn ones, and to the finished floor."""

BEFORE_M = 0.6
"""A railing so near to the window guards it."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each window over a fall."""
    windows, limits = _over_a_fall(tables, parameters.number("fall_m")), _limits(tables, parameters)
    if windows.empty or not limits:
        return
    guards = _Guards(tables)
    declared = effective_numbers({name: tables[name] for name in ("ifc_element", "ifc_property")}, "sill_height", "m")
    said_m = windows.index.to_series().map(declared["number"])
    sill_m = (windows["sill_z_m"] - windows["floor_z_m"]).fillna(said_m)
    is_high = sill_m >= max(limits) - WITHIN_M
    yield Passed(int(is_high.sum()))
    for window, sill in zip(windows[~is_high].itertuples(), sill_m[~is_high], strict=True):
        # Of two possible limits the one that is broken first is told.
        limit_m = max(limits)
        said: dict[str, Any] = {
            "step_id": int(window.Index), "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "table": "msr_window", "inputs": {"sill_m": None if sill != sill else round(float(sill), 6)},
        }  # fmt: skip
        if sill != sill:
            yield Undetermined(**said, missing_field=SILL)
            continue
        shown = said | {"observed": format_number(round(float(sill), 4)), "observed_value": float(sill)}
        broken = [limit for limit in limits if sill < limit - WITHIN_M and not guards.reach(window, limit)]
        if not broken:
            yield Passed(1)
        elif len(broken) < len(limits):
            yield Undetermined(**shown, text="use_unknown", missing_field=OCCUPANCY)
        else:
            limit_m = min(broken)
            yield Failed(**shown | {"expected": f">= {format_number(limit_m)}", "limit_value": limit_m})


def _limits(tables: Frames, parameters: Parameters) -> tuple[float, ...]:
    """The sill heights that may be wanted, the least first."""
    told = building_use(tables)
    public = (parameters.number("public_sill_m"),) if told.use not in DWELT_IN else ()
    is_asked = told.use is None or told.use in DWELT_IN
    return (*public, parameters.number("dwelling_sill_m")) if is_asked else public


def _over_a_fall(tables: Frames, fall_m: float) -> "pd.DataFrame":
    """Windows of outer walls with a floor that is so high over the lowest one; by step id, with ``floor_z_m``."""
    import pandas as pd

    windows = tables["msr_window"]
    windows = windows[windows["glazed_part"].eq("window") & windows["is_exterior"].eq(True)].drop_duplicates("step_id")
    windows = windows.set_index("step_id").sort_index()
    storeys = tables["msr_storey"].set_index("step_id")
    ordinary = storeys[storeys["storey_kind"].eq("ordinary")]
    if windows.empty or ordinary.empty:
        return windows[:0]
    rooms = tables["msr_room"].drop_duplicates(["step_id", "room_number"]).set_index(["step_id", "room_number"])["floor_z_m"]
    of_room = pd.MultiIndex.from_arrays([windows["room_step_id"], windows["room_number"]])
    floor_z_m = pd.Series(rooms.reindex(of_room).to_numpy(), index=windows.index, dtype="float64")
    storey = ancestors(tables["ifc_element"], STOREYS).reindex(windows.index)
    level_m = storey.map(storeys["elevation_m"])
    windows = windows.assign(floor_z_m=floor_z_m, level_m=floor_z_m.fillna(level_m))
    ground_m = windows["building_step_id"].map(ordinary.groupby("building_step_id")["elevation_m"].min())
    return windows[windows["level_m"] - ground_m.fillna(ordinary["elevation_m"].min()) > fall_m]


class _Guards:
    """Railings before windows."""

    def __init__(self, tables: Frames) -> None:
        self._outlines = tables["msr_footprint"].drop_duplicates("step_id").set_index("step_id")["footprint"]
        rows = tables["ifc_geometry"].drop_duplicates("step_id").set_index("step_id")[["min_z_m", "max_z_m"]]
        steps = sorted(set(things(tables, Thing.RAILING)["step_id"]) & set(rows.index) & set(self._outlines.index))
        self._rows = rows.loc[steps]
        self._tree = shapely.STRtree(shapely.from_wkb(self._outlines.loc[steps].to_numpy(object)))

    def reach(self, window: Any, limit_m: float) -> bool:
        """Whether a railing before the window reaches so high over the floor."""
        if window.Index not in self._outlines.index or not len(self._rows):
            return False
        outline = shapely.from_wkb(self._outlines.at[window.Index])
        near = self._rows.iloc[np.sort(self._tree.query(outline, predicate="dwithin", distance=BEFORE_M))]
        over = near - window.floor_z_m
        return bool((over["max_z_m"].ge(limit_m - WITHIN_M) & over["min_z_m"].lt(limit_m)).any())


RULE = Rule(
    code="RAI-04",
    name="railing.window_sills",
    version=2,
    family=RuleFamily.RAILING,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50352-2019", "6.11.6", confirmed=True), DWELLINGS, BEFORE),
    tables=(
        "ifc_element", "ifc_property", "ifc_classification", "ifc_geometry", "msr_thing", "msr_footprint", "msr_window", "msr_room",
        "msr_storey",
    ),
    parameters=(
        Parameter("public_sill_m", "m", baseline=0.80, exemplary=0.80),
        Parameter("dwelling_sill_m", "m", baseline=0.90, exemplary=0.90),
        Parameter("fall_m", "m", baseline=0.70, exemplary=0.70),
    ),
    check=check,
)  # fmt: skip
