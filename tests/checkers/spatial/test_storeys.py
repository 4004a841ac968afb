"""Storeys and buildings of real models, whose levels are read off their files by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from checkers.measurements import measure

pytestmark = pytest.mark.slow

Tables = dict[str, pa.Table]
ReadTables = Callable[[Path], Tables]
Measured = tuple[dict[str, dict[str, Any]], dict[str, Any]]


@pytest.fixture(scope="module")
def measured(shared: Path, read: ReadTables, shapes: ReadTables) -> Callable[..., Measured]:
    def load(name: str, *, geometry: bool = True) -> Measured:
        tables = read(shared / "ifc" / name) | (shapes(shared / "ifc" / name) if geometry else {})
        made = measure(tables)
        names = dict(zip(tables["ifc_element"]["step_id"].to_pylist(), tables["ifc_element"]["name"].to_pylist(), strict=True))
        (building,) = made["msr_building"].to_pylist()
        return {names[row["step_id"]]: row for row in made["msr_storey"].to_pylist()}, building

    return load


def test_the_duplex_has_two_storeys_over_a_foundation_level(measured: Callable[..., Measured]) -> None:
    """Levels at -1.25 (foundation), 0, 3.1 and 6.0 m (roof). The roof slab's top is at 6.457 m."""
    storeys, building = measured("duplex/Duplex_A_20110907.ifc")
    assert {name: row["storey_kind"] for name, row in storeys.items()} == {
        "T/FDN": "reference", "Level 1": "ordinary", "Level 2": "ordinary", "Roof": "roof",
    }  # fmt: skip
    assert storeys["Level 1"]["storey_height_m"] == pytest.approx(3.1)
    assert storeys["Level 2"]["storey_height_m"] == pytest.approx(2.9)
    assert (building["storeys_above"], building["storeys_below"]) == (2, 0)
    assert building["height_m"] == pytest.approx(6.457, abs=0.001)


def test_a_pitched_roof_counts_halfway(measured: Callable[..., Measured]) -> None:
    """The FZK house: a roof from 2.911 m to 6.318 m over two storeys of 12 × 10 m; nothing says how high the upper one is."""
    storeys, building = measured("fzk/AC20-FZK-Haus.ifc")
    assert storeys["Erdgeschoss"]["storey_height_m"] == pytest.approx(2.7)
    assert storeys["Dachgeschoss"]["storey_height_m"] is None
    assert building["height_m"] == pytest.approx((2.911 + 6.318) / 2, abs=0.001)
    assert building["footprint_area_m2"] == pytest.approx(120.0, abs=0.1)


def test_a_tower_under_a_roof_level(measured: Callable[..., Measured]) -> None:
    """Five levels 4 m apart, the topmost with a roof only; walls of 200 mm around 7.8 m: 8.2 × 8.2 m."""
    storeys, building = measured("whale/TallBuilding.ifc")
    assert [row["storey_kind"] for row in sorted(storeys.values(), key=lambda row: row["elevation_m"])] == ["ordinary"] * 4 + [
        "roof"
    ]
    assert {row["storey_height_m"] for row in storeys.values()} == {4.0, None}
    assert building["footprint_area_m2"] == pytest.approx(8.2**2, abs=0.05)


def test_names_elevations_and_rooms_tell_without_geometry(measured: Callable[..., Measured]) -> None:
    storeys, building = measured("duplex/Duplex_A_20110907.ifc", geometry=False)
    assert storeys["Level 2"]["storey_height_m"] == pytest.approx(2.9)
    assert storeys["T/FDN"]["storey_kind"] == "reference"
    assert building["storeys_above"] == 2
    assert building["footprint_area_m2"] is None
