"""Change models one thing at a time and tell what the rules notice: ``python -m tests.mutations FILE…``."""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.flows.steps import Line
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from tests.mutations.runs import run_mutations, tell_table


def main() -> None:
    """Run the kinds of change over the files named, and print a row for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=1, help="how often each kind is tried on each model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*")
    parser.add_argument("--out", type=Path, help="a file for what came of each change, a line each")
    asked = parser.parse_args()
    results = []
    for path in asked.models:
        with TemporaryDirectory() as folder:
            line = Line(Workspace(Path(folder) / "workspace"), Compute(1))
            for result in run_mutations(path, line, Path(folder), asked.seed, asked.each, asked.kinds):
                results.append(result)
                if asked.out:
                    with asked.out.open("a", encoding="utf-8") as out:
                        out.write(json.dumps(result.__dict__, ensure_ascii=False) + "\n")
    print(tell_table(results))


main()
