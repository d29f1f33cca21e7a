"""What the page of a case is told, for each side and at each step."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from comipla.cases.models import Case, Remark
from comipla.cases.selectors import case as reads
from comipla.cases.selectors.case import Room
from comipla.cases.services.drafts import open_draft
from comipla.cases.services.remarks import write_remark
from comipla.core.docket import Side
from comipla.core.forms import RowFate
from comipla.documents.models import DeliveryKind
from comipla.documents.services import receive
from comipla.programme.clock import standing_on
from comipla.programme.models import ProgrammeYear
from tests import examples as x
from tests.world import KAGOSHIMA, TODAY, World, build

pytestmark = pytest.mark.django_db
CITY = "鹿児島市"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, kept for the module; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def read(world):
    """The dossier of a case as somebody reads it on the world's day."""

    def dossier(case, who, day=TODAY):
        with standing_on(day):
            return reads.open_case(world.people[who], case.number)

    return dossier


def steps(dossier, day=TODAY):
    with standing_on(day):
        return reads.steps_of(dossier)


def titles(dossier):
    return [(entry.title, str(entry.fate)) for entry in reads.story_of(dossier)]


def returned(world):
    """A case whose earmark was sent back once and pulled back once before it was decided."""
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(600_000), of="earmark")
    world.do(case, "send_back", world.chief, x.reason())
    world.do(case, "draft", world.clerk, x.earmark(610_000), of="earmark")
    world.do(case, "pull_back", world.clerk, x.note())
    world.decide(case, "earmark", x.earmark())
    return case


def corrected(world):
    """A case whose application was corrected in its expenses and its contents."""
    case = world.applied()
    world.do(case, "ask_correction", world.clerk, x.correction_request("expense_lines", "contents"))
    lines = (x.expense(1_000_000), x.expense(234_567, item="備品"))
    again = x.application(expense_lines=lines, contents="空き家を改修し、見守りも試行する。")
    world.do(case, "correct", world.officer, again)
    return case


# --- Whose case it is


@pytest.mark.parametrize("number", ["3-R6-001", "3-R6-999"])
def test_a_case_of_another_municipality_does_not_exist(world, number):
    world.open()
    with pytest.raises(Case.DoesNotExist):
        reads.open_case(world.stranger, number)


def test_a_case_has_its_number_and_category_in_words(world, read):
    dossier = read(world.open(), "officer")
    assert (dossier.number, dossier.category) == (
        "③-R6-001",
        "②-1 コミプラ形成を検討する地域の新たな取組",
    )


# --- What comes next


def test_the_three_sentences_say_what_is_so_who_is_next_and_until_when(world, read):
    told = steps(read(world.earmarked(), "officer"))
    assert (told.now, told.then, told.until) == (
        "県が補助金の枠を内示しました。",
        f"{CITY}が「交付申請書を提出する」番です。",
        "「交付申請書の提出」の期限は令和6年6月28日（金）です（あと58日）。",
    )


def test_the_prefecture_reads_the_same_step_from_its_own_side(world, read):
    told = steps(read(world.earmarked(), "clerk"))
    assert told.then == f"{CITY}が「交付申請書の提出」をする番です。"
    assert (told.next, [choice.kind for choice in told.others]) == (None, [])


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 6, 28), "「交付申請書の提出」の期限は令和6年6月28日（金）です（今日まで）。"),
        (date(2024, 7, 1), "「交付申請書の提出」の期限の令和6年6月28日（金）を3日過ぎています。"),
    ],
)
def test_a_deadline_of_today_and_one_gone_by_say_so(world, read, day, words):
    assert steps(read(world.earmarked(), "officer", day), day).until == words


def test_a_case_without_a_deadline_says_so(world, read):
    assert steps(read(world.open(), "clerk")).until == "期限は定められていません。"


def test_a_case_that_is_over_asks_nothing_of_anybody(world, read):
    told = steps(read(world.completed(), "clerk"))
    assert (told.now, told.then, told.until, told.next, told.ahead) == (
        "すべての手続が終わりました。",
        "次にすることはありません。",
        "期限はありません。",
        None,
        "",
    )


@pytest.mark.parametrize(
    ("who", "kind", "label"),
    [
        ("clerk", "review", "審査を終える"),
        ("chief", "review", "審査を終える"),
        ("treasury", None, None),
        ("auditor", None, None),
        ("officer", None, None),
    ],
)
def test_the_next_act_is_offered_to_those_who_may_do_it(world, read, who, kind, label):
    told = steps(read(world.applied(), who))
    assert (told.next and told.next.kind, told.next and told.next.label) == (kind, label)


def test_other_acts_stand_beside_the_next_one(world, read):
    told = steps(read(world.applied(), "clerk"))
    assert [choice.kind for choice in told.others] == ["ask_correction"]


def test_a_draft_that_waits_is_the_deciders_next_act(world, read):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    told = steps(read(case, "chief"))
    assert (told.next.label, told.next.decides, told.next.open) == ("内示を決裁する", True, True)
    assert told.now.endswith("「内示」の起案が決裁を待っています。")
    assert told.then == "県の決裁者が「内示」の起案を決裁するか、差し戻す番です。"


def test_the_drafter_waits_and_may_pull_the_draft_back(world, read):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    told = steps(read(case, "clerk"))
    assert (told.next, told.pending) == (None, "内示")
    assert [(choice.kind, choice.open) for choice in told.others] == [
        ("decline_need", False),
        ("pull_back", True),
    ]


def test_a_payment_that_is_drafted_waits_for_the_treasury(world, read):
    case = world.granted()
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.do(case, "draft", world.clerk, x.payment(431_000), of="pay_advance")
    told = steps(read(case, "treasury"))
    assert told.then == "県の出納が「概算払の支払」の起案を決裁するか、差し戻す番です。"
    assert (told.next.kind, told.next.decides) == ("pay_advance", True)


def test_the_municipality_is_not_told_that_a_draft_waits(world, read):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    told = steps(read(case, "officer"))
    assert (told.now, told.then, told.pending) == (
        "市町村の要望を県が受け取りました。",
        "県が「内示」をする番です。",
        "",
    )
    closed = next(choice for choice in told.others if choice.kind == "revise_need")
    assert closed.reasons == (
        "いま県がこの案件の手続を進めています。終わると通知が届くので、そのあとで行えます。",
    )


def test_a_closed_act_stays_and_says_why_in_the_words_of_its_clause(world, read):
    ProgrammeYear.objects.filter(pk=world.year.pk).update(state="PREPARING", enacted_on=None)
    told = steps(read(world.open(), "clerk"))
    assert (told.next.kind, told.next.open) == ("earmark", False)
    assert told.next.reasons == (
        "令和6年度の予算がまだ成立していないので、内示はできません。"
        "予算が成立したら、年度の画面で議決日を入力してください。",
    )


def test_what_was_begun_says_when_and_by_whom_and_only_to_its_own_side(world, read):
    case = world.earmarked()
    open_draft(case=case, kind="apply", by=world.officer)
    begun = steps(read(case, "mayor")).next.begun
    assert begun.saved_by == "架空 muni_officer"
    assert steps(read(case, "clerk")).next is None


# --- The story


def test_drafts_returns_and_withdrawn_drafts_stay_in_the_story(world, read):
    assert titles(read(returned(world), "clerk")) == [
        ("要望調書の提出", ""),
        ("内示の起案", "差戻し"),
        ("内示の差戻し", ""),
        ("内示の起案", "引戻し"),
        ("内示の引戻し", ""),
        ("内示の起案", "決裁済み"),
        ("内示", ""),
    ]


def test_the_municipality_reads_the_same_story_without_them(world, read):
    assert titles(read(returned(world), "officer")) == [("要望調書の提出", ""), ("内示", "")]


def test_a_draft_made_void_by_a_withdrawal_says_so(world, read):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    world.do(case, "withdraw", world.officer, x.withdrawal())
    assert titles(read(case, "clerk"))[1:] == [("内示の起案", "取りやめ"), ("取下げ", "")]


def test_an_entry_tells_who_when_how_much_and_by_which_paper(world, read):
    entry = reads.story_of(read(world.earmarked(), "officer"))[-1]
    assert (entry.on, entry.recorded_later, entry.amount) == (TODAY, False, 617_000)
    assert (entry.who, entry.role, entry.body) == ("架空 pref_decider", "県決裁者", "鹿児島県")
    assert (entry.paper_label, entry.paper.number) == ("内示通知", "共生第1号")


def test_reasons_and_notes_stand_beside_their_labels(world, read):
    case = world.granted()
    assert next(
        entry.words for entry in reads.story_of(read(case, "clerk")) if entry.title == "審査"
    ) == (("審査の意見", "適当と認める。"),)
    world.do(case, "withdraw", world.officer, x.withdrawal())
    withdrawn = reads.story_of(read(case, "clerk"))[-1]
    assert (withdrawn.words, withdrawn.kind) == (
        (("理由", "町の予算が付かなかったため。"),),
        "counter",
    )


@pytest.mark.parametrize(
    ("who", "words"), [("clerk", (("引き継ぐこと", "備品が1件ある。"),)), ("officer", ())]
)
def test_what_is_kept_for_the_next_officer_is_told_to_the_prefecture_alone(world, read, who, words):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    world.do(case, "report", world.officer, x.report(0, 0))
    world.do(case, "inspect", world.clerk, x.inspection(0))
    world.decide(case, "determine", x.determination(0, 0))
    world.do(case, "close", world.clerk, replace(x.close(), note="備品が1件ある。"))
    assert reads.story_of(read(case, who))[-1].words == words


# --- Money


@pytest.mark.parametrize(
    ("stage", "figures"),
    [
        ("open", ["要望 617000", "内示 -", "決定 -", "概算 -", "確定 -", "残 -"]),
        ("applied", ["申請 617000", "内示 617000", "決定 -", "概算 -", "確定 -", "残 -"]),
        ("granted", ["申請 617000", "内示 617000", "決定 617000", "概算 -", "確定 -", "残 617000"]),
        (
            "completed",
            ["申請 617000", "内示 617000", "決定 617000", "概算 431000", "確定 500000", "残 0"],
        ),
    ],
)
def test_the_ladder_climbs_with_the_case(world, read, stage, figures):
    ladder = reads.ladder_of(read(getattr(world, stage)(), "officer"))
    assert [f"{label} {'-' if yen is None else yen}" for label, yen in ladder] == figures


def test_what_was_paid_too_much_is_to_come_back(world, read):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    world.decide(case, "pay_advance", x.payment(431_000))
    world.do(case, "report", world.officer, x.report(800_000, 400_000))
    world.do(case, "inspect", world.clerk, x.inspection(800_000))
    world.decide(case, "determine", x.determination(400_000, 800_000))
    assert reads.ladder_of(read(case, "officer"))[-1] == ("返還", 31_000)


def test_the_room_counts_what_all_cases_hold_and_names_this_ones_share(world, read):
    case = world.earmarked(617_000)
    other = world.open(requested=300_000)
    world.decide(other, "earmark", x.earmark(300_000))
    room = reads.room_of(read(case, "officer"))
    assert (room, room.free) == (Room(1_000_000, 917_000, 617_000), 83_000)


def test_other_cases_of_the_municipality_stand_in_their_order_of_priority(world, read):
    case = world.open(priority=1)
    world.open(priority=3, title="三番目（架空）", requested=100_000)
    world.open(priority=2, title="二番目（架空）", requested=200_000)
    related = reads.related_cases(read(case, "clerk"))
    assert [(r.number, r.title, r.state.label, r.amount) for r in related] == [
        ("③-R6-003", "二番目（架空）", "要望", 200_000),
        ("③-R6-002", "三番目（架空）", "要望", 100_000),
    ]


# --- Contents and versions


def test_the_latest_application_is_shown_in_the_labels_of_its_form(world, read):
    dossier = read(corrected(world), "clerk")
    contents = reads.contents_of(dossier, reads.latest_description(dossier))
    assert (contents.title, contents.style, contents.number) == ("交付申請書", "様式第1号", 6)
    answers = {answer.label: answer for part in contents.parts for answer in part.answers}
    assert answers["事業の内容"].text == "空き家を改修し、見守りも試行する。"
    assert answers["計算上の補助額"].text == "617,000円"
    assert answers["消費税の扱い"].text == "市町村の一般会計"
    expenses = answers["経費明細"]
    assert expenses.rows[1][2] == "備品"
    assert [total for total in expenses.totals if total] == ["1,234,567円", "1,234,567円"]


def test_fields_that_the_form_did_not_ask_for_are_left_out(world, read):
    dossier = read(world.applied(), "officer")
    contents = reads.contents_of(dossier, 4)
    labels = [answer.label for part in contents.parts for answer in part.answers]
    assert "組織の設立日" not in labels


def test_an_act_that_one_does_not_see_has_no_contents(world, read):
    case = world.granted()
    review = next(a.number for a in read(case, "clerk").standing.acts if a.kind == "review")
    assert reads.contents_of(read(case, "clerk"), review).title == "審査調書"
    assert reads.contents_of(read(case, "officer"), review) is None
    assert reads.contents_of(read(case, "officer"), 99) is None


def test_kept_fields_are_not_among_the_contents_for_the_municipality(world, read):
    case = world.completed()
    close = read(case, "clerk").standing.acts[-1].number
    labels = {
        who: [
            answer.label
            for part in reads.contents_of(read(case, who), close).parts
            for answer in part.answers
        ]
        for who in ("clerk", "officer")
    }
    assert labels == {"clerk": ["完了日", "引き継ぐこと"], "officer": ["完了日"]}


def test_the_forms_to_choose_from_are_those_that_one_sees(world, read):
    case = world.granted()
    assert [title for _, title in reads.shown_acts(read(case, "officer"))] == [
        "要望調書",
        "内示",
        "交付申請書",
        "交付決定",
    ]
    assert "審査調書" in [title for _, title in reads.shown_acts(read(case, "clerk"))]


def test_versions_are_compared_step_by_step_the_latest_first(world, read):
    revisions = reads.revisions_of(read(corrected(world), "officer"))
    assert [(r.before_title, r.after_title, r.whole) for r in revisions] == [
        ("交付申請書の提出", "補正した申請書の提出", True),
        ("要望調書の提出", "交付申請書の提出", False),
    ]
    assert [change.label for change in revisions[0].changes] == ["事業の内容", "経費明細"]
    assert [row.fate for row in revisions[0].changes[1].rows] == [RowFate.CHANGED, RowFate.ADDED]


def test_a_change_is_compared_with_the_application_it_changes(world, read):
    case = world.granted(500_000)
    world.do(case, "start", world.officer, x.start())
    world.do(case, "apply_change", world.officer, x.change(900_000, 450_000))
    revision = reads.revisions_of(read(case, "officer"))[0]
    assert (revision.before_title, revision.after_title) == (
        "交付申請書の提出",
        "変更承認の申請",
    )
    contents = next(change for change in revision.changes if change.key == "contents")
    assert (contents.before, contents.after) == (
        "空き家を改修し、買い物支援を試行する。",
        "改修の範囲を広げる。",
    )


# --- Papers and files


def test_papers_are_those_that_one_issued_or_received(world, read):
    case = world.granted()
    numbers = {
        who: [line.paper.key for line in reads.papers_of(read(case, who))]
        for who in ("clerk", "officer")
    }
    assert numbers["officer"] == ["needs_sheet", "earmark_notice", "application", "grant_decision"]
    assert set(numbers["clerk"]) - set(numbers["officer"]) == {"review_sheet"}


def test_the_addressee_is_asked_once_to_say_that_a_paper_was_received(world, read):
    case = world.earmarked()
    asked = [line.paper for line in reads.papers_of(read(case, "officer")) if line.to_receive]
    assert [paper.key for paper in asked] == ["earmark_notice"]
    first = receive(paper=asked[0], by=world.officer)
    assert receive(paper=asked[0], by=world.mayor) == first
    (line,) = [p for p in reads.papers_of(read(case, "officer")) if p.paper == asked[0]]
    assert (line.to_receive, [d.kind for d in line.deliveries]) == (
        False,
        [DeliveryKind.DOWNLOADED],
    )


def test_who_only_looks_on_is_not_asked_to_receive(world, read):
    lines = reads.papers_of(read(world.open(), "auditor"))
    assert [line.to_receive for line in lines] == [False]


# --- Messages and notes


def test_messages_are_for_both_sides_and_notes_for_ones_own(world, read):
    case = world.open()
    for by, audience, text in (
        (world.clerk, Remark.Audience.SHARED, "両方"),
        (world.clerk, Remark.Audience.INTERNAL, "県のメモ"),
        (world.officer, Remark.Audience.INTERNAL, "市のメモ"),
    ):
        write_remark(case=case, audience=audience, text=text, by=by, key=uuid.uuid4())
    seen = {
        who: [
            [remark.text for remark in reads.remarks_of(read(case, who), audience)]
            for audience in (Remark.Audience.SHARED, Remark.Audience.INTERNAL)
        ]
        for who in ("chief", "mayor", "auditor")
    }
    assert seen == {
        "chief": [["両方"], ["県のメモ"]],
        "mayor": [["両方"], ["市のメモ"]],
        "auditor": [["両方"], []],
    }
    counts = reads.remark_counts(read(case, "chief"))
    assert (counts.shared, counts.internal) == (1, 1)


def test_a_case_is_read_from_the_side_its_reader_stands_on(world, read):
    case = world.open()
    assert read(case, "clerk").side is Side.PREFECTURE
    assert (read(case, "officer").side, read(case, "officer").case.owner.code) == (
        Side.MUNICIPALITY,
        KAGOSHIMA,
    )
