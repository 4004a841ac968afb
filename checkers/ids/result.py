"""What came of checking a model by an IDS file."""

from dataclasses import dataclass
from typing import Literal

from checkers.ids.outcome import Reason
from cim_schema.messages import Language, text

Status = Literal["pass", "fail", "na"]
_BETWEEN = {"zh": "；", "en": "; "}


@dataclass(frozen=True)
class Failure:
    """An instance that a specification applies to and that does not meet it."""

    step_id: int
    global_id: str | None
    ifc_class: str
    reasons: tuple[Reason, ...]

    def reason(self, language: Language) -> str:
        """All that is wrong, as a sentence."""
        return _BETWEEN[language].join(text(f"ids.failure.{one.code}", one.params, language) for one in self.reasons)


@dataclass(frozen=True)
class SpecificationResult:
    """What came of one specification."""

    name: str
    status: Status
    applicable: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class IdsResult:
    """What came of a file."""

    file: str
    specifications: tuple[SpecificationResult, ...]

    @property
    def status(self) -> Literal["pass", "fail"]:
        """Whether no specification fails."""
        return "fail" if any(one.status == "fail" for one in self.specifications) else "pass"

    def as_json(self, language: Language) -> dict[str, object]:
        """The form of ``jueshan ids --json``."""
        return {"status": self.status, "specifications": [_as_json(one, language) for one in self.specifications]}


def _as_json(result: SpecificationResult, language: Language) -> dict[str, object]:
    failures = [{"global_id": one.global_id, "ifc_class": one.ifc_class, "reason": one.reason(language)} for one in result.failures]
    counts = {"applicable": result.applicable, "failed": len(failures)}
    return {"name": result.name, "status": result.status, **counts, "failures": failures}
