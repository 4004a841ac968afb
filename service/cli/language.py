"""The language of this run, known before the commands are built, since their help is in it too."""

import os
import sys
from collections.abc import Mapping, Sequence

from cim_schema.messages import DEFAULT_LANGUAGE, LANGUAGES, Language, text


def find_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """``--lang zh``, ``--lang=en`` or ``JUESHAN_LANG``; Chinese where neither says."""
    said = environment.get("JUESHAN_LANG", "")
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            said = arguments[index + 1]
        elif argument.startswith("--lang="):
            said = argument.partition("=")[2]
    return next((language for language in LANGUAGES if language == said), DEFAULT_LANGUAGE)


LANGUAGE: Language = find_language(sys.argv[1:], os.environ)
"""Of every text that this process prints."""


def say(code: str, **params: object) -> str:
    """A text of the subject ``cli`` in this run's language."""
    return text(f"cli.{code}", params, LANGUAGE)
