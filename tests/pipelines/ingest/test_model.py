import re
from pathlib import Path

import pytest
from ifcopenshell import ifcopenshell_wrapper

from cim_schema.tables import TABLES
from pipelines.ingest.model import model_id_of, read_model

pytestmark = pytest.mark.slow

MODELS = [
    "ifc/duplex/Duplex_A_20110907.ifc", "ifc/fzk/AC20-FZK-Haus.ifc", "ifc/pcert_ifc4/Building-Architecture.ifc",
    "ifc/pcert_ifc4x3/Infra-Road.ifc", "ifc/office/Office_A_20110811.ifc",
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_as_many_as_instances(shared: Path, read, opened, model: str) -> None:
    tables, file = read(shared / model), opened(shared / model)
    is_2x3 = file.schema == "IFC2X3"
    spatial = "IfcSpatialStructureElement" if is_2x3 else "IfcSpatialElement"
    placed = sum(product.ObjectPlacement is not None for product in file.by_type("IfcProduct"))
    contexts = 0 if is_2x3 else len(file.by_type("IfcContext"))
    assert len(tables["ifc_element"]) == len(file.by_type("IfcObject")) + contexts
    assert sum(tables["ifc_element"]["is_product"].to_pylist()) == len(file.by_type("IfcProduct"))
    assert len(tables["ifc_type"]) == len(file.by_type("IfcTypeObject"))
    assert len(tables["ifc_spatial"]) == len(file.by_type(spatial))
    assert len(tables["ifc_placement"]) == placed
    assert tables["ifc_model"]["instance_count"].to_pylist() == [sum(1 for _ in file)]


@pytest.mark.parametrize("model", MODELS[:3])
def test_reading_twice_gives_equal_tables(shared: Path, read, model: str) -> None:
    again = read_model(shared / model)
    assert again.keys() == read(shared / model).keys()
    assert all(table.equals(again[name]) for name, table in read(shared / model).items())


def test_every_table_of_the_model_but_geometry_is_there(shared: Path, read) -> None:
    names = {name for name in TABLES if name.startswith("ifc_")} - {"ifc_geometry", "ifc_shape"}
    assert read(shared / MODELS[1]).keys() == names | {"run_problem"}


def test_the_identity_is_the_digest_of_the_bytes(shared: Path, read, tmp_path: Path) -> None:
    path = shared / MODELS[2]
    copy = tmp_path / "other-name.ifc"
    copy.write_bytes(path.read_bytes())
    assert model_id_of(copy) == model_id_of(path)
    assert set(read(path)["ifc_element"]["model_id"].to_pylist()) == {model_id_of(path)}


def test_the_header_is_as_written(shared: Path, read) -> None:
    (row,) = read(shared / "ifc/fzk/AC20-FZK-Haus.ifc")["ifc_model"].to_pylist()
    assert row["project_name"] == "Projekt-FZK-Haus"
    assert row["ifc_schema"] == row["schema_identifier"] == "IFC4"
    assert row["view_definition"].startswith("ViewDefinition [, QuantityTakeOffAddOnView, SpaceBoundary2ndLevelAddOnView]; ")
    assert row["byte_count"] == (shared / "ifc/fzk/AC20-FZK-Haus.ifc").stat().st_size


RENAMED_IN_DRAFTS = {"IFCSOLIDSTRATUM", "IFCWATERSTRATUM"}
"""Read as IfcGeotechnicalStratum."""


def test_infrastructure_is_read_whole_drafts_included(shared: Path, read) -> None:
    # Expected from the text itself: each statement whose entity is a product of IFC4X3_ADD2; others are told by name.
    schema = ifcopenshell_wrapper.schema_by_name("IFC4X3_ADD2")
    names = {entity.name().upper(): entity for entity in schema.entities()}
    paths = sorted((shared / "ifc/infra").rglob("*.[iI][fF][cC]")) + sorted((shared / "ifc/bridge").glob("*.ifc"))
    assert len(paths) > 50
    for path in paths:
        tables = read(path)
        text = re.sub(rb"/\*.*?\*/", b"", path.read_bytes(), flags=re.DOTALL)
        written = [(int(step), name.decode()) for step, name in re.findall(rb"#(\d+)\s*=\s*(IFC[A-Z0-9]+)\s*\(", text)]
        products = {step for step, name in written if name in names and names[name]._is("IfcProduct")}
        products |= {step for step, name in written if name in RENAMED_IN_DRAFTS}
        assert products <= set(tables["ifc_element"]["step_id"].to_pylist()), path.name
        told = " ".join(tables["run_problem"]["text_params"].to_pylist())
        assert all(name in told for name in {name for _, name in written} - set(names) - RENAMED_IN_DRAFTS), path.name
