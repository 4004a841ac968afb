"""The grammar against ifcopenshell's parser of STEP text, an implementation that we did not write: real files, and mutants."""

import re
import warnings
from functools import cache
from pathlib import Path

import ifcopenshell.simple_spf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ifcopenshell.simple_spf.parser import parse

from pipelines.ingest.conformance.departures import Departures
from pipelines.ingest.conformance.header import check_header
from pipelines.ingest.conformance.syntax import check_syntax
from pipelines.ingest.conformance.syntax_statements import look_through

pytestmark = pytest.mark.slow

FORM = {"missing_entity", "repeated_entity", "entity_order", "unknown_entity", "argument_count"}
"""What the parser looks at in the header besides its grammar."""
NOT_LOOKED_AT = {"dangling_reference"}
"""What the parser does not tell of (11.2: a reference is to an instance of the same file)."""
SMALL = b"""ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [ReferenceView]'),'2;1');
FILE_NAME('t.ifc','2026-01-01T00:00:00',('a'),('b'),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCPERSON($,'it''s',.T.,(1,-2.5E-3,#2),*,IFCLABEL('\\X2\\4E2D\\X0\\'),"0F",());
/* a comment */
#2=IFCWALL('a','\\S\\D',$);
ENDSEC;
END-ISO-10303-21;
"""


def codes_of(data):
    departures = Departures("m", data)
    check_header(data, check_syntax(data, departures), departures)
    rows = [row for row in departures.table().to_pylist() if row["severity"] == "error"]
    codes = [(row["layer"], row["text_code"].rpartition(".")[2]) for row in rows]
    return {code for layer, code in codes if (layer == "syntax" and code not in NOT_LOOKED_AT) or code in FORM}


def is_refused(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ifcopenshell.simple_spf.parse(filecontent=data.decode("latin-1"))
        except ifcopenshell.simple_spf.CollectedValidationErrors:
            return True
    return False


@pytest.fixture(scope="module", autouse=True)
def one_parser():
    """The parser is made anew for each file, which takes longer than reading a small one: kept, it is made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "Lark", cache(parse.Lark))
        yield


def small_files(shared, most):
    return [path for path in sorted(shared.rglob("*.ifc")) if path.stat().st_size < most]


READ_OTHERWISE = {
    # At least one character stands between \\X2\\ or \\X4\\ and \\X0\\ (6.4.3.2); the parser wants none.
    "EmptyMultibyteString.ifc": {"bad_directive"},
    # The apostrophe of the directive \\S\\' ends no string (6.4.3.3); the parser takes it and the next for one doubled.
    "SpecicalSolidusEscape.ifc": set(),
}


def test_real_files_are_refused_by_both_or_neither(shared):
    differing = {}
    for path in small_files(shared, 4_000):
        data = path.read_bytes()
        if not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"ISO-10303-21"):
            continue
        ours = codes_of(data)
        if bool(ours) != is_refused(data) and ours != READ_OTHERWISE.get(path.name):
            differing[path.name] = ours
    assert differing == {}


REASONS = (
    ("a directive with nothing in it (6.4.3)", rb"\\X[24]\\\\X0\\"),
    ("a keyword or an enumeration item may begin with an underscore (6.3, 6.4.4)", rb"[=(,.(]_"),
    ("no space within a token: #1, .T., \\S\\D (6.2)", rb"\.\s+\w|\w\s+\.|#\s+\d|\"\s|\s\""),
)
"""Where the parser reads the standard in its own way."""
BYTES = st.sampled_from(sorted(set(SMALL + b"@!_[]\x00\t\x7f\xe9\\X0123456789abcE.#,;()'\"$*/-+ \n")))


def mutant(place, how, byte):
    place %= len(SMALL)
    new = {"delete": b"", "insert": SMALL[place : place + 1] + bytes([byte]), "replace": bytes([byte])}[how]
    return SMALL[:place] + new + SMALL[place + 1 :]


@settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(SMALL) - 1), st.sampled_from(["delete", "insert", "replace"]), BYTES)
def test_a_mutant_is_refused_by_both_or_neither(place, how, byte):
    data = mutant(place, how, byte)
    if data.startswith(b"ISO-10303-21") and not any(re.search(pattern, data) for _, pattern in REASONS):
        assert bool(codes_of(data)) == is_refused(data), data


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), BYTES), min_size=1, max_size=40), st.integers(0, len(SMALL)))
def test_whatever_the_bytes_are_it_ends(changes, length):
    data = bytearray(SMALL)
    for place, byte in changes:
        data[place] = byte
    check_syntax(bytes(data[:length]), departures := Departures("m", bytes(data[:length])))
    departures.table()


@pytest.mark.parametrize("name", ["duplex/Duplex_A_20110907.ifc", "office/Office_A_20110811.ifc"])
def test_any_number_of_ranges_finds_the_same(shared: Path, name, monkeypatch):
    found = sorted(shared.rglob(Path(name).name))
    if not found:
        pytest.skip(f"{name} is not here")
    monkeypatch.setattr("pipelines.ingest.conformance.syntax_statements._RANGE", 200_000)
    data = found[0].read_bytes()
    data = data[: len(data) // 2] + b"\n#1=IFCX(.5" + data[len(data) // 2 :]
    start = data.index(b"DATA;") + 5

    def faults(ranges):
        stretches, reached, why = look_through(data, start, is_header=False, ranges=ranges)
        rows = [row for one in stretches for row in zip(one.kinds.tolist(), one.offsets.tolist(), one.owners.tolist(), strict=True)]
        return rows, reached, why, sum(len(one.step_ids) for one in stretches)

    assert faults(1) == faults(2) == faults(7)
    assert faults(1)[0]
