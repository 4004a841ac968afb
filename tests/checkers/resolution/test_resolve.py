"""What is found in real models, beside what ifcopenshell's own reader of properties says."""

from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element
import pandas as pd
import pytest

from checkers.names import content, property_names, tools
from checkers.properties import effective_values
from checkers.resolution.declared import property_values
from checkers.resolution.resolve import resolve
from checkers.resolution.unresolved import LEAST_ALIKE, nearest_field, tool_of_set
from pipelines.runtime.table_set import frames

MODELS = ("duplex/Duplex_A_20110907.ifc", "fzk/AC20-FZK-Haus.ifc", "pcert_ifc4/Building-Architecture.ifc")
SCHOOLS = Path(__file__).parents[3] / "sample_ifc" / "clean"


def found(tables):
    return resolve(tables)["res_property"].to_pandas()


@pytest.mark.parametrize("name", MODELS)
def test_standard_flags_are_those_that_ifcopenshell_reads(shared, read, name):
    path = shared / "ifc" / name
    rows = found(read(path))
    model = ifcopenshell.open(path)
    for field, prop in (("load_bearing", "LoadBearing"), ("is_external", "IsExternal")):
        wanted = {}
        for ifc_class in content("fields")[field]["classes"]:
            try:
                elements = model.by_type(ifc_class)
            except RuntimeError:
                continue  # A class that the schema does not have.
            for element in elements:
                sets = ifcopenshell.util.element.get_psets(element)
                values = [values[prop] for name, values in sorted(sets.items()) if name.startswith("Pset_") and prop in values]
                if values:
                    wanted[element.id()] = "T" if values[0] else "F"
        said = rows[rows["resolved_field"].eq(field) & rows["resolved_by"].eq("standard")].set_index("step_id")["value"].to_dict()
        assert wanted
        assert {step: said.get(step) for step in wanted} == wanted


@pytest.mark.parametrize("name", MODELS)
def test_rules_are_given_what_the_table_says(shared, read, name):
    """Two ways to one value: all fields at once, and one field as a rule asks for it."""
    tables = read(shared / "ifc" / name)
    rows = found(tables)
    wanted = ("ifc_element", "ifc_property", "ifc_quantity", "ifc_attribute")
    given = {**frames(tables, wanted), "res_property": rows}
    for field in sorted(set(rows["resolved_field"])):
        values = effective_values(given, field)
        own = rows[rows["resolved_field"].eq(field)].set_index("step_id")
        assert values["value"].reindex(own.index).to_dict() == own["value"].to_dict(), field


def test_a_placeholder_is_no_value(shared, read):
    """Duplex_A: Pset_DoorCommon.FireRating = 'Fire Rating', Pset_WindowCommon.FireRating = 'FireRating'."""
    tables = read(shared / "ifc" / MODELS[0])
    assert (tables["ifc_property"]["property_name"].to_pandas() == "FireRating").any()
    rows = found(tables)
    assert rows[rows["resolved_field"].eq("fire_rating")].empty


def test_names_tell_which_walls_and_doors_are_outside(shared, read):
    """AC20-FZK-Haus says it in names alone: Wand-Ext-…, Wand-Int-…, Haustuer, Innentuer-…"""
    tables = read(shared / "ifc" / MODELS[1])
    rows = found(tables)
    rows = rows[rows["resolved_field"].eq("is_external") & rows["resolved_by"].eq("text")].set_index("step_id")["value"]
    names = tables["ifc_element"].to_pandas().set_index("step_id")["name"]
    told = names.reindex(rows.index)
    assert set(told[rows.eq("T")]) >= {"Haustuer", "Terrassentuer", "Wand-Ext-ERDG-1"}
    assert {name.rstrip("0123456789") for name in told[rows.eq("F")]} == {"Innentuer-", "Wand-Int-ERDG-"}


def test_the_schools_walls_are_told_by_their_names(read):
    """In Revit's habit no IsExternal is there; the IFC4 form of the same school says it in Pset_WallCommon."""
    revit, school = (read(SCHOOLS / name) for name in ("school_revit/school_revit.ifc", "school/school_arch.ifc"))
    counts = []
    for tables, step in ((revit, "text"), (school, "standard")):
        rows = found(tables)
        walls = tables["ifc_element"].to_pandas()
        walls = walls[walls["ifc_class"].isin(["IfcWall", "IfcWallStandardCase"])]
        rows = rows[
            rows["resolved_field"].eq("is_external") & rows["resolved_by"].eq(step) & rows["step_id"].isin(walls["step_id"])
        ]
        parapets = walls.loc[walls["name"].str.contains("女儿墙"), "step_id"]
        counts.append(rows[~rows["step_id"].isin(parapets)]["value"].value_counts().to_dict())
    assert counts[0] == counts[1]


def test_what_only_a_tool_means_is_said_in_words():
    """Revit writes its walls' Function as the number of the enumeration value."""
    said = property_values(pd.DataFrame({
        "step_id": [1, 2, 3, 4, 5], "holder": "type", "pset_name": ["Construction"] * 3 + ["天正"] * 2,
        "property_name": ["Function"] * 3 + ["墙厚"] * 2, "value_role": "value", "value_index": 0,
        "value": ["1", "0", "5", "240", "0.24"],
        "value_number": [1.0, 0.0, 5.0, 240.0, 0.24], "data_type": "IfcInteger", "unit": "",
    }))  # fmt: skip
    assert said.set_index("step_id")["value"].to_dict() == {1: "Exterior", 2: "Interior", 4: "240 mm", 5: "0.24"}


def test_an_unknown_name_is_proposed_and_not_believed(shared, read):
    tables = read(shared / "ifc" / MODELS[1])
    result = resolve(tables)
    unknown = result["res_unresolved"].to_pandas()
    assert len(unknown)
    proposed = unknown[unknown["nearest_field"].notna()]
    assert (proposed["similarity"] >= LEAST_ALIKE).all()
    sources = set(result["res_property"]["source_name"].to_pylist())
    assert not sources & set(unknown["source_name"]) - {"name"}
    assert nearest_field("门扇通行净宽度")[0] == "clear_width"
    assert nearest_field("油漆颜色") == (None, None)
    assert tool_of_set("AC_Pset_Treppe") == "archicad"


def test_every_tool_names_fields_that_there_are():
    assert set(tools()) >= {"revit", "archicad", "tekla", "civil_3d", "bentley", "tangent", "glodon", "pkpm"}
    for said in tools().values():
        assert set(said["names"]) <= set(content("properties"))
        names = {name.casefold() for names in said["names"].values() for name in names}
        assert {name.casefold() for name in (*said["units"], *said["words"])} <= names


def test_no_list_has_a_name_twice():
    for field in content("properties"):
        names = [name.casefold() for name in content("properties")[field]]
        assert len(names) == len(set(names)), field
        assert property_names(field)[: len(names)] == tuple(content("properties")[field])
