"""Writes ``docs/kit`` and ``names/rules_of_fields.toml``: ``python -m checkers.kit``; ``--check`` only tells of them."""

import sys
from collections.abc import Mapping
from pathlib import Path

from checkers.kit.field_list import field_list
from checkers.kit.missing_fields import rules_of_fields
from checkers.kit.pages import field_table, pages
from checkers.kit.revit import property_sets, shared_parameters

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "docs" / "kit"
RULES = ROOT / "checkers" / "names" / "rules_of_fields.toml"


def files() -> Mapping[Path, bytes]:
    """Every file that is made, and its content."""
    listed = [one for one in field_list().values() if one.kind == "property"]
    made = {FOLDER / name: page.encode() for name, page in pages().items()}
    # Revit writes its parameter files so, and asks for the mark.
    made[FOLDER / "revit_shared_parameters.txt"] = b"\xff\xfe" + shared_parameters(listed).encode("utf-16-le")
    made[FOLDER / "revit_property_sets.txt"] = b"\xef\xbb\xbf" + property_sets(listed).encode()
    made[FOLDER / "fields.csv"] = b"\xef\xbb\xbf" + field_table().encode()
    made[RULES] = _rules_of_fields().encode()
    return made


def stale(made: Mapping[Path, bytes]) -> list[Path]:
    """Files that are missing, old, or wanted no more."""
    there = {path for path in FOLDER.glob("*") if path.is_file()}
    return sorted(
        {path for path, content in made.items() if not path.is_file() or path.read_bytes() != content} | there - set(made)
    )


def main(arguments: list[str]) -> int:
    """Write what is not current, or only tell of it; gives the exit status."""
    made = files()
    old = stale(made)
    if "--check" in arguments:
        for path in old:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not current; run: python -m checkers.kit\n")
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in old:
        if path in made:
            path.write_bytes(made[path])
        else:
            path.unlink()
    return 0


def _rules_of_fields() -> str:
    lines = [
        "# Written by python -m checkers.kit from the rules; do not edit.",
        "# Field = the rules that may miss it where nobody gives it.", "", "[rules]",
    ]  # fmt: skip
    for key, codes in rules_of_fields().items():
        quoted = ", ".join(f'"{code}"' for code in codes)
        lines.append(f"{key} = [{quoted}]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
