"""The tables made for IDS: by the parser and by columns the same, and as ifcopenshell has it."""

from dataclasses import replace

import ifcopenshell
import pytest

from pipelines.ingest import ids_tables
from pipelines.runtime.model_demand import ModelDemand

pytestmark = pytest.mark.slow
DEMAND = ModelDemand(
    frozenset({"IFCMATERIAL", "IFCMATERIALLAYER", "IFCPERSON", "IFCDOOR", "IFCSPACE", "IFCWALLTYPE", "IFCRELASSOCIATESMATERIAL"}),
    frozenset({"Name", "LayerThickness", "FamilyName", "OverallWidth", "RelatingMaterial", "RelatedObjects", "PredefinedType"}),
    True, True, True, True, True,
)  # fmt: skip


@pytest.mark.parametrize("name", ["office", "fzk", "duplex"])
def test_both_readers_give_the_same_rows(name, shared, monkeypatch):
    path = sorted((shared / "ifc" / name).glob("*.ifc"))[0]
    parsed = ids_tables.read_ids_tables(path, DEMAND)
    by_columns = ids_tables._read_by_columns(path, lambda: DEMAND, has_model=False)
    assert set(parsed) == set(by_columns)
    for table, rows in parsed.items():
        assert rows.equals(by_columns[table]), table
    assert len(parsed["ids_instance"])
    assert len(parsed["ids_attribute"])


def test_sets_that_nobody_asks_about_are_not_read(shared):
    path = sorted((shared / "ifc" / "office").glob("*.ifc"))[0]
    wanted = replace(DEMAND, wants_set=lambda name: name.endswith("Common"))
    rows = [ids_tables._read_by_columns(path, lambda one=one: one, has_model=True)["ifc_property"] for one in (DEMAND, wanted)]
    every, some = (table.drop_columns(["model_id"]).to_pylist() for table in rows)
    assert some == [row for row in every if row["pset_name"].endswith("Common")]
    assert 0 < len(some) < len(every)


def test_attributes_are_those_that_the_parser_gives(shared):
    path = shared / "ifc" / "fzk" / "AC20-FZK-Haus.ifc"
    file = ifcopenshell.open(path)
    rows = ids_tables.read_ids_tables(path, DEMAND)["ids_attribute"].to_pylist()
    widths = {row["step_id"]: row["value_number"] for row in rows if row["attribute_name"] == "OverallWidth"}
    assert widths == {door.id(): pytest.approx(door.OverallWidth) for door in file.by_type("IfcDoor") if door.OverallWidth}
    layers = {row["step_id"]: row["value_number"] for row in rows if row["attribute_name"] == "LayerThickness"}
    assert layers == {layer.id(): pytest.approx(layer.LayerThickness) for layer in file.by_type("IfcMaterialLayer")}
    given = [row for row in rows if row["attribute_name"] == "RelatedObjects"]
    assert {row["data_type"] for row in given} == {"LIST"}
