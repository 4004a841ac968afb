"""Thermal transmittance from layers, against sums by hand."""

import tomllib
from pathlib import Path

import pytest

import checkers.names
from checkers.thermal import measure_thermal, transmittance
from checkers.thermal_layers import layer_resistance, layers_named
from cim_schema.tables import TABLES

FILE = Path(checkers.names.__file__).parent / "materials_thermal.toml"


def test_wall_by_hand() -> None:
    # 0.13 + 0.20/1.74 + 0.05/0.036 + 0.02/0.93 + 0.04 = 1.695337; 1/R = 0.589853.
    wall = transmittance("wall", (("钢筋混凝土", 0.20, None), ("挤塑聚苯板XPS", 0.05, None), ("水泥砂浆", 0.02, None)))
    assert wall["u_value_w_m2k"] == pytest.approx(0.589853, abs=1e-6)
    assert wall["layer_count"] == 3
    assert wall["unknown_layers"] is None


def test_what_a_material_says_of_itself_counts_before_its_name() -> None:
    wall = transmittance("wall", (("混凝土", 0.30, 0.10),))
    assert (
        wall["u_value_w_m2k"] == wall["least_u_value_w_m2k"] == wall["greatest_u_value_w_m2k"] == pytest.approx(1 / 3.17, abs=1e-6)
    )


def test_roof_and_floor_have_surface_resistances_of_their_own() -> None:
    values = {kind: transmittance(kind, (("X", 0.1, 0.1),))["u_value_w_m2k"] for kind in ("wall", "roof", "floor")}
    assert values == {kind: pytest.approx(1 / (1 + r), abs=1e-6) for kind, r in (("wall", 0.17), ("roof", 0.14), ("floor", 0.21))}


def test_unknown_layer_leaves_bounds() -> None:
    wall = transmittance("wall", (("水泥砂浆", 0.02, None), ("奇异材料", 0.10, None)))
    assert wall["u_value_w_m2k"] is None
    assert wall["unknown_layers"] == "奇异材料"
    # As if it were polyurethane, as if it were not there.
    assert wall["least_u_value_w_m2k"] == pytest.approx(1 / (0.17 + 0.02 / 0.76 + 0.10 / 0.024), abs=1e-6)
    assert wall["greatest_u_value_w_m2k"] == pytest.approx(1 / (0.17 + 0.02 / 0.93), abs=1e-6)


def test_conductivity_of_nought_is_a_field_that_nobody_filled_in() -> None:
    assert layer_resistance("钢筋混凝土", 0.174, 0.0).usual == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("外墙 200厚加气混凝土+EPS 100mm", [0.2, 0.1]),
        ("Wall 90mm brick, 50mm rock wool", [0.09, 0.05]),
        ("基本墙:外墙-300-红砖饰面:310021", []),
        ("M_Fixed:1220 x 1500", []),
        ("200厚", []),
    ],
)
def test_layers_told_in_names(name: str, layers: list[float]) -> None:
    assert [thickness for _, thickness in layers_named(name)] == layers


def test_every_conductivity_is_in_order_and_has_its_source() -> None:
    for name, entry in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        least, usual, greatest = entry.get("conductivity", entry.get("resistance"))
        assert least <= greatest, name
        assert entry.get("is_open") or least <= usual <= greatest, name
        assert entry["source"], name


def test_type_gives_its_layers_to_its_walls() -> None:
    element = {"model_id": "m", "ifc_class": "IfcWall", "family": "element", "is_product": True, "type_step_id": 9}
    layer = {"model_id": "m", "step_id": 9, "holder": "type", "association_step_id": 8, "material_form": "layer_set", "ordinal": 0}
    tables = {
        "ifc_element": TABLES["ifc_element"].from_rows([{**element, "step_id": 1}, {**element, "step_id": 2}]),
        "ifc_material": TABLES["ifc_material"].from_rows([{**layer, "material_name": "烧结普通砖", "thickness_m": 0.24}]),
    }
    rows = measure_thermal(tables)["msr_thermal"].to_pylist()
    assert [(row["step_id"], row["u_value_w_m2k"]) for row in rows] == [
        (step_id, pytest.approx(1 / (0.17 + 0.24 / 0.81), abs=1e-6)) for step_id in (1, 2)
    ]
