"""A session that ends while somebody types: signing in again finds the same form, field and words."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from comipla.people.middleware import SEEN
from comipla.people.models import Person
from tests import examples as x
from tests.web.acts.pages import Sent, address, fresh, needs, press, seen


@pytest.fixture
def client(world, enter):
    return enter(world.officer)


def sign_in_again(client, actor):
    client.force_login(Person.objects.get(pk=actor.person_id))


def rest(client):
    """Let the session rest for too long."""
    session = client.session
    session[SEEN] = int(time.time()) - 3600
    session.save()


def test_form_posted_too_late_is_found_again_at_the_same_field(world, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    page = seen(client, path)
    rest(client)
    response = press(client, path, page, {"effect": "まだ保存していない効果", "_at": "effect"})
    assert response["Location"] == f"/auth/sign-in/?next={path.replace('/', '%2F')}"
    sign_in_again(client, world.officer)
    again = seen(client, path)
    assert again.values["effect"] == ["まだ保存していない効果"]
    assert "autofocus" in again.page.one("textarea", id="effect").attrs
    assert fresh(draft).raw["effect"] == x.need().effect


def test_words_found_again_stay_until_they_are_saved(world, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    page = seen(client, path)
    rest(client)
    press(client, path, page, {"effect": "まだ保存していない効果"})
    sign_in_again(client, world.officer)
    seen(client, path)
    again = seen(client, path)
    assert again.values["effect"] == ["まだ保存していない効果"]
    press(client, path, again, {"_go": "stay"})
    assert fresh(draft).raw["effect"] == "まだ保存していない効果"
    assert "まだ保存していません" not in seen(client, path).page.all("main")[0].text


def test_words_belong_to_the_part_they_were_typed_into(world, client):
    from tests.web.acts.test_act_form import application

    draft = application(world)
    path = address("act_form", draft, part="plan")
    page = seen(client, path)
    rest(client)
    press(client, path, page, {"purpose": "新しい目的"})
    sign_in_again(client, world.officer)
    other = seen(client, address("act_form", draft, part="outline"))
    assert other.values["title"] == [x.application().title]
    assert seen(client, path).values["purpose"] == ["新しい目的"]


def test_form_posted_without_any_session_is_kept_for_whoever_may_open_it(world, enter, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    page = seen(client, path)
    nobody = Client(headers={"Accept": "text/html"})
    response = press(nobody, path, page, {"effect": "署名のない効果"})
    assert response["Location"].startswith("/auth/sign-in/")
    sign_in_again(nobody, world.stranger)
    assert nobody.get(path).status_code == 404
    sign_in_again(nobody, world.officer)
    assert seen(client, path).values["effect"] == [x.need().effect]


def test_words_without_a_session_come_back_to_the_person_who_signs_in(world, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    page = seen(client, path)
    nobody = Client(headers={"Accept": "text/html"})
    press(nobody, path, page, {"effect": "署名のない効果"})
    sign_in_again(nobody, world.mayor)
    assert seen(nobody, path).values["effect"] == ["署名のない効果"]


def test_nothing_is_kept_for_a_draft_that_does_not_exist(world, client):
    nobody = Client(headers={"Accept": "text/html"})
    path = reverse("act_form", args=["00000000-0000-0000-0000-000000000007"])
    nobody.post(path, {"effect": "あふれさせる"})
    assert "interrupted_form" not in nobody.session


def test_autosave_without_a_session_is_told_so_and_not_led_away(world, client):
    draft = needs(world, x.need())
    nobody = Client(headers={"Accept": "*/*"})
    assert nobody.post(address("draft_save", draft), {"title": "x"}).status_code == 401


def test_form_of_an_earlier_sign_in_is_shown_again_with_its_words(world, enter):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    client = enter(world.officer)
    strict = Client(enforce_csrf_checks=True, headers={"Accept": "text/html"})
    strict.cookies = client.cookies
    page = seen(strict, path)
    stale = {"csrfmiddlewaretoken": "a" * 64, "effect": "前の画面の効果"}
    response = press(strict, path, page, stale, headers={"Sec-Fetch-Site": "same-origin"})
    assert response["Location"] == path
    again = Sent(strict.get(path))
    assert again.values["effect"] == ["前の画面の効果"]
    assert fresh(draft).raw["effect"] == x.need().effect


def test_form_from_another_site_is_refused_and_not_kept(world, enter):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    client = enter(world.officer)
    strict = Client(enforce_csrf_checks=True, headers={"Accept": "text/html"})
    strict.cookies = client.cookies
    page = seen(strict, path)
    stale = {"csrfmiddlewaretoken": "a" * 64, "effect": "よその効果"}
    response = press(strict, path, page, stale, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert Sent(strict.get(path)).values["effect"] == [x.need().effect]


def test_person_who_signed_in_since_starts_where_they_were(world, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    page = seen(client, path)
    client.post(address("draft_save", draft), {**page.values, "_at": "contents"})
    session = client.session
    session["began_at"] = int(time.time()) + 5
    session.save()
    assert "autofocus" in seen(client, path).page.one("textarea", id="contents").attrs
