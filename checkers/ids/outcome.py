"""What a facet comes to for every instance of a model at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checkers.ids.columns import Mask

if TYPE_CHECKING:
    from checkers.ids.document import Cardinality


@dataclass(frozen=True)
class Reason:
    """Why something fails."""

    code: str
    """Key below ``ids.failure``."""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """By place, whether the facet is met where it is required, where it is optional, and where it is prohibited."""

    required: Mask
    optional: Mask
    prohibited: Mask
    explain: Callable[[int], Reason]
    """Why an instance, by its place, does not meet it as required or optional."""
    presence: Reason
    """Why one fails where it is prohibited."""

    def passes(self, cardinality: "Cardinality") -> Mask:
        """Where it is met."""
        return {"required": self.required, "optional": self.optional, "prohibited": self.prohibited}[cardinality]
