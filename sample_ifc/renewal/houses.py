"""The four houses: old walls as they stand, new panels, windows, louvres, canopies, roofs.

Everything is drawn in the frame of the house: x along it, y from its southern to its northern wall, z from the main lane.
"""

from sample_ifc.renewal.openings import LIVING, Opening, entrance_side, fill
from sample_ifc.renewal.plan import CLADDING, FLOOR, HOUSE_DEPTH, HOUSE_LENGTH, HOUSES, STOREY, STOREYS, UNIT
from sample_ifc.renewal.spatial import house, metres, storey
from sample_ifc.renewal.traces import acceptance, origin
from sample_ifc.shapes import Mesh, Outline, Solid, box, panel, prism, rectangle
from sample_ifc.writer import At, Draft

WALL = 0.37
EAVES = round(FLOOR + STOREY * STOREYS, 3)
BASE_STOREYS = 2
"""Storeys that the grey base takes."""
WALL_CODE = "14-10.20.03.06"
EVIDENCE = (("JC-TS-002", "1#住宅楼立面前后对比图"),)


def build(draft: Draft) -> None:
    """Draw the houses."""
    _types(draft)
    for number, _, _ in HOUSES:
        for index in range(STOREYS):
            _storey(draft, number, index)
        _cladding(draft, number)
        _roof(draft, number)
        _canopies(draft, number)


def _holes(openings: tuple[Opening, ...], up: float) -> tuple[Outline, ...]:
    return tuple(rectangle(one.left, one.sill + up, one.left + one.width, one.sill + up + one.height) for one in openings)


def _types(draft: Draft) -> None:
    common = {"IsExternal": True, "LoadBearing": True, "FireRating": "3.00h"}
    side = rectangle(0, 0, HOUSE_LENGTH, STOREY)
    low = rectangle(0, -FLOOR - 0.2, HOUSE_LENGTH, STOREY)
    gable: list[Solid] = [box((0, WALL, 0), (WALL, HOUSE_DEPTH - WALL, STOREY), "ivory")]
    walls: dict[str, list[Solid]] = {
        "南墙": [panel(side, 0, WALL, "ivory", _holes(LIVING, 0))],
        "南墙首层": [panel(low, 0, WALL, "ivory", _holes(LIVING, 0))],
        "北墙": [panel(side, 0, WALL, "ivory", _holes(entrance_side(1), 0))],
        "北墙首层": [panel(low, 0, WALL, "ivory", _holes(entrance_side(0), 0))],
        "山墙": gable,
        "山墙首层": [box((0, WALL, -FLOOR - 0.2), (WALL, HOUSE_DEPTH - WALL, STOREY), "ivory")],
    }
    for name, solids in walls.items():
        draft.type(
            f"type/wall/{name}", "IfcWallType", f"既有砖墙370 {name}", solids=solids, code=WALL_CODE, material="old_brick",
            PredefinedType="SOLIDWALL", psets={"Pset_WallCommon": {"Reference": "既有砖墙370", **common}},
        )  # fmt: skip
    slab: list[Solid] = [box((WALL, WALL, -0.12), (HOUSE_LENGTH - WALL, HOUSE_DEPTH - WALL, 0), "concrete")]
    draft.type(
        "type/slab", "IfcSlabType", "既有现浇楼板120", solids=slab, code="14-20.20.03", material="concrete_c30",
        PredefinedType="FLOOR",
        psets={"Pset_SlabCommon": {"Reference": "既有楼板", "IsExternal": False, "LoadBearing": True}},
    )  # fmt: skip


def _storey(draft: Draft, number: str, index: int) -> None:
    path = storey(number, index)
    suffix = "首层" if index == 0 else ""
    north = HOUSE_DEPTH - WALL
    walls = (
        ("南墙", "南墙", 0.0, 0.0),
        ("北墙", "北墙", 0.0, north),
        ("西山墙", "山墙", 0.0, 0.0),
        ("东山墙", "山墙", HOUSE_LENGTH - WALL, 0.0),
    )
    for name, kind, x, y in walls:
        draft.element(
            f"{path}/{name}", "IfcWall", f"既有{name}", within=path, container=path, of=f"type/wall/{kind}{suffix}", at=At(x, y),
            PredefinedType="SOLIDWALL",
        )  # fmt: skip
    draft.element(
        f"{path}/楼板", "IfcSlab", "既有楼板", within=path, container=path, of="type/slab", PredefinedType="FLOOR"
    )  # fmt: skip
    fill(draft, path, "南", LIVING, 0.06)
    fill(draft, path, "北", entrance_side(index), HOUSE_DEPTH - 0.16)
    louvre = _louvre(draft)
    for order, x in enumerate(UNIT * unit + step for unit in range(3) for step in (3.0, 9.0)):
        draft.element(
            f"{path}/百叶{order + 1}", "IfcShadingDevice", "空调室外机百叶", within=path, container=path, of=louvre,
            at=At(x, -CLADDING, 0.15),
            PredefinedType="JALOUSIE",
        )  # fmt: skip


def _louvre(draft: Draft) -> str:
    """A box of slats before the southern wall, its back at y = 0."""
    wide, reach, high = 0.46, 0.55, 0.9
    solids: list[Solid] = [
        box((-wide, -reach, -0.06), (wide, 0, 0), "lamp_post"),
        box((-wide, -reach, high), (wide, 0, high + 0.04), "lamp_post"),
    ]
    solids += [box((-wide, -reach, 0.05 + 0.14 * i), (wide, -reach + 0.03, 0.12 + 0.14 * i), "white") for i in range(6)]
    solids += [box((x, -reach, 0), (x + 0.03, 0, high), "white") for x in (-wide, wide - 0.03)]
    return draft.type(
        "type/louvre", "IfcShadingDeviceType", "铝合金空调百叶 920×900", solids=solids, code="14-10.20.00", material="aluminium",
        PredefinedType="JALOUSIE", psets={"Pset_ShadingDeviceCommon": {"Reference": "BY1", "IsExternal": True}, **origin("window")},
        documents=acceptance("window"),
    )  # fmt: skip


def _cladding(draft: Draft, number: str) -> None:
    """New panels before the old walls: a grey base and a light upper part, with a band between them."""
    split = round(FLOOR + STOREY * BASE_STOREYS, 3)
    for part, name, z0, z1, style in (
        ("基座", "灰砖纹保温装饰板", -0.1, split, "grey_brick"),
        ("上部", "米白保温装饰板", split, EAVES, "ivory"),
    ):
        for side in ("南", "北", "西", "东"):
            of = _panel_type(draft, part, name, side, z0, z1, style)
            is_feature = number == "1#" and (part, side) == ("基座", "北")
            feature = {
                "特色要素": "泽州民居灰砖基座与砖雕窗楣",
                "特色说明": "更新后的立面以灰砖纹基座和米白墙身延续老街两段式立面，单元入口上方保留原有砖雕窗楣",
            }
            where = storey(number, 0 if part == "基座" else BASE_STOREYS)
            draft.element(
                f"{house(number)}/外墙板{part}{side}", "IfcCovering", f"{number}楼{side}立面{name}", within=house(number),
                container=where, of=of,
                PredefinedType="CLADDING", psets={"JCPset_Feature": feature} if is_feature else None,
                documents=(*acceptance("panel"), *(EVIDENCE if is_feature else ())),
            )  # fmt: skip
    band = rectangle(-CLADDING - 0.06, -CLADDING - 0.06, HOUSE_LENGTH + CLADDING + 0.06, HOUSE_DEPTH + CLADDING + 0.06)
    inner = rectangle(0.0, 0.0, HOUSE_LENGTH, HOUSE_DEPTH)
    of = draft.type(
        "type/band", "IfcCoveringType", "GRC装饰腰线",
        solids=[prism(band, z - 0.12, z + 0.12, "moulding", (inner,)) for z in (split, EAVES - 0.12)],
        code=WALL_CODE, material="moulding", PredefinedType="MOLDING",
        psets={"Pset_CoveringCommon": {"Reference": "YX1", "IsExternal": True}},
    )  # fmt: skip
    draft.element(
        f"{house(number)}/腰线", "IfcCovering", f"{number}楼GRC装饰腰线", within=house(number),
        container=storey(number, BASE_STOREYS), of=of,
        PredefinedType="MOLDING",
    )  # fmt: skip


def _panel_type(draft: Draft, part: str, name: str, side: str, z0: float, z1: float, style: str) -> str:
    path = f"type/panel/{part}{side}"
    if path in draft.records:
        return path
    storeys = range(BASE_STOREYS) if part == "基座" else range(BASE_STOREYS, STOREYS)
    solids: list[Solid]
    if side in "南北":
        y = -CLADDING if side == "南" else HOUSE_DEPTH
        holes: tuple[Outline, ...] = ()
        for index in storeys:
            openings = LIVING if side == "南" else entrance_side(index)
            holes += _holes(openings, round(FLOOR + STOREY * index, 3))
        solids = [panel(rectangle(-CLADDING, z0, HOUSE_LENGTH + CLADDING, z1), y, y + CLADDING, style, holes)]
    else:
        x = -CLADDING if side == "西" else HOUSE_LENGTH
        solids = [box((x, 0, z0), (x + CLADDING, HOUSE_DEPTH, z1), style)]
    return draft.type(
        path, "IfcCoveringType", f"{name} {side}立面", solids=solids, code=WALL_CODE, material="insulated_panel",
        PredefinedType="CLADDING",
        psets={"Pset_CoveringCommon": {"Reference": "ZS1", "IsExternal": True, "FireRating": "A级", "ThermalTransmittance": 0.45},
        **origin("panel")},
    )  # fmt: skip


def _roof(draft: Draft, number: str) -> None:
    """The flat roof made a hipped one."""
    over, rise = 0.7, 2.6
    x0, y0, x1, y1 = -over, -over, HOUSE_LENGTH + over, HOUSE_DEPTH + over
    middle = HOUSE_DEPTH / 2
    points = (
        (x0, y0, 0.0),
        (x1, y0, 0.0),
        (x1, y1, 0.0),
        (x0, y1, 0.0),
        (middle, middle, rise),
        (HOUSE_LENGTH - middle, middle, rise),
    )
    faces = ((0, 3, 2, 1), (0, 1, 5, 4), (1, 2, 5), (2, 3, 4, 5), (3, 0, 4))
    path = storey(number, STOREYS - 1)
    draft.element(
        f"{house(number)}/屋面", "IfcRoof", "平改坡灰瓦屋面", within=house(number), container=path, at=At(z=EAVES),
        solids=[Mesh(points, faces, "grey_tile")], code="14-10.20.00", material="grey_brick", PredefinedType="HIP_ROOF",
        psets={"Pset_RoofCommon": {"Reference": "PGP", "IsExternal": True}},
    )  # fmt: skip


def _canopies(draft: Draft, number: str) -> None:
    solids: list[Solid] = [
        box((-1.7, 0, 0), (1.7, 1.8, 0.14), "canopy"), box((-1.75, 1.74, -0.08), (1.75, 1.82, 0.3), "grey_tile"),
        box((-1.75, 0, -0.08), (-1.67, 1.8, 0.3), "grey_tile"), box((1.67, 0, -0.08), (1.75, 1.8, 0.3), "grey_tile"),
    ]  # fmt: skip
    of = draft.type(
        "type/canopy", "IfcPlateType", "单元入口雨篷 3400×1800", solids=solids, code="14-10.20.48.12", material="steel",
        PredefinedType="SHEET",
        psets={"Pset_PlateCommon": {"Reference": "YP1", "IsExternal": True, "LoadBearing": False},
        "JCPset_Canopy": {"出挑长度": metres(1.8)}},
    )  # fmt: skip
    path = storey(number, 0)
    for unit in range(3):
        draft.element(
            f"{house(number)}/雨篷{unit + 1}", "IfcPlate", "单元入口雨篷", within=path, container=path, of=of,
            at=At(UNIT * (unit + 0.5), HOUSE_DEPTH + CLADDING, 2.55), PredefinedType="SHEET",
        )  # fmt: skip
