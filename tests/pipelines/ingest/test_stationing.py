import pytest

from pipelines.ingest.stationing import Mark, Stationing


def test_without_marks_the_station_is_the_distance():
    assert Stationing([]).at(12.5) == 12.5


def test_stations_go_on_from_the_start_and_jump_at_equations():
    stations = Stationing([Mark(300, 1000), Mark(0, 500), Mark(600, 1250)])
    assert [stations.at(at) for at in (0, 299, 300, 599, 600, 700)] == [500, 799, 1000, 1299, 1250, 1350]
    assert stations.start_m == 500


def test_before_the_first_mark_they_are_counted_back():
    assert Stationing([Mark(100, 1000)]).start_m == 900


def test_stations_may_fall_along_the_axis_and_rise_again():
    stations = Stationing([Mark(0, 1000, is_rising=False), Mark(100, 900), Mark(200, 0, is_rising=True)])
    assert [stations.at(at) for at in (50, 150, 250)] == [950, 850, 50]


def test_incoming_and_outgoing_at_one_place_leave_the_outgoing():
    assert Stationing([Mark(0, 0), Mark(100, 100), Mark(100, 500)]).at(100) == pytest.approx(500)
