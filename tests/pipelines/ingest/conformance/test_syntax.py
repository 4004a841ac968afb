"""Each fault of the grammar by itself: what is told, and exactly where. The places are counted by hand."""

import json

import pytest

from cim_schema.messages import LANGUAGES, text
from pipelines.ingest.conformance.departures import SHOWN, Departures
from pipelines.ingest.conformance.syntax import check_syntax

HEADER = (
    b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION(('x'),'2;1');\nFILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'));\n"
    b"ENDSEC;\n"
)
END = b"ENDSEC;\nEND-ISO-10303-21;\n"
LINE = HEADER.count(b"\n") + 2
"""Of the first line of the DATA section."""


def check(data):
    departures = Departures("m", data)
    syntax = check_syntax(data, departures)
    rows = departures.table().to_pylist()
    for row in rows:
        for language in LANGUAGES:
            assert "{" not in text(row["text_code"], json.loads(row["text_params"]), language), row
    return syntax, rows


def told(data):
    return [(row["text_code"].removeprefix("conformance.syntax."), row["line"], row["column_number"]) for row in check(data)[1]]


def of_data(lines, end=END):
    """Codes, lines from 1 in the DATA section, and columns."""
    return [(code, line - LINE + 1, column) for code, line, column in told(HEADER + b"DATA;\n" + lines + b"\n" + end)]


@pytest.mark.parametrize(
    "line",
    [
        b"#1=IFCX();",
        b"#1=IFCX($,*,#2,'',.T.,1,-1,+1,1.,-1.5E-10,(),((1,2),()),\"0A\",IFCLABEL('a'));#2=IFCY();",
        b"#1 = IFCX ( /* a ; ' comment */ 'it''s' , ( 1 ) ) ;",
        b"#1=IFCX('\\X2\\4E2D6587\\X0\\\\X\\E9\\S\\D\\PA\\\\\\ \\X4\\0001F600\\X0\\');",
        b"#1=IFCX('/* no comment ;','#9=');",
        b"#1=IFCX(.A_1.,IFCY(IFCZ(1)),IFCY($));",
        b"#1=IFCX('a\nb');",
        b"#999999999999999999=IFCX();",
    ],
)  # fmt: skip
def test_what_the_grammar_allows_is_sound(line):
    assert of_data(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"#1=IFCX('\xe4\xb8\xad');", [("raw_character", 1, 10)]),
        (b"#1=IFCX('a\x00b');", [("control_character", 1, 11)]),
        (b"#1=IFCX(\x00);", [("control_character", 1, 9)]),
        (b"#1=IFCX('a);\n#2=IFCX('b');", [("open_string", 1, 9)]),
        (b"#1=IFCX('\\X2\\4E2D');", [("bad_directive", 1, 10)]),
        (b"#1=IFCX('\\X2\\4E2\\X0\\');", [("bad_directive", 1, 10)]),
        (b"#1=IFCX('\\X2\\4e2d\\X0\\');", [("bad_directive", 1, 10)]),
        (b"#1=IFCX('\\X2\\\\X0\\');", [("bad_directive", 1, 10)]),
        (b"#1=IFCX('\\X\\9g','\\P1\\','c:\\d');", [("bad_directive", 1, 10), ("bad_directive", 1, 18), ("bad_directive", 1, 27)]),
        (b"#1=IFCX(.5);", [("bad_number", 1, 9)]),
        (b"#1=IFCX(1E5);", [("bad_number", 1, 9)]),
        (b"#1=IFCX(1.e5,1.E,--1,1.#INF);", [("bad_number", 1, column) for column in (9, 14, 18, 22)]),
        (b"#1=IFCX(.true.,.T,..);", [("bad_enumeration", 1, 9), ("bad_enumeration", 1, 16), ("bad_enumeration", 1, 19)]),
        (b"#1=IFCX(\"4\",\"0g\");", [("bad_binary", 1, 9), ("bad_binary", 1, 13)]),
        (b"#1=IFCX(1 2);", [("no_comma", 1, 11)]),
        (b"#1=IFCX('a''b' 'c');", [("no_comma", 1, 16)]),
        (b"#1=IFCX(1,,2);", [("empty_member", 1, 11)]),
        (b"#1=IFCX(,1);", [("empty_member", 1, 9)]),
        (b"#1=IFCX((1,),);", [("empty_member", 1, 12), ("empty_member", 1, 14)]),
        (b"#1=IFCX((1);", [("unclosed", 1, 12)]),
        (b"#1=IFCX(1));", [("no_semicolon", 1, 11)]),
        (b"#1=IFCX(1)\n#2=IFCX(2);", [("no_semicolon", 2, 1)]),
        (b"#1=IFCX(1\n#2=IFCX(2);", [("unclosed", 2, 1)]),
        (b"#1=IFCX(1)x;", [("no_semicolon", 1, 11)]),
        (b"#1=IFCX(#0);", [("zero", 1, 9)]),
        (b"#0=IFCX();", [("zero", 1, 1)]),
        (b"#1=IFCX(#);", [("bad_reference", 1, 9)]),
        (b"#1=IFCX(#7);", [("dangling_reference", 1, 9)]),
        (b"#1=IFCX(#99999999999999);", [("dangling_reference", 1, 9)]),
        (b"#1=IFCX();\n#1=IFCX();", [("repeated_step_id", 2, 1)]),
        (b"#99999999999999=IFCX();\n#99999999999999=IFCX();", [("repeated_step_id", 2, 1)]),
        (b"#1=!MINE(1);", [("user_defined", 1, 4)]),
        (b"#1=(IFCA(1)IFCB());", [("complex", 1, 4)]),
        (b"#1=IfcX();", [("lower_keyword", 1, 4)]),
        (b"#1=IFCX(IFCY(),IFCY(1,2),IFCY);", [("not_one_value", 1, 14), ("not_one_value", 1, 22), ("no_value", 1, 26)]),
        (b"#1=;", [("no_keyword", 1, 4)]),
        (b"#1=IFCX;", [("no_bracket", 1, 8)]),
        (b"#1 IFCX();", [("no_equals", 1, 4)]),
        (b"#=IFCX();", [("no_step_id", 1, 1)]),
        (b"hello;\n#1=IFCX();", [("no_instance", 1, 1)]),
        (b"#1234567890123456789=IFCX();", [("long_step_id", 1, 1)]),
        (b";", [("no_instance", 1, 1)]),
    ],
)  # fmt: skip
def test_each_fault_is_told_where_it_is(line, expected):
    assert of_data(line) == expected


def test_every_fault_of_a_file_is_told():
    lines = b"#1=IFCX(.5,1E5);\n#2=IFCX('a\\b',,#8);\n#3=IFCX(\n#4=IFCX(1 2);"
    assert of_data(lines) == [
        ("bad_number", 1, 9), ("bad_number", 1, 12), ("bad_directive", 2, 11), ("empty_member", 2, 15),
        ("dangling_reference", 2, 16), ("unclosed", 4, 1), ("no_comma", 4, 11),
    ]  # fmt: skip


def test_the_sound_statements_among_faulty_ones_are_given():
    syntax, _ = check(HEADER + b"DATA;\n#1=IFCX(.5);\n#2=IFCY(1,2);\n#3 IFCX();\n#4=IFCY($);\n" + END)
    assert syntax.data.step_ids.tolist() == [1, 2, 4]
    assert syntax.data.counts.tolist() == [1, 2, 1]
    assert [syntax.data.class_names[code] for code in syntax.data.classes] == ["IFCX", "IFCY", "IFCY"]
    assert syntax.faulty == {1, 3}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf" + HEADER + b"DATA;\n#1=IFCX();\n" + END, ["byte_order_mark"]),
        (HEADER + b"DATA;\n" + END, ["empty_data"]),
        (HEADER + b"DATA;\n#1=IFCX();\nENDSEC;\n", ["no_end"]),
        (HEADER + b"DATA;\n#1=IFCX();\nEND-ISO-10303-21;\n", ["no_section_end"]),
        (HEADER + b"DATA;\n#1=IFCX(", ["cut_off"]),
        (HEADER + b"DATA;\n#1=IFCX(/* ", ["open_comment", "cut_off"]),
        (HEADER + b"DATA;\n#1=IFCX();\n" + END + b"more", ["behind_end"]),
        (HEADER + b"DATA;\n#1=IFCX();\nENDSEC;\nDATA;\n#2=IFCX();\n" + END, ["several_data"]),
        (HEADER + END, ["needless_section_end", "no_section"]),
        (HEADER.replace(b"ENDSEC;\n", b"") + b"DATA;\n#1=IFCX();\n" + END, ["no_section_end"]),
        (b"ISO-10303-21;\nDATA;\n#1=IFCX();\n" + END, ["no_section"]),
        (HEADER.replace(b"21;", b"21") + b"DATA;\n#1=IFCX();\n" + END, ["no_begin"]),
        (HEADER + b"ANCHOR;\n<a>=#1;\nENDSEC;\nDATA;\n#1=IFCX();\n" + END, ["other_section"]),
        (HEADER + b"DATA;\n#1=IFCX();\n" + END + b"SIGNATURE;\nMIIB\nENDSEC;\n", ["other_section"]),
        (HEADER + b"DATA('a',('IFC4'));\n#1=IFCX();\n" + END, ["section_parameters"]),
    ],
)  # fmt: skip
def test_sections(data, expected):
    assert [code for code, _, _ in told(data)] == expected


def test_many_faults_of_a_kind_are_counted_and_the_first_shown():
    _, rows = check(HEADER + b"DATA;\n" + b"".join(b"#%d=IFCX(.5);\n" % number for number in range(1, 1001)) + END)
    assert [row["step_id"] for row in rows] == list(range(1, SHOWN + 1))
    assert {row["group_count"] for row in rows} == {1000}


def test_the_encoding_of_raw_characters_is_named():
    for encoding, name in (("utf-8", "UTF-8"), ("gb18030", "GBK")):
        _, (row,) = check(HEADER + b"DATA;\n#1=IFCX('" + "一层平面图".encode(encoding) + b"');\n" + END)
        assert name in text(row["text_code"], json.loads(row["text_params"]), "en")
