"""Permissions: who may do what, and how far a role reaches."""

import pytest

from comipla.core.access import ROLES, Actor, BodyKind, Permission, may, reaches

PREFECTURE = ("46",)
KAGOSHIMA = ("46", "462012")
KANOYA = ("46", "462039")


def actor(role: str, path: tuple[str, ...], kind: BodyKind, **more: object) -> Actor:
    return Actor(1, "試験 太郎", path[-1], kind.value, path, role, **more)  # type: ignore[arg-type]


def test_every_permission_has_a_label_and_some_role() -> None:
    held = frozenset().union(*(role.permissions for role in ROLES.values()))
    assert held == frozenset(Permission)
    assert [p for p in Permission if not p.label] == []


def test_every_role_has_a_label_a_sentence_and_a_kind_of_body() -> None:
    assert [r.key for r in ROLES.values() if not (r.label and r.sentence and r.body_kinds)] == []


@pytest.mark.parametrize(
    ("role", "path", "kind", "owner", "expected"),
    [
        ("muni_officer", KAGOSHIMA, BodyKind.MUNICIPALITY, KAGOSHIMA, True),
        ("muni_officer", KAGOSHIMA, BodyKind.MUNICIPALITY, KANOYA, False),
        ("muni_officer", KAGOSHIMA, BodyKind.MUNICIPALITY, PREFECTURE, False),
        ("pref_officer", PREFECTURE, BodyKind.PREFECTURE, KANOYA, True),
        ("auditor", PREFECTURE, BodyKind.PREFECTURE, KANOYA, True),
    ],
)
def test_seeing_a_case_takes_the_role_and_the_scope(
    role: str, path: tuple[str, ...], kind: BodyKind, owner: tuple[str, ...], expected: bool
) -> None:
    assert may(actor(role, path, kind), Permission.SEE_CASE, owner) is expected


def test_role_held_in_a_body_of_another_kind_gives_nothing() -> None:
    astray = actor("pref_decider", KAGOSHIMA, BodyKind.MUNICIPALITY)
    assert astray.permissions == frozenset()


def test_unknown_role_gives_nothing() -> None:
    assert actor("king", PREFECTURE, BodyKind.PREFECTURE).permissions == frozenset()


def test_branch_office_reaches_only_the_municipalities_it_serves() -> None:
    branch = actor("branch_officer", ("46", "46-02"), BodyKind.BRANCH, serves=frozenset({"462039"}))
    assert (reaches(branch, KANOYA), reaches(branch, KAGOSHIMA)) == (True, False)


def test_branch_office_that_serves_nobody_reaches_no_municipality() -> None:
    branch = actor("branch_officer", ("46", "46-02"), BodyKind.BRANCH)
    assert reaches(branch, KANOYA) is False


def test_nobody_may_do_anything() -> None:
    assert may(None, Permission.SEE_CASE, KAGOSHIMA) is False


def test_drafting_and_deciding_are_apart_from_paying_and_managing() -> None:
    decide_and_pay = [
        r.key for r in ROLES.values() if {Permission.DECIDE, Permission.PAY} <= r.permissions
    ]
    decide_and_manage = [
        r.key
        for r in ROLES.values()
        if {Permission.DECIDE, Permission.MANAGE_PROGRAMME} <= r.permissions
    ]
    assert (decide_and_pay, decide_and_manage) == ([], [])
