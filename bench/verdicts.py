"""What was asked of a case beside what was found."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.case import Case
from bench.results import Point, Result, median_of


@dataclass(frozen=True)
class Verdict:
    """One thing asked."""

    asked: str
    found: str
    holds: bool


def judge(case: Case, result: Result) -> list[Verdict]:
    """Each thing that was asked of the largest size; one verdict more where runs failed or disagreed."""
    last = result.points[-1]
    if not last.is_sound:
        return [Verdict("every run ends well and gives the same", _unsound(last), False)]
    return list(_verdicts(case, result.points, last))


def _verdicts(case: Case, points: list[Point], last: Point) -> Iterator[Verdict]:
    ask = case.ask
    if ask.times_faster is not None and last.times_faster is not None:
        yield Verdict(f"≥ {ask.times_faster:g} × faster", f"{last.times_faster:.1f} ×", last.times_faster >= ask.times_faster)
    if ask.memory_share is not None and last.memory_share is not None:
        yield Verdict(
            f"memory ≤ {ask.memory_share:g} of the peer's", f"{last.memory_share:.2f}", last.memory_share <= ask.memory_share
        )
    if ask.seconds is not None:
        seconds = median_of(last.ours, "seconds")
        yield Verdict(f"≤ {ask.seconds:g} s", f"{seconds:.1f} s", seconds <= ask.seconds)
    if ask.process_bytes is not None:
        largest = max(run.largest_bytes for run in last.ours)
        yield Verdict(f"≤ {ask.process_bytes / 1e9:g} GB a process", f"{largest / 1e9:.2f} GB", largest <= ask.process_bytes)
    if ask.growth is not None and points[0].ours and points[0].is_sound and len(points) > 1:
        growth = _seconds_per_byte(last) / _seconds_per_byte(points[0])
        yield Verdict(f"time a megabyte grows ≤ {ask.growth:g} ×", f"{growth:.2f} ×", growth <= ask.growth)
    if ask.same_answer and last.peer:
        same = last.ours[0].answer == last.peer[0].answer
        yield Verdict("the same tables", "equal" if same else "not equal", same)


def _seconds_per_byte(point: Point) -> float:
    return median_of(point.ours, "seconds") / point.size_bytes


def _unsound(point: Point) -> str:
    failures = sorted({run.failure for run in (*point.ours, *point.peer) if run.failure})
    return "; ".join(failures) or "answers differ from run to run"
