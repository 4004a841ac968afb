"""Who can supply a missing field: a guess from its name, so that the list can be handed round."""

import re

_SUPPLIERS: tuple[tuple[str, str], ...] = (
    (r"classification|分类", "bim"),
    (r"crs|mapconversion|verticaldatum|vertical_datum|siterefelevation|refelevation|refl", "survey"),
    (r"thermaltransmittance|u-?value|传热|shape_?coefficient", "energy"),
    (r"firerating|fire|防火|耐火", "fire"),
    (r"^qto_|quantit|width|height|area|volume", "modeller"),
    (r"loadbearing|precast|castinplace|structur", "structure"),
)
"""Pattern in the field's name → key in the catalogue; the first that matches."""

SUPPLIERS = ("bim", "survey", "energy", "fire", "modeller", "structure", "architect")


def supplier_of(field: str) -> str:
    """Key of the supplier in the catalogue (``report.supplier.<key>``); the architect where nothing says otherwise."""
    return next((key for pattern, key in _SUPPLIERS if re.search(pattern, field, re.IGNORECASE)), "architect")
