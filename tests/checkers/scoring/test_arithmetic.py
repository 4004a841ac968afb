"""Counts become points: worked examples."""

import pytest

from checkers.scoring.arithmetic import Measure, Subject, Term, add_terms


def test_points_are_shared_equally_among_the_terms_that_count_something():
    # 12 points over three terms, 4 each: 4 * 1/2, 4 * 0/3 and at best 4 * 2/3, 4 * 5/5.
    measure = Measure("m", 12.0, (Term("a", 1, 2), Term("b", 0, 3, undetermined=2), Term("c", 5, 5)))
    assert measure.bounds == pytest.approx((6.0, 6.0 + 8 / 3))
    row = measure.row()
    assert [term["points"] for term in row["terms"]] == [4.0, 4.0, 4.0]
    assert [(term["least_points"], term["greatest_points"]) for term in row["terms"]] == [(2.0, 2.0), (0.0, 2.666667), (4.0, 4.0)]
    assert row["open_points"] == 0


def test_where_nothing_can_be_counted_points_stay_open():
    measure = Measure("m", 12.0)
    assert (measure.is_open, measure.bounds, measure.row()["open_points"]) == (True, (0.0, 0.0), 12.0)


def test_ten_tenths_are_one():
    assert Measure("m", 1.0, tuple(Term(str(number), 1, 1) for number in range(10))).bounds == (1.0, 1.0)


def test_terms_of_models_are_added_and_the_first_elements_kept():
    def subjects(model_id, *steps):
        return tuple(Subject(model_id, step, None, "IfcWall") for step in steps)

    of_models = [
        [Term("x", 3, 9, lacking=subjects("b", 1, 2, 3, 4, 5)), Term("y", 0, 0)],
        [Term("x", 1, 4, 1, lacking=subjects("a", 7, 8, 9))],
    ]
    (added,) = add_terms(of_models)
    assert (added.count, added.total, added.undetermined) == (4, 13, 1)
    assert [(one.model_id, one.step_id) for one in added.lacking] == [("a", 7), ("a", 8), ("a", 9), ("b", 1), ("b", 2)]
