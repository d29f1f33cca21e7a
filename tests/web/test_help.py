"""The manual: every page leads to its text, every word it uses is explained, everybody reads it."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comipla.cases.procedures import PROCEDURES
from comipla.config.reference.glossary import words as glossary
from comipla.core.access import ROLES
from comipla.web.help import (
    Guide,
    guides,
    help_address,
    help_of_act,
    linked,
    word,
    word_address,
    words,
)
from comipla.web.help.texts import MARK
from tests.people.conftest import (  # noqa: F401 - fixtures
    amagi,
    member_of,
    officer,
    prefecture,
)
from tests.web.markup import Page

NO_PAGE = {
    "healthz": "probed by machines",
    "readyz": "probed by machines",
    "components": "for those who build pages",
    "help": "explains itself",
    "help_page": "explains itself",
    "help_words": "explains itself",
    "body_switch": "a button",
    "demo_sign_in": "a button",
    "session_continue": "asked by a script",
    "inbox_read": "a button",
    "inbox_read_all": "a button",
    "inbox_mail": "a button",
    "undelivered_resend": "a button",
    "mfa_login_webauthn": "asked by a script",
    "mfa_list_webauthn": "leads on",
    "mfa_download_recovery_codes": "a file",
    "paper_pdf": "a file",
    "platform_survey_answers_file": "a file",
    "platform_survey_batch_end": "a button",
    "platform_survey_order": "a button",
    "platform_survey_results_file": "a file",
    "platform_survey_sample": "a file",
    "public_survey_file": "a file",
    "allocation_file": "a file",
    "allocation_metrics_file": "a file",
    "allocation_sheet_pdf": "a file",
    "allocation_step": "a button",
    "books_home": "leads on",
    "books_file": "a file",
    "books_receipt": "a file",
    "books_paper": "a file",
    "case_list_file": "a file",
    "ledger_file": "a file",
    "year_file": "a file",
    "deadlines_ics": "a file",
    "needs_template": "a file",
    "approval_paper": "a file",
    "act_paper": "a file",
    "attachment": "a file",
    "receipt_paper": "a part of the receipt",
    "draft_save": "asked by a script",
}
"""Addresses at which nobody reads a page, and what they are instead."""

UNKIND = ("不正", "無効", "失敗")


def names_of(patterns) -> set[str]:
    """The name of every address of the installation."""
    found = set()
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found |= names_of(entry.url_patterns)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(entry.name)
    return found


ADDRESSES = names_of(get_resolver().url_patterns)


def texts_of(guide: Guide) -> list[str]:
    """Every sentence of a page of the manual."""
    points = [point for section in guide.sections for point in section.points]
    answers = [text for entry in guide.questions for text in (entry.ask, entry.answer)]
    return [guide.title, guide.lead, *guide.steps, *points, *answers]


def explained_pages() -> list[str]:
    return [page for guide in guides().values() for page in guide.pages]


def test_every_page_has_its_help():
    assert ADDRESSES - set(explained_pages()) - set(NO_PAGE) == set()


def test_help_is_written_for_pages_that_exist_and_for_each_once():
    pages = explained_pages()
    assert sorted(pages) == sorted(set(pages))
    assert set(pages) - ADDRESSES == set()
    assert set(NO_PAGE) - ADDRESSES == set()
    assert set(pages) & set(NO_PAGE) == set()


def test_every_act_has_its_help_exactly_once():
    acts = [act for guide in guides().values() for act in guide.acts]
    declared = {
        key for p in PROCEDURES.values() for key, act in p.act_types.items() if key != "draft"
    }
    assert sorted(acts) == sorted(declared)


def test_every_role_finds_what_it_needs_most():
    served = {role for guide in guides().values() for role in guide.roles}
    assert served == set(ROLES)


@pytest.mark.parametrize("guide", guides().values(), ids=lambda guide: guide.key)
def test_a_page_of_the_manual_names_only_what_exists(guide):
    used = {spelling for text in texts_of(guide) for spelling, _ in MARK.findall(text)}
    assert used | set(guide.words) <= set(words())
    assert set(guide.see) <= set(guides())
    assert guide.steps or guide.sections


def test_pages_of_one_group_stand_together():
    groups = [guide.group for guide in guides().values()]
    changes = [
        group for group, before in zip(groups, ["", *groups], strict=False) if group != before
    ]
    assert changes == list(dict.fromkeys(changes))


def test_no_text_is_unkind():
    texts = [text for guide in guides().values() for text in texts_of(guide)]
    texts += [entry.text for entry in words().values()]
    assert [text for text in texts for unkind in UNKIND if unkind in text] == []


def test_a_word_is_explained_in_two_sentences_and_stands_in_a_row_of_the_syllabary():
    entries = list(dict.fromkeys(words().values()))
    assert [entry.ja for entry in entries if entry.text.count("。") != 2] == []
    assert len({entry.key for entry in entries}) == len(entries)
    assert {entry.row for entry in entries} <= set("あかさたなはまやらわ")
    linked_to = {s for entry in entries for s, _ in MARK.findall(entry.text)}
    linked_to |= {spelling for entry in entries for spelling in entry.see}
    assert linked_to <= set(words())


def test_the_words_of_the_glossary_are_explained_to_people_too():
    spellings = [{entry["ja"], re.split("[（・]", entry["ja"])[0]} for entry in glossary()]
    assert [either for either in spellings if not either & set(words())] == []


def test_links_in_a_sentence_are_made_and_everything_else_is_escaped():
    made = linked("<b>[[内示]]と[[コミプラ|地域の組織]]")
    page = Page(str(made))
    assert [(a["href"], a.text) for a in page.all("a")] == [
        (word_address("内示"), "内示"),
        ("/help/words/#platform", "地域の組織"),
    ]
    assert made.startswith("&lt;b&gt;")


def test_a_word_that_nobody_explained_is_refused():
    with pytest.raises(KeyError):
        word("謎")


def test_acts_lead_to_their_own_text():
    assert help_of_act("correct") == "/help/correction/"
    assert help_of_act("pay_settlement") == "/help/payment/"


def test_an_address_that_leads_nowhere_gets_the_help_for_that():
    assert help_address(None) == "/help/trouble/"


@pytest.mark.django_db
class TestPages:
    """The pages as they are read."""

    def test_the_contents_are_open_to_everybody(self, client):
        page = Page(client.get(reverse("help")).content.decode())
        titles = {element.text for element in page.all("a")}
        assert {guide.title for guide in guides().values()} <= titles

    def test_what_one_s_role_needs_stands_first(self, client, officer):  # noqa: F811
        client.force_login(officer.person)
        page = Page(client.get(reverse("help")).content.decode())
        assert page.all("h2")[0].text == "市町村担当がよく使う手引き"

    @pytest.mark.parametrize("key", guides())
    def test_a_page_of_the_manual_shows_all_its_sentences(self, key, client):
        guide = guides()[key]
        page = Page(client.get(reverse("help_page", args=[key])).content.decode())
        assert page.one("h1").text == guide.title
        steps = [MARK.sub(lambda mark: mark[2] or mark[1], step) for step in guide.steps]
        shown = [element.text for element in page.all("li")]
        assert [step for step in steps if step not in shown] == []

    def test_every_page_says_whom_to_call(self, client, prefecture):  # noqa: F811
        prefecture.phone = "099-286-0000"
        prefecture.save()
        page = Page(client.get(reverse("help_page", args=["form"])).content.decode())
        assert {a["href"] for a in page.all("a", class_="phone-number")} == {"tel:0992860000"}

    def test_every_word_has_its_anchor(self, client):
        page = Page(client.get(reverse("help_words")).content.decode())
        anchors = {element["id"] for element in page.all("div") if "id" in element.attrs}
        assert {entry.key for entry in words().values()} <= anchors

    def test_a_page_that_is_not_written_is_not_found(self, client):
        assert client.get("/help/nothing/").status_code == 404

    def test_a_page_leads_to_its_help(self, client, officer):  # noqa: F811
        client.force_login(officer.person)
        page = Page(client.get(reverse("account")).content.decode())
        assert page.one("a", class_="help-link")["href"] == "/help/account/"

    def test_whoever_cannot_sign_in_is_led_to_help_too(self, client):
        page = Page(client.get(reverse("account_login")).content.decode())
        assert page.one("a", class_="help-link")["href"] == "/help/signin/"
