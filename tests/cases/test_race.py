"""Two officials at the same instant: the last room of a cap goes to exactly one of them."""

import threading
import uuid

import pytest
from django.db import connection

from comipla.cases.models import Act
from comipla.cases.services import record_act, verify
from comipla.core.docket import Refused
from comipla.programme.clock import standing_on
from tests import examples as x
from tests.world import TODAY, build

ROUNDS = 100

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """Do several acts at the same instant in threads of their own; give each one's outcome."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, given):
        try:
            start.wait()
            with standing_on(TODAY):
                outcomes[index] = record_act(key=uuid.uuid4(), facts=None, **given)
        except Exception as problem:
            outcomes[index] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_last_room_of_a_cap_goes_to_exactly_one():
    world = build()
    for _ in range(ROUNDS):
        rivals = [world.open(), world.open()]
        for case in rivals:
            world.do(case, "draft", world.clerk, x.earmark(600_000), of="earmark")
        outcomes = at_once(
            *({"case": case, "kind": "earmark", "by": world.chief} for case in rivals)
        )
        winners = [o for o in outcomes if isinstance(o, Act)]
        losers = [o for o in outcomes if isinstance(o, Refused)]
        assert (len(winners), len(losers)) == (1, 1), outcomes
        assert [o.message for o in losers[0].objections] == [
            "600,000円と、ほかの案件の内示・決定 600,000円を合わせると1,200,000円になり、"
            "市町村あたりの上限 1,000,000円を200,000円こえます。残りは400,000円です。"
            "400,000円以下にするか、他の案件の優先順位を見直してください。"
        ]
        cap = world.envelope("CAP")
        assert (cap.soft, cap.hard) == (600_000, 0)
        world.do(winners[0].case, "withdraw", world.officer, x.withdrawal())
    assert verify() == []
    assert Act.objects.filter(kind="earmark").count() == ROUNDS


def test_one_key_sent_twice_at_once_makes_one_act():
    world = build()
    for _ in range(20):
        case, key = world.open(), uuid.uuid4()
        start, made = threading.Barrier(2), []

        def send(case=case, key=key, start=start, made=made):
            try:
                start.wait()
                with standing_on(TODAY):
                    made.append(
                        record_act(
                            case=case,
                            kind="draft",
                            of="earmark",
                            facts=x.earmark(1000),
                            by=world.clerk,
                            key=key,
                        ).pk
                    )
            finally:
                connection.close()

        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [made[0], made[0]]
        assert Act.objects.filter(case=case).count() == 2


def test_two_decisions_on_one_draft_make_one():
    world = build()
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    outcomes = at_once(*({"case": case, "kind": "earmark", "by": world.chief} for _ in range(2)))
    assert sorted(type(o).__name__ for o in outcomes) == ["Act", "Refused"]
