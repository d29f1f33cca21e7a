"""Children of school age from five-year classes."""

import numpy as np

from comipla.core.evidence.schools import pupils


def test_pupils_are_four_fifths_and_two_fifths_of_two_classes():
    table = np.zeros((2, 18))
    table[:, 1], table[:, 2] = 50, 25
    found = pupils(table)
    assert (float(found.elementary), float(found.junior_high)) == (100.0, 30.0)


def test_steps_keep_their_axis():
    found = pupils(np.ones((7, 2, 18)))
    assert found.elementary.shape == (7,)
