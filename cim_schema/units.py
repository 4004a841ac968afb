"""Units of IFC models in SI, and the one tolerance by which values are equal."""

from math import isfinite

EQUALITY_TOLERANCE = 1e-6
"""Relative and absolute. Source: buildingSMART IDS 1.0, Documentation/ImplementersDocumentation/tolerance.md."""

SI_PREFIXES: dict[str, float] = {
    "EXA": 1e18, "PETA": 1e15, "TERA": 1e12, "GIGA": 1e9, "MEGA": 1e6, "KILO": 1e3, "HECTO": 1e2, "DECA": 1e1,
    "DECI": 1e-1, "CENTI": 1e-2, "MILLI": 1e-3, "MICRO": 1e-6, "NANO": 1e-9, "PICO": 1e-12, "FEMTO": 1e-15, "ATTO": 1e-18,
}  # fmt: skip
"""Source: ISO 16739-1, IfcSIPrefix."""

SI_SYMBOLS: dict[str, str] = {
    "LENGTHUNIT": "m", "AREAUNIT": "m2", "VOLUMEUNIT": "m3", "PLANEANGLEUNIT": "rad", "SOLIDANGLEUNIT": "sr",
    "MASSUNIT": "kg", "TIMEUNIT": "s", "THERMODYNAMICTEMPERATUREUNIT": "K", "ELECTRICCURRENTUNIT": "A",
    "ELECTRICVOLTAGEUNIT": "V", "ELECTRICRESISTANCEUNIT": "ohm", "ELECTRICCHARGEUNIT": "C", "ELECTRICCAPACITANCEUNIT": "F",
    "ELECTRICCONDUCTANCEUNIT": "S", "POWERUNIT": "W", "ENERGYUNIT": "J", "FORCEUNIT": "N", "PRESSUREUNIT": "Pa",
    "FREQUENCYUNIT": "Hz", "ILLUMINANCEUNIT": "lx", "LUMINOUSFLUXUNIT": "lm", "LUMINOUSINTENSITYUNIT": "cd",
    "AMOUNTOFSUBSTANCEUNIT": "mol", "ABSORBEDDOSEUNIT": "Gy", "DOSEEQUIVALENTUNIT": "Sv", "RADIOACTIVITYUNIT": "Bq",
    "INDUCTANCEUNIT": "H", "MAGNETICFLUXUNIT": "Wb", "MAGNETICFLUXDENSITYUNIT": "T",
    "THERMALTRANSMITTANCEUNIT": "W/(m2.K)", "THERMALCONDUCTANCEUNIT": "W/(m.K)", "THERMALRESISTANCEUNIT": "m2.K/W",
    "VOLUMETRICFLOWRATEUNIT": "m3/s", "MASSFLOWRATEUNIT": "kg/s", "LINEARVELOCITYUNIT": "m/s", "MASSDENSITYUNIT": "kg/m3",
}  # fmt: skip
"""Unit type of IFC → symbol of the coherent SI unit that tables keep."""


def is_equal(left: float, right: float) -> bool:
    """Tell whether two SI values are the same value by the tolerance of IDS.

    ``x == v`` means ``v - |v|·ε - ε < x < v + |v|·ε + ε``; ``right`` is the reference ``v``.
    """
    return abs(left - right) < abs(right) * EQUALITY_TOLERANCE + EQUALITY_TOLERANCE


def is_at_least(value: float, limit: float) -> bool:
    """``value >= limit``, where a value equal to the limit by the tolerance passes."""
    return value >= limit or is_equal(value, limit)


def is_at_most(value: float, limit: float) -> bool:
    """``value <= limit``, where a value equal to the limit by the tolerance passes."""
    return value <= limit or is_equal(value, limit)


def format_number(value: float, digits: int = 3) -> str:
    """Write a number the same way on every machine: at most ``digits`` decimals, no trailing zeros.

    >>> format_number(0.9), format_number(12.0), format_number(-0.0001)
    ('0.9', '12', '0')
    """
    if not isfinite(value):
        return "—"
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if text in {"-0", ""} else text
