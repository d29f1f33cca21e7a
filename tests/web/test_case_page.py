"""The page of a case, as each side sees it; its messages, notes and papers."""

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comipla.cases.models import Act, Case, Remark
from comipla.cases.services.drafts import open_draft
from comipla.cases.services.remarks import write_remark
from comipla.documents.models import Paper, PaperDelivery
from comipla.notices.models import Notice
from comipla.people.models import Body
from tests import examples as x
from tests.web.entering import entered, heading, of_class, page_of, words
from tests.web.markup import Page
from tests.world import TODAY, World, build, person

pytestmark = pytest.mark.django_db
TABS = ("content", "basis", "papers", "messages", "notes", "history")
SECRETS = (
    "秘密の起案の条件",
    "秘密の差戻しの理由",
    "秘密の引戻しの言葉",
    "秘密の審査の意見",
    "秘密の検査の意見",
    "秘密の引継ぎ",
    "秘密の支払の番号",
    "秘密の県のメモ",
)
"""Words of the prefecture that the municipality never reads, each from another place."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world with a few cases, kept for the module; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(cap=5_000_000)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(world, django_db_blocker) -> Iterator[Case]:
    """A case that has gone the whole way, with a secret in every place that has words."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _whole_way(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _on_the_worlds_day(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = TODAY


def _whole_way(world: World) -> Case:
    drafted, sent_back, pulled_back, reviewed, inspected, left, paid, noted = SECRETS
    case = world.open()
    draft = replace(x.earmark(), conditions=drafted)
    world.do(case, "draft", world.clerk, draft, of="earmark")
    world.do(case, "send_back", world.chief, replace(x.reason(), reason=sent_back))
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    world.do(case, "pull_back", world.clerk, replace(x.note(), note=pulled_back))
    world.decide(case, "earmark", x.earmark())
    world.do(case, "apply", world.officer, x.application())
    world.do(case, "ask_correction", world.clerk, x.correction_request("contents"))
    world.do(case, "correct", world.officer, x.application(contents="見守りも試行する。"))
    world.do(case, "review", world.clerk, x.review(opinion=reviewed))
    world.decide(case, "decide_grant", x.decision())
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.decide(case, "pay_advance", replace(x.payment(431_000), voucher=paid))
    world.do(case, "report", world.officer, x.report(1_000_000, 500_000))
    world.do(case, "inspect", world.clerk, x.inspection(1_000_000, opinion=inspected))
    world.decide(case, "determine", x.determination(500_000, 1_000_000))
    world.do(case, "claim_settlement", world.officer, x.settlement_claim(69_000))
    world.decide(case, "pay_settlement", replace(x.payment(69_000), voucher=paid))
    world.do(case, "close", world.clerk, replace(x.close(), note=left))
    write_remark(
        case=case,
        audience=Remark.Audience.INTERNAL,
        text=noted,
        by=world.clerk,
        key=uuid.uuid4(),
    )
    return case


def address(case: Case, tab: str = "", act: int | None = None) -> str:
    query = [f"tab={tab}"] if tab else []
    query += [f"act={act}"] if act else []
    path = reverse("case_page", kwargs={"number": case.number})
    return f"{path}?{'&'.join(query)}" if query else path


def shown(case: Case, actor, tab: str = "") -> Page:
    return page_of(entered(actor).get(address(case, tab)))


def terms(page: Page) -> dict[str, str]:
    """Terms and what is said of them, in every list of facts."""
    names = [words(e) for e in page.elements if e.tag == "dt"]
    values = [words(e) for e in page.elements if e.tag == "dd" and "facts__change" not in e.classes]
    return dict(zip(names, values, strict=True))


def forms(page: Page) -> list[tuple[str, str]]:
    """What the buttons of the page's own forms say and where they are sent, without the frame's."""
    found, action = [], ""
    for element in page.elements:
        if element.tag == "form":
            action = element.get("action") or ""
        elif (
            element.tag == "button"
            and "button" in element.classes
            and "disabled" not in element.attrs
        ):
            found.append((words(element), action))
    return found


def act_of(case: Case, kind: str) -> str:
    return reverse("case_act", kwargs={"number": case.number, "kind": kind})


# --- Who may see it


def test_a_stranger_is_asked_to_sign_in(client, world, told):
    assert client.get(address(told))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("tab", TABS)
def test_a_case_of_another_municipality_is_not_found(world, told, tab):
    client = entered(world.stranger)
    assert client.get(address(told, tab)).status_code == 404


def test_neither_are_its_messages_and_papers(world, told):
    client = entered(world.stranger)
    for path in (
        reverse("case_remark", kwargs={"number": told.number}),
        *(reverse("paper_pdf", kwargs={"pk": act.paper_id}) for act in _with_papers(told)),
    ):
        answer = client.post(path, {"tab": "messages", "text": "あ", "key": str(uuid.uuid4())})
        assert answer.status_code == 404
    assert Remark.objects.filter(case=told, text="あ").count() == 0


def _with_papers(case: Case) -> list[Act]:
    return list(Act.objects.filter(case=case, paper__isnull=False).order_by("number"))


def test_a_number_that_no_case_has_is_not_found(world):
    assert entered(world.clerk).get("/cases/3-R6-999/").status_code == 404


def _everything(case: Case, actor) -> str:
    """All that a person can be shown of a case: every tab, and every act by its number."""
    client = entered(actor)
    pages = [client.get(address(case, tab)) for tab in TABS]
    pages += [client.get(address(case, "content", n)) for n in range(1, case.acts_count + 2)]
    return "".join(page.content.decode() for page in pages if page.status_code == 200)


def test_nothing_internal_reaches_the_municipality(world, told):
    told.refresh_from_db()
    everything = _everything(told, world.officer)
    assert [secret for secret in SECRETS if secret in everything] == []
    assert "見守りも試行する。" in everything


def test_all_of_it_reaches_the_prefecture(world, told):
    told.refresh_from_db()
    everything = _everything(told, world.clerk)
    assert [secret for secret in SECRETS if secret not in everything] == []


def test_the_auditor_sees_the_acts_and_no_notes(world, told):
    page = shown(told, world.auditor, "notes")
    assert [words(tab) for tab in page.elements if "tabs__link" in tab.classes] == [
        "内容",
        "算出基礎",
        f"書類 {len(_with_papers(told))}",
        "やり取り 0",
        "履歴・差分",
    ]
    assert SECRETS[-1] not in page.source


def test_a_waiting_draft_is_told_to_the_prefecture_alone(world):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    tags = {who: of_class(shown(case, getattr(world, who)), "tag") for who in ("chief", "officer")}
    assert tags["chief"][:2] == ["要望", "「内示」の決裁待ち"]
    assert tags["officer"][:1] == ["要望"]
    assert "決裁待ち" not in "".join(tags["officer"])
    assert "起案" not in shown(case, world.officer).source


# --- What it says


def test_the_head_tells_number_title_state_and_deadline(world):
    case = world.earmarked()
    page = shown(case, world.officer)
    assert heading(page) == "③-R6-002 空き家改修による地域の拠点づくり（架空）"
    assert of_class(page, "case__state") == ["内示 期限 令和6年6月28日（金）（あと58日）"]
    assert of_class(page, "case__facts") == [
        "鹿児島市 令和6年度 ②-1 コミプラ形成を検討する地域の新たな取組 優先順位 1"
    ]


def test_three_sentences_stand_in_their_order(world):
    facts = terms(shown(world.earmarked(), world.officer))
    assert list(facts)[:3] == ["いま何が起きているか", "次に誰が何をするか", "いつまでか"]
    assert facts["次に誰が何をするか"] == "鹿児島市が「交付申請書を提出する」番です。"


def test_the_money_ladder_and_the_room_of_the_municipality(world):
    page = shown(world.earmarked(600_000), world.clerk)
    assert of_class(page, "ladder__step") == [
        "要望617,000円",
        "内示600,000円",
        "決定—",
        "概算—",
        "確定—",
        "残—",
    ]
    bar = page.one("progress")
    held, limit = int(bar["value"] or 0), int(bar["max"] or 0)
    assert (limit, limit - held) == (5_000_000, 5_000_000 - held)
    assert of_class(page, "case__own")[0].endswith("この案件が 600,000円です。")


def test_the_next_act_is_one_button_that_posts(world):
    case = world.earmarked()
    page = shown(case, world.officer)
    assert forms(page)[0] == ("交付申請書を提出する", act_of(case, "apply"))
    assert forms(page)[1] == ("取り下げる", act_of(case, "withdraw"))


def test_what_was_begun_is_continued_and_says_when_and_by_whom(world):
    case = world.earmarked()
    open_draft(case=case, kind="apply", by=world.officer)
    page = shown(case, world.mayor)
    assert forms(page)[0] == ("続きを書く：交付申請書を提出する", act_of(case, "apply"))
    told = next(words(e) for e in page.all("p") if "書きかけです" in e.text)
    assert told.startswith("「交付申請書を提出する」が書きかけです。令和")
    assert told.endswith("に架空 muni_officerさんが保存しました。")


def test_a_waiting_draft_leads_its_decider_to_the_approval(world):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    links = {
        who: [
            (words(e), e["href"])
            for e in shown(case, getattr(world, who)).all("a")
            if "button" in e.classes
        ]
        for who in ("chief", "clerk", "officer")
    }
    approval = reverse("approval", kwargs={"number": case.number})
    assert links == {
        "chief": [("内示を決裁する", approval)],
        "clerk": [("起案を見る", approval)],
        "officer": [],
    }


def test_a_closed_act_stays_visible_with_its_reason(world):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    page = shown(case, world.officer)
    closed = [button for button in page.all("button") if "disabled" in button.attrs]
    assert [words(button) for button in closed] == ["要望調書を直して出し直す"]
    reasons = page.one("ul", id=closed[0]["aria-describedby"])
    assert words(reasons).startswith("いま県がこの案件の手続を進めています。")


def test_who_has_nothing_to_do_is_told_whose_turn_it_is(world):
    page = shown(world.earmarked(), world.clerk)
    (box,) = [e for e in page.elements if "panel--next" in e.classes]
    assert words(box) == (
        "次にすること あなたがいますることはありません。"
        "鹿児島市が「交付申請書の提出」をする番です。"
    )


def test_the_story_tells_every_act_with_paper_and_reason(world, told):
    page = shown(told, world.clerk)
    titles = of_class(page, "timeline__title")
    assert titles[:4] == [
        "要望調書の提出 617,000円",
        "内示の起案 （差戻し） 617,000円",
        "内示の差戻し",
        "内示の起案 （引戻し） 617,000円",
    ]
    assert f"理由：{SECRETS[1]}" in of_class(page, "timeline__words")
    assert of_class(page, "timeline__facts")[0] == (
        "令和6年5月1日（水） 鹿児島市 市町村担当 架空 muni_officer 要望調書（協働第1号）"
        "内容を見る：要望調書の提出"
    )


def test_the_latest_application_stands_in_the_labels_of_its_form(world, told):
    page = shown(told, world.officer)
    assert terms(page)["事業の内容"] == "見守りも試行する。"
    assert words(page.all("h2")[2]).startswith("交付申請書")


def test_another_form_of_the_case_is_one_link_away(world, told):
    client = entered(world.officer)
    number = Act.objects.get(case=told, kind="report").number
    page = page_of(client.get(address(told, "content", number)))
    assert words(page.all("h2")[2]).startswith("実績報告書")
    assert client.get(address(told, "content", 999)).status_code == 404


def test_the_calculations_end_in_their_amounts(world, told):
    titles = [words(h) for h in shown(told, world.officer, "basis").all("h2")]
    assert "交付決定 617,000円" in titles
    assert "額の確定 500,000円" in titles
    assert [t for t in titles if t.startswith(("審査", "検査"))] == []


def test_differences_stand_side_by_side(world, told):
    page = shown(told, world.officer, "history")
    rows = [
        (words(e.all("th")[0]), [words(cell) for cell in e.all("td")])
        for e in [Page(part) for part in page.source.split("<tr>")]
        if e.all("th", scope="row") and e.all("del") and len(e.all("td")) == 2
    ]
    assert rows[0] == (
        "事業の内容",
        ["空き家を改修し、買い物支援を試行する。", "見守りも試行する。"],
    )


def test_other_cases_of_the_same_cap_are_linked(world):
    case, other = world.open(), world.open(title="隣の事業（架空）", priority=2)
    page = shown(case, world.clerk)
    links = [e["href"] for e in page.all("a") if words(e) == f"③{other.number[1:]}"]
    assert links == [address(other)]


# --- Messages and notes


def send(client, case: Case, **fields: str):
    path = reverse("case_remark", kwargs={"number": case.number})
    return client.post(path, {"tab": "messages", "key": str(uuid.uuid4()), **fields})


def test_a_message_reaches_the_other_side_once_however_often_it_is_sent(world):
    case, key = world.open(), str(uuid.uuid4())
    client = entered(world.officer)
    for _ in range(2):
        answer = send(client, case, text="明日お電話します。", key=key)
    remark = Remark.objects.get(case=case)
    assert answer["Location"] == f"{address(case, 'messages')}#remark-{remark.pk}"
    notices = Notice.objects.for_system("test").filter(kind="case.message", body=world.prefecture)
    assert notices.count() == 1
    assert of_class(shown(case, world.clerk, "messages"), "remarks__text") == ["明日お電話します。"]


def test_a_note_stays_on_its_own_side(world):
    case = world.open()
    send(entered(world.officer), case, tab="notes", text="市だけのメモ")
    assert of_class(shown(case, world.mayor, "notes"), "remarks__text") == ["市だけのメモ"]
    assert of_class(shown(case, world.clerk, "notes"), "remarks__text") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "文を書いてから送ってください。"),
        ("あ" * 4001, "4,001文字あります。4,000文字までにするか、分けて送ってください。"),
    ],
)
def test_an_empty_or_endless_message_is_answered_and_what_was_written_stays(world, text, sentence):
    case = world.open()
    answer = send(entered(world.officer), case, text=text)
    page = page_of(answer)
    assert answer.status_code == 422
    assert words(page.one("p", id="text-error")) == f"エラー：{sentence}"
    assert page.one("textarea").text.strip("\n") == text
    assert page.one("title").text.startswith("エラー：")


def test_a_page_without_its_key_is_asked_to_send_again(world):
    case = world.open()
    page = page_of(send(entered(world.officer), case, text="残る文", key="古い"))
    assert page.one("textarea").text.strip() == "残る文"
    assert uuid.UUID(page.one("input", name="key")["value"])
    assert Remark.objects.filter(case=case).count() == 0


def test_remarks_are_written_as_messages_or_notes_only(world):
    assert send(entered(world.clerk), world.open(), tab="papers", text="あ").status_code == 404


def test_the_auditor_reads_messages_and_writes_none(world):
    case = world.open()
    send(entered(world.officer), case, text="読める")
    page = shown(case, world.auditor, "messages")
    assert of_class(page, "remarks__text") == ["読める"]
    assert page.all("textarea") == []
    assert send(entered(world.auditor), case, text="書けない").status_code == 403


# --- Papers


def paper_of(case: Case, kind: str) -> Paper:
    paper = Act.objects.get(case=case, kind=kind).paper
    assert paper is not None
    return paper


def test_a_paper_is_listed_with_number_fingerprint_and_proof(world, told):
    page = shown(told, world.officer, "papers")
    paper = paper_of(told, "decide_grant")
    line = next(e for e in page.elements if "case__paper" in e.classes and paper.number in e.text)
    assert paper.content_sha256 in line.text
    assert reverse("verify_paper", kwargs={"code": paper.code}) in [
        e.get("href") for e in page.all("a")
    ]


def test_both_sides_open_a_paper_and_looking_records_nothing(world, told):
    path = reverse("paper_pdf", kwargs={"pk": paper_of(told, "decide_grant").pk})
    for actor in (world.clerk, world.officer):
        answer = entered(actor).get(path)
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert PaperDelivery.objects.count() == 0


@pytest.mark.parametrize("kind", ["review", "inspect"])
def test_a_record_of_the_prefecture_is_not_found_by_the_municipality(world, told, kind):
    path = reverse("paper_pdf", kwargs={"pk": paper_of(told, kind).pk})
    assert entered(world.officer).get(path).status_code == 404


def test_receiving_a_paper_is_a_deed_of_its_own_and_done_once(world, told):
    path = reverse("paper_pdf", kwargs={"pk": paper_of(told, "decide_grant").pk})
    client = entered(world.officer)
    assert ("受け取ってPDFを開く", path) in [
        (label.split("：")[0], action)
        for label, action in forms(shown(told, world.officer, "papers"))
    ]
    for _ in range(2):
        assert client.post(path)["Location"] == path
    delivery = PaperDelivery.objects.get()
    assert (delivery.kind, delivery.by_id) == ("downloaded", world.officer.person_id)
    assert path not in [action for _, action in forms(shown(told, world.officer, "papers"))]


def test_only_the_addressee_receives(world, told):
    path = reverse("paper_pdf", kwargs={"pk": paper_of(told, "decide_grant").pk})
    assert entered(world.clerk).post(path).status_code == 403
    assert PaperDelivery.objects.count() == 0


def dispatch_path(case: Case, kind: str = "decide_grant") -> str:
    return reverse("paper_dispatch", kwargs={"pk": paper_of(case, kind).pk})


def test_the_office_notes_that_its_paper_was_posted_and_both_sides_read_it(world, told):
    client = entered(world.clerk)
    path = dispatch_path(told)
    assert path in [a.get("href") for a in shown(told, world.clerk, "papers").all("a")]
    for _ in range(2):
        answer = client.post(path, {"way": "sent", "on": "R6.5.1"})
        assert answer["Location"] == f"/cases/{told.number}/?tab=papers#tabs"
    delivery = PaperDelivery.objects.get()
    assert (delivery.kind, delivery.by_id) == ("sent", world.clerk.person_id)
    for actor in (world.clerk, world.officer):
        (line,) = [
            text for text in of_class(shown(told, actor, "papers"), "todo__facts") if "郵送" in text
        ]
        assert "郵送した 令和6年5月1日" in line


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"way": "", "on": "R6.5.1"}, ["送り方を選んでください。"]),
        ({"way": "downloaded", "on": "R6.5.1"}, ["送り方を選んでください。"]),
        (
            {"way": "sent", "on": "R6.4.30"},
            ["送った日を、文書の日付 令和6年5月1日から今日 令和6年5月1日までの日にしてください。"],
        ),
        (
            {"way": "handed", "on": "きのう"},
            [
                "送った日：日付を年・月・日の順に入力してください（例 令和6年7月1日、R6.7.1、2024-07-01）。"
            ],
        ),
    ],
)
def test_a_dispatch_that_cannot_be_is_explained_and_stays_as_typed(world, told, typed, sentences):
    answer = entered(world.clerk).post(dispatch_path(told), typed)
    page = page_of(answer)
    assert answer.status_code == 422
    assert [words(a) for a in page.all("a") if a.get("href") in ("#way", "#on")] == sentences
    assert page.one("input", name="on")["value"] == typed["on"]
    assert PaperDelivery.objects.count() == 0


def test_only_the_office_that_issued_a_paper_notes_its_post(world, told):
    path = dispatch_path(told)
    assert entered(world.officer).get(path).status_code == 403
    assert entered(world.stranger).get(path).status_code == 404
    assert entered(world.clerk).get(dispatch_path(told, "review")).status_code == 403
    assert path not in [a.get("href") for a in shown(told, world.officer, "papers").all("a")]


@pytest.mark.parametrize("kind", ["review", "inspect"])
def test_a_branch_that_takes_part_in_the_examination_reads_its_sheet(world, told, kind):
    branches = {
        town: Body.objects.get(code=town.municipality.branch_office.code)
        for town in (world.town, world.other_town)
    }
    own, other = (person(branch, "branch_officer") for branch in branches.values())
    path = reverse("paper_pdf", kwargs={"pk": paper_of(told, kind).pk})
    assert entered(own).get(path).content[:5] == b"%PDF-"
    assert path in [a.get("href") for a in shown(told, own, "papers").all("a")]
    assert entered(other).get(path).status_code == 404


# --- Cost


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_costs_the_same_for_one_act_and_for_many(world, told, tab):
    costs = []
    client = entered(world.clerk)
    for case in (world.open(), told):
        client.get(address(case, tab))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(case, tab)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15
