"""The same model written otherwise: instances in another order under other numbers, and other GlobalIds."""

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

import ifcopenshell
import ifcopenshell.guid

_WORD = re.compile(rb"'(?:[^']|'')*'|/\*.*?\*/|#\d+|;", re.DOTALL)
_GLOBAL_ID = re.compile(r"[0-3][0-9A-Za-z_$]{21}")


def shuffle(source: Path, target: Path, seed: int = 1) -> None:
    """Write a file's instances in another order, under other step numbers."""
    begin, statements, end = split_statements(source.read_bytes())
    random = Random(seed)
    numbers = [statement.partition(b"=")[0].strip() for statement in statements]
    new = list(range(1, len(numbers) + 1))
    random.shuffle(new)
    renumbered = {old: b"#%d" % (7 + 3 * number) for old, number in zip(numbers, new, strict=True)}

    def renumber(word: re.Match[bytes]) -> bytes:
        return renumbered.get(word[0], word[0]) if word[0].startswith(b"#") else word[0]

    random.shuffle(statements)
    target.write_bytes(begin + b"\n".join(_WORD.sub(renumber, statement) + b";" for statement in statements) + end)


def split_statements(content: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What stands before the instances, each of them without its semicolon, and what follows them."""
    begin = re.search(rb"\bDATA\s*;", content)
    assert begin is not None
    statements, start = [], begin.end()
    for word in _WORD.finditer(content, begin.end()):
        if word[0] == b";":
            statement = content[start : word.start()].strip()
            if statement.startswith(b"ENDSEC"):
                break
            statements.append(statement)
            start = word.end()
    return content[: begin.end()] + b"\n", statements, b"\n" + content[start:].lstrip()


def reissue_global_ids(files: Sequence[ifcopenshell.file], seed: int = 1) -> dict[str, str]:
    """Give every GlobalId anew, in all files alike; what is none stays. Gives what each became.

    The new ones sort as the old ones did: of several elements the one that is told of for all is the first of them.
    """
    rooted = [one for file in files for one in file.by_type("IfcRoot") if _GLOBAL_ID.fullmatch(one.GlobalId or "")]
    random = Random(seed)
    old = sorted({one.GlobalId for one in rooted})
    new = sorted(ifcopenshell.guid.compress(f"{random.getrandbits(128):032x}") for _ in old)
    issued = dict(zip(old, new, strict=True))
    for one in rooted:
        one.GlobalId = issued[one.GlobalId]
    return issued
