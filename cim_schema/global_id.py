"""The form of IFC's identities.

Source: ISO 16739-1, IfcGloballyUniqueId.
"""

WELL_FORMED = r"[0-3][0-9A-Za-z_$]{21}"
"""128 bits in 22 characters of 6 bits: the first holds two."""
