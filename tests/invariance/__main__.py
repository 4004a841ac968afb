"""Write models otherwise and tell where the rules' answers differ: ``python -m tests.invariance PLACE…``."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.flows.steps import Line
from pipelines.ingest.project_folder import read_project
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from tests.invariance.answers import answer, differences
from tests.invariance.variants import VARIANTS, vary


def main() -> int:
    """Compare each of the files and folders named with each of its variants; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--variants", nargs="*", choices=VARIANTS, default=list(VARIANTS))
    asked = parser.parse_args()
    count = 0
    for place in asked.places:
        project = read_project(place)
        with TemporaryDirectory() as folder:
            line = Line(Workspace(Path(folder) / "workspace"), Compute(1))
            before = answer(project, line)
            for name in asked.variants:
                changed, expected = vary(project, VARIANTS[name], Path(folder))
                told = list(differences(before, answer(changed, line), expected, VARIANTS[name].may_differ))
                count += len(told)
                print(f"{place.name}, {name}: {len(told) or 'no'} differences", *told, sep="\n    ", flush=True)
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
