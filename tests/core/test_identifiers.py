"""Check digits: published codes, and laws that hold for every code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.identifiers import (
    corporate_number,
    is_corporate_number,
    is_individual_number,
    is_municipality_code,
    municipality_check_digit,
    municipality_code,
)

FIVE = st.text("0123456789", min_size=5, max_size=5)
TWELVE = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize("code", ["460001", "462012", "462039", "011002", "463035", "465356"])
def test_published_municipality_codes_fit(code):
    assert municipality_code(code[:5]) == code


@pytest.mark.parametrize("number", ["8000020460001", "7000012050002", "9000020011002"])
def test_published_corporate_numbers_fit(number):
    assert corporate_number(number[1:]) == number


@given(FIVE, st.integers(0, 4), st.integers(1, 9))
def test_one_wrong_digit_in_a_municipality_code_shows(body, place, shift):
    code = municipality_code(body)
    wrong = str((int(code[place]) + shift) % 10)
    slipped = code[:place] + wrong + code[place + 1 :]
    # The remainders 0 and 10 of the sum both give the check digit 1; no other two share a digit.
    if is_municipality_code(slipped):
        assert municipality_check_digit(body) == "1"


@given(TWELVE)
def test_only_one_first_digit_fits_a_corporate_number(base):
    fitting = [digit for digit in "0123456789" if is_corporate_number(digit + base)]
    assert fitting == [corporate_number(base)[0]]


@pytest.mark.parametrize("text", ["", "46201", "４６２０１２", "46201x", "4620120", "462011"])
def test_what_is_not_a_municipality_code_is_refused(text):
    assert not is_municipality_code(text)


@pytest.mark.parametrize("text", ["", "000020460001", "８０００020460001", "1000020460001"])
def test_what_is_not_a_corporate_number_is_refused(text):
    assert not is_corporate_number(text)


def test_a_check_digit_is_asked_for_five_digits_only():
    with pytest.raises(ValueError, match="5 ASCII digits"):
        municipality_check_digit("4620")


@pytest.mark.parametrize("text", ["123456789018", "1234-5678-9018", "1234 5678 9018"])
def test_what_reads_as_an_individual_number_is_known(text):
    assert is_individual_number(text)


@pytest.mark.parametrize(
    "text", ["", "123456789012", "１２３４５６７８９０１８", "12345678901", "a-1"]
)
def test_what_does_not_read_as_an_individual_number_is_let_through(text):
    assert not is_individual_number(text)
