"""Sets of bytes that the tokens of a STEP file are made of, as tables of 256 truths (ISO 10303-21:2016, clause 5)."""

import numpy as np

from pipelines.ingest.columnar.marks import CLOSE, COMMA, OPEN, QUOTE, SEMICOLON

BACKSLASH, EXCLAMATION, LETTER_P, LETTER_S, LETTER_X = 92, 33, 80, 83, 88
SPACES = np.zeros(256, np.bool_)
SPACES[[9, 10, 11, 12, 13, 32]] = True
DIGITS = np.zeros(256, np.bool_)
DIGITS[48:58] = True
UPPER = np.zeros(256, np.bool_)
UPPER[65:91] = UPPER[95] = True
WORD = UPPER | DIGITS
WORD[97:123] = True
HEX = DIGITS.copy()
HEX[65:71] = True
PLAIN = np.zeros(256, np.bool_)
PLAIN[32:127] = True
PLAIN[[QUOTE, BACKSLASH]] = False
"""What stands in strings as it is."""
BREAKS = SPACES.copy()
BREAKS[[COMMA, CLOSE, OPEN, SEMICOLON, QUOTE]] = True
"""What ends a value that is none."""
ENDSEC = np.frombuffer(b"ENDSEC", np.uint8)
END_ISO = np.frombuffer(b"END-ISO-10303-21", np.uint8)
