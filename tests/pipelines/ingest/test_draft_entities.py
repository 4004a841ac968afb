import pytest

from pipelines.ingest.draft_entities import arguments_at, translate_draft
from pipelines.ingest.model import read_model
from pipelines.ingest.step_scan import scan_step

HEAD = b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4X3_RC3'));\nENDSEC;\nDATA;\n"
TAIL = b"\nENDSEC;\nEND-ISO-10303-21;\n"


def translated(statement):
    data = HEAD + statement + TAIL
    out = translate_draft(data, scan_step(data))
    assert out.count(b"\n") == data.count(b"\n"), "lines stay where they are"
    return out[len(HEAD) : -len(TAIL)]


@pytest.mark.parametrize(
    ("draft", "final"),
    [
        (b"#1= IFCSOLIDSTRATUM('g',$,'a,(b',$,$,#2,\n#3,$);", b"#1= IFCGEOTECHNICALSTRATUM('g',$,'a,(b',$,$,#2,\n#3,$,.SOLID.);"),
        (b"#1=IfcWaterStratum('g',$,$,$,$,$,$,$);", b"#1=IFCGEOTECHNICALSTRATUM('g',$,$,$,$,$,$,$,.WATER.);"),
        (
            b"#1=IFCFACILITYPART('g',$,$,$,$,$,$,$,.PARTIAL.,IFCROADPARTTYPEENUM(.CARRIAGEWAY.),.LATERAL.);",
            b"#1=IFCROADPART('g',$,$,$,$,$,$,$,.PARTIAL.,.LATERAL.,.CARRIAGEWAY.);",
        ),
        (
            b"#1=IFCFACILITYPART('g',$,$,$,$,$,$,$,.PARTIAL.,IFCFACILITYPARTCOMMONTYPEENUM(.SEGMENT.),.LATERAL.);",
            b"#1=IFCFACILITYPARTCOMMON('g',$,$,$,$,$,$,$,.PARTIAL.,.LATERAL.,.SEGMENT.);",
        ),
    ],
)
def test_renamed_entities_are_said_in_the_final_schemas_words(draft, final):
    assert translated(draft) == final


@pytest.mark.parametrize(
    "statement",
    [
        b"#1=IFCSOLIDSTRATUM('g');",
        b"#1=IFCLABEL('#2=IFCSOLIDSTRATUM(1,2,3,4,5,6,7,8)');",
        b"/* #2=IFCSOLIDSTRATUM(1,2,3,4,5,6,7,8); */",
        b"#1=IFCFACILITYPART('g',$,$,$,$,$,$,$,.PARTIAL.,$,.LATERAL.);",
        b"#1=IFCSOLIDSTRATUM('g',",
    ],
)
def test_what_is_no_such_statement_stays(statement):
    assert translated(statement) == statement


def test_arguments_are_parted_at_the_outermost_commas():
    data = b"#1=IFCX('a''(,',(1,2,(3)),$ /* , */,.T.);"
    assert arguments_at(data, 0).texts == [b"'a''(,'", b"(1,2,(3))", b"$ /* , */", b".T."]
    assert arguments_at(b"#1=IFCX('a',(1,", 0) is None


@pytest.mark.slow
def test_strata_and_parts_of_drafts_are_in_the_tables(shared):
    tables = read_model(shared / "ifc/infra/SpatialStructure-5/SpatialStructure-5-2.ifc")
    rows = tables["ifc_element"].to_pylist()
    strata = sorted(row["predefined_type"] for row in rows if row["ifc_class"] == "IfcGeotechnicalStratum")
    assert strata == ["SOLID", "WATER"]
    assert {row["ifc_class"] for row in rows} >= {"IfcMarinePart"}
    assert not [row for row in tables["run_problem"].to_pylist() if row["text_code"] == "read.unknown_entity"]
