"""Change models one thing at a time and tell what the rules notice: ``python -m tests.mutations FILE…``."""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from pipelines.flows.steps import Line
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from tests.mutations.page import PAGE, page
from tests.mutations.runs import Result, run_mutations, tell_table


def main() -> None:
    """Run the kinds of change over the files named, and print a row for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--each", type=int, default=1, help="how often each kind is tried on each model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*")
    parser.add_argument("--seconds", type=float, help="begin no further change after so long")
    parser.add_argument(
        "--out", type=Path, help="a file for what came of each change, a line each; what is in it is not done again"
    )
    parser.add_argument("--write-page", action="store_true", help=f"write {PAGE.name}")
    asked = parser.parse_args()
    results = _earlier(asked.out)
    done = {(one.model, one.kind, one.time) for one in results}
    start = monotonic()
    for path in asked.models:
        with TemporaryDirectory() as folder:
            line = Line(Workspace(Path(folder) / "workspace"), Compute(1))
            for result in run_mutations(path, line, Path(folder), asked.seed, asked.each, asked.kinds, done):
                results.append(result)
                if asked.out:
                    with asked.out.open("a", encoding="utf-8") as out:
                        out.write(json.dumps(result.__dict__, ensure_ascii=False) + "\n")
                if asked.seconds and monotonic() - start > asked.seconds:
                    break
        if asked.seconds and monotonic() - start > asked.seconds:
            break
    print(tell_table(results))
    if asked.write_page:
        PAGE.write_text(page(results, asked.seed), encoding="utf-8")


def _earlier(out: Path | None) -> list[Result]:
    if out is None or not out.exists():
        return []
    return [Result(**json.loads(line)) for line in out.read_text(encoding="utf-8").splitlines()]


main()
