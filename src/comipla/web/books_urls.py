"""Addresses of the pages of a platform's money."""

from django.urls import path

from comipla.web.views.books.approvals import books_approvals
from comipla.web.views.books.cash import books, books_file
from comipla.web.views.books.closing import books_closing, books_paper
from comipla.web.views.books.importing import books_import
from comipla.web.views.books.months import books_months
from comipla.web.views.books.moving import books_transfer
from comipla.web.views.books.outside import books_grants, books_public
from comipla.web.views.books.planning import books_budget
from comipla.web.views.books.setting import books_setting
from comipla.web.views.books.settlement import books_settlement
from comipla.web.views.books.voucher import books_entry, books_receipt
from comipla.web.views.books.writing import books_entry_edit, books_entry_new
from comipla.web.views.books.years import books_home, books_years

_YEAR = "platforms/<slug:slug>/books/<str:code>/"

urlpatterns = [
    path("books/", books_home, name="books_home"),
    path("platforms/<slug:slug>/books/", books_years, name="books_years"),
    path("platforms/<slug:slug>/books/grants/", books_grants, name="books_grants"),
    path(_YEAR, books, name="books"),
    path(f"{_YEAR}cash.<str:form>", books_file, name="books_file"),
    path(f"{_YEAR}new/", books_entry_new, name="books_entry_new"),
    path(f"{_YEAR}entries/<int:number>/", books_entry, name="books_entry"),
    path(f"{_YEAR}entries/<int:number>/edit/", books_entry_edit, name="books_entry_edit"),
    path(f"{_YEAR}receipts/<uuid:uuid>/", books_receipt, name="books_receipt"),
    path(f"{_YEAR}approvals/", books_approvals, name="books_approvals"),
    path(f"{_YEAR}settlement/", books_settlement, name="books_settlement"),
    path(f"{_YEAR}transfer/", books_transfer, name="books_transfer"),
    path(f"{_YEAR}import/", books_import, name="books_import"),
    path(f"{_YEAR}budget/", books_budget, name="books_budget"),
    path(f"{_YEAR}months/", books_months, name="books_months"),
    path(f"{_YEAR}closing/", books_closing, name="books_closing"),
    path(f"{_YEAR}setting/", books_setting, name="books_setting"),
    path(f"{_YEAR}papers/<slug:kind>.pdf", books_paper, name="books_paper"),
    path("p/<slug:slug>/books/<str:code>/", books_public, name="books_public"),
]
