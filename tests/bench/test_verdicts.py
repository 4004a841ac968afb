from dataclasses import replace

from bench.case import Ask
from bench.cases import load_case
from bench.measuring import Measurement, measure
from bench.models import SCHOOL
from bench.results import Point, Result, read_result, this_machine
from bench.verdicts import judge

OURS = Measurement(2.0, 3.0, 500_000_000, 700_000_000, "10 rows")
PEER = Measurement(10.0, 10.0, 1_000_000_000, 0, "8 rows")
CASE = load_case("read_cold")


def result(*points: Point) -> Result:
    return Result("read_cold", this_machine(2), list(points))


def holds(ask: Ask, found: Result) -> list[bool]:
    return [verdict.holds for verdict in judge(replace(CASE, ask=ask), found)]


def test_what_was_asked_is_judged_by_medians_and_by_the_largest_process():
    slow = replace(OURS, seconds=60.0)
    found = result(Point("1 file", 1_000_000, [OURS, slow, OURS], [PEER]))
    assert holds(Ask(times_faster=5.0, memory_share=0.7, seconds=2.0, process_bytes=700_000_000), found) == [True] * 4
    assert holds(Ask(times_faster=5.1, memory_share=0.69, seconds=1.9, process_bytes=699_999_999), found) == [False] * 4


def test_growth_is_by_megabyte_from_the_smallest_to_the_largest():
    found = result(Point("1 file", 1_000_000, [OURS]), Point("2 files", 2_000_000, [replace(OURS, seconds=5.0)]))
    assert holds(Ask(growth=1.26), found) == [True]
    assert holds(Ask(growth=1.24), found) == [False]


def test_a_run_that_failed_or_gave_something_else_fails_the_case():
    for other in (replace(OURS, answer="11 rows"), replace(OURS, failure="ended with -11")):
        assert holds(Ask(times_faster=1.0), result(Point("1 file", 1_000_000, [OURS, other], [PEER]))) == [False]


def test_results_are_read_as_they_were_written(tmp_path):
    found = result(Point("1 file", 1_000_000, [OURS], [PEER]))
    found.write(tmp_path)
    assert read_result(tmp_path, "read_cold") == found
    assert read_result(tmp_path, "read_warm") is None


def test_a_process_is_measured_and_a_failure_is_told(tmp_path):
    found = measure(CASE, "peer", (SCHOOL,), 1)
    assert found.failure == ""
    assert found.answer.endswith("answers")
    assert found.seconds > found.cpu_seconds / 4 > 0
    assert 20e6 < found.peak_bytes < 2e9
    gone = measure(CASE, "ours", (tmp_path / "gone.ifc",), 1)
    assert "gone.ifc" in gone.failure
