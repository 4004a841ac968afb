"""Names from models of institutes and of the shared folder, and what a person reads in them."""

import pytest

from checkers.resolution.free_text import (
    read_concrete_grade,
    read_opening_size,
    read_rating,
    read_thickness,
    read_transmittance,
)

RATINGS = {
    "钢质乙级防火门 FM乙1521": "乙级",
    "防火门（甲级）1200x2100": "甲级",
    "FM甲1021": "甲级",
    "FM1021丙": "丙级",
    "GFM-乙-1221": "乙级",
    "M_双扇防火门:1500 x 2100mm": None,
    "甲级防盗门 FDM1021": None,
    "甲级防火门与乙级防火门": None,
    "FD60S single leaf": "60 min",
    "FD1021": None,
    "Wall EI 120": "120 min",
    "REI60 / REI30": None,
    "Basic Wall:Interior - Rated 1-HR (92mm Stud)": "1h",
    "耐火隔墙 耐火极限2.00h": "2h",
    "24小时便利店门": None,
    "消防值班室 24h": None,
    "R150 曲线墙": None,
    "屋顶新风机组 5000m³/h": None,
}


@pytest.mark.parametrize(("name", "rating"), RATINGS.items())
def test_a_rating_is_read_only_where_the_name_speaks_of_fire(name, rating):
    assert read_rating(name) == rating


SIZES = {
    "木质成品门 M0921": (0.9, 2.1),
    "断桥铝合金推拉窗 C1512": (1.5, 1.2),
    "钢化玻璃地弹门 MLC1824": (1.8, 2.4),
    "FM乙1521": (1.5, 2.1),
    "M_Single-Flush:0915 x 2134mm": (0.915, 2.134),
    "1250mm x 2010mm": (1.25, 2.01),
    '48" x 84"': (1.2192, 2.1336),
    "Single-Flush 30 x 80 in.": (0.762, 2.032),
    "3'-0\" x 7'-0\"": (0.9144, 2.1336),
    "1000mm": None,
    "0610 x 0610 x 0610mm": None,
    "KL 300×600": (0.3, 0.6),
    "8370-001300": None,
    "M0921 / M1021": None,
}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_a_size_is_read_in_the_unit_that_the_name_means(name, size):
    assert read_opening_size(name) == (pytest.approx(size) if size else None)


def test_thickness_is_that_of_the_whole_wall():
    assert read_thickness("200厚加气混凝土") == "200 mm"
    assert read_thickness("基本墙:内墙-200") == "200 mm"
    assert read_thickness("外墙-300-红砖饰面") == "300 mm"
    assert read_thickness("Basic Wall:Foundation - Concrete (417mm)") == "417 mm"
    assert read_thickness("Basic Wall:Interior - Partition (92mm Stud)") is None
    assert read_thickness("楼板:首层混凝土地坪120") == "120 mm"


def test_transmittance_and_concrete_are_read_only_where_they_are_said():
    assert read_transmittance("断桥铝窗 K=2.0") == "2.0"
    assert read_transmittance("窗 K值：1.8 W/(㎡·K)") == "1.8"
    assert read_transmittance("外墙 K≤0.45") is None
    assert read_concrete_grade("C30预制混凝土") == "C30"
    assert read_concrete_grade("C20×2.0钢檩条") is None
    assert read_concrete_grade("推拉窗 C1512") is None


@pytest.mark.parametrize("reader", [read_rating, read_opening_size, read_thickness, read_transmittance, read_concrete_grade])
def test_a_very_long_name_says_nothing(reader):
    assert reader("防火门 FM甲0921 200厚 C30 K=2.0 " * 40) is None
