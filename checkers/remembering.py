"""What is worked out once of the frames that many rules look at, and forgotten with them.

What belongs here: keeping answers as long as their frames live. What does not: the answers, which nobody may change.
"""

import weakref
from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

P = ParamSpec("P")
T = TypeVar("T")

_KNOWN: "dict[tuple[Hashable, ...], tuple[tuple[weakref.ref[pd.DataFrame], ...], Any]]" = {}


def remembered(of: "tuple[pd.DataFrame, ...]", called: Hashable, work_out: Callable[[], T]) -> T:
    """Give the answer that was worked out of these frames before, else work it out.

    Args:
        of: All the frames that the answer is worked out of, in an order of the caller's.
        called: What is asked, with all that it depends on beside the frames.
        work_out: Gives the answer.
    """
    key = (called, *map(id, of))
    known = _KNOWN.get(key)
    if known is not None and all(reference() is frame for reference, frame in zip(known[0], of, strict=True)):
        answer: T = known[1]
        return answer
    answer = work_out()
    _KNOWN[key] = (tuple(weakref.ref(frame, lambda _: _KNOWN.pop(key, None)) for frame in of), answer)
    return answer


def worked_out_once(
    *reads: str,
) -> "Callable[[Callable[Concatenate[Frames, P], T]], Callable[Concatenate[Frames, P], T]]":
    """Let a function of one model's frames, and of hashable arguments, work out each answer once.

    Who is given a frame may add columns to it; nobody may change what stands in it, nor any other answer.

    Args:
        reads: Names of all the tables that the function may read; those that are not given count as well.
    """

    def around(function: "Callable[Concatenate[Frames, P], T]") -> "Callable[Concatenate[Frames, P], T]":
        @wraps(function)
        def asked(tables: "Frames", /, *arguments: P.args, **named: P.kwargs) -> T:
            of = {name: tables[name] for name in dict.fromkeys(reads) if name in tables}
            called = (function, *of, arguments, *sorted(named.items()))
            answer: Any = remembered(tuple(of.values()), called, lambda: function(tables, *arguments, **named))
            kept: T = answer.copy(deep=False) if hasattr(answer, "iloc") else answer
            return kept

        return asked

    return around
