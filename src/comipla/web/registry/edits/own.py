"""What a secretariat changes by itself: office and profile, member bodies, groups."""

from comipla.communities.models import Platform
from comipla.communities.selectors import members_on
from comipla.communities.services import (
    add_group,
    add_member,
    edit_profile,
    end_group,
    end_member,
)
from comipla.core.registry import BaseKind, MemberKind
from comipla.programme import clock
from comipla.web.registry.edits.declaration import Edit, Order, Values, nothing, options_of
from comipla.web.registry.forms import Field


def _profile_fields(_platform: Platform) -> tuple[Field, ...]:
    return (
        Field("office_address", "text", "事務所の所在地", required=False),
        Field("office_phone", "text", "事務所の電話", required=False, limit=40),
        Field("base_kind", "choice", "拠点の種類", options=options_of(BaseKind)),
        Field("base_facility", "text", "拠点の名前", required=False, limit=100),
        Field(
            "fiscal_start_month", "number", "会計年度の始まる月", "ほとんどは4月です。", unit="月"
        ),
        Field("neighbourhoods", "number", "区域の自治会の数", required=False),
        Field("households", "number", "区域の世帯数", required=False, unit="世帯"),
        Field("area_note", "text", "区域の説明", "町や字の名前など。", required=False, limit=300),
        Field("is_published", "yes", "紹介のページを公開する"),
        Field("public_text", "long", "紹介の文", "だれでも見られます。", required=False),
        Field("public_contact", "text", "公開する連絡先", required=False),
    )


def _profile_now(platform: Platform) -> Values:
    shown = {field.name: getattr(platform, field.name) for field in _profile_fields(platform)}
    shown["is_published"] = "1" if platform.is_published else ""
    return {name: "" if value is None else value for name, value in shown.items()}


def _profile(order: Order) -> str:
    values = dict(order.values)
    values["base_kind"] = BaseKind.of(values["base_kind"])
    edit_profile(platform=order.platform, by=order.by, **values)
    return "紹介と事務所の内容を変えました。"


def _member_fields(_platform: Platform) -> tuple[Field, ...]:
    return (
        Field("kind", "choice", "種類", options=options_of(MemberKind)),
        Field("name", "text", "団体の名前", limit=100),
        Field("representative", "text", "代表者", required=False, limit=120),
        Field("households", "number", "世帯数", "自治会のとき。", required=False, unit="世帯"),
        Field("joined_on", "date", "加入した日"),
    )


def _member(order: Order) -> str:
    values = order.values
    add_member(
        platform=order.platform,
        kind=MemberKind.of(values["kind"]),
        name=values["name"],
        representative=values["representative"],
        households=values["households"] or 0,
        joined_on=values["joined_on"],
        by=order.by,
        key=order.key,
    )
    return f"{values['name']}を構成団体に入れました。"


def _leaving_fields(platform: Platform) -> tuple[Field, ...]:
    here = [(str(member.pk), member.name) for member in members_on(platform, clock.today())]
    return (
        Field("member", "choice", "脱退する団体", options=here),
        Field("on", "date", "脱退した日"),
    )


def _leaving(order: Order) -> str:
    member = order.platform.members.get(pk=int(order.values["member"]))
    end_member(member=member, on=order.values["on"], by=order.by)
    return f"{member.name}の脱退を記録しました。"


def _group_fields(_platform: Platform) -> tuple[Field, ...]:
    return (
        Field("name", "text", "名前", "例 福祉部会、夏祭り実行委員会", limit=60),
        Field("purpose", "text", "すること", required=False, limit=300),
        Field("is_team", "yes", "終わりのある集まり（プロジェクトチーム）"),
        Field("starts_on", "date", "始まる日"),
    )


def _group(order: Order) -> str:
    values = order.values
    add_group(
        platform=order.platform,
        name=values["name"],
        purpose=values["purpose"],
        is_team=values["is_team"],
        starts_on=values["starts_on"],
        by=order.by,
        key=order.key,
    )
    return f"{values['name']}を作りました。"


def _closing_fields(platform: Platform) -> tuple[Field, ...]:
    groups = [(str(g.pk), g.name) for g in platform.groups.filter(ends_on=None)]
    return (
        Field("group", "choice", "終わる部会・チーム", options=groups),
        Field("on", "date", "終わる日"),
    )


def _closing(order: Order) -> str:
    group = order.platform.groups.get(pk=int(order.values["group"]))
    end_group(group=group, on=order.values["on"], by=order.by)
    return f"{group.name}を終えました。"


OWN: dict[str, Edit] = {
    "profile": Edit(
        "事務所と紹介を変える", "変える", "outline", _profile_fields, _profile_now, _profile
    ),
    "member": Edit(
        "構成団体を加える", "構成団体に入れる", "members", _member_fields, nothing, _member
    ),
    "member-left": Edit(
        "構成団体の脱退を記録する", "脱退を記録する", "members", _leaving_fields, nothing, _leaving
    ),
    "group": Edit(
        "部会・チームを作る", "部会・チームを作る", "organs", _group_fields, nothing, _group
    ),
    "group-ended": Edit(
        "部会・チームを終える", "終わりを記録する", "organs", _closing_fields, nothing, _closing
    ),
}
