"""Problems that are told later, when their turn comes."""

from typing import Any

from cim_schema.codes import RunStage, Severity
from pipelines.ingest.problems import Problems

Noted = tuple[str, Severity, dict[str, Any]]
"""Code, severity, and the rest."""


class NotedProblems(Problems):
    """Keeps what is added."""

    def __init__(self, model_id: str) -> None:
        """Nothing is noted yet."""
        super().__init__(RunStage.READ, model_id)
        self.noted: list[Noted] = []

    def add(self, code: str, severity: Severity, **params: Any) -> None:
        """Note one problem."""
        self.noted.append((code, severity, params))
