"""The tables of a platform's money."""

from comipla.books.models.audits import Asset, AuditReport, BookPaper, MonthCheck
from comipla.books.models.entries import BookFile, Entry, Receipt
from comipla.books.models.years import (
    AccountCode,
    BankBook,
    Book,
    BooksYear,
    BudgetLine,
    Grant,
    YearEvent,
)

__all__ = [
    "AccountCode",
    "Asset",
    "AuditReport",
    "BankBook",
    "Book",
    "BookFile",
    "BookPaper",
    "BooksYear",
    "BudgetLine",
    "Entry",
    "Grant",
    "MonthCheck",
    "Receipt",
    "YearEvent",
]
