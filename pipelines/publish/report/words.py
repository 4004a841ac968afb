"""The report's words in the reader's language."""

from cim_schema.messages import Language, has_text, text


def say(language: Language, key: str, **params: object) -> str:
    """A text of the catalogue ``report``."""
    return text(f"report.{key}", params, language)


def code_name(language: Language, name: str, code: str) -> str:
    """What a code of a closed list is called: 不满足 for the outcome ``fail``."""
    return text(f"code.{name}.{code}", None, language)


def class_name(ifc_class: str | None, language: Language) -> str:
    """The class in the reader's language: 门 for IfcDoor; the class itself where the catalogue has no word."""
    if not ifc_class:
        return ""
    key = f"report.ifc_class.{ifc_class}"
    return text(key, None, language) if has_text(key) else ifc_class
