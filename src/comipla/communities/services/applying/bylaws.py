"""A new version of the by-laws."""

from fractions import Fraction

from django.core.exceptions import ValidationError

from comipla.communities.models import Bylaw, ChangeNotice, Platform
from comipla.communities.services.applying.payload import (
    Payload,
    date_of,
    number_of,
    text_of,
)
from comipla.core.access import Actor
from comipla.core.registry import BylawNumbers, parse_share
from comipla.core.wareki import format_wareki

SHARES = ("quorum", "ordinary_majority", "special_majority")
FLAGS = ("proxy_allowed", "written_vote_allowed", "evote_allowed")
NUMBERS = ("term_years", "auditors", "fee_per_household")


class BylawsChange:
    """`adopted_on`, the numbers of `BylawNumbers` (shares as text), `note`; the file beside."""

    def summary(self, platform: Platform, payload: Payload, /) -> str:
        adopted = format_wareki(date_of(payload, "adopted_on"))
        return f"{adopted}に議決した規約（第{_next(platform)}版）を登録します。"

    def apply(self, platform: Platform, notice: ChangeNotice, _by: Actor, /) -> None:
        payload = notice.payload
        adopted_on = date_of(payload, "adopted_on")
        latest = platform.bylaws.order_by("-version").first()
        if latest is not None and adopted_on < latest.adopted_on:
            raise ValidationError(
                {
                    "adopted_on": f"今の規約の議決の日（{format_wareki(latest.adopted_on)}）か、"
                    "それより後にしてください。"
                }
            )
        numbers = _numbers(payload)
        Bylaw.objects.create(
            platform=platform,
            version=latest.version + 1 if latest else 1,
            adopted_on=adopted_on,
            file=notice.file,
            note=text_of(payload, "note", limit=300),
            **{name: getattr(numbers, name) for name in (*SHARES, *FLAGS, *NUMBERS)},
        )


def _next(platform: Platform) -> int:
    latest = platform.bylaws.order_by("-version").first()
    return latest.version + 1 if latest else 1


def _numbers(payload: Payload) -> BylawNumbers:
    shares: dict[str, Fraction] = {}
    for name in SHARES:
        try:
            shares[name] = parse_share(str(payload.get(name) or ""))
        except ValueError as error:
            raise ValidationError({name: str(error)}) from error
    flags: dict[str, bool] = {name: payload.get(name) is True for name in FLAGS}
    numbers: dict[str, int] = {name: number_of(payload, name) for name in NUMBERS}
    try:
        return BylawNumbers(**shares, **flags, **numbers)  # type: ignore[arg-type]  # by name
    except ValueError as error:
        raise ValidationError(str(error)) from error
