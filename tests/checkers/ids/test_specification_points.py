"""What the manual and the developer guide of IDS 1.0 say, and the official cases at hand do not show."""

import pytest

from tests.checkers.ids.ids_files import PROJECT, WALL, attribute, check, entity, facet, part_of, pattern, prop

_METRES = (
    "#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,$,#2);"
    "#2=IFCUNITASSIGNMENT((#3,#60));#3=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);"
)
_WALL_2X3 = WALL.replace(",$);", ");")
_FLOW = (
    "#10=IFCFLOWTERMINAL('0000000000000000000010',$,'T-1',$,$,$,$,$);#11=IFC{type}TYPE('0000000000000000000011',$,$,$,$,$,$,$,$,{kind});"
    "#12=IFCRELDEFINESBYTYPE('0000000000000000000012',$,$,$,(#10),#11);"
)
_DERIVED = (
    "#61=IFCDERIVEDUNITELEMENT(#63,{first});#62=IFCDERIVEDUNITELEMENT(#64,{second});#60=IFCDERIVEDUNIT((#61,#62),.{kind}.,$);"
)
_GRAM, _WATT = "#63=IFCSIUNIT(*,.MASSUNIT.,$,.GRAM.);", "#63=IFCSIUNIT(*,.POWERUNIT.,$,.WATT.);"


def carrying(what, on="#10"):
    """A set Foo_Bar with one property or quantity named Foo."""
    quantity = what.startswith("IFCQUANTITY")
    of_set = "IFCELEMENTQUANTITY('0000000000000000000020',$,'Foo_Bar',$,$,(#22))" if quantity else (
        "IFCPROPERTYSET('0000000000000000000020',$,'Foo_Bar',$,(#22))"
    )  # fmt: skip
    return f"#20={of_set};#21=IFCRELDEFINESBYPROPERTIES('0000000000000000000021',$,$,$,({on}),#20);#22={what};"


def single(data_type, written, unit="$"):
    return f"IFCPROPERTYSINGLEVALUE('Foo',$,{data_type}({written}),{unit})"


@pytest.mark.parametrize(
    ("ends", "wanted", "status"),
    [
        ("IFCREAL(40.),$,$,$", [("minInclusive", "20")], "fail"),
        ("$,IFCREAL(25.),$,$", [("minInclusive", "20")], "pass"),
        ("$,IFCREAL(25.),$,$", [("maxInclusive", "40")], "fail"),
        ("$,$,$,IFCREAL(25.)", [("minInclusive", "20")], "fail"),
        ("IFCREAL(40.),IFCREAL(30.),$,$", [("minExclusive", "20"), ("maxInclusive", "40")], "pass"),
        ("IFCREAL(30.),IFCREAL(20.),$,$", [("minExclusive", "20"), ("maxInclusive", "40")], "fail"),
    ],
)
def test_a_bounded_value_may_not_reach_beyond_a_range_at_an_open_end(ends, wanted, status, tmp_path):
    model = PROJECT + WALL + carrying(f"IFCPROPERTYBOUNDEDVALUE('Foo',$,{ends})")
    asked = prop("Foo_Bar", "Foo", "IFCREAL", ("double", *wanted))
    assert check(tmp_path, model, entity("IFCWALL"), asked).status == status


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ("IFC2X3", "#30=IFCMATERIAL('C');#32=IFCEXTENDEDMATERIALPROPERTIES(#30,(#31),$,'Foo_Bar');"),
        ("IFC4", "#30=IFCMATERIAL('C',$,$);#32=IFCMATERIALPROPERTIES('Foo_Bar',$,(#31),#30);"),
        ("IFC4X3_ADD2", "#30=IFCMATERIAL('C',$,$);#32=IFCMATERIALPROPERTIES('Foo_Bar',$,(#31),#30);"),
    ],
)
def test_materials_have_properties(schema, written, tmp_path):
    model = PROJECT + written + "#31=IFCPROPERTYSINGLEVALUE('Foo',$,IFCLABEL('Bar'),$);"
    for name, status in (("Foo", "pass"), ("Other", "fail")):
        asked = prop("Foo_Bar", name, "IFCLABEL")
        assert check(tmp_path, model, entity("IFCMATERIAL"), asked, schema=schema).status == status


@pytest.mark.parametrize("schema", ["IFC4", "IFC4X3_ADD2"])
@pytest.mark.parametrize(
    ("applicable", "name", "data_type", "wanted", "status"),
    [
        (entity("IFCCIRCLEPROFILEDEF"), "Foo", "IFCLABEL", "Bar", "pass"),
        (entity("IFCCIRCLEPROFILEDEF"), "Foo", "IFCLABEL", "Baz", "fail"),
        (entity("IFCCIRCLEPROFILEDEF"), "Weight", "IFCLENGTHMEASURE", "1.5", "pass"),
        (entity("IFCCIRCLEPROFILEDEF"), "Other", None, None, "fail"),
        (prop("Foo_Bar", "Foo", "IFCLABEL", "Bar"), "Weight", "IFCLENGTHMEASURE", None, "pass"),
    ],
)
def test_profiles_have_properties(applicable, name, data_type, wanted, status, schema, tmp_path):
    model = PROJECT + (
        "#30=IFCCIRCLEPROFILEDEF(.AREA.,'C',$,100.);#31=IFCPROPERTYSINGLEVALUE('Foo',$,IFCLABEL('Bar'),$);"
        "#32=IFCPROPERTYSINGLEVALUE('Weight',$,IFCLENGTHMEASURE(1500.),$);#33=IFCPROFILEPROPERTIES('Foo_Bar',$,(#31,#32),#30);"
    )
    result = check(tmp_path, model, applicable, prop("Foo_Bar", name, data_type, wanted), schema=schema)
    assert (result.status, result.applicable) == (status, 1)


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3_ADD2"])
def test_a_project_has_properties(schema, tmp_path):
    model = PROJECT + carrying(single("IFCLABEL", "'Bar'"), on="#1")
    for name, status in (("Foo", "pass"), ("Other", "fail")):
        asked = prop("Foo_Bar", name, "IFCLABEL")
        assert check(tmp_path, model, entity("IFCPROJECT"), asked, schema=schema).status == status


@pytest.mark.parametrize(
    ("of_type", "kind", "applicable", "asked", "status"),
    [
        ("AIRTERMINAL", "$", "IFCFLOWTERMINAL", entity("IFCAIRTERMINAL"), "pass"),
        ("SANITARYTERMINAL", "$", "IFCFLOWTERMINAL", entity("IFCAIRTERMINAL"), "fail"),
        ("AIRTERMINAL", ".DIFFUSER.", "IFCAIRTERMINAL", entity("IFCAIRTERMINAL", "DIFFUSER"), "pass"),
        ("AIRTERMINAL", ".GRILLE.", "IFCAIRTERMINAL", entity("IFCAIRTERMINAL", "DIFFUSER"), "fail"),
        ("AIRTERMINAL", ".USERDEFINED.", "IFCAIRTERMINAL", entity("IFCAIRTERMINAL", "USERDEFINED"), "pass"),
        ("AIRTERMINAL", ".DIFFUSER.", "IFCAIRTERMINAL", entity("IFCAIRTERMINAL", "USERDEFINED"), "fail"),
        ("AIRTERMINAL", "$", "IFCAIRTERMINAL", attribute("Name", pattern("T-.*")), "pass"),
        ("AIRTERMINAL", "$", "IFCAIRTERMINAL", attribute("Name", pattern("AIR-.*")), "fail"),
        ("SANITARYTERMINAL", "$", "IFCAIRTERMINAL", "", "fail"),
    ],
)
def test_ifc2x3_names_are_those_of_the_mapping_table(of_type, kind, applicable, asked, status, tmp_path):
    model = PROJECT + _FLOW.format(type=of_type, kind=kind)
    assert check(tmp_path, model, entity(applicable), asked, schema="IFC2X3").status == status


@pytest.mark.parametrize(("word", "wanted"), [("$", "USERDEFINED"), ("'FOO'", "USERDEFINED"), ("'FOO'", "FOO")])
def test_a_type_of_the_users_own_goes_by_his_word_and_by_userdefined(word, wanted, tmp_path):
    space = (
        f"#40=IFCSPACE('0000000000000000000040',$,$,$,{word},$,$,$,$,.USERDEFINED.,$);"
        "#41=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000041',$,$,$,(#10),#40);"
    )
    relation = "IFCRELCONTAINEDINSPATIALSTRUCTURE"
    assert check(tmp_path, PROJECT + space + WALL, entity("IFCSPACE"), entity("IFCSPACE", wanted)).status == "pass"
    for asked, status in (
        (part_of(entity("IFCSPACE", wanted), relation), "pass"),
        (part_of(entity("IFCSPACE", wanted)), "pass"),
        (part_of(entity("IFCSPACE", wanted), relation, 'cardinality="prohibited"'), "fail"),
    ):
        assert check(tmp_path, PROJECT + space + WALL, entity("IFCWALL"), asked).status == status


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3_ADD2"])
@pytest.mark.parametrize(
    ("unit", "data_type", "written", "wanted"),
    [
        ("#60=IFCSIUNIT(*,.THERMODYNAMICTEMPERATUREUNIT.,$,.DEGREE_CELSIUS.);", "THERMODYNAMICTEMPERATURE", "20.", "293.15"),
        ("#60=IFCSIUNIT(*,.THERMODYNAMICTEMPERATUREUNIT.,$,.KELVIN.);", "THERMODYNAMICTEMPERATURE", "293.15", "293.15"),
        ("#60=IFCSIUNIT(*,.POWERUNIT.,.KILO.,.WATT.);", "POWER", "1.", "1000"),
        ("#60=IFCSIUNIT(*,.MASSUNIT.,$,.GRAM.);", "MASS", "1000.", "1"),
        ("#60=IFCSIUNIT(*,.MASSUNIT.,.KILO.,.GRAM.);", "MASS", "1.", "1"),
        ("#60=IFCSIUNIT(*,.PRESSUREUNIT.,.KILO.,.PASCAL.);", "PRESSURE", "1.", "1000"),
        ("#60=IFCSIUNIT(*,.AREAUNIT.,.MILLI.,.SQUARE_METRE.);", "AREA", "1000000.", "1"),
        ("#60=IFCSIUNIT(*,.VOLUMEUNIT.,.CENTI.,.CUBIC_METRE.);", "VOLUME", "1000000.", "1"),
        (
            "#60=IFCCONVERSIONBASEDUNIT(#61,.MASSUNIT.,'POUND',#62);#61=IFCDIMENSIONALEXPONENTS(0,1,0,0,0,0,0);"
            "#62=IFCMEASUREWITHUNIT(IFCMASSMEASURE(0.45359237),#63);#63=IFCSIUNIT(*,.MASSUNIT.,.KILO.,.GRAM.);",
            "MASS", "1.", "0.45359237",
        ),
        (
            "#60=IFCCONVERSIONBASEDUNIT(#61,.PLANEANGLEUNIT.,'DEGREE',#62);#61=IFCDIMENSIONALEXPONENTS(0,0,0,0,0,0,0);"
            "#62=IFCMEASUREWITHUNIT(IFCPLANEANGLEMEASURE(0.0174532925199433),#63);#63=IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.);",
            "PLANEANGLE", "180.", "3.14159265",
        ),
        (
            _DERIVED.format(kind="MASSDENSITYUNIT", first=1, second=-3) + _GRAM + "#64=IFCSIUNIT(*,.LENGTHUNIT.,.CENTI.,.METRE.);",
            "MASSDENSITY", "2.4", "2400",
        ),
        (
            _DERIVED.format(kind="VOLUMETRICFLOWRATEUNIT", first=3, second=-1)
            + "#63=IFCSIUNIT(*,.LENGTHUNIT.,.DECI.,.METRE.);#64=IFCSIUNIT(*,.TIMEUNIT.,$,.SECOND.);",
            "VOLUMETRICFLOWRATE", "1.", "0.001",
        ),
        (
            # A difference of a degree is a kelvin: within a derived unit the zero of the scale does not count.
            _DERIVED.format(kind="THERMALRESISTANCEUNIT", first=-1, second=1)
            + _WATT + "#64=IFCSIUNIT(*,.THERMODYNAMICTEMPERATUREUNIT.,$,.DEGREE_CELSIUS.);",
            "THERMALRESISTANCE", "2.5", "2.5",
        ),
    ],
)  # fmt: skip
def test_measures_of_every_kind_of_unit_are_compared_in_si(unit, data_type, written, wanted, schema, tmp_path):
    measure = f"IFC{data_type}MEASURE"
    model = _METRES + unit + (_WALL_2X3 if schema == "IFC2X3" else WALL) + carrying(single(measure, written))
    asked = prop("Foo_Bar", "Foo", measure, wanted)
    assert check(tmp_path, model, entity("IFCWALL"), asked, schema=schema).status == "pass"


@pytest.mark.parametrize(
    ("what", "data_type"),
    [
        (single("IFCLENGTHMEASURE", "2.", "#70"), "IFCLENGTHMEASURE"),
        (single("IFCPOSITIVELENGTHMEASURE", "2000."), "IFCPOSITIVELENGTHMEASURE"),
        (single("IFCNONNEGATIVELENGTHMEASURE", "2000."), "IFCNONNEGATIVELENGTHMEASURE"),
        ("IFCQUANTITYLENGTH('Foo',$,#70,2.,$)", "IFCLENGTHMEASURE"),
        ("IFCQUANTITYLENGTH('Foo',$,$,2000.,$)", "IFCLENGTHMEASURE"),
        ("IFCQUANTITYCOUNT('Foo',$,$,2.,$)", "IFCCOUNTMEASURE"),
        ("IFCQUANTITYWEIGHT('Foo',$,$,2.,$)", "IFCMASSMEASURE"),
    ],
)
def test_a_unit_of_its_own_stands_before_that_of_the_project(what, data_type, tmp_path):
    model = PROJECT + WALL + carrying(what) + "#70=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);"
    assert check(tmp_path, model, entity("IFCWALL"), prop("Foo_Bar", "Foo", data_type, "2")).status == "pass"


@pytest.mark.parametrize(
    ("data_type", "written", "wanted", "status"),
    [
        ("IFCBOOLEAN", ".T.", "1", "pass"),
        ("IFCBOOLEAN", ".F.", "0", "pass"),
        ("IFCBOOLEAN", ".F.", "1", "fail"),
        ("IFCLOGICAL", ".U.", "true", "fail"),
        ("IFCINTEGER", "42", "+42", "pass"),
        ("IFCREAL", "1.", "1.0000019", "pass"),
        ("IFCREAL", "1.", "1.0000021", "fail"),
        ("IFCCOUNTMEASURE", "42", "42", "pass"),
        ("IFCLABEL", "'\\X2\\4E2D\\X0\\'", "中", "pass"),
        ("IFCDATETIME", "'2022-01-01T00:00:00'", "2022-01-01T00:00:00", "pass"),
        ("IFCINTEGER", "5", ("integer", ("minInclusive", "5")), "pass"),
        ("IFCINTEGER", "5", ("integer", ("minExclusive", "5")), "fail"),
        ("IFCINTEGER", "5", ("integer", ("enumeration", "5"), ("enumeration", "6")), "pass"),
        ("IFCDATE", "'2022-01-01'", ("date", ("minInclusive", "2022-01-01")), "pass"),
        ("IFCDATE", "'2022-01-01'", ("date", ("maxExclusive", "2022-01-01")), "fail"),
        ("IFCDURATION", "'PT16H'", ("duration", ("maxInclusive", "P1D")), "pass"),
        ("IFCLABEL", "'AB'", ("string", ("pattern", "[A-Z]"), ("pattern", "AB")), "pass"),
        ("IFCLABEL", "'AB1'", ("string", ("pattern", "AB")), "fail"),
        ("IFCLABEL", "'AB'", ("string", ("pattern", "[A-Z]+"), ("maxLength", "1")), "fail"),
    ],
)
def test_values_of_each_simple_type(data_type, written, wanted, status, tmp_path):
    model = PROJECT + WALL + carrying(single(data_type, written))
    assert check(tmp_path, model, entity("IFCWALL"), prop("Foo_Bar", "Foo", data_type, wanted)).status == status


@pytest.mark.parametrize(
    ("applicable", "status"),
    [
        (entity("IFCWALL") + prop("Foo_Bar", "Foo", "IFCBOOLEAN", "true"), "pass"),
        (entity("IFCWALL") + prop("Foo_Bar", "Foo", "IFCBOOLEAN", "false"), "fail"),
        (entity("IFCWALL") + attribute("Name", pattern("W.*")), "pass"),
        (prop("Foo_Bar", "Foo"), "pass"),
        (facet("classification", system=pattern("S.*")), "pass"),
        (facet("classification", value="EF", system="Sys"), "pass"),
        (facet("classification", value="EX", system="Sys"), "fail"),
    ],
)
def test_every_facet_chooses_what_a_specification_applies_to(applicable, status, tmp_path):
    classified = (
        "#90=IFCCLASSIFICATION($,$,$,'Sys',$,$,$);#91=IFCCLASSIFICATIONREFERENCE($,'EF','n',#90,$,$);"
        "#92=IFCCLASSIFICATIONREFERENCE($,'EF_25','n',#91,$,$);"
        "#93=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000093',$,$,$,(#10),#92);"
    )
    model = PROJECT + WALL + carrying(single("IFCBOOLEAN", ".T.")) + classified
    assert check(tmp_path, model, applicable, attribute("Name", "W")).status == status


@pytest.mark.parametrize(
    ("statement", "applicable", "asked"),
    [
        ("IFCPRESENTATIONLAYERWITHSTYLE('L',$,(#1),$,.U.,.F.,.F.,())", "IFCPRESENTATIONLAYERWITHSTYLE", attribute("LayerStyles")),
        ("IFCPRESENTATIONLAYERWITHSTYLE('L',$,(#1),$,.U.,.F.,.F.,())", "IFCPRESENTATIONLAYERWITHSTYLE", attribute("LayerOn")),
        ("IFCCLASSIFICATION($,$,'2022-01-01+00:00','N',$,$,$)", "IFCCLASSIFICATION", attribute("EditionDate", "2022-01-01")),
        ("IFCPERSON('12',$,$,$,$,$,$,$)", "IFCPERSON", attribute("Identification", "123")),
    ],
)
def test_attributes_that_say_nothing_or_something_else(statement, applicable, asked, tmp_path):
    assert check(tmp_path, f"{PROJECT}#80={statement};", entity(applicable), asked).status == "fail"
