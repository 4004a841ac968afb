"""How deep a model goes (BID-03): its smallest unit, and which groups of properties its components have.

Source: GB/T 51301-2018 by its draft revision: LOD by the smallest model unit, property groups of appendix B. Its table 4.3.7
counts make-up and performance among N2, appendix B among N3; appendix B is followed here.
"""

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from checkers.names import property_names
from checkers.scoring.arithmetic import Subject, Term
from checkers.scoring.components import Components, related, step_ids
from checkers.scoring.weights import LEVELS, LOD
from pipelines.runtime.table_set import Tables, read_columns

if TYPE_CHECKING:
    import pandas as pd

TABLES = (
    "ifc_element", "ifc_relation", "ifc_geometry", "ifc_classification", "ifc_placement", "ifc_quantity", "ifc_material",
    "ifc_property",
)  # fmt: skip
"""What is read of a model."""

PARTS = (
    "IfcReinforcingBar", "IfcReinforcingMesh", "IfcTendon", "IfcTendonAnchor", "IfcMechanicalFastener", "IfcFastener",
    "IfcDiscreteAccessory", "IfcBuildingElementPart",
)  # fmt: skip
"""零件级: what components are put together of. 钢筋、螺钉、导轨 are the standard's examples."""

_TERMS: dict[str, tuple[str, ...]] = {
    "N1": ("PJ-100", "ID-100", "ID-200", "LC-100", "LC-200", "LC-300"),
    "N2": ("ST",),
    "N3": ("TC-100", "TC-200", "TC-300", "MF"),
    "N4": ("AM", "FM"),
}
"""Level → the groups that it adds, as far as tables can tell whether they hold a value."""

_JOINS = (
    "IfcRelVoidsElement", "IfcRelFillsElement", "IfcRelAggregates", "IfcRelNests", "IfcRelCoversBldgElements", "IfcRelCoversSpaces",
    "IfcRelConnectsElements", "IfcRelConnectsPathElements", "IfcRelConnectsWithRealizingElements", "IfcRelConnectsPorts",
    "IfcRelConnectsPortToElement", "IfcRelSpaceBoundary", "IfcRelSpaceBoundary1stLevel", "IfcRelSpaceBoundary2ndLevel",
    "IfcRelAssignsToGroup", "IfcRelServicesBuildings", "IfcRelAdheresToElement", "IfcRelInterferesElements",
)  # fmt: skip
"""Say that a component belongs to a system, or goes with another model unit."""


def smallest_unit(tables: Tables, components: Components, least_lod: float) -> Term:
    """Whether the smallest unit of a model is as small as wanted: one subject a model."""
    found = _lod(tables, components)
    lacking = () if found >= least_lod else (Subject(components.model_id, None, None, None),)
    return Term("LOD", int(not lacking), 1, lacking=lacking)


def _lod(tables: Tables, components: Components) -> float:
    """Project 1.0, function 2.0, component 3.0, part 4.0."""
    project, function, component, part = LOD
    classes = set(components.rows["ifc_class"])
    if classes & set(PARTS):
        return part
    if classes:
        return component
    return function if "IfcSpace" in set(read_columns(tables, "ifc_element", ("ifc_class",))["ifc_class"].to_pylist()) else project


def information(tables: Tables, components: Components, level: str) -> list[Term]:
    """Which groups of properties hold a value: of the project one subject a model, of the others one a component.

    Args:
        tables: ``TABLES`` of one model.
        components: Of the model.
        level: N1 to N4; a level has the groups of those below it too.
    """
    wanted = [code for name in LEVELS[: LEVELS.index(level) + 1] for code in _TERMS[name]]
    return [
        _project(tables, components) if code == "PJ-100" else components.term(code, _has(tables, components, code))
        for code in wanted
    ]


def _project(tables: Tables, components: Components) -> Term:
    rows = read_columns(tables, "ifc_element", ("step_id", "global_id", "family", "name", "long_name")).to_pylist()
    projects = [row for row in rows if row["family"] == "project"]
    is_told = any((row["name"] or "").strip() or (row["long_name"] or "").strip() for row in projects)
    lacking = () if is_told else (Subject(components.model_id, None, None, None),)
    return Term("PJ-100", int(is_told), 1, lacking=lacking)


def _has(tables: Tables, components: Components, code: str) -> "pd.Series[bool]":
    """Whether each component's group holds a value, of its own or of its type."""
    rows = components.rows
    if code == "ID-100":
        return rows["name"].fillna("").str.strip().ne("")
    if code == "LC-100":
        parents = related(tables, ("IfcRelAggregates", "IfcRelNests"), "related_step_id")
        return rows["storey_step_id"].notna() | rows["container_step_id"].notna() | rows.index.to_series().isin(parents)
    found = {
        "ID-200": lambda: step_ids(tables, "ifc_classification", "identification"),
        "LC-200": lambda: step_ids(tables, "ifc_placement"),
        "LC-300": lambda: step_ids(tables, "ifc_geometry"),
        "ST": lambda: related(tables, _JOINS, "relating_step_id") | related(tables, _JOINS, "related_step_id"),
        "TC-100": lambda: step_ids(tables, "ifc_quantity"),
        "TC-200": lambda: step_ids(tables, "ifc_material"),
        "TC-300": lambda: step_ids(tables, "ifc_property", "value"),
        "MF": lambda: _named(tables, "property_name", property_names("manufacturer")) | _in_sets(tables, r"^Pset_Manufacturer"),
        "AM": lambda: _in_sets(tables, r"^Pset_Asset"),
        "FM": lambda: _in_sets(tables, r"^Pset_(Warranty|ServiceLife|Maintenance|Repair)"),
    }[code]()
    return components.are_among(found)


def _in_sets(tables: Tables, pattern: str) -> set[int]:
    rows = read_columns(tables, "ifc_property", ("step_id", "pset_name", "value"))
    return set(
        rows["step_id"]
        .filter(pc.and_(pc.match_substring_regex(rows["pset_name"], pattern), pc.is_valid(rows["value"])))
        .to_pylist()
    )


def _named(tables: Tables, column: str, names: tuple[str, ...]) -> set[int]:
    rows = read_columns(tables, "ifc_property", ("step_id", column, "value"))
    wanted = pa.array(sorted({name.casefold() for name in names}), pa.string())
    is_named = pc.is_in(pc.utf8_lower(rows[column]), wanted)
    return set(rows["step_id"].filter(pc.and_(is_named, pc.is_valid(rows["value"]))).to_pylist())
