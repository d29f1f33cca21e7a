"""The ledger of grants: a year on one page, as a file, and on A4 paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.cases.selectors.ledger import AMOUNTS, Ledger, Section
from comipla.cases.selectors.listing import CaseFilter, CaseList, Place
from comipla.core.access import Permission
from comipla.core.codes import SubsidyCategory
from comipla.core.fiscal import FiscalYear
from comipla.core.money import format_yen
from comipla.people.requests import ActingRequest
from comipla.programme import clock
from comipla.web.access import permitted
from comipla.web.case_columns import category_mark, category_name, state_of
from comipla.web.case_lists import ListAddress
from comipla.web.context import years_in_sight
from comipla.web.downloads import Files, about_sheet, download
from comipla.web.exports import Field, Kind, Sheet

REST_SAYS: Final = (
    "残は、確定額（確定の前は変更後の決定額）から、支払った額を引き、返還された額を足したものです。"
    "マイナスは、これから返還される額です。"
)


_HEADINGS: Final = [
    {"key": "number", "label": "番号"},
    {"key": "title", "label": "事業名・状態"},
    {"key": "category", "label": "区分"},
    *({"key": key, "label": label, "numeric": True} for key, label in AMOUNTS.items()),
]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The ledger that an address asks for, with what it can be narrowed to."""

    ledger: Ledger
    years: list[FiscalYear]
    places: list[Place]

    @property
    def query(self) -> QueryDict:
        query = QueryDict(mutable=True)
        query["year"] = FiscalYear(self.ledger.year).code
        if self.ledger.category:
            query["category"] = self.ledger.category
        if self.ledger.municipality:
            query["municipality"] = self.ledger.municipality
        return query

    @property
    def finding(self) -> str:
        """What is shown, as a sentence."""
        ledger = self.ledger
        words = [FiscalYear(ledger.year).label]
        if ledger.municipality:
            names = {place.code: place.name for place in self.places}
            words.append(names.get(ledger.municipality, f"団体コード{ledger.municipality}"))
        if ledger.category:
            words.append(f"区分{category_mark(ledger.category)}")
        told = f"{'・'.join(words)}の交付台帳 {len(ledger.entries):,}件"
        amounts = ledger.amounts
        return (
            f"{told}、決定 計 {format_yen(amounts.changed)}、残 計 {format_yen(amounts.rest)}"
            if ledger.entries
            else f"{'・'.join(words)}の交付台帳に載る案件はありません"
        )


@permitted(Permission.SEE_LEDGER)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The projects of a year by municipality, with sums of each and of all."""
    shown = _shown(request)
    may_export = Permission.EXPORT in cast(ActingRequest, request).actor.permissions
    return render(
        request,
        "cases/ledger.html",
        {
            "ledger": shown.ledger,
            "sections": shown.ledger.sections,
            "total": shown.ledger.amounts,
            "finding": shown.finding,
            "columns": list(AMOUNTS),
            "headings": _HEADINGS,
            "years": shown.years,
            "places": shown.places,
            "categories": list(SubsidyCategory),
            "category_mark": category_mark,
            "files": Files.of("ledger_file", shown.query) if may_export else None,
            "state_of": state_of,
            "rest_says": REST_SAYS,
            "breadcrumbs": [("交付台帳", None)],
        },
    )


@permitted(Permission.SEE_LEDGER)
@permitted(Permission.EXPORT)
@require_safe
def ledger_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The ledger as a file: a row a project; a workbook has the sums on a sheet of their own."""
    shown = _shown(request)
    sections = shown.ledger.sections
    everything = Section("", "合計", shown.ledger.entries)
    sheets = [
        Sheet("交付台帳", _ENTRY_FIELDS, shown.ledger.entries),
        Sheet("市町村別計", _SECTION_FIELDS, [*sections, everything]),
        about_sheet([("内容", shown.finding), ("残", REST_SAYS)]),
    ]
    query = shown.query
    return download(
        request,
        form,
        sheets,
        back=f"{reverse('ledger')}?{query.urlencode()}",
        others=Files.of("ledger_file", query),
    )


def _shown(request: HttpRequest) -> _Shown:
    """Read the address: without a year, the present fiscal year, or else the latest."""
    chosen = ListAddress.read(request.GET).chosen
    acting, today = cast(ActingRequest, request), clock.today()
    actor, years = acting.actor, years_in_sight(acting)
    known, present = [year.year for year in years], FiscalYear.of(today).year
    year = next((year for year in (chosen.year, present, *known) if year in known), present)
    wider = CaseFilter(category=chosen.category, year=year)
    places = CaseList(actor, wider, today=today, years=years).places()
    entries = Ledger(actor, year=year, category=chosen.category, municipality=chosen.municipality)
    return _Shown(entries, [year.fiscal for year in years], places)


def _amount_fields() -> tuple[Field, ...]:
    def value_of(key: str) -> Callable[[Any], int]:
        return lambda row: getattr(row.amounts, key)

    return tuple(Field(label, Kind.YEN, value_of(key)) for key, label in AMOUNTS.items())


_ENTRY_FIELDS: Final = (
    Field("団体コード", Kind.TEXT, lambda entry: entry.municipality_code),
    Field("市町村", Kind.TEXT, lambda entry: entry.municipality),
    Field("案件番号", Kind.TEXT, lambda entry: entry.number),
    Field("事業名", Kind.TEXT, lambda entry: entry.title),
    Field("区分コード", Kind.TEXT, lambda entry: entry.category),
    Field("区分", Kind.TEXT, lambda entry: category_name(entry.category)),
    Field("状態", Kind.TEXT, lambda entry: state_of(entry).label),
    *_amount_fields(),
)
_SECTION_FIELDS: Final = (
    Field("団体コード", Kind.TEXT, lambda section: section.code),
    Field("市町村", Kind.TEXT, lambda section: section.name),
    Field("件数", Kind.NUMBER, lambda section: len(section.entries)),
    *_amount_fields(),
)
