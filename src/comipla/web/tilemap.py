"""Where Kagoshima's 43 municipalities stand on the tile map.

Keyed by 団体コード with check digit; row and column in tiles, counted from the north-west. The
Satsuma and Ōsumi peninsulas keep Kagoshima Bay between them; every group of islands is a block
of its own, set off by part of a tile, in its true direction but pulled near.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """A municipality's name, its tile's place, and the block it belongs to."""

    name: str
    row: float
    column: float
    block: str


_MAINLAND = 1.05  # columns west of the mainland's first one, for the islands in the south-west
_AMAMI = 8.8  # row of the northern tiles of the Amami islands


def _mainland(name: str, row: int, column: int) -> Place:
    return Place(name, row, column + _MAINLAND, "本土")


PLACES: dict[str, Place] = {
    "464040": _mainland("長島町", 0, 0),
    "462080": _mainland("出水市", 0, 1),
    "462241": _mainland("伊佐市", 0, 2),
    "464520": _mainland("湧水町", 0, 3),
    "462063": _mainland("阿久根市", 1, 0),
    "462152": _mainland("薩摩川内市", 1, 1),
    "463922": _mainland("さつま町", 1, 2),
    "462250": _mainland("姶良市", 1, 3),
    "462187": _mainland("霧島市", 1, 4),
    "462195": _mainland("いちき串木野市", 2, 0),
    "462161": _mainland("日置市", 2, 1),
    "462012": _mainland("鹿児島市", 2, 2),
    "462144": _mainland("垂水市", 2, 4),
    "462179": _mainland("曽於市", 2, 5),
    "462209": _mainland("南さつま市", 3, 0),
    "462233": _mainland("南九州市", 3, 1),
    "462039": _mainland("鹿屋市", 3, 4),
    "464686": _mainland("大崎町", 3, 5),
    "462217": _mainland("志布志市", 3, 6),
    "462047": _mainland("枕崎市", 4, 1),
    "462101": _mainland("指宿市", 4, 2),
    "464902": _mainland("錦江町", 4, 4),
    "464821": _mainland("東串良町", 4, 5),
    "464911": _mainland("南大隅町", 5, 4),
    "464929": _mainland("肝付町", 5, 5),
    "463035": Place("三島村", 6.4, 3.35, "三島"),
    "463043": Place("十島村", 7.4, 2.85, "十島"),
    "462136": Place("西之表市", 5.4, 7.05, "種子島"),
    "465011": Place("中種子町", 6.4, 7.05, "種子島"),
    "465020": Place("南種子町", 7.4, 7.05, "種子島"),
    "465054": Place("屋久島町", 7.4, 5.65, "屋久島"),
    "465291": Place("喜界町", _AMAMI, 7.05, "喜界"),
    "465232": Place("大和村", _AMAMI, 3.7, "奄美"),
    "462225": Place("奄美市", _AMAMI, 4.7, "奄美"),
    "465275": Place("龍郷町", _AMAMI, 5.7, "奄美"),
    "465241": Place("宇検村", _AMAMI + 1, 3.7, "奄美"),
    "465259": Place("瀬戸内町", _AMAMI + 1, 4.7, "奄美"),
    "465313": Place("天城町", _AMAMI, 1.35, "徳之島"),
    "465305": Place("徳之島町", _AMAMI, 2.35, "徳之島"),
    "465321": Place("伊仙町", _AMAMI + 1, 1.85, "徳之島"),
    "465330": Place("和泊町", _AMAMI, 0, "沖永良部"),
    "465348": Place("知名町", _AMAMI + 1, 0, "沖永良部"),
    "465356": Place("与論町", _AMAMI + 2.3, 0, "与論"),
}
