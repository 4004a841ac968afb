"""How long work shows itself on the command line: bars on a terminal, one JSON line an event, or nothing.

A bar never goes back, and a total that nobody knows is shown as unknown, not guessed.
"""

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cim_schema.messages import text
from pipelines.runtime.progress import SILENT, Progress, Stage
from service.cli.language import LANGUAGE

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_EVENT_SECONDS = 0.5
"""At least so long between two lines of one stage."""


@dataclass
class _BarStage:
    bars: "Bars"
    task: "TaskID"

    def advance(self, amount: float = 1) -> None:
        self.bars.advance(self.task, amount)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        total = self.bars.tasks[self.bars.task_ids.index(self.task)].total
        if error is None:
            self.bars.update(self.task, total=total or 1, completed=total or 1)
        self.bars.stop_task(self.task)


@dataclass
class BarDisplay:
    """Bars on stderr, one a stage."""

    bars: "Bars"

    def stage(self, code: str, total: float | None, unit: str, **params: object) -> Stage:
        """See ``Progress.stage``."""
        return _BarStage(self.bars, self.bars.add_task(text(code, params, LANGUAGE), total=total))


@dataclass
class _JsonStage:
    code: str
    total: float | None
    unit: str
    params: dict[str, object]
    done: float = 0.0
    told_at: float = field(default_factory=monotonic)

    def _tell(self, event: str) -> None:
        line = {"event": event, "stage": self.code, "done": self.done, "total": self.total, "unit": self.unit, **self.params}
        sys.stderr.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        sys.stderr.flush()

    def advance(self, amount: float = 1) -> None:
        self.done += amount
        if monotonic() - self.told_at >= _EVENT_SECONDS:
            self.told_at = monotonic()
            self._tell("progress")

    def __enter__(self) -> Self:
        self._tell("start")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._tell("end" if error is None else "broken")


class JsonDisplay:
    """One JSON line an event on stderr."""

    def stage(self, code: str, total: float | None, unit: str, **params: object) -> Stage:
        """See ``Progress.stage``."""
        return _JsonStage(code, total, unit, params)


def open_display(*, quiet: bool, log: str) -> tuple[Progress, AbstractContextManager[object]]:
    """The display that fits, and the context to use it in."""
    if log == "json":
        return JsonDisplay(), nullcontext()
    if quiet or not sys.stderr.isatty():
        return SILENT, nullcontext()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    return BarDisplay(bars), bars
