"""Pages that say no: why, and what to do next; they need neither a person nor a database."""

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from tests.web.markup import Page


@pytest.mark.parametrize(
    ("view", "status", "title"),
    [
        (bad_request, 400, "この操作は受け取れませんでした"),
        (permission_denied, 403, "この画面は、今の立場では開けません"),
        (server_error, 500, "ただいま、この画面を表示できません"),
    ],
)
def test_a_refusal_is_a_page_with_a_way_on(view, status, title):
    request = RequestFactory().get("/")
    answer = view(request) if view is server_error else view(request, Exception())
    page = Page(answer.content.decode())
    assert answer.status_code == status
    assert page.one("h1").text == title
    assert page.one("a", class_="button button--secondary")["href"] == "/"


def test_what_does_not_exist_says_where_to_look(db):
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "はじめの画面からさがしてください" in answer.content.decode()


def test_a_form_sent_too_late_may_be_sent_again(db):
    answer = Client(enforce_csrf_checks=True).post("/account/body/")
    assert answer.status_code == 403
    assert "もう一度送ってください" in answer.content.decode()
