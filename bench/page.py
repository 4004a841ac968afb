"""``docs/performance.md`` and its pictures, made from what was measured."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.case import Case, Heat
from bench.curves import draw_curves
from bench.measuring import Measurement
from bench.models import OFFICE, ROOT
from bench.results import Machine, Result, median_of
from bench.verdicts import judge

PAGE = ROOT / "docs/performance.md"
PICTURES = "pictures"

_HEATS = {
    Heat.COLD: "Cold: the whole process from its start to its end, imports and all.",
    Heat.FIRST: "The first call in a process; models are opened (peer) or their other tables read (ours) before.",
    Heat.WARM: "Warm: the second call in a process.",
}

_INTRODUCTION = """# Performance

`make bench` measures and writes this page.
Each case is run by our way and by the peer's in turn, every run in a process and a workspace of its own.
Numbers are medians, with the least and the greatest in brackets.
Ours runs once before without being counted, so that its kernels are compiled.
CPU is user and system time with all children.
Memory is the greatest resident memory of the process itself, and that of its largest child.
Sizes other than the last of a case are measured once, for the curve.
"""

_AGAIN = """## Measure again

```
make bench                                   # all cases; takes an hour or so
make bench LONG=1 RESUME=1                   # the long ones too; what was measured before is left out
make bench CASES=read,validate RUNS=3        # cases whose names begin so
make bench MODEL=large.ifc                   # with a model of your own: prints, writes no page
```

Models and results lie in the system's temporary folder, or where `MODELS=DIR` says.
A case is one file in `bench/cases/`.
"""


def write_page(cases: Iterable[tuple[Case, Result | None]], page: Path = PAGE) -> None:
    """Write the page and the curves of what was measured at several sizes."""
    measured = list(cases)
    lines = [_INTRODUCTION, *_machine_lines([result.machine for _, result in measured if result is not None]), ""]
    lines += ["| case | size | ours | peer | asked | found | held |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for case, result in measured:
        lines += table_rows(case, result)
    lines.append("")
    for case, result in measured:
        lines += [f"## {case.title}", "", *_case_lines(case, result, page), ""]
    lines.append(_AGAIN)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines), encoding="utf-8")


def table_rows(case: Case, result: Result | None) -> Iterator[str]:
    """The case's rows of the first table, one for each thing asked."""
    if result is None:
        yield f"| {case.title} | | not measured | | | | |"
        return
    last = result.points[-1]
    start = f"| {case.title} | {last.size_bytes / 1e6:,.0f} MB | {_seconds(last.ours)} | {_seconds(last.peer)} |"
    for verdict in judge(case, result):
        yield f"{start} {verdict.asked} | {verdict.found} | {'yes' if verdict.holds else '**no**'} |"
        start = "| | | | |"


def _case_lines(case: Case, result: Result | None, page: Path) -> Iterator[str]:
    yield f"Ours: {case.ours_is}"
    if case.peer_is:
        yield f"Peer: {case.peer_is}"
    yield _HEATS[case.heat]
    if result is None:
        return
    yield ""
    yield "| size | way | runs | time | CPU | process | largest child | gives |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for point in result.points:
        for name, runs in (("ours", point.ours), ("peer", point.peer)):
            if runs:
                numbers = f"{len(runs)} | {_seconds(runs)} | {_spread(runs, 'cpu_seconds', 1)} s | {_memory(runs)}"
                yield f"| {point.size_bytes / 1e6:,.0f} MB, {point.label} | {name} | {numbers} | {_given(runs)} |"
    if len(result.points) > 1:
        picture = page.parent / PICTURES / f"performance-{case.name}.svg"
        draw_curves(case, result, picture)
        yield ""
        yield f"![{case.title}: time and memory over the size of the model]({PICTURES}/{picture.name})"


def _machine_lines(machines: list[Machine]) -> Iterator[str]:
    base = "the public sample `Office_A`" if OFFICE.is_file() else "our own sample school"
    yield f"Large models are {base} many times over on a grid (`bench/campus.py`)."
    seen: list[Machine] = []
    for machine in machines:
        if machine not in seen:
            seen.append(machine)
            libraries = ", ".join(f"{name} {number}" for name, number in machine.libraries.items())
            yield (
                f"Measured on {machine.date} at commit {machine.commit}: {machine.processor}, {machine.cores} cores, "
                f"{machine.memory_bytes / 1e9:.0f} GB, {machine.system}; Python {machine.python}, {libraries}."
            )


def _given(runs: list[Measurement]) -> str:
    return "; ".join(sorted({(run.failure or run.answer).replace("|", "/") for run in runs}))


def _seconds(runs: list[Measurement]) -> str:
    return f"{_spread(runs, 'seconds', 1)} s" if runs and not any(run.failure for run in runs) else "–"


def _memory(runs: list[Measurement]) -> str:
    child = median_of(runs, "child_peak_bytes")
    return f"{median_of(runs, 'peak_bytes') / 1e6:,.0f} MB | {f'{child / 1e6:,.0f} MB' if child else '–'}"


def _spread(runs: list[Measurement], name: str, unit: float) -> str:
    """The median, and the least and the greatest where there are several."""
    numbers = [getattr(run, name) / unit for run in runs]
    middle = f"{median_of(runs, name) / unit:.2f}"
    return f"{middle} ({min(numbers):.2f}–{max(numbers):.2f})" if len(numbers) > 1 else middle
