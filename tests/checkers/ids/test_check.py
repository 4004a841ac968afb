"""What the text of IDS 1.0 says beyond its official cases, each worked out by hand on a model of a few lines."""

import pytest

from tests.checkers.ids.ids_files import PROJECT, WALL, WALL_TYPE, attribute, check, entity, facet, part_of, pattern, prop

OPTIONAL, PROHIBITED = 'cardinality="optional"', 'cardinality="prohibited"'


def properties(*statements, holder="#10", set_name="S"):
    """A set of the properties in these statements, numbered from #20, on the wall."""
    numbered = "".join(f"#{20 + place}={statement};" for place, statement in enumerate(statements))
    listed = ",".join(f"#{20 + place}" for place in range(len(statements)))
    return (
        f"{PROJECT}{WALL}{numbered}#15=IFCPROPERTYSET('0000000000000000000015',$,'{set_name}',$,({listed}));"
        f"#16=IFCRELDEFINESBYPROPERTIES('0000000000000000000016',$,$,$,({holder}),#15);"
    )


def bounded(lower, upper, set_point=None):
    ends = ["$" if end is None else f"IFCREAL({end}.)" for end in (upper, lower)]
    middle = "$" if set_point is None else f"IFCREAL({set_point}.)"
    return properties(f"IFCPROPERTYBOUNDEDVALUE('P',$,{ends[0]},{ends[1]},$,{middle})")


BETWEEN = ("double", ("minExclusive", "2"), ("maxInclusive", "5"))


@pytest.mark.parametrize(
    ("wanted", "lower", "upper", "status"),
    [
        (BETWEEN, 3, 4, "pass"),
        (BETWEEN, None, 4, "fail"),
        (BETWEEN, 3, None, "fail"),
        (BETWEEN, 2, 3, "fail"),
        (BETWEEN, 3, 5, "pass"),
        ("3", 2, 4, "pass"),
        ("2", 2, 4, "pass"),
        ("2", 2, None, "pass"),
        ("2", None, 2, "pass"),
        ("5", 2, 4, "fail"),
        ("5", None, 4, "fail"),
        (BETWEEN, None, None, "fail"),
        ("3", None, None, "fail"),
        (None, 2, None, "pass"),
    ],
)
def test_bounded_values_are_as_the_table_of_the_manual_has_them(wanted, lower, upper, status, tmp_path):
    """Property facet, Supported types of properties."""
    assert check(tmp_path, bounded(lower, upper), entity("IFCWALL"), prop("S", "P", "IFCREAL", wanted)).status == status


def test_of_a_list_all_values_have_to_be_in_a_range_and_one_has_to_be_a_value(tmp_path):
    model = properties("IFCPROPERTYLISTVALUE('P',$,(IFCREAL(1.),IFCREAL(9.)),$)")
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCREAL", "9")).status == "pass"
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCREAL", ("double", ("minInclusive", "0")))).status == "pass"
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCREAL", ("double", ("minInclusive", "2")))).status == "fail"


def test_measures_are_compared_in_si(tmp_path):
    model = properties("IFCPROPERTYSINGLEVALUE('P',$,IFCLENGTHMEASURE(4100.),$)")
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCLENGTHMEASURE", "4.1")).status == "pass"
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCLENGTHMEASURE", "4100")).status == "fail"


def test_an_attribute_is_compared_in_si_too(tmp_path):
    door = PROJECT + "#10=IFCDOOR('0000000000000000000010',$,'D',$,$,$,$,$,2100.,900.,$,$,$);"
    wanted = ("double", ("minInclusive", "0.9"))
    assert check(tmp_path, door, entity("IFCDOOR"), attribute("OverallWidth", wanted)).status == "pass"
    assert check(tmp_path, door, entity("IFCDOOR"), attribute("OverallWidth", "2.1")).status == "fail"


def test_the_property_of_an_occurrence_stands_before_that_of_its_type(tmp_path):
    own = properties("IFCPROPERTYSINGLEVALUE('P',$,IFCLABEL('own'),$)", "IFCPROPERTYSINGLEVALUE('Q',$,IFCLABEL('q'),$)")
    of_type = WALL_TYPE.replace("$,$,$,$,$,'X'", "$,$,(#30),$,$,'X'") + (
        "#30=IFCPROPERTYSET('0000000000000000000030',$,'S',$,(#31,#32));#31=IFCPROPERTYSINGLEVALUE('P',$,IFCLABEL('type'),$);"
        "#32=IFCPROPERTYSINGLEVALUE('R',$,IFCLABEL('r'),$);"
    )
    for name, wanted in (("P", "own"), ("Q", "q"), ("R", "r")):
        assert check(tmp_path, own + of_type, entity("IFCWALL"), prop("S", name, "IFCLABEL", wanted)).status == "pass"
    assert check(tmp_path, own + of_type, entity("IFCWALLTYPE"), prop("S", "P", "IFCLABEL", "type")).status == "pass"


@pytest.mark.parametrize(
    ("given", "optional", "prohibited"),
    [
        ("$", "pass", "fail"),
        ("IFCLABEL('x')", "pass", "fail"),
        ("IFCLABEL('y')", "fail", "fail"),
        ("IFCINTEGER(1)", "fail", "fail"),
    ],
)
def test_optional_and_prohibited_properties(given, optional, prohibited, tmp_path):
    """Facet configurations, Property: optional allows its lack, prohibited not even an empty one."""
    model = properties(f"IFCPROPERTYSINGLEVALUE('P',$,{given},$)")
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCLABEL", "x", OPTIONAL)).status == optional
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", attributes=PROHIBITED)).status == prohibited
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "Other", "IFCLABEL", "x", OPTIONAL)).status == "pass"


def test_each_set_that_fits_needs_the_property(tmp_path):
    empty = (
        "#17=IFCPROPERTYSET('0000000000000000000017',$,'S2',$,());"
        "#18=IFCRELDEFINESBYPROPERTIES('0000000000000000000018',$,$,$,(#10),#17);"
    )
    model = properties("IFCPROPERTYSINGLEVALUE('P',$,IFCLABEL('x'),$)")
    assert check(tmp_path, model, entity("IFCWALL"), prop(pattern("S.*"), "P")).status == "pass"
    assert check(tmp_path, model + empty, entity("IFCWALL"), prop(pattern("S.*"), "P")).status == "fail"


def test_parts_of_complex_properties_are_no_properties(tmp_path):
    model = properties("IFCCOMPLEXPROPERTY('C',$,'u',(#21))", "IFCPROPERTYSINGLEVALUE('P',$,IFCLABEL('x'),$)").replace(
        "(#20,#21));#16", "(#20));#16"
    )
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", pattern(".*P"))).status == "fail"


def test_a_number_of_a_text_is_a_text(tmp_path):
    model = properties("IFCPROPERTYSINGLEVALUE('P',$,IFCLABEL('1.0'),$)")
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCLABEL", "1")).status == "fail"


def test_dates_and_durations_are_in_order(tmp_path):
    model = properties(
        "IFCPROPERTYSINGLEVALUE('P',$,IFCDATE('2026-03-01'),$)", "IFCPROPERTYSINGLEVALUE('D',$,IFCDURATION('PT36H'),$)"
    )
    after = ("date", ("minInclusive", "2026-02-28"))
    longer = ("duration", ("minExclusive", "P1D"))
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "P", "IFCDATE", after)).status == "pass"
    assert check(tmp_path, model, entity("IFCWALL"), prop("S", "D", "IFCDURATION", longer)).status == "pass"
    assert (
        check(tmp_path, model, entity("IFCWALL"), prop("S", "D", "IFCDURATION", ("duration", ("minExclusive", "P2D")))).status
        == "fail"
    )


@pytest.mark.parametrize(
    ("own", "of_type", "wanted", "status"),
    [
        ("$", ".USERDEFINED.", "X", "pass"),
        ("$", ".USERDEFINED.", "USERDEFINED", "pass"),
        (".SHEAR.", ".NOTDEFINED.", "SHEAR", "pass"),
        (".SHEAR.", ".SOLIDWALL.", "SOLIDWALL", "pass"),
        (".SHEAR.", ".SOLIDWALL.", "SHEAR", "fail"),
        ("$", ".NOTDEFINED.", "SHEAR", "fail"),
    ],
)
def test_the_type_object_decides_the_predefined_type_where_it_says_one(own, of_type, wanted, status, tmp_path):
    """Entity facet, IFC Predefined Types."""
    model = PROJECT + WALL.replace("'7',$", f"'7',{own}") + WALL_TYPE.replace(".USERDEFINED.", of_type)
    assert check(tmp_path, model, entity("IFCWALL"), entity("IFCWALL", wanted)).status == status


def test_ifc2x3_occurrences_go_by_the_name_of_their_type(tmp_path):
    """IFC2X3 occurrence type mapping table."""
    model = (
        "#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,(#4),#2);#2=IFCUNITASSIGNMENT((#3));#3=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);"
        "#4=IFCGEOMETRICREPRESENTATIONCONTEXT($,$,3,$,$,$);#10=IFCFLOWTERMINAL('0000000000000000000010',$,'A',$,$,$,$,$);"
        "#11=IFCAIRTERMINALTYPE('0000000000000000000011',$,'T',$,$,$,$,$,$,.GRILLE.);"
        "#12=IFCRELDEFINESBYTYPE('0000000000000000000012',$,$,$,(#10),#11);#13=IFCFLOWTERMINAL('0000000000000000000013',$,'B',$,$,$,$,$);"
    )
    assert check(tmp_path, model, entity("IFCAIRTERMINAL"), attribute("Name"), schema="IFC2X3").applicable == 1
    assert check(tmp_path, model, entity("IFCAIRTERMINAL", "GRILLE"), schema="IFC2X3").applicable == 1
    assert check(tmp_path, model, entity("IFCFLOWTERMINAL"), schema="IFC2X3").applicable == 2
    result = check(tmp_path, model, entity("IFCFLOWTERMINAL"), entity("IFCAIRTERMINAL"), schema="IFC2X3")
    assert [failure.step_id for failure in result.failures] == [13]


PARTS = PROJECT + (
    "#10=IFCWALL('0000000000000000000010',$,'W',$,$,$,$,$,$);#11=IFCOPENINGELEMENT('0000000000000000000011',$,'O',$,$,$,$,$,$);"
    "#12=IFCDOOR('0000000000000000000012',$,'D',$,$,$,$,$,$,$,$,$,$);#13=IFCBUILDINGSTOREY('0000000000000000000013',$,'1F',$,$,$,$,$,$,$);"
    "#14=IFCBUILDING('0000000000000000000014',$,'B',$,$,$,$,$,$,$,$,$);"
    "#15=IFCRELVOIDSELEMENT('0000000000000000000015',$,$,$,#10,#11);#16=IFCRELFILLSELEMENT('0000000000000000000016',$,$,$,#11,#12);"
    "#17=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000017',$,$,$,(#10),#13);"
    "#18=IFCRELAGGREGATES('0000000000000000000018',$,$,$,#14,(#13));#19=IFCZONE('0000000000000000000019',$,'Z',$,$,$);"
    "#20=IFCSYSTEM('0000000000000000000020',$,'Y',$,$);#21=IFCRELASSIGNSTOGROUP('0000000000000000000021',$,$,$,(#10),$,#19);"
    "#22=IFCRELASSIGNSTOGROUP('0000000000000000000022',$,$,$,(#19),$,#20);"
)


@pytest.mark.parametrize(
    ("of", "whole", "relation", "status"),
    [
        ("IFCDOOR", "IFCWALL", "IFCRELVOIDSELEMENT IFCRELFILLSELEMENT", "pass"),
        ("IFCDOOR", "IFCBUILDING", None, "pass"),
        ("IFCWALL", "IFCBUILDING", None, "pass"),
        ("IFCWALL", "IFCBUILDING", "IFCRELCONTAINEDINSPATIALSTRUCTURE", "fail"),
        ("IFCWALL", "IFCSYSTEM", "IFCRELASSIGNSTOGROUP", "pass"),
        ("IFCWALL", "IFCDOOR", None, "fail"),
    ],
)
def test_parts_are_followed_through_others_by_one_relation_or_by_any(of, whole, relation, status, tmp_path):
    assert check(tmp_path, PARTS, entity(of), part_of(entity(whole), relation)).status == status
    opposite = {"pass": "fail", "fail": "pass"}[status]
    assert check(tmp_path, PARTS, entity(of), part_of(entity(whole), relation, PROHIBITED)).status == opposite


def test_a_loop_of_parts_ends(tmp_path):
    loop = PARTS + "#30=IFCRELAGGREGATES('0000000000000000000030',$,$,$,#13,(#14));"
    assert check(tmp_path, loop, entity("IFCBUILDING"), part_of(entity("IFCBUILDINGSTOREY"))).status == "pass"


MATERIALS = (
    PROJECT
    + WALL
    + WALL_TYPE
    + (
        "#20=IFCMATERIAL('Stone',$,'mineral');#21=IFCMATERIALLAYER(#20,10.,$,'core',$,'load',$);#22=IFCMATERIALLAYERSET((#21),'Set',$);"
        "#23=IFCRELASSOCIATESMATERIAL('0000000000000000000023',$,$,$,(#11),#22);"
    )
)


@pytest.mark.parametrize("word", ["Stone", "mineral", "core", "load", "Set"])
def test_a_material_is_known_by_each_of_its_words_and_inherited(word, tmp_path):
    assert check(tmp_path, MATERIALS, entity("IFCWALL"), facet("material", value=word)).status == "pass"
    own = MATERIALS + "#30=IFCMATERIAL('Wood',$,$);#31=IFCRELASSOCIATESMATERIAL('0000000000000000000031',$,$,$,(#10),#30);"
    assert check(tmp_path, own, entity("IFCWALL"), facet("material", value=word)).status == "fail"


CLASSES = (
    PROJECT
    + WALL
    + (
        "#20=IFCCLASSIFICATION($,$,$,'Uniclass',$,$,$);#21=IFCCLASSIFICATIONREFERENCE($,'EF_25_10',$,#20,$,$);"
        "#22=IFCCLASSIFICATIONREFERENCE($,'EF_25_10_25',$,#21,$,$);"
        "#23=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000023',$,$,$,(#10),#22);"
        "#24=IFCMATERIAL('Stone',$,$);#25=IFCEXTERNALREFERENCERELATIONSHIP($,$,#21,(#24));"
    )
)


def test_a_reference_counts_as_those_above_it_and_resources_have_them_too(tmp_path):
    for code in ("EF_25_10_25", "EF_25_10"):
        assert check(tmp_path, CLASSES, entity("IFCWALL"), facet("classification", value=code, system="Uniclass")).status == "pass"
    assert check(tmp_path, CLASSES, entity("IFCWALL"), facet("classification", value="EF_25", system="Uniclass")).status == "fail"
    assert (
        check(tmp_path, CLASSES, entity("IFCMATERIAL"), facet("classification", value="EF_25_10", system="Uniclass")).status
        == "pass"
    )
    optional = facet("classification", OPTIONAL, value="EF_30", system="Omniclass")
    assert check(tmp_path, CLASSES, entity("IFCWALL"), optional).status == "pass"


@pytest.mark.parametrize(
    ("occurs", "some", "none"),
    [
        ('maxOccurs="unbounded"', "pass", "fail"),
        ('minOccurs="0" maxOccurs="unbounded"', "pass", "na"),
        ('minOccurs="0" maxOccurs="0"', "fail", "pass"),
    ],
)
def test_a_specification_may_ask_for_something_allow_it_or_forbid_it(occurs, some, none, tmp_path):
    assert check(tmp_path, PROJECT + WALL, entity("IFCWALL"), occurs=occurs).status == some
    assert check(tmp_path, PROJECT + WALL, entity("IFCDOOR"), occurs=occurs).status == none


def test_attributes_of_any_instance_can_be_asked_for(tmp_path):
    model = PROJECT + "#10=IFCPERSON($,'Li',$,$,$,$,$,$);#11=IFCPERSON($,$,'Na',$,$,$,$,$);"
    result = check(tmp_path, model, entity("IFCPERSON"), attribute("FamilyName"))
    assert (result.applicable, [failure.step_id for failure in result.failures]) == (2, [11])
    assert check(tmp_path, model, attribute("FamilyName", "Li"), attribute("GivenName")).applicable == 1


def test_the_reason_says_what_was_found_and_what_was_wanted(tmp_path):
    result = check(tmp_path, PROJECT + WALL, entity("IFCWALL"), attribute("Name", "V") + attribute("Description"))
    (failure,) = result.failures
    assert failure.reason("en") == 'the attribute Name is "W", not V; the attribute Description is not given'
    assert failure.reason("zh") == "属性 Name 的值为“W”，应为 V；没有给出属性 Description"
