"""What went wrong while shapes were made, as rows of ``run_problem``."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from cim_schema.codes import RunStage, Severity
from cim_schema.tables import TABLES
from pipelines.ingest.kernels import PLACEMENT_BOX, POINTS_BOX, Step
from pipelines.ingest.problems import problem_row
from pipelines.ingest.shapes.engines import LITE

MOST_ROWS = 200
"""More steps down than this are told by kind, with their number."""

_SENTENCES = {
    POINTS_BOX: ("geometry.box_of_points", Severity.WARNING),
    PLACEMENT_BOX: ("geometry.box_at_placement", Severity.ERROR),
    "no_openings": ("geometry.without_openings", Severity.WARNING),
    "no_booleans": ("geometry.without_booleans", Severity.WARNING),
}


@dataclass(frozen=True)
class SteppedDown:
    """A product whose shape was not made by the best rung."""

    step_id: int
    global_id: str | None
    steps: tuple[Step, ...]
    """From the best rung on."""
    held: str
    """The rung that held."""


def problem_table(model_id: str, stepped_down: Iterable[SteppedDown]) -> pa.Table:
    """One row for each step down the ladder; beyond ``MOST_ROWS``, one for each kind of step."""
    by_product = sorted(stepped_down, key=lambda one: one.step_id)
    told = [(product, *one) for product in by_product for one in _sentences(product.steps, product.held)]
    rows = [
        problem_row(RunStage.GEOMETRY, severity, model_id, code, params)
        | {"step_id": product.step_id, "global_id": product.global_id}
        for product, code, severity, params in told
    ]
    if len(rows) > MOST_ROWS:
        kinds = Counter((code, severity, tuple(sorted(params.items()))) for _, code, severity, params in told)
        rows = [
            problem_row(
                RunStage.GEOMETRY, severity, model_id, "geometry.many", {"count": count, "sentence": f"@{code}", **dict(params)}
            )
            for (code, severity, params), count in sorted(kinds.items())
        ]
    return TABLES["run_problem"].from_rows({"ordinal": ordinal, **row} for ordinal, row in enumerate(rows))


_AS_A_MATTER_OF_COURSE = frozenset({"failed", "incomplete", "no_triangles", "open", "raised"})
"""Why the fast engine leaves a shape to the kernels: nothing is lost by it."""


def _sentences(steps: tuple[Step, ...], held: str) -> Iterator[tuple[str, Severity, dict[str, object]]]:
    reached = [*(step.left for step in steps[1:]), held]
    for step, label in zip(steps, reached, strict=True):
        if step.left == LITE and step.reason in _AS_A_MATTER_OF_COURSE:
            continue
        label = label.partition(" ")[0]
        code, severity = _SENTENCES.get(label.partition("+")[2] or label, ("geometry.next_kernel", Severity.INFO))
        if step.reason == "no_surface":
            code, severity = "geometry.no_surface", Severity.INFO
        yield code, severity, {"kernel": step.left, "reason": f"@geometry.reason.{step.reason}", "reached": label}
