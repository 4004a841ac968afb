"""Desks, blackboards, shelves and the furniture of the teacher's flat."""

from collections.abc import Sequence

from sample_ifc.school.plan import CLASS_BAYS, FLAT_X, HALL_BAY, OFFICE_BAY, SchoolPlan, X
from sample_ifc.shapes import Solid, box
from sample_ifc.writer import At, Draft

CODE = "14-10.00.00"


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Furnish all storeys."""
    for storey in plan.storeys:
        for order, bay in enumerate(CLASS_BAYS):
            _classroom(draft, storey.name, f"{storey.name}/{order + 1}号教室", X[bay] + 0.1)
        if storey.index:
            _reading_room(draft, storey.name, X[HALL_BAY] + 0.1)
        if storey.index < 2:
            _office(draft, storey.name, X[OFFICE_BAY] + 0.1)
    _flat(draft, plan)


def _put(draft: Draft, storey: str, path: str, of: str, at: At) -> None:
    where, name = f"storey/{storey}", str(draft.records[of].facts["type_name"])
    draft.element(path, "IfcFurniture", name, within=where, container=where, of=of, at=at)


def _type(draft: Draft, name: str, solids: Sequence[Solid], material: str = "timber") -> str:
    return draft.type(
        f"type/furniture/{name}", "IfcFurnitureType", name, solids=solids, code=CODE, material=material, AssemblyPlace="FACTORY"
    )


def _classroom(draft: Draft, storey: str, room: str, wall: float) -> None:
    """Pupils look towards the wall at ``wall``: blackboard, platform, five rows of four desks for two."""
    chairs: list[Solid] = []
    for y in (0.12, 0.72):
        chairs += [box((0.62, y, 0.36), (0.98, y + 0.36, 0.39), "chair"), box((0.95, y, 0.39), (0.98, y + 0.36, 0.75), "chair")]
    desk = [
        box((0, 0, 0.68), (0.45, 1.2, 0.71), "desk"),
        box((0.03, 0.05, 0), (0.4, 0.08, 0.68), "steel"),
        box((0.03, 1.12, 0), (0.4, 1.15, 0.68), "steel"),
    ]
    pair = _type(draft, "双人课桌椅", [*desk, *chairs])
    board = _type(
        draft, "推拉黑板 4.0m", [box((0, -2, 0.9), (0.06, 2, 2.1), "blackboard"), box((0.06, -2, 0.86), (0.16, 2, 0.9), "steel")]
    )
    stage = _type(draft, "讲台", [box((0, -2.5, 0), (1.2, 2.5, 0.18), "desk"), box((0.3, 1.0, 0.18), (0.9, 2.0, 1.1), "door")])
    _put(draft, storey, f"{room}/黑板", board, At(wall, 3.7))
    _put(draft, storey, f"{room}/讲台", stage, At(wall + 0.05, 3.7))
    for row in range(5):
        for column in range(4):
            _put(draft, storey, f"{room}/课桌{row + 1}-{column + 1}", pair, At(wall + 2.3 + 1.2 * row, 0.55 + 1.75 * column))


def _reading_room(draft: Draft, storey: str, wall: float) -> None:
    shelf = _type(
        draft,
        "书架 1.8m",
        [box((0, 0, z), (1.8, 0.35, z + 0.03), "door") for z in (0.1, 0.5, 0.9, 1.3, 1.7)]
        + [box((x, 0, 0), (x + 0.03, 0.35, 1.75), "door") for x in (0, 1.77)],
    )
    table = _type(
        draft,
        "阅览桌 2.4m",
        [
            box((0, 0, 0.72), (2.4, 1.2, 0.76), "desk"),
            box((0.1, 0.1, 0), (0.16, 1.1, 0.72), "steel"),
            box((2.24, 0.1, 0), (2.3, 1.1, 0.72), "steel"),
        ],
    )
    for i in range(3):
        _put(draft, storey, f"{storey}/阅览/书架{i + 1}", shelf, At(wall + 0.5 + 2.3 * i, 7.2))
    for i in range(4):
        _put(draft, storey, f"{storey}/阅览/桌{i + 1}", table, At(wall + 0.8 + 3.5 * (i % 2), 1.0 + 2.6 * (i // 2)))


def _office(draft: Draft, storey: str, wall: float) -> None:
    desk = _type(
        draft,
        "办公桌椅",
        [
            box((0, 0, 0.72), (1.4, 0.7, 0.75), "desk"),
            box((0.05, 0.05, 0), (0.45, 0.65, 0.72), "door"),
            box((1.3, 0.05, 0), (1.35, 0.65, 0.72), "steel"),
            box((0.55, 0.8, 0.42), (1.0, 1.25, 0.47), "chair"),
            box((0.55, 1.2, 0.47), (1.0, 1.25, 0.95), "chair"),
        ],
    )
    for i in range(8):
        _put(draft, storey, f"{storey}/办公/桌{i + 1}", desk, At(wall + 0.7 + 1.7 * (i % 4), 1.2 + 2.8 * (i // 4)))


def _flat(draft: Draft, plan: SchoolPlan) -> None:
    bed = _type(
        draft,
        "单人床 1.2m",
        [
            box((0, 0, 0.1), (2.0, 1.2, 0.4), "desk"),
            box((0.02, 0.02, 0.4), (1.98, 1.18, 0.5), "board"),
            box((0, 0, 0.4), (0.05, 1.2, 0.9), "door"),
        ],
    )
    sofa = _type(
        draft, "沙发 1.8m", [box((0, 0, 0.1), (1.8, 0.85, 0.42), "chair"), box((0, 0.65, 0.42), (1.8, 0.85, 0.85), "chair")]
    )
    kitchen = _type(
        draft, "橱柜 2.4m", [box((0, 0, 0.1), (2.4, 0.6, 0.85), "board"), box((0, 0, 0.85), (2.4, 0.6, 0.9), "granite")]
    )
    wardrobe = _type(draft, "衣柜 1.6m", [box((0, 0, 0), (1.6, 0.6, 2.0), "desk")])
    west = X[OFFICE_BAY] + 0.1
    _put(draft, "3F", "3F/周转房/床", bed, At(FLAT_X + 1.9, 0.4))
    if not plan.has_small_bedroom:
        _put(draft, "3F", "3F/周转房/衣柜", wardrobe, At(FLAT_X + 2.2, 2.85))
    _put(draft, "3F", "3F/周转房/沙发", sofa, At(west + 0.4, 4.0))
    _put(draft, "3F", "3F/周转房/橱柜", kitchen, At(FLAT_X + 1.3, 6.9))
