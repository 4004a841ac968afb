"""Rooms with their floors and ceilings, zones, and the roof."""

from typing import Protocol

from sample_ifc.materials import MATERIALS, Layers
from sample_ifc.school.plan import FINISH, WALL, Room, Storey, outer
from sample_ifc.school.spatial import ROOF
from sample_ifc.school.walls import PARAPET, wall
from sample_ifc.shapes import Solid, net_area, perimeter, prism, rectangle
from sample_ifc.values import area, length, volume
from sample_ifc.writer import Draft


class RoomPlan(Protocol):
    """The plan of any house."""

    @property
    def storeys(self) -> tuple[Storey, ...]:
        """Its storeys."""
        ...

    def rooms(self, storey: Storey) -> tuple[Room, ...]:
        """The rooms of a storey."""
        ...


def build_rooms(draft: Draft, plan: RoomPlan, storey: Storey) -> None:
    """Draw the rooms of a storey."""
    path = f"storey/{storey.name}"
    for room in plan.rooms(storey):
        space, floor_area = f"{storey.name}/房间/{room.number}", net_area(room.outline)
        draft.element(
            space,
            "IfcSpace",
            room.number,
            within=path,
            whole=path,
            solids=[prism(room.outline, 0, room.height, "space")],
            LongName=room.usage,
            CompositionType="ELEMENT",
            PredefinedType="INTERNAL",
            InteriorOrExteriorSpace="INTERNAL",
            psets={
                "Pset_SpaceCommon": {"Reference": room.usage, "IsExternal": False, "PubliclyAccessible": room.zone == "交通空间"}
            },
            qtos={
                "Qto_SpaceBaseQuantities": {
                    "Height": length(room.height),
                    "NetFloorArea": area(floor_area),
                    "NetPerimeter": length(perimeter(room.outline)),
                    "NetVolume": volume(floor_area * room.height),
                }
            },
        )
        draft.records[space].systems = (f"zone/{room.zone}",)
        style = "tile" if room.finish == "floor_tile" else "terrazzo"
        floor = room.floor or room.outline
        _covering(
            draft,
            f"{storey.name}/楼面/{room.number}",
            "FLOORING",
            room.finish,
            style,
            path,
            prism(floor, -FINISH, 0, style),
            net_area(floor),
        )
        if room.ceiling:
            slab = prism(room.outline, room.ceiling, room.ceiling + 0.02, "ceiling")
            _covering(draft, f"{storey.name}/吊顶/{room.number}", "CEILING", "ceiling", "ceiling", path, slab, floor_area)


def _covering(draft: Draft, path: str, sort: str, material: str, style: str, storey: str, solid: Solid, covered: float) -> None:
    spec = MATERIALS[material]
    name = spec.name if isinstance(spec, Layers) else f"{spec[0]}吊顶"
    of = draft.type(
        f"type/covering/{material}",
        "IfcCoveringType",
        name,
        code="14-10.20.18" if sort == "FLOORING" else "14-10.20.24",
        material=material,
        PredefinedType=sort,
    )
    draft.element(
        path,
        "IfcCovering",
        name,
        within=storey,
        container=storey,
        solids=[solid],
        of=of,
        PredefinedType=sort,
        qtos={"Qto_CoveringBaseQuantities": {"NetArea": area(covered)}},
    )


def build_zones(draft: Draft, plan: RoomPlan) -> None:
    """Name the zones that the rooms belong to."""
    names = dict.fromkeys(room.zone for storey in plan.storeys for room in plan.rooms(storey))
    for name in names:
        zone = draft.rooted("IfcZone", f"zone/{name}", Name=name, LongName=name)
        draft.add(f"zone/{name}", "IfcZone", zone)


def build_roof(draft: Draft) -> None:
    """Draw parapets and roof."""
    x0, y0, x1, y1 = outer(WALL)
    top, layers = 1.1, MATERIALS["roof"]
    assert isinstance(layers, Layers)
    inner = outer(WALL - 0.24)
    parapets = (((x0, y0), (x1, y0)), ((x1, y0 + 0.24), (x1, y1 - 0.24)), ((x1, y1), (x0, y1)), ((x0, y1 - 0.24), (x0, y0 + 0.24)))
    for side, (start, end) in zip("南东北西", parapets, strict=True):
        wall(draft, f"RF/女儿墙/{side}", PARAPET, ROOF, start, end, -FINISH, top)
    outline = rectangle(*inner)
    covered = net_area(outline)
    draft.element(
        "RF/屋面",
        "IfcRoof",
        "平屋面 挤塑聚苯板倒置式",
        within=ROOF,
        container=ROOF,
        code="14-10.20.15.03",
        material="roof",
        solids=[prism(outline, -FINISH, -FINISH + layers.thickness, "roof")],
        PredefinedType="FLAT_ROOF",
        psets={"Pset_RoofCommon": {"Reference": "平屋面", "IsExternal": True, "FireRating": "1.00h", "ThermalTransmittance": 0.33}},
        qtos={"Qto_RoofBaseQuantities": {"GrossArea": area(covered), "NetArea": area(covered)}},
    )
