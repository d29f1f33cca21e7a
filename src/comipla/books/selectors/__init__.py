"""Reads of the books, one module for each kind of page."""
