"""Opinion groups: the printed shares, groups that are there, and few people."""

import numpy as np
import pytest

from comipla.core.evidence.opinions import opinion_groups, statements_of

NAN = float("nan")


def camps(sizes, statements=20, seed=1):
    """People of camps that agree on the first statement and are apart on the others."""
    chance = np.random.default_rng(seed)
    creed = np.where(chance.random((len(sizes), statements)) < 0.5, 1.0, -1.0)
    creed[:, 0] = 1
    votes = np.repeat(creed, sizes, axis=0)
    stray = chance.random(votes.shape)
    votes[stray < 0.05] = 0
    votes[stray > 0.95] = NAN
    return votes, np.repeat(np.arange(len(sizes)), sizes)


def test_shares_of_the_printed_example():
    """Group 1: 4 of 5 agree; group 2: 3 of 4."""
    votes = [[1]] * 4 + [[-1]] + [[1]] * 3 + [[-1]]
    said = statements_of(votes, [0] * 5 + [1] * 4)
    assert said.p_agree[:, 0] == pytest.approx([0.7143, 0.6667], abs=5e-5)
    assert said.consensus[0] == pytest.approx(0.4762, abs=5e-5)
    assert said.representativeness[0, 0] == pytest.approx(1.0714, abs=5e-5)
    assert said.p_disagree[:, 0] == pytest.approx([2 / 7, 2 / 6])
    assert said.undivided_consensus[0] == pytest.approx((25 / 49 * 4 / 9) ** 0.5)
    assert said.common_ground.tolist() == [True]


def test_pass_counts_as_a_vote_and_unseen_does_not():
    said = statements_of([[1, NAN], [0, NAN], [NAN, NAN]], [0, 0, 0])
    assert said.votes.tolist() == [[2, 0]]
    assert said.p_agree.tolist() == [[0.5, 0.5]]
    assert said.common_ground.tolist() == [False, False]


def test_sixty_percent_of_every_group_is_common_ground_and_less_is_not():
    votes = [[1, 1]] * 3 + [[-1, -1]] * 2 + [[1, 1]] * 2 + [[1, -1]] + [[-1, -1]] * 2
    assert statements_of(votes, [0] * 5 + [1] * 5).common_ground.tolist() == [True, False]


@pytest.mark.parametrize("sizes", [(12, 8), (30, 20, 15), (70, 50, 40)])
def test_camps_are_found_largest_first(sizes):
    votes, belongs = camps(sizes)
    found = opinion_groups(votes)
    assert found.groups.tolist() == belongs.tolist()
    assert found.people.tolist() == list(range(sum(sizes)))
    assert found.positions.shape == (sum(sizes), 2)
    assert found.clearness > 0.5
    assert found.statements.consensus.argmax() == 0
    assert found.statements.common_ground[0]


def test_same_votes_give_the_same_map():
    votes, _ = camps((80, 60))
    first, again = opinion_groups(votes), opinion_groups(votes.copy())
    assert first.groups.tolist() == again.groups.tolist()
    assert first.positions.tolist() == again.positions.tolist()


def test_people_who_saw_too_little_are_counted_but_not_placed():
    votes, _ = camps((12, 8))
    votes[3, 6:] = NAN
    found = opinion_groups(votes)
    assert 3 not in found.people
    assert len(found.groups) == 19
    assert found.bars.votes.max() <= 20
    assert found.bars.agree[0] == (votes[:, 0] == 1).sum()


def test_few_statements_need_no_more_votes_than_there_are():
    votes = np.array([[1.0, -1.0]] * 10 + [[-1.0, 1.0]] * 6)
    assert len(opinion_groups(votes).people) == 16


def test_fewer_than_fifteen_people_have_bars_alone():
    votes, _ = camps((8, 6))
    found = opinion_groups(votes)
    assert found.groups is found.positions is found.statements is found.clearness is None
    assert (found.bars.votes > 0).all()
    assert opinion_groups(camps((9, 6))[0]).groups is not None


def test_people_who_all_agree_are_one_group():
    found = opinion_groups(np.ones((20, 8)))
    assert found.groups.tolist() == [0] * 20
    assert found.clearness == 0
    assert found.statements.common_ground.all()


def test_single_statement_and_nobody_are_mapped():
    votes = np.array([[1.0]] * 10 + [[-1.0]] * 8)
    assert opinion_groups(votes).groups.tolist() == [0] * 10 + [1] * 8
    assert opinion_groups(np.empty((0, 5))).bars.votes.tolist() == [0] * 5
    assert opinion_groups(np.full((20, 8), NAN)).groups is None


@pytest.mark.parametrize("votes", [[[2]], [["賛成"]], [1, -1], [[1, 0], [1]]])
def test_what_is_no_vote_is_refused(votes):
    with pytest.raises(ValueError, match="賛成 1、反対 -1、パス 0"):
        opinion_groups(votes)


def test_groups_must_be_given_for_everybody():
    with pytest.raises(ValueError, match="同じ数"):
        statements_of([[1], [1]], [0])
