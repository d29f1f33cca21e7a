"""Households by headship (世帯主率法): how many households a population makes.

The rates are the municipality's: those of the whole prefecture lead far astray in some cities.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from comipla.core.evidence.population import YEARS, Counts

_ADULTS: Final = 15 // YEARS


def headship_rates(heads: ArrayLike, population: ArrayLike) -> Counts:
    """Heads of household for each person, (…, sex, class, type).

    `heads` is (…, sex, class, type of household), `population` (…, sex, class). 0 where nobody
    lives. Raises ValueError where there are more heads than people.
    """
    counted = np.asarray(heads, dtype=np.float64)
    people = np.asarray(population, dtype=np.float64)
    if counted.shape[:-1] != people.shape:
        raise ValueError("世帯主の表は、人口の表に世帯の型の軸を加えた形にしてください。")
    if not ((counted >= 0).all() and (people >= 0).all()):
        raise ValueError("世帯主と人口は 0 以上の数にしてください。")
    if (counted.sum(axis=-1) > people).any():
        raise ValueError("世帯主が人口より多い階級があります。2つの表の日付をそろえてください。")
    whole = people[..., np.newaxis]
    return np.divide(counted, whole, out=np.zeros_like(counted), where=whole > 0)


def households(population: ArrayLike, headship: ArrayLike) -> Counts:
    """Households by type, (…, type): the sum over people of 15 and over of their headship.

    `population` is (…, sex, class), such as `Projection.population`; `headship` is (sex, class,
    type) for all alike, or has the area's axis before these.
    """
    people = np.asarray(population, dtype=np.float64)
    rates = np.asarray(headship, dtype=np.float64)
    if rates.ndim not in (3, 4) or rates.shape[-3:-1] != people.shape[-2:]:
        raise ValueError(
            "世帯主率は（男女、年齢階級、世帯の型）の表にし、階級を人口とそろえてください。"
        )
    if not ((rates >= 0) & (rates <= 1)).all():
        raise ValueError("世帯主率は 0 から 1 までの数にしてください。")
    result: Counts = np.einsum("...sa,...sat->...t", people[..., _ADULTS:], rates[..., _ADULTS:, :])
    return result
