"""What a rule is, and what it says of each thing it looks at.

What belongs here: the words that a rule file is written in. What does not: finding rules (``registry``), running them
(``engine``), their parameters' values (``ruleset``).

A rule is one file under ``checkers/rules/<family>/``. Its ``check`` receives frames and parameters and yields what it
says of its subjects, in any order:

- ``Passed(count)``: so many subjects were looked at and are well. Only counted, so a rule over half a million rows says
  it once, from a mask.
- ``Failed(step_id, …)``: this subject is wrong.
- ``Undetermined(step_id, missing_field=…)``: this subject is there, but what the rule reads of it is not.

From these the engine makes the rule's outcome for a model: nothing at all → ``na``; any failed → ``fail``; else any
undetermined → ``undetermined``; else ``pass``. A rule remembers nothing between two calls, so that one object may look
at a thousand models at once; it pickles by the name of its ``check``, which is therefore a function of its module.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from checkers.requirement import Requirement
from cim_schema.codes import Obligation, Outcome, Profile, ProjectCategory, RuleFamily, SixElement

if TYPE_CHECKING:
    import pandas as pd

Value: TypeAlias = float | str | tuple[str, ...]
"""Of a parameter: a number in the unit beside it, a text, or a list of texts."""

Frames: TypeAlias = "Mapping[str, pd.DataFrame]"
"""Table name → frame. A model rule sees the rows of its model only; ``model_context`` is always there."""

Scope = Literal["model", "federation"]

PLATFORM = "平台约定"
"""Document of a clause that no standard has: a convention of this platform, told in ``docs/rules``."""


@dataclass(frozen=True)
class Clause:
    """Where a requirement is written."""

    document: str
    """Number of the standard, such as ``GB 55038-2025``; ``PLATFORM`` for a convention of our own."""
    number: str
    """Of the clause or table; empty where nobody knows it."""
    edition: str = ""
    """Where a document has several under one number, such as the partial revision of 2018."""
    confirmed: bool = False
    """Whether somebody has read the requirement in the source itself."""
    effective_from: date | None = None
    effective_until: date | None = None


@dataclass(frozen=True)
class Parameter:
    """A value that a ruleset may set. Its meaning is the text ``rule.<CODE>.parameters.<name>``."""

    name: str
    """With its unit at the end, such as ``clear_width_m``."""
    unit: str
    """Symbol of the SI unit (and ``h`` for fire resistance); empty for ratios, texts and lists."""
    baseline: Value
    exemplary: Value

    def of(self, profile: Profile) -> Value:
        """The value that a profile is published with."""
        return self.baseline if profile is Profile.BASELINE else self.exemplary


class Parameters(dict[str, Value]):
    """Values by name, told apart by type where they are read."""

    def number(self, name: str) -> float:
        """A number, in the unit that its name ends with."""
        value = self[name]
        if isinstance(value, int | float):
            return float(value)
        raise TypeError(f"{name} is no number: {value!r}")

    def text(self, name: str) -> str:
        """A text."""
        value = self[name]
        if isinstance(value, str):
            return value
        raise TypeError(f"{name} is no text: {value!r}")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self[name]
        if isinstance(value, tuple):
            return value
        raise TypeError(f"{name} is no list of texts: {value!r}")


@dataclass(frozen=True)
class Passed:
    """So many subjects are well."""

    count: int
    model_id: str = ""
    """Which model they are of; only a federation rule has to say."""


@dataclass(frozen=True, kw_only=True)
class _Remark:
    """What failed and undetermined subjects have in common. The engine adds class, storey, place and identity."""

    step_id: int | None = None
    """The element; None where the model as a whole is meant."""
    model_id: str = ""
    """Which model it is of; only a federation rule has to say."""
    subject: str = ""
    """What in the element is meant, where a rule says several things of one."""
    observed: str | None = None
    """What was found, in short and in no language: ``0.75``."""
    expected: str | None = None
    """What was wanted, in short and in no language: ``>= 0.9``."""
    observed_value: float | None = None
    limit_value: float | None = None
    unit: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    """For the sentence, beside ``observed``, ``expected`` and ``name``."""
    caused_by: tuple[str, ...] = ()
    """Other elements to blame: step ids, or ``model:step``."""
    point: tuple[float, float, float] | None = None
    """Where it is, model frame, metres; None: the middle of the element."""
    table: str | None = None
    """Table that the answer was read from."""
    inputs: Mapping[str, object] = field(default_factory=dict)
    """The values that the answer was made from."""


@dataclass(frozen=True, kw_only=True)
class Failed(_Remark):
    """A subject that is wrong. Its sentence is ``rule.<CODE>.<text>``; a text with a dot is a code of its own."""

    text: str = "fail"

    @property
    def outcome(self) -> Outcome:
        """What this says of the subject."""
        return Outcome.FAIL


@dataclass(frozen=True, kw_only=True)
class Undetermined(_Remark):
    """A subject that cannot be judged. Its sentence is ``rule.<CODE>.<text>``."""

    missing_field: str
    """What would have to be filled in, such as ``Pset_DoorCommon.FireExit``."""
    text: str = "undetermined"

    @property
    def outcome(self) -> Outcome:
        """What this says of the subject."""
        return Outcome.UNDETERMINED


Verdict: TypeAlias = Passed | Failed | Undetermined
Check: TypeAlias = Callable[[Frames, Parameters], Iterator[Verdict]]


@dataclass(frozen=True)
class Rule:
    """One requirement and the function that looks for it."""

    code: str
    """To quote: ``FIR-01``."""
    name: str
    """To read: ``fire.exit_door_width``."""
    version: int
    """Raised when answers change."""
    family: RuleFamily
    element: SixElement
    categories: frozenset[ProjectCategory]
    obligation: Obligation
    clauses: tuple[Clause, ...]
    """The first is the one that reports quote."""
    tables: tuple[str, ...]
    """What ``check`` reads."""
    check: Check
    parameters: tuple[Parameter, ...] = ()
    scope: Scope = "model"
    """``model``: each model by itself. ``federation``: all of them together; says of each model by its ``model_id``."""
    properties: tuple[str, ...] | None = None
    """Of a federation rule: the lists of ``names/properties.toml`` that it reads of ``ifc_property``; None: all there is."""

    requirements: tuple[Requirement, ...] = ()
    """What of it IDS can say; empty where IDS can say nothing of it. ``requirements`` is made of these."""

    def __post_init__(self) -> None:
        if not self.clauses:
            raise ValueError(f"{self.code}: a rule says where it is written")
        if self.obligation is not Obligation.ADVISORY and not all(clause.confirmed for clause in self.clauses):
            raise ValueError(f"{self.code}: a clause that nobody has read in the source is advisory")

    @property
    def clause(self) -> Clause:
        """The one that reports quote."""
        return self.clauses[0]
