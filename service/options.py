"""What one run of the service was started with: plain values, so that its processes can be told."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from cim_schema.messages import Language
from service.state.folders import ServiceFolders


@dataclass(frozen=True)
class ServiceOptions:
    """The options of ``jueshan serve``, paths made absolute."""

    workspace: str
    store_url: str
    inbox: str
    out: str
    language: Language
    profile: str
    workers: int | None
    scheduler: str | None
    has_schedule: bool
    """Whether nights run by the clock."""
    is_quiet: bool

    @property
    def folders(self) -> ServiceFolders:
        """Where the service keeps its things."""
        return ServiceFolders(Path(self.workspace))

    def to_json(self) -> str:
        """As one argument of a command."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, content: str) -> Self:
        """What ``to_json`` gave."""
        return cls(**json.loads(content))
