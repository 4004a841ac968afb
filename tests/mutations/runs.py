"""Changes made, models judged again, and what was noticed of each."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import ifcopenshell

from pipelines.flows.steps import Line
from tests.mutations import identities, removals, shapes, values
from tests.mutations.kinds import KINDS, Change
from tests.mutations.trial import Said, Setting, say_all

HOLDERS = (removals, identities, shapes, values)
"""The modules whose kinds are entered when they are imported."""


@dataclass(frozen=True)
class Result:
    """What came of one change."""

    model: str
    kind: str
    time: int
    """Which of the changes of this kind, from 0."""
    what: str
    noticed: bool
    applicable: bool
    """Whether any of the rules that must notice looked at the model at all."""
    spoiled: list[str]
    """Rules whose outcome changed without a cause."""


def run_mutations(
    path: Path, line: Line, folder: Path, seed: int = 1, each: int = 1, kinds: Sequence[str] | None = None,
    done: Collection[tuple[str, str, int]] = (),
) -> Iterator[Result]:  # fmt: skip
    """Make each kind of change of a model, ``each`` times, always from the file as it was, but for those that are done."""
    before = say_all(path, Setting(), line)
    for name in kinds or KINDS:
        for time in range(each):
            if (path.stem, name, time) in done:
                continue
            file = ifcopenshell.open(str(path))
            change = KINDS[name](file, Random(f"{seed} {path.name} {name} {time}"))
            if change is None:
                break
            changed = folder / f"{name}_{time}.ifc"
            file.write(str(changed))
            yield compare(path.stem, name, time, change, before, say_all(changed, Setting(), line))
            changed.unlink()


def compare(model: str, kind: str, time: int, change: Change, before: Mapping[str, Said], after: Mapping[str, Said]) -> Result:
    """What was noticed, and what changed without a cause."""
    asked = [rule for rule in change.noticed_by if rule in before]
    if change.failing:
        noticed = any(after[rule].failing(change.failing) for rule in asked)
    elif change.worse:
        noticed = any(after[rule].is_worse_than(before[rule]) for rule in asked)
    else:
        noticed = any(after[rule] != before[rule] for rule in asked)
    causes = {*change.may.split(), *change.noticed_by}
    spoiled = [
        f"{rule}: {before[rule].outcome} → {said.outcome}"
        for rule, said in after.items()
        if said.outcome != before[rule].outcome and rule not in causes and rule.partition("-")[0] not in causes
    ]
    return Result(model, kind, time, change.what, noticed, any(before[rule].outcome != "na" for rule in asked), spoiled)


def tell_table(results: Sequence[Result]) -> str:
    """A row for each kind of change: how many, noticed, without effect elsewhere."""
    rows: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        rows[result.kind].append(result)
    lines = [f"{'kind':26}{'made':>6}{'asked':>6}{'noticed':>8}{'spoiled':>8}"]
    for name, some in [*sorted(rows.items()), ("all", list(results))]:
        asked = [one for one in some if one.applicable]
        noticed, spoiled = sum(one.noticed for one in asked), sum(bool(one.spoiled) for one in some)
        lines.append(f"{name:26}{len(some):6}{len(asked):6}{noticed:8}{spoiled:8}")
    return "\n".join(lines)
