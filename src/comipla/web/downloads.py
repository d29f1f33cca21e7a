"""Answers with a table as a file, in the form that the address asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from comipla.programme import clock
from comipla.web.environment import querystring
from comipla.web.exports import (
    CannotWrite,
    Field,
    Kind,
    Sheet,
    cp932_response,
    csv_response,
    xlsx_response,
)

CP932: Final = "shift_jis"
"""Value of `encoding` in an address that asks for a CSV in Windows' Japanese encoding."""
_CELLS_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Files:
    """Addresses of one table in each form."""

    csv: str
    xlsx: str
    cp932: str

    @classmethod
    def of(cls, name: str, query: QueryDict) -> Self:
        """The addresses of a table whose page has this query; `name` is that of its file view."""
        csv, xlsx = (reverse(name, args=[form]) for form in ("csv", "xlsx"))
        return cls(
            csv=f"{csv}{querystring(query)}",
            xlsx=f"{xlsx}{querystring(query)}",
            cp932=f"{csv}{querystring(query, encoding=CP932)}",
        )


def download(
    request: HttpRequest, form: str, sheets: Sequence[Sheet], *, back: str, others: Files
) -> HttpResponseBase:
    """The first sheet as CSV, or all of them as a workbook; `form` is "csv" or "xlsx".

    Where the encoding asked for lacks a character, a page names the cells instead, and leads
    `back` and to the `others`, which have every character.
    """
    name = f"{sheets[0].name}_{clock.today():%Y%m%d}"
    if form == "xlsx":
        return xlsx_response(sheets, f"{name}.xlsx")
    if form != "csv":
        raise Http404
    if request.GET.get("encoding") != CP932:
        return csv_response(sheets[0], f"{name}.csv")
    try:
        return cp932_response(sheets[0], f"{name}_ShiftJIS.csv")
    except CannotWrite as refusal:
        context = {
            "cells": refusal.cells[:_CELLS_SHOWN],
            "count": len(refusal.cells),
            "back": back,
            "others": [("UTF-8 の CSV", others.csv), ("Excel", others.xlsx)],
        }
        return render(request, "exports/refused.html", context, status=422)


def about_sheet(facts: Iterable[tuple[str, str]]) -> Sheet:
    """The sheet that says what a workbook holds, apart from the table, so that this stays pure."""
    made = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}"
    return Sheet(
        "この表について",
        (
            Field("項目", Kind.TEXT, lambda fact: fact[0]),
            Field("内容", Kind.TEXT, lambda fact: fact[1]),
        ),
        chain(facts, [("作成日時", made), ("金額の単位", "円")]),
    )
