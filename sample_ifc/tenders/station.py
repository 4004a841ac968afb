"""Draws the health station as a bidder's plan has it."""

from dataclasses import replace
from typing import Any

from sample_ifc.dialect import Dialect
from sample_ifc.georeference import Place, write_conversion
from sample_ifc.materials import PALETTE
from sample_ifc.school.fittings import door_type, window_type
from sample_ifc.school.walls import EXTERNAL, INTERNAL, Hole, WallKind, wall
from sample_ifc.shapes import net_area, prism, rectangle
from sample_ifc.tenders.plan import DEPTH, GROUND_DEPTH, HEIGHT, LENGTH, MIDDLE, ROOF_SLABS, SLAB, WALL, BidPlan
from sample_ifc.values import Quantity, area, length, volume
from sample_ifc.writer import Draft

STOREY = "storey/1F"
PLACE = Place(395810.0, 3929620.0, 751.2, 0.0, (35, 29, 25, 0), (112, 51, 6, 0))
TRUE_NORTH = (0.011634, 0.999932)
"""The meridian convergence of −0.667° at this place."""
KINDS = {"IfcSlab": "slab", "IfcWall": "wall", "IfcDoor": "door", "IfcWindow": "window"}
TASKS = {"slab": "楼板施工", "wall": "墙体砌筑", "door": "门安装", "window": "窗安装"}


def station(bid: str, plan: BidPlan) -> Draft:
    """The model of a bid, not yet finished."""
    draft = Draft("station", bid, Dialect(), PALETTE)
    _spatial(draft, plan)
    if plan.has_systems:
        draft.add(
            "system", "IfcBuildingSystem", draft.rooted("IfcBuildingSystem", "system", Name="主体", PredefinedType="LOADBEARING")
        )
    _walls(draft, plan)
    _slabs(draft, plan)
    _rooms(draft, plan)
    _treat_kinds(draft, plan)
    if plan.repeats_identity:
        draft.records["外墙/北/1"].entity.GlobalId = draft.records["外墙/北/0"].entity.GlobalId
    _tasks(draft, plan)
    return draft


def _spatial(draft: Draft, plan: BidPlan) -> None:
    shaper = draft.shaper
    shaper.context.TrueNorth = shaper.direction(TRUE_NORTH)
    project = draft.rooted(
        "IfcProject", "project", Name="JC-STATION", LongName="街道卫生服务站", Phase="投标",
        RepresentationContexts=[shaper.context], UnitsInContext=draft.units,
    )  # fmt: skip
    draft.add("project", "IfcProject", project)
    draft.element(
        "site", "IfcSite", "卫生服务站用地", within=None, CompositionType="ELEMENT", RefLatitude=PLACE.latitude,
        RefLongitude=PLACE.longitude, RefElevation=PLACE.height,
    )  # fmt: skip
    draft.rooted("IfcRelAggregates", "project/parts", RelatingObject=project, RelatedObjects=[draft.records["site"].entity])
    if plan.is_placed:
        write_conversion(draft, PLACE)
        if not plan.has_vertical_datum:
            draft.file.by_type("IfcProjectedCRS")[0].VerticalDatum = None
    psets = {"Pset_BuildingCommon": {"OccupancyType": "医疗建筑", "NumberOfStoreys": 1}}
    draft.element("building", "IfcBuilding", "卫生服务站", within="site", whole="site", CompositionType="ELEMENT", psets=psets)
    draft.element(STOREY, "IfcBuildingStorey", "1F", within="building", whole="building", CompositionType="ELEMENT", Elevation=0.0)


def _walls(draft: Draft, plan: BidPlan) -> None:
    door, inner = door_type(draft, "glazed", 1.5, 2.1), door_type(draft, "plain", 1.0, 2.1)
    window = window_type(draft, 1.8, 1.5)
    west = replace(EXTERNAL, path="type/wall/西墙300", name="外墙-300-西", transmittance=plan.west_wall_k)
    south = (Hole(door, 2.4, 0.0, 1.5, 2.1, is_exit=True), Hole(window, 8.0, 0.9, 1.8, 1.5))
    north = (Hole(window, 2.0, 0.9, 1.8, 1.5), Hole(window, 8.4, 0.9, 1.8, 1.5))
    lines: dict[str, tuple[WallKind, tuple[float, float], tuple[float, float], tuple[Hole, ...]]] = {
        "外墙/南": (EXTERNAL, (0, 0), (LENGTH, 0), south),
        "外墙/东": (EXTERNAL, (LENGTH, WALL), (LENGTH, DEPTH - WALL), ()),
        "外墙/北": (EXTERNAL, (LENGTH, DEPTH), (0, DEPTH), north),
        "外墙/西": (west, (0, DEPTH - WALL), (0, WALL), ()),
        "内墙": (INTERNAL, (MIDDLE, WALL), (MIDDLE, DEPTH - WALL), (Hole(inner, 2.5, 0.0, 1.0, 2.1),)),
    }
    for path, (kind, start, end, holes) in lines.items():
        wall(draft, path, kind, STOREY, start, end, 0, HEIGHT, holes)
    if plan.west_wall_k is None:
        # Nobody can work it out either.
        draft.records[west.path].material = None


def _slabs(draft: Draft, plan: BidPlan) -> None:
    _slab(draft, "地坪", "首层地坪150", rectangle(0, 0, LENGTH, DEPTH), -GROUND_DEPTH, 0, "BASESLAB", "In-Situ", 1.0)
    if not plan.has_ground_container:
        draft.records["地坪"].container = None
    width = LENGTH / ROOF_SLABS
    for number in range(ROOF_SLABS):
        made = "Precast" if number < plan.precast_slabs else plan.other_slabs
        outline = rectangle(number * width, 0, (number + 1) * width, DEPTH)
        stated = 1.1 if number < plan.overstated_slabs else 1.0
        _slab(draft, f"屋面板{number + 1}", f"屋面板{number + 1}", outline, HEIGHT, HEIGHT + SLAB, "ROOF", made, stated)
        if number >= ROOF_SLABS - plan.nameless_slabs:
            draft.records[f"屋面板{number + 1}"].entity.Name = None


def _slab(
    draft: Draft, path: str, name: str, outline: Any, z0: float, z1: float, kind: str, made: str | None, stated: float
) -> None:
    common: dict[str, Any] = {"LoadBearing": True, "IsExternal": kind == "ROOF"}
    if kind == "ROOF":
        common["ThermalTransmittance"] = 0.3
    psets = {"Pset_SlabCommon": common}
    if made:
        psets["Pset_ConcreteElementGeneral"] = {"ConstructionMethod": made}
    draft.element(
        path, "IfcSlab", name, within=STOREY, container=STOREY, solids=[prism(outline, z0, z1, "concrete")], code="14-20.20.03",
        material="concrete_c30", PredefinedType=kind, psets=psets,
        qtos={
            "Qto_SlabBaseQuantities": {
                "Depth": length(z1 - z0), "NetArea": area(net_area(outline)),
                "NetVolume": volume(stated * net_area(outline) * (z1 - z0)),
            }
        },
    )  # fmt: skip


def _rooms(draft: Draft, plan: BidPlan) -> None:
    edge = DEPTH - WALL
    for number, usage, x0, x1, height in (
        ("101", "候诊室", WALL, MIDDLE - 0.1, HEIGHT),
        ("102", "储藏室", MIDDLE + 0.1, LENGTH - WALL, plan.second_room_height),
    ):
        outline = rectangle(x0, WALL, x1, edge)
        draft.element(
            f"房间/{number}", "IfcSpace", number, within=STOREY, whole=STOREY, solids=[prism(outline, 0, height, "space")],
            LongName=usage, CompositionType="ELEMENT", PredefinedType="INTERNAL",
        )  # fmt: skip


def _treat_kinds(draft: Draft, plan: BidPlan) -> None:
    """Take away what the bidder does not take care of."""
    nothing: dict[str, dict[str, Quantity]] = {}
    for record in draft.records.values():
        kind = KINDS.get(record.ifc_class.removesuffix("Type"))
        if kind is None:
            continue
        if kind not in plan.coded:
            record.code = None
        if kind not in plan.with_quantities:
            record.qtos = nothing
        if plan.has_systems and kind in ("slab", "wall") and not record.ifc_class.endswith("Type"):
            record.systems = ("system",)


def _tasks(draft: Draft, plan: BidPlan) -> None:
    for kind in plan.scheduled:
        task = draft.rooted("IfcTask", f"task/{kind}", Name=TASKS[kind], IsMilestone=False, PredefinedType="CONSTRUCTION")
        things = [record.entity for record in draft.records.values() if KINDS.get(record.ifc_class) == kind]
        draft.rooted("IfcRelAssignsToProcess", f"task/{kind}/works_on", RelatedObjects=things, RelatingProcess=task)
