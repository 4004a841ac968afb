"""Every broken file gives tables with problems, or an error with its sentence; never a traceback, a hang or a crash."""

import json
import os
import random
import re
from pathlib import Path

import pytest

from cim_schema.errors import InputError
from cim_schema.messages import LANGUAGES, text
from pipelines.ingest.model import read_model

pytestmark = pytest.mark.slow

SHARED = Path(os.environ.get("JUESHAN_SHARED", Path(__file__).parents[4] / "shared")) / "ifc"
BROKEN = sorted(path for folder in ("malformed", "chinese") for path in (SHARED / folder).rglob("*.[iI][fF][cC]"))
PERSON = "#1=IFCPERSON($,$,'x',$,$,$,$,$);"
PROJECT = "#10=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,$,$);"


def _ends_well(path: Path) -> None:
    try:
        rows = read_model(path)["run_problem"].to_pylist()
        sentences = [text(row["text_code"], json.loads(row["text_params"]), language) for row in rows for language in LANGUAGES]
    except InputError as error:
        sentences = [error.sentence(language) for language in LANGUAGES]
    # A code without a text, and a parameter that nobody gave, show as themselves.
    assert not [sentence for sentence in sentences if re.search(r"\{[a-z_]+\}|^read\.|read_reason\.", sentence)]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_each_malformed_file_ends_well(path: Path) -> None:
    _ends_well(path)


SOURCES = (
    "malformed/validate/backend/apps/ifc_validation/fixtures/wall-with-opening-and-window.ifc",
    "chinese/SubtractionResultsInClosedWindow.ifc",
    "georef/IFC2X3_Geolocation.ifc",
)
PIECES = (
    b"'", b"(", b")", b";", b"#", b"=", b",", b"$", b"*", b".", b"\\", b"/*", b"*/", b'"', b"#99999", b"\0", b"\xd6\xd0", b"-",
    b"1E999", b"IFCWALL(", b".T.", b"\\X2\\", b"\n", b"((((", b"#18446744073709551616", b"ENDSEC;", b"DATA;", b"''",
)  # fmt: skip


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", range(40))
def test_damage_at_random_ends_well(shared: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((shared / "ifc" / chance.choice(SOURCES)).read_bytes())
    for _ in range(chance.choice((1, 2, 5, 30))):
        place = chance.randrange(len(data))
        piece = chance.choice(PIECES)
        match chance.randrange(4):
            case 0:
                data[place:place] = piece
            case 1:
                data[place : place + len(piece)] = piece
            case 2:
                del data[place : place + chance.choice((1, 3, 200))]
            case _:
                other = chance.randrange(len(data))
                data[place:place] = data[other : other + chance.choice((5, 300))]
    path = tmp_path / "damaged.ifc"
    path.write_bytes(data)
    _ends_well(path)


def _problems(rows, path: Path) -> dict[str, dict]:
    return {row["text_code"].removeprefix("read."): {**row, **json.loads(row["text_params"])} for row in rows(path, "run_problem")}


def test_a_cut_off_model_is_read_as_far_as_it_goes_and_says_so(shared: Path, read) -> None:
    path = shared / "ifc/chinese/PCERT-Architecture-zh-truncated.ifc"
    tables = read(path)
    first = tables["run_problem"].to_pylist()[0]
    assert (first["text_code"], first["severity"]) == ("read.truncated", "error")
    assert first["line"] == len(path.read_bytes().splitlines())
    whole = read(shared / "ifc/chinese/PCERT-Architecture-zh.ifc")
    assert tables["ifc_element"]["name"].equals(whole["ifc_element"]["name"])
    assert tables["ifc_model"]["instance_count"][0].as_py() < whole["ifc_model"]["instance_count"][0].as_py()


def test_a_missing_end_mark_is_an_error(write_ifc, rows) -> None:
    found = _problems(rows, write_ifc(PERSON, end=""))
    assert found["no_end"]["severity"] == "error"
    assert found["no_end"]["line"] == 8


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ((PERSON, "#1=IFCPERSON($,$,'y',$,$,$,$,$);"), "repeated_step_id", 9),
        (("#3=IFCPERSONANDORGANIZATION(#99,#2,$);", "#2=IFCORGANIZATION($,'y',$,$,$);"), "dangling_reference", 8),
        ((PERSON, "#4=IFCFOO(#1);"), "unknown_entity", 9),
        ((PERSON, "#4=IFCCARTESIANPOINT((1E999,0.));"), "statement_unreadable", 9),
        ((PERSON, "#92147483647=IFCPERSON($,$,'y',$,$,$,$,$);"), "statement_unreadable", 9),
        ((PERSON, "#5=IFCORGANIZATION($,'q',($,$,$);", "#6=IFCORGANIZATION($,'z',$,$,$);"), "odd_statement", 9),
        ((PERSON, "what is this;"), "odd_statement", 9),
        ((PERSON, "#4=IFCACTORROLE(.NONSENSE.,$,$);"), "enumeration", 9),
    ],
)
def test_a_broken_statement_is_told_with_its_line(write_ifc, rows, lines: tuple[str, ...], code: str, line: int) -> None:
    assert _problems(rows, write_ifc(*lines))[code]["line"] == line


def test_one_bad_statement_does_not_cost_the_others(write_ifc, rows) -> None:
    path = write_ifc("#4=IFCCARTESIANPOINT((1E999,0.));", PROJECT)
    assert [row["name"] for row in rows(path, "ifc_element")] == ["p"]


def test_too_many_bad_statements_break_the_file(write_ifc) -> None:
    with pytest.raises(InputError) as caught:
        read_model(write_ifc(*(f"#{number}=IFCCARTESIANPOINT((1E999,0.));" for number in range(1, 40))))
    assert caught.value.params["line"] == 18


def test_an_unreadable_header_does_not_cost_the_data(write_ifc, rows) -> None:
    path = write_ifc(PROJECT)
    path.write_bytes(path.read_bytes().replace(b"FILE_DESCRIPTION", b"FILE_DESCRIPTIO"))
    assert [row["name"] for row in rows(path, "ifc_element")] == ["p"]
    assert _problems(rows, path)["header_unreadable"]["line"] == 2


def test_repeated_and_malformed_global_ids_are_named_and_their_rows_kept(write_ifc, rows) -> None:
    wall = "IFCWALL('0000000000000000000002',$,$,$,$,$,$,$,$);"
    path = write_ifc(PROJECT, f"#20={wall}", f"#21={wall}", "#22=IFCWALL('short',$,$,$,$,$,$,$,$);")
    assert [row["step_id"] for row in rows(path, "ifc_element")] == [10, 20, 21, 22]
    found = _problems(rows, path)
    assert (found["repeated_global_id"]["global_id"], found["repeated_global_id"]["count"]) == ("0000000000000000000002", 2)
    assert found["malformed_global_id"]["step_id"] == 22


def test_many_problems_of_a_kind_are_counted_not_listed(write_ifc, rows) -> None:
    found = rows(write_ifc(PROJECT, *(f"#{n}=IFCWALL('x{n}',$,$,$,$,$,$,$,$);" for n in range(20, 70))), "run_problem")
    assert sum(row["text_code"] == "read.malformed_global_id" for row in found) == 20
    assert json.loads(found[-1]["text_params"]) == {"count": 30, "kind": "@read.kind.malformed_global_id"}
    assert [row["ordinal"] for row in found] == list(range(len(found)))


def test_wrongly_typed_attributes_are_taken_as_not_given(write_ifc, rows) -> None:
    path = write_ifc(
        PROJECT,
        "#20=IFCWALL(5.,#20,(1.,2.),$,$,#21,'x',3,$);",
        "#21=IFCLOCALPLACEMENT(#21,'nowhere');",
        "#22=IFCRELAGGREGATES('0000000000000000000003',$,$,$,'x',5.);",
        "#23=IFCRELDEFINESBYPROPERTIES('0000000000000000000004',$,$,$,(#20),#24);",
        "#24=IFCPROPERTYSET('0000000000000000000005',$,7,$,(#25,#20));",
        "#25=IFCPROPERTYSINGLEVALUE('a',$,'bare',#20);",
        "#26=IFCSITE('0000000000000000000006',$,$,$,$,$,$,$,$,(1,'x'),5,'high',$,$);",
    )
    by_id = {row["step_id"]: row for row in rows(path, "ifc_element")}
    assert by_id[20]["name"] is None
    assert [row["value"] for row in rows(path, "ifc_property")] == ["bare"]
    assert not rows(path, "ifc_placement")
