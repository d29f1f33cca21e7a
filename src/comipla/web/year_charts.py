"""The pictures of a year: the way of the money, the tile map, the caps; every figure leads to its list."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from comipla.cases.selectors.listing import LATE, CaseFilter
from comipla.cases.selectors.year import Money, Place, Year
from comipla.core.money import format_thousand_yen, format_yen
from comipla.programme.models import ProgrammeYear
from comipla.web.case_lists import ListAddress
from comipla.web.charts import (
    Bar,
    CapUse,
    Chart,
    Segment,
    Tile,
    TileState,
    cap_board,
    stacked_bars,
    tile_map,
)
from comipla.web.tilemap import PLACES

MENU_HUE: Final = 2  # menu ③ in the palette
_NONE: Final = TileState("要望なし", "－")
_TILE_STATES: Final = {
    "error": TileState("おくれあり", "！", "error"),
    "action": TileState("市町村の番", "△", "action"),
    "progress": TileState("県の番", "◇", "progress"),
    "success": TileState("実施中", "●", "success"),
    "done": TileState("終わり", "★", "done"),
    "": _NONE,
}
"""What a tile says, by the most urgent tone of the municipality's cases."""

_ACCOUNTS: Final = (
    ("内示", "earmarked"),
    ("決定", "decided"),
    ("支払", "paid"),
    ("確定", "determined"),
)


def list_href(year: ProgrammeYear, **chosen: object) -> str:
    """The list of the year's cases under further filters, see `CaseFilter`."""
    address = ListAddress(CaseFilter(year=year.year, **chosen))  # type: ignore[arg-type]
    return f"{reverse('case_list')}?{address.query().urlencode()}"


def money_chart(year: ProgrammeYear, shown: Year, *, limit_name: str, limit_href: str) -> Chart:
    """予算 → 内示 → 決定 → 支払 → 確定 as bars on one scale."""
    money = shown.money
    bars = [Bar(limit_name, (Segment("額", money.limit),), limit_href or None)]
    for label, account in _ACCOUNTS:
        states = shown.holding[account]
        href = list_href(year, states=states) if states else list_href(year)
        bars.append(Bar(label, (Segment("額", getattr(money, account)),), href))
    return stacked_bars(
        "money", _money_finding(money, limit_name), _money_words(money), bars, hues=(MENU_HUE,)
    )


def _money_finding(money: Money, limit_name: str) -> str:
    if not money.limit:
        return f"{limit_name}の額はまだ入っていません"
    whole, free = (format_thousand_yen(yen, note=False) for yen in (money.limit, money.free))
    return f"{limit_name} {whole}のうち、まだ使える枠は {free}です"


def _money_words(money: Money) -> str:
    words = (
        f"内示 {format_yen(money.earmarked)}、決定 {format_yen(money.decided)}、"
        f"支払 {format_yen(money.paid)}、確定 {format_yen(money.determined)}です。"
    )
    if money.earmarked > money.limit:
        words += "内示には、決定や確定で減った分をふくみます。減った分は、ほかの事業に使えます。"
    return words


def place_map(year: ProgrammeYear, places: Sequence[Place]) -> Chart:
    """The municipalities as equal tiles, each with what is most urgent there and its cases."""
    tiles = [
        Tile(
            row=PLACES[place.code].row,
            column=PLACES[place.code].column,
            name=place.name,
            state=_TILE_STATES[place.tone],
            number=place.cases,
            href=_place_href(year, place),
        )
        for place in places
        if place.code in PLACES
    ]
    asking = sum(1 for place in places if place.cases)
    late = sum(1 for place in places if place.late)
    title = (
        f"{len(places)}市町村のうち、{asking}から要望が出ています"
        if asking
        else "要望はまだ出ていません"
    )
    summary = (
        f"数字は案件の数です。おくれのある市町村は{late}です。"
        "いくつも案件があるときは、いちばん急ぐものの印を出しています。"
    )
    return tile_map("places", title, summary, tiles, states=tuple(_TILE_STATES.values()), unit="件")


def _place_href(year: ProgrammeYear, place: Place) -> str:
    if place.late:
        return list_href(year, municipality=place.code, turn=LATE)
    return list_href(year, municipality=place.code)


def caps_chart(year: ProgrammeYear, places: Sequence[Place]) -> Chart:
    """How much of its cap each municipality has used."""
    uses = [
        CapUse(
            place.name,
            place.hard,
            place.soft,
            place.limit,
            list_href(year, municipality=place.code),
        )
        for place in places
    ]
    full = sum(1 for place in places if place.free <= 0)
    free = sum(place.free for place in places)
    title = f"枠を使い切った市町村は{full}です" if full else "枠を使い切った市町村はまだありません"
    return cap_board(
        "caps", title, f"{_cap_words(places)}残りの合計は {format_yen(free)}です。", uses
    )


def _cap_words(places: Sequence[Place]) -> str:
    limits = Counter(place.limit for place in places)
    if not limits:
        return ""
    ((limit, _count),) = limits.most_common(1)
    usual = "どの市町村も" if len(limits) == 1 else "多くの市町村で"
    return f"上限は{usual} {format_yen(limit)}です。"
