"""The way of a case up to the grant decision, milestone by milestone, and the turns off it."""

from datetime import timedelta

from comipla.config.demo import asking, deciding
from comipla.config.demo.briefs import open_day, open_days_later
from comipla.config.demo.story import DECIDER, DEPUTY, SMALL, Story
from comipla.config.demo.waves import TODAY, between, finished
from comipla.core.procedures.subsidy.facts import ApplicationFacts


def ask(story: Story) -> None:
    """The municipality hands in its need, and some a better one later."""
    brief = story.brief
    story.day = between(brief, "need", story.wave.needs)
    first_try = story.tagged("revised")
    story.town("submit_need", asking.need(brief, story.day, first_try=first_try))
    if first_try:
        story.wait(2, 4)
        story.town("revise_need", asking.need(brief, story.day))


def earmark(story: Story) -> None:
    """The prefecture holds the amount ready, all cases of a round on about the same day."""
    story.stand_on(open_days_later(story.wave.earmarked_on, -3))
    story.decide("earmark", deciding.earmark(story.brief, story.wave.apply_by))


def decline(story: Story) -> None:
    """No earmark this year."""
    story.stand_on(open_days_later(story.wave.earmarked_on, -3))
    story.decide("decline_need", deciding.NO_EARMARK)


def hand_in(story: Story) -> None:
    """The municipality applies; some applications have to be corrected."""
    story.stand_on(between(story.brief, "apply", story.wave.applications))
    facts = _application(story)
    story.applied = facts
    if story.brief.row.fate == "correcting":
        story.town("apply", asking.slip(story.brief).spoil(facts))
        return
    if not story.tagged("corrected"):
        story.town("apply", facts)
        return
    found = asking.slip(story.brief)
    story.town("apply", found.spoil(facts))
    story.wait(4, 6)
    reply_by = open_days_later(story.day, 10)
    story.act("ask_correction", deciding.correction_request(found.defects, reply_by))
    story.wait(3, 6)
    story.town("correct", facts)


def ask_correction(story: Story) -> None:
    """The prefecture asks for a correction and waits for it today."""
    found = asking.slip(story.brief)
    if story.tagged("late"):
        story.wait(6, 8)
        reply_by = open_day(TODAY - timedelta(days=10))
    else:
        story.stand_on(open_day(TODAY - timedelta(days=story.brief.dice.roll("asked", 10, 13))))
        reply_by = open_day(TODAY + timedelta(days=4))
    message = "電話でもご説明します。見積書の差替えは要りません。"
    story.act("ask_correction", deciding.correction_request(found.defects, reply_by, message))


def review(story: Story) -> None:
    """The prefecture examines the application."""
    story.wait(6, 8)
    story.reviewed = deciding.review(story.brief, story.applied)
    story.act("review", story.reviewed)


def grant(story: Story) -> None:
    """The prefecture grants."""
    story.wait(1, 3)
    facts = deciding.decision(story.brief, story.applied, story.reviewed)
    story.decide("decide_grant", facts, by=DEPUTY if facts.amount < SMALL else DECIDER)
    story.decided = facts.amount


def refuse(story: Story) -> None:
    """The prefecture refuses what its examination did not accept."""
    story.wait(1, 3)
    story.decide("refuse", deciding.REFUSAL)


def withdraw(story: Story) -> None:
    """The municipality takes its request back."""
    since = story.day if story.decided else None
    story.wait(3, 7)
    story.town("withdraw", asking.withdrawal(since))


def _application(story: Story) -> ApplicationFacts:
    """The application for what was earmarked, its work laid where the story will end it."""
    brief = story.brief
    start = open_day(story.day + timedelta(days=45 + brief.dice.roll("start", 0, 10)))
    done = finished(brief)
    if done and not story.tagged("stopped"):
        end = open_day(
            between(brief, "finished", done) + timedelta(days=brief.dice.roll("end", 0, 12))
        )
    elif brief.row.fate == "underway" and story.tagged("late"):
        end = open_day(TODAY - timedelta(days=brief.dice.roll("end", 52, 59)))
    else:
        end = between(brief, "end", story.wave.ends)
    return asking.application(
        brief,
        story.day,
        amount=brief.row.earmarked,
        voted_on=story.wave.voted_on,
        span=(start, end),
    )
