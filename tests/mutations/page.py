"""``docs/mutations.md``: what was changed, and what of it was noticed."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.mutations.runs import Result

PAGE = Path(__file__).parent.parent.parent / "docs" / "mutations.md"


def page(results: Sequence[Result], seed: int) -> str:
    """The page: the sum, kind by kind, and each change that was not noticed or changed more than it may."""
    asked = [one for one in results if one.applicable]
    noticed, spoiled = [one for one in asked if one.noticed], [one for one in results if one.spoiled]
    lines = [
        "# Mutations", "",
        "This page is written by `make mutations`; do not edit it.", "",
        "A model is changed in one place, written, and judged again by all rules.",
        "Each kind of change says beforehand which rules must notice it, and which others have a cause to say something else.",
        "A change is not concerned where none of those rules looks at the model as it was.",
        "What reading a model tells beside the rules counts as noticed for one kind, `raise_storey`: the placement is believed.",
        "An outcome that changes elsewhere is spoiled.", "",
        f"Of {len(results)} changes of {len({one.kind for one in results})} kinds {len(asked)} concern a rule;"
        f" {len(noticed)} of these are noticed"
        f" ({len(noticed) / max(len(asked), 1):.1%}), and {len(spoiled)} spoil an outcome elsewhere.",
        f"The seed is {seed}.",
        f"The models are {', '.join(sorted({one.model for one in results}))}.", "",
        "Again: `python -m tests.mutations FILE… --each N --seed S --out results.jsonl`, which goes on where it ended;"
        " `--write-page` writes this page of all that the file holds.", "",
        "| kind | made | noticed | missed | not concerned | spoiled |", "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    rows: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        rows[result.kind].append(result)
    for name, some in [*sorted(rows.items()), ("all", list(results))]:
        concerned = [one for one in some if one.applicable]
        seen = sum(one.noticed for one in concerned)
        counts = (len(some), seen, len(concerned) - seen, len(some) - len(concerned), sum(bool(one.spoiled) for one in some))
        lines.append(f"| {name} | {' | '.join(map(str, counts))} |")
    lines += ["", "## Missed", ""]
    lines += [f"- {one.model}: {one.kind}: {one.what}" for one in asked if not one.noticed] or ["None."]
    lines += ["", "## Spoiled", ""]
    lines += [f"- {one.model}: {one.kind}: {one.what}: {'; '.join(one.spoiled)}" for one in spoiled] or ["None."]
    return "\n".join(lines) + "\n"
