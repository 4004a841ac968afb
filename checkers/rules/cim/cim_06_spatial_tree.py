"""The spatial tree is complete from project to storey or facility part, and every element has its place in it.

Why
    The city's objects, storeys and rooms are made from this tree. What hangs nowhere is missed by every list, plan and query.
Fails
    A building directly under the project; a building with walls but no storey; a pump without a container.
Passes
    IfcProject → IfcSite → IfcBuilding → IfcBuildingStorey, or → IfcBridge → IfcBridgePart, each element contained in one of
    these or part of one that is. A site of trees and paths needs no building; a building that holds nothing needs no storey.
Not applicable
    A model without a project, spatial elements and elements.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Verdict
from checkers.spatial_classes import BUILDINGS, FACILITIES, FACILITY_PARTS, SPACES, STOREYS, ancestors
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

if TYPE_CHECKING:
    import pandas as pd

SITES = ("IfcSite",)
PARENTS: dict[tuple[str, ...], tuple[str, ...]] = {
    SITES: ("IfcProject", *SITES),
    BUILDINGS: (*SITES, *BUILDINGS),
    FACILITIES: (*SITES, *FACILITIES),
    STOREYS: (*BUILDINGS, *STOREYS),
    FACILITY_PARTS: (*FACILITIES, *FACILITY_PARTS),
    SPACES: (*STOREYS, *FACILITY_PARTS, *SPACES, *BUILDINGS, *FACILITIES, *SITES),
}
"""Spatial classes → what they may be part of."""
WITHOUT_PLACE = ("IfcVirtualElement",)
"""A boundary between rooms, no built thing."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the project, at each spatial element and at each element."""
    elements = tables["ifc_element"]
    built = elements[elements["family"].eq("element") & ~elements["ifc_class"].isin(WITHOUT_PLACE)]
    yield from _project(elements, built)
    for classes, parents in PARENTS.items():
        yield from _parents(elements, classes, parents)
    yield from _levels(elements, built, BUILDINGS, STOREYS, "no_storey")
    yield from _levels(elements, built, FACILITIES, FACILITY_PARTS, "no_part")
    has_place = built["container_step_id"].notna()
    yield Passed(int(has_place.sum()))
    for step_id in built.loc[~has_place, "step_id"]:
        yield Failed(step_id=step_id, subject="container", text="no_container", observed="0", expected="1", table="ifc_element")


def _project(elements: "pd.DataFrame", built: "pd.DataFrame") -> Iterator[Verdict]:
    projects = elements[elements["ifc_class"].eq("IfcProject")]
    has_site = elements["ifc_class"].isin(SITES).any()
    if built.empty and not has_site:
        return
    if len(projects) != 1:
        yield Failed(subject="project", text="project", observed=str(len(projects)), expected="1", table="ifc_element")
    elif not has_site:
        step_id = int(projects["step_id"].iloc[0])
        yield Failed(step_id=step_id, subject="site", text="no_site", observed="0", expected=">= 1", table="ifc_element")
    else:
        yield Passed(1)


def _parents(elements: "pd.DataFrame", classes: tuple[str, ...], parents: tuple[str, ...]) -> Iterator[Verdict]:
    """What hangs in the tree hangs where its class belongs."""
    class_of = elements.set_index("step_id")["ifc_class"]
    here = elements[elements["ifc_class"].isin(classes)]
    parent = here["parent_step_id"].map(class_of)
    is_right = parent.isin(parents)
    yield Passed(int(is_right.sum()))
    for step_id, found in zip(here.loc[~is_right, "step_id"], parent[~is_right].fillna("—"), strict=True):
        yield Failed(
            step_id=step_id, subject="parent", text="parent", observed=found, expected=" / ".join(parents[:2]), table="ifc_element"
        )


def _levels(
    elements: "pd.DataFrame", built: "pd.DataFrame", wholes: tuple[str, ...], levels: tuple[str, ...], text: str
) -> Iterator[Verdict]:
    """A whole that holds elements is divided into storeys or parts."""
    whole_of = ancestors(elements, wholes)
    filled = set(built["step_id"].map(whole_of).dropna().astype("int64"))
    divided = set(elements.loc[elements["ifc_class"].isin(levels), "step_id"].map(whole_of).dropna().astype("int64"))
    yield Passed(len(filled & divided))
    for step_id in sorted(filled - divided):
        yield Failed(step_id=step_id, subject="levels", text=text, observed="0", expected=">= 1", table="ifc_element")


RULE = Rule(
    code="CIM-06",
    name="cim.spatial_tree",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("ISO 16739-1:2024", "IfcRelAggregates, IfcRelContainedInSpatialStructure", confirmed=True),),
    tables=("ifc_element",),
    check=check,
)
