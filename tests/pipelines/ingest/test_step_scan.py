from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipelines.ingest.step_scan as step_scan
from pipelines.ingest.step_scan import first_uses, line_at, scan_step

MODELS = ["duplex/Duplex_A_20110907.ifc", "fzk/AC20-FZK-Haus.ifc", "office/Office_A_20110811.ifc", "pcert_ifc4x3/Infra-Bridge.ifc"]


@pytest.mark.parametrize("model", MODELS)
def test_instances_are_those_that_the_parser_finds(shared: Path, opened, model: str) -> None:
    path = shared / "ifc" / model
    scan = scan_step(path.read_bytes())
    assert sorted(scan.step_ids.tolist()) == sorted(instance.id() for instance in opened(path))
    assert not scan.odd
    assert not len(scan.dangling())
    assert not len(scan.repeated())
    assert not scan.is_truncated


def test_small_blocks_give_what_one_block_gives(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (shared / "ifc/chinese/PCERT-Architecture-zh-truncated.ifc").read_bytes()
    whole = scan_step(data)
    monkeypatch.setattr(step_scan, "BLOCK", 997)
    parts = scan_step(data)
    for name in ("step_ids", "offsets", "references"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))
    for name in ("header", "sections", "odd", "unfinished"):
        assert getattr(whole, name) == getattr(parts, name)


def _file(data: bytes) -> bytes:
    return b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n" + data + b"\nENDSEC;\nEND-ISO-10303-21;\n"


def test_strings_and_comments_hold_no_instances() -> None:
    scan = scan_step(_file(b"#1=A('#7=B(#8);'' /* #9 */',#2);\n/* it's #3=C(); */ #2 = A ( ) ;"))
    assert scan.step_ids.tolist() == [1, 2]
    assert scan.references.tolist() == [2]
    assert not scan.odd


PIECES = (b"#1=A('x');", b"/* ' */", b"'", b"/*", b"*/", b"#2=B(#1);", b";", b"(", b"\n", b"#")


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_bytes_are_looked_through(parts: list[bytes]) -> None:
    data = _file(b"".join(parts))
    scan = scan_step(data)
    assert all(data[offset : offset + 1] == b"#" for offset in scan.offsets.tolist())


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (b"hello world;", "no_instance"),
        (b"#5 IFCWALL();", "no_name"),
        (b"#5=IFCWALL((1,2);", "unbalanced"),
        (b"#5=IFCWALL()\n#6=IFCWALL();", "two_in_one"),
    ],
)
def test_an_odd_statement_is_told_with_its_place(statement: bytes, reason: str) -> None:
    data = _file(b"#1=A();\n" + statement + b"\n#9=A();")
    (found,) = scan_step(data).odd
    assert found == (data.index(statement), reason)
    assert line_at(data, found[0]) == 6


def test_repeated_and_dangling_numbers_are_found() -> None:
    data = _file(b"#1=A();\n#2=B(#1,#99);\n#1=C();")
    scan = scan_step(data)
    assert scan.repeated().tolist() == [1]
    assert scan.dangling().tolist() == [99]
    user, offset = first_uses(data, scan, scan.dangling())[99]
    assert (user, line_at(data, offset)) == (2, 6)


def test_lines_may_end_in_carriage_returns() -> None:
    assert line_at(b"a\rb\rc", 4) == 3
    assert line_at(b"a\r\nb\r\nc", 6) == 3
