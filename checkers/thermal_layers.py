"""What a layer resists: by the conductivity that its material says, else by what the material's name means.

What belongs here: one layer, one name. What does not: which layers an element has (``thermal``).
"""

import re
from dataclasses import dataclass
from functools import cache

from checkers.names import Words, content

BEST_CONDUCTIVITY = 0.024
"""W/(m·K): of the best insulation in common use, polyurethane. A layer of which nothing is known insulates no better."""

LEAST_CONDUCTIVITY = 0.001
"""A lower one stands for a field that nobody filled in."""


@dataclass(frozen=True)
class LayerResistance:
    """Of one layer, m²·K/W."""

    least: float
    usual: float | None
    """None where nobody knows it."""
    greatest: float


@dataclass(frozen=True)
class _Known:
    words: Words
    conductivity: tuple[float, float, float] | None
    resistance: tuple[float, float, float] | None
    is_open: bool


def layer_resistance(name: str | None, thickness_m: float | None, conductivity: float | None = None) -> LayerResistance:
    """Tell what a layer resists.

    Args:
        name: Of its material.
        thickness_m: None where it is not given.
        conductivity: As the material itself says it, W/(m·K).
    """
    known = _known_as(name or "")
    if known is not None and known.resistance is not None:
        return LayerResistance(*known.resistance)
    if thickness_m is None or thickness_m != thickness_m or thickness_m < 0:
        return LayerResistance(0.0, None, float("inf"))
    if conductivity is not None and conductivity > LEAST_CONDUCTIVITY:
        resistance = thickness_m / conductivity
        return LayerResistance(resistance, resistance, resistance)
    if known is None or known.conductivity is None:
        return LayerResistance(0.0, 0.0 if thickness_m == 0 else None, thickness_m / BEST_CONDUCTIVITY)
    least, usual, greatest = known.conductivity
    return LayerResistance(thickness_m / greatest, None if known.is_open else thickness_m / usual, thickness_m / least)


def is_material(name: str) -> bool:
    """Whether a name means a material whose conductivity is known."""
    return _known_as(name) is not None


def layers_named(text: str) -> list[tuple[str, float]]:
    """Read layers out of a name that tells them with their thickness.

    >>> layers_named("外墙 200厚加气混凝土+EPS 100mm")
    [('外墙 厚加气混凝土', 0.2), ('EPS', 0.1)]

    Args:
        text: Name of an element, a type or a material.

    Returns:
        Name and thickness in metres of each; nothing where one piece of the name tells two numbers or an unknown material.
    """
    layers = []
    for piece in re.split(r"[+＋,，、;；|]", text):
        numbers = _THICKNESS.findall(piece)
        rest = _THICKNESS.sub("", piece).replace("mm", "").strip()
        if len(numbers) != 1 or not is_material(rest):
            continue
        layers.append((rest, float(numbers[0]) / 1000))
    return layers


_THICKNESS = re.compile(r"(?<![\d.A-Za-z])(\d{1,3}(?:\.\d+)?)\s*(?:mm|㎜|毫米|(?=\s*厚))")


@cache
def _known_as(name: str) -> _Known | None:
    spaced = name.replace("_", " ")
    return next((one for one in _materials() if one.words.is_in(name) or one.words.is_in(spaced)), None)


@cache
def _materials() -> tuple[_Known, ...]:
    """In the order of the file."""
    return tuple(
        _Known(
            Words(tuple(entry["words"]), tuple(entry.get("unless", ()))),
            tuple(entry["conductivity"]) if "conductivity" in entry else None,
            tuple(entry["resistance"]) if "resistance" in entry else None,
            bool(entry.get("is_open", False)),
        )
        for entry in content("materials_thermal").values()
    )
