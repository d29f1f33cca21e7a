"""The numbers of by-laws (規約) that the product goes by, beside the file that is the truth."""

import re
from dataclasses import dataclass
from fractions import Fraction

from comipla.core.digits import squeeze_ascii

_WRITTEN = re.compile(r"(?:(\d{1,3})分の(\d{1,3})|(\d{1,3})/(\d{1,3})|(\d{1,3})[%％])(?:以上)?")
_WORDS = {"過半数": Fraction(1, 2), "全員": Fraction(1), "半数": Fraction(1, 2)}
_HOW = "割合を「2分の1」「1/2」「50%」のように入力してください"


def parse_share(text: str) -> Fraction:
    """Read a share as by-laws write it: 3分の2, 2/3, 50%, 過半数. Raises ValueError in words."""
    plain = squeeze_ascii(text).strip()
    if plain in _WORDS:
        return _WORDS[plain]
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise ValueError(f"{_HOW}。")
    below, above, top, bottom, percent = found.groups()
    numerator, denominator = above or top or percent, below or bottom or "100"
    if int(denominator) == 0 or not 0 < Fraction(int(numerator), int(denominator)) <= 1:
        raise ValueError(f"{_HOW}。0より大きく1以下です。")
    return Fraction(int(numerator), int(denominator))


def share_in_words(share: Fraction) -> str:
    """A share as by-laws write it: ``3分の2``; the whole is ``全員``."""
    return "全員" if share == 1 else f"{share.denominator}分の{share.numerator}"


@dataclass(frozen=True, slots=True)
class BylawNumbers:
    """What a version of the by-laws fixes: shares of members, years, persons, whole yen.

    `quorum` is the share that must be there (meetings need at least so much); decisions need more
    than `ordinary_majority` of votes where that is a half, at least `special_majority` for changes
    of by-laws and dissolution.
    """

    quorum: Fraction
    ordinary_majority: Fraction
    special_majority: Fraction
    proxy_allowed: bool
    written_vote_allowed: bool
    evote_allowed: bool
    term_years: int
    auditors: int
    fee_per_household: int

    def __post_init__(self) -> None:
        if self.special_majority < self.ordinary_majority:
            raise ValueError(
                "特別議決の割合を、ふつうの議決の割合と同じか、それより大きくしてください。"
            )
        if not 1 <= self.term_years <= 10:
            raise ValueError("役員の任期を、1年から10年までで入力してください。")
        if not 0 <= self.auditors <= 20:
            raise ValueError("監事の人数を、0人から20人までで入力してください。")
        if not 0 <= self.fee_per_household <= 1_000_000:
            raise ValueError("1世帯の会費を、0円から1,000,000円までで入力してください。")

    @property
    def in_words(self) -> dict[str, str]:
        """The shares as by-laws write them, by name; a half as the limit of votes is 過半数."""
        ordinary = self.ordinary_majority
        return {
            "quorum": f"{share_in_words(self.quorum)}以上",
            "ordinary_majority": "過半数"
            if ordinary == Fraction(1, 2)
            else f"{share_in_words(ordinary)}以上",
            "special_majority": f"{share_in_words(self.special_majority)}以上",
        }
