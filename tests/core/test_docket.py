"""The docket, tried on a procedure of its own that is as small as can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from comipla.core.access import Actor, BodyKind, Permission
from comipla.core.calendar import OfficeCalendar
from comipla.core.clauses import Objection, clause
from comipla.core.docket import (
    RESUME,
    START,
    Act,
    ActType,
    Deadline,
    Due,
    Move,
    Procedure,
    Question,
    Refused,
    Side,
    Standing,
    State,
    Subject,
    Surroundings,
    fold,
    objections,
    offers,
    perform,
)
from comipla.core.fiscal import FiscalYear
from comipla.core.parameters import Parameters
from comipla.core.procedures.common import NoteFacts, ReasonFacts, draft_acts

TODAY = date(2024, 7, 1)
OWNER = ("46", "462012")


@dataclass(frozen=True)
class Sum:
    amount: int


@clause("上限", reference="試験")
def at_most_hundred(c: Question) -> Iterator[tuple[str, str]]:
    """額は百円以内とする。"""
    if c.facts.amount > 100:
        yield ("amount", "100円以下にしてください。")


PAUSE = Deadline("reply", "返事", Side.MUNICIPALITY, frozenset({"resume"}), lambda c: c.on)


def act_type(key: str, source: str, target: str | None, **more: object) -> ActType:
    given: dict[str, object] = {"permission": Permission.SUBMIT, "facts": NoteFacts, **more}
    return ActType(
        key=key, label=key, done=key, source=frozenset(source.split(",")), target=target, **given
    )  # type: ignore[arg-type]


STATES = {
    s.key: s
    for s in (
        State("asked", "申請", "progress", Side.PREFECTURE, ""),
        State("given", "決定", "success", Side.MUNICIPALITY, ""),
        State("paused", "休止", "action", Side.MUNICIPALITY, ""),
        State("over", "完了", "done", None, ""),
    )
}
TYPES = (
    act_type("ask", START, "asked", facts=Sum, moves=(Move("asked"),), clauses=(at_most_hundred,)),
    act_type(
        "give",
        "asked",
        "given",
        permission=Permission.DECIDE,
        facts=Sum,
        drafted=True,
        moves=(Move("given"),),
        clauses=(at_most_hundred,),
    ),
    act_type("add", "given", None, facts=Sum, moves=(Move("given", "add"),)),
    act_type("take", "given", None, facts=Sum, moves=(Move("given", "subtract"),)),
    act_type("pause", "asked,given", "paused", starts=(PAUSE,), voids_draft=True),
    act_type("resume", "paused", RESUME),
    act_type("end", "asked,given,paused", "over", moves=(Move("asked", fact=None),)),
)
PROCEDURE = Procedure(
    key="small",
    label="小さな手続",
    menu="0",
    states=STATES,
    act_types={t.key: t for t in (*TYPES, *draft_acts(frozenset({"asked", "given", "paused"})))},
    accounts={"asked": "申請額", "given": "決定額"},
    reserves=lambda s: {},
    subject=lambda s: Subject(""),
    turn=lambda s: STATES[s.state].owner,
    suggest=lambda kind, s, around: {},
)
SURROUNDINGS = Surroundings(
    today=TODAY,
    year=FiscalYear(2024),
    enacted=True,
    parameters=Parameters("t", "試験", {}).at(TODAY),
    calendar=OfficeCalendar(frozenset()),
)


def person(number: int, role: str) -> Actor:
    if role.startswith("pref"):
        return Actor(number, "県 太郎", "46", BodyKind.PREFECTURE, ("46",), role)
    return Actor(number, "市 花子", "462012", BodyKind.MUNICIPALITY, OWNER, role)


TOWN = person(1, "muni_officer")
CLERK = person(2, "pref_officer")
CHIEF = person(3, "pref_decider")


def history(*steps: tuple[str, Actor, object] | tuple[str, Actor, object, str]) -> Standing:
    """Perform steps one after the other and give where they lead."""
    standing = fold(PROCEDURE, ())
    for kind, by, facts, *of in steps:
        act = perform(
            PROCEDURE,
            standing,
            kind=kind,
            actor=by,
            owner_path=OWNER,
            surroundings=SURROUNDINGS,
            facts=facts,
            of=of[0] if of else None,
        )
        standing = fold(PROCEDURE, (*standing.acts, act))
    return standing


ASKED = ("ask", TOWN, Sum(80))
DRAFTED = ("draft", CLERK, Sum(70), "give")


def test_fold_of_nothing_is_the_start() -> None:
    assert fold(PROCEDURE, ()) == Standing(START, {}, (), None, None, ())


def test_fold_rebuilds_state_and_balances() -> None:
    standing = history(ASKED, DRAFTED, ("give", CHIEF, None), ("add", TOWN, Sum(5)))
    assert (standing.state, dict(standing.balances)) == ("given", {"asked": 80, "given": 75})


def test_move_subtracts_and_move_without_fact_clears() -> None:
    standing = history(
        ASKED, DRAFTED, ("give", CHIEF, None), ("take", TOWN, Sum(30)), ("end", TOWN, NoteFacts())
    )
    assert dict(standing.balances) == {"asked": 0, "given": 40}


def test_draft_waits_and_changes_nothing_else() -> None:
    standing = history(ASKED, DRAFTED)
    assert (standing.state, standing.balance("given"), standing.pending) == (
        "asked",
        0,
        Act("draft", 2, TODAY, Sum(70), 2, "give"),
    )


def test_decision_takes_the_facts_of_the_draft_whatever_is_sent() -> None:
    standing = history(ASKED, DRAFTED, ("give", CHIEF, Sum(99)))
    assert standing.balance("given") == 70


def test_drafter_cannot_decide_own_draft() -> None:
    drafted = ("draft", CHIEF, Sum(70), "give")
    with pytest.raises(Refused) as refused:
        history(ASKED, drafted, ("give", CHIEF, None))
    assert [o.clause for o in refused.value.objections] == ["two_persons"]


def test_decision_without_a_draft_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        history(ASKED, ("give", CHIEF, Sum(70)))
    assert [o.clause for o in refused.value.objections] == ["two_persons"]


def test_act_that_needs_no_second_person_cannot_be_drafted() -> None:
    with pytest.raises(Refused):
        history(ASKED, ("draft", CLERK, NoteFacts(), "pause"))


def test_sending_back_clears_the_draft_and_keeps_the_state() -> None:
    standing = history(ASKED, DRAFTED, ("send_back", CHIEF, ReasonFacts(reason="額を直す")))
    assert (standing.state, standing.pending) == ("asked", None)


def test_only_the_drafter_pulls_back() -> None:
    assert history(ASKED, DRAFTED, ("pull_back", CLERK, NoteFacts())).pending is None
    with pytest.raises(Refused) as refused:
        history(ASKED, DRAFTED, ("pull_back", CHIEF, NoteFacts()))
    assert [o.clause for o in refused.value.objections] == ["own_draft"]


def test_other_acts_wait_for_the_draft_but_some_make_it_void() -> None:
    with pytest.raises(Refused) as refused:
        history(ASKED, DRAFTED, ("end", TOWN, NoteFacts()))
    assert [o.clause for o in refused.value.objections] == ["pending"]
    assert history(ASKED, DRAFTED, ("pause", TOWN, NoteFacts())).pending is None


def test_resume_leads_back_to_the_state_before() -> None:
    paused = history(ASKED, DRAFTED, ("give", CHIEF, None), ("pause", TOWN, NoteFacts()))
    resumed = history(
        ASKED,
        DRAFTED,
        ("give", CHIEF, None),
        ("pause", TOWN, NoteFacts()),
        ("resume", TOWN, NoteFacts()),
    )
    assert (paused.state, resumed.state) == ("paused", "given")


def test_deadline_starts_with_its_act_and_ends_when_met() -> None:
    paused = history(ASKED, ("pause", TOWN, NoteFacts()))
    resumed = history(ASKED, ("pause", TOWN, NoteFacts()), ("resume", TOWN, NoteFacts()))
    assert paused.dues == (Due("reply", "返事", Side.MUNICIPALITY, TODAY),)
    assert resumed.dues == ()


def test_final_state_has_no_deadlines_left() -> None:
    over = history(ASKED, ("pause", TOWN, NoteFacts()), ("end", TOWN, NoteFacts()))
    assert (over.state, over.dues) == ("over", ())


def test_act_in_the_wrong_state_is_refused_and_says_the_state() -> None:
    with pytest.raises(Refused) as refused:
        history(ASKED, ("add", TOWN, Sum(1)))
    assert refused.value.objections == (
        Objection(
            "state",
            "いまの状態は「申請」なので、addはできません。"
            "案件の画面を開き直して、次にすることを確かめてください。",
        ),
    )


def test_clause_names_the_field_and_its_words() -> None:
    with pytest.raises(Refused) as refused:
        history(("ask", TOWN, Sum(101)))
    assert refused.value.objections == (
        Objection("at_most_hundred", "100円以下にしてください。", "amount"),
    )


def test_act_without_the_permission_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        history(("ask", CLERK, Sum(10)))
    assert [o.clause for o in refused.value.objections] == ["permission"]


def test_act_of_another_municipality_is_refused() -> None:
    stranger = Actor(9, "他", "462039", BodyKind.MUNICIPALITY, ("46", "462039"), "muni_officer")
    with pytest.raises(Refused) as refused:
        history(("ask", stranger, Sum(10)))
    assert [o.clause for o in refused.value.objections] == ["permission"]


def test_facts_of_another_act_are_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError, match="ask takes Sum, not NoteFacts"):
        history(("ask", TOWN, NoteFacts()))


@pytest.mark.parametrize(
    ("by", "steps", "expected"),
    [
        (TOWN, (), [("ask", "do", True)]),
        (TOWN, (ASKED,), [("pause", "do", True), ("end", "do", True)]),
        (CLERK, (ASKED,), [("give", "draft", True)]),
        (CLERK, (ASKED, DRAFTED), [("pull_back", "do", True)]),
        (
            CHIEF,
            (ASKED, DRAFTED),
            [("give", "decide", True), ("send_back", "do", True), ("pull_back", "do", False)],
        ),
        (TOWN, (ASKED, DRAFTED), [("pause", "do", True), ("end", "do", False)]),
    ],
)
def test_offers_are_what_state_role_and_draft_allow(
    by: Actor, steps: tuple, expected: list[tuple[str, str, bool]]
) -> None:
    found = offers(
        PROCEDURE, history(*steps), actor=by, owner_path=OWNER, surroundings=SURROUNDINGS
    )
    assert [(o.act_type.key, o.step, o.open) for o in found] == expected


def test_clause_about_facts_is_silent_without_facts() -> None:
    question = Question(fold(PROCEDURE, ()), SURROUNDINGS, PROCEDURE.act_types["ask"], TODAY, TOWN)
    assert objections(PROCEDURE, question) == ()
