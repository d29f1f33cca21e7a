"""Households by headship."""

import numpy as np
import pytest

from comipla.core.evidence import headship_rates, households

PEOPLE = np.full((2, 6), 100.0)
HEADS = np.zeros((2, 6, 2))
HEADS[0, 3:, 0] = 50  # men of 15 and over: half of them live alone
HEADS[1, 4:, 1] = 10


def test_heads_of_fifteen_and_over_are_counted_by_type():
    rates = headship_rates(HEADS, PEOPLE)
    rates[:, :3] = 1  # children head no household, whatever a table says
    assert households(PEOPLE, rates).tolist() == [150.0, 20.0]


def test_every_step_and_area_of_a_projection_is_counted():
    population = np.stack([PEOPLE, 2 * PEOPLE]).reshape(2, 1, 2, 6)
    counted = households(population, headship_rates(HEADS, PEOPLE))
    assert counted.tolist() == [[[150.0, 20.0]], [[300.0, 40.0]]]


def test_each_area_may_have_rates_of_its_own():
    rates = np.stack([headship_rates(HEADS, PEOPLE), np.zeros((2, 6, 2))])
    assert households(np.stack([PEOPLE, PEOPLE]), rates).tolist() == [[150.0, 20.0], [0.0, 0.0]]


def test_class_without_people_has_no_heads():
    assert headship_rates(np.zeros((2, 6, 1)), np.zeros((2, 6))).sum() == 0


@pytest.mark.parametrize(
    ("heads", "people", "words"),
    [
        (HEADS + 100, PEOPLE, "世帯主が人口より多い"),
        (-HEADS, PEOPLE, "0 以上"),
        (HEADS[:, :4], PEOPLE, "世帯の型の軸"),
    ],
)
def test_heads_that_do_not_fit_the_people_are_refused(heads, people, words):
    with pytest.raises(ValueError, match=words):
        headship_rates(heads, people)


@pytest.mark.parametrize(("rates", "words"), [(HEADS, "0 から 1"), (HEADS[:, :4], "階級を人口と")])
def test_rates_that_are_none_are_refused(rates, words):
    with pytest.raises(ValueError, match=words):
        households(PEOPLE, rates)
