"""Models by column, and the same model written in another way."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import ifcopenshell.guid
import pytest

from pipelines.ingest.columnar.instances import Instances
from pipelines.ingest.columnar.readable import columnar_file
from pipelines.ingest.columnar.schema import Schema

_STATEMENT = re.compile(r"#(\d+)\s*=\s*(\w+)\s*(\((?:[^';]|'(?:[^']|'')*')*\))\s*;")
_TOKEN = re.compile(r"('(?:[^']|'')*')|#(\d+)")
_GLOBAL_ID = re.compile(r"\('[0-9A-Za-z_$]{22}'")


@pytest.fixture(scope="session")
def columns() -> Callable[[Path], Instances]:
    """The instances of a model by column."""

    def read(path: Path) -> Instances:
        with columnar_file(path) as (readable, statements):
            return Instances(readable.data, statements, Schema(readable.schema))

    return read


@pytest.fixture(scope="session")
def rewritten() -> Callable[[str], str]:
    """The same model: other numbers, GlobalIds, owner history, order of statements and whitespace; names of profiles too."""

    def rewrite(text: str) -> str:
        chance = random.Random(1)
        head, rest = text.split("DATA;", 1)
        data, tail = rest.rsplit("ENDSEC;", 1)
        statements = _STATEMENT.findall(data)
        numbers = list(range(1, 2 * len(statements)))
        chance.shuffle(numbers)
        new = {old: number for (old, _, _), number in zip(statements, numbers, strict=False)}
        chance.shuffle(statements)
        lines = []
        for old, name, arguments in statements:
            told = _TOKEN.sub(lambda found: found[1] or f" /* a ; b */#{new.get(found[2], found[2])}\n", arguments)
            if name.startswith(("IFCREL", "IFCWALL", "IFCSLAB", "IFCDOOR", "IFCWINDOW", "IFCOPENING", "IFCPROJECT")):
                told = _GLOBAL_ID.sub(f"('{ifcopenshell.guid.compress(f'{chance.getrandbits(128):032x}')}'", told, count=1)
            if name == "IFCOWNERHISTORY":
                told = re.sub(r"\d+\s*\)$", "1)", told)
            if name.endswith("PROFILEDEF"):
                told = re.sub(r"^\((\.\w+\.),(\$|'[^']*')", rf"(\1,'{chance.random()}'", told)
            lines.append(f"#{new[old]} =\t{name.lower() if chance.random() < 0.5 else name} {told} ;\n")
        return f"{head}DATA;\n{''.join(lines)}ENDSEC;{tail}"

    return rewrite
