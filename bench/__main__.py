"""``python -m bench``: measures the cases, ours and the peer in turn; prints a table, and writes ``docs/performance.md``."""

import argparse
import os
import tempfile
from pathlib import Path

from bench.case import Case
from bench.cases import NAMES, load_case
from bench.measuring import Measurement, measure
from bench.models import Models
from bench.page import PAGE, table_rows, write_page
from bench.results import Point, Result, read_result, this_machine

DEFAULT_RUNS = 5


def main() -> None:
    """Measure what was asked for."""
    options = _options()
    cases = _choose(options.cases, options.long)
    models = Models(options.models, options.model)
    kept = options.models / "results"
    is_standard = options.model is None and options.size is None
    rows: list[str] = []
    for case in [] if options.write_page else cases:
        result = read_result(kept, case.name) if options.resume and is_standard else None
        if result is None:
            result = _measure_case(case, models, options)
            if is_standard:
                result.write(kept)
        rows += table_rows(case, result)
    for row in rows:
        _say(row)
    if is_standard and not options.no_page:
        write_page((case, read_result(kept, case.name)) for case in map(load_case, NAMES))
        _say(f"written: {PAGE}")


def _measure_case(case: Case, models: Models, options: argparse.Namespace) -> Result:
    sizes = (options.size,) if options.size else case.sizes_mb[-1:] if options.model else case.sizes_mb
    all_paths = [models.of(case.kind, size) for size in sizes or (0,)]
    points: list[Point] = []
    measure(case, "ours", all_paths[0], options.cores)
    for paths in all_paths:
        label = "1 file" if len(paths) == 1 or case.ask.same_answer else f"{len(paths)} files"
        measured = paths[-1:] if case.ask.same_answer else paths
        point = Point(label, sum(path.stat().st_size for path in measured))
        wanted = options.runs if paths is all_paths[-1] else 1
        points.append(point)
        for number in range(min(wanted, case.runs or wanted)):
            point.ours.append(_measured(case, "ours", point, measure(case, "ours", paths, options.cores)))
            if case.peer is not None and number < min(wanted, case.peer_runs or wanted):
                point.peer.append(_measured(case, "peer", point, measure(case, "peer", paths, options.cores)))
    return Result(case.name, this_machine(options.cores), points)


def _measured(case: Case, way: str, point: Point, found: Measurement) -> Measurement:
    """The same, told on the way."""
    memory = f"{found.peak_bytes / 1e6:.0f} MB, child {found.child_peak_bytes / 1e6:.0f} MB"
    numbers = found.failure or f"{found.seconds:.2f} s, CPU {found.cpu_seconds:.2f} s, {memory}; {found.answer}"
    _say(f"{case.name} {point.size_bytes / 1e6:.0f} MB {way}: {numbers}")
    return found


def _choose(wanted: str | None, is_long: bool) -> list[Case]:
    starts = tuple(wanted.split(",")) if wanted else ("",)
    chosen = [load_case(name) for name in NAMES if name.startswith(starts)]
    if not chosen:
        raise SystemExit(f"no case begins with {wanted}; there are {', '.join(NAMES)}")
    return [case for case in chosen if is_long or not case.is_long or wanted]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", metavar="NAME,...", help="cases whose names begin so; without it all")
    parser.add_argument("--runs", type=int, default=DEFAULT_RUNS, metavar="N", help=f"of each way ({DEFAULT_RUNS})")
    parser.add_argument("--model", type=_model, metavar="IFC", help="a model of your own; the page is not written then")
    parser.add_argument("--size", type=int, metavar="MB", help="another size of the models; the page is not written then")
    parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)), metavar="N", help="for ours and the peer (all)")
    default = Path(tempfile.gettempdir()) / "jueshan-bench"
    parser.add_argument(
        "--models", type=Path, default=default, metavar="DIR", help=f"where models and results are kept ({default})"
    )
    parser.add_argument("--long", action="store_true", help="also what takes very long")
    parser.add_argument("--resume", action="store_true", help="leave out what was measured before")
    page = parser.add_mutually_exclusive_group()
    page.add_argument("--write-page", action="store_true", help="measure nothing: write the page of what was measured before")
    page.add_argument("--no-page", action="store_true", help="keep what is measured, and leave the page as it is")
    return parser.parse_args()


def _model(text: str) -> Path:
    path = Path(text).absolute()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
