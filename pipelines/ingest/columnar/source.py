"""The columns seen as the other readers see a model: for the few instances that are read one by one.

Units, contexts, addresses, materials and the like occur a few times in a file of any size. Their readers stay as they are;
they are given instances that look their arguments up in the file's bytes.
"""

import re
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import ifcopenshell

from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.holdings import Holdings, find_holdings
from pipelines.ingest.columnar.instances import Instances
from pipelines.ingest.columnar.machine_code import Kernel
from pipelines.ingest.columnar.schema import LOGICALS
from pipelines.ingest.columnar.strings import decode
from pipelines.ingest.problems import Problems
from pipelines.ingest.readable import Readable
from pipelines.ingest.source import Instance, Source

_first_argument = Kernel("columnar.lexis", "first_argument", "u1[] i8 i8")
KERNELS = (_first_argument,)
_TOKEN = re.compile(
    rb"(?:\s|/\*.*?\*/)*(?:#(\d+)|'((?:[^']|'')*)'|([-+]?\d+\.\d*(?:[eE][-+]?\d+)?)|([-+]?\d+)|\.(\w+)\.|\"([0-9A-F]*)\"|(\w+)|(.))",
    re.DOTALL,
)


class ColumnInstance(ifcopenshell.entity_instance):
    """An instance whose arguments are read when they are asked for; a value of a defined type has the step id 0."""

    __setattr__ = object.__setattr__  # type: ignore[assignment]

    def __init__(self, instances: Instances, row: int, ifc_class: str = "", value: Any = None) -> None:
        """Stand for a row of the instances, or, where that is below 0, wrap a value."""
        self._instances, self._row, self._class, self._value = instances, row, ifc_class, value
        self._step_id = int(instances.step_ids[row]) if row >= 0 else 0
        self._arguments: list[Any] | None = None

    def id(self) -> int:
        """The step id."""
        return self._step_id

    def is_a(self, *_: Any) -> str:
        """The class."""
        return self._class or self._instances.names[self._instances.classes[self._row]]

    def get_argument(self, *args: int | str) -> Any:
        """The argument as the parser gives it."""
        if self._row < 0:
            return self._value
        if self._arguments is None:
            data, start = self._instances.data, int(self._instances.starts[self._row])
            begin = _first_argument(data, start, len(data))
            size = 512
            while (parsed := _parse(self._instances, data[begin : begin + size].tobytes())) is None:
                size *= 8
            self._arguments = parsed
        return self._arguments[int(args[0])]

    def __hash__(self) -> int:
        return self._step_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ColumnInstance) and self._step_id == other._step_id and self._step_id > 0

    def __repr__(self) -> str:
        return f"#{self._step_id}={self.is_a()}"

    def __bool__(self) -> bool:
        return True


class ColumnSource(Source):
    """A model by columns, with the questions that the other readers ask."""

    instances: Instances

    def __init__(self, instances: Instances, readable: Readable, problems: Problems) -> None:
        """Look at the instances as a source."""
        opened: Any = SimpleNamespace(header=_header(instances, readable))
        super().__init__(opened, readable, problems)
        self.instances = instances

    @cached_property
    def holdings(self) -> Holdings:
        """Who carries which set of properties or quantities."""
        return find_holdings(self.instances)

    def by_type(self, *ifc_classes: str) -> list[Instance]:
        """As the parser's source."""
        return [ColumnInstance(self.instances, row) for row in self.instances.rows_of(*ifc_classes).tolist()]

    def at(self, step_id: int) -> ColumnInstance:
        """The instance of a step id."""
        return ColumnInstance(self.instances, self.instances.row_at(step_id))


def read_value_bytes(instances: Instances, written: bytes) -> Any:
    """A single value as the parser gives it, from how it is written."""
    parsed = _parse(instances, written + b") ")
    if parsed is None or len(parsed) != 1:
        raise CannotRead(written[:40].decode("ascii", "replace"), "a value that is none")
    return parsed[0]


def _header(instances: Instances, readable: Readable) -> Any:
    """What of the header is asked for, in the parser's words.

    Raises:
        CannotRead: A header of another form.
    """
    statements = [text.strip() for _, text in readable.scan.header]
    names = [re.match(rb"\w*", text)[0] for text in statements]  # type: ignore[index]
    if names != [b"FILE_DESCRIPTION", b"FILE_NAME", b"FILE_SCHEMA"]:
        raise CannotRead("HEADER", "statements of another number or order")
    description, name, _ = (_parse(instances, text.partition(b"(")[2] + b" ") for text in statements)
    texts = (str, str, tuple, tuple, str, str, str)
    if description is None or name is None or len(description) != 2 or len(name) != len(texts):
        raise CannotRead("HEADER", "a statement of another form")
    is_right = all(one is None or isinstance(one, kind) for one, kind in zip(name, texts, strict=True))
    if not isinstance(description[0], tuple) or not is_right:
        raise CannotRead("HEADER", "a value of another kind")
    file_name = SimpleNamespace(name=name[0], time_stamp=name[1], originating_system=name[5])
    return SimpleNamespace(file_name=file_name, file_description=SimpleNamespace(description=description[0]))


def _parse(instances: Instances, text: bytes) -> list[Any] | None:
    """The arguments that stand before the closing bracket; None where the text ends before it."""
    stack: list[tuple[str, list[Any]]] = [("", [])]
    name = ""
    for token in _TOKEN.finditer(text):
        kind, into = token.lastindex, stack[-1][1]
        if token.end() == len(text):
            return None
        match kind:
            case 1:
                row = instances.row_at(int(token[1]))
                into.append(ColumnInstance(instances, row) if row >= 0 else _DANGLING)
            case 2:
                if re.search(rb"[\x00-\x1f]", token[2]):
                    raise CannotRead("text", "a string with control characters")
                into.append(decode(token[2].decode("ascii")))
            case 3:
                into.append(float(token[3]))
            case 4:
                into.append(int(token[4]))
            case 5:
                into.append(_item(token[5].decode("ascii")))
            case 6:
                raise CannotRead("value", "a binary value")
            case 7:
                name = token[7].decode("ascii").upper()
            case _:
                mark = token[8]
                if mark == b"(":
                    stack.append((name, []))
                    name = ""
                elif mark in b"$*":
                    into.append(None)
                elif mark == b")":
                    if len(stack) == 1:
                        return [None if one is _DANGLING else one for one in into]
                    wrapping, members = stack.pop()
                    stack[-1][1].append(_wrapped(instances, wrapping, members) if wrapping else _listed(members))
    return None


class _Item(str):
    """An item of an enumeration, until it is known where it stands."""

    __slots__ = ()


_DANGLING = object()


def _item(written: str) -> Any:
    return {"T": True, "F": False, "U": _Item("UNKNOWN")}.get(written, _Item(written))


def _listed(members: list[Any]) -> tuple[Any, ...]:
    found = [one for one in members if one is not _DANGLING]
    if any(one is None or isinstance(one, bool | _Item) for one in found):
        raise CannotRead("list", "members of a kind that is seldom in one")
    numbers = [isinstance(one, int | float) for one in found]
    if any(numbers):
        if not all(numbers):
            raise CannotRead("list", "members of several kinds")
        if any(isinstance(one, float) for one in found):
            found = [float(one) for one in found]
    elif len({isinstance(one, str) for one in found}) > 1 or len({isinstance(one, tuple) for one in found}) > 1:
        raise CannotRead("list", "members of several kinds")
    return tuple(found)


def _wrapped(instances: Instances, written: str, members: list[Any]) -> ColumnInstance:
    name = instances.schema.name_of(written)
    if name is None or len(members) != 1 or instances.schema.entity(name) is not None:
        raise CannotRead(written, "a value of a type that the schema does not know")
    value = None if members[0] is _DANGLING else members[0]
    items = instances.schema.items_of_type(name)
    if isinstance(value, _Item | bool):
        is_sound = items == LOGICALS if isinstance(value, bool) or value == "UNKNOWN" else value in items
        if not is_sound:
            raise CannotRead(written, "an item in a value that is no enumeration")
    return ColumnInstance(instances, -1, name, value)
