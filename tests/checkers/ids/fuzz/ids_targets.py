"""What a stranger's IDS file and pattern may do: be taken, or be refused. Run under atheris, where that is installed.

``python tests/checkers/ids/fuzz/ids_targets.py {file|pattern} [options of libFuzzer]``
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from checkers.ids.patterns import InvalidPattern, Pattern
from checkers.ids.reading import read_ids
from cim_schema.errors import InvalidIds

HEAD = (
    b'<ids xmlns="http://standards.buildingsmart.org/IDS" xmlns:xs="http://www.w3.org/2001/XMLSchema"><info><title>T</title></info>'
    b'<specifications><specification name="S" ifcVersion="IFC4"><applicability maxOccurs="unbounded">'
)
TAIL = b"</specification></specifications></ids>"


def take_file(data: bytes, folder: Path) -> bool:
    """Whether bytes are taken as an IDS file; anything but taking and refusing is an error."""
    path = folder / "fuzzed.ids"
    path.write_bytes(data)
    try:
        read_ids(path)
    except InvalidIds as refusal:
        if not (refusal.sentence("zh") and refusal.sentence("en")):
            raise ValueError("a refusal without a sentence") from refusal
        return False
    return True


def take_pattern(written: str, text: str) -> bool:
    """Whether a pattern is taken; it is then held against a text."""
    try:
        pattern = Pattern(written)
    except InvalidPattern:
        return False
    pattern.fits(text)
    return True


def _main() -> None:
    import atheris

    target = sys.argv.pop(1)
    atheris.instrument_all()
    with TemporaryDirectory() as name:

        def run(data: bytes) -> None:
            if target == "pattern":
                given = atheris.FuzzedDataProvider(data)
                take_pattern(given.ConsumeUnicodeNoSurrogates(40), given.ConsumeUnicodeNoSurrogates(200))
            elif data[:1] == b"+":
                take_file(HEAD + data[1:] + TAIL, Path(name))
            else:
                take_file(data, Path(name))

        atheris.Setup(sys.argv, run)
        atheris.Fuzz()


if __name__ == "__main__":
    _main()
