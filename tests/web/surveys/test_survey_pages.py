"""Pages of surveys: building, printing, answering on a phone, keying, results."""

import io
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from comipla.core.surveys import Channel, SurveyState, shown_code
from comipla.surveys.models import Response, Sheet, Survey
from tests.surveys.desk import AGE, WORRY, Desk
from tests.web.entering import entered, heading, of_class, page_of, words


def own(desk: Desk, name: str, *parts: object) -> str:
    """A page of the platform."""
    return reverse(name, args=[desk.platform.slug, *parts])


def of(desk: Desk, name: str, survey: Survey, *parts: object) -> str:
    """A page of a survey."""
    return own(desk, name, survey.number, *parts)


def alerts(answer: Any) -> list[str]:
    """What stands in the summary of problems."""
    page = page_of(answer)
    (box,) = [e for e in page.elements if e.attrs.get("role") == "alert"]
    return [words(e) for e in page.all("li") if words(e) and words(e) in words(box)]


def test_a_survey_is_built_ordered_and_opened(survey_desk: Desk) -> None:
    client = entered(survey_desk.by)
    answer = client.post(
        own(survey_desk, "platform_survey_new"),
        {
            "title": "暮らし",
            "purpose": "計画に使う",
            "answers_until": "R6.9.30",
            "key": uuid.uuid4(),
        },
    )
    assert answer.headers["Location"] == own(survey_desk, "platform_survey", 1)
    survey = Survey.objects.for_system("the new one").get()
    for text in ("年代", "住みやすさ"):
        answer = client.post(
            of(survey_desk, "platform_survey_question", survey, 0),
            {"text": text, "kind": "ONE", "role": "NONE", "options": "はい\nいいえ", "key": "k"},
        )
        assert answer.status_code == 302
    client.post(of(survey_desk, "platform_survey_order", survey, 2), {"order": "up"})
    page = page_of(client.get(of(survey_desk, "platform_survey", survey)))
    assert [words(e) for e in page.all("h3")] == ["問1 住みやすさ", "問2 年代"]
    assert client.post(of(survey_desk, "platform_survey_move", survey, "OPEN")).status_code == 302
    survey.refresh_from_db()
    assert survey.state is SurveyState.OPEN


def test_a_question_without_options_is_shown_again_as_typed(survey_desk: Desk) -> None:
    survey = survey_desk.begin()
    typed = {"text": "年代", "kind": "ONE", "role": "AGE", "options": "20代"}
    answer = entered(survey_desk.by).post(
        of(survey_desk, "platform_survey_question", survey, 0), typed
    )
    assert answer.status_code == 422
    assert alerts(answer) == ["選択肢を2つ以上、1行に1つずつ書いてください。"]
    assert page_of(answer).one("input", id="text")["value"] == "年代"


def test_sheets_are_printed_with_their_codes_once(survey_desk: Desk) -> None:
    survey, client = survey_desk.opened(), entered(survey_desk.by)
    form = {"count": "3", "key": str(uuid.uuid4())}
    answer = client.post(of(survey_desk, "platform_survey_sheets", survey), form)
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert (answer["Content-Type"], len(pages)) == ("application/pdf", 3)
    assert "用紙 2" in pages[1].extract_text()
    again = client.post(of(survey_desk, "platform_survey_sheets", survey), form)
    assert again.status_code == 422
    assert Sheet.objects.filter(survey=survey).count() == 3


def test_the_sample_answers_nothing(survey_desk: Desk) -> None:
    survey = survey_desk.draft()
    answer = entered(survey_desk.by).get(of(survey_desk, "platform_survey_sample", survey))
    assert "見本" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert not Sheet.objects.exists()


@pytest.fixture
def sheet(survey_desk: Desk) -> tuple[Survey, str]:
    """An open survey, and the address of its one sheet."""
    survey = survey_desk.opened()
    ((_, code),) = survey_desk.sheets(survey, 1).sheets
    return survey, reverse("survey_answer", args=[shown_code(code)])


def test_a_resident_answers_once_and_corrects(sheet: tuple[Survey, str]) -> None:
    _, address = sheet
    typed = {"q1": "2", "q2": ["1", "3"], "revision": "0", "key": str(uuid.uuid4())}
    answer = Client().post(address, typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = page_of(Client().get(address))
    assert heading(page) == "ありがとうございます。回答が届いています"
    page = page_of(Client().get(f"{address}?edit=1"))
    chosen = [e["value"] for e in page.all("input") if "checked" in e.attrs]
    assert chosen == ["2", "1", "3"]
    other = Client().post(address, typed | {"q1": "1", "key": str(uuid.uuid4())})
    assert other.status_code == 409
    assert (
        Client()
        .post(address, typed | {"q1": "1", "revision": "1", "key": str(uuid.uuid4())})
        .status_code
        == 302
    )
    response = Response.objects.get()
    assert (response.answers, response.channel) == ({"q1": 1, "q2": [1, 3]}, Channel.WEB)


def test_what_a_resident_typed_stays_when_something_is_missing(sheet: tuple[Survey, str]) -> None:
    _, address = sheet
    answer = Client().post(address, {"q5": "道が暗い", "key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert alerts(answer) == ["問1に答えてください。1から3までの番号から一つ選んでください。"]
    assert words(page_of(answer).one("textarea", id="q5")) == "道が暗い"


def test_a_name_in_free_words_is_pointed_out(sheet: tuple[Survey, str]) -> None:
    _, address = sheet
    typed = {"q1": "1", "q5": "山田さんが困っています", "key": str(uuid.uuid4())}
    answer = Client().post(address, typed)
    assert answer.status_code == 422
    hint = "「山田さん」は人の名前のようです。"
    assert page_of(answer).one("input", name="hinted")["value"] == hint
    assert Client().post(address, typed | {"hinted": hint, "sure": "1"}).status_code == 302


def test_a_program_is_turned_away(sheet: tuple[Survey, str]) -> None:
    answer = Client().post(sheet[1], {"q1": "1", "website": "x", "key": str(uuid.uuid4())})
    assert (answer.status_code, Response.objects.count()) == (422, 0)


def test_a_code_of_no_sheet_says_how_to_type_it(survey_desk: Desk) -> None:
    for address in (
        reverse("survey_answer", args=["AAA-AAA-AAB"]),
        reverse("survey_find") + "?code=x",
    ):
        answer = Client().get(address)
        (told,) = of_class(page_of(answer), "field__error")
        assert told.endswith(
            "この符号の用紙は見つかりません。用紙のとおりに、9文字を入れてください。"
        )


def test_too_many_tried_codes_have_to_wait(survey_desk: Desk, settings: Any) -> None:
    settings.GUESSING_LIMITS = settings.GUESSING_LIMITS | {"survey": "1/10m/ip"}
    address = reverse("survey_answer", args=["AAA-AAA-AAB"])
    assert [Client().get(address).status_code for _ in range(2)] == [404, 429]


def test_a_sheet_is_keyed_by_number_keys(survey_desk: Desk) -> None:
    survey, client = survey_desk.opened(), entered(survey_desk.by)
    survey_desk.sheets(survey, 2)
    address = of(survey_desk, "platform_survey_key", survey)
    typed = {"sheet": "1", "q1": "2", "q2": "13", "q3": "4", "q4": "２", "channel": "PROXY"}
    answer = client.post(address, typed | {"key": str(uuid.uuid4())})
    assert answer.headers["Location"] == f"{address}?channel=PROXY"
    response = Response.objects.get()
    assert response.answers == {"q1": 2, "q2": [1, 3], "q3": 4, "q4": 2}
    page = page_of(client.get(answer.headers["Location"]))
    assert heading(page).startswith("1枚入れました")
    refused = client.post(address, typed | {"key": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert alerts(refused) == [
        "用紙1は、令和6年5月1日に回答が届いています（聞き取り（代理））。"
        "同じ用紙の回答は1回だけ数えます。"
    ]
    replaced = typed | {"q1": "3", "again": "1", "key": str(uuid.uuid4())}
    assert client.post(address, replaced).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"sheet": "x", "q1": "1"},
            "用紙の番号を、右上のとおりに数字で入れてください。符号の9文字でもかまいません。",
        ),
        (
            {"sheet": "9", "q1": "1"},
            "用紙9は印刷していません。用紙の右上の番号を確かめてください。",
        ),
        ({"sheet": "1", "q1": "7"}, "問1：1から3までの番号から一つ選んでください。"),
        ({"sheet": "1"}, "答えが一つもありません。白紙の用紙は入れないでください。"),
    ],
)
def test_what_was_keyed_wrongly_is_told(
    survey_desk: Desk, typed: dict[str, str], sentence: str
) -> None:
    survey = survey_desk.opened()
    survey_desk.sheets(survey, 1)
    answer = entered(survey_desk.by).post(
        of(survey_desk, "platform_survey_key", survey), typed | {"key": str(uuid.uuid4())}
    )
    assert (answer.status_code, alerts(answer)) == (422, [sentence])


def test_the_office_reads_everything_and_the_town_what_tells_of_nobody(survey_desk: Desk) -> None:
    survey = survey_desk.answered(2, 9, 12)
    address = of(survey_desk, "platform_survey_results", survey)
    town = entered(survey_desk.community.officer)
    assert heading(page_of(town.get(address))) == "結果は締め切ってから読めます"
    survey_desk.move(survey, SurveyState.CLOSED)
    office = page_of(entered(survey_desk.by).get(address))
    assert heading(office) == "23人が答えました"
    assert "2" in [words(e) for e in office.all("td")]
    answer = town.get(of(survey_desk, "platform_survey_results_file", survey))
    rows = [line.split('","') for line in b"".join(answer.streaming_content).decode().splitlines()]
    ages = [row[2:4] for row in rows if row[0].endswith("年代") and row[1] == "全体"]
    assert ages == [
        ["10〜20代", "少数のため非表示"],
        ["30〜50代", "少数のため非表示"],
        ["60代以上", "12"],
        ["無回答", "0"],
    ]
    assert town.get(of(survey_desk, "platform_survey_answers_file", survey)).status_code == 403


def test_a_published_result_is_for_everybody(survey_desk: Desk) -> None:
    survey = survey_desk.answered(6, 9, state=SurveyState.CLOSED)
    address = of(survey_desk, "public_survey", survey)
    assert Client().get(address).status_code == 404
    survey_desk.move(survey, SurveyState.PUBLISHED)
    assert heading(page_of(Client().get(address))) == "暮らしのアンケートに15人が答えました"
    assert Client().get(of(survey_desk, "public_survey_file", survey)).status_code == 200


def test_answers_go_out_a_row_a_person_in_no_order(survey_desk: Desk) -> None:
    survey = survey_desk.answered(1, 1)
    answer = entered(survey_desk.by).get(of(survey_desk, "platform_survey_answers_file", survey))
    head, *rows = b"".join(answer.streaming_content).decode().splitlines()
    assert head.startswith('\ufeff"回答の方法","問1 年代"')
    assert sorted(rows) == [
        '"紙の用紙","10〜20代","買い物、移動","5 住みやすい","1",""',
        '"紙の用紙","30〜50代","買い物、移動","5 住みやすい","2",""',
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    survey_desk: Desk, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        survey_desk.draft(AGE, WORRY)
    client = entered(survey_desk.by)
    client.get(own(survey_desk, "platform_surveys"))
    with django_assert_num_queries(7):
        client.get(own(survey_desk, "platform_surveys"))


@pytest.mark.parametrize("count", [1, 9])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("platform_survey", 10), ("platform_survey_key", 9), ("platform_survey_results", 10)],
)
def test_pages_of_a_survey_ask_as_often_for_one_answer_as_for_nine(
    survey_desk: Desk, count: int, name: str, queries: int, django_assert_num_queries: Any
) -> None:
    survey = survey_desk.answered(count)
    client = entered(survey_desk.by)
    client.get(of(survey_desk, name, survey))
    with django_assert_num_queries(queries):
        client.get(of(survey_desk, name, survey))
