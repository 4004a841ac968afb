"""Writes every sample again: ``python -m sample_ifc.generate``; ``--check`` only compares."""

import argparse
import filecmp
import sys
import tempfile
from pathlib import Path

from sample_ifc.apartments import samples as apartments
from sample_ifc.park import samples as park
from sample_ifc.renewal import samples as renewal
from sample_ifc.school import samples as school
from sample_ifc.street import samples as street
from sample_ifc.tenders.samples import write_tender
from sample_ifc.tiny_models import write_tiny

HERE = Path(__file__).parent
FOLDERS = ("clean", "faulty", "tender", "tiny")


def write_all(folder: Path) -> None:
    """Write every sample file below a folder."""
    for sample in (*school.SAMPLES, *apartments.SAMPLES, *renewal.SAMPLES, *street.SAMPLES, *park.SAMPLES):
        sample.write(folder)
    write_tender(folder / "tender")
    write_tiny(folder / "tiny")


def differences(folder: Path, other: Path) -> list[str]:
    """Files that are not the same, or not there, in both; paths below the folders."""
    names = {path.relative_to(root) for root in (folder, other) for path in root.rglob("*") if path.is_file()}
    return sorted(
        str(name)
        for name in names
        if not (folder / name).is_file()
        or not (other / name).is_file()
        or not filecmp.cmp(folder / name, other / name, shallow=False)
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the files differ from what would be written")
    options = parser.parse_args(arguments)
    if not options.check:
        write_all(HERE)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        write_all(Path(temporary))
        found = [f"{name}/{path}" for name in FOLDERS for path in differences(Path(temporary) / name, HERE / name)]
    for path in found:
        print(f"differs: {path}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
