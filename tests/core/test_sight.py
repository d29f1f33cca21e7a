"""What the municipality sees of a case, and what it never does."""

from comipla.core.docket import DRAFT, PULL_BACK, SEND_BACK, Question, Side, objections
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.sight import as_seen_by, kept_from, sees
from tests import examples as x
from tests.core.procedures.players import CLERK, TOWN, do, surroundings
from tests.core.procedures.test_subsidy import applied, needed, underway

TOWN_SIDE, PREFECTURE = Side.MUNICIPALITY, Side.PREFECTURE


def kinds(standing):
    return [act.kind for act in standing.acts]


def test_the_prefecture_sees_the_whole_case():
    standing = do(needed(), DRAFT, CLERK, x.earmark(), of="earmark")
    assert as_seen_by(PREFECTURE, SUBSIDY, standing) is standing


def test_the_municipality_sees_decisions_and_not_their_drafts():
    seen = as_seen_by(TOWN_SIDE, SUBSIDY, applied())
    assert kinds(seen) == ["submit_need", "earmark", "apply"]


def test_a_waiting_draft_does_not_exist_for_the_municipality():
    standing = do(needed(), DRAFT, CLERK, x.earmark(), of="earmark")
    seen = as_seen_by(TOWN_SIDE, SUBSIDY, standing)
    assert (kinds(seen), seen.pending) == (["submit_need"], None)


def test_a_draft_pulled_back_leaves_no_trace_for_the_municipality():
    standing = do(needed(), DRAFT, CLERK, x.earmark(), of="earmark")
    standing = do(standing, PULL_BACK, CLERK, x.note())
    assert kinds(as_seen_by(TOWN_SIDE, SUBSIDY, standing)) == ["submit_need"]


def test_the_examination_is_not_seen_while_its_state_is():
    standing = do(applied(), "review", CLERK, x.review())
    seen = as_seen_by(TOWN_SIDE, SUBSIDY, standing)
    assert (kinds(seen)[-1], seen.state) == ("apply", "reviewed")


def test_money_and_deadlines_are_the_same_for_both_sides():
    standing = underway()
    seen = as_seen_by(TOWN_SIDE, SUBSIDY, standing)
    assert (seen.balances, seen.dues) == (standing.balances, standing.dues)


def test_no_act_kept_from_the_municipality_moves_money_tells_it_or_starts_a_deadline():
    internal = [act_type for act_type in SUBSIDY.act_types.values() if act_type.internal]
    assert {act_type.key for act_type in internal} == {"review", "inspect", SEND_BACK, PULL_BACK}
    assert [(act_type.moves, act_type.notice, act_type.starts) for act_type in internal] == [
        ((), None, ())
    ] * 4


def test_every_field_kept_is_a_field_of_the_facts():
    for act_type in SUBSIDY.act_types.values():
        assert act_type.keeps <= set(act_type.facts.__dataclass_fields__)


def test_what_the_prefecture_writes_for_its_next_officer_is_kept_from_the_municipality():
    close = SUBSIDY.act_types["close"]
    assert (kept_from(TOWN_SIDE, close), kept_from(PREFECTURE, close)) == ({"note"}, frozenset())


def test_the_last_act_of_a_case_is_seen_by_both():
    last = applied().acts[-1]
    assert (sees(TOWN_SIDE, SUBSIDY, last), sees(PREFECTURE, SUBSIDY, last)) == (True, True)


def test_a_waiting_draft_closes_acts_of_the_municipality_without_being_told():
    standing = do(needed(), DRAFT, CLERK, x.earmark(), of="earmark")
    question = Question(
        standing, surroundings(), SUBSIDY.act_types["revise_need"], x.DAY, TOWN, None
    )
    assert [objection.message for objection in objections(SUBSIDY, question)] == [
        "いま県がこの案件の手続を進めています。終わると通知が届くので、そのあとで行えます。"
    ]
