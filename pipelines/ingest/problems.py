"""What went wrong on the way without stopping it, gathered for ``run_problem``: few rows, however many faults."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from json import dumps

import pyarrow as pa

from cim_schema.codes import RunStage, Severity
from cim_schema.tables import TABLES

SHOWN = 20
"""So many rows a kind of problem; the rest are counted in one more row."""


@dataclass
class Problems:
    """The problems of one stage of one model, in the order in which they were added."""

    stage: RunStage
    model_id: str
    _rows: list[dict[str, object]] = field(default_factory=list)
    _counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)

    def add(
        self,
        code: str,
        severity: Severity,
        *,
        step_id: int | None = None,
        global_id: str | None = None,
        line: int | None = None,
        **params: object,
    ) -> None:
        """Add one problem.

        Args:
            code: Of its sentence in the catalogue ``read``, without the subject; ``read.kind.<code>`` names its kind.
            severity: How much it weighs.
            step_id: The instance concerned.
            global_id: Its GlobalId.
            line: Line in the file, from 1.
            params: For the sentence; ``step_id``, ``global_id`` and ``line`` are given to it too.
        """
        self._counts[code, severity] += 1
        if self._counts[code, severity] > SHOWN:
            return
        known = {"step_id": step_id, "global_id": global_id, "line": line}
        params = {name: value for name, value in known.items() if value is not None} | params
        row = problem_row(self.stage, severity, self.model_id, f"read.{code}", params)
        self._rows.append(row | {"step_id": step_id, "global_id": global_id, "line": line})

    def is_known(self, code: str) -> bool:
        """Whether a problem of this kind has been added."""
        return any(known == code for known, _ in self._counts)

    def table(self) -> pa.Table:
        """As ``run_problem``, with one more row for each kind of which some are not shown."""
        rows = list(self._rows)
        for (code, severity), count in self._counts.items():
            if count > SHOWN:
                params = {"count": count - SHOWN, "kind": f"@read.kind.{code}"}
                rows.append(problem_row(self.stage, severity, self.model_id, "read.and_more", params))
        return TABLES["run_problem"].from_rows({**row, "ordinal": ordinal} for ordinal, row in enumerate(rows))


def problem_row(
    stage: RunStage, severity: Severity, model_id: str, text_code: str, params: Mapping[str, object]
) -> dict[str, object]:
    """What every row of ``run_problem`` has, but for its ordinal."""
    return {
        "stage": stage.value, "severity": severity.value, "model_id": model_id, "text_code": text_code,
        "text_params": dumps(params, sort_keys=True, ensure_ascii=False),
    }  # fmt: skip
