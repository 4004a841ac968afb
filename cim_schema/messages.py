"""Text for people, by code, in Chinese and English.

The texts live in ``catalogues/<language>/<subject>.toml``; a code is ``<subject>.<key>``, and a key may have dots.
Parameters are named in braces and filled by ``str.format``; a missing one shows as its own name rather than failing,
since a poor sentence is better than none. A parameter that begins with ``@`` is itself a code and is replaced by its
text, so that a reason inside a sentence follows the reader's language too; of a list, each is, and they are joined as
the language joins them. A test holds the languages' keys and parameters equal.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "zh"

_BETWEEN: Mapping[Language, str] = {"zh": "、", "en": ", "}
"""What stands between the members of a list."""

_FOLDER = Path(__file__).parent / "catalogues"


class _Shown(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _flatten(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}", str(value)


@cache
def subject_texts(subject: str, language: Language) -> Mapping[str, str]:
    """Every text of one subject: code → text. Empty for a subject that nobody wrote."""
    path = _FOLDER / language / f"{subject}.toml"
    # A code may come from a name in a model: what is no plain word names no file.
    if not subject.isidentifier() or not path.is_file():
        return {}
    return dict(_flatten(tomllib.loads(path.read_text(encoding="utf-8")), subject))


def subjects() -> tuple[str, ...]:
    """The names of all subjects, sorted."""
    return tuple(sorted(path.stem for path in (_FOLDER / DEFAULT_LANGUAGE).glob("*.toml")))


def has_text(code: str, language: Language = DEFAULT_LANGUAGE) -> bool:
    """Whether a text is written for this code."""
    return code in subject_texts(code.partition(".")[0], language)


def text(code: str, params: Mapping[str, object] | None = None, language: Language = DEFAULT_LANGUAGE) -> str:
    """The sentence for a code.

    Args:
        code: ``<subject>.<key>``, such as ``error.not_an_ifc_file``.
        params: Values for the names in braces.
        language: Of the sentence. A code that only the default language has is given in that one.

    Returns:
        The sentence; the code itself where no text is written.
    """
    subject = code.partition(".")[0]
    for choice in (language, DEFAULT_LANGUAGE):
        found = subject_texts(subject, choice).get(code)
        if found is not None:
            return found.format_map(_Shown(_shown(params or {}, language)))
    return code


def _shown(params: Mapping[str, object], language: Language) -> dict[str, object]:
    """The parameters with codes replaced by their texts, which see the other parameters."""

    def one(name: str, value: object) -> object:
        if isinstance(value, str) and value.startswith("@") and has_text(value[1:]):
            return text(value[1:], {other: given for other, given in params.items() if other != name}, language)
        return value

    shown = {}
    for name, value in params.items():
        members = [one(name, member) for member in value] if isinstance(value, list | tuple) else None
        shown[name] = one(name, value) if members is None else _BETWEEN[language].join(map(str, members))
    return shown
