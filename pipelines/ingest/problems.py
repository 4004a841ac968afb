"""What went wrong on the way without stopping it, gathered for ``run_problem``: few rows, however many faults."""

from collections import Counter
from collections.abc import Iterable
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
        self._append(f"read.{code}", severity, params, step_id, global_id, line)

    def add_many(self, code: str, severity: Severity, step_ids: Iterable[int]) -> None:
        """Add a problem for each of these instances."""
        for step_id in step_ids:
            self.add(code, severity, step_id=step_id)

    def is_known(self, code: str) -> bool:
        """Whether a problem of this kind has been added."""
        return any(known == code for known, _ in self._counts)

    def table(self) -> pa.Table:
        """As ``run_problem``, with one more row for each kind of which some are not shown."""
        rows = list(self._rows)
        for (code, severity), count in self._counts.items():
            if count > SHOWN:
                params = dumps({"count": count - SHOWN, "kind": f"@read.kind.{code}"}, sort_keys=True)
                rows.append(self._base(severity) | {"text_code": "read.and_more", "text_params": params})
        return TABLES["run_problem"].from_rows({**row, "ordinal": ordinal} for ordinal, row in enumerate(rows))

    def _append(
        self, text_code: str, severity: Severity, params: object, step_id: int | None, global_id: str | None, line: int | None
    ) -> None:
        self._rows.append(
            self._base(severity)
            | {"text_code": text_code, "text_params": dumps(params, sort_keys=True, ensure_ascii=False)}
            | {"step_id": step_id, "global_id": global_id, "line": line}
        )

    def _base(self, severity: Severity) -> dict[str, object]:
        return {"stage": str(self.stage), "severity": str(severity), "model_id": self.model_id}
