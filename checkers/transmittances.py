"""How much heat the parts of an envelope let through: what they declare, and what their layers can do.

What belongs here: which walls, roofs and windows bound a building, their K, and what may be said of it against a limit. What
does not: the limits (each rule's own).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from checkers.energy_buildings import TABLES as BUILDING_TABLES
from checkers.names import words
from checkers.properties import READ as PROPERTIES_READ
from checkers.properties import effective_flags, effective_numbers, effective_values
from checkers.remembering import worked_out_once
from checkers.rule import Failed, Passed, Undetermined, Verdict
from checkers.spatial.envelope_storeys import NO_BUILDING, building_of
from checkers.spatial_classes import SLABS, WALLS, WINDOWS, in_buildings
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = (*BUILDING_TABLES, "msr_outer_wall", "msr_thermal", "msr_window")
"""What ``envelope_parts`` reads."""

UNIT = "W/(m2.K)"
PSETS = {"wall": "Pset_WallCommon", "roof": "Pset_RoofCommon", "slab": "Pset_SlabCommon", "window": "Pset_WindowCommon"}
COLUMNS = ["part", "pset", "building", "is_external", "declared", "least", "greatest", "unknown_layers"]


@dataclass(frozen=True)
class Limits:
    """Of one part: the limit, and where it is not known which of two holds, both."""

    loose: float
    strict: float
    open_field: str = ""
    """What would tell which of them holds."""


@worked_out_once(*TABLES, *PROPERTIES_READ)
def envelope_parts(tables: "Frames") -> "pd.DataFrame":
    """Give the outer walls, roofs, outer windows and roof lights of a model.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        By step id: ``part`` (``wall``, ``roof``, ``window``, ``roof_light``), ``pset`` that K belongs into, ``building``,
        ``is_external`` (None where nobody tells), ``declared`` K, ``least`` and ``greatest`` K that the layers allow, all null
        where unknown, and ``unknown_layers``.
    """
    import pandas as pd

    everything = tables["ifc_element"]
    kinds = everything["ifc_class"].isin((*WALLS, *SLABS, "IfcRoof", *WINDOWS))
    elements = in_buildings(everything[kinds], everything).set_index("step_id")
    building = building_of(everything).reindex(elements.index).fillna(NO_BUILDING).astype("int64")
    elements = elements.assign(building=building)
    flags = _is_external(tables)
    parts = pd.concat([_walls(tables, elements, flags), _roofs(elements), _windows(tables, elements, flags)])
    if parts.empty:
        return parts.reindex(columns=COLUMNS)
    declared = effective_numbers(tables, "thermal_transmittance", UNIT, UNIT)
    k = declared["number"].where(declared["number"].gt(0))
    calculated = tables["msr_thermal"].set_index("step_id")
    found = parts.assign(declared=k.reindex(parts.index)).join(
        calculated[["least_u_value_w_m2k", "greatest_u_value_w_m2k", "unknown_layers"]].rename(
            columns={"least_u_value_w_m2k": "least", "greatest_u_value_w_m2k": "greatest"}
        )
    )
    return _of_their_slabs(found, elements, k, calculated)[COLUMNS]


def _walls(tables: "Frames", elements: "pd.DataFrame", declared: "pd.Series[bool]") -> "pd.DataFrame":
    """Outer walls: as flagged, else by their function, else by where they stand; garden and foundation walls are none."""
    walls = elements[elements["ifc_class"].isin(WALLS)]
    flags = declared.reindex(walls.index)
    measured = tables["msr_outer_wall"]
    is_outer = walls.index.isin(measured["step_id"])
    is_measured = walls["building"].isin(measured["building_step_id"]).to_numpy(bool)
    said = [flag if isinstance(flag, bool | np.bool_) else None for flag in flags]
    told = [
        None if not known and flag is None else bool(outer) if known and flag is not False else bool(flag)
        for flag, outer, known in zip(said, is_outer, is_measured, strict=True)
    ]
    walls = walls.assign(part="wall", pset=PSETS["wall"])
    walls["is_external"] = np.array(told, object)
    return walls[[flag is not False for flag in told]]


def _is_external(tables: "Frames") -> "pd.Series[bool]":
    """As flagged, else by the wall's function (Revit: 功能 = 外部)."""
    flagged = effective_flags(tables, "is_external")
    function = effective_values(tables, "wall_function")["value"]
    outer, inner = words("walls", "external").in_texts(function), words("walls", "internal").in_texts(function)
    told = outer[outer | inner].astype("object")
    return flagged.combine_first(told[~told.index.isin(flagged.index)])


def _roofs(elements: "pd.DataFrame") -> "pd.DataFrame":
    """Roofs, and roof slabs that are part of none."""
    import pandas as pd

    roofs = elements[elements["ifc_class"].eq("IfcRoof")]
    slabs = elements[elements["ifc_class"].isin(SLABS) & elements["predefined_type"].eq("ROOF")]
    slabs = slabs[~slabs["parent_step_id"].isin(roofs.index)]
    rows = pd.concat([roofs.assign(pset=PSETS["roof"]), slabs.assign(pset=PSETS["slab"])])
    return rows.assign(part="roof", is_external=np.full(len(rows), True, object))


def _windows(tables: "Frames", elements: "pd.DataFrame", declared: "pd.Series[bool]") -> "pd.DataFrame":
    """Outer windows as measured; where nothing was measured, those that do not say that they are inner ones."""
    windows = elements[elements["ifc_class"].isin(WINDOWS)]
    measured = tables["msr_window"].set_index("step_id")
    outer = measured["is_exterior"].reindex(windows.index)
    flags = declared.reindex(windows.index)
    told = [
        (flag if flag is not None else True) if place is None else place
        for place, flag in zip(map(_flag, outer), map(_flag, flags), strict=True)
    ]
    is_light = measured["glazed_part"].reindex(windows.index).eq("roof_light")
    windows = windows.assign(part=np.where(is_light, "roof_light", "window"), pset=PSETS["window"])
    windows["is_external"] = np.full(len(windows), True, object)
    return windows[np.array(told, bool)]


def _flag(value: Any) -> bool | None:
    return bool(value) if isinstance(value, bool | np.bool_) else None


def _of_their_slabs(
    parts: "pd.DataFrame", elements: "pd.DataFrame", k: "pd.Series[float]", calculated: "pd.DataFrame"
) -> "pd.DataFrame":
    """A roof made of slabs speaks through them where it says nothing itself; the worst counts."""
    slabs = elements[elements["ifc_class"].isin(SLABS) & elements["parent_step_id"].isin(parts.index[parts["part"].eq("roof")])]
    if slabs.empty:
        return parts
    of = slabs["parent_step_id"].astype("int64")
    for column, values in (
        ("declared", k), ("least", calculated["least_u_value_w_m2k"]), ("greatest", calculated["greatest_u_value_w_m2k"]),
    ):  # fmt: skip
        worst = values.reindex(slabs.index).astype("float64").groupby(of).max()
        parts[column] = parts[column].fillna(worst.reindex(parts.index))
    return parts


def transmittance_verdict(part: Any, limits: Limits) -> Verdict:
    """Say of one part what its K is worth.

    What is declared counts, unless even the best that its layers allow is over the limit. Where nothing is declared, the layers
    decide if all that they allow is on one side of it.

    Args:
        part: A row of ``envelope_parts``, as a tuple.
        limits: That hold of it.
    """
    is_declared, has_layers = part.declared == part.declared, part.least == part.least
    worst = part.declared if is_declared else part.greatest
    best = part.declared if is_declared else part.least
    limit = limits.loose if best != best or best > limits.loose else limits.strict
    field = f"{part.pset}.ThermalTransmittance"
    said: dict[str, Any] = {
        "step_id": int(part.Index), "unit": UNIT, "expected": f"<= {format_number(limit)}", "limit_value": limit,
        "observed": format_number(best) if best == best else None, "observed_value": float(best) if best == best else None,
        "table": "ifc_property" if is_declared or not has_layers else "msr_thermal",
        "params": {
            "least": format_number(part.least) if has_layers else "",
            "greatest": format_number(part.greatest) if has_layers else "",
            "loose": format_number(limits.loose), "layers": part.unknown_layers if isinstance(part.unknown_layers, str) else "",
        },
        "inputs": {
            "declared": float(part.declared) if is_declared else None, "least": float(part.least) if has_layers else None,
            "greatest": float(part.greatest) if has_layers else None,
        },
    }  # fmt: skip
    if worst <= limits.strict + EQUALITY_TOLERANCE and not _differs(part, limits):
        return Passed(1)
    if part.is_external is not True:
        return Undetermined(**said, missing_field="Pset_WallCommon.IsExternal", text="external_unknown")
    if best != best:
        return Undetermined(**said, missing_field=field)
    if best > limits.loose + EQUALITY_TOLERANCE:
        return Failed(**said) if is_declared else Failed(**said, text="layers_fail")
    if _differs(part, limits):
        return Failed(**said, text="layers_differ")
    if is_declared:
        return Undetermined(**said, missing_field=limits.open_field, text="limit_unknown")
    return Undetermined(**said, missing_field=field, text="layers_unknown")


def _differs(part: Any, limits: Limits) -> bool:
    """Whether a part declares what its layers cannot do."""
    return bool(part.declared == part.declared and part.least > limits.loose + EQUALITY_TOLERANCE)
