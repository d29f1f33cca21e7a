"""The desk as a page: what stands on it for whom, and where its buttons lead."""

from datetime import date

import pytest
from django.urls import reverse

from comipla.cases.models import FormDraft
from comipla.cases.services.drafts import open_draft
from comipla.programme.clock import standing_on
from comipla.programme.models import CallKind, YearState
from comipla.programme.services import advance_year, set_call
from tests import examples as x
from tests.web.entering import entered, heading, of_class, page_of, words
from tests.web.markup import Page
from tests.world import TODAY, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = TODAY
    return build()


def desk(actor) -> Page:
    return page_of(entered(actor).get(reverse("desk")))


def counts(page: Page) -> list[str]:
    """The headings of the parts, each with its count."""
    wanted = {"todo", "late", "waiting", "coming"}
    return [" ".join(h.text.split()) for h in page.all("h2") if h.get("id") in wanted]


def buttons(page: Page) -> list[tuple[str, str]]:
    """What the buttons of the lines say and where they lead or post to."""
    found, action = [], ""
    for element in page.elements:
        if element.tag == "form":
            action = element.get("action") or ""
        if "button--small" in element.classes:
            found.append((" ".join(element.text.split()), element.get("href") or action))
    return found


def test_the_root_leads_to_the_desk_or_to_the_sign_in_page(world, client):
    assert client.get("/")["Location"] == reverse("account_login")
    assert entered(world.clerk).get("/")["Location"] == reverse("desk")


def test_nobody_sees_a_desk_without_signing_in(client):
    assert client.get("/desk/")["Location"] == f"{reverse('account_login')}?next=/desk/"


def test_an_empty_desk_says_the_next_step(world):
    page = desk(world.officer)
    assert heading(page) == "今日やることはありません"
    assert of_class(page, "empty") == [
        "今日やることはありません 新しい事業があるときは、要望を出すところから始めます。"
    ]
    assert counts(page) == ["今日やること", "おくれ", "相手待ち", "こよみ"]


def test_a_line_says_verb_case_who_waits_and_until_when(world):
    world.earmarked()
    page = desk(world.officer)
    assert heading(page) == "今日やることが1件あります"
    assert of_class(page, "todo__item") == [
        "交付申請書を提出する ③-R6-001 空き家改修による地域の拠点づくり（架空）"
        "県が令和6年5月1日（水）から待っています "
        "令和6年6月28日（金） あと58日 "
        "申請書を書く：③-R6-001 空き家改修による地域の拠点づくり（架空）"
    ]


def test_the_one_button_opens_the_form_of_the_act(world):
    world.earmarked()
    client = entered(world.officer)
    ((label, action),) = buttons(page_of(client.get(reverse("desk"))))
    assert action == "/cases/3-R6-001/acts/apply/"
    assert label.startswith("申請書を書く")
    response = client.post(action)
    (draft,) = FormDraft.objects.for_system("read what a test made")
    assert response["Location"] == reverse("act_form", kwargs={"key": draft.key})


def test_looking_at_the_desk_writes_nothing(world):
    world.earmarked()
    desk(world.officer)
    assert not FormDraft.objects.for_system("read what a test made").exists()


def test_a_begun_form_is_continued(world):
    case = world.earmarked()
    with standing_on(TODAY):
        draft = open_draft(case=case, kind="apply", by=world.officer)
    ((label, href),) = buttons(desk(world.officer))
    assert (label[:6], href) == ("つづきを書く", f"/drafts/{draft.key}/")


def test_a_waiting_draft_leads_its_decider_to_the_approval(world):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    ((label, href),) = buttons(desk(world.chief))
    assert (label[:4], href) == ("決裁する", "/cases/3-R6-001/approval/")
    (line,) = of_class(desk(world.clerk), "todo__title")
    assert line == "決裁する人が内示を決裁する番です"


def test_the_municipality_reads_only_that_the_prefecture_is_at_work(world):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    assert of_class(desk(world.officer), "todo__title") == ["県の番です（要望）"]


def test_late_work_of_the_other_side_leads_to_its_case(world, settings):
    world.earmarked()
    settings.COMIPLA_TODAY = date(2024, 7, 1)
    page = desk(world.clerk)
    assert of_class(page, "desk__late") == ["期限をすぎたものが1件あります"]
    assert of_class(page, "todo__title") == ["鹿児島市の「交付申請書の提出」がおくれています"]
    ((_, href),) = buttons(page)
    assert href == "/cases/3-R6-001/"


def test_a_municipality_sees_its_room_and_can_ask_for_more(world):
    world.earmarked(617_000)
    set_call(
        year=world.year,
        kind=CallKind.NEEDS_SURVEY,
        opens_on=TODAY,
        closes_on=date(2024, 5, 10),
        by=None,
    )
    page = desk(world.officer)
    assert of_class(page, "desk__room") == ["383,000円"]
    (panel,) = of_class(page, "panel--next")
    assert "締切 令和6年5月10日（金）（あと9日）" in panel
    assert [a.get("href") for a in page.all("a") if "要望を出す" in a.text] == ["/cases/new/"]


def test_outside_a_survey_no_need_can_be_handed_in(world):
    set_call(
        year=world.year,
        kind=CallKind.NEEDS_SURVEY,
        opens_on=date(2024, 6, 1),
        closes_on=date(2024, 6, 10),
        by=None,
    )
    page = desk(world.officer)
    assert [a for a in page.all("a") if "要望を出す" in a.text] == []


def test_on_a_phone_three_big_things_come_first(world):
    page = desk(world.officer)
    assert of_class(page, "big-link") == [
        "今日やること0件",
        "申込・報告する要望、申請、報告、請求",
    ]
    world.prefecture.phone = "099-000-0000"
    world.prefecture.save()
    assert of_class(desk(world.officer), "big-link")[2] == "電話する099-000-0000"
    assert of_class(desk(world.clerk), "big-link")[1] == "案件をさがす番号、事業名、市町村"


def test_who_keeps_the_programme_is_led_to_the_next_step_of_the_year(world, settings):
    settings.COMIPLA_TODAY = date(2025, 3, 20)
    page = desk(world.keeper)
    assert of_class(page, "todo__title") == ["年度末処理に進める", "令和7年度を開く"]
    assert buttons(page)[0][1] == "/years/R6/settings/step/"
    assert of_class(desk(world.clerk), "todo__title") == []


def test_who_only_looks_on_is_told_where_to_look(world):
    (empty,) = of_class(desk(world.auditor), "empty")
    assert empty.endswith("年度、案件、台帳の画面で状況を見られます。")


def test_two_weeks_ahead_stand_day_by_day(world, settings):
    world.earmarked()
    settings.COMIPLA_TODAY = date(2024, 6, 20)
    (days,) = of_class(desk(world.officer), "desk__days")
    assert days == "令和6年6月28日（金） あと8日 交付申請書の提出 ③-R6-001"


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_however_much_lies_on_it(count, world, django_assert_num_queries):
    for _ in range(count):
        world.earmarked(100_000)
        world.open(requested=100_000)
    for actor, queries in ((world.clerk, 11), (world.officer, 15)):
        client = entered(actor)
        client.get(reverse("desk"))
        with django_assert_num_queries(queries):
            client.get(reverse("desk"))


# --- The end of a year


def warned(actor) -> list[str]:
    page = page_of(entered(actor).get("/desk/"))
    return [words(h) for h in page.all("h2") if "banner__title" in h.classes]


def test_the_last_day_of_the_year_is_told_while_work_goes_on(world, settings):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    title = "令和6年度は令和7年3月31日（月）で終わります"
    for day, told in (
        (date(2025, 2, 28), []),
        (date(2025, 3, 1), [title]),
        (date(2025, 3, 31), [title]),
        (date(2025, 4, 1), []),
    ):
        settings.COMIPLA_TODAY = day
        assert (warned(world.officer), warned(world.stranger)) == (told, [])


def test_the_close_of_the_accounts_names_the_last_open_day_while_money_is_to_move(world, settings):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    settings.COMIPLA_TODAY = date(2025, 5, 12)
    for actor in (world.treasury, world.clerk, world.officer):
        assert warned(actor) == ["令和6年度の出納は令和7年5月31日（土）に閉鎖します"]
    page = page_of(entered(world.treasury).get("/desk/"))
    (sentence,) = [words(p) for p in page.all("p") if "終わっていない案件が1件" in p.text]
    assert "令和7年5月30日（金）までに済ませてください。" in sentence
    for state, on in (("YEAR_END", date(2025, 4, 1)), ("CASH_CLOSED", date(2025, 5, 12))):
        advance_year(year=world.year, to=YearState(state), on=on, by=world.keeper)
    assert warned(world.treasury) == []


def test_opening_the_next_year_comes_onto_the_desk_of_who_keeps_the_programme(world, settings):
    titles = {}
    for day in (date(2024, 9, 30), date(2024, 10, 1)):
        settings.COMIPLA_TODAY = day
        titles[day.month] = [
            text
            for text in of_class(page_of(entered(world.keeper).get("/desk/")), "todo__title")
            if "を開く" in text
        ]
    assert titles == {9: [], 10: ["令和7年度を開く"]}
