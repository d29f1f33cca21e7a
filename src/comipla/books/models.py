"""The money of a community platform: ledger, receipts, settlement, audit."""
