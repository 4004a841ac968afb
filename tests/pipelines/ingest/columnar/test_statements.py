"""Statements and their arguments, against texts written here and Python's own reading of numbers."""

import random

import numpy as np
import pytest

from pipelines.ingest.columnar import scan
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.cells import Cells, locate
from pipelines.ingest.columnar.lexis import DERIVED, ENUMERATION, INTEGER, LIST, REAL, REFERENCE, STRING, TYPED, UNSET
from pipelines.ingest.columnar.strings import decode

pytestmark = pytest.mark.slow

SOUND = b"""DATA;
#1=IFCWALL('it''s; #9=IFCDOOR($);
#8=IFCDOOR($);',$ , *,#2);
/* #7=IFCDOOR('); */
#2 = IFCLABELLED /* here */ (
  (1,-2.5E3,.T.,(#1)),IFCLABEL('a,b)'),"0FA",()
) ;
#40=IFCEMPTY();ENDSEC;
"""


def statements(data: bytes, ranges: int = 1) -> scan.Statements:
    return scan.scan_statements(data, data.index(b";") + 1, ranges)


def test_statements_are_told_from_strings_and_comments() -> None:
    found = statements(SOUND)
    assert found.step_ids.tolist() == [1, 2, 40]
    assert [found.class_names[code] for code in found.classes] == ["IFCWALL", "IFCLABELLED", "IFCEMPTY"]
    assert found.counts.tolist() == [4, 4, 0]
    assert np.flatnonzero(found.referenced).tolist() == [1, 2]
    assert SOUND[found.end :].startswith(b"ENDSEC")


@pytest.mark.parametrize(
    "statement",
    [
        b"#1=IFCWALL($;", b"#1=IFCWALL($));", b"#1=IFCWALL($$);", b"#1=IFCWALL(,$);", b"#1=IFCWALL($,);",
        b"#1=(IFCWALL($)IFCX());",
        b"#1=IFCWALL(.5);", b"#1=IFCWALL(1.E400);", b"#1=IFCWALL(1e5);", b"#1=IFCWALL(.T);", b"#1=IFCWALL('a);",
        b"#=IFCWALL();",
        b"IFCWALL();",
        b"#1=#2;", b"#1=IFCWALL(#);", b"#1=IFCWALL(99999999999999999999);", b"#1=IFCWALL(IFCLABEL);", b"#1=IFCWALL(/*);",
    ],
)  # fmt: skip
def test_what_the_grammar_does_not_know_is_left_to_the_parser(statement: bytes) -> None:
    with pytest.raises(CannotRead):
        statements(b"DATA;\n#9=IFCDOOR();\n" + statement + b"\nENDSEC;\n")


def test_ranges_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_RANGE", 64)
    rows = [
        b"#%d=IFCTHING('%s',#%d,$);%s" % (
            n, b"; #5=IFCTHING('',$);\n#6=IFCTRAP($);" * (n % 3), n + 1, b"/*;\n#7=IFCTRAP($);*/\n" if n % 5 == 0 else b"\n",
        )
        for n in range(1, 200)
    ]  # fmt: skip
    data = b"DATA;\n" + b"".join(rows).replace(b"('',$)", b"('''',$)") + b"ENDSEC;\n"
    one = statements(data)
    assert len(one.step_ids) == 199
    for ranges in (2, 3, 7, 40):
        several = statements(data, ranges)
        assert several.class_names == one.class_names == ["IFCTHING"]
        for name in ("step_ids", "starts", "classes", "counts", "referenced"):
            assert np.array_equal(getattr(several, name), getattr(one, name))


def test_arguments_by_place() -> None:
    found, data = statements(SOUND), np.frombuffer(SOUND, np.uint8)
    starts = found.starts[:2]
    kinds = [locate(data, starts, np.array([place, place], np.int16)).kinds.tolist() for place in range(4)]
    assert kinds == [[STRING, LIST], [UNSET, TYPED], [DERIVED, 7], [REFERENCE, LIST]]
    owners, members = locate(data, starts[1:], np.array([0], np.int16)).members()
    assert owners.tolist() == [0, 0, 0, 0]
    assert members.kinds.tolist() == [INTEGER, REAL, ENUMERATION, LIST]
    assert members.numbers()[:2].tolist() == [1.0, -2500.0]
    names, inner = locate(data, starts[1:], np.array([1], np.int16)).unwrapped()
    assert (names.raw(0), inner.raw(0)) == (b"IFCLABEL", b"a,b)")
    assert locate(data, starts[:1], np.array([3], np.int16)).integers().tolist() == [2]


def test_numbers_are_those_of_python() -> None:
    chance = random.Random(5)
    texts = [repr(chance.uniform(-1, 1) * 10.0 ** chance.randint(-30, 30)).replace("e", "E") for _ in range(3000)]
    texts = [text if "." in text else text.replace("E", ".E") for text in texts]
    texts += ["0.", "-0.", "+1.5E-005", "123456789012345678901234567890.", "9007199254740993.", "1.E22", "1.E23", "0.1E1", "17"]
    data = np.frombuffer(" ".join(texts).encode(), np.uint8)
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    kinds = np.array([INTEGER if text.isdigit() else REAL for text in texts], np.int8)
    cells = Cells(data, kinds, ends - np.array([len(text) for text in texts]), ends)
    assert cells.numbers().tobytes() == np.array([float(text) for text in texts]).tobytes()


def test_equal_strings_are_read_once() -> None:
    data = np.frombuffer(rb"aa;b\X2\4E2D\X0\;aa;;it''s", np.uint8)
    edges = [(0, 2), (3, 16), (17, 19), (20, 20), (21, 26)]
    cells = Cells(data, np.full(5, STRING, np.int8), *(np.array(one, np.int64) for one in zip(*edges, strict=True)))
    found = cells.strings()
    assert found.to_pylist() == ["aa", "b中", "aa", "", "it's"]
    assert len(found.dictionary) == 4


@pytest.mark.parametrize(
    ("written", "text"),
    [(r"\X2\4E2D6587\X0\!", "中文!"), (r"\X4\0001F600\X0\ ", "😀 "), (r"\X\E9\S\i", "éé"), (r"C:\\a ''b''", r"C:\a 'b'")],
)
def test_directives(written: str, text: str) -> None:
    assert decode(written) == text
