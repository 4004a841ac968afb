"""What a facet comes to for every instance of a model at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from checkers.ids.columns import Integers, Mask

if TYPE_CHECKING:
    from checkers.ids.document import Cardinality


@dataclass(frozen=True)
class Reason:
    """Why something fails."""

    code: str
    """Key below ``ids.failure``."""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reasons:
    """Why each of many fails."""

    codes: Integers
    """Of each, the place of its reason."""
    distinct: tuple[Reason, ...]


def one_reason(reason: Reason, count: int) -> Reasons:
    """The same for all."""
    return Reasons(np.zeros(count, np.int64), (reason,))


def reasons_by(keys: Integers, reason_of: Callable[[int], Reason]) -> Reasons:
    """A reason for each distinct key."""
    distinct, codes = np.unique(keys, return_inverse=True)
    return Reasons(codes, tuple(reason_of(key) for key in distinct.tolist()))


@dataclass(frozen=True)
class Outcome:
    """By place, whether the facet is met where it is required, where it is optional, and where it is prohibited."""

    required: Mask
    optional: Mask
    prohibited: Mask
    explain: Callable[[Integers], Reasons]
    """Why instances, by their places, do not meet it as required or optional."""
    presence: Reason
    """Why one fails where it is prohibited."""

    def passes(self, cardinality: "Cardinality") -> Mask:
        """Where it is met."""
        return {"required": self.required, "optional": self.optional, "prohibited": self.prohibited}[cardinality]
