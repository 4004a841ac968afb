"""Units of IFC models in SI, and the one tolerance by which values are equal."""

from math import inf, isfinite, ulp

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
    "THERMALADMITTANCEUNIT": "W/(m2.K)", "THERMALEXPANSIONCOEFFICIENTUNIT": "1/K", "HEATFLUXDENSITYUNIT": "W/m2",
    "HEATINGVALUEUNIT": "J/kg", "SPECIFICHEATCAPACITYUNIT": "J/(kg.K)", "TEMPERATUREGRADIENTUNIT": "K/m",
    "TEMPERATURERATEOFCHANGEUNIT": "K/s", "VOLUMETRICFLOWRATEUNIT": "m3/s", "MASSFLOWRATEUNIT": "kg/s",
    "LINEARVELOCITYUNIT": "m/s", "ACCELERATIONUNIT": "m/s2", "ANGULARVELOCITYUNIT": "rad/s", "ROTATIONALFREQUENCYUNIT": "1/s",
    "MASSDENSITYUNIT": "kg/m3", "AREADENSITYUNIT": "kg/m2", "MASSPERLENGTHUNIT": "kg/m", "ROTATIONALMASSUNIT": "kg.m2",
    "IONCONCENTRATIONUNIT": "kg/m3", "MOLECULARWEIGHTUNIT": "kg/mol", "MOISTUREDIFFUSIVITYUNIT": "m3/s",
    "ISOTHERMALMOISTURECAPACITYUNIT": "m3/kg", "VAPORPERMEABILITYUNIT": "kg/(s.m.Pa)", "DYNAMICVISCOSITYUNIT": "Pa.s",
    "KINEMATICVISCOSITYUNIT": "m2/s", "LINEARFORCEUNIT": "N/m", "PLANARFORCEUNIT": "N/m2", "TORQUEUNIT": "N.m",
    "LINEARMOMENTUNIT": "N.m/m", "LINEARSTIFFNESSUNIT": "N/m", "ROTATIONALSTIFFNESSUNIT": "N.m/rad",
    "MODULUSOFELASTICITYUNIT": "Pa", "SHEARMODULUSUNIT": "Pa", "MODULUSOFLINEARSUBGRADEREACTIONUNIT": "N/m2",
    "MODULUSOFROTATIONALSUBGRADEREACTIONUNIT": "N.m/(m.rad)", "MODULUSOFSUBGRADEREACTIONUNIT": "N/m3",
    "MOMENTOFINERTIAUNIT": "m4", "SECTIONMODULUSUNIT": "m3", "SECTIONAREAINTEGRALUNIT": "m5", "WARPINGCONSTANTUNIT": "m6",
    "WARPINGMOMENTUNIT": "N.m2", "CURVATUREUNIT": "rad/m", "COMPOUNDPLANEANGLEUNIT": "rad", "INTEGERCOUNTRATEUNIT": "1/s",
    "LUMINOUSINTENSITYDISTRIBUTIONUNIT": "cd/lm", "SOUNDPOWERUNIT": "W", "SOUNDPRESSUREUNIT": "Pa",
    "SOUNDPOWERLEVELUNIT": "dB", "SOUNDPRESSURELEVELUNIT": "dB", "PHUNIT": "",
}  # fmt: skip
"""Unit type of IFC → symbol of the coherent SI unit that tables keep. Source: ISO 16739-1, the measure of each type."""


def is_equal(left: float, right: float) -> bool:
    """Tell whether two SI values are the same value by the tolerance of IDS.

    ``right`` is the reference ``v``; what lies between ``v - |v|·ε - ε`` and ``v + |v|·ε + ε`` is equal to it. So is what
    lies on these bounds, as buildingSMART's test cases have it; hence the room for the last digit that a float rounds.
    """
    bound = abs(right) * EQUALITY_TOLERANCE + EQUALITY_TOLERANCE
    bound += ulp(abs(right) + bound)
    return left == right or abs(left - right) <= bound < inf


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
