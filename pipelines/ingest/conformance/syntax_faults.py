"""What can be wrong with the tokens of a STEP file. Clauses are of ISO 10303-21:2016."""

from collections.abc import Mapping
from types import MappingProxyType

(
    NO_INSTANCE, NO_STEP_ID, NO_EQUALS, NO_KEYWORD, LOWER_KEYWORD, NO_BRACKET, NO_COMMA, EMPTY_MEMBER, UNCLOSED, NO_SEMICOLON,
    BAD_DIRECTIVE, RAW_CHARACTER, CONTROL_CHARACTER, OPEN_STRING, OPEN_COMMENT, BAD_NUMBER, BAD_ENUMERATION, BAD_BINARY,
    BAD_REFERENCE, ZERO, LONG_STEP_ID, NO_VALUE, NOT_ONE_VALUE, USER_DEFINED, COMPLEX, CUT_OFF, MANY_NAMES,
) = range(27)  # fmt: skip
"""Kinds of faults."""

FAULT_CODES: Mapping[int, str] = MappingProxyType({
    NO_INSTANCE: "syntax.no_instance",
    NO_STEP_ID: "syntax.no_step_id",
    NO_EQUALS: "syntax.no_equals",
    NO_KEYWORD: "syntax.no_keyword",
    LOWER_KEYWORD: "syntax.lower_keyword",
    NO_BRACKET: "syntax.no_bracket",
    NO_COMMA: "syntax.no_comma",
    EMPTY_MEMBER: "syntax.empty_member",
    UNCLOSED: "syntax.unclosed",
    NO_SEMICOLON: "syntax.no_semicolon",
    BAD_DIRECTIVE: "syntax.bad_directive",
    RAW_CHARACTER: "syntax.raw_character",
    CONTROL_CHARACTER: "syntax.control_character",
    OPEN_STRING: "syntax.open_string",
    OPEN_COMMENT: "syntax.open_comment",
    BAD_NUMBER: "syntax.bad_number",
    BAD_ENUMERATION: "syntax.bad_enumeration",
    BAD_BINARY: "syntax.bad_binary",
    BAD_REFERENCE: "syntax.bad_reference",
    ZERO: "syntax.zero",
    LONG_STEP_ID: "syntax.long_step_id",
    NO_VALUE: "syntax.no_value",
    NOT_ONE_VALUE: "syntax.not_one_value",
    USER_DEFINED: "syntax.user_defined",
    COMPLEX: "syntax.complex",
    CUT_OFF: "syntax.cut_off",
    MANY_NAMES: "syntax.many_names",
})  # fmt: skip
"""Their codes in the catalogue ``conformance``."""

AT_END, AT_STOP, AT_SECTION_END, AT_SECTION = range(4)
"""Where looking through statements has stopped: end of the file, of the range, of the section, beginning of another."""
