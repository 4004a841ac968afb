"""One fault at a time in a small sound model: the same as ifcopenshell.validate finds; where not, why."""

from collections.abc import Iterator
from dataclasses import replace
from json import loads
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cim_schema.messages import LANGUAGES, text
from pipelines.ingest.columnar.scan import scan_statements
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.conformance.departures import Departures
from pipelines.ingest.conformance.schema_check import check_schema
from tests.pipelines.ingest.conformance.recorded import Recorded, compare, departures, theirs

MODEL = """#1=IFCPERSON($,'L',$,$,$,$,$,$);
#2=IFCORGANIZATION($,'O',$,$,$);
#3=IFCPERSONANDORGANIZATION(#1,#2,$);
#4=IFCAPPLICATION(#2,'1','Drawer','drawer');
#5=IFCOWNERHISTORY(#3,#4,$,.ADDED.,$,$,$,0);
#6=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#7=IFCUNITASSIGNMENT((#6));
#8=IFCCARTESIANPOINT((0.,0.,0.));
#9=IFCAXIS2PLACEMENT3D(#8,$,$);
#10=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,$,#9,$);
#11=IFCPROJECT('0YvctVUKr0kugbFTf53O9L',#5,'P',$,$,$,$,(#10),#7);
#12=IFCLOCALPLACEMENT($,#9);
#13=IFCBUILDING('1YvctVUKr0kugbFTf53O9L',#5,'B',$,$,#12,$,$,.ELEMENT.,$,$,$);
#14=IFCRELAGGREGATES('2YvctVUKr0kugbFTf53O9L',#5,$,$,#11,(#13));
#15=IFCLOCALPLACEMENT(#12,#9);
#16=IFCBUILDINGELEMENTPROXY('3YvctVUKr0kugbFTf53O9L',#5,'X',$,$,#15,#20,$,$);
#17=IFCRELCONTAINEDINSPATIALSTRUCTURE('0ZvctVUKr0kugbFTf53O9L',#5,$,$,(#16),#13);
#18=IFCPROPERTYSINGLEVALUE('IsExternal',$,IFCBOOLEAN(.T.),$);
#19=IFCPROPERTYSET('1ZvctVUKr0kugbFTf53O9L',#5,'Set',$,(#18,#24));
#20=IFCPRODUCTDEFINITIONSHAPE($,$,(#21));
#21=IFCSHAPEREPRESENTATION(#10,'Body','Curve3D',(#22));
#22=IFCPOLYLINE((#8,#23));
#23=IFCCARTESIANPOINT((1.,0.,0.));
#24=IFCPROPERTYENUMERATEDVALUE('Risk',$,(IFCLABEL('high'),IFCLABEL('low')),$);
#25=IFCRELDEFINESBYPROPERTIES('2ZvctVUKr0kugbFTf53O9L',#5,$,$,(#16),#19);
#26=IFCLOCALPLACEMENT(#15,#9);
#27=IFCPRODUCTDEFINITIONSHAPE($,$,(#30));
#28=IFCOPENINGELEMENT('3ZvctVUKr0kugbFTf53O9L',#5,$,$,$,#26,#27,{of_opening});
#29=IFCRELVOIDSELEMENT('0avctVUKr0kugbFTf53O9L',#5,$,$,#16,#28);
#30=IFCSHAPEREPRESENTATION(#10,'Body','Curve3D',(#22));
"""
OF_OPENING = {"IFC2X3": "$", "IFC4": "$,$", "IFC4X3_ADD2": "$,$"}
POINT, YES = "=IFCCARTESIANPOINT((0.,0.,0.))", "IFCBOOLEAN(.T.)"
MUTATIONS = {
    "an unknown class": ("=IFCBUILDINGELEMENTPROXY(", "=IFCBUILDINGELEMENTOFMINE("),
    "a type for an entity": ("=IFCORGANIZATION(", "=IFCLABEL("),
    "an abstract class": ("=IFCBUILDINGELEMENTPROXY(", "=IFCELEMENT("),
    "an argument more": ("#12=IFCLOCALPLACEMENT($,#9)", "#12=IFCLOCALPLACEMENT($,#9,$)"),
    "an argument less": ("#12=IFCLOCALPLACEMENT($,#9)", "#12=IFCLOCALPLACEMENT(#15)"),
    "a mandatory one unset": (POINT, "=IFCCARTESIANPOINT($)"),
    "starred": (POINT, "=IFCCARTESIANPOINT(*)"),
    "an optional one starred": ("(#1,#2,$)", "(#1,#2,*)"),
    "texts for numbers": (POINT, "=IFCCARTESIANPOINT(('0','0','0'))"),
    "integers for reals": (POINT, "=IFCCARTESIANPOINT((0,0,0))"),
    "a real for an integer": ("'Model',3,", "'Model',3.,"),
    "a number for a list": (POINT, "=IFCCARTESIANPOINT(0.)"),
    "a list too long": (POINT, "=IFCCARTESIANPOINT((0.,0.,0.,0.))"),
    "an empty list": (POINT, "=IFCCARTESIANPOINT(())"),
    "a list too short": ("((#8,#23))", "((#8))"),
    "an item of none": (".LENGTHUNIT.", ".LENGTHUNITS."),
    "a boolean for an item": (".LENGTHUNIT.", ".T."),
    "an item for a text": ("'Model'", ".MODEL."),
    "a number for a text": ("'Model'", "3"),
    "a typed value for a text": ("'Model'", "IFCLABEL('Model')"),
    "a value without its type": (YES, ".T."),
    "a wrong value in a type": (YES, "IFCBOOLEAN(1)"),
    "an unknown boolean": (YES, "IFCBOOLEAN(.U.)"),
    "an item in a number": (YES, "IFCREAL(.T.)"),
    "an integer in a real": (YES, "IFCREAL(1)"),
    "nothing in a type": (YES, "IFCBOOLEAN($)"),
    "a type not to be selected": (YES, "IFCTEXTALIGNMENT('left')"),
    "an unknown type": (YES, "IFCYES(.T.)"),
    "a type in a type": (YES, "IFCLABEL(IFCLABEL('x'))"),
    "a list in a type too long": (YES, "IFCCOMPLEXNUMBER((1.,2.,3.))"),
    "an entity for a value": (YES, "#1"),
    "a list for a value": (YES, "(IFCBOOLEAN(.T.))"),
    "a wrong value in a list of types": ("IFCLABEL('low')", "IFCLABEL(0)"),
    "a wrong class": ("#9=IFCAXIS2PLACEMENT3D(#8,", "#9=IFCAXIS2PLACEMENT3D(#22,"),
    "a wrong class in a list": ("((#8,#23))", "((#8,#9))"),
    "a class not to be selected": ("((#6))", "((#8))"),
    "a GlobalId too short": ("'0YvctVUKr0kugbFTf53O9L'", "'0YvctVUKr0kugbFTf53O9'"),
    "a GlobalId too great": ("'0YvctVUKr0kugbFTf53O9L'", "'4YvctVUKr0kugbFTf53O9L'"),
    "a GlobalId of other characters": ("'0YvctVUKr0kugbFTf53O9L'", "'0YvctVUKr0kugbFTf53O9-'"),
    "no GlobalId": ("'0YvctVUKr0kugbFTf53O9L'", "$"),
    "a GlobalId twice": ("'0YvctVUKr0kugbFTf53O9L'", "'3ZvctVUKr0kugbFTf53O9L'"),
    "an application twice": ("#1=", "#99=IFCAPPLICATION(#2,'1','Drawer','drawer');\n#1="),
    "an application's name twice": ("#1=", "#99=IFCAPPLICATION(#2,'1','Drawer','other');\n#1="),
    "contained twice": (
        "(#16),#13);",
        "(#16),#13);\n#99=IFCRELCONTAINEDINSPATIALSTRUCTURE('1avctVUKr0kugbFTf53O9L',#5,$,$,(#16),#13);",
    ),
    "an opening in nothing": ("#29=IFCRELVOIDSELEMENT", "#29=IFCRELFILLSELEMENT"),
    "a shape of nothing": ("#15,#20,", "#15,$,"),
}
"""What stands in the model, and what is put there."""

OURS_ONLY = {
    "integers among reals": (
        POINT,
        "=IFCCARTESIANPOINT((0.,0,0.))",
        "schema.wrong_type",
        "it reads a list of reals and integers as reals",
    ),
    "unset in a list": (POINT, "=IFCCARTESIANPOINT((0.,$,0.))", "schema.wrong_type", "it leaves out what is unset in a list"),
    "a text among reals": (POINT, "=IFCCARTESIANPOINT((0.,'0',0.))", "schema.wrong_type", "it leaves out members of another kind"),
    "a text for an item": (".LENGTHUNIT.", "'LENGTHUNIT'", "schema.wrong_type", "it gives items as texts"),
    "a text for bits": (YES, "IFCBINARY('0')", "schema.wrong_type", "it gives bits as a text"),
    "unset where derived": ("=IFCSIUNIT(*,", "=IFCSIUNIT($,", "schema.derived_unset", "it reads * there"),
    "a derived one written": ("=IFCSIUNIT(*,", "=IFCSIUNIT(#1,", "schema.derived_written", "it reads * there"),
    "a member twice": (
        "(#18,#24)",
        "(#18,#24,#18)",
        "schema.repeated_member",
        "its schemas do not hold UNIQUE; it does not look at sets",
    ),
    "an array of one": (
        YES,
        "IFCCOMPLEXNUMBER((1.))",
        "schema.wrong_size",
        "it takes the bounds of the indices for those of the size",
    ),
    "a name too long": ("'Model'", f"'{'x' * 256}'", "schema.too_long", "its schemas do not hold widths"),
}
"""Where we find more: what stands in the model, what is put there, what we say, why ifcopenshell does not."""

NOT_IN_2X3 = {"a name too long": [], "a text for bits": ["schema.unknown_type"]}
"""IFC2X3 bounds no text but GlobalIds, and has no IfcBinary."""


def write(folder: Path, schema: str, before: str = "", after: str = "") -> Path:
    data = MODEL.replace("{of_opening}", OF_OPENING[schema])
    assert before in data
    path = folder / "model.ifc"
    header = "FILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');\nFILE_NAME('n','2026-01-01',('a'),('o'),'p','s','');"
    data = data.replace(before, after, 1) if before else data
    path.write_text(
        f"ISO-10303-21;\nHEADER;\n{header}\nFILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n{data}ENDSEC;\nEND-ISO-10303-21;\n"
    )
    return path


@pytest.mark.parametrize("schema", OF_OPENING)
def test_a_sound_model(tmp_path, schema):
    path = write(tmp_path, schema)
    assert departures(path.read_bytes()) == []
    assert theirs(path)[0] == set()


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("schema", OF_OPENING)
def test_one_fault(tmp_path, schema, mutation):
    path = write(tmp_path, schema, *MUTATIONS[mutation])
    assert departures(path.read_bytes()) != []
    compare(path)


@pytest.mark.parametrize("mutation", OURS_ONLY)
@pytest.mark.parametrize("schema", OF_OPENING)
def test_what_only_we_find(tmp_path, schema, mutation):
    before, after, code, why = OURS_ONLY[mutation]
    path = write(tmp_path, schema, before, after)
    if schema == "IFC2X3" and mutation in NOT_IN_2X3:
        assert [row.code for row in departures(path.read_bytes())] == NOT_IN_2X3[mutation]
        return
    assert [row.code for row in departures(path.read_bytes())] == [code]
    assert theirs(path)[0] == set(), why


@pytest.mark.parametrize("schema", OF_OPENING)
def test_every_sentence_is_whole(tmp_path, schema):
    codes = set()
    for before, after in changes():
        data = write(tmp_path, schema, before, after).read_bytes()
        found = Departures("m", data)
        check_schema(data, scan_statements(data, data.index(b"DATA;") + 5), Schema(schema), found, set())
        for row in found.table().to_pylist():
            codes.add(row["text_code"])
            for language in LANGUAGES:
                sentence = text(row["text_code"], loads(row["text_params"]), language)
                assert sentence != row["text_code"]
                assert "{" not in sentence
    assert len(codes) > 15


def changes() -> Iterator[tuple[str, str]]:
    yield from MUTATIONS.values()
    yield from (one[:2] for one in OURS_ONLY.values())


def test_nothing_is_said_to_be_missing_where_statements_could_not_be_read(tmp_path):
    data = write(tmp_path, "IFC4", "#29=IFCRELVOIDSELEMENT", "#29=IFCRELFILLSELEMENT").read_bytes()
    assert {(row.step_id, row.code) for row in departures(data)} == {(28, "schema.inverse"), (29, "schema.wrong_class")}
    assert departures(data, {29}) == []


def test_a_reference_behind_a_departure_counts(tmp_path):
    """The opening is in the list, though what stands before it is wrong."""
    data = write(tmp_path, "IFC4X3_ADD2", "$,#16,#28);", "$,#16,(1,#28));").read_bytes()
    assert [row.code for row in departures(data)] == ["schema.wrong_type"]


def test_step_ids_beyond_any_table(tmp_path):
    low = SOUND.replace(b"#8", b"#10000008").replace(b"#22", b"#10000022")
    statements = scan_statements(low, 0)
    far = np.where(statements.step_ids > 10_000_000, statements.step_ids + 80_000_000, statements.step_ids)
    for change, wanted in (((b"", b""), []), ((b"3D(#90000008", b"3D(#90000022"), ["#90000022=IfcPolyline"])):
        recorded: Any = Recorded()
        data = low.replace(b"#1000000", b"#9000000").replace(b"#10000022", b"#90000022").replace(*change)
        check_schema(data, replace(statements, step_ids=far), Schema("IFC4"), recorded, set())
        assert [row.value for row in recorded.rows] == wanted


def test_ranges_side_by_side_find_what_one_does():
    """So many statements that they are shared out; each tenth has a fault, known by its number."""
    lines = b"".join(b"#%d=IFCCARTESIANPOINT((0.,%s));\n" % (n, b"0" if n % 10 == 0 else b"0.") for n in range(1, 30_001))
    found = departures(b"FILE_SCHEMA(('IFC4'));\nDATA;\n" + lines + b"ENDSEC;\n")
    assert [row.step_id for row in found] == list(range(10, 30_001, 10))


SOUND = MODEL.replace("{of_opening}", OF_OPENING["IFC4"]).encode() + b"ENDSEC;\n"
STATEMENTS = scan_statements(SOUND, 0)
IFC4 = Schema("IFC4")


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=30), st.integers(0, 40))
def test_no_bytes_bring_it_down(changed, cut):
    """The statements as they were, the bytes behind them changed and cut off: it ends, and says something or nothing."""
    data = np.frombuffer(SOUND, np.uint8).copy()
    for at, code in changed:
        data[at] = code
    recorded: Any = Recorded()
    check_schema(data[: len(data) - cut].copy(), STATEMENTS, IFC4, recorded, set())
