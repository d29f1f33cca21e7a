"""The invented block grant of one city: last year's published, this year's waiting for approval."""

import uuid
from datetime import date
from typing import Any, Final

from comipla.blockgrants.models import Scheme
from comipla.blockgrants.selectors import members_of
from comipla.blockgrants.services import (
    Details,
    approve,
    ask_approval,
    close_year,
    import_metrics,
    open_scheme,
    publish,
    save_scheme,
)
from comipla.config.demo.office import Office
from comipla.programme.clock import standing_on

CITY: Final = "462012"
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://demo.example.jp/comipla/allocations")
NAME: Final = "地域づくり交付金（架空）"
YEARS: Final = {2023: date(2023, 6, 1), 2024: date(2024, 6, 3)}
"""The fiscal years with the day on which each is reckoned."""
_POOLS: Final = {2023: "12,000,000", 2024: "12,600,000"}
_EQUAL: Final = {2023: "40%", 2024: "30%"}


def divide_grant(office: Office) -> None:
    """Reckon last year's grant to the end, and this year's up to the second person."""
    for year, day in YEARS.items():
        with standing_on(day):
            scheme = _reckoned(office, year)
            if year == min(YEARS):
                for move in (approve, publish, close_year):
                    key = uuid.uuid5(NAMESPACE, f"{year}/{move.__name__}")
                    move(scheme=scheme, by=office.actor("muni_decider", CITY), key=key)


def _reckoned(office: Office, year: int) -> Scheme:
    city, officer = office.bodies[CITY], office.actor("muni_officer", CITY)
    scheme = open_scheme(
        municipality=city,
        year=year,
        name=NAME,
        preset="pool",
        by=officer,
        key=uuid.uuid5(NAMESPACE, f"{year}/open"),
    )
    day = date(year, 4, 1)
    import_metrics(
        municipality=city,
        content=_table(office, year).encode(),
        name=f"指標_{scheme.fiscal.code}.csv",
        day=day,
        source="体験版の架空の数",
        by=officer,
    )
    details = Details(NAME, "交付要綱 別表（架空）", day, recognised_only=False, heads="people")
    save_scheme(scheme=scheme, details=details, plan=_plan(year), edits=0, by=officer)
    ask_approval(scheme=scheme, by=officer, key=uuid.uuid5(NAMESPACE, f"{year}/ask"))
    return scheme


def _plan(year: int) -> dict[str, Any]:
    equal = _EQUAL[year]
    rest = f"{100 - int(equal.removesuffix('%'))}%"
    return {
        "pools": {"main": {"label": "配分総額", "amount": _POOLS[year], "unit": "1000"}},
        "components": [
            {"kind": "POOL_EQUAL", "label": "均等割", "share": equal, "pool": "main"},
            {
                "kind": "POOL_SHARE",
                "label": "人口割",
                "share": rest,
                "metric": "people",
                "pool": "main",
            },
            {"kind": "UNIT", "label": "自治会割", "rate": "20,000", "metric": "bodies"},
            {"kind": "FIXED", "label": "事務局費", "amount": "300,000"},
        ],
    }


def _table(office: Office, year: int) -> str:
    """Invented numbers: people fall a little from year to year, associations stay."""
    rows = ["番号,人口（人）,自治会の数（団体）"]
    members = members_of(office.bodies[CITY], recognised_only=False)
    for number, platform in enumerate(members):
        people = 900 + 1_370 * number % 6_100 - (year - 2023) * (17 + 11 * number % 43)
        rows.append(f"{platform.slug},{people},{6 + 5 * number % 17}")
    return "\n".join(rows)
