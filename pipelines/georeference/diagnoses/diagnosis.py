"""What a diagnosis is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cim_schema.codes import Severity
from cim_schema.messages import Language, text
from pipelines.georeference.placement import Placement


@dataclass(frozen=True)
class Diagnosis:
    """One thing that is odd about a model's georeference.

    An error means that the model cannot be placed by what it says; a warning, that it can, and that somebody should look.
    """

    code: str
    severity: Severity
    params: dict[str, object] = field(default_factory=dict)
    """Of its sentences; lengths in metres, angles in degrees, rounded."""

    @property
    def text_code(self) -> str:
        """Of the sentence that says what is odd."""
        return f"place.{self.code}.message"

    def message(self, language: Language) -> str:
        """What is odd."""
        return text(self.text_code, self.params, language)

    def repair(self, language: Language) -> str:
        """How to mend it."""
        return text(f"place.{self.code}.repair", self.params, language)


Examination = Callable[[Placement], Iterator[Diagnosis]]
"""Looks at one thing and yields what is odd about it."""
