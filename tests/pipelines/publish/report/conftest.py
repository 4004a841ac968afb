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
FORMULA = "=HYPERLINK(\"http://evil\",\"x\")"


@dataclass(frozen=True)
class Case:
    """What a report is made of."""

    tables: dict[str, Any]
    rules: dict[str, Any]
    models: list[ReportModel]

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
                {"model_id": ARCH, "level": 50, "crs": "EPSG:4547", "vertical_crs": None, "origin_map": [500000.1234567891, 3900000.0, 740.0],
                 "origin_lonlat": [112.8, 35.5, 740.0], "rotation_deg": 30.0, "scale": 1.0, "declared": {}, "usable": True,
                 "residuals_m": [], "diagnoses": [{"code": "x", "severity": "warning", "message": "高程基准未说明", "repair": "补写"}]}
            ],
            "timings_s": {"read": 1.23456},
            "engines": {"ifcopenshell": "0.9.0", "geometry_kernel": "hybrid"},
        }  # fmt: skip
        ruleset = ReportRuleset("baseline", "1", "c" * 64)
        return build_report(self.tables, self.models, ruleset, **(given | changes))


def rule(code: str, name: str, obligation: str, element: str, *, confirmed: bool = True) -> dict[str, Any]:
    return {
        "code": code, "name": {"zh": name, "en": name}, "family": "fire", "element": element, "categories": ["building"],
        "obligation": obligation, "clause": {"document": "GB 55037-2022", "number": "7.1.4", "edition": "2022", "confirmed": confirmed},
        "parameters": [], "version": 1,
    }  # fmt: skip


def finding(number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "id": f"f{number:05}", "track": f"f{number:05}", "rule": "FIR-01", "rule_version": 1, "model_id": ARCH, "part": "arch",
        "step_id": 100 + number, "global_id": f"2O2Fr$t4X7Zf8NOew3F{number:03}", "ifc_class": "IfcDoor", "storey": "1F", "subject": "",
        "outcome": "fail", "observed": "0.75", "expected": ">= 0.90", "observed_value": 0.75, "limit_value": 0.9, "unit": "m",
        "text_code": "rule.FIR-01.finding", "text_params": json.dumps({"observed": 0.75}), "caused_by": "[]", "missing_field": None,
        "point_x_m": None, "point_y_m": None, "point_z_m": None, "evidence_table": "ifc_quantity", "evidence_inputs": '{"Width": 0.7500000004}',
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


@pytest.fixture(scope="session")
def case() -> Case:
    doors = range(1, 7)
    tables = {
        "ifc_element": TABLES["ifc_element"].from_rows([
            element(10, "IfcBuildingStorey", "1F", family="spatial", storey_step_id=None, storey=None),
            *(element(100 + n, "IfcDoor", HOSTILE if n == 1 else f"M{n}", type_step_id=50 if n < 5 else 51, tag=str(9000 + n)) for n in doors),
            *(element(200 + n, "IfcWall", FORMULA if n == 1 else f"W{n}") for n in range(4)),
        ]),
        "ifc_type": TABLES["ifc_type"].from_rows([
            {"model_id": ARCH, "step_id": 50, "global_id": "t50", "ifc_class": "IfcDoorType", "name": "M0821"},
            {"model_id": ARCH, "step_id": 51, "global_id": "t51", "ifc_class": "IfcDoorType", "name": "M1021"},
        ]),
        "ifc_spatial": TABLES["ifc_spatial"].from_rows([
            {"model_id": ARCH, "step_id": 10, "global_id": "s", "ifc_class": "IfcBuildingStorey", "name": "1F", "elevation_m": 0.0},
        ]),
        "msr_footprint": TABLES["msr_footprint"].from_rows([
            *(footprint(100 + n, 2.0 * n, 0, 2.0 * n + 0.8, 0.2) for n in doors),
            footprint(200, 0, 0, 14, 0.2), footprint(201, 0, 8, 14, 8.2), footprint(202, 0, 0, 0.2, 8), footprint(203, 13.8, 0, 14, 8),
        ]),
        "chk_finding": TABLES["chk_finding"].from_rows([
            *(finding(n) for n in range(1, 5)),
            finding(5, observed="0.85", observed_value=0.85),
            *(finding(20 + n, rule="FIR-16", step_id=200 + n, ifc_class="IfcWall", outcome="undetermined", observed=None, observed_value=None,
                      limit_value=None, unit=None, expected=">= 2.5", missing_field="Pset_WallCommon.FireRating",
                      text_code="rule.FIR-16.missing", text_params=json.dumps({"name": FORMULA})) for n in range(4)),
            *(finding(40 + n, rule="CIM-12", model_id=model, part=part, step_id=None, global_id=None, ifc_class=None, storey=None,
                      subject="vertical_datum", observed="—", observed_value=None, limit_value=None, unit=None, expected="一致")
              for n, (model, part) in enumerate(((ARCH, "arch"), (STRUCT, "struct")))),
        ]),
        "chk_outcome": TABLES["chk_outcome"].from_rows([
            {"model_id": model, "rule": code, "rule_version": 1, "outcome": outcome, "obligation": obligation, "element": kind,
             "checked": checked, "failed": failed, "undetermined": undetermined, "crash_cause": None}
            for model, code, outcome, obligation, kind, checked, failed, undetermined in (
                (ARCH, "FIR-01", "fail", "mandatory", "safety", 6, 5, 0), (STRUCT, "FIR-01", "na", "mandatory", "safety", 0, 0, 0),
                (ARCH, "FIR-16", "undetermined", "mandatory", "safety", 4, 0, 4), (STRUCT, "FIR-16", "pass", "mandatory", "safety", 9, 0, 0),
                (ARCH, "CIM-12", "fail", "advisory", "design", 1, 1, 0), (STRUCT, "CIM-12", "fail", "advisory", "design", 1, 1, 0),
                (ARCH, "CIM-05", "pass", "mandatory", "quality", 11, 0, 0), (STRUCT, "CIM-05", "pass", "mandatory", "quality", 3, 0, 0),
            )
        ]),
        "run_problem": TABLES["run_problem"].from_rows([
            {"stage": "geometry", "ordinal": 0, "severity": "warning", "model_id": ARCH, "global_id": "g", "text_code": "problem.x", "text_params": "{}"},
            {"stage": "read", "ordinal": 0, "severity": "error", "model_id": STRUCT, "text_code": "problem.truncated", "text_params": "{}"},
        ]),
        "geo_reference": TABLES["geo_reference"].from_rows([
            {"model_id": ARCH, "level": 50, "is_usable": True, "is_weak": False, "rotation_deg": 30.0, "crs": "EPSG:4547"},
        ]),
    }  # fmt: skip
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
    return Case(tables, {one["code"]: one for one in rules}, models)


@pytest.fixture
def make_finding() -> Callable[..., dict[str, Any]]:
    """Rows of ``chk_finding``, to put in the place of the case's own."""
    return finding
