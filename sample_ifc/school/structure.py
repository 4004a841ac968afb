"""The frame: footings, columns, beams, slabs; slabs of most bays are precast."""

from sample_ifc.school.plan import (
    BEAM,
    FACE,
    FINISH,
    HALF_COLUMN,
    SLAB,
    STAIR_BAYS,
    STAIR_TOP,
    TOILET_BAY,
    SchoolPlan,
    X,
    Y,
    columns,
)
from sample_ifc.school.spatial import FOUNDATION, ROOF
from sample_ifc.shapes import box, net_area, prism, rectangle
from sample_ifc.values import area, length, volume
from sample_ifc.writer import At, Draft

FOUNDATION_Z = -2.0
"""Elevation of the foundation level: top of the blinding."""
FOOTING = 0.6
IN_SITU = {"ConstructionMethod": "In-Situ", "StructuralClass": "C30"}
PRECAST = {"ConstructionMethod": "Precast", "StructuralClass": "C30"}
BEAM_CODE = "14-20.20.00"


def build(draft: Draft, plan: SchoolPlan) -> None:
    """Draw the frame from the footings to the roof slab."""
    _foundation(draft)
    _ground_slab(draft)
    for storey in plan.storeys:
        above = plan.storeys[storey.index + 1].name if storey.index < 2 else "RF"
        _columns(draft, storey.name, storey.height)
        _beams(draft, above)
        _slabs(draft, above, is_roof=above == "RF")


def _foundation(draft: Draft) -> None:
    of = draft.type(
        "type/footing",
        "IfcFootingType",
        "独立基础 2000×2000×600",
        solids=[box((-1, -1, 0), (1, 1, FOOTING), "footing")],
        code="14-20.10.00",
        material="concrete_c35",
        PredefinedType="PAD_FOOTING",
    )
    stub = draft.type(
        "type/column/stub",
        "IfcColumnType",
        "基础短柱 500×500",
        code="14-20.20.09",
        material="concrete_c35",
        PredefinedType="COLUMN",
        solids=[
            box((-HALF_COLUMN, -HALF_COLUMN, 0), (HALF_COLUMN, HALF_COLUMN, -FOUNDATION_Z - FOOTING - FINISH - SLAB), "footing")
        ],
        psets={"Pset_ColumnCommon": {"Reference": "DZ-500×500", "LoadBearing": True, "FireRating": "2.50h", "IsExternal": False}},
    )
    height = -FOUNDATION_Z - FOOTING - FINISH - SLAB
    for number, (x, y) in enumerate(columns()):
        # Axes B and C lie 2.6 m apart: their footings keep clear of each other.
        draft.element(
            f"基础/独基{number + 1}",
            "IfcFooting",
            "独立基础 2000×2000×600",
            within=FOUNDATION,
            container=FOUNDATION,
            of=of,
            at=At(x, y, 0),
            PredefinedType="PAD_FOOTING",
            psets={"Pset_ConcreteElementGeneral": IN_SITU},
            qtos={
                "Qto_FootingBaseQuantities": {
                    "Length": length(2),
                    "Width": length(2),
                    "Height": length(FOOTING),
                    "NetVolume": volume(4 * FOOTING),
                }
            },
        )
        draft.element(
            f"基础/短柱{number + 1}",
            "IfcColumn",
            "基础短柱 500×500",
            within=FOUNDATION,
            container=FOUNDATION,
            of=stub,
            at=At(x, y, FOOTING),
            PredefinedType="COLUMN",
            psets={"Pset_ConcreteElementGeneral": IN_SITU},
            qtos={"Qto_ColumnBaseQuantities": {"Length": length(height), "NetVolume": volume(0.25 * height)}},
        )


def _ground_slab(draft: Draft) -> None:
    outline = rectangle(-FACE, -FACE, X[-1] + FACE, Y[2] + FACE)
    draft.element(
        "1F/地坪",
        "IfcSlab",
        "首层混凝土地坪120",
        within="storey/1F",
        container="storey/1F",
        code="14-20.20.03",
        material="concrete_c15",
        solids=[prism(outline, -FINISH - SLAB, -FINISH, "concrete")],
        PredefinedType="BASESLAB",
        psets={
            "Pset_SlabCommon": {"Reference": "地坪-120", "LoadBearing": True, "IsExternal": False, "FireRating": "1.00h"},
            "Pset_ConcreteElementGeneral": IN_SITU,
        },
        qtos={
            "Qto_SlabBaseQuantities": {
                "Depth": length(SLAB),
                "NetArea": area(net_area(outline)),
                "NetVolume": volume(net_area(outline) * SLAB),
            }
        },
    )


def _columns(draft: Draft, storey: str, storey_height: float) -> None:
    height = round(storey_height - SLAB, 3)
    of = draft.type(
        f"type/column/{height}",
        "IfcColumnType",
        "KZ1 500×500",
        code="14-20.20.09",
        material="concrete_c35",
        PredefinedType="COLUMN",
        solids=[box((-HALF_COLUMN, -HALF_COLUMN, 0), (HALF_COLUMN, HALF_COLUMN, height), "concrete")],
        psets={"Pset_ColumnCommon": {"Reference": "KZ1", "LoadBearing": True, "FireRating": "2.50h", "IsExternal": False}},
    )
    for number, (x, y) in enumerate(columns()):
        draft.element(
            f"{storey}/柱{number + 1}",
            "IfcColumn",
            "KZ1 500×500",
            within=f"storey/{storey}",
            container=f"storey/{storey}",
            of=of,
            at=At(x, y, -FINISH),
            mark="KZ1",
            PredefinedType="COLUMN",
            psets={"Pset_ConcreteElementGeneral": IN_SITU},
            qtos={"Qto_ColumnBaseQuantities": {"Length": length(height), "NetVolume": volume(0.25 * height)}},
        )


def _beams(draft: Draft, level: str) -> None:
    for row, y in enumerate(Y):
        for bay in range(len(X) - 1):
            _beam(
                draft,
                level,
                f"KL-{'ABC'[row]}{bay + 1}",
                X[bay] + HALF_COLUMN,
                y,
                X[bay + 1] - HALF_COLUMN - (X[bay] + HALF_COLUMN),
                0,
                0.3,
            )
    for axis, x in enumerate(X):
        for row in range(2):
            start = Y[row] + HALF_COLUMN
            _beam(draft, level, f"KL-{axis + 1}{'AB'[row]}", x, start, Y[row + 1] - HALF_COLUMN - start, 90, 0.3)
    for bay in range(len(X) - 1):
        if X[bay + 1] - X[bay] > 7:
            _beam(draft, level, f"L-{bay + 1}", (X[bay] + X[bay + 1]) / 2, Y[0] + 0.15, Y[1] - Y[0] - 0.3, 90, 0.25)


def _beam(draft: Draft, level: str, mark: str, x: float, y: float, run: float, turn: float, width: float) -> None:
    name = f"{mark.split('-')[0]} {width * 1000:.0f}×{(BEAM + SLAB) * 1000:.0f}"
    of = draft.type(
        f"type/beam/{name}",
        "IfcBeamType",
        name,
        code=BEAM_CODE,
        material="concrete_c30",
        PredefinedType="BEAM",
        psets={"Pset_BeamCommon": {"Reference": name, "LoadBearing": True, "FireRating": "1.50h", "IsExternal": False}},
    )
    draft.element(
        f"{level}/{mark}",
        "IfcBeam",
        name,
        within=f"storey/{level}",
        container=f"storey/{level}",
        of=of,
        mark=mark,
        at=At(x, y, -FINISH - SLAB - BEAM, turn),
        solids=[box((0, -width / 2, 0), (run, width / 2, BEAM), "concrete")],
        PredefinedType="BEAM",
        psets={"Pset_ConcreteElementGeneral": IN_SITU},
        qtos={"Qto_BeamBaseQuantities": {"Length": length(run), "NetVolume": volume(run * width * BEAM)}},
    )


def _slabs(draft: Draft, level: str, *, is_roof: bool) -> None:
    """One slab a bay: precast but over the toilets, which stay cast in place for the sake of the waterproofing."""
    where = ROOF if is_roof else f"storey/{level}"
    for bay in range(len(X) - 1):
        x0 = X[0] - FACE if bay == 0 else X[bay]
        x1 = X[-1] + FACE if bay == len(X) - 2 else X[bay + 1]
        south = STAIR_TOP if bay in STAIR_BAYS and not is_roof else -FACE
        for strip, (y0, y1) in enumerate(((south, Y[1]), (Y[1], Y[2] + FACE))):
            is_precast = bay != TOILET_BAY
            outline = rectangle(x0, y0, x1, y1)
            name = f"{'预制板' if is_precast else '现浇板'}-120"
            of = draft.type(
                f"type/slab/{name}",
                "IfcSlabType",
                name,
                code="14-20.20.03",
                PredefinedType="FLOOR",
                material="concrete_c30_precast" if is_precast else "concrete_c30",
                psets={"Pset_SlabCommon": {"Reference": name, "LoadBearing": True, "IsExternal": False, "FireRating": "1.00h"}},
            )
            draft.element(
                f"{level}/板{bay + 1}{'AB'[strip]}",
                "IfcSlab",
                name,
                within=where,
                container=where,
                of=of,
                PredefinedType="FLOOR",
                solids=[prism(outline, -FINISH - SLAB, -FINISH, "precast" if is_precast else "concrete")],
                psets={"Pset_ConcreteElementGeneral": PRECAST if is_precast else IN_SITU},
                qtos={
                    "Qto_SlabBaseQuantities": {
                        "Depth": length(SLAB),
                        "NetArea": area(net_area(outline)),
                        "NetVolume": volume(net_area(outline) * SLAB),
                    }
                },
            )
