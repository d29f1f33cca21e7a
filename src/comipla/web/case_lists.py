"""What the address of a list of cases says: its filter, order, columns and page.

The address holds everything, so a list can be sent, kept and opened again. What it says of things
that do not exist (any more) is passed over, so that an old address still opens.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.listing import ORDERS, TURNS, CaseFilter
from comipla.core.codes import SubsidyCategory
from comipla.core.fiscal import FiscalYear
from comipla.core.wareki import DateError
from comipla.web.case_columns import COLUMNS

SIZES: Final = (50, 20, 100)
"""Rows on a page, the usual number first."""
_LONGEST_SEARCH: Final = 100
_STATES: Final = frozenset(key for p in PROCEDURES.values() for key in p.states)


@dataclass(frozen=True, slots=True)
class ListAddress:
    """A list as its address says it. `columns` is empty until somebody has chosen some."""

    chosen: CaseFilter
    sort: str = ""
    columns: tuple[str, ...] = ()
    dense: bool = False
    size: int = SIZES[0]
    page: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "ListAddress":
        """Read an address; parts that say nothing known count as absent."""
        sort = query.get("sort", "")
        return cls(
            chosen=CaseFilter(
                text=query.get("q", "").strip()[:_LONGEST_SEARCH],
                turn=_one_of(TURNS, query.get("turn", "")),
                states=tuple(key for key in query.getlist("state") if key in _STATES),
                category=_one_of(list(SubsidyCategory), query.get("category", "")),
                municipality=query.get("municipality", "")[:6],
                year=_year(query.get("year", "")),
            ),
            sort=sort if sort.removeprefix("-") in ORDERS else "",
            columns=tuple(key for key in query.getlist("columns") if key in COLUMNS),
            dense=query.get("density") == "dense",
            size=next((size for size in SIZES if str(size) == query.get("size")), SIZES[0]),
            page=query.get("page", ""),
        )

    def query(self) -> QueryDict:
        """The address again, without the page and with what differs from the usual only."""
        chosen = self.chosen
        query = QueryDict(mutable=True)
        parts = {
            "q": [chosen.text],
            "turn": [chosen.turn],
            "state": chosen.states,
            "category": [chosen.category],
            "municipality": [chosen.municipality],
            "year": [FiscalYear(chosen.year).code] if chosen.year else [],
            "sort": [self.sort],
            "columns": self.columns,
            "density": ["dense"] if self.dense else [],
            "size": [str(self.size)] if self.size != SIZES[0] else [],
        }
        for key, values in parts.items():
            if any(values):
                query.setlist(key, list(values))
        return query


def _one_of(known: Collection[str], value: str) -> str:
    return value if value in known else ""


def _year(code: str) -> int:
    try:
        return FiscalYear.from_code(code).year
    except DateError:
        return 0
