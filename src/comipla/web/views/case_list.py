"""The list of cases, its files, and the lists that a person keeps."""

from collections.abc import Iterator
from typing import Final, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comipla.cases.models import SavedView
from comipla.cases.selectors.listing import CaseList
from comipla.cases.services.saved_views import CannotKeep, drop_view, keep_view
from comipla.core.access import Permission
from comipla.people.requests import ActingRequest, person_of
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.case_columns import COLUMNS, columns_of, fields_of, rows_of
from comipla.web.case_facets import chips_of, finding_of
from comipla.web.case_lists import SIZES, ListAddress
from comipla.web.context import years_in_sight
from comipla.web.downloads import Files, about_sheet, download
from comipla.web.exports import Sheet

_TOLD: Final = ("requested", "applied", "decided")
"""Accounts that the sentence over the list may name."""

_see = permitted(Permission.SEE_CASE)
_export = permitted(Permission.EXPORT)


class _Counted(Paginator):
    """Pages of a list that has been counted already."""

    def __init__(self, count: int, size: int) -> None:
        super().__init__((), size)
        self.count = count


@_see
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """One page of the cases the person sees, with the counts and totals of the whole list."""
    address = ListAddress.read(request.GET)
    acting = cast(ActingRequest, request)
    actor, years = acting.actor, years_in_sight(acting)
    listed = CaseList(actor, address.chosen, today=clock.today(), years=years)
    columns = columns_of(address.columns)
    accounts = dict.fromkeys((*_TOLD, *(column.key for column in columns if column.numeric)))
    summary = listed.summary(tuple(accounts))
    paginator = _Counted(summary.count, address.size)
    number = paginator.get_page(address.page).number
    lines = listed.page(sort=address.sort, start=(number - 1) * address.size, size=address.size)
    places = listed.places()
    return render(
        request,
        "cases/list.html",
        {
            "address": address,
            "finding": finding_of(listed.chosen, summary, places),
            "chips": chips_of(listed, summary, address.query()),
            "places": places,
            "years": [year.fiscal for year in years],
            "summary": summary,
            "columns": columns,
            "choosable": [column for column in COLUMNS.values() if not column.fixed],
            "files": Files.of("case_list_file", address.query())
            if Permission.EXPORT in actor.permissions
            else None,
            "may_submit": Permission.SUBMIT in actor.permissions,
            "page": Page(rows_of(lines, columns, listed.today), number, paginator),
            "sizes": sorted(SIZES),
            "views": SavedView.objects.filter(person=person_of(request)),
            "breadcrumbs": [("案件", None)],
        },
    )


@_export
@require_safe
def case_list_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole list as a file: the rows of its filter in its order, with the columns shown."""
    address = ListAddress.read(request.GET)
    actor = cast(ActingRequest, request).actor
    listed = CaseList(actor, address.chosen, today=clock.today())
    fields = fields_of(columns_of(address.columns))
    table = Sheet("案件一覧", fields, listed.lines(sort=address.sort))
    return download(
        request,
        form,
        [table, about_sheet(_about(listed))],
        back=_list_at(address),
        others=Files.of("case_list_file", address.query()),
    )


@_see
@require_POST
def case_view_keep(request: HttpRequest) -> HttpResponse:
    """Keep the list at an address under a name, and come back to it."""
    address = ListAddress.read(QueryDict(request.POST.get("query", "")))
    try:
        view = keep_view(
            person=person_of(request),
            name=request.POST.get("name", ""),
            query=address.query().urlencode(),
        )
    except CannotKeep as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(
            request, f"「{view.name}」として保存しました。「保存した一覧」から開けます。"
        )
    return redirect(_list_at(address))


@_see
@require_POST
def case_view_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a kept list; the cases in it stay as they are."""
    name = drop_view(person=person_of(request), view=pk)
    if name is None:
        raise Http404
    messages.success(request, f"保存した一覧「{name}」を消しました。案件はそのままです。")
    return redirect(_list_at(ListAddress.read(QueryDict(request.POST.get("query", "")))))


def _list_at(address: ListAddress) -> str:
    query = address.query().urlencode()
    return f"{reverse('case_list')}?{query}" if query else reverse("case_list")


def _about(listed: CaseList) -> Iterator[tuple[str, str]]:
    """What a workbook says of the list beside it; read only when one is written."""
    yield "内容", finding_of(listed.chosen, listed.summary(_TOLD), listed.places())
