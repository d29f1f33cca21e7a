"""Pages of issues: reports by residents, the list, an issue with its story."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comipla.core.plans.codes import IssueCode, IssueStatus
from comipla.plans.models import Issue, IssuePhoto
from comipla.plans.services import step_issue
from tests.core.test_pictures import GPS, jpeg, segment
from tests.plans.community import Community
from tests.web.entering import entered, heading, of_class, page_of, words


def address(community: Community, name: str, *parts: object) -> str:
    """A page of the platform."""
    return reverse(name, args=[community.platform.slug, *parts])


def report(community: Community, **typed: object) -> object:
    """What a resident's browser gets for a report."""
    data = {"title": "街灯が消えている", "key": str(uuid.uuid4())} | typed
    return Client().post(address(community, "public_issue_new"), data)


def test_a_resident_reports_and_later_reads_the_answer(community: Community) -> None:
    answer = report(community, place="学校前")
    issue = Issue.objects.for_system("the report").get()
    assert answer.headers["Location"] == address(community, "public_issue", issue.shown_receipt)
    page = page_of(Client().get(answer.headers["Location"]))
    assert heading(page) == "ありがとうございます。受け付けました"
    assert of_class(page, "receipt__number") == [issue.shown_receipt]
    for status, text in ((IssueStatus.CODED, ""), (IssueStatus.ANSWERED, "6月に直します。")):
        step_issue(
            issue=issue,
            status=status,
            code=IssueCode.D3,
            text=text,
            told=bool(text),
            by=community.secretary,
            key=uuid.uuid4(),
        )
    found = Client().get(
        address(community, "public_issue_find"), {"receipt": issue.shown_receipt.lower()}
    )
    page = page_of(Client().get(found.headers["Location"]))
    assert heading(page) == "街灯が消えている"
    assert [line for line in of_class(page, "story") if "6月に直します。" in line]


def test_a_name_is_pointed_out_before_it_is_taken(community: Community) -> None:
    typed = {"title": "山田さんの家の前が暗い", "place": "099-286-1234"}
    answer = report(community, **typed)
    assert answer.status_code == 422
    hints = [words(e) for e in page_of(answer).elements if e.tag == "li" and "ようです" in e.text]
    assert hints == [
        "「099-286-1234」は電話番号のようです。",
        "「山田さん」は人の名前のようです。",
    ]
    assert not Issue.objects.for_system("nothing yet").exists()
    assert report(community, **typed, hinted="".join(hints), sure="1").status_code == 302


def test_other_hints_are_shown_again_though_the_first_were_waved_through(
    community: Community,
) -> None:
    answer = report(
        community, title="田中さんの家", hinted="「山田さん」は人の名前のようです。", sure="1"
    )
    assert answer.status_code == 422


def test_a_program_that_fills_every_field_is_turned_away_in_words(community: Community) -> None:
    answer = report(community, website="https://example.jp")
    assert answer.status_code == 422
    assert "消してから、もう一度送ってください" in answer.content.decode()
    assert not Issue.objects.for_system("nothing").exists()


def test_a_photo_comes_along_and_a_movie_does_not(community: Community) -> None:
    photo = SimpleUploadedFile("a.jpg", jpeg(segment(0xE1, GPS)), "image/jpeg")
    assert report(community, photos=photo, may_publish="1").status_code == 302
    kept = IssuePhoto.objects.get()
    assert b"KAGO" not in kept.path.read_bytes()
    movie = SimpleUploadedFile("a.mov", b"\x00\x00\x00\x14ftypqt  ", "video/quicktime")
    answer = report(community, photos=movie)
    assert answer.status_code == 422
    assert "JPEGかPNGの写真を選んでください" in answer.content.decode()
    shown = entered(community.secretary).get(
        address(community, "platform_issue_photo", kept.issue.number, kept.uuid)
    )
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(shown.streaming_content) == kept.path.read_bytes()


def test_too_many_reports_from_one_address_have_to_wait(
    community: Community, settings: object
) -> None:
    settings.GUESSING_LIMITS = settings.GUESSING_LIMITS | {"report": "1/10m/ip"}
    assert report(community).status_code == 302
    refused = report(community)
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)


@pytest.mark.parametrize("name", ["public_issue_new", "public_issue_find", "public_plan"])
def test_a_platform_that_is_not_published_has_no_public_pages(
    community: Community, name: str
) -> None:
    assert Client().get(reverse(name, args=[community.registry.neighbour.slug])).status_code == 404


def test_a_receipt_that_is_none_says_how_to_type_it(community: Community) -> None:
    answer = Client().get(address(community, "public_issue", "AAAA2222"))
    assert answer.status_code == 404
    assert "8文字を、控えのとおりに" in answer.content.decode()


def test_the_secretariat_enters_sorts_and_solves(community: Community) -> None:
    client = entered(community.secretary)
    answer = client.post(
        address(community, "platform_issue_new"),
        {
            "title": "避難所の段差",
            "code": "D1",
            "source": "TOWN_WALK",
            "severity": "HIGH",
            "urgency": "YEAR",
            "point": "31.59660，130.55710",
            "key": str(uuid.uuid4()),
        },
    )
    assert answer.headers["Location"] == address(community, "platform_issues")
    issue = Issue.objects.for_system("the entry").get()
    assert (str(issue.latitude), str(issue.longitude)) == ("31.59660", "130.55710")
    place = address(community, "platform_issue", 1)
    step = {"status": "SOLVED", "text": "板を置きました。", "key": str(uuid.uuid4())}
    assert client.post(place, step).status_code == 302
    assert heading(page_of(client.get(place))) == "課題1 避難所の段差"
    issue.refresh_from_db()
    assert issue.status is IssueStatus.SOLVED


def test_a_point_that_cannot_be_read_stands_beside_its_field(community: Community) -> None:
    typed = {"title": "a", "code": "D1", "source": "TOWN_WALK", "severity": "LOW", "urgency": "NOW"}
    for point in ("北緯31度", "1,2"):
        answer = entered(community.secretary).post(
            address(community, "platform_issue_new"),
            {**typed, "point": point, "key": str(uuid.uuid4())},
        )
        assert answer.status_code == 422
        (link,) = [e for e in page_of(answer).elements if e.attrs.get("href") == "#point"]
        assert "地図の位置" in link.text


def test_the_town_answers_with_its_department(community: Community) -> None:
    issue = community.sorted_issue()
    place = address(community, "platform_issue", issue.number)
    client = entered(community.officer)
    page = page_of(client.get(place))
    asked = [e.attrs.get("name") for e in page.elements if e.tag in ("textarea", "select")]
    assert asked == ["text"]
    answer = client.post(
        place, {"department": "土木課", "text": "直します。", "key": str(uuid.uuid4())}
    )
    assert answer.status_code == 302
    issue.refresh_from_db()
    assert issue.status is IssueStatus.ANSWERED


def test_filters_stand_in_the_address(community: Community) -> None:
    community.issue(title="ごみの日")
    for code in (IssueCode.D3, IssueCode.D4, IssueCode.A1):
        community.sorted_issue(code)
    client = entered(community.secretary)
    place = address(community, "platform_issues")
    assert heading(page_of(client.get(place))) == "取り組む課題が4件あります（全4件）"
    for query, count in (("?status=OPEN", 1), ("?group=D", 2), ("?q=ごみ", 1), ("?q=なし", 0)):
        page = page_of(client.get(place + query))
        rows = [e for e in page.elements if e.tag == "th" and e.attrs.get("scope") == "row"]
        assert len(rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_equally_often_for_any_number(
    community: Community, count: int, django_assert_num_queries: object
) -> None:
    for _ in range(count):
        community.sorted_issue()
    client = entered(community.secretary)
    client.get(address(community, "platform_issues"))
    with django_assert_num_queries(9):
        client.get(address(community, "platform_issues"))


def test_the_poster_holds_the_address_as_code_and_as_words(community: Community) -> None:
    page = page_of(entered(community.secretary).get(address(community, "platform_issue_poster")))
    (line,) = of_class(page, "poster__address")
    assert line.endswith(address(community, "public_issue_new"))
    assert [e.tag for e in page.elements if e.tag == "svg" and "viewbox" in e.attrs]
