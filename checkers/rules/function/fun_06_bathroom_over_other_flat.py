"""No bathroom lies over another flat's bedroom, living room, kitchen or dining room.

Why
    A bathroom leaks one day, and is heard every day; the flat below has no say in it.
Fails
    A bathroom on the third floor over the bedroom of a flat on the second.
Passes
    A bathroom over bathrooms, passages and stairs, or over rooms of its own flat.
    Floors are laid over one another as measured; what overlaps by less than a twentieth of a square metre only touches.
Not applicable
    A building that is no dwelling house or has no bathroom above a storey with rooms.
    Where a bathroom lies over such a room and neither an IfcZone nor a property (户号) says which flat each of them belongs to,
    that is undetermined; a model with a single kitchen is one flat.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from checkers.dwellings import TABLES, dwelling_rooms, flat_of, is_of_flats
from checkers.rooms import are
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

if TYPE_CHECKING:
    import pandas as pd

TOUCHES_M2 = 0.05
HIGHEST_ROOM_M = 6.0
"""The floor of what lies directly above is no higher over the floor below."""

SAME_STOREY_M = 1.0
"""Rooms whose tops lie no further apart are of the storey directly below."""

CLAUSE = Clause("GB 55038-2025", "4.1.7", confirmed=True, effective_from=date(2025, 5, 1))
BEFORE = Clause("GB 50096-2011", "5.4.4", confirmed=True, effective_until=date(2025, 5, 1))
"""Wants the same, so that the day changes nothing."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bathroom that lies over other rooms."""
    if not is_of_flats(tables):
        return
    rooms = dwelling_rooms(tables)
    is_one_flat = are(rooms, "kitchen").sum() <= 1
    rooms = rooms[rooms["floor"].notna()].sort_index()
    lived_in = are(rooms, "dwelling") | are(rooms, "kitchen") | are(rooms, "dining_room")
    bathrooms = rooms[are(rooms, "flat_bathroom")]
    below = rooms[~rooms.index.isin(bathrooms.index)]
    flats = flat_of(tables)
    for bathroom in bathrooms.itertuples():
        under = _directly_under(bathroom, rooms)
        if under.empty:
            continue
        wrong = under[under.index.isin(below.index[lived_in.reindex(below.index)])]
        own = flats.get(bathroom.Index)
        other = [step for step in wrong.index if own is not None and flats.get(step) is not None and flats[step] != own]
        unknown = [step for step in wrong.index if own is None or flats.get(step) is None]
        said: dict[str, Any] = {
            "step_id": bathroom.Index, "table": "msr_room", "inputs": {"under": [int(step) for step in wrong.index]},
        }  # fmt: skip
        if other:
            yield Failed(
                **said, observed=under.loc[other[0], "label"].strip(), caused_by=tuple(str(step) for step in other),
                params={"room": bathroom.label.strip(), "below": under.loc[other[0], "label"].strip()},
            )  # fmt: skip
        elif unknown and not is_one_flat:
            params = {"room": bathroom.label.strip(), "below": under.loc[unknown[0], "label"].strip()}
            yield Undetermined(**said, params=params, missing_field="IfcZone")
        else:
            yield Passed(1)


def _directly_under(bathroom: Any, rooms: "pd.DataFrame") -> "pd.DataFrame":
    """The rooms of the next storey down over which a bathroom lies."""
    lower = rooms[rooms["ceiling_z_m"].le(bathroom.floor_z_m + 0.1) & rooms["floor_z_m"].gt(bathroom.floor_z_m - HIGHEST_ROOM_M)]
    if lower.empty:
        return lower
    floor = shapely.from_wkb(bathroom.floor)
    shared = shapely.area(shapely.intersection(shapely.from_wkb(lower["floor"].to_numpy(object)), floor))
    lower = lower[shared > TOUCHES_M2]
    return lower[lower["ceiling_z_m"] > lower["ceiling_z_m"].max() - SAME_STOREY_M]


RULE = Rule(
    code="FUN-06",
    name="function.bathroom_over_other_flat",
    version=2,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE, BEFORE),
    tables=(*TABLES, "ifc_relation"),
    check=check,
)
