"""The way of a case from the grant decision to the last yen, and the turns off it."""

from datetime import date, timedelta

from comipla.config.demo import asking, deciding, settling
from comipla.config.demo.briefs import open_day, open_days_later
from comipla.config.demo.story import ACCOUNTS, DEPUTY, Story
from comipla.config.demo.waves import TODAY, between, finished
from comipla.core.procedures.common import NoteFacts
from comipla.core.subsidy import advance_limit, late_charge
from comipla.programme.parameters import parameters

STOPPED_BEFORE = timedelta(days=35)
"""How long before its report a stopped project was stopped."""


def begin(story: Story) -> None:
    """Work starts; advances, changes and stops that lie in the past happen on the way."""
    story.wait(3, 8)
    story.town("start", asking.start(story.day))
    if story.tagged("advance") or story.tagged("advance2"):
        receive_advance(story)
    if story.tagged("advance2"):
        receive_advance(story)
    if story.tagged("changed") or story.tagged("raised"):
        change(story)
    if story.tagged("change_refused"):
        be_refused_change(story)
    if story.tagged("stop_refused"):
        be_refused_stop(story)
    if story.tagged("stopped"):
        stop(story)


def receive_advance(story: Story) -> None:
    """A part of the grant comes before the end."""
    story.wait(8, 14)
    claim_advance(story)
    left = story.claimed - story.paid
    story.wait(3, 5)
    _pay(story, "pay_advance", left)


def claim_advance(story: Story) -> None:
    """The municipality claims an advance: all it may where the story needs an overpayment."""
    rate = parameters(story.brief.year.parameters).at(story.day).rate("advance_rate")
    most = advance_limit(story.decided, story.claimed, rate=rate)
    amount = most
    if story.tagged("advance2") and not story.claimed:
        amount = most // 2 // 1000 * 1000
    elif not (story.tagged("overpaid") or story.tagged("stopped") or story.claimed):
        amount = most * story.brief.dice.roll("advance", 60, 100) // 100 // 1000 * 1000
    story.town("claim_advance", settling.advance_claim(story.brief, story.day, amount=amount))
    story.claimed += amount


def leave_claim(story: Story) -> None:
    """The municipality has claimed an advance these days and waits for it."""
    story.stand_on(open_day(TODAY - timedelta(days=story.brief.dice.roll("claimed", 6, 11))))
    claim_advance(story)


def change(story: Story) -> None:
    """A change is applied for and approved."""
    story.wait(18, 24)
    apply_change(story)
    story.wait(6, 9)
    facts = deciding.change_decision(story.change, open_days_later(story.day, 2))
    story.decide("approve_change", facts, by=DEPUTY)
    story.decided = facts.amount
    story.plan = asking.changed_plan(story.brief, facts.amount)


def be_refused_change(story: Story) -> None:
    """A change is applied for and not approved."""
    story.wait(18, 24)
    apply_change(story)
    story.wait(6, 9)
    story.decide("refuse_change", deciding.CHANGE_REFUSAL, by=DEPUTY)


def ask_change(story: Story) -> None:
    """A change is applied for and waits today."""
    ago = 46 if story.tagged("late") else story.brief.dice.roll("asked change", 10, 13)
    story.stand_on(open_day(TODAY - timedelta(days=ago)))
    apply_change(story)


def apply_change(story: Story) -> None:
    """The municipality applies for a change, upwards where the row says so."""
    by = 60_000 if story.tagged("raised") else -1000 * story.brief.dice.roll("less", 11, 38)
    later = story.brief.dice.chance("later", 40) and not finished(story.brief)
    facts = asking.change(story.brief, story.applied, amount=story.decided + by, later=later)
    story.town("apply_change", facts)
    story.change = facts


def stop(story: Story) -> None:
    """The project is stopped and the stop approved."""
    done = finished(story.brief)
    if done:
        story.stand_on(open_day(between(story.brief, "finished", done) - STOPPED_BEFORE))
    else:
        story.stand_on(open_day(TODAY - timedelta(days=story.brief.dice.roll("stop", 45, 49))))
    apply_stop(story)
    story.wait(6, 8)
    story.decide("approve_stop", NoteFacts(note="それまでの経費を実績報告書で報告してください。"))


def be_refused_stop(story: Story) -> None:
    """A stop is applied for and not approved."""
    story.wait(30, 36)
    apply_stop(story)
    story.wait(6, 8)
    story.decide("refuse_stop", deciding.STOP_REFUSAL)


def ask_stop(story: Story) -> None:
    """A stop is applied for and waits today."""
    story.stand_on(open_day(TODAY - timedelta(days=story.brief.dice.roll("asked stop", 10, 13))))
    apply_stop(story)


def apply_stop(story: Story) -> None:
    """The municipality applies to stop for good."""
    story.stopped_on = story.day
    spent = story.plan.total * story.brief.dice.roll("spent", 32, 44) // 100
    story.town("apply_stop", asking.stop(story.brief, story.day, spent=spent))


def report(story: Story) -> None:
    """The municipality reports; some reports have to be corrected."""
    done = finished(story.brief)
    assert done is not None
    finished_on = between(story.brief, "finished", done)
    facts = _report(story, finished_on)
    story.reported = facts
    story.stand_on(finished_on)
    story.wait(6, 8)
    story.town("report", facts)
    if story.tagged("report_corrected"):
        story.wait(3, 5)
        reply_by = open_days_later(story.day, 10)
        request = deciding.correction_request(settling.REPORT_DEFECTS, reply_by)
        story.act("ask_report_correction", request)
        story.wait(4, 6)
        story.town("correct_report", facts)


def ask_report_correction(story: Story) -> None:
    """The prefecture asks for a correction of the report and waits for it today."""
    story.wait(4, 6)
    if not story.tagged("late"):
        story.stand_on(open_day(TODAY - timedelta(days=story.brief.dice.roll("asked", 10, 13))))
    reply_by = open_day(TODAY + timedelta(days=-10 if story.tagged("late") else 7))
    request = deciding.correction_request(settling.REPORT_DEFECTS, reply_by)
    story.act("ask_report_correction", request)


def inspect(story: Story) -> None:
    """The prefecture inspects."""
    story.wait(3, 5)
    story.inspected = settling.inspection(story.brief, story.reported, story.day)
    story.act("inspect", story.inspected)


def determine(story: Story) -> None:
    """The prefecture determines the final amount."""
    story.wait(1, 3)
    facts = settling.determination(story.inspected, decided=story.decided)
    story.decide("determine", facts)
    story.determined = facts.amount


def claim(story: Story) -> None:
    """The municipality claims what is left, where anything is."""
    left = story.determined - story.paid
    if left > 0:
        story.wait(3, 6)
        story.town("claim_settlement", settling.settlement_claim(left))
        story.claimed += left


def settle(story: Story) -> None:
    """The prefecture pays what was claimed."""
    left = story.claimed - story.paid
    if left:
        story.wait(3, 5)
        _pay(story, "pay_settlement", left)


def order_back(story: Story) -> None:
    """The prefecture orders the excess back; some of it, or nothing, has come by today."""
    story.wait(2, 4)
    excess = story.paid - story.determined
    due_on = open_day(story.day + timedelta(days=22))
    story.decide("order_repayment", settling.repayment_order(excess, due_on))
    if story.tagged("partial"):
        story.stand_on(open_days_later(due_on, -2))
        repay(story, excess * 6 // 10_000 * 1000)


def return_all(story: Story) -> None:
    """The excess is ordered back and comes back: a week late, with its charge, in the old year."""
    order_back(story)
    excess = story.paid - story.determined
    due_on = story.steps[-1].facts.due_on
    if story.tagged("paid_late"):
        story.stand_on(open_days_later(due_on, 7))
        rate = parameters(story.brief.year.parameters).at(story.day).rate("late_charge_rate")
        repay(story, excess, charge=late_charge(excess, due_on, story.day, rate=rate))
    else:
        story.stand_on(open_days_later(due_on, -3))
        repay(story, excess)


def repay(story: Story, amount: int, charge: int = 0) -> None:
    """Money comes back to the treasury."""
    facts = settling.repayment(story.brief, story.day, amount=amount, late_charge=charge)
    story.act("record_repayment", facts, ACCOUNTS)
    story.repaid += amount


def close(story: Story) -> None:
    """Nothing is owed either way: the case is closed."""
    if story.paid > story.determined:
        return_all(story)
    story.wait(1, 3)
    story.act("close", settling.closing(story.day))


def _pay(story: Story, kind: str, amount: int) -> None:
    """The officer drafts and the treasury pays on the day of its decision."""
    story.draft(kind, settling.payment(story.brief, open_days_later(story.day, 2), amount=amount))
    facts = story.steps[-1].facts
    story.stand_on(facts.paid_on)
    story.act(kind, facts, ACCOUNTS)
    story.paid += amount


def _report(story: Story, finished_on: date) -> settling.PerformanceFacts:
    """The report of work that went as planned, fell far short, or was stopped."""
    percent = story.brief.dice.roll("percent", 94, 102)
    if story.tagged("overpaid"):
        percent = 52
    if story.stopped_on and story.tagged("stopped"):
        percent = 41
    since = next(step.day for step in story.steps if step.kind == "start")
    stopped = story.tagged("stopped")
    return settling.report(
        story.brief,
        story.plan,
        decided=story.decided,
        since=since,
        completed_on=story.stopped_on if stopped and story.stopped_on else finished_on,
        percent=percent,
        stopped=stopped,
    )
