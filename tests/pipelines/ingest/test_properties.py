from pathlib import Path

import ifcopenshell.util.element
import ifcopenshell.util.unit
import pytest

pytestmark = pytest.mark.slow

MODELS = ["ifc/duplex/Duplex_A_20110907.ifc", "ifc/fzk/AC20-FZK-Haus.ifc"]


def _expected(instance, kind: str) -> dict[tuple[int, str, str], object]:
    """What ifcopenshell says of one object: step id, set, name → value in the file's own units."""
    sets = ifcopenshell.util.element.get_psets(
        instance, psets_only=kind == "property", qtos_only=kind == "quantity", should_inherit=False
    )
    return {
        (instance.id(), name, prop): value
        for name, props in sets.items()
        for prop, value in props.items()
        if prop != "id" and not isinstance(value, dict)
    }


def _factor(file, data_type: str | None) -> float:
    if not data_type or not data_type.endswith("Measure"):
        return 1.0
    unit = ifcopenshell.util.unit.get_project_unit(file, ifcopenshell.util.unit.get_measure_unit_type(data_type))
    return ifcopenshell.util.unit.get_unit_scale(unit) if unit is not None and not unit.is_a("IfcMonetaryUnit") else 1.0


@pytest.mark.parametrize("model", MODELS)
def test_properties_are_those_of_ifcopenshell_in_si(shared: Path, read, opened, model: str) -> None:
    file = opened(shared / model)
    expected: dict[tuple[int, str, str], object] = {}
    for instance in file.by_type("IfcObjectDefinition"):
        expected.update(_expected(instance, "property"))
    rows = read(shared / model)["ifc_property"].to_pylist()
    found = {
        (row["step_id"], row["pset_name"], row["property_name"]): row
        for row in rows
        if row["holder"] != "material" and row["property_kind"] in {"single", "predefined"}
    }
    given = {key for key, value in expected.items() if value is not None and not isinstance(value, list | tuple)}
    assert given <= found.keys()
    assert {key for key, row in found.items() if row["value"] is not None} <= expected.keys()
    for key in given:
        value, row = expected[key], found[key]
        if isinstance(value, bool):
            assert row["value"] == ("T" if value else "F")
        elif isinstance(value, int | float):
            celsius = 273.15 if row["data_type"] == "IfcThermodynamicTemperatureMeasure" and row["unit"] == "K" else 0.0
            wanted = value * _factor(file, row["data_type"]) + celsius
            assert row["value_number"] == pytest.approx(wanted, rel=1e-12, abs=1e-12), (key, row)
            assert float(row["value"]) == row["value_number"]
        else:
            assert row["value"] == ("U" if value == "UNKNOWN" and row["data_type"] == "IfcLogical" else value)
    assert len(given) > 1000


def test_quantities_are_those_of_ifcopenshell(shared: Path, read, opened) -> None:
    path = shared / "ifc/fzk/AC20-FZK-Haus.ifc"
    expected: dict[tuple[int, str, str], object] = {}
    for instance in opened(path).by_type("IfcObjectDefinition"):
        expected.update(_expected(instance, "quantity"))
    rows = read(path)["ifc_quantity"].to_pylist()
    found = {(row["step_id"], row["qset_name"], row["quantity_name"]): row["value_number"] for row in rows}
    assert found == {key: pytest.approx(value) for key, value in expected.items()}
    assert {row["unit"] for row in rows if row["quantity_kind"] == "area"} == {"m2"}


HOLDER = (
    "#1=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,$,#2);",
    "#2=IFCUNITASSIGNMENT((#3,#4));",
    "#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);",
    "#4=IFCSIUNIT(*,.THERMODYNAMICTEMPERATUREUNIT.,$,.DEGREE_CELSIUS.);",
    "#5=IFCCONTEXTDEPENDENTUNIT($,.LENGTHUNIT.,'step');",
    "#6=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
    "#10=IFCWALL('0000000000000000000002',$,$,$,$,$,$,$,$);",
    "#11=IFCRELDEFINESBYPROPERTIES('0000000000000000000003',$,$,$,(#10),#12);",
)


def _one_set(write_ifc, rows, *properties: str) -> dict[str, list[dict]]:
    listed = ",".join(line.split("=")[0] for line in properties if not line.startswith("#9"))
    path = write_ifc(*HOLDER, f"#12=IFCPROPERTYSET('0000000000000000000004',$,'P',$,({listed}));", *properties)
    found: dict[str, list[dict]] = {}
    for row in rows(path, "ifc_property"):
        found.setdefault(row["property_name"], []).append(row)
    return found


@pytest.mark.parametrize(
    ("value", "unit", "text", "number", "symbol"),
    [
        ("IFCPOSITIVELENGTHMEASURE(900.)", "$", "0.9", 0.9, "m"),
        ("IFCLENGTHMEASURE(2.5)", "#6", "2.5", 2.5, "m"),
        ("IFCREAL(900.)", "#3", "0.9", 0.9, "m"),
        ("IFCLENGTHMEASURE(7.)", "#5", "7.0", None, ""),
        ("IFCTHERMODYNAMICTEMPERATUREMEASURE(20.)", "$", "293.15", 293.15, "K"),
        ("IFCTHERMALTRANSMITTANCEMEASURE(0.24)", "$", "0.24", 0.24, "W/(m2.K)"),
        ("IFCRATIOMEASURE(0.5)", "$", "0.5", 0.5, ""),
        ("IFCINTEGER(3)", "$", "3", 3.0, ""),
        ("IFCLABEL('3')", "$", "3", None, ""),
        ("IFCBOOLEAN(.T.)", "$", "T", None, ""),
        ("IFCBOOLEAN(.F.)", "$", "F", None, ""),
        ("IFCLOGICAL(.U.)", "$", "U", None, ""),
        ("$", "$", None, None, ""),
    ],
)
def test_single_values_come_to_si(write_ifc, rows, value: str, unit: str, text: str, number: float, symbol: str) -> None:
    (row,) = _one_set(write_ifc, rows, f"#20=IFCPROPERTYSINGLEVALUE('a',$,{value},{unit});")["a"]
    assert (row["value"], row["value_number"], row["unit"]) == (text, number, symbol)


def test_every_form_of_property_has_its_roles(write_ifc, rows) -> None:
    found = _one_set(
        write_ifc,
        rows,
        "#20=IFCPROPERTYENUMERATEDVALUE('enum',$,(IFCLABEL('x'),IFCLABEL('y')),$);",
        "#21=IFCPROPERTYBOUNDEDVALUE('bound',$,IFCLENGTHMEASURE(2000.),IFCLENGTHMEASURE(1000.),$,IFCLENGTHMEASURE(1500.));",
        "#22=IFCPROPERTYLISTVALUE('list',$,(IFCREAL(1.),IFCREAL(2.)),$);",
        "#23=IFCPROPERTYTABLEVALUE('table',$,(IFCREAL(1.),IFCREAL(2.)),(IFCLENGTHMEASURE(10.),IFCLENGTHMEASURE(20.)),$,$,$,$);",
        "#24=IFCPROPERTYREFERENCEVALUE('ref',$,$,#90);",
        "#25=IFCCOMPLEXPROPERTY('outer',$,'u',(#91,#92));",
        "#26=IFCPROPERTYLISTVALUE('empty',$,$,$);",
        "#90=IFCMATERIAL('C30',$,$);",
        "#91=IFCPROPERTYSINGLEVALUE('inner',$,IFCLABEL('z'),$);",
        "#92=IFCCOMPLEXPROPERTY('deep',$,'u',(#91));",
    )

    def said(name: str) -> list[tuple]:
        return [(row["value_role"], row["value_index"], row["value"]) for row in found[name]]

    assert said("enum") == [("value", 0, "x"), ("value", 1, "y")]
    assert said("bound") == [("lower", 0, "1.0"), ("set_point", 0, "1.5"), ("upper", 0, "2.0")]
    assert said("list") == [("value", 0, "1.0"), ("value", 1, "2.0")]
    assert said("table") == [("defined", 0, "0.01"), ("defined", 1, "0.02"), ("defining", 0, "1.0"), ("defining", 1, "2.0")]
    assert said("ref") == [("value", 0, "C30")]
    assert said("outer.inner") == [("value", 0, "z")]
    assert said("outer.deep.inner") == [("value", 0, "z")]
    assert said("empty") == [("value", 0, None)]


def test_sets_of_one_name_are_joined_and_the_first_value_stands(write_ifc, rows) -> None:
    path = write_ifc(
        *HOLDER,
        "#12=IFCPROPERTYSET('0000000000000000000004',$,'P',$,(#20,#21));",
        "#13=IFCRELDEFINESBYPROPERTIES('0000000000000000000005',$,$,$,(#10),#14);",
        "#14=IFCPROPERTYSET('0000000000000000000006',$,'P',$,(#22,#23));",
        "#20=IFCPROPERTYSINGLEVALUE('a',$,IFCLABEL('first'),$);",
        "#21=IFCPROPERTYSINGLEVALUE('a',$,IFCLABEL('again'),$);",
        "#22=IFCPROPERTYSINGLEVALUE('a',$,IFCLABEL('later'),$);",
        "#23=IFCPROPERTYSINGLEVALUE('b',$,IFCLABEL('own'),$);",
    )
    assert {row["property_name"]: row["value"] for row in rows(path, "ifc_property")} == {"a": "first", "b": "own"}
    assert {row["text_code"] for row in rows(path, "run_problem")} == {"read.repeated_pset", "read.repeated_property"}


def test_a_complex_property_that_holds_itself_ends(write_ifc, rows) -> None:
    assert not _one_set(write_ifc, rows, "#20=IFCCOMPLEXPROPERTY('a',$,'u',(#20));")


def test_predefined_sets_and_types_and_materials_and_profiles_carry_properties(write_ifc, rows) -> None:
    path = write_ifc(
        *HOLDER[:4],
        "#10=IFCDOORTYPE('0000000000000000000002',$,'d',$,$,(#12,#13),$,$,$,.DOOR.,.NOTDEFINED.,$,$);",
        "#12=IFCDOORLININGPROPERTIES('0000000000000000000003',$,'Lining',$,70.,$,$,$,$,$,$,$,$,$,$,$,$);",
        "#13=IFCELEMENTQUANTITY('0000000000000000000004',$,'Q',$,$,(#14,#16));",
        "#14=IFCPHYSICALCOMPLEXQUANTITY('leaf',$,(#15),'d',$,$);",
        "#15=IFCQUANTITYAREA('area',$,$,2.,$);",
        "#16=IFCQUANTITYLENGTH('height',$,$,2100.,$);",
        "#20=IFCMATERIAL('C30',$,$);",
        "#21=IFCMATERIALPROPERTIES('Pset_MaterialConcrete',$,(#22),#20);",
        "#22=IFCPROPERTYSINGLEVALUE('CompressiveStrength',$,IFCPRESSUREMEASURE(30000000.),$);",
        "#30=IFCCIRCLEPROFILEDEF(.AREA.,'D100',$,50.);",
        "#31=IFCPROFILEPROPERTIES('Pset_ProfileMechanical',$,(#32),#30);",
        "#32=IFCPROPERTYSINGLEVALUE('MassPerLength',$,IFCMASSPERLENGTHMEASURE(61.7),$);",
    )
    found = [(r["step_id"], r["holder"], r["pset_name"], r["property_name"], r["value_number"]) for r in rows(path, "ifc_property")]
    assert found == [
        (10, "type", "Lining", "LiningDepth", 0.07),
        (20, "material", "Pset_MaterialConcrete", "CompressiveStrength", 3e7),
        (30, "profile", "Pset_ProfileMechanical", "MassPerLength", 61.7),
    ]
    quantities = [(row["holder"], row["quantity_name"], row["value_number"], row["unit"]) for row in rows(path, "ifc_quantity")]
    assert quantities == [("type", "height", 2.1, "m"), ("type", "leaf.area", 2.0, "m2")]
