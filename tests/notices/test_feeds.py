"""Calendar feeds: one open address per membership, closed by hand or by the end of the term."""

from datetime import date, timedelta

import pytest

from comipla.notices.feeds import close_feed, feed_of, membership_behind, open_feed
from comipla.people.models import AuditEvent

DAY = date(2024, 7, 1)


@pytest.fixture
def mine(officer):
    officer.starts_on = date(2024, 4, 1)
    officer.save()
    return officer


def test_a_token_leads_to_its_membership(mine):
    token = open_feed(membership=mine)
    assert membership_behind(token, day=DAY) == mine
    assert membership_behind(f"{token}x", day=DAY) is None


def test_only_the_fingerprint_of_the_token_is_kept(mine):
    token = open_feed(membership=mine)
    assert token not in str(vars(feed_of(mine)))


def test_a_new_feed_closes_the_one_before(mine):
    first, second = open_feed(membership=mine), open_feed(membership=mine)
    assert [membership_behind(token, day=DAY) for token in (first, second)] == [None, mine]


def test_a_closed_feed_is_not_found(mine):
    token = open_feed(membership=mine)
    assert [close_feed(membership=mine), close_feed(membership=mine)] == [True, False]
    assert (membership_behind(token, day=DAY), feed_of(mine)) == (None, None)


def test_a_feed_ends_with_the_term(mine):
    token = open_feed(membership=mine)
    mine.ends_on = DAY
    mine.save()
    assert membership_behind(token, day=DAY) == mine
    assert membership_behind(token, day=DAY + timedelta(days=1)) is None


def test_a_feed_ends_with_the_account(mine):
    token = open_feed(membership=mine)
    mine.person.is_active = False
    mine.person.save()
    assert membership_behind(token, day=DAY) is None


def test_making_and_closing_an_address_stands_in_the_audit_without_the_address(mine):
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    token = open_feed(membership=mine)
    close_feed(membership=mine)
    close_feed(membership=mine)
    events = AuditEvent.objects.exclude(pk__in=before).order_by("pk")
    assert [(event.kind, event.person, event.body, event.detail) for event in events] == [
        (kind, mine.person, mine.body, {}) for kind in ("feed_opened", "feed_closed")
    ]
    assert token not in str(list(events.values()))
