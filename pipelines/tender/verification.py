"""Whether an evaluation still stands: what was written, against what comes out now."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cim_schema.errors import InvalidEvaluation
from pipelines.runtime.output import written_beside

EVALUATION, WORKBOOK, INPUTS = "evaluation.json", "evaluation.xlsx", "evaluation.inputs.json"
"""What lies in the folder of an evaluation. The last says where the tender is, seen from the folder."""
DIFFERENCES = 20
"""So many are told."""


def write_inputs(tender: Path, folder: Path, path: Path) -> None:
    """Say where the tender is, so that it can be evaluated again.

    Args:
        tender: The tender's file.
        folder: Where the evaluation will lie.
        path: What to write.
    """
    import os

    seen = Path(os.path.relpath(tender.resolve(), folder.resolve())).as_posix()
    with written_beside(path) as beside:
        beside.write_text(json.dumps({"tender": seen}, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def read_evaluation(folder: Path) -> tuple[dict[str, Any], Path]:
    """What was written, and where the tender is that it was made of.

    Raises:
        InvalidEvaluation: The folder holds no evaluation.
    """
    try:
        written = json.loads((folder / EVALUATION).read_text(encoding="utf-8"))
        inputs = json.loads((folder / INPUTS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        raise InvalidEvaluation({"file": str(folder), "reason": "@error_reason.not_an_evaluation"}) from None
    if not isinstance(written, dict) or not isinstance(inputs, dict) or not isinstance(inputs.get("tender"), str):
        raise InvalidEvaluation({"file": str(folder), "reason": "@error_reason.not_an_evaluation"})
    return written, folder / inputs["tender"]


def find_differences(written: Mapping[str, Any], repeated: Mapping[str, Any]) -> list[str]:
    """Places where two evaluations are not the same, with both values; the first of them, in the order of the file."""
    found = []
    for difference in _differences(written, repeated, ""):
        found.append(difference)
        if len(found) == DIFFERENCES:
            break
    return found


def _differences(written: object, repeated: object, place: str) -> Iterator[str]:
    if isinstance(written, Mapping) and isinstance(repeated, Mapping):
        for name in dict.fromkeys((*written, *repeated)):
            yield from _differences(written.get(name), repeated.get(name), f"{place}.{name}".removeprefix("."))
    elif isinstance(written, list) and isinstance(repeated, list) and len(written) == len(repeated):
        for number, (one, other) in enumerate(zip(written, repeated, strict=True)):
            yield from _differences(one, other, f"{place}[{number}]")
    elif written != repeated:
        yield f"{place}: {_shown(written)} → {_shown(repeated)}"


def _shown(value: object) -> str:
    return f"[{len(value)}]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False, default=str)[:120]
