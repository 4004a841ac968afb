"""Regular expressions of XML Schema (part 2, appendix F), matched in time that grows only with the text's length.

A pattern becomes a nondeterministic automaton, which is walked over the text; the sets of states that come up, and where
each character leads from them, are kept. There is no going back, so no pattern takes longer than another by more than the
number of its states.
"""

from collections.abc import Callable
from functools import cache

from checkers.ids.pattern_syntax import Alternatives, CharacterClass, InvalidPattern, Repeat, Sequence, Tree, parse_pattern

__all__ = ["InvalidPattern", "Pattern", "compile_pattern"]
_MOST_STATES = 5_000
_MOST_KEPT = 500_000
"""States in all sets that are kept: some tens of megabytes."""
_State = frozenset[int]


class Pattern:
    """A compiled pattern. It fits a text as a whole."""

    def __init__(self, written: str) -> None:
        """Compile it.

        Raises:
            InvalidPattern: Not by the grammar, or too large.
        """
        self.written = written
        self._tests: list[Callable[[str], bool] | None] = []
        self._next: list[list[int]] = []
        start, end = self._fragment(parse_pattern(written))
        self._final = end
        self._start = self._closure({start})
        self._steps: dict[tuple[_State, str], _State] = {}
        self._kept = 0

    def fits(self, text: str) -> bool:
        """Whether the whole text is of this form."""
        state, steps = self._start, self._steps
        for character in text:
            found = steps.get((state, character))
            if found is None:
                found = self._step(state, character)
            if not found:
                return False
            state = found
        return self._final in state

    def _step(self, state: _State, character: str) -> _State:
        reached = {then for at in state if (test := self._tests[at]) is not None and test(character) for then in self._next[at]}
        found = self._closure(reached)
        self._kept += len(found) + 1
        if self._kept > _MOST_KEPT:
            self._steps.clear()
            self._kept = len(found) + 1
        self._steps[state, character] = found
        return found

    def _closure(self, states: set[int]) -> _State:
        """The states and all that are reached from them without a character."""
        found, waiting = set(states), list(states)
        while waiting:
            at = waiting.pop()
            if self._tests[at] is None:
                for then in self._next[at]:
                    if then not in found:
                        found.add(then)
                        waiting.append(then)
        return frozenset(at for at in found if self._tests[at] is not None or at == self._final)

    def _new(self, test: Callable[[str], bool] | None = None) -> int:
        if len(self._tests) >= _MOST_STATES:
            raise InvalidPattern("too large")
        self._tests.append(test)
        self._next.append([])
        return len(self._tests) - 1

    def _fragment(self, tree: Tree) -> tuple[int, int]:
        """The first and the last state of a part."""
        match tree:
            case CharacterClass():
                first, last = self._new(tree.holds), self._new()
                self._next[first].append(last)
            case Sequence(parts):
                first = last = self._new()
                for part in parts:
                    begin, end = self._fragment(part)
                    self._next[last].append(begin)
                    last = end
            case Alternatives(parts):
                first, last = self._new(), self._new()
                for part in parts:
                    begin, end = self._fragment(part)
                    self._next[first].append(begin)
                    self._next[end].append(last)
            case Repeat():
                first, last = self._repeated(tree)
        return first, last

    def _repeated(self, tree: Repeat) -> tuple[int, int]:
        first = at = self._new()
        last = self._new()
        for _ in range(tree.least):
            begin, end = self._fragment(tree.part)
            self._next[at].append(begin)
            at = end
        if tree.most is None:
            begin, end = self._fragment(tree.part)
            loop = self._new()
            self._next[at].append(loop)
            self._next[loop] += [begin, last]
            self._next[end].append(loop)
            return first, last
        for _ in range(tree.most - tree.least):
            self._next[at].append(last)
            begin, end = self._fragment(tree.part)
            self._next[at].append(begin)
            at = end
        self._next[at].append(last)
        return first, last


@cache
def compile_pattern(written: str) -> Pattern:
    """A pattern, compiled once.

    Raises:
        InvalidPattern: As ``Pattern`` does.
    """
    return Pattern(written)
