"""What buildings are used for, told by what their authors wrote."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from checkers.buildings import BuildingUse, building_use, use_named

ReadTables = Callable[[Path], dict[str, pa.Table]]


def frames(elements: list[dict[str, Any]], properties: list[dict[str, Any]] | None = None) -> dict[str, pd.DataFrame]:
    columns = ["step_id", "ifc_class", "name", "long_name", "object_type", "type_step_id"]
    of = [
        "step_id",
        "holder",
        "pset_name",
        "property_name",
        "value",
        "value_number",
        "data_type",
        "unit",
        "value_role",
        "value_index",
    ]
    rows = [{"holder": "occurrence", "pset_name": "", "value_role": "value", "value_index": 0} | row for row in properties or []]
    return {"ifc_element": pd.DataFrame(elements, columns=columns), "ifc_property": pd.DataFrame(rows, columns=of)}


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("教育建筑", BuildingUse.SCHOOL), ("1号住宅楼", BuildingUse.RESIDENTIAL), ("学生宿舍", BuildingUse.DORMITORY),
        ("人民医院门诊楼", BuildingUse.HOSPITAL), ("示范幼儿园", BuildingUse.KINDERGARTEN), ("Wohnhaus", BuildingUse.RESIDENTIAL),
        ("大学医院", BuildingUse.HOSPITAL), ("政务服务中心办公楼", BuildingUse.OFFICE), ("3号楼", None), ("Default", None),
    ],
)  # fmt: skip
def test_names(text: str, use: BuildingUse | None) -> None:
    assert use_named(text) == use


def test_occupancy_is_believed_before_names_and_rooms() -> None:
    elements = [
        {"step_id": 1, "ifc_class": "IfcBuilding", "name": "住宅楼"}, {"step_id": 2, "ifc_class": "IfcSpace", "long_name": "卧室"},
    ]  # fmt: skip
    told = building_use(frames(elements, [{"step_id": 1, "property_name": "OccupancyType", "value": "旅馆"}]))
    assert (told.use, told.told_by, told.said) == (BuildingUse.HOTEL, "occupancy", "旅馆")
    assert building_use(frames(elements)).told_by == "building_name"


def test_rooms_tell_where_nothing_else_does() -> None:
    classes = [{"step_id": n, "ifc_class": "IfcSpace", "long_name": "普通教室"} for n in range(2, 8)]
    flat = [{"step_id": n, "ifc_class": "IfcSpace", "long_name": "卧室"} for n in range(10, 12)]
    building = [{"step_id": 1, "ifc_class": "IfcBuilding", "name": "3号楼"}]
    assert building_use(frames(building + classes + flat)).use == BuildingUse.SCHOOL
    assert building_use(frames(building + flat[:1])).use == BuildingUse.RESIDENTIAL
    assert building_use(frames(building + classes[:1])).use is None


@pytest.mark.slow
def test_real_models(shared: Path, read: ReadTables) -> None:
    """OccupancyType of the FZK house, the project's name of the duplex, the rooms of the office; a bridge tells nothing."""
    wanted = {
        "fzk/AC20-FZK-Haus.ifc": (BuildingUse.RESIDENTIAL, "occupancy"),
        "duplex/Duplex_A_20110907.ifc": (BuildingUse.RESIDENTIAL, "project_name"),
        "office/Office_A_20110811.ifc": (BuildingUse.OFFICE, "rooms"), "pcert_ifc4/Infra-Bridge.ifc": (None, ""),
    }  # fmt: skip
    for name, (use, told_by) in wanted.items():
        tables = read(shared / "ifc" / name)
        told = building_use({table: tables[table].to_pandas() for table in ("ifc_element", "ifc_property", "ifc_classification")})
        assert (told.use, told.told_by) == (use, told_by), name
