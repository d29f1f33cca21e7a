"""Reads of cases, one module per kind of page; each owns what it prefetches."""
