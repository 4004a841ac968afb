"""The grammar of regular expressions of XML Schema (part 2, appendix F): from the written pattern to its tree."""

from dataclasses import dataclass

from checkers.ids.character_classes import MULTIPLE, Test, class_test, negated, property_test, range_test

_MOST_REPEATS = 100_000
_DEEPEST = 100
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_LITERAL = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""The grammar escapes fewer of them; what is no letter can only mean itself, and files that are taken as sound do so."""
_SPECIAL = frozenset(".\\?*+()|[]")
_QUANTITIES: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


class InvalidPattern(ValueError):
    """A pattern that is not by the grammar."""


@dataclass(frozen=True)
class CharacterClass:
    """One character."""

    holds: Test


@dataclass(frozen=True)
class Sequence:
    """One part after the other."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Alternatives:
    """One of several."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Repeat:
    """A part several times."""

    part: "Tree"
    least: int
    most: int | None


Tree = CharacterClass | Sequence | Alternatives | Repeat


def parse_pattern(written: str) -> Tree:
    """The tree of a pattern.

    Raises:
        InvalidPattern: Not by the grammar.
    """
    parser = _Parser(written)
    tree = parser.alternatives(0)
    if parser.at < len(written):
        raise InvalidPattern(f"unexpected {written[parser.at]!r} at {parser.at + 1}")
    return tree


class _Parser:
    def __init__(self, written: str) -> None:
        self._written = written
        self.at = 0

    def _peek(self) -> str:
        return self._written[self.at : self.at + 1]

    def _take(self, wanted: str = "") -> str:
        found = self._peek()
        if not found or (wanted and found != wanted):
            raise InvalidPattern(f"{wanted or 'a character'} expected at {self.at + 1}")
        self.at += 1
        return found

    def alternatives(self, depth: int) -> Tree:
        if depth > _DEEPEST:
            raise InvalidPattern("too deep")
        branches = [self._branch(depth)]
        while self._peek() == "|":
            self._take()
            branches.append(self._branch(depth))
        return branches[0] if len(branches) == 1 else Alternatives(tuple(branches))

    def _branch(self, depth: int) -> Tree:
        parts: list[Tree] = []
        if self._peek() == "^":
            # To the grammar a character like others. Files made for other engines begin and end with these marks, and are
            # taken as sound and meant as what they say there; a name that begins or ends so is yet to be seen.
            self._take()
        while (character := self._peek()) and character not in "|)":
            if character == "$" and self._written[self.at + 1 : self.at + 2] in ("", "|", ")"):
                self._take()
                break
            parts.append(self._quantified(self._atom(depth)))
        return Sequence(tuple(parts))

    def _atom(self, depth: int) -> Tree:
        character = self._take()
        if character == "(":
            if self._written.startswith("?:", self.at):
                self.at += 2  # A group without a number, elsewhere; here no group has one.
            tree = self.alternatives(depth + 1)
            self._take(")")
            return tree
        if character == "[":
            return CharacterClass(self._group(depth))
        if character == ".":
            return CharacterClass(lambda one: one not in "\n\r")
        if character == "\\":
            return CharacterClass(self._escape()[0])
        if character in _SPECIAL:
            raise InvalidPattern(f"unexpected {character!r} at {self.at}")
        return CharacterClass(character.__eq__)

    def _quantified(self, part: Tree) -> Tree:
        mark = self._peek()
        if mark in ("?", "*", "+"):
            self._take()
            return Repeat(part, *_QUANTITIES[mark])
        if mark != "{":
            return part
        self._take()
        least = self._number()
        most: int | None = least
        if self._peek() == ",":
            self._take()
            most = None if self._peek() == "}" else self._number()
        self._take("}")
        if most is not None and most < least:
            raise InvalidPattern("a quantity with the greater number first")
        return Repeat(part, least, most)

    def _number(self) -> int:
        digits = ""
        while self._peek() and self._peek() in "0123456789":
            digits += self._take()
        if not digits or len(digits) > 9 or int(digits) > _MOST_REPEATS:
            raise InvalidPattern(f"a quantity expected at {self.at + 1}")
        return int(digits)

    def _group(self, depth: int) -> Test:
        """What stands behind ``[``, up to and with the ``]``."""
        if depth > _DEEPEST:
            raise InvalidPattern("too deep")
        is_negative = self._peek() == "^"
        if is_negative:
            self._take()
        tests: list[Test] = []
        without: Test | None = None
        while self._peek() != "]" or not tests:
            if self._peek() == "-" and self._written[self.at + 1 : self.at + 2] == "[" and tests:
                self._take()
                self._take()
                without = self._group(depth + 1)
                break
            tests.append(self._member(is_first=not tests))
        self._take("]")
        return class_test(tuple(tests), is_negative, without)

    def _member(self, *, is_first: bool) -> Test:
        begin, single = self._single(is_first=is_first)
        if single is None:
            return begin
        following = self._written[self.at + 1 : self.at + 2]
        if self._peek() == "-" and following not in ("]", "[", ""):
            self._take()
            _, last = self._single(is_first=False)
            if last is None or last < single:
                raise InvalidPattern(f"a range that ends before it begins, at {self.at}")
            return range_test(single, last)
        return begin

    def _single(self, *, is_first: bool) -> tuple[Test, str | None]:
        character = self._take()
        if character == "\\":
            return self._escape()
        if character == "[" or (character == "-" and not is_first and self._peek() != "]"):
            raise InvalidPattern(f"unexpected {character!r} at {self.at}")
        if character == "]":
            raise InvalidPattern("a class without a character")
        return character.__eq__, character

    def _escape(self) -> tuple[Test, str | None]:
        """What stands behind a backslash: its test, and the character where it is a single one."""
        character = self._take()
        if character in _ESCAPED:
            return _ESCAPED[character].__eq__, _ESCAPED[character]
        if character in _LITERAL:
            return character.__eq__, character
        if character in "pP":
            test = self._property()
            return (test if character == "p" else negated(test)), None
        if character.lower() in MULTIPLE and character.lower() != character:
            return negated(MULTIPLE[character.lower()]), None
        if character in MULTIPLE:
            return MULTIPLE[character], None
        raise InvalidPattern(f"\\{character} is no escape of XML Schema")

    def _property(self) -> Test:
        self._take("{")
        name = ""
        while self._peek() != "}":
            name += self._take()
        self._take("}")
        test = property_test(name)
        if test is None:
            raise InvalidPattern(f"\\p{{{name}}} is not known")
        return test
