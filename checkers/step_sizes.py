"""Whether the steps of a flight keep two limits: the judgement that the rules on dwellings' and public stairs share.

What belongs here: comparing one flight. What does not: which limits hold (the rules), reading (``stairs``).
"""

from collections.abc import Iterator
from typing import Any

from checkers.rule import Failed, Passed, Undetermined, Verdict
from checkers.stairs import RISER, TREAD, WITHIN_M
from cim_schema.units import EQUALITY_TOLERANCE, format_number


def judge_steps(flight: Any, riser_m: float, tread_m: float) -> Iterator[Verdict]:
    """Say of the risers and of the treads of a flight whether they keep the limits.

    Both what is declared and what was measured have to; a shape that does not is told from a declaration that does not.

    Args:
        flight: A row of ``stairs.stair_flights``.
        riser_m: Greatest height.
        tread_m: Least going.
    """
    number = f" {flight.flight_number}" if flight.flight_number else ""
    high = flight.riser_height_greatest_m
    yield from _judged(flight, f"riser{number}", flight.declared_riser_m, high, riser_m, -1, ("riser", "riser_unknown", RISER))
    short = flight.tread_length_least_m
    yield from _judged(flight, f"tread{number}", flight.declared_tread_m, short, tread_m, 1, ("tread", "tread_unknown", TREAD))


def keeps_steps(flight: Any, riser_m: float, tread_m: float) -> bool | None:
    """Whether both keep the limits; None where one is not known and none breaks them."""
    said = list(judge_steps(flight, riser_m, tread_m))
    if any(isinstance(verdict, Failed) for verdict in said):
        return False
    return None if any(isinstance(verdict, Undetermined) for verdict in said) else True


def _judged(
    flight: Any, subject: str, declared: float, measured: float, limit: float, sign: int, words: tuple[str, str, str]
) -> Iterator[Verdict]:
    text, unknown, missing = words
    sizes = {"declared_m": declared, "measured_m": measured}
    known = {name: float(value) for name, value in sizes.items() if value == value}
    said: dict[str, Any] = {
        "step_id": int(flight.step_id), "subject": subject, "expected": f"{'>=' if sign > 0 else '<='} {format_number(limit)}",
        "limit_value": limit, "unit": "m", "inputs": known,
        "table": "msr_stair_flight" if "measured_m" in known else "ifc_property",
    }  # fmt: skip
    slack = {"declared_m": EQUALITY_TOLERANCE, "measured_m": WITHIN_M}
    broken = {name: value for name, value in known.items() if sign * (value - limit) < -slack[name]}
    if broken:
        worst = min(broken.values(), key=lambda value: sign * value)
        yield Failed(**said, text=text, observed=format_number(round(worst, 4), 4), observed_value=worst)
    elif known:
        yield Passed(1)
    else:
        yield Undetermined(**said, text=unknown, missing_field=missing)
