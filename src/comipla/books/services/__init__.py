"""What may be done to a platform's money."""

from comipla.books.services.entries import (
    Draft,
    approve_entry,
    edit_entry,
    pay_entry,
    reverse_entry,
    send_back_entry,
    withdraw_entry,
    write_entry,
)
from comipla.books.services.files import add_receipt, keep_file
from comipla.books.services.opening import carry_forward, furnish, open_books, planned_again
from comipla.books.services.transfers import write_transfer

__all__ = [
    "Draft",
    "add_receipt",
    "approve_entry",
    "carry_forward",
    "edit_entry",
    "furnish",
    "keep_file",
    "open_books",
    "pay_entry",
    "planned_again",
    "reverse_entry",
    "send_back_entry",
    "withdraw_entry",
    "write_entry",
    "write_transfer",
]
