"""One subsidy from the needs survey to the last yen, clicked through by five people."""

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests import examples as x
from tests.e2e.visitor import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def raw(code: str, facts: object) -> dict[str, Any]:
    """What a person types for these facts."""
    from comipla.core.facts import values_from
    from comipla.programme.editions import form

    return form(code, "r6-1").write(values_from(facts))


def act(visitor: Visitor, number: str, kind: str, typed: dict[str, Any], picture: str = "") -> None:
    """From the case page: open the act's form, fill it, check it, send it."""
    visitor.goto(f"/cases/{number}/")
    visitor.look()
    button = visitor.page.locator(f'form[action="/cases/{number}/acts/{kind}/"] button').first
    if not button.is_visible():
        visitor.page.locator("main details", has=button).locator("summary").first.click()
    visitor.click(button)
    visitor.complete(typed, picture)
    send(visitor, picture)


def send(visitor: Visitor, picture: str = "") -> None:
    """Press the one button of the check page; the receipt follows."""
    button = visitor.page.locator('form[action$="/submit/"] button[type="submit"]')
    assert button.count(), visitor.page.inner_text("main")[:900]
    visitor.click(button.first)
    assert "/receipts/" in visitor.page.url, visitor.page.inner_text("main")[:600]
    visitor.look(f"{picture}-receipt" if picture else "")


def decide(visitor: Visitor, number: str, picture: str = "") -> None:
    """Decide what another person has drafted, after showing once more who one is."""
    for _ in range(2):
        visitor.goto(f"/cases/{number}/approval/")
        visitor.look(picture)
        visitor.click(visitor.page.locator('button[name="act"][value="decide"]').first)
        if "step-up" not in visitor.page.url:
            break
        visitor.click(visitor.page.locator("main form button").first)


def state_of(number: str) -> str:
    from comipla.cases.models import Case

    return Case.objects.for_system("story").get(number=number).state


def test_subsidy_goes_from_need_to_settlement(site: Any, browser: Any) -> None:
    place = site(browser)
    officer = place.visitor("officer", PHONE)
    clerk, chief = place.visitor("clerk", DESK), place.visitor("chief", DESK)
    treasury = place.visitor("treasury", DESK)
    number = "3-R6-001"

    # 要望: the municipality, on a phone
    officer.look("muni-desk")
    officer.goto("/cases/new/")
    officer.look()
    officer.press("要望調書を1件書く")
    officer.complete(raw("subsidy_needs_sheet", x.need()), "muni-need")
    send(officer, "muni-need")
    assert state_of(number) == "needed"

    # 内示: drafted by one, decided by another
    act(clerk, number, "earmark", raw("subsidy_earmark", x.earmark()), "pref-earmark")
    chief.goto("/desk/")
    chief.look("pref-chief-desk")
    decide(chief, number, "pref-approval")
    assert state_of(number) == "earmarked"

    # 交付申請: the session is lost in the middle, nothing typed is lost
    application = raw("subsidy_application", x.application())
    officer.goto(f"/cases/{number}/")
    officer.click(officer.page.locator(f'form[action="/cases/{number}/acts/apply/"] button').first)
    parts = [a.get_attribute("href") for a in officer.page.locator(".tasks a").all()]
    form = officer.page.url
    officer.goto(str(parts[1]))
    officer.fill(application)
    officer.lose_session()
    officer.press("保存")
    officer.look("muni-session-lost")
    officer.sign_in()
    officer.look("muni-session-back")
    assert officer.page.locator('[name="purpose"]').input_value() == x.application().purpose
    officer.press("保存")
    officer.goto(form)
    officer.complete(application, "muni-application")
    send(officer, "muni-application")

    # 補正: pointed at one field, mended, sent again
    act(
        clerk,
        number,
        "ask_correction",
        raw("subsidy_correction_request", x.correction_request("contents")),
        "pref-correction",
    )
    officer.goto(f"/cases/{number}/")
    officer.look("muni-correction")
    mended = {"contents": "空き家を改修し、買い物支援を週に一度試行する。"}
    act(officer, number, "correct", mended, "muni-correct")

    # 審査と交付決定
    act(clerk, number, "review", raw("subsidy_review", x.review()), "pref-review")
    act(clerk, number, "decide_grant", raw("subsidy_decision", x.decision()), "pref-decision")
    decide(chief, number, "pref-decision-approval")
    assert state_of(number) == "granted"

    # 通知書: downloaded by the municipality, its origin confirmed by anybody
    officer.goto(f"/cases/{number}/?tab=papers")
    officer.look("muni-papers")
    check_decision_paper(officer)

    # 着手、概算払
    act(officer, number, "start", raw("subsidy_start", x.start()))
    act(officer, number, "claim_advance", raw("subsidy_advance_claim", x.advance_claim(431_000)))
    act(clerk, number, "pay_advance", raw("subsidy_payment", x.payment(431_000)))
    decide(treasury, number, "pref-payment")

    # 実績報告、検査、額の確定、精算払
    report = raw("subsidy_performance_report", x.report(1_000_000, 500_000))
    act(officer, number, "report", report, "muni-report")
    act(clerk, number, "inspect", raw("subsidy_inspection", x.inspection(1_000_000)))
    determination = raw("subsidy_determination", x.determination(500_000, 1_000_000))
    act(clerk, number, "determine", determination)
    decide(chief, number, "pref-determination")
    claim = raw("subsidy_settlement_claim", x.settlement_claim(69_000))
    act(officer, number, "claim_settlement", claim)
    act(clerk, number, "pay_settlement", raw("subsidy_payment", x.payment(69_000)))
    decide(treasury, number)
    act(clerk, number, "close", raw("subsidy_close", x.close()))
    assert state_of(number) == "completed"

    check_the_end(place, [officer, clerk, chief, treasury], number)


def check_decision_paper(visitor: Visitor) -> None:
    """Download the decision, read it, and follow the address that its QR code holds."""
    from comipla.documents.models import Paper

    paper = Paper.objects.for_system("story").get(key="grant_decision")
    with visitor.page.expect_download() as download:
        visitor.page.locator(f'a[href="/papers/{paper.pk}.pdf"]').first.evaluate(
            "a => { a.download = 'paper.pdf'; a.click(); }"
        )
    pdf = pypdf.PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    words = "".join(re.sub(r"\s", "", page.extract_text()) for page in pdf.pages)
    assert words.count("金617,000円") >= 1
    visitor.goto(paper.verify_url)
    visitor.look("public-verify")
    assert paper.number in visitor.page.inner_text("main")
    visitor.goto("/desk/")


def check_the_end(place: Any, visitors: list[Visitor], number: str) -> None:
    """The ladder is whole, the books agree, and no page asked another host or complained."""
    from comipla.cases.models import Case
    from comipla.cases.services import verify

    row = Case.objects.for_system("story").get(number=number)
    assert (row.decided, row.paid, row.determined, row.repaid) == (617_000, 500_000, 500_000, 0)
    assert verify() == []
    for path, picture in (
        (f"/cases/{number}/", "pref-case"),
        ("/cases/", "pref-list"),
        ("/years/R6/", "pref-year"),
        ("/ledger/", "pref-ledger"),
    ):
        visitors[1].goto(path)
        visitors[1].look(picture)
    host = place.url.removeprefix("http://")
    assert [v.complaints for v in visitors] == [[]] * len(visitors)
    assert {name for v in visitors for name in v.hosts} == {host}
