"""Folders of pages that are made from the code: written again, or compared with what they should be."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def stale_pages(folder: Path, wanted: Mapping[str, str], suffix: str = ".md") -> list[str]:
    """Names of the pages in the folder that are missing, old, or wanted no more.

    Args:
        folder: Where the pages lie.
        wanted: File name → text of every page.
        suffix: How the pages' names end.
    """
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob(f"*{suffix}")}
    return sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))


def write_pages(folder: Path, wanted: Mapping[str, str], suffix: str = ".md") -> None:
    """Write all pages, and remove those that are wanted no more."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale_pages(folder, wanted, suffix):
        (folder / name).unlink(missing_ok=True)
    for name, page in wanted.items():
        (folder / name).write_text(page, encoding="utf-8")


def run(module: str, folder: Path, wanted: Mapping[str, str], arguments: Sequence[str] | None = None, suffix: str = ".md") -> int:
    """The command line of a module that makes pages: writes them; with ``--check``, tells whether they are current."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=f"Writes the pages in {folder.name}.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is not current")
    if not parser.parse_args(arguments).check:
        write_pages(folder, wanted, suffix)
        return 0
    stale = stale_pages(folder, wanted, suffix)
    for name in stale:
        sys.stderr.write(f"{folder.parent.name}/{folder.name}/{name} is not current; run: python -m {module}\n")
    return 1 if stale else 0
