"""A small federation of two models, with hostile names, to make reports of."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import shapely

from cim_schema.tables import TABLES
from pipelines.publish.report.content import Report, ReportModel, ReportRuleset, build_report
from pipelines.publish.report.context import ReportContext

ARCH, STRUCT = "a" * 64, "b" * 64
HOSTILE = "</script><img src=x onerror=alert(1)>'\"&<!--"
FORMULA = '=HYPERLINK("http://evil","x")'


@dataclass(frozen=True)
class Case:
    """What a report is made of."""

    tables: dict[str, Any]
    rules: dict[str, Any]
    models: list[ReportModel]

    def with_findings(self, rows: list[dict[str, Any]]) -> "Case":
        return Case(self.tables | {"chk_finding": TABLES["chk_finding"].from_rows(rows)}, self.rules, self.models)

    @property
    def context(self) -> ReportContext:
        return ReportContext(self.tables, self.rules)

    def report(self, **changes: Any) -> Report:
        given: dict[str, Any] = {
            "determination": {
                "rules_applicable": 4,
                "rules_determined": 3,
                "missing": [{"field": "Pset_WallCommon.FireRating", "elements": 4, "rules": ["FIR-16"]}],
            },
            "georeference": [
                {"model_id": ARCH, "level": 50, "crs": "EPSG:4547", "vertical_crs": None,
                 "origin_map": [500000.1234567891, 3900000.0, 740.0], "origin_lonlat": [112.8, 35.5, 740.0], "rotation_deg": 30.0,
                 "scale": 1.0, "declared": {}, "usable": True, "residuals_m": [],
                 "diagnoses": [{"code": "x", "severity": "warning", "message": "高程基准未说明", "repair": "补写"}]}
            ],
            "timings_s": {"read": 1.23456},
            "engines": {"ifcopenshell": "0.9.0", "geometry_kernel": "hybrid"},
        }  # fmt: skip
        ruleset = ReportRuleset("baseline", "1", "c" * 64)
        return build_report(self.tables, self.models, ruleset, **(given | changes))


def rule(code: str, name: str, obligation: str, element: str, *, confirmed: bool = True) -> dict[str, Any]:
    return {
        "code": code, "name": {"zh": name, "en": name}, "family": "fire", "element": element, "categories": ["building"],
        "obligation": obligation, "parameters": [], "version": 1,
        "clause": {"document": "GB 55037-2022", "number": "7.1.4", "edition": "2022", "confirmed": confirmed},
    }  # fmt: skip


def finding(number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "id": f"f{number:05}", "track": f"f{number:05}", "rule": "FIR-01", "rule_version": 1, "model_id": ARCH, "part": "arch",
        "step_id": 100 + number, "global_id": f"2O2Fr$t4X7Zf8NOew3F{number:03}", "ifc_class": "IfcDoor", "storey": "1F",
        "subject": "", "outcome": "fail", "observed": "0.75", "expected": ">= 0.90", "observed_value": 0.75, "limit_value": 0.9,
        "unit": "m",
        "text_code": "rule.FIR-01.finding", "text_params": json.dumps({"observed": 0.75}), "caused_by": "[]", "missing_field": None,
        "point_x_m": None, "point_y_m": None, "point_z_m": None, "evidence_table": "ifc_quantity",
        "evidence_inputs": '{"Width": 0.7500000004}',
    }  # fmt: skip
    return row | changes


def element(step: int, ifc_class: str, name: str, **changes: Any) -> dict[str, Any]:
    row = {
        "model_id": ARCH, "step_id": step, "global_id": f"2O2Fr$t4X7Zf8NOew3G{step % 1000:03}", "ifc_class": ifc_class,
        "family": "element", "is_product": True, "name": name, "storey_step_id": 10, "storey": "1F",
    }  # fmt: skip
    return row | changes


def footprint(step: int, *corners: float) -> dict[str, Any]:
    shape = shapely.box(*corners)
    return {
        "model_id": ARCH, "step_id": step, "global_id": None, "footprint": shapely.to_wkb(shape), "footprint_area_m2": shape.area,
        "height_m": 2.1, "has_surface": True,
    }  # fmt: skip


def doors() -> list[dict[str, Any]]:
    return [
        element(100 + n, "IfcDoor", HOSTILE if n == 1 else f"M{n}", type_step_id=50 if n < 5 else 51, tag=str(9000 + n))
        for n in range(1, 7)
    ]


def unrated_walls() -> list[dict[str, Any]]:
    said = {
        "rule": "FIR-16", "ifc_class": "IfcWall", "outcome": "undetermined", "observed": None, "observed_value": None,
        "limit_value": None, "unit": None, "expected": ">= 2.5", "missing_field": "Pset_WallCommon.FireRating",
        "text_code": "rule.FIR-16.missing",
        "text_params": json.dumps({"name": FORMULA}),
    }  # fmt: skip
    return [finding(20 + n, step_id=200 + n, **said) for n in range(4)]


def datum_of_both() -> list[dict[str, Any]]:
    said = {
        "rule": "CIM-12", "step_id": None, "global_id": None, "ifc_class": None, "storey": None, "subject": "vertical_datum",
        "observed": "—", "observed_value": None, "limit_value": None, "unit": None, "expected": "一致",
    }  # fmt: skip
    return [
        finding(40 + n, model_id=model, part=part, **said) for n, (model, part) in enumerate(((ARCH, "arch"), (STRUCT, "struct")))
    ]


def outcome(model: str, code: str, said: str, obligation: str, kind: str, *counts: int) -> dict[str, Any]:
    return {
        "model_id": model, "rule": code, "rule_version": 1, "outcome": said, "obligation": obligation, "element": kind,
        "checked": counts[0], "failed": counts[1], "undetermined": counts[2], "crash_cause": None,
    }  # fmt: skip


@pytest.fixture(scope="session")
def case() -> Case:
    walls = ((0, 0, 14, 0.2), (0, 8, 14, 8.2), (0, 0, 0.2, 8), (13.8, 0, 14, 8))
    storey = element(10, "IfcBuildingStorey", "1F", family="spatial", storey_step_id=None, storey=None)
    rows = {
        "ifc_element": [storey, *doors(), *(element(200 + n, "IfcWall", FORMULA if n == 1 else f"W{n}") for n in range(4))],
        "ifc_type": [
            {"model_id": ARCH, "step_id": 50, "global_id": "t50", "ifc_class": "IfcDoorType", "name": "M0821"},
            {"model_id": ARCH, "step_id": 51, "global_id": "t51", "ifc_class": "IfcDoorType", "name": "M1021"},
        ],
        "ifc_spatial": [
            {"model_id": ARCH, "step_id": 10, "global_id": "s", "ifc_class": "IfcBuildingStorey", "name": "1F", "elevation_m": 0.0}
        ],
        "msr_footprint": [
            *(footprint(100 + n, 2.0 * n, 0, 2.0 * n + 0.8, 0.2) for n in range(1, 7)),
            *(footprint(200 + n, *corners) for n, corners in enumerate(walls)),
        ],
        "chk_finding": [
            *(finding(n) for n in range(1, 5)),
            finding(5, observed="0.85", observed_value=0.85),
            *unrated_walls(),
            *datum_of_both(),
        ],
        "chk_outcome": [
            outcome(ARCH, "FIR-01", "fail", "mandatory", "safety", 6, 5, 0),
            outcome(STRUCT, "FIR-01", "na", "mandatory", "safety", 0, 0, 0),
            outcome(ARCH, "FIR-16", "undetermined", "mandatory", "safety", 4, 0, 4),
            outcome(STRUCT, "FIR-16", "pass", "mandatory", "safety", 9, 0, 0),
            outcome(ARCH, "CIM-12", "fail", "advisory", "design", 1, 1, 0),
            outcome(STRUCT, "CIM-12", "fail", "advisory", "design", 1, 1, 0),
            outcome(ARCH, "CIM-05", "pass", "mandatory", "quality", 11, 0, 0),
            outcome(STRUCT, "CIM-05", "pass", "mandatory", "quality", 3, 0, 0),
        ],
        "run_problem": [
            {
                "stage": "geometry",
                "ordinal": 0,
                "severity": "warning",
                "model_id": ARCH,
                "text_code": "problem.x",
                "text_params": "{}",
            },
            {
                "stage": "read",
                "ordinal": 0,
                "severity": "error",
                "model_id": STRUCT,
                "text_code": "problem.cut",
                "text_params": "{}",
            },
        ],
        "geo_reference": [
            {"model_id": ARCH, "level": 50, "is_usable": True, "is_weak": False, "rotation_deg": 30.0, "crs": "EPSG:4547"}
        ],
    }
    rules = [
        rule("FIR-01", "疏散门净宽", "mandatory", "safety"),
        rule("FIR-16", "承重构件耐火极限", "mandatory", "safety", confirmed=False),
        rule("CIM-12", "各部分约定一致", "advisory", "design"),
        rule("CIM-05", "GlobalId 唯一", "mandatory", "quality"),
    ]
    models = [
        ReportModel(STRUCT, "struct", "b.ifc", "IFC4", 10),
        ReportModel(ARCH, "arch", "a.ifc", "IFC4", 20, "building", "scheme"),
    ]
    tables = {name: TABLES[name].from_rows(some) for name, some in rows.items()}
    return Case(tables, {one["code"]: one for one in rules}, models)


@pytest.fixture
def claimed() -> dict[str, Any]:
    """Scores in which one model claims two features, one of them without evidence."""
    claims = [
        {"model_id": ARCH, "global_id": "2O2Fr$t4X7Zf8NOew3G101", "name": HOSTILE, "feature": "红砖山花与大钟",
         "statement": "延续老校舍的形象", "documents": ["TS-01 评审意见", FORMULA]},
        {"model_id": STRUCT, "global_id": None, "name": None, "feature": FORMULA, "statement": None, "documents": []},
    ]  # fmt: skip
    return {"six_elements": {"character": {"pass": 1, "fail": 0, "undetermined": 1, "na": 0, "evidence": claims}}}


@pytest.fixture
def make_finding() -> Callable[..., dict[str, Any]]:
    """Rows of ``chk_finding``, to put in the place of the case's own."""
    return finding
