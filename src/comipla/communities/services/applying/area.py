"""Changes of area: which districts, wholly or in part, from which day."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from django.core.exceptions import ValidationError

from comipla.communities.models import AreaPart, ChangeNotice, Platform
from comipla.communities.services.applying.payload import Payload, date_of
from comipla.core.access import Actor
from comipla.core.registry import Share, overlaps, parse_share
from comipla.core.wareki import format_wareki
from comipla.people.models import Body
from comipla.places.models import District


class AreaChange:
    """`valid_from` and `parts`, each a `district` code with a `weight` ("1", "1/2", "60%").

    What was held before ends the day before; a change on the day of the latest one replaces it.
    """

    def summary(self, platform: Platform, payload: Payload, /) -> str:
        names = "、".join(
            district.name + ("" if weight == 1 else f"（{_percent(weight)}）")
            for district, weight in _parts(platform, payload)
        )
        return f"{format_wareki(date_of(payload, 'valid_from'))}から、区域を{names}にします。"

    def apply(self, platform: Platform, notice: ChangeNotice, _by: Actor, /) -> None:
        start = date_of(notice.payload, "valid_from")
        set_area(platform, _parts(platform, notice.payload), start)


def set_area(
    platform: Platform, parts: Sequence[tuple[District, Fraction]], valid_from: date
) -> None:
    """Let the platform hold these districts from a day on; refuse what others hold already."""
    Body.objects.select_for_update().get(pk=platform.municipality_id)  # one change at a time
    held = list(platform.area_parts.order_by("valid_from"))
    if held and valid_from < held[-1].valid_from:
        raise ValidationError(
            {
                "valid_from": f"今の区域の日（{format_wareki(held[-1].valid_from)}）か、"
                "それより後にしてください。"
            }
        )
    _refuse_overlaps(platform, parts, valid_from)
    platform.area_parts.filter(valid_from=valid_from).delete()
    platform.area_parts.filter(valid_to=None).update(valid_to=valid_from - timedelta(days=1))
    AreaPart.objects.bulk_create(
        AreaPart(platform=platform, district=district, weight=weight, valid_from=valid_from)
        for district, weight in parts
    )


def shares_of_others(platform: Platform, districts: Sequence[District]) -> list[Share]:
    """What other platforms of the municipality hold of the districts, at any time."""
    rows = (
        AreaPart.objects.filter(
            district__in=districts, platform__municipality_id=platform.municipality_id
        )
        .exclude(platform=platform)
        .select_related("district__municipality", "platform")
    )
    return [
        Share(row.district.name, row.platform.name, row.weight, row.valid_from, row.valid_to)
        for row in rows
        if not row.platform.life.stage.over
    ]


def _refuse_overlaps(
    platform: Platform, parts: Sequence[tuple[District, Fraction]], valid_from: date
) -> None:
    new = [Share(d.name, platform.name, weight, valid_from) for d, weight in parts]
    found = overlaps(new, shares_of_others(platform, [district for district, _ in parts]))
    if found:
        raise ValidationError({"parts": [overlap.sentence for overlap in found]})


def _parts(platform: Platform, payload: Payload) -> list[tuple[District, Fraction]]:
    """The districts with their weights; all of the platform's own municipality."""
    wanted: dict[str, Fraction] = {}
    for part in payload.get("parts") or []:
        code = str(part.get("district") or "")
        if code in wanted:
            raise ValidationError({"parts": "同じ学校区が2回出てきます。1行にまとめてください。"})
        wanted[code] = _weight(part.get("weight"))
    if not wanted:
        raise ValidationError({"parts": "学校区を1つ以上選んでください。"})
    found = District.objects.filter(
        code__in=wanted, municipality=platform.municipality.municipality
    ).select_related("municipality")
    districts = {district.code: district for district in found}
    if set(districts) != set(wanted):
        raise ValidationError({"parts": "学校区を、この市町村の一覧から選んでください。"})
    return [(districts[code], weight) for code, weight in wanted.items()]


def _weight(value: object) -> Fraction:
    text = str(value if value is not None else "1").strip()
    if text in ("1", ""):
        return Fraction(1)
    try:
        return parse_share(text)
    except ValueError as error:
        raise ValidationError({"parts": f"区域の{error}"}) from error


def _percent(weight: Fraction) -> str:
    return f"{float(weight * 100):.4g}%"
