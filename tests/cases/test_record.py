"""The one door: what it writes, what it refuses, and that it writes all or nothing."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from comipla.cases.models import ACCOUNTS, Act, Case, Posting
from comipla.cases.services import KeyReused, Opening, record_or_give_up, verify
from comipla.core.docket import Refused
from comipla.documents.models import Paper
from comipla.notices.models import Notice
from tests import examples as x


def balances(case):
    row = Case.objects.for_system("test").get(pk=case.pk)
    return {account: getattr(row, account) for account in ACCOUNTS if getattr(row, account)}


def test_first_act_opens_a_case_with_the_next_number_of_the_year(world):
    first, second = world.open(), world.open()
    assert [(c.number, c.state, c.title, c.requested) for c in (first, second)] == [
        ("3-R6-001", "needed", "空き家改修による地域の拠点づくり（架空）", 617_000),
        ("3-R6-002", "needed", "空き家改修による地域の拠点づくり（架空）", 617_000),
    ]


def test_whole_way_leaves_state_balances_envelopes_and_a_clean_verification(world):
    case = world.completed()
    row = Case.objects.for_system("test").get(pk=case.pk)
    assert (row.state, row.turn, row.acts_count) == ("completed", "", 19)
    assert (row.due_on, row.due_label) == (date(2026, 6, 30), "仕入控除税額の報告")
    assert balances(case) == {
        "requested": 617_000,
        "earmarked": 617_000,
        "applied": 617_000,
        "decided": 617_000,
        "claimed": 500_000,
        "paid": 500_000,
        "determined": 500_000,
    }
    cap, budget = world.envelope("CAP"), world.envelope("BUDGET")
    assert ((cap.soft, cap.hard), (budget.soft, budget.hard)) == ((0, 617_000), (0, 500_000))
    assert verify() == []


def test_each_act_posts_what_it_moved(world):
    case = world.granted()
    assert list(
        Posting.objects.filter(case=case).values_list("act__kind", "account", "amount", "balance")
    ) == [
        ("submit_need", "requested", 617_000, 617_000),
        ("earmark", "earmarked", 617_000, 617_000),
        ("apply", "applied", 617_000, 617_000),
        ("decide_grant", "decided", 617_000, 617_000),
    ]


def test_acts_that_issue_a_paper_take_a_number_and_others_do_not(world):
    case = world.granted()
    acts = Act.objects.filter(case=case).select_related("paper").order_by("number")
    assert [(a.kind, a.paper.key if a.paper else None) for a in acts] == [
        ("submit_need", "needs_sheet"),
        ("draft", None),
        ("earmark", "earmark_notice"),
        ("apply", "application"),
        ("review", "review_sheet"),
        ("draft", None),
        ("decide_grant", "grant_decision"),
    ]
    assert Paper.objects.for_system("test").count() == 5


def test_same_key_gives_the_same_act_and_does_nothing_twice(world):
    case, key = world.open(), uuid.uuid4()
    first = world.do(case, "draft", world.clerk, x.earmark(), of="earmark", key=key)
    again = world.do(case, "draft", world.clerk, x.earmark(), of="earmark", key=key)
    assert (first.pk, Act.objects.filter(case=case).count()) == (again.pk, 2)


def test_same_key_opening_a_case_opens_it_once(world):
    key, opening = uuid.uuid4(), Opening("subsidy", world.year, world.town)
    first = world.do(opening, "submit_need", world.officer, x.need(), key=key)
    again = world.do(opening, "submit_need", world.officer, x.need(), key=key)
    assert (first.case_id, Case.objects.for_system("test").count()) == (again.case_id, 1)


def test_key_of_another_act_is_refused(world):
    case, key = world.open(), uuid.uuid4()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark", key=key)
    with pytest.raises(KeyReused):
        world.do(case, "earmark", world.chief, key=key)


def test_refused_act_leaves_no_trace(world):
    case = world.open()
    before = (
        Act.objects.count(),
        Paper.objects.for_system("test").count(),
        Notice.objects.for_system("test").count(),
    )
    with pytest.raises(Refused):
        world.do(case, "apply", world.officer, x.application())
    assert (
        Act.objects.count(),
        Paper.objects.for_system("test").count(),
        Notice.objects.for_system("test").count(),
    ) == before


def test_act_that_gives_up_takes_the_whole_transaction_with_it(world):
    with transaction.atomic():
        case = world.open()
        with pytest.raises(Refused):
            record_or_give_up(
                case=case, kind="apply", facts=x.application(), by=world.officer, key=uuid.uuid4()
            )
        assert transaction.get_rollback()
    assert not Case.objects.for_system("test").exists()


def test_earmarks_beyond_the_cap_are_refused_with_the_room_left(world):
    world.earmarked()
    second = world.open()
    world.do(second, "draft", world.clerk, x.earmark(383_000), of="earmark")
    third = world.open()
    with pytest.raises(Refused) as refused:
        world.do(third, "draft", world.clerk, x.earmark(384_000), of="earmark")
    assert [o.clause for o in refused.value.objections] == ["within_cap"]
    world.do(second, "earmark", world.chief)
    cap = world.envelope("CAP")
    assert (cap.soft, cap.hard, cap.free) == (1_000_000, 0, 0)


def test_withdrawal_gives_the_room_back(world):
    case = world.granted()
    world.do(case, "withdraw", world.officer, x.withdrawal())
    cap = world.envelope("CAP")
    assert (cap.soft, cap.hard, verify()) == (0, 0, [])


def test_other_side_hears_of_an_act_once(world):
    case = world.open()
    world.decide(case, "earmark", x.earmark())
    assert list(
        Notice.objects.for_system("test").order_by("id").values_list("body__code", "subject")
    ) == [
        ("46", "要望調書が提出されました"),
        ("46", "「内示」の決裁を待っています"),
        ("462012", "内示がありました。交付申請書を提出してください"),
    ]


def test_acts_are_chained_by_hash(world):
    case = world.earmarked()
    acts = list(Act.objects.filter(case=case).order_by("number"))
    assert [a.previous for a in acts] == ["", *(a.hash for a in acts[:-1])]
    assert Case.objects.for_system("test").get(pk=case.pk).head == acts[-1].hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_act SET facts = '{}'",
        "DELETE FROM cases_act",
        "TRUNCATE cases_act CASCADE",
        "UPDATE cases_posting SET amount = 1",
        "DELETE FROM cases_posting",
    ],
)
def test_history_cannot_be_changed_even_by_hand(world, statement):
    world.open()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_act_out_of_order_is_refused_by_the_database(world):
    case = world.open()
    act = Act.objects.get(case=case)
    act.pk, act.number, act.key = None, 3, uuid.uuid4()
    with pytest.raises(DatabaseError), transaction.atomic():
        act.save(force_insert=True)


def test_verify_names_a_projection_that_was_tampered_with(world):
    case = world.open()
    Case.objects.for_system("tamper").filter(pk=case.pk).update(requested=1)
    assert [(f.where, f.what) for f in verify()] == [
        ("3-R6-001", "requested が 1、行為からは 617000"),
        ("3-R6-001", "requested の仕訳の合計が残高と合いません"),
    ]


def test_stranger_cannot_act_on_another_municipality(world):
    case = world.earmarked()
    with pytest.raises(Refused) as refused:
        world.do(case, "apply", world.stranger, x.application())
    assert [o.clause for o in refused.value.objections] == ["permission"]


def test_query_count_of_an_act_does_not_grow_with_other_cases(world, django_assert_num_queries):
    def ask_count():
        case = world.open()
        with django_assert_num_queries(9):
            world.do(case, "draft", world.clerk, x.earmark(100_000), of="earmark")

    ask_count()
    ask_count()
    ask_count()


def test_record_act_needs_its_facts_typed(world):
    with pytest.raises(TypeError, match="revise_need takes NeedFacts, not EarmarkFacts"):
        world.do(world.open(), "revise_need", world.officer, x.earmark())
