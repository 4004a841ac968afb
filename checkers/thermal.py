"""Thermal transmittance of walls, roofs and slabs, from the layers that they are made of.

ISO 6946: the resistances of the layers and of the two surfaces add up; heat bridges are not in it.
"""

from collections.abc import Iterator
from math import sqrt
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from checkers.properties import rows_of_properties
from checkers.spatial_classes import SLABS, WALLS
from checkers.thermal_layers import LayerResistance, layer_resistance, layers_named
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables, frames, tables_of_model

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

SURFACES_M2K_W = {"wall": 0.13 + 0.04, "roof": 0.10 + 0.04, "floor": 0.17 + 0.04}
"""Inner and outer surface resistance by the direction of the flow of heat. ISO 6946, table 7."""

NEEDED = ("ifc_element", "ifc_type", "ifc_material", "ifc_property", "msr_footprint")
CLASSES = (*WALLS, *SLABS, "IfcRoof")
DECIMALS = 6

Layers = tuple[tuple[str | None, float | None, float | None], ...]
"""Name, thickness in metres and conductivity of each layer."""


def measure_thermal(tables: Tables) -> dict[str, pa.Table]:
    """Calculate the thermal transmittance of walls, roofs and slabs.

    Args:
        tables: ``NEEDED``, of which all but ``ifc_element`` may be missing.

    Returns:
        ``msr_thermal``: elements with layers only. A layer that nobody knows leaves bounds: as if it were nothing, and as if it
        were the best insulation.
    """
    rows: list[dict[str, object]] = []
    for model_id in sorted(pc.unique(tables["ifc_element"]["model_id"]).to_pylist()):
        own = dict(tables_of_model(tables, model_id, NEEDED))
        if "ifc_property" in own:
            own["ifc_property"] = rows_of_properties(own["ifc_property"], ("thermal_conductivity",))
        rows += [{"model_id": model_id, **row} for row in _rows(frames(own, NEEDED))]
    return {"msr_thermal": TABLES["msr_thermal"].from_rows(rows)}


def _rows(tables: "Frames") -> Iterator[dict[str, object]]:
    elements = tables["ifc_element"]
    parts = elements[elements["ifc_class"].isin(CLASSES)]
    if parts.empty:
        return
    layers, solid = _layers(tables, parts), _solid_layers(tables, parts)
    types = tables["ifc_type"].set_index("step_id")["name"]
    calculated: dict[tuple[str, Layers], dict[str, object]] = {}
    for part in parts.itertuples():
        own, source = layers.get(int(part.step_id)), "layers"
        if own is None and part.type_step_id == part.type_step_id:
            own = layers.get(int(part.type_step_id))
        if own is None and int(part.step_id) in solid:
            own, source = solid[int(part.step_id)], "outline"
        if own is None:
            own, source = _named_layers(part.name, part.object_type, types.get(part.type_step_id)), "names"
        if not own:
            continue
        is_roof = part.ifc_class == "IfcRoof" or part.predefined_type == "ROOF"
        kind = "wall" if part.ifc_class in WALLS else "roof" if is_roof else "floor"
        key = (kind, own)
        if key not in calculated:
            calculated[key] = transmittance(kind, own)
        yield {"step_id": int(part.step_id), "global_id": part.global_id, "thermal_source": source, **calculated[key]}


def transmittance(kind: str, layers: Layers) -> dict[str, object]:
    """Give the columns of ``msr_thermal`` for layers.

    Args:
        kind: ``wall``, ``roof`` or ``floor``.
        layers: From either side.
    """
    each = [layer_resistance(*layer) for layer in layers]
    unknown = [layer[0] or "?" for layer, found in zip(layers, each, strict=True) if found.usual is None]
    surfaces = SURFACES_M2K_W[kind]
    most, usual, least = (sum(resistances) for resistances in _totals(each))
    return {
        "u_value_w_m2k": None if unknown else round(1 / (surfaces + usual), DECIMALS),
        "least_u_value_w_m2k": round(1 / (surfaces + most), DECIMALS),
        "greatest_u_value_w_m2k": round(1 / (surfaces + least), DECIMALS),
        "r_value_m2k_w": round(usual, DECIMALS), "layer_count": len(layers),
        "unknown_layers": "; ".join(dict.fromkeys(unknown)) or None,
    }  # fmt: skip


def _totals(each: list[LayerResistance]) -> tuple[list[float], list[float], list[float]]:
    return [one.greatest for one in each], [one.usual or 0.0 for one in each], [one.least for one in each]


def _layers(tables: "Frames", parts: "pd.DataFrame") -> dict[int, Layers]:
    """The layers of occurrences and types, those with a thickness; of several sets the first counts."""
    materials = tables["ifc_material"]
    holders = {*parts["step_id"], *parts["type_step_id"].dropna()}
    rows = materials[materials["step_id"].isin(holders) & materials["thickness_m"].notna()]
    said = tables["ifc_property"]
    said = said[said["holder"].eq("material") & said["value_number"].notna()]
    conductivity = dict(zip(said["step_id"], said["value_number"], strict=True))
    rows = rows.sort_values(["step_id", "association_step_id", "ordinal"])
    # Plain lists: a frame for each of thousands of walls takes a millisecond.
    columns = ("step_id", "association_step_id", "material_name", "part_name", "thickness_m", "material_step_id")
    found: dict[int, list[tuple[str | None, float | None, float | None]]] = {}
    chosen: dict[int, int] = {}
    for step_id, association, material, part, thickness, key in zip(*(rows[name].tolist() for name in columns), strict=True):
        if chosen.setdefault(step_id, association) == association:
            name = next((name for name in (material, part) if isinstance(name, str)), None)
            found.setdefault(step_id, []).append((name, thickness, conductivity.get(key)))
    return {step_id: tuple(layers) for step_id, layers in found.items()}


def _solid_layers(tables: "Frames", parts: "pd.DataFrame") -> dict[int, Layers]:
    """The one layer of walls that are of one material without a thickness: as thick as the wall is, seen from above."""
    walls = parts[parts["ifc_class"].isin(WALLS)]
    materials = tables["ifc_material"]
    materials = materials[materials["step_id"].isin(walls["step_id"])]
    single = materials[~materials["step_id"].duplicated(keep=False) & materials["thickness_m"].isna()]
    outlines = tables["msr_footprint"]
    outlines = outlines[outlines["step_id"].isin(single["step_id"])].set_index("step_id")["footprint"]
    shapes = dict(zip(outlines.index, shapely.from_wkb(outlines.to_numpy(object)), strict=True))
    found: dict[int, Layers] = {}
    for step_id, name in zip(single["step_id"], single["material_name"], strict=True):
        outline = shapes.get(step_id)
        if outline is not None and outline.area > 0 and isinstance(name, str):
            # Of a strip, half the border is its length and its breadth.
            half = outline.length / 2
            length = (half + sqrt(max(half**2 - 4 * outline.area, 0.0))) / 2
            found[int(step_id)] = ((name, round(outline.area / length, DECIMALS), None),)
    return found


def _named_layers(*names: object) -> Layers:
    for name in names:
        if isinstance(name, str):
            layers = layers_named(name)
            if layers:
                return tuple((material, thickness, None) for material, thickness in layers)
    return ()
