"""Surveys of residents, on paper and on phones."""
