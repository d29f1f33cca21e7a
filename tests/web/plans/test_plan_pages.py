"""Pages of a plan: written, moved on, answered, reviewed, read by everybody."""

import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from comipla.core.plans.codes import PlanState
from comipla.plans.models import Plan
from comipla.plans.selectors.plans import reading_of
from tests.plans.community import Community
from tests.web.entering import entered, heading, of_class, page_of, words


def address(community: Community, name: str, *parts: object) -> str:
    """A page of the platform."""
    return reverse(name, args=[community.platform.slug, *parts])


def latest(community: Community) -> Plan:
    """The newest version as it stands."""
    plans = Plan.objects.for_system("the newest").filter(platform=community.platform)
    return plans.order_by("-version")[0]


ACTION = {
    "title": "買い物の日",
    "code": "X09",
    "lead": "福祉部会",
    "own": "20",
    "mutual": "60",
    "public": "20",
    "horizon": "SHORT",
    "first_year": "2025",
    "last_year": "2026",
    "spending-0-year": "2025",
    "spending-0-amount": "１００，０００",
    "funds-0-source": "OWN",
    "funds-0-amount": "100,000",
    "indicators-0-name": "利用者",
    "indicators-0-unit": "人",
    "indicators-0-kind": "OUTPUT",
    "indicators-0-direction": "UP",
    "indicators-0-baseline": "０",
    "indicators-0-target": "1,200",
    "indicators-0-year": "2026",
    "indicators-0-source": "受付",
}
TEXT = {
    "title": "汐見の計画",
    "first_year": "2025",
    "last_year": "2029",
    "vision": "歩いて暮らせる校区",
    "OUTLINE": "海辺です。",
    "ISSUES": "店がありません。",
    "POLICY": "助け合います。",
}


def test_a_plan_is_begun_written_and_published_by_hand(community: Community) -> None:
    client = entered(community.secretary)
    assert "まだありません" in heading(page_of(client.get(address(community, "platform_plan"))))
    begun = client.post(address(community, "platform_plan_begin"), {"key": str(uuid.uuid4())})
    assert begun.headers["Location"] == address(community, "platform_plan_version", 1)
    assert client.post(address(community, "platform_plan_text", 1), TEXT).status_code == 302
    amount = ACTION | {"key": str(uuid.uuid4())}
    place = address(community, "platform_plan_action", 1, 0)
    assert client.post(place, amount).status_code == 302
    assert client.post(place, amount).status_code == 302
    text = reading_of(latest(community)).text
    assert [(a.number, a.budget, str(a.indicators[0].target)) for a in text.actions] == [
        (1, 100_000, "1200")
    ]
    moved = client.post(
        address(community, "platform_plan_move", 1, "DRAFT_PUBLISHED"),
        {"on": "令和6年5月1日", "key": str(uuid.uuid4())},
    )
    assert moved.status_code == 302
    public = Client().get(address(community, "public_plan"))
    assert heading(page_of(public)) == "汐見の計画"


def test_what_is_not_right_is_told_and_kept(community: Community) -> None:
    plan = community.draft()
    client = entered(community.secretary)
    typed = ACTION | {"spending-0-amount": "5", "own": "50", "key": str(uuid.uuid4())}
    answer = client.post(address(community, "platform_plan_action", plan.version, 0), typed)
    page = page_of(client.get(answer.headers["Location"]))
    findings = [words(e) for e in page.elements if e.tag == "li" and e.text.startswith("取組2：")]
    assert "取組2：自助・共助・公助の合計が130%です。合わせて100%にしてください。" in findings
    blocked = [e for e in page.elements if e.attrs.get("aria-disabled") == "true"]
    assert [words(e) for e in blocked] == ["意見募集を始める"]


def test_rows_are_added_without_script_and_nothing_typed_is_lost(community: Community) -> None:
    plan = community.draft()
    client = entered(community.secretary)
    place = address(community, "platform_plan_action", plan.version, 1)
    page = page_of(client.post(place, ACTION | {"rows": "add:funds"}))
    names = [e.attrs.get("name") for e in page.elements if e.tag == "select"]
    assert "funds-1-source" in names
    unreadable = client.post(place, ACTION | {"indicators-0-target": "たくさん"})
    assert unreadable.status_code == 422
    assert "「たくさん」を数字として読めません" in unreadable.content.decode()


def test_an_action_is_taken_out_by_its_button(community: Community) -> None:
    plan = community.draft(2)
    place = address(community, "platform_plan_action", plan.version, 2)
    entered(community.secretary).post(place, {"remove": "1"})
    assert [action.number for action in plan.actions.all()] == [1]


def test_adoption_asks_for_its_minutes(community: Community) -> None:
    plan = community.plan_in(PlanState.DRAFT_PUBLISHED)
    place = address(community, "platform_plan_move", plan.version, "ADOPTED")
    client = entered(community.chair)
    typed = {"on": "R6.5.1", "key": str(uuid.uuid4())}
    assert client.post(place, typed).status_code == 422
    assert client.post(place, typed | {"evidence": "総会 第2号議案"}).status_code == 302
    assert latest(community).state is PlanState.ADOPTED
    assert "今は進めません" in client.get(place).content.decode()


def test_a_new_version_shows_its_changes(community: Community) -> None:
    community.plan_in(PlanState.ACTIVE)
    client = entered(community.secretary)
    client.post(address(community, "platform_plan_begin"), {"key": str(uuid.uuid4())})
    second = latest(community)
    community.action(second, 1, lead="総務部会")
    page = page_of(client.get(address(community, "platform_plan_changes", 2)))
    assert heading(page) == "第1版から第2版への変更"
    changed = [(e.tag, words(e)) for e in page.elements if e.tag in ("ins", "del")]
    assert changed == [("del", "消した：福祉部会"), ("ins", "加えた：総務部会")]


def test_the_town_answers_on_one_page_and_hands_over(community: Community) -> None:
    plan = community.plan_in(PlanState.SUBMITTED, actions=2)
    first, second = plan.actions.all()
    client = entered(community.officer)
    place = address(community, "platform_plan_answers", plan.version)
    one = {
        f"answer-{first.line}": "FEASIBLE",
        f"department-{first.line}": "福祉課",
        f"reason-{first.line}": "補助があります。",
        "key": str(uuid.uuid4()),
    }
    assert client.post(place, one).status_code == 302
    assert heading(page_of(client.get(place))) == "取組2のうち1に回答しました"
    early = client.post(place, one | {"hand_over": "1"})
    assert early.status_code == 422
    assert "回答していない取組が1件あります" in early.content.decode()
    both = one | {
        f"answer-{second.line}": "HARD",
        f"department-{second.line}": "土木課",
        f"reason-{second.line}": "用地がありません。",
        "hand_over": "1",
    }
    assert client.post(place, both).status_code == 302
    page = page_of(entered(community.secretary).get(address(community, "platform_plan")))
    (row,) = [e for e in page.elements if e.attrs.get("id") == "action-2"]
    assert "困難 土木課用地がありません。" in words(row)
    assert entered(community.secretary).get(place).status_code == 403


def test_a_year_is_reviewed_on_one_page(community: Community) -> None:
    plan = community.plan_in(PlanState.ACTIVE)
    client = entered(community.secretary)
    place = address(community, "platform_plan_review", plan.version, "R6")
    scores = {f"score-{key}": "4" for key in ("PURPOSE", "ACTORS", "DEMAND", "EFFECT", "ROLES")}
    sheet = {"do": "sheet", "group": "福祉部会", "score-TARGET": "3", **scores}
    refused = client.post(place, sheet)
    assert refused.status_code == 422
    assert "来年も続けられる」に、5段階のどれかで答えてください" in refused.content.decode()
    assert client.post(place, sheet | {"score-LASTING": "2"}).status_code == 302
    page = page_of(client.get(place))
    assert heading(page) == ("話し合うのは「担い手とお金の面で、来年も続けられる」です（平均2.0）")
    (name,) = [e.attrs["name"] for e in page.elements if (e.get("name") or "").startswith("value-")]
    early = client.post(place, {"do": "close", "key": str(uuid.uuid4())})
    assert "指標の値が1件入っていません" in early.content.decode()
    assert client.post(place, {"do": "values", name: "多い"}).status_code == 422
    assert client.post(place, {"do": "values", name: "210"}).status_code == 302
    assert of_class(page_of(client.get(place)), "tag--success") == ["達した"]
    assert client.post(place, {"do": "close", "key": str(uuid.uuid4())}).status_code == 302
    assert latest(community).reviewed_year == 2024
    assert not [e for e in page_of(client.get(place)).elements if e.tag == "textarea"]


def test_the_booklet_comes_as_pdf_as_word_and_in_large_type(community: Community) -> None:
    plan = community.plan_in(PlanState.ADOPTED)
    client = entered(community.registry.world.clerk)
    pdf = client.get(address(community, "platform_plan_file", plan.version, "pdf"))
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 8
    docx = client.get(address(community, "platform_plan_file", plan.version, "docx"))
    assert Document(io.BytesIO(docx.content)).paragraphs[0].text == plan.title
    large = page_of(client.get(address(community, "platform_plan_large", plan.version)))
    assert heading(large) == plan.title
    assert client.get(address(community, "platform_plan_file", 1, "odt")).status_code == 404
    assert Client().get(address(community, "public_plan_file")).content == pdf.content


def test_a_character_that_cannot_be_printed_is_told_before_the_plan_is_published(
    community: Community,
) -> None:
    plan = community.draft()
    community.action(plan, 1, title="サロン🍵をひらく")
    client = entered(community.secretary)
    answer = client.get(address(community, "platform_plan_file", plan.version, "pdf"))
    assert answer.status_code == 302
    moved = client.post(
        address(community, "platform_plan_move", plan.version, "DRAFT_PUBLISHED"),
        {"on": "R6.5.1", "key": str(uuid.uuid4())},
    )
    assert moved.status_code == 422
    assert "印刷できません" in moved.content.decode()


def test_a_draft_is_read_by_the_town_but_not_by_everybody(community: Community) -> None:
    plan = community.draft()
    assert Client().get(address(community, "public_plan")).status_code == 404
    page = address(community, "platform_plan_version", plan.version)
    assert entered(community.officer).get(page).status_code == 200
    assert entered(community.registry.world.stranger).get(page).status_code == 404
    assert Client().get(page).status_code == 302
    write = address(community, "platform_plan_text", plan.version)
    assert entered(community.officer).get(write).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_equally_often_for_any_number_of_actions(
    community: Community, count: int, django_assert_num_queries: object
) -> None:
    plan = community.plan_in(PlanState.RESPONDED, actions=count)
    client = entered(community.secretary)
    place = address(community, "platform_plan_version", plan.version)
    client.get(place)
    with django_assert_num_queries(12):
        client.get(place)


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_page_asks_equally_often(
    community: Community, count: int, django_assert_num_queries: object
) -> None:
    community.plan_in(PlanState.ADOPTED, actions=count)
    with django_assert_num_queries(4):
        Client().get(address(community, "public_plan"))
