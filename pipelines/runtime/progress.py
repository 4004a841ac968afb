"""How long work tells that it is getting on. The command line, the service and the flows each show it their own way."""

from types import TracebackType
from typing import Protocol, Self


class Stage(Protocol):
    """One stage under way; leaving the ``with`` block ends it."""

    def advance(self, amount: float = 1) -> None:
        """Say that so much more is done, in the stage's unit. Never negative: a bar does not go back."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Progress(Protocol):
    """Where stages are announced."""

    def stage(self, code: str, total: float | None, unit: str, **params: object) -> Stage:
        """Announce a stage.

        Args:
            code: Of its name in the message catalogue ``progress``, such as ``progress.geometry``.
            total: How much there is to do; None where nobody knows.
            unit: ``B``, ``element``, ``rule``, ``model``, ``file``.
            params: For the name.
        """


class _Silent:
    def advance(self, amount: float = 1) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def stage(self, code: str, total: float | None, unit: str, **params: object) -> Stage:
        return self


SILENT: Progress = _Silent()
"""Tells nobody."""
