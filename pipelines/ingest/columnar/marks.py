"""Kinds of values in a STEP file, and the marks that it is written with."""

UNSET, DERIVED, REFERENCE, INTEGER, REAL, STRING, ENUMERATION, BINARY, TYPED, LIST = range(10)
"""Kinds of values."""

SPACE, TAB, LINE_FEED, RETURN = 32, 9, 10, 13
QUOTE, OPEN, CLOSE, COMMA, SEMICOLON, EQUALS, HASH, DOT = 39, 40, 41, 44, 59, 61, 35, 46
SLASH, STAR, DOLLAR, MARK, PLUS, MINUS, UNDERSCORE = 47, 42, 36, 34, 43, 45, 95

CLASSES = 4096
"""Places of the hash table of class names; a power of two, twice as many as any schema has."""
LONGEST_INTEGER = 18
"""Digits that an int64 holds whatever they are."""
DONE, SECTION_END, ODD = 0, 1, 2
"""Why looking through a stretch of statements has stopped."""
