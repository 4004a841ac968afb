"""What a diagnosis is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cim_schema.codes import Severity
from cim_schema.messages import Language, text
from pipelines.georeference.case import Case
from pipelines.georeference.conversion import Conversion
from pipelines.georeference.placement import Placement

Mend = Literal["true_north", "site_position", "site_elevation"]
"""What beside the conversion is wrong, and follows from it."""


@dataclass(frozen=True)
class Diagnosis:
    """One thing that is odd about a model's georeference.

    An error means that the model cannot be placed by what it says; a warning, that it can, and that somebody should look.
    """

    code: str
    severity: Severity
    params: dict[str, object] = field(default_factory=dict)
    """Of its sentences; lengths in metres, angles in degrees, rounded."""
    conversion: Conversion | None = None
    """The map conversion once this is mended; None where nothing tells it, or where it is sound already."""
    mends: Mend | None = None
    """What is to follow the conversion."""

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


def repaired(case: Case, code: str, severity: Severity, params: Mapping[str, object], conversion: Conversion | None) -> Diagnosis:
    """A diagnosis whose repair says the values of the mended conversion, or that they have to be found out."""
    said = "@place.reason.by_hand" if conversion is None else conversion.sentence(case)
    return Diagnosis(code, severity, {**params, "conversion": said}, conversion)


Examination = Callable[[Placement], Iterator[Diagnosis]]
"""Looks at one thing and yields what is odd about it."""
