"""Counts on real models: what ifcopenshell counts in the file itself."""

from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element
import pytest

from checkers.scoring.components import find_components
from checkers.scoring.depth import information, smallest_unit
from checkers.scoring.quantities import agreeing_volumes, with_quantities
from checkers.scoring.schedule import scheduled
from cim_schema.tables import TABLES

pytestmark = pytest.mark.slow

SCHOOL = Path(__file__).parents[3] / "sample_ifc" / "clean" / "school" / "school_struct.ifc"
MODELS = {
    "duplex": "duplex/Duplex_A_20110907.ifc",
    "fzk": "fzk/AC20-FZK-Haus.ifc",
    "pcert": "pcert_ifc4/Building-Architecture.ifc",
    "school": None,
}


@pytest.fixture(params=MODELS, scope="module")
def model(request, shared, read, shapes):
    name = MODELS[request.param]
    path = shared / "ifc" / name if name else SCHOOL
    tables = read(path) | shapes(path)
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    file = ifcopenshell.open(str(path))
    shown = set(tables["ifc_geometry"]["step_id"].to_pylist())
    wholes = {whole.id() for rel in file.by_type("IfcRelAggregates") for whole in [rel.RelatingObject]}
    built = [
        element for element in file.by_type("IfcElement")
        if not element.is_a("IfcFeatureElement") and not element.is_a("IfcVirtualElement")
        and (element.id() in shown or element.id() not in wholes)
    ]  # fmt: skip
    yield tables, find_components(tables, model_id), built
    del file  # The elements are its own: it has to outlive them.


def test_components_are_those_that_the_file_has(model):
    _, components, built = model
    assert components.rows.index.tolist() == sorted(element.id() for element in built)


def test_groups_of_properties_are_counted_as_the_file_has_them(model):
    tables, components, built = model
    found = {term.code: term.count for term in information(tables, components, "N3")}

    def coded(element):
        holders = [element, ifcopenshell.util.element.get_type(element)]
        relations = [relation for one in holders if one for relation in getattr(one, "HasAssociations", ())]
        return any(relation.is_a("IfcRelAssociatesClassification") for relation in relations)

    assert found["PJ-100"] == 1
    assert found["ID-100"] == sum(bool((element.Name or "").strip()) for element in built)
    assert found["ID-200"] == sum(map(coded, built))
    assert found["LC-200"] == sum(element.ObjectPlacement is not None for element in built)
    assert found["TC-200"] == sum(ifcopenshell.util.element.get_material(element) is not None for element in built)
    assert smallest_unit(tables, components, 3.0).count == 1
    assert smallest_unit(tables, components, 4.0).count == 0


def test_quantities_are_counted_as_the_file_has_them(model):
    tables, components, built = model
    with_any = [element for element in built if ifcopenshell.util.element.get_psets(element, qtos_only=True)]
    assert with_quantities(tables, components).count == len(with_any)
    assert scheduled(tables, components).count == 0


@pytest.mark.parametrize(("factor", "share"), [(1.0, 1.0), (1.045, 1.0), (0.955, 1.0), (1.055, 0.0), (0.945, 0.0)])
def test_declared_volumes_may_be_so_far_from_those_of_the_shapes_and_no_further(factor, share, read, shapes):
    """The generator works out what it declares from the outlines that it draws."""
    tables = read(SCHOOL) | shapes(SCHOOL)
    quantities = tables["ifc_quantity"].to_pandas()
    quantities["value_number"] *= factor
    declared = quantities[quantities["quantity_name"].eq("NetVolume")]
    stated = tables | {"ifc_quantity": TABLES["ifc_quantity"].from_columns(quantities.to_dict("series"))}
    components = find_components(tables, tables["ifc_model"]["model_id"][0].as_py())
    term = agreeing_volumes(stated, components, 0.05)
    assert term.total == len(declared) > 200
    assert term.count == share * term.total


def test_nothing_is_counted_where_nothing_is_read():
    components = find_components({}, "m")
    assert len(components.rows) == 0
    assert all(term.total == 0 for term in information({}, components, "N4") if term.code != "PJ-100")
