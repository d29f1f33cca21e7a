"""Move money between passbooks and cash boxes."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.books.models import BankBook, BooksYear
from comipla.books.selectors.balances import balances_of
from comipla.books.selectors.finding import banks_of
from comipla.books.services import write_transfer
from comipla.core.access import Permission
from comipla.core.books import MOVED_OUT, RESERVED, Refused
from comipla.core.wareki import format_wareki_short
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.books.forms import Problems
from comipla.web.views.books.finding import actor_of, find_year, frame, key_of, problems_of
from comipla.web.year_forms import YearForm


class TransferForm(YearForm):
    """From where to where, how much, when and why."""

    fields = (
        ("source", "text", "どこから", "", True),
        ("target", "text", "どこへ", "", True),
        ("amount", "yen", "金額", "", True),
        ("on", "date", "日付", "", True),
        ("memo", "text", "内容", "", True),
        ("account", "text", "ちがう会計に移すときの科目", "", False),
    )

    def __init__(self, typed: Mapping[str, Any] | None, banks: list[BankBook]) -> None:
        self.banks = {str(bank.pk): bank for bank in banks}
        super().__init__(typed, {"on": format_wareki_short(clock.today()), "account": MOVED_OUT})
        if not self.typed:
            return
        for name in ("source", "target"):
            if self.raw[name] in self.banks:
                self.values[name] = self.banks[self.raw[name]]
            elif self.raw[name]:
                self.problems.append((name, "通帳・現金を一覧から選んでください。"))

    @property
    def out_account(self) -> str:
        """The account of the leg that leaves its set of accounts."""
        return RESERVED if self.raw["account"] == RESERVED else MOVED_OUT


@permitted(Permission.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def books_transfer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write both legs of a transfer with one form."""
    year = find_year(request, slug, code)
    form = TransferForm(
        request.POST if request.method == "POST" else None, list(banks_of(year.platform))
    )
    problems: Problems = list(form.problems)
    if request.method == "POST" and not problems:
        try:
            out, into = write_transfer(
                year=year,
                source=form.values["source"],
                target=form.values["target"],
                amount=form.yen("amount"),
                on=form.day("on"),
                memo=form.text("memo"),
                by=actor_of(request),
                key=key_of(request),
                out_account=form.out_account,
            )
        except Refused as refusal:
            problems = problems_of(refusal)
        else:
            messages.success(
                request,
                f"振替の伝票を第{out.number}号と第{into.number}号に書きました。"
                "ほかの役員の承認を待っています。",
            )
            return redirect("books_entry", slug, code, out.number)
    return _page(request, year, form, problems)


def _page(
    request: HttpRequest, year: BooksYear, form: TransferForm, errors: Problems
) -> HttpResponse:
    held = balances_of(year)
    options = [
        (key, f"{bank.book.name}：{bank.name}（残高 {held.get(bank.pk, 0):,}円）")
        for key, bank in form.banks.items()
    ]
    context = frame(request, year, "books", "振替の伝票を書く") | {
        "form": form,
        "options": options,
        "several": len({bank.book_id for bank in form.banks.values()}) > 1,
        "accounts": [(MOVED_OUT, "他会計への繰出金"), (RESERVED, "積立金")],
        "key": key_of(request) if request.method == "POST" else uuid.uuid4(),
        "errors": errors,
        "wrong": dict(errors),
    }
    return render(request, "books/transfer.html", context, status=422 if errors else 200)
