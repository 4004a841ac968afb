"""What came of checking a model by an IDS file."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, overload

import numpy as np

from checkers.ids.columns import Integers
from checkers.ids.model_index import ModelIndex
from checkers.ids.outcome import Reason
from cim_schema.messages import Language, text

Status = Literal["pass", "fail", "na"]
_BETWEEN = {"zh": "；", "en": "; "}
_AT_ONCE = 10_000
"""So many failures are written together."""


@dataclass(frozen=True)
class Failure:
    """An instance that a specification applies to and that does not meet it."""

    step_id: int
    global_id: str | None
    ifc_class: str
    reasons: tuple[Reason, ...]

    def reason(self, language: Language) -> str:
        """All that is wrong, as a sentence."""
        return _sentence(self.reasons, language)


class Failures(Sequence[Failure]):
    """The failures of a specification in columns: there may be as many as there are instances."""

    def __init__(self, index: ModelIndex, places: Integers, codes: Integers, reasons: Sequence[tuple[Reason, ...]]) -> None:
        """Take what fails by its place, for each the place of its reasons, and all the different reasons."""
        self._index, self._places, self._codes, self._reasons = index, places.astype(np.int32), codes.astype(np.int32), reasons

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Failure: ...
    @overload
    def __getitem__(self, at: slice) -> list[Failure]: ...
    def __getitem__(self, at: int | slice) -> Failure | list[Failure]:
        """A failure, or several, in the order of step ids."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        index, place = self._index, int(self._places[at])
        codes, global_ids = index.global_ids
        global_id = global_ids[int(codes[place])] if codes[place] >= 0 else None
        ifc_class = index.class_names[int(index.classes[place])]
        return Failure(int(index.step_ids[place]), global_id, ifc_class, self._reasons[int(self._codes[at])])

    def as_json(self, language: Language) -> Iterator[str]:
        """Each as an object of JSON, with commas between, some thousands at once."""
        reasons = [json.dumps(_sentence(one, language), ensure_ascii=False) for one in self._reasons]
        codes, global_ids = self._index.global_ids[0], self._index.written_global_ids
        classes, names = self._index.classes, self._index.class_names
        for begin in range(0, len(self), _AT_ONCE):
            places = self._places[begin : begin + _AT_ONCE]
            columns = (codes[places].tolist(), classes[places].tolist(), self._codes[begin : begin + _AT_ONCE].tolist())
            yield (",\n  " if begin else "  ") + ",\n  ".join(
                f'{{"global_id": {global_ids[one]}, "ifc_class": "{names[own]}", "reason": {reasons[why]}}}'
                for one, own, why in zip(*columns, strict=True)
            )


@dataclass(frozen=True)
class SpecificationResult:
    """What came of one specification."""

    name: str
    status: Status
    applicable: int
    failures: Failures


@dataclass(frozen=True)
class IdsResult:
    """What came of a file."""

    file: str
    specifications: tuple[SpecificationResult, ...]

    @property
    def status(self) -> Literal["pass", "fail"]:
        """Whether no specification fails."""
        return "fail" if any(one.status == "fail" for one in self.specifications) else "pass"

    def as_json(self, language: Language) -> Iterator[str]:
        """The form of ``jueshan ids --json``, piece by piece: it may be much longer than the result."""
        yield f'{{"status": "{self.status}", "specifications": ['
        for place, one in enumerate(self.specifications):
            told = {"name": one.name, "status": one.status, "applicable": one.applicable, "failed": len(one.failures)}
            yield f'{"," if place else ""}\n {json.dumps(told, ensure_ascii=False)[:-1]}, "failures": ['
            if one.failures:
                yield "\n"
                yield from one.failures.as_json(language)
            yield "]}"
        yield "\n]}\n"


def _sentence(reasons: Sequence[Reason], language: Language) -> str:
    return _BETWEEN[language].join(text(f"ids.failure.{one.code}", one.params, language) for one in reasons)
