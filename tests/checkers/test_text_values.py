"""What people write into text properties, as seen in models and design notes."""

import pytest

from checkers.text_values import is_given, read_fire_resistance_h, read_flag, read_quantity, read_slope


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2.50h", 2.5), ("2.5 H", 2.5), ("２．５ｈ", 2.5), ("2.5小时", 2.5), ("不低于2.50h", 2.5), ("≥1.00h", 1.0), ("1-hour", 1.0),
        ("150min", 2.5), ("150分钟", 2.5), ("1h30min", 1.5), ("2小时30分", 2.5), ("1.0h/1.5h", 1.0), ("REI 120/60", 1.0),
        ("甲级防火门", 1.5), ("乙级", 1.0), ("丙 级", 0.5), ("A1.50", 1.5), ("FD90", 1.5), ("FD30S", 0.5),
        ("REI 120", 2.0), ("EI90", 1.5), ("F90-AB", 1.5), ("R60", 1.0), ("EI 60-C", 1.0),
        ("", None), ("N/A", None), ("2", None), ("2.50", None), ("一级", None), ("<1h", None), ("小于1h", None), ("C30", None),
        ("F0.5", None), ("HEA 240", None), (None, None), (2.5, None),
    ],
)  # fmt: skip
def test_fire_resistance(text: object, hours: float | None) -> None:
    assert read_fire_resistance_h(text) == hours


@pytest.mark.parametrize(
    ("text", "unit", "plain_unit", "number"),
    [
        ("900 mm", "m", None, 0.9), ("900毫米", "m", None, 0.9), ("0.9m", "m", None, 0.9), ("９００ｍｍ", "m", None, 0.9),
        ("90cm", "m", None, 0.9), ("900", "m", None, None), ("0.9 m2", "m", None, None), ("wide", "m", None, None),
        ("12.5 m²", "m2", None, 12.5), ("12.5㎡", "m2", None, 12.5), ("12,5 m2", "m2", None, 12.5),
        ("12.5平方米", "m2", None, 12.5), ("1.2公顷", "m2", None, 12_000.0),
        ("20 lx", "lx", None, 20.0), ("20Lux", "lx", None, 20.0), ("20勒克斯", "lx", None, 20.0), ("20", "lx", "lx", 20.0),
        ("0.45 W/(m²·K)", "W/(m2.K)", None, 0.45), ("0.45W/(㎡·K)", "W/(m2.K)", None, 0.45), ("0.45W/㎡K", "W/(m2.K)", None, 0.45),
        ("0.45", "W/(m2.K)", "W/(m2.K)", 0.45), ("0.45", "W/(m2.K)", None, None), ("0.30", "", "", 0.3),
        ("40km/h", "m/s", None, 40 / 3.6), ("40 KM/H", "m/s", None, 40 / 3.6), ("60公里/小时", "m/s", None, 60 / 3.6),
        ("11.1 m/s", "m/s", None, 11.1), ("40", "m/s", "km/h", 40 / 3.6), ("40", "m/s", None, None), ("40 m", "m/s", "km/h", None),
        ("-3 mm", "m", None, -0.003), (None, "m", None, None),
    ],
)  # fmt: skip
def test_quantity(text: object, unit: str, plain_unit: str | None, number: float | None) -> None:
    assert read_quantity(text, unit, plain_unit) == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize(
    ("text", "flag"),
    [("T", True), ("是", True), (" Yes ", True), ("1", True), ("F", False), ("否", False), ("U", None), ("", None), (None, None)],
)
def test_flag(text: object, flag: bool | None) -> None:
    assert read_flag(text) is flag


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("1:12", 1 / 12), ("1：12", 1 / 12), ("1∶20", 0.05), ("1/12", 1 / 12), ("8.3%", 0.083), ("8.3％", 0.083), ("45°", 1.0),
        ("0.0833", 0.0833), ("8.3", None), ("1:0", None), ("见详图", None), ("", None), (None, None), (0.08, None),
    ],
)  # fmt: skip
def test_slope(text: object, slope: float | None) -> None:
    assert read_slope(text) == (None if slope is None else pytest.approx(slope))


@pytest.mark.parametrize("text", ["", " ", "-", "—", "／", "无", "待定", "N/A", "TBD", None, 3.0])
def test_what_only_fills_the_field_says_nothing(text: object) -> None:
    assert not is_given(text)


@pytest.mark.parametrize("text", ["0", "第3批", "国槐"])
def test_what_says_something(text: str) -> None:
    assert is_given(text)


@pytest.mark.parametrize("text", ["1" * 100_000 + "x", "1 " * 50_000])
def test_a_text_far_too_long_is_no_value_and_costs_nothing(text):
    assert (read_quantity(text, "m"), read_slope(text), read_fire_resistance_h(text)) == (None, None, None)
