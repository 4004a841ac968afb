"""WHERE and global rules of the schema, by the rules that ifcopenshell generated from EXPRESS, in a child process.

They run for minutes on a large model, and some of them do not end on a broken one: time and memory are bounded.
The library asks pytest to rewrite their assertions, so that a violated one says something; what is needed of that is small
and stands here, so that pytest stays a tool of the tests.
"""

import ast
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from cim_schema.codes import ConformanceLayer
from pipelines.ingest.conformance.departures import Departures
from pipelines.runtime.isolation import Lost, run_isolated

_SECONDS = 1800.0
_MEMORY_BYTES = 8 * 1024**3


class _Finding(NamedTuple):
    rule: str
    step_id: int
    """0 for a rule of the whole file."""
    ifc_class: str
    text: str
    is_violation: bool
    """Or else the rule could not be evaluated."""


def check_where_rules(path: Path, departures: Departures) -> None:
    """Evaluate every WHERE rule and global rule (ISO 10303-11, domain rules and global rules).

    Args:
        path: The file; sound as syntax.
        departures: Where what is violated goes; where time or memory ran out, that it is not known.
    """
    for _, result in run_isolated(_evaluate, [str(path)], item_seconds=_SECONDS, memory_bytes=_MEMORY_BYTES):
        if isinstance(result, Lost):
            reason = f"@error_reason.{result.cause}"
            departures.add(ConformanceLayer.WHERE, "where.not_evaluated", reason=reason, detail=result.detail)
            return
        groups: defaultdict[tuple[bool, str, str, str], list[int]] = defaultdict(list)
        for one in result:
            groups[(not one.is_violation, one.rule, one.ifc_class, one.text)].append(one.step_id)
        for (is_failure, rule, ifc_class, text), step_ids in sorted(groups.items()):
            code = "where.failed" if is_failure else "where.rule"
            if step_ids[0] == 0:
                departures.add(ConformanceLayer.WHERE, code, attribute=rule, rule=rule, value=text)
            else:
                departures.add_many(
                    ConformanceLayer.WHERE, code, step_ids=np.array(sorted(step_ids), np.int64), ifc_class=ifc_class,
                    attribute=rule, values=[text] * len(step_ids), rule=rule,
                )  # fmt: skip


class _Listener:
    """What the library's executor tells its logger, kept."""

    def __init__(self) -> None:
        self.found: list[_Finding] = []
        self._state: dict[str, Any] = {}

    def set_instance(self, _: object) -> None:
        """The executor looks for this method before it tells of instances."""

    def set_state(self, key: str, value: object) -> None:
        self._state[key] = value

    def error(self, message: str, *_: object) -> None:
        instance = None if self._state.get("type") == "global_rule" else self._state.get("instance")
        text = str(message).partition("\n\nViolated by:")[0].strip()
        raised = sys.exc_info()[1]
        is_violation = isinstance(raised, AssertionError)
        self.found.append(
            _Finding(
                str(self._state.get("attribute")), instance.id() if instance is not None else 0,
                instance.is_a() if instance is not None else "", text if is_violation else type(raised).__name__, is_violation,
            )
        )  # fmt: skip

    def info(self, message: str, *_: object) -> None:
        """A rule that recursed too deep."""
        self.found.append(_Finding(str(self._state.get("attribute")), 0, "", message, False))


def _evaluate(path: str) -> list[_Finding]:
    import ifcopenshell
    from ifcopenshell.express import rule_executor

    _stand_in_for_pytest()
    listener = _Listener()
    logger: Any = listener
    rule_executor.run(ifcopenshell.open(path), logger)
    return listener.found


def _stand_in_for_pytest() -> None:
    """Have ``from _pytest import assertion`` give what the executor calls of it; in this process, which is the child."""
    package, assertion, rewrite = (ModuleType(name) for name in ("_pytest", "_pytest.assertion", "_pytest.assertion.rewrite"))
    setattr(package, "assertion", assertion)  # noqa: B010
    setattr(assertion, "rewrite", rewrite)  # noqa: B010
    setattr(rewrite, "rewrite_asserts", _say_asserts)  # noqa: B010
    sys.modules["_pytest"] = package


def _say_asserts(mod: ast.Module, source: bytes | str) -> None:
    """Give each assertion its own text as its message."""
    for node in ast.walk(mod):
        if isinstance(node, ast.Assert) and node.msg is None:
            node.msg = ast.Constant(ast.unparse(node.test))
    ast.fix_missing_locations(mod)
