"""Sample figures for the catalogue: plainly invented, the same on every day."""

import datetime
from typing import Any

from django.core.paginator import Paginator

from comipla.web.shell import BodyChoice, NavItem, Shell

_TODAY = datetime.date(2024, 7, 7)


def sample_shell() -> Shell:
    """The frame of somebody in the prefecture who also sits in a municipality."""
    return Shell(
        home_href="#",
        body_name="鹿児島県",
        role="県担当",
        person_name="県 太郎（架空）",
        navigation=tuple(
            NavItem(label, "#", current=label == "案件", key=key)
            for label, key in (
                ("机", "g h"),
                ("案件", "g c"),
                ("コミプラ", ""),
                ("団体・人", ""),
                ("年度", "g y"),
                ("台帳", "g l"),
                ("文書", ""),
            )
        ),
        account=(NavItem("自分の設定", "#"), NavItem("所属の人", "#")),
        bodies=(
            BodyChoice("46", "鹿児島県", "県担当", current=True),
            BodyChoice("000000", "見本町（架空）", "市町村担当"),
        ),
        switch_href="#",
        sign_out_href="#",
        search_href="#",
        notices_href="#",
        notices=3,
        year_label="令和6年度",
        years=(NavItem("令和6年度", "#", current=True), NavItem("令和5年度", "#")),
        office="地域政策課（架空）",
        phone="099-000-0000",
    )


def sample() -> dict[str, Any]:
    """What the examples draw."""
    return {
        "shell": sample_shell(),
        "today": _TODAY,
        "page": Paginator(range(240), 20).page(6),
        "rows": [
            {"number": "③-R6-017", "title": "買い物支援の試行（見本校区）", "body": "見本町",
             "amount": 500_000, "due": datetime.date(2024, 7, 12), "late": False},
            {"number": "③-R6-018", "title": "空き家改修による拠点づくり", "body": "例示市",
             "amount": 1_240_000, "due": datetime.date(2024, 7, 4), "late": True},
            {"number": "③-R6-019", "title": "地域づくり計画の策定", "body": "仮名村",
             "amount": None, "due": None, "late": False},
        ],
    }  # fmt: skip
