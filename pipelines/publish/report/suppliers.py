"""Who can supply a missing field: a guess from its name, so that the list can be handed round."""

import re

_SUPPLIERS: tuple[tuple[str, str], ...] = (
    ("IfcMapConversion|IfcProjectedCRS|IfcSite|VerticalDatum", "survey"),
    ("Classification", "bim"),
    ("^JCPset_Feature|^project", "owner"),
    ("^JCPset_Lighting", "lighting"),
    ("^JCPset_Paving|^Pset_SiteCommon", "landscape"),
    ("ThermalTransmittance|体形系数", "energy"),
    ("FireRating|FireExit", "fire"),
    ("LoadBearing|ConstructionMethod|CastingMethod", "structure"),
    ("^Qto_|Volume$|Area$|Width$|Height$|Elevation$|Representation$", "modeller"),
)
"""Pattern in the field's name → key in the catalogue; the first that matches."""


def supplier_of(field: str) -> str:
    """Key of the supplier (``report.supplier.<key>``); the architect where the name says nothing."""
    return next((key for pattern, key in _SUPPLIERS if re.search(pattern, field)), "architect")
