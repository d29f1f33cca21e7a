"""What may be done to a platform's money."""

from comipla.books.services.closing import (
    SERIES,
    Signature,
    advance_books,
    check_month,
    points_of,
    reopen_asked,
)
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
from comipla.books.services.files import add_receipt, attach_receipt, keep_file
from comipla.books.services.importing import import_entries
from comipla.books.services.opening import carry_forward, furnish, open_books, planned_again
from comipla.books.services.setting import (
    Plan,
    add_account,
    add_bank,
    add_book,
    add_grant,
    change_holders,
    list_asset,
    set_budget,
    set_rules,
)
from comipla.books.services.transfers import write_transfer

__all__ = [
    "SERIES",
    "Draft",
    "Plan",
    "Signature",
    "add_account",
    "add_bank",
    "add_book",
    "add_grant",
    "add_receipt",
    "advance_books",
    "approve_entry",
    "attach_receipt",
    "carry_forward",
    "change_holders",
    "check_month",
    "edit_entry",
    "furnish",
    "import_entries",
    "keep_file",
    "list_asset",
    "open_books",
    "pay_entry",
    "planned_again",
    "points_of",
    "reopen_asked",
    "reverse_entry",
    "send_back_entry",
    "set_budget",
    "set_rules",
    "withdraw_entry",
    "write_entry",
    "write_transfer",
]
