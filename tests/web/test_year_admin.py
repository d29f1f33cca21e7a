"""Keeping a year: its steps, its budget and its windows, each shown before it is done."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from comipla.programme.models import (
    CallKind,
    EnvelopeChange,
    EnvelopeKind,
    ProgrammeYear,
    YearEvent,
    YearState,
)
from comipla.programme.selectors import call_of
from comipla.programme.services import advance_year, set_envelope_limit
from tests import examples as x
from tests.web.entering import entered, heading, of_class, page_of, proved, words
from tests.web.markup import Page
from tests.world import TODAY, World, build

pytestmark = pytest.mark.django_db
KEY = "0d7c2a52-3f0b-4a4e-9d5c-6d4b7f0e1a11"
PARTS = ("step", "budget", "caps", "parameters", "calls/needs_survey")
SETTINGS = "/years/R6/settings/"


@pytest.fixture
def world(settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = TODAY
    return build()


@pytest.fixture
def preparing(world) -> World:
    world.year.enacted_on, world.year.state = None, "PREPARING"
    world.year.save()
    return world


def errors(page: Page) -> list[str]:
    return [
        words(li)
        for box in page.all("div")
        if "error-summary" in box.classes
        for li in page.all("li")
        if words(li) in words(box)
    ]


def said(client, path: str = SETTINGS) -> list[str]:
    return of_class(page_of(client.get(path)), "banner__title")


def test_only_who_keeps_the_programme_may_come_here(world):
    paths = [SETTINGS, *(f"{SETTINGS}{part}/" for part in PARTS)]
    for actor in (world.clerk, world.chief, world.treasury, world.auditor, world.officer):
        assert {entered(actor).get(path).status_code for path in paths} == {403}
    assert {proved(world.keeper).get(path).status_code for path in paths} == {200}


def test_the_page_tells_step_budget_windows_and_parameters(world):
    page = page_of(entered(world.keeper).get(SETTINGS))
    assert heading(page) == "令和6年度は「執行中」です"
    titles = [words(h) for h in page.all("h2")]
    assert titles[:4] == ["年度の段階", "予算枠", "市町村の上限額", "募集の期間"]
    assert titles[4].startswith("定め")
    assert titles[5] == "設定の経過"
    assert of_class(page, "button-reason") == [
        "令和7年4月1日（火）から進められます。",
        "令和7年度は、令和6年10月1日（火）から開けます。その日になってから開いてください。",
    ]


def test_parameters_are_printed_in_words(world):
    page = page_of(entered(world.keeper).get(SETTINGS))
    values = [words(td) for td in page.all("td", data_label="値")]
    assert "①-1：設立準備中、設立初期①-2：設立初期、運営中②-1：検討中" in values
    assert "2分の1" in values
    assert not [v for v in values if any("a" <= mark <= "z" for mark in v)]


def test_what_cannot_be_taken_back_asks_for_a_fresh_proof(preparing):
    response = entered(preparing.keeper).get(f"{SETTINGS}step/")
    assert response["Location"] == f"{reverse('step_up')}?next=%2Fyears%2FR6%2Fsettings%2Fstep%2F"


def test_the_enactment_is_shown_first_and_recorded_then(preparing):
    client = proved(preparing.keeper)
    typed = {"key": KEY, "to": "RUNNING", "on": "令和6年3月22日", "reason": "議案第12号"}
    check = page_of(client.post(f"{SETTINGS}step/", {**typed, "stage": "check"}))
    assert heading(check) == "令和6年度（案）：予算の成立を記録する前に、確かめてください"
    assert "議決日 令和6年3月22日（金）" in words(check.one("main"))
    assert not preparing.year.events.exists()
    response = client.post(f"{SETTINGS}step/", {**typed, "stage": "do"})
    assert response["Location"] == SETTINGS
    preparing.year.refresh_from_db()
    assert (preparing.year.state, preparing.year.enacted_on) == ("RUNNING", date(2024, 3, 22))
    (event,) = YearEvent.objects.all()
    assert (event.by_id, event.reason) == (preparing.keeper.person_id, "議案第12号")
    assert said(client) == ["予算の成立を記録しました。内示と決定ができるようになりました。"]


def test_a_second_press_finds_it_done(preparing):
    client = proved(preparing.keeper)
    typed = {"key": KEY, "to": "RUNNING", "on": "R6.3.22", "stage": "do"}
    for _ in range(2):
        client.post(f"{SETTINGS}step/", typed)
    assert YearEvent.objects.count() == 1
    assert "令和6年度はもう「執行中」です。" in said(client)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "議決日を入れてください。"),
        ("R6.5.2", "議決日を、今日（令和6年5月1日）までの日付にしてください。"),
        ("あした", "議決日：日付を年・月・日の順に入力してください（例 令和6年7月1日、R6.7.1、2024-07-01）。"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_explained_and_stays_as_typed(on, sentence, preparing):
    response = proved(preparing.keeper).post(
        f"{SETTINGS}step/", {"to": "RUNNING", "on": on, "stage": "check"}
    )
    page = page_of(response)
    assert response.status_code == 422
    assert errors(page) == [sentence]
    assert page.one("input", name="on")["value"] == on


def test_a_year_does_not_end_before_its_last_day(world, settings):
    settings.COMIPLA_TODAY = date(2025, 3, 31)
    page = page_of(
        proved(world.keeper).post(
            f"{SETTINGS}step/",
            {"key": KEY, "to": "YEAR_END", "on": "R7.3.31", "stage": "do"},
        )
    )
    assert errors(page) == ["進める日を、令和7年4月1日以後の日付にしてください。"]


def test_the_end_of_the_year_says_what_is_still_under_way(world, settings):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    settings.COMIPLA_TODAY = date(2025, 4, 1)
    page = page_of(
        proved(world.keeper).post(
            f"{SETTINGS}step/", {"to": "YEAR_END", "on": "R7.4.1", "stage": "check"}
        )
    )
    assert "事業が続いている案件は1件です。" in [words(li) for li in page.all("li")]


def budget(client, **typed: str):
    before = {"key": KEY, "before": "30000000", "on": "R6.5.1", "reason": "5月補正", "stage": "do"}
    return client.post(f"{SETTINGS}budget/", before | typed)


def test_the_budget_changes_with_its_reason_and_is_shown_before(world):
    client = proved(world.keeper)
    check = page_of(budget(client, limit="３４，０００千円", stage="check"))
    assert "まだ使える枠が 30,000,000円から 34,000,000円になります。" in [
        words(li) for li in check.all("li")
    ]
    assert not EnvelopeChange.objects.exists()
    assert budget(client, limit="３４，０００千円")["Location"] == SETTINGS
    assert world.envelope(EnvelopeKind.BUDGET).limit == 34_000_000
    (change,) = EnvelopeChange.objects.all()
    assert (change.limit_before, change.limit_after, change.reason, change.by_id) == (
        30_000_000,
        34_000_000,
        "5月補正",
        world.keeper.person_id,
    )


def test_the_budget_changes_once_however_often_the_button_is_pressed(world):
    client = proved(world.keeper)
    for _ in range(2):
        budget(client, limit="34000000")
    assert EnvelopeChange.objects.count() == 1
    assert "予算額はもう 34,000,000円です。" in said(client)


def test_a_budget_changed_meanwhile_is_not_overwritten(world):
    set_envelope_limit(
        envelope=world.envelope(EnvelopeKind.BUDGET),
        limit=31_000_000,
        on=TODAY,
        by=None,
        reason="別",
    )
    page = page_of(budget(proved(world.keeper), limit="34000000"))
    (sentence,) = errors(page)
    assert sentence == (
        "画面を開いたときは 30,000,000円でしたが、いまは 31,000,000円に変わっています。"
        "新しい額を確かめて、もう一度入れてください。"
    )
    assert world.envelope(EnvelopeKind.BUDGET).limit == 31_000_000


def test_a_budget_below_what_is_used_is_refused_with_the_least_that_will_do(world):
    world.earmarked(617_000)
    page = page_of(budget(proved(world.keeper), limit="600000"))
    assert errors(page) == [
        "すでに内示と決定で 617,000円を使っています。617,000円以上にしてください。"
    ]


def test_a_window_is_set_and_moved(world):
    client = proved(world.keeper)
    path = f"{SETTINGS}calls/needs_survey/"
    for closes in ("R6.6.10", "R6.6.20"):
        typed = {"opens_on": "R6.6.1", "closes_on": closes, "stage": "do", "key": uuid.uuid4()}
        client.post(path, typed)
    call = call_of(world.year, CallKind.NEEDS_SURVEY)
    assert (call.opens_on, call.closes_on) == (date(2024, 6, 1), date(2024, 6, 20))
    page = page_of(client.post(path, {**typed, "closes_on": "R6.5.1"}))
    assert errors(page) == ["締切の日を、始まる日と同じ日かそれより後にしてください。"]
    assert client.get(f"{SETTINGS}calls/other/").status_code == 404


def test_going_back_to_mend_keeps_what_was_typed(preparing):
    page = page_of(
        proved(preparing.keeper).post(
            f"{SETTINGS}step/",
            {"to": "RUNNING", "on": "R6.3.22", "reason": "議案", "stage": "mend"},
        )
    )
    assert heading(page) == "令和6年度（案）：予算の成立を記録する"
    assert [page.one("input", name=name)["value"] for name in ("on", "reason")] == [
        "R6.3.22",
        "議案",
    ]


def test_looking_changes_nothing(preparing):
    client = proved(preparing.keeper)
    for path in ("", "step/", "budget/", "calls/application/"):
        client.get(f"{SETTINGS}{path}", {"stage": "do", "to": "RUNNING", "on": "R6.3.22"})
    preparing.year.refresh_from_db()
    assert preparing.year.state == "PREPARING"


def test_a_form_without_its_key_is_asked_to_be_sent_again_and_keeps_what_was_typed(world):
    page = page_of(budget(proved(world.keeper), limit="34000000", key="古い"))
    assert errors(page) == ["画面が古くなっていました。内容を確かめて、もう一度送ってください。"]
    assert page.one("input", name="limit")["value"] == "34000000"
    assert uuid.UUID(page.one("input", name="key")["value"])
    assert not EnvelopeChange.objects.exists()


def test_the_key_goes_along_from_the_form_to_the_last_button(world):
    client = proved(world.keeper)
    key = page_of(client.get(f"{SETTINGS}budget/")).one("input", name="key")["value"]
    check = page_of(budget(client, limit="34000000", key=key, stage="check"))
    assert check.one("input", name="key")["value"] == key
    budget(client, limit="34000000", key=key)
    assert str(EnvelopeChange.objects.get().key) == key


def test_every_change_is_told_with_who_when_before_and_after(world):
    budget(proved(world.keeper), limit="34000000")
    page = page_of(entered(world.keeper).get(SETTINGS))
    told = [words(td) for td in page.all("td")]
    row = [
        "予算額",
        "30,000,000円",
        "34,000,000円",
        "令和6年5月1日（水）",
        "5月補正",
        "架空 pref_admin",
    ]
    assert told[-len(row) :] == row


def closed(world, settings):
    settings.COMIPLA_TODAY = date(2025, 6, 2)
    for state, on in (("YEAR_END", date(2025, 4, 1)), ("CASH_CLOSED", date(2025, 5, 31))):
        advance_year(year=world.year, to=YearState(state), on=on, by=world.keeper)


def test_accounts_are_reopened_with_a_reason_and_never_without(world, settings):
    closed(world, settings)
    client = proved(world.keeper)
    typed = {"key": KEY, "to": "YEAR_END", "on": "R7.6.2", "stage": "do"}
    page = page_of(client.post(f"{SETTINGS}reopen/", typed))
    assert errors(page) == ["理由を入れてください。"]
    for _ in range(2):
        client.post(f"{SETTINGS}reopen/", {**typed, "reason": "支払漏れ"})
    world.year.refresh_from_db()
    assert world.year.state == "YEAR_END"
    assert YearEvent.objects.filter(before="CASH_CLOSED").count() == 1
    assert "令和6年度はもう「年度末処理（出納整理期間）」です。" in said(client)


def test_an_enacted_budget_is_not_taken_back(world):
    response = proved(world.keeper).get(f"{SETTINGS}reopen/")
    assert response["Location"] == SETTINGS


def test_every_municipality_gets_its_cap_on_one_page(world):
    client = proved(world.keeper)
    before = page_of(client.get(f"{SETTINGS}caps/")).one("input", name="before")["value"]
    typed = {"key": KEY, "before": before, "limit": "120万円", "on": "R6.5.1", "reason": "改正"}
    page = page_of(client.post(f"{SETTINGS}caps/", {**typed, "stage": "check"}))
    assert heading(page) == "令和6年度：市町村の上限額を決める前に、確かめてください"
    for _ in range(2):
        assert client.post(f"{SETTINGS}caps/", {**typed, "stage": "do"})["Location"] == SETTINGS
    assert world.envelope(EnvelopeKind.CAP).limit == 1_200_000


# --- The next year

OPEN = "/years/open/"
AUTUMN = date(2024, 10, 1)


def test_the_next_year_is_shown_with_its_values_and_opened_once(world, settings):
    settings.COMIPLA_TODAY = AUTUMN
    client = proved(world.keeper)
    page = page_of(client.get(OPEN))
    assert heading(page) == "令和7年度を開く前に、確かめてください"
    assert len([td for td in page.all("td", data_label="根拠") if words(td)]) > 40
    typed = {"year": "R7", "key": page.one("input", name="key")["value"], "stage": "do"}
    assert client.post(OPEN, typed)["Location"] == "/years/R7/settings/parameters/"
    assert client.post(OPEN, typed)["Location"] == "/years/R7/settings/"
    assert "令和7年度はもう開いています。" in said(client)
    assert ProgrammeYear.objects.filter(code="R7").count() == 1


def test_the_next_year_is_not_opened_before_its_time(world, settings):
    settings.COMIPLA_TODAY = date(2024, 9, 30)
    client = proved(world.keeper)
    page = page_of(client.get(OPEN))
    assert heading(page) == "令和7年度は、まだ開けません"
    assert [b for b in page.all("button") if b.get("value") == "do"] == []
    answer = client.post(OPEN, {"year": "R7", "key": KEY, "stage": "do"})
    assert (answer.status_code, errors(page_of(answer))[-1:]) == (
        422,
        ["令和7年度は、令和6年10月1日（火）から開けます。その日になってから開いてください。"],
    )
    assert not ProgrammeYear.objects.filter(code="R7").exists()


def test_a_new_year_is_a_draft_everywhere_until_its_budget_passes(world, settings):
    settings.COMIPLA_TODAY = AUTUMN
    client = proved(world.keeper)
    client.post(OPEN, {"year": "R7", "key": KEY, "stage": "do"})
    for path in ("/years/R7/", "/years/R7/settings/", "/years/R7/settings/parameters/"):
        page = page_of(client.get(path))
        assert "案：令和7年度の予算はまだ成立していません" in [words(h) for h in page.all("h2")]
        assert "案" in words(page.one("h1"))


def test_values_are_marked_as_read_and_say_by_whom(world):
    client = entered(world.keeper)
    path = f"{SETTINGS}parameters/"
    page = page_of(client.post(path, {}))
    assert errors(page) == ["確かめた定めを選んでください。"]
    boxes = len(page.all("input", name="read"))
    for _ in range(2):
        client.post(path, {"read": ["subsidy_rate", "cap_per_municipality"]})
    page = page_of(client.get(path))
    assert len(page.all("input", name="read")) == boxes - 2
    marks = [words(td) for td in page.all("td", data_label="確かめた人")]
    assert len([mark for mark in marks if mark.startswith("架空 pref_admin")]) == 2


@pytest.mark.parametrize("changes", [1, 3])
def test_the_settings_cost_the_same_however_much_was_changed(
    changes, world, django_assert_num_queries
):
    for number in range(changes):
        kept = {"on": TODAY, "by": world.keeper, "reason": "補正"}
        envelope = world.envelope(EnvelopeKind.BUDGET)
        set_envelope_limit(envelope=envelope, limit=40_000_000 + number, **kept)
    client = entered(world.keeper)
    for path, queries in ((SETTINGS, 14), (f"{SETTINGS}parameters/", 8)):
        with django_assert_num_queries(queries):
            client.get(path)
