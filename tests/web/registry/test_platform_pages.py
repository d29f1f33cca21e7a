"""Pages of the registry: the list, the tabs, the forms; refusals keep what was typed."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comipla.communities.models import ChangeNotice, NoticeState, Platform, RegistryFile
from comipla.communities.selectors import area_on, officers_on
from comipla.communities.services import edit_profile, register_platforms
from comipla.core.registry import Post, Recognition, Stage, Subject
from comipla.documents.models import Paper
from tests.communities.registry import registration
from tests.communities.test_changes import BYLAWS, officer, school
from tests.web.entering import entered, heading, of_class, page_of, proved, words
from tests.world import TODAY

pytestmark = pytest.mark.django_db
TABS = ("outline", "area", "members", "organs", "bylaws", "history", "notices")


def names(response):
    page = page_of(response)
    return [words(e) for e in page.elements if e.tag == "th" and e.attrs.get("scope") == "row"]


def edit(registry, form):
    return reverse("platform_edit", args=[registry.platform.slug, form])


def posted(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4()), "do": "do"} | typed)


def fresh(registry):
    return Platform.objects.for_system("look").get(pk=registry.platform.pk)


# --- The list


def test_the_list_says_what_it_shows_and_finds_by_kana_of_any_kind(registry):
    client = entered(registry.world.clerk)
    everything = client.get(reverse("platform_list"))
    assert heading(page_of(everything)) == "コミュニティ・プラットフォーム 3団体"
    found = client.get(reverse("platform_list"), {"q": "シオミ"})
    assert names(found) == ["汐見校区協議会（架空）"]
    narrowed = client.get(reverse("platform_list"), {"stage": "STUDY"})
    assert heading(page_of(narrowed)) == "段階が「検討」のコミュニティ・プラットフォーム 0団体"


def test_each_sees_their_own_platforms(registry):
    assert len(names(entered(registry.officer).get(reverse("platform_list")))) == 2
    assert names(entered(registry.secretary).get(reverse("platform_list"))) == [
        "汐見校区協議会（架空）"
    ]


def test_the_list_takes_as_many_statements_for_three_rows_as_for_thirty(
    registry, django_assert_num_queries
):
    client = entered(registry.world.clerk)
    address = reverse("platform_list")
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
    register_platforms([registration(registry.world.town, f"会{n}") for n in range(27)])
    with django_assert_num_queries(9):
        assert len(names(client.get(address))) == 30


def test_the_list_is_kept_as_a_file_by_those_who_may(registry):
    address = reverse("platform_list_file", args=["csv"])
    csv = b"".join(entered(registry.world.clerk).get(address).streaming_content).decode()
    assert csv.count("\r\n") == 4
    assert '"設立","2022-05-22"' in csv
    assert entered(registry.secretary).get(address).status_code == 403


# --- The page


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("who", ["officer", "mayor", "secretary", "treasurer"])
def test_every_tab_opens_for_everybody_who_sees_the_platform(registry, tab, who):
    client = entered(getattr(registry, who))
    response = client.get(reverse("platform", args=[registry.platform.slug]), {"tab": tab})
    assert (response.status_code, heading(page_of(response))) == (200, "汐見校区協議会（架空）")


def test_a_foreign_platform_answers_as_one_that_does_not_exist(registry):
    for slug in (registry.foreign.slug, "462012-99"):
        client = entered(registry.secretary)
        assert client.get(reverse("platform", args=[slug])).status_code == 404
        assert client.get(reverse("platform_recognition", args=[slug])).status_code == 404


def test_contacts_are_for_the_platform_and_its_municipality_alone(registry):
    change = [officer("CHAIR", "架空 一郎", contact="000-1111-2222")]
    registry.change(Subject.OFFICERS, registry.officer, add=change)
    address = reverse("platform", args=[registry.platform.slug]) + "?tab=organs"
    for who, sees in (
        (registry.secretary, True),
        (registry.officer, True),
        (registry.world.clerk, False),
    ):
        body = entered(who).get(address).content.decode()
        assert ("000-1111-2222" in body) == sees
        assert "架空 一郎" in body


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_takes_a_fixed_number_of_statements(registry, tab, django_assert_max_num_queries):
    parts = [{"district": school(registry, n)} for n in (1, 2, 3)]
    registry.change(Subject.AREA, registry.officer, valid_from="2024-04-01", parts=parts)
    add = [officer("BOARD", f"架空 {n}郎") for n in range(5)]
    registry.change(Subject.OFFICERS, registry.officer, add=add)
    registry.change(Subject.BYLAWS, registry.officer, **BYLAWS)
    client = entered(registry.secretary)
    address = reverse("platform", args=[registry.platform.slug])
    client.get(address)
    with django_assert_max_num_queries(13):
        client.get(address, {"tab": tab})


# --- The forms


def test_every_form_opens(registry):
    for form in (
        "profile",
        "name",
        "legal-form",
        "dissolution",
        "area",
        "member",
        "member-left",
        "group",
        "group-ended",
        "officers",
        "bylaws",
    ):
        assert entered(registry.secretary).get(edit(registry, form)).status_code == 200, form
    assert entered(registry.secretary).get(edit(registry, "nothing")).status_code == 404
    assert entered(registry.treasurer).get(edit(registry, "profile")).status_code == 403


def test_a_secretariats_change_of_area_waits_and_is_confirmed_on_its_page(registry):
    typed = {
        "valid_from": "R6.4.1",
        "parts-0-district": school(registry),
        "parts-0-weight": "",
        "parts-1-district": school(registry, 2),
        "parts-1-weight": "3分の1",
        "reason": "総会で決めた",
    }
    response = posted(entered(registry.secretary), edit(registry, "area"), **typed)
    assert response.status_code == 302
    notice = ChangeNotice.objects.for_system("look").get()
    assert notice.state is NoticeState.PENDING
    confirming = entered(registry.officer)
    address = reverse("platform_notice", args=[notice.pk])
    assert heading(page_of(confirming.get(address))) == "区域の届出"
    assert confirming.post(address, {"do": "confirm"}).status_code == 302
    assert [p.district.name for p in area_on(registry.platform, TODAY)] == [
        "汐見小学校区",
        "大楠小学校区",
    ]


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(registry):
    typed = {
        "valid_from": "きのう",
        "parts-0-district": school(registry),
        "parts-0-weight": "半分",
        "reason": "",
    }
    response = posted(entered(registry.secretary), edit(registry, "area"), **typed)
    page = page_of(response)
    assert response.status_code == 422
    assert page.one("input", id="valid_from")["value"] == "きのう"
    assert page.one("input", id="parts-0-weight")["value"] == "半分"
    assert len(of_class(page, "field__error")) == 2


def test_rows_are_added_and_removed_without_script(registry):
    client = entered(registry.secretary)
    more = posted(client, edit(registry, "officers"), rows="add:add", **{"add-0-post": "CHAIR"})
    page = page_of(more)
    assert (more.status_code, len(page.all("select", id="add-1-post"))) == (200, 1)
    assert ChangeNotice.objects.for_system("look").count() == 0


def test_officers_are_handed_in_by_one_form(registry):
    typed = {
        "add-0-post": "CHAIR",
        "add-0-person_name": "架空 一郎",
        "add-0-starts_on": "2024-04-01",
        "add-0-until": "2026-03-31",
        "reason": "4月の総会",
    }
    posted(entered(registry.officer), edit(registry, "officers"), **typed)
    chair = officers_on(registry.platform, TODAY).get()
    assert (chair.post, chair.ends_on) == (Post.CHAIR, date(2026, 3, 31))


def test_by_laws_come_with_their_file_which_only_insiders_open(registry):
    pdf = SimpleUploadedFile("規約.pdf", b"%PDF-1.7\nrules", "application/pdf")
    typed = {k: ("1" if v is True else "" if v is False else str(v)) for k, v in BYLAWS.items()}
    posted(entered(registry.officer), edit(registry, "bylaws"), **typed, reason="総会", file=pdf)
    file = RegistryFile.objects.get()
    address = reverse("platform_file", args=[registry.platform.slug, file.uuid])
    response = entered(registry.secretary).get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7\nrules"
    assert entered(registry.world.clerk).get(address).status_code == 404
    assert file.path.exists()
    file.path.unlink()


def test_a_file_of_another_kind_than_its_name_is_refused_and_not_kept(registry):
    wrong = SimpleUploadedFile("規約.pdf", b"PK not a pdf \x00", "application/pdf")
    response = posted(
        entered(registry.officer),
        edit(registry, "legal-form"),
        legal_form="NPO",
        reason="登記",
        file=wrong,
    )
    assert (response.status_code, RegistryFile.objects.count()) == (422, 0)
    assert not ChangeNotice.objects.for_system("look").exists()


def test_a_second_press_does_nothing_twice(registry):
    typed = {"key": str(uuid.uuid4()), "kind": "NPO", "name": "海の会", "joined_on": "2024-04-01"}
    client = entered(registry.secretary)
    for _ in range(2):
        assert client.post(edit(registry, "member"), typed).status_code == 302
    assert registry.platform.members.count() == 1
    assert client.post(edit(registry, "member"), typed | {"key": "x"}).status_code == 422


def test_a_municipality_registers_a_platform(registry):
    typed = {
        "name": "緑原協議会（架空）",
        "type_label": "校区協議会",
        "area_kind": "ELEMENTARY",
        "stage": "PREP",
        "on": "R6.4.1",
        "evidence": "準備会の議事録",
    }
    response = posted(entered(registry.officer), reverse("platform_new"), **typed)
    assert response["Location"] == reverse("platform", args=["462012-03"])
    again = posted(entered(registry.officer), reverse("platform_new"), **typed)
    assert again.status_code == 422
    assert entered(registry.secretary).get(reverse("platform_new")).status_code == 403


# --- Deciding


def test_a_stage_is_moved_by_the_municipalitys_decider(registry):
    address = reverse("platform_event", args=[registry.platform.slug])
    typed = {"kind": "MOVED", "stage": "EARLY", "on": "2024-04-01", "evidence": "計画の議決"}
    assert posted(entered(registry.secretary), address, **typed).status_code == 422
    assert posted(entered(registry.officer), address, **typed).status_code == 422
    assert posted(entered(registry.world.clerk), address, **typed).status_code == 403
    assert posted(entered(registry.mayor), address, **typed).status_code == 302
    assert fresh(registry).stage is Stage.EARLY


def test_recognition_is_checked_decided_and_told_by_a_paper(registry):
    address = reverse("platform_recognition", args=[registry.platform.slug])
    shown = entered(registry.secretary).get(address)
    assert heading(page_of(shown)) == "満たしていない要件が3つあります"
    mayor = entered(registry.mayor)
    typed = {"kind": "GRANTED", "on": "2024-05-01"}
    refused = posted(mayor, address, **typed)
    assert refused.status_code == 422
    assert posted(mayor, address, **typed, reason="今年度中に整える約束がある").status_code == 302
    platform = fresh(registry)
    assert (platform.stage, platform.recognition) == (Stage.RECOGNISED, Recognition.GRANTED)
    paper = Paper.objects.for_system("look").get()
    assert paper.title == "コミュニティ・プラットフォームの認定について（通知）"
    event = platform.events.latest("number")
    assert (event.paper, [f["met"] for f in event.findings]) == (paper, [False, True, False, False])
    assert posted(entered(registry.secretary), address, **typed).status_code == 403


def test_a_municipality_keeps_its_rules(registry):
    address = reverse("platform_rules")
    typed = {
        "source": "認定要綱",
        "in_force_from": "2024-04-01",
        "coverage": "50",
        "kinds": ["JICHIKAI", "PTA"],
        "auditors": "2",
        "checklist": "だれでも加入できる\n",
    }
    assert posted(entered(registry.mayor), address, **typed).status_code == 302
    assert posted(entered(registry.officer), address, **typed).status_code == 403
    shown = entered(registry.mayor).get(
        reverse("platform_recognition", args=[registry.platform.slug])
    )
    assert "だれでも加入できる" in names(shown)


def test_a_returned_notice_says_why(registry):
    notice = registry.change(Subject.LEGAL_FORM, legal_form="NPO")
    address = reverse("platform_notice", args=[notice.pk])
    client = entered(registry.officer)
    assert client.post(address, {"do": "return", "answer": ""}).status_code == 422
    assert client.post(address, {"do": "return", "answer": "登記の写しを"}).status_code == 302
    assert entered(registry.world.stranger).get(address).status_code == 404


# --- The public, and who comes after


def test_the_public_sees_a_published_profile_and_nothing_else(registry, client):
    address = reverse("platform_public", args=[registry.platform.slug])
    assert client.get(address).status_code == 404
    add = [
        officer("CHAIR", "架空 一郎", name_is_public=True),
        officer("AUDITOR", "架空 秘密", contact="000-1111-2222"),
    ]
    registry.change(Subject.OFFICERS, registry.officer, add=add)
    edit_profile(
        platform=registry.platform,
        by=registry.secretary,
        is_published=True,
        public_text="海の見える校区です。",
    )
    body = client.get(address).content.decode()
    assert "架空 一郎" in body
    assert "海の見える校区です。" in body
    assert "秘密" not in body
    assert "000-1111-2222" not in body


def test_a_role_is_handed_over_with_the_pack(registry):
    address = reverse("platform_handover", args=[registry.platform.slug])
    client = proved(registry.secretary)
    assert heading(page_of(client.get(address))) == "引継ぎの一式"
    roles = registry.platform.body.memberships
    mine = roles.get(person=registry.secretary.person_id)
    typed = {"membership": mine.pk, "successor": registry.treasurer.person_id}
    assert client.post(address, {"membership": mine.pk, "successor": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    held = roles.filter(role="platform_secretary", ended_at=None).get()
    assert held.person_id == registry.treasurer.person_id
    assert client.get(address).status_code == 403
    assert entered(registry.world.clerk).get(address).status_code == 404


def test_nobody_hands_a_role_over_without_a_fresh_proof(registry):
    address = reverse("platform_handover", args=[registry.platform.slug])
    mine = registry.platform.body.memberships.get(person=registry.secretary.person_id)
    typed = {"membership": mine.pk, "successor": registry.treasurer.person_id}
    asked = entered(registry.secretary).post(address, typed)
    assert asked["Location"].startswith(reverse("step_up"))
    mine.refresh_from_db()
    assert mine.ended_at is None
