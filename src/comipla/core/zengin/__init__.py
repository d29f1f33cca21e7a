"""総合振込: the file of many transfers in the banks' common format (全銀協規定形式).

`write_transfers` makes the bytes, or raises `TransfersRefused` with every row that cannot be
written and why; `read_transfers` takes a file apart and checks it as strictly. Records are 120
bytes of half-width letters (JIS X 0201): header, one for each transfer, trailer, end.
"""

from comipla.core.zengin.banks import Bank, Banks, BankTableError, read_banks
from comipla.core.zengin.characters import (
    BANK_SIGNS,
    NAME_SIGNS,
    WIDE_NAME_SIGNS,
    UnwritableError,
    half_width,
)
from comipla.core.zengin.names import account_name
from comipla.core.zengin.reading import read_transfers
from comipla.core.zengin.records import RECORD_LENGTH
from comipla.core.zengin.transfers import (
    AccountKind,
    Client,
    Refusal,
    Transfer,
    TransferFile,
    TransferFileError,
    TransfersRefused,
    bank_closure,
)
from comipla.core.zengin.writing import transfer_refusals, write_transfers

__all__ = [
    "BANK_SIGNS",
    "NAME_SIGNS",
    "RECORD_LENGTH",
    "WIDE_NAME_SIGNS",
    "AccountKind",
    "Bank",
    "BankTableError",
    "Banks",
    "Client",
    "Refusal",
    "Transfer",
    "TransferFile",
    "TransferFileError",
    "TransfersRefused",
    "UnwritableError",
    "account_name",
    "bank_closure",
    "half_width",
    "read_banks",
    "read_transfers",
    "transfer_refusals",
    "write_transfers",
]
